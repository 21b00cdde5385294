"""What a framework has to offer, and the words that both sides of the door use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

Tensor = Any
State = tuple[Any, ...]
Body = Callable[[State, Any], tuple[State, Any]]


class Framework(Protocol):
    """What a framework has to offer."""

    XLA_TRAINS: bool  # whether XLA is the faster, or only, compiler of a training step

    def be_deterministic(self) -> None: ...
    def accelerator(self) -> str: ...
    def value_and_gradient(
        self, function: Callable[[Tensor], Tensor], images: Tensor
    ) -> tuple[Tensor, Tensor]: ...
    def loop(self, body: Body) -> Callable[[State, Any, int], tuple[State, np.ndarray]]: ...
    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]: ...
    def fused(self, function: Callable[..., Tensor]) -> Callable[..., Tensor]: ...
