"""What a node can see: shapes, parameters, receptive fields, visit counts, and one convolution
number by number.

Source: part I and section 1 of the brief on the series; here everything is measured on the network
itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis import framework
from analysis.networks.layers import forward, views
from analysis.networks.series import LAYERS
from analysis.results.images import ExampleImages
from analysis.results.layers import Convolution, Geometry, Kernels
from analysis.study import Study

# kernel and stride of the layers between the input and Conv2D_3, in order
STAGES = {
    "Conv2D_1": (3, 1),
    "Max_Pool_1": (2, 2),
    "Conv2D_2": (3, 1),
    "Max_Pool_2": (2, 2),
    "Conv2D_3": (3, 1),
}
PROBES = 1000  # random images whose gradients are united; claim C-I-2 names this number


def receptive_field(layer: str) -> tuple[int, int]:
    """Return (side of the receptive field, step between neighbouring nodes) in px."""
    field, step = 1, 1
    for name, (kernel, stride) in STAGES.items():
        field, step = field + (kernel - 1) * step, step * stride
        if name == layer:
            return field, step
    raise KeyError(layer)


def map_side(layer: str) -> int:
    """Return the nodes per side of a layer's maps."""
    side = 28
    for name, (kernel, stride) in STAGES.items():
        side = (side - kernel) // stride + 1
        if name == layer:
            return side
    raise KeyError(layer)


def node_centres(layer: str) -> tuple[np.ndarray, int]:
    """Return the centres (node) of the receptive fields along one side in px, and the side of a
    field.
    """
    field, step = receptive_field(layer)
    return np.arange(map_side(layer)) * step + (field - 1) / 2, field


def _influence(study: Study) -> np.ndarray:
    """Return (node_y, node_x, y, x): whether any random image gave the pixel a gradient from that
    Conv2D_3 node.
    """
    from keras import ops

    model = study.network()
    rng = np.random.default_rng(study.seed("geometry"))
    images = rng.standard_normal((PROBES, 28, 28, 1)).astype(np.float32)
    seen = np.zeros((3, 3, 28, 28), bool)
    for i, j in np.ndindex(3, 3):

        def node(probes: Any, i: int = i, j: int = j) -> Any:
            # the pre-activation, since a ReLU that is shut would hide a pixel that does reach the
            # node
            return ops.sum(
                forward(model, probes, "Conv2D_3", pre_activation=True)[:, i, j], axis=-1
            )

        gradient = framework.value_and_gradient(node, ops.convert_to_tensor(images))[1]
        seen[i, j] = (np.asarray(gradient)[..., 0] != 0).any(axis=0)
    return seen


def measure_geometry(study: Study) -> Geometry:
    """Measure shapes, parameters, receptive fields and the strip of pixels that nothing sees."""
    model, data = study.network(), study.data
    shapes = {
        layer.name: tuple(layer.output.shape[1:]) for layer in model.layers if layer.name in LAYERS
    }
    seen = _influence(study)
    blind = ~seen.any(axis=(0, 1))
    rng = np.random.default_rng(study.seed("blind strip"))
    images = data.test.images[:200]
    inked = np.where(blind, rng.integers(0, 256, images.shape), images)
    look = views(model, ("Dense_10",))
    change = abs(
        look(data.standardise(inked))["Dense_10"] - look(data.standardise(images))["Dense_10"]
    ).max()
    fields = {stage: receptive_field(stage) for stage in STAGES}
    return Geometry(
        layer=np.array(list(shapes)),
        shape=np.array([s if len(s) == 3 else (1, 1, s[0]) for s in shapes.values()]),
        parameters=np.array([model.get_layer(name).count_params() for name in shapes]),
        field=np.array([field for field, _ in fields.values()]),
        stride=np.array([step for _, step in fields.values()]),
        stage=np.array(list(fields)),
        visits=seen.sum(axis=(0, 1)),
        influence=seen,
        blind_logit_change=change,
        blind_ink_images=(data.test.images[:, blind] > 0).any(axis=1).sum(),
        blind_ink_share=data.test.images[:, blind].sum() / data.test.images.sum(),
    )


def one_convolution(study: Study, examples: ExampleImages) -> Convolution:
    """Return every number of one 3x3 convolution and of the pooling after it.

    The image is the first clear 4; the map and the node are those with the largest activation on
    Conv2D_1.
    """
    model = study.network()
    image = study.data.standardise(examples.images[:1])
    seen = views(model, ("Conv2D_1", "Max_Pool_1"))(image)
    chosen = int(seen["Conv2D_1"].max(axis=(0, 1, 2)).argmax())
    feature_map = seen["Conv2D_1"][0, ..., chosen]
    row, column = np.unravel_index(feature_map.argmax(), feature_map.shape)
    kernel, bias = model.get_layer("Conv2D_1").get_weights()
    window = image[0, row : row + 3, column : column + 3, 0]
    return Convolution(
        image=image[0, ..., 0],
        kernel=kernel[:, :, 0, chosen],
        bias=bias[chosen],
        feature_map=feature_map,
        pooled=seen["Max_Pool_1"][0, ..., chosen],
        map=np.array(chosen),
        node=np.array([row, column]),
        pre_activation=(window * kernel[:, :, 0, chosen]).sum() + bias[chosen],
    )


def measure_kernels(study: Study) -> Kernels:
    """Return the kernel values of both trainings, without biases."""
    layers = [layer for layer in LAYERS if not layer.startswith("Max")]

    def values(network: str) -> np.ndarray:
        model = study.network(network)
        return np.concatenate([model.get_layer(layer).get_weights()[0].ravel() for layer in layers])

    sizes = [study.network().get_layer(layer).get_weights()[0].size for layer in layers]
    return Kernels(
        layer=np.repeat(layers, sizes),
        first_run=values("first-run"),
        full_recipe=values("full-recipe"),
    )
