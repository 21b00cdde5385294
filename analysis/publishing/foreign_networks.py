"""Networks of other images than those of the series, on which the ascent is timed beside its peers:
the two examples, and one that branches, with batch normalisation, for images in colour.

None of them is trained: with what weights a step is taken, does not change how long it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.foreign import dataset, seed_of_example, subject_of
from analysis.images.shown import shown_example
from analysis.networks.examples import build_example
from analysis.networks.series import drawn
from analysis.study import Study
from analysis.subject import Subject

if TYPE_CHECKING:
    import keras

Shape = tuple[int, int, int]
Build = Callable[[int, Shape, int], "keras.Model"]


def _residual(seed: int, shape: Shape, classes: int) -> keras.Model:
    """Return a residual network: a stem and two blocks, of which the second halves the maps' sides
    and has a convolution on its short cut.
    """
    import keras
    from keras import layers

    def convolved(values: Any, maps: int, size: int, strides: int, name: str) -> Any:
        kernels = layers.Conv2D(
            maps, size, strides=strides, padding="same", use_bias=False, name=name
        )
        return layers.BatchNormalization(name=f"{name}_Norm")(kernels(values))

    def block(values: Any, maps: int, strides: int, name: str) -> Any:
        inner = layers.ReLU()(convolved(values, maps, 3, strides, f"{name}_A"))
        inner = convolved(inner, maps, 3, 1, f"{name}_B")
        if strides > 1:
            values = convolved(values, maps, 1, strides, f"{name}_Short")
        return layers.ReLU()(layers.Add()([values, inner]))

    images = keras.Input(shape, name="Image")
    values = layers.ReLU()(convolved(images, 16, 3, 1, "Stem"))
    values = block(block(values, 16, 1, "Block_1"), 32, 2, "Block_2")
    sums = layers.Dense(classes, activation="softmax", name="Classes")
    said = sums(layers.GlobalAveragePooling2D()(values))
    return drawn(keras.Model(images, said, name="residual"), seed)


# by name: whose images they read, and how they are built
NETWORKS: dict[str, tuple[str, Build]] = {
    "digits": ("digits", partial(build_example, "digits")),
    "photographs": ("photographs", partial(build_example, "photographs")),
    "residual": ("photographs", _residual),
}


def foreign_subjects(study: Study) -> Iterator[Subject]:
    """Yield each network with its images, and with starts by the rule of a study."""
    for name, (images, build) in NETWORKS.items():
        there = shown_example(images)
        names, seed = there.seen.names, seed_of_example(study.all_settings.seed, name)
        model = build(seed, there.seen.shape, len(names))
        yield subject_of(name, dataset(there, model), model, study.rule, names)
