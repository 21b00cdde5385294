"""What an ascent raises: one number for each image, computed from one map's values.

Written as a word, so that a command line and a manifest can name it:

- ``mean``: the mean of the activated map, the series' choice. It is exactly 0, with gradient 0,
  where no node fires.
- ``pre-activation``: the mean before the activation function, which has a gradient everywhere.
  Where the function is a layer of its own, what goes into it; see ``networks.stages``.
- ``node:ROW,COLUMN``: the activation of one node. ``node:centre`` is the middle one.
- ``any-node``: the largest activation of all nodes of the map.
- ``negative``: minus the mean before the activation function; what the map forbids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.ascent.forward import pre_activations
from analysis.ascent.own import own_of
from analysis.networks.opening import graph_of
from analysis.networks.stages import stage_of
from analysis.problem import Problem, nearest

if TYPE_CHECKING:
    import keras

Response = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Objective:
    """A kind of response, and for ``node`` the place of the node; None is the middle."""

    kind: str = "mean"
    node: tuple[int, int] | None = None

    def __str__(self) -> str:
        if self.kind != "node":
            return self.kind
        return f"node:{self.node[0]},{self.node[1]}" if self.node else "node:centre"


MEAN = Objective()
PRE_ACTIVATION = Objective("pre-activation")
NEGATIVE = Objective("negative")
ANY_NODE = Objective("any-node")


def parse(text: str) -> Objective:
    """Return the objective that a word names.

    Raises:
        Problem: there is no such objective, or the place of the node cannot be read.
    """
    kind, _, place = text.partition(":")
    if kind not in KINDS:
        raise Problem(
            f"objective {text!r} does not exist; {nearest(kind, KINDS)}. A node is written"
            " node:ROW,COLUMN, e.g. node:1,1."
        )
    if kind != "node":
        if place:
            raise Problem(f"objective {text!r}: only a node has a place. Write {kind}.")
        return Objective(kind)
    if place in ("", "centre"):
        return Objective("node")
    row, _, column = place.partition(",")
    if not (row.isdecimal() and column.isdecimal()):
        raise Problem(
            f"objective {text!r}: the place of a node is ROW,COLUMN, counted from 0, e.g. node:1,1."
        )
    return Objective("node", (int(row), int(column)))


@dataclass(frozen=True)
class Maps:
    """Maps (image, y, x) as an objective reads them.

    ``values`` are those before the activation function; ``ops`` are the operations of Keras, which
    is loaded only where something is read. ``after`` are those behind a function that cannot be
    given one map alone.
    """

    values: Any
    activation: Callable[[Any], Any]
    ops: Any
    after: Any = None

    @property
    def activated(self) -> Any:
        return self.activation(self.values) if self.after is None else self.after

    def node(self, row: int, column: int) -> Any:
        """Return the activation (image) of one node."""
        if self.after is not None:
            return self.after[:, row, column]
        return self.activation(self.values[:, row, column])


def _node(maps: Maps, objective: Objective) -> Any:
    height, width = maps.values.shape[1:3]
    row, column = objective.node or (height // 2, width // 2)
    if row >= height or column >= width:
        raise Problem(
            f"objective {objective}: the map has {height} x {width} nodes, counted from 0. Name one"
            " of these."
        )
    return maps.node(row, column)


# each kind of objective, and its number (image) of maps
KINDS: Mapping[str, Callable[[Maps, Objective], Any]] = {
    "mean": lambda maps, _: maps.ops.mean(maps.activated, axis=(1, 2)),
    "pre-activation": lambda maps, _: maps.ops.mean(maps.values, axis=(1, 2)),
    "node": _node,
    "any-node": lambda maps, _: maps.ops.max(maps.activated, axis=(1, 2)),
    "negative": lambda maps, _: -maps.ops.mean(maps.values, axis=(1, 2)),
}
WORDS = tuple("node:ROW,COLUMN" if kind == "node" else kind for kind in KINDS)


def read(objective: Objective, values: Any, activation: Callable[[Any], Any]) -> Any:
    """Return the objective's number (image) of maps (image, y, x) given before their activation
    function.

    Raises:
        Problem: the node lies outside the map.
    """
    from keras import ops

    return KINDS[objective.kind](Maps(values, activation, ops), objective)


def own_maps(model: keras.Model, layer: str) -> Callable[[Any, Any], Maps]:
    """Return a function of images (image, y, x, channel) and maps (image) int32 that gives each
    image's own map; what is before and after its activation function is said in
    ``networks.stages``.
    """
    from keras import ops

    before, stage = pre_activations(model, layer), stage_of(graph_of(model), layer)

    def of_one(images: Any, maps: Any) -> Maps:
        return Maps(before(images, maps), stage.function, ops)

    def of_all(images: Any, maps: Any) -> Maps:
        sums = before(images, None)
        after = own_of(stage.function(sums), maps)
        return Maps(own_of(sums, maps), stage.function, ops, after)

    return of_one if stage.by_number else of_all


def response(model: keras.Model, layer: str, objective: Objective = MEAN) -> Response:
    """Return a function of images (image, y, x, channel) and maps (image) int32 that gives each
    image's objective (image).
    """
    own = own_maps(model, layer)
    return lambda images, maps: KINDS[objective.kind](own(images, maps), objective)


def nodes(model: keras.Model, layer: str) -> Response:
    """Return a function of images (image, y, x, channel) and places (image, 3) int32, each map, row
    and column, that gives each image's own node (image).
    """
    from keras import ops

    own = own_maps(model, layer)

    def response(images: Any, places: Any) -> Any:
        maps = own(images, places[:, 0])  # (image, y, x)
        height, width = maps.values.shape[1:3]
        flat = places[:, 1] * width + places[:, 2]
        return ops.take_along_axis(
            ops.reshape(maps.activated, (-1, height * width)), flat[:, None], axis=1
        )[:, 0]

    return response
