"""The forward pass as an ascent needs it: one map of each image, thousands of times, so nothing
that cancels out is computed.

Three savings, none of which changes a result: the image is cut to the pixels that the layer can
see; a convolution and its pool are one function (see ``pooling``); and of the last layer only the
wanted map is computed. They are taken where layers are of the kinds for which this is known to be
the same, and images are cut where all layers up to the wanted one stand in a row; all other layers
are called as they are, in the order of the graph. Weights are read once, when the pass is built: a
network that is trained on later needs a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.ascent.own import Values, all_maps, own_map, own_of
from analysis.ascent.pooling import (
    Through,
    can_be_joined,
    is_convolution,
    is_pool,
    joined,
)
from analysis.networks.graph import IMAGES, Graph, Source, taken
from analysis.networks.kinds import (
    activation_name,
    frozen,
    kind,
)
from analysis.networks.opening import graph_of
from analysis.networks.stages import Stage, stage_of
from analysis.networks.windows import fields_of

if TYPE_CHECKING:
    import keras

KEPT = 16  # passes that are kept compiled
# layers without maps of their own whose nodes need nothing but the nodes below them
LOCAL = ("Activation", "Dropout", "ELU", "LeakyReLU", "ReLU", "Rescaling", "SpatialDropout2D")
SLIDING = (
    "Conv2D",
    "DepthwiseConv2D",
    "SeparableConv2D",
    "MaxPooling2D",
    "AveragePooling2D",
)
Cut = tuple[slice, slice]
WHOLE = (slice(None), slice(None))
# passes by what they compute; compiled once, they serve every model that computes the same
_built: dict[str, Values] = {}


def _can_be_cut(step: Any) -> bool:
    """Whether a layer gives the same for an image that ends behind the last pixel it sees."""
    own = not hasattr(step, "activation") or activation_name(step) != ""
    if kind(step) in SLIDING:
        return own and step.padding == "valid" and step.data_format == "channels_last"
    if kind(step) == "BatchNormalization":
        return step.axis in (-1, 3)
    return own and kind(step) in LOCAL


def visible(model: keras.Model, layer: str) -> Cut:
    """Return the rows and columns of an image that reach a node of a layer; all of them where a
    layer on the way may need to know where the image ends, or branches meet.
    """
    graph = graph_of(model)
    return _visible(graph, graph.place(layer))


def _visible(graph: Graph, place: int) -> Cut:
    places = graph.below([place])
    alone = all(_can_be_cut(graph.steps[one].operation) for one in places)
    if not alone or not graph.is_row(places):
        return WHOLE
    rows, columns = fields_of(graph, place)
    return rows.visible, columns.visible


@dataclass(frozen=True)
class _Part:
    """One or two steps as a function: what they read, and the place of the last one."""

    reads: tuple[Source, ...]
    place: int
    function: Callable[..., Any]


def _parts(graph: Graph, place: int) -> tuple[list[_Part], bool]:
    """Return the steps below one as functions of what they read, with the weights they have now,
    and whether they hold nothing but numbers: no layer that somebody else may change.
    """
    read = graph.below([place])
    *places, _ = read
    parts: list[_Part] = []
    alone, done = True, set[int]()
    for one in places:
        if one in done:
            continue
        step, readers = graph.steps[one], [other for other in graph.readers(one) if other in read]
        if len(readers) == 1 and can_be_joined(step.operation, graph.steps[readers[0]].operation):
            parts.append(_Part(step.reads, readers[0], joined(step.operation)))
            done.update(readers)
        else:
            parts.append(_Part(step.reads, one, _as_it_is(graph, one)))
            alone = False
    return parts, alone


def _as_it_is(graph: Graph, place: int) -> Callable[..., Any]:
    """Return a step as a function of what it reads, with the weights it has now."""
    step = graph.steps[place]
    function = frozen(step.operation)

    def called(*given: Any) -> Any:
        args, named = step.arranged(given)
        return function(*args, **named)

    return called


def _fingerprint(steps: list[Any], shape: tuple[int, ...]) -> str:
    """Return a digest of what layers compute: their settings and every weight."""
    found = hashlib.sha256(
        repr((shape, [(type(step).__name__, step.get_config()) for step in steps])).encode()
    )
    for step in steps:
        for weight in step.get_weights():
            found.update(weight.tobytes())
    return found.hexdigest()


def pre_activations(model: keras.Model, layer: str) -> Values:
    """Return a function of images (image, y, x, channel) and maps (image) int32 that gives each
    image's own map (image, y, x) before its activation function; see ``networks.stages``.

    ``maps`` may be None: then all maps are returned, (image, y, x, map).

    Raises:
        Problem: there is no such layer, or it has no maps.
    """
    graph = graph_of(model)
    stage = stage_of(graph, layer)
    steps = [graph.steps[place].operation for place in graph.below([stage.before])]
    if not all(is_convolution(step) or is_pool(step) for step in steps):
        return _pass(graph, stage)[0]
    key = _fingerprint(steps, graph.image)
    if key in _built:
        return _built[key]
    built, alone = _pass(graph, stage)
    if alone:
        if len(_built) >= KEPT:
            del _built[next(iter(_built))]
        _built[key] = built
    return built


def _behind(graph: Graph, stage: Stage) -> Through:
    """Return the norm between a convolution and its pre-activation; nothing where there is none."""
    norms: list[Callable[..., Any]] = []
    place = stage.before
    while place != stage.convolution:
        norms.insert(0, _as_it_is(graph, place))
        place = graph.steps[place].reads[0][0]

    def through(values: Any) -> Any:
        for norm in norms:
            values = norm(values)
        return values

    return through


def _pass(graph: Graph, stage: Stage) -> tuple[Values, bool]:
    """Return the pass up to the pre-activations of a convolution's maps on the pixels that they
    see, and whether it holds nothing but numbers.
    """
    step = graph.steps[stage.convolution]
    last, (source,) = step.operation, step.reads
    parts, alone = _parts(graph, stage.convolution)
    cut = _visible(graph, stage.convolution)
    every, normed = all_maps(last), _behind(graph, stage)
    plain = is_convolution(last) and stage.before == stage.convolution
    own = own_map(last) if plain else None

    def below(images: Any) -> Any:
        found = {IMAGES: images}
        for part in parts:
            found[part.place] = part.function(*(taken(found, one) for one in part.reads))
        return taken(found, source)

    def values(images: Any, maps: Any) -> Any:
        inputs = below(images[:, cut[0], cut[1]])
        if own and maps is not None:
            return own(inputs, maps)
        sums = normed(every(inputs))
        return sums if maps is None else own_of(sums, maps)

    return values, alone and own is not None
