"""The one door to TensorFlow or JAX: seeds, devices, gradients, compiled loops.

What differs stands in one file for each; ``contract`` says what such a file has to offer. Uses no
other room.
"""

from analysis.framework.contract import Body, State, Tensor
from analysis.framework.door import (
    calls,
    chosen,
    compiled,
    device,
    fused,
    loop,
    name,
    prepare,
    value_and_gradient,
)

__all__ = [
    "Body",
    "State",
    "Tensor",
    "calls",
    "chosen",
    "compiled",
    "device",
    "fused",
    "loop",
    "name",
    "prepare",
    "value_and_gradient",
]
