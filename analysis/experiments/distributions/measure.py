"""How values inside the network are distributed over images: before the ReLU, and what is left
after it.

One rule of sampling for all layers: so many nodes of each image, drawn from those whose receptive
field holds ink. What a node sees on blank paper is one constant and not a distribution. Source: our
extension of S. A. Frank 2009 to a network.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.experiments.distributions.aggregation import moments, step_distance
from analysis.experiments.distributions.families import FAMILIES, Parameters
from analysis.networks.layers import batches
from analysis.networks.series import CONVOLUTIONS, build_cnn
from analysis.networks.windows import windows
from analysis.results.distributions import ActivationFamilies, PreActivationShapes
from analysis.study import Study

if TYPE_CHECKING:
    import keras

SUMS = (*CONVOLUTIONS, "Dense_100", "Dense_10")  # layers with a pre-activation
# layers of positive activations
REACTING = ("Conv2D_1", "Max_Pool_1", "Conv2D_2", "Max_Pool_2", "Conv2D_3", "Dense_100")
FEWEST = 100  # positive values in each half, below which nothing is fitted
EDGES = np.linspace(-4, 6, 81)
BINS = 36


# --- sampling


def sees_ink(model: keras.Model, images: np.ndarray, layer: str) -> np.ndarray:
    """Return (image, node row, node column) whether a node's receptive field holds ink, for grey
    images (image, y, x).
    """
    down, right = windows(model, layer)
    sides = (down.size, right.size)
    seen = np.lib.stride_tricks.sliding_window_view(images > 0, sides, axis=(1, 2))
    return np.asarray(seen[:, :: down.step, :: right.step].any(axis=(3, 4)))


def draw_nodes(inked: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return (image, draw) positions of nodes in the flattened map: each image's nodes with ink in
    random order, repeated where there are too few.
    """
    flat = inked.reshape(len(inked), -1)
    order = np.argsort(rng.random(flat.shape) + ~flat, axis=1)
    known = np.maximum(flat.sum(axis=1), 1)
    return np.take_along_axis(order, np.arange(count) % known[:, None], axis=1)


def everything(model: keras.Model) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """Return a compiled function from images (image, y, x, 1) to pre-activations, and outputs of
    pooling layers, by layer.
    """

    def every(values: Any) -> dict[str, Any]:
        seen = {}
        for step in model.layers:
            if not hasattr(step, "kernel"):
                values = seen[step.name] = step(values)
                continue
            sums = (
                step.convolution_op(values, step.kernel)
                if hasattr(step, "convolution_op")
                else values @ step.kernel
            )
            seen[step.name] = sums + step.bias
            values = step.activation(seen[step.name])
        return seen

    return framework.compiled(every)


def sample(
    study: Study, model: keras.Model, layers: tuple[str, ...], images: np.ndarray
) -> dict[str, np.ndarray]:
    """Return, by layer, values (image, draw, map) at nodes that see ink; a dense layer has one
    draw. The choice is the same for every network.
    """
    rng, look = np.random.default_rng(study.seed("nodes")), everything(model)
    seen: dict[str, list[np.ndarray]] = {layer: [] for layer in layers}
    nodes = {
        layer: draw_nodes(sees_ink(model, images, layer), study.settings.distributions.nodes, rng)
        for layer in layers
        if not layer.startswith("Dense")
    }
    for part in batches(images):
        values = look(study.data.standardise(images[part]))
        for layer in layers:
            found = values[layer].reshape(len(values[layer]), -1, values[layer].shape[-1])
            seen[layer].append(
                np.take_along_axis(found, nodes[layer][part][..., None], axis=1)
                if layer in nodes
                else found
            )
    return {layer: np.concatenate(parts) for layer, parts in seen.items()}


def chosen_images(study: Study) -> np.ndarray:
    """Return test images (image, y, x), drawn without repetition: none of them was trained on."""
    images = study.data.test.images
    count = min(study.settings.distributions.images, len(images))
    return images[
        np.random.default_rng(study.seed("distributions")).choice(len(images), count, replace=False)
    ]


# --- before the ReLU


