"""Which families positive activations follow: fitted to half of the images, judged on the others.

Source: our extension of S. A. Frank 2009 to a network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.experiments.distributions.families import FAMILIES, Family, Parameters
from analysis.experiments.distributions.sampling import REACTING, chosen_images, sample
from analysis.results.distributions import ActivationFamilies
from analysis.study import Advance, Study

FEWEST = 100  # positive values in each half, below which nothing is fitted
BINS = 36
BOUNDED = "power law"  # the family that is given the ends of the values


def fit_all(values: np.ndarray, ends: tuple[float, float]) -> list[Parameters]:
    """Return the parameters of every family; the power law is given the ends of all values,
    held-out ones included.
    """
    return [
        family.fit(values, *ends) if family.name == BOUNDED else family.fit(values)
        for family in FAMILIES
    ]


def law_distance(values: np.ndarray, distribution: Callable[[np.ndarray], np.ndarray]) -> float:
    """Return the Kolmogorov-Smirnov distance between values and a distribution function."""
    law = distribution(np.sort(values))
    steps = np.arange(len(values) + 1) / len(values)
    return float(max(abs(steps[1:] - law).max(), abs(steps[:-1] - law).max()))


def _law(family: Family, parameters: Parameters) -> Callable[[np.ndarray], np.ndarray]:
    return lambda places: family.distribution(places, *parameters)


def halves_distance(first: np.ndarray, second: np.ndarray) -> float:
    """Return the Kolmogorov-Smirnov distance between two sets of values."""
    places = np.sort(np.concatenate([first, second]))
    shares = [
        np.searchsorted(np.sort(values), places, side="right") / len(values)
        for values in (first, second)
    ]
    return float(abs(shares[0] - shares[1]).max())


@dataclass(frozen=True)
class Judged:
    """The families fitted to one map's positive values, and how they do on values not used."""

    values: int  # that were fitted
    kept: np.ndarray  # held-out values
    fits: list[Parameters]  # by family, as the next two
    log_likelihood: list[float]
    distance: list[float]
    halves: float  # distance between the two halves

    @property
    def commonest(self) -> float:
        """Share of held-out values that are, to four decimals, one and the same number."""
        _, counts = np.unique(self.kept.round(4), return_counts=True)
        return float(counts.max() / len(self.kept))

    @property
    def shape(self) -> float:
        """The first parameter of the gamma distribution; 1 is the exponential."""
        return self.fits[[family.name for family in FAMILIES].index("gamma")][0]


def judge_map(values: np.ndarray) -> Judged | None:
    """Fit every family to the positive values (image, draw) of the even images and judge it on
    those of the odd ones; None for too few.
    """
    fitted, kept = (half[half > 0].astype(np.float64) for half in (values[::2], values[1::2]))
    if min(len(fitted), len(kept)) < FEWEST:
        return None
    both = np.concatenate([fitted, kept])
    fits = fit_all(fitted, (float(both.min()), float(both.max())))
    laws = list(zip(FAMILIES, fits, strict=True))
    return Judged(
        len(fitted),
        kept,
        fits,
        [float(family.log_density(kept, *fit).mean()) for family, fit in laws],
        [law_distance(kept, _law(family, fit)) for family, fit in laws],
        halves_distance(fitted, kept),
    )


def _example(judged: list[Judged | None]) -> int:
    """Return the map whose best distance is the median of its layer: neither the best fit nor the
    worst; -1 without any.
    """
    known = [(min(found.distance), number) for number, found in enumerate(judged) if found]
    return sorted(known)[len(known) // 2][1] if known else -1


class Curves(NamedTuple):
    """The density of one map's held-out values, and of every family, in bins of equal ratio."""

    edge: np.ndarray  # (edge)
    density: np.ndarray  # (bin)
    laws: np.ndarray  # (family, bin)


def _curves(found: Judged | None) -> Curves:
    """Return the curves of a map, or of nothing."""
    if found is None:
        return Curves(
            np.geomspace(0.01, 1, BINS + 1), np.zeros(BINS), np.zeros((len(FAMILIES), BINS))
        )
    kept = found.kept
    low = max(np.quantile(kept, 0.002), kept.max() / 1e4)
    edges = np.geomspace(low, kept.max() * 1.001, BINS + 1)
    density = np.histogram(kept, edges)[0] / (len(kept) * np.diff(edges))
    laws = [
        np.diff(family.distribution(edges, *fit)) / np.diff(edges)
        for family, fit in zip(FAMILIES, found.fits, strict=True)
    ]
    return Curves(edges, density, np.array(laws))


def _judge_layers(values: dict[str, np.ndarray], advance: Advance) -> list[list[Judged | None]]:
    """Return what is known of every map, layer by layer."""
    judged = []
    for found in values.values():
        judged.append([judge_map(found[..., m]) for m in range(found.shape[-1])])
        advance(1)
    return judged


def measure_families(study: Study) -> ActivationFamilies:
    """Fit families of distributions to the positive activations of every map, and judge them on
    images the fits have not seen.
    """
    images = chosen_images(study)
    sampled = sample(study, study.network(), REACTING, images)
    values = {layer: np.maximum(sampled[layer], 0) for layer in REACTING}
    with study.progress("distributions of positive activations", len(REACTING)) as advance:
        judged = _judge_layers(values, advance)
    sizes = [len(layer) for layer in judged]
    first = np.cumsum([0, *sizes])[:-1]
    example = np.array([_example(layer) for layer in judged])
    shown = [layer[m] if m >= 0 else None for layer, m in zip(judged, example, strict=True)]
    curves = [_curves(found) for found in shown]
    return ActivationFamilies(
        **_by_map([found for layer in judged for found in layer]),
        family=np.array([family.name for family in FAMILIES]),
        layer=np.array(REACTING),
        layer_of=np.repeat(np.arange(len(REACTING)), sizes),
        number=np.concatenate([np.arange(size) for size in sizes]),
        positive=np.concatenate([(values[layer] > 0).mean(axis=(0, 1)) for layer in REACTING]),
        example=np.where(example >= 0, first + example, -1),
        edge=np.stack([one.edge for one in curves]),
        density=np.stack([one.density for one in curves]),
        curve=np.stack([one.laws for one in curves]),
        images=np.array(len(images)),
        nodes=np.array(study.settings.distributions.nodes),
    )


def _by_map(every: list[Judged | None]) -> dict[str, np.ndarray]:
    """Return the numbers (map, ...) of all maps; NaN where nothing could be fitted."""
    none = np.full(len(FAMILIES), np.nan)
    return {
        "values": np.array([found.values if found else 0 for found in every]),
        "log_likelihood": np.array([found.log_likelihood if found else none for found in every]),
        "distance": np.array([found.distance if found else none for found in every]),
        "halves": np.array([found.halves if found else np.nan for found in every]),
        "commonest": np.array([found.commonest if found else np.nan for found in every]),
        "shape": np.array([found.shape if found else np.nan for found in every]),
    }
