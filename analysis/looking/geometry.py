"""What a node can see: shapes, parameters, receptive fields, visit counts, and one convolution
number by number.

Source: part I of the series; here everything is measured on the network itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis import framework
from analysis.networks.layers import forward, last_step, layers_up_to, views
from analysis.networks.series import KERNEL_LAYERS
from analysis.networks.windows import windows
from analysis.results.images import ExampleImages
from analysis.results.layers import Convolution, Geometry, Kernels
from analysis.study import Study
from analysis.subject import MapLayer

PROBES = 1000  # random images whose gradients are united; claim C-I-2 names this number
INKED = 200  # test images whose unseen pixels are overwritten


def _influence(study: Study, layer: MapLayer) -> np.ndarray:
    """Return (node_y, node_x, y, x): whether any random image gave the pixel a gradient from that
    node of a layer.
    """
    from keras import ops

    model, shape, channels = study.subject.network, study.subject.shape, study.data.channels
    rng = np.random.default_rng(study.seed("geometry"))
    images = rng.standard_normal((PROBES, *shape, channels)).astype(np.float32)
    seen = np.zeros((*layer.shape, *shape), bool)
    for i, j in np.ndindex(layer.shape):

        def node(probes: Any, i: int = i, j: int = j) -> Any:
            # the pre-activation, since a ReLU that is shut would hide a pixel that does reach the
            # node
            return ops.sum(
                forward(model, probes, layer.name, pre_activation=True)[:, i, j], axis=-1
            )

        gradient = framework.value_and_gradient(node, ops.convert_to_tensor(images))[1]
        seen[i, j] = (np.asarray(gradient) != 0).any(axis=(0, 3))
    return seen


def _change_by_unseen_ink(study: Study, blind: np.ndarray) -> np.ndarray:
    """Return the largest change of any class when pixels (y, x) that nothing sees are inked at
    random.
    """
    data, model = study.data, study.subject.network
    rng = np.random.default_rng(study.seed("blind strip"))
    images = data.test.images[:INKED]
    inked = np.where(blind, rng.integers(data.grey[0], data.grey[1] + 1, images.shape), images)
    last = last_step(model)
    look = views(model, (last,))
    return abs(look(data.standardise(inked))[last] - look(data.standardise(images))[last]).max()


def measure_geometry(study: Study) -> Geometry:
    """Measure shapes, parameters, receptive fields and the strip of pixels that nothing sees."""
    model, test = study.subject.network, study.data.test
    deepest = list(study.subject.layers.values())[-1]
    layers = [step for step in model.layers if type(step).__name__ != "Flatten"]
    shapes = [tuple(step.output.shape[1:]) for step in layers]
    stages = [step.name for step in layers_up_to(model, deepest.name)]
    # fields are square in the series' network
    fields = [windows(model, stage)[0] for stage in stages]
    seen = _influence(study, deepest)
    blind: np.ndarray = np.logical_not(seen.any(axis=(0, 1)))
    return Geometry(
        layer=np.array([step.name for step in layers]),
        shape=np.array([shape if len(shape) == 3 else (1, 1, *shape) for shape in shapes]),
        parameters=np.array([step.count_params() for step in layers]),
        field=np.array([field.size for field in fields]),
        stride=np.array([field.step for field in fields]),
        stage=np.array(stages),
        visits=seen.sum(axis=(0, 1)),
        influence=seen,
        blind_logit_change=_change_by_unseen_ink(study, blind),
        blind_ink_images=(test.images[:, blind] > 0).any(axis=1).sum(),
        blind_ink_share=test.images[:, blind].sum() / test.images.sum(),
    )


def one_convolution(study: Study, examples: ExampleImages) -> Convolution:
    """Return every number of one convolution and of the pooling after it.

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
    height, width = kernel.shape[:2]
    window = image[0, row : row + height, column : column + width, 0]
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

    def values(network: str) -> np.ndarray:
        model = study.network(network)
        return np.concatenate(
            [model.get_layer(layer).get_weights()[0].ravel() for layer in KERNEL_LAYERS]
        )

    sizes = [study.network().get_layer(layer).get_weights()[0].size for layer in KERNEL_LAYERS]
    return Kernels(
        layer=np.repeat(KERNEL_LAYERS, sizes),
        first_run=values("first-run"),
        full_recipe=values("full-recipe"),
    )