def shape_of(values: np.ndarray) -> tuple[float, float, float]:
    """Return distance to the normal of equal mean and deviation, skewness and excess; NaN for
    values that never vary.
    """
    places = np.sort(values.astype(np.float64))
    weights = np.full(len(places), 1 / len(places))
    return (
        (step_distance(places, weights), *moments(places, weights))
        if np.ptp(places) > 0
        else (np.nan, np.nan, np.nan)
    )


def _layer_shapes(values: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    """Return shapes (map, three), the distance across maps and the mean density (bin), from values
    (image, draw, map).
    """
    flat = values.reshape(-1, values.shape[-1]).astype(np.float64)
    deviation = flat.std(axis=0)
    unit = (flat - flat.mean(axis=0))[:, deviation > 0] / deviation[deviation > 0]
    density = np.histogram(unit, EDGES)[0] / (unit.size * np.diff(EDGES))
    across = (flat - flat.mean(axis=1, keepdims=True)) / np.maximum(
        flat.std(axis=1, keepdims=True), 1e-12
    )
    pooled = np.sort(across, axis=None)
    return (
        np.array([shape_of(column) for column in flat.T]),
        step_distance(pooled, np.full(len(pooled), 1 / len(pooled))),
        density,
    )


def measure_pre_activations(study: Study) -> PreActivationShapes:
    """Compare pre-activations of the trained network and of untrained ones with normal
    distributions, map by map.
    """
    images, rule = chosen_images(study), study.settings.distributions
    names = ["trained", *(f"untrained {k + 1}" for k in range(rule.untrained))]
    found = []
    with study.progress("pre-activations", len(names)) as advance:
        for name in names:
            model = study.network()
            if name != "trained":
                framework.prepare(study.seed(name))
                model = build_cnn()
            values = sample(study, model, SUMS, images)
            found.append([_layer_shapes(values[layer]) for layer in SUMS])
            advance(1)
    # (network, map, three)
    shapes = np.stack([np.concatenate([layer[0] for layer in network]) for network in found])
    blank = [
        0.0 if layer.startswith("Dense") else 1 - sees_ink(study.network(), images, layer).mean()
        for layer in SUMS
    ]
    return PreActivationShapes(
        network=np.array(names),
        layer=np.array(SUMS),
        layer_of=np.repeat(np.arange(len(SUMS)), [len(layer[0]) for layer in found[0]]),
        distance=shapes[..., 0],
        skewness=shapes[..., 1],
        excess=shapes[..., 2],
        across=np.array([[layer[1] for layer in network] for network in found]),
        edge=EDGES,
        density=np.array([[layer[2] for layer in network] for network in found]),
        images=np.array(len(images)),
        nodes=np.array(rule.nodes),
        blank=np.array(blank),
    )


# --- after the ReLU


def fit_all(values: np.ndarray, ends: tuple[float, float]) -> list[Parameters]:
    """Return the parameters of every family; the power law is given the ends of all values,
    held-out ones included.
    """
    fits = [family.fit(values) for family in FAMILIES]
    place = [family.name for family in FAMILIES].index("power law")
    fits[place] = FAMILIES[place].fit(values, *ends)
    return fits


def law_distance(values: np.ndarray, distribution: Callable[[np.ndarray], np.ndarray]) -> float:
    """Return the Kolmogorov-Smirnov distance between values and a distribution function."""
    law = distribution(np.sort(values))
    steps = np.arange(len(values) + 1) / len(values)
    return float(max(abs(steps[1:] - law).max(), abs(steps[:-1] - law).max()))


def _law(family: Any, parameters: Parameters) -> Callable[[np.ndarray], np.ndarray]:
    return lambda places: family.distribution(places, *parameters)


def halves_distance(first: np.ndarray, second: np.ndarray) -> float:
    """Return the Kolmogorov-Smirnov distance between two sets of values."""
    places = np.sort(np.concatenate([first, second]))
    shares = [
        np.searchsorted(np.sort(values), places, side="right") / len(values)
        for values in (first, second)
    ]
    return float(abs(shares[0] - shares[1]).max())


def judge_map(values: np.ndarray) -> dict[str, Any] | None:
    """Fit every family to the positive values (image, draw) of the even images and judge it on
    those of the odd ones; None for too few.
    """
    fitted, kept = (half[half > 0].astype(np.float64) for half in (values[::2], values[1::2]))
    if min(len(fitted), len(kept)) < FEWEST:
        return None
    both = np.concatenate([fitted, kept])
    fits = fit_all(fitted, (float(both.min()), float(both.max())))
    laws = list(zip(FAMILIES, fits, strict=True))
    return {
        "log_likelihood": [float(family.log_density(kept, *fit).mean()) for family, fit in laws],
        "distance": [law_distance(kept, _law(family, fit)) for family, fit in laws],
        "halves": halves_distance(fitted, kept),
        "commonest": np.unique(kept.round(4), return_counts=True)[1].max() / len(kept),
        "shape": fits[2][0],
        "values": len(fitted),
        "fits": fits,
        "kept": kept,
    }


def _example(judged: list[dict[str, Any] | None]) -> int:
    """Return the map whose best distance is the median of its layer: neither the best fit nor the
    worst; -1 without any.
    """
    known = [(min(found["distance"]), number) for number, found in enumerate(judged) if found]
    return sorted(known)[len(known) // 2][1] if known else -1


def _curves(found: dict[str, Any] | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return edges (edge), the density of held-out values (bin) and of every family (family, bin)
    in bins of equal ratio.
    """
    if found is None:
        return np.geomspace(0.01, 1, BINS + 1), np.zeros(BINS), np.zeros((len(FAMILIES), BINS))
    edges = np.geomspace(
        max(np.quantile(found["kept"], 0.002), found["kept"].max() / 1e4),
        found["kept"].max() * 1.001,
        BINS + 1,
    )
    density = np.histogram(found["kept"], edges)[0] / (len(found["kept"]) * np.diff(edges))
    laws = [
        np.diff(family.distribution(edges, *fit)) / np.diff(edges)
        for family, fit in zip(FAMILIES, found["fits"], strict=True)
    ]
    return edges, density, np.array(laws)


def measure_families(study: Study) -> ActivationFamilies:
    """Fit families of distributions to the positive activations of every map, and judge them on
    images the fits have not seen.
    """
    images = chosen_images(study)
    values = {
        layer: np.maximum(found, 0)
        for layer, found in sample(study, study.network(), REACTING, images).items()
    }
    judged: list[list[dict[str, Any] | None]] = []
    with study.progress("distributions of positive activations", len(REACTING)) as advance:
        for layer in REACTING:
            judged.append(
                [judge_map(values[layer][..., m]) for m in range(values[layer].shape[-1])]
            )
            advance(1)
    every = [found for layer in judged for found in layer]
    none = np.full(len(FAMILIES), np.nan)
    example = [_example(layer) for layer in judged]
    first = np.cumsum([0, *map(len, judged)])[:-1]
    edges, density, curve = zip(
        *(_curves(layer[m] if m >= 0 else None) for layer, m in zip(judged, example, strict=True)),
        strict=True,
    )
    return ActivationFamilies(
        family=np.array([family.name for family in FAMILIES]),
        layer=np.array(REACTING),
        layer_of=np.repeat(np.arange(len(REACTING)), [len(layer) for layer in judged]),
        number=np.concatenate([np.arange(len(layer)) for layer in judged]),
        positive=np.concatenate([(values[layer] > 0).mean(axis=(0, 1)) for layer in REACTING]),
        values=np.array([found["values"] if found else 0 for found in every]),
        log_likelihood=np.array([found["log_likelihood"] if found else none for found in every]),
        distance=np.array([found["distance"] if found else none for found in every]),
        halves=np.array([found["halves"] if found else np.nan for found in every]),
        commonest=np.array([found["commonest"] if found else np.nan for found in every]),
        shape=np.array([found["shape"] if found else np.nan for found in every]),
        example=np.where(np.array(example) >= 0, first + example, -1),
        edge=np.stack(edges),
        density=np.stack(density),
        curve=np.stack(curve),
        images=np.array(len(images)),
        nodes=np.array(study.settings.distributions.nodes),
    )
