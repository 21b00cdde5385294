"""The networks side by side: for each layer what is known of its maps' OIPs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis import statistics
from analysis.results.oips import OipSet
from analysis.results.others import NetworksCompared, OtherNetwork
from analysis.results.trust import Trust
from analysis.statistics import Estimate
from analysis.study import Study

SILENT, PLAIN = "silent", "plain"  # rungs of the ladder


@dataclass(frozen=True)
class Maps:
    """What is known of the maps of one layer; numbers are NaN of a map without an OIP."""

    network: str
    layer: str
    rung: np.ndarray
    agreement: np.ndarray
    ratio: np.ndarray
    hint: np.ndarray
    images: np.ndarray

    @property
    def found(self) -> np.ndarray:
        """Which maps have an OIP."""
        return np.asarray(self.rung != SILENT)

    def numbers(self) -> dict[str, Estimate]:
        """Return what networks are compared by, by id."""
        medians = {
            "agreement": self.agreement,
            "ratio": self.ratio,
            "hint": self.hint,
            "hint-images": self.images,
            "hint-gap": self.images - self.hint,
        }
        found = np.where(self.found, 1.0, np.nan)
        return {
            "filled": statistics.share(int(self.found.sum()), len(self.rung)),
            **{name: _median(found * one) for name, one in medians.items()},
        }


def _median(values: np.ndarray) -> Estimate:
    known = values[np.isfinite(values)]
    return statistics.median(known) if len(known) else Estimate(np.nan, np.nan, np.nan, 0)


def _of_other(name: str, other: OtherNetwork) -> Iterator[Maps]:
    """Yield the layers of a network of other images, from the input up."""
    for place, layer in enumerate(other.layer):
        own = other.layer_of == place
        yield Maps(
            network=name,
            layer=str(layer),
            rung=other.rung[own],
            agreement=other.agreement[own],
            ratio=other.ratio_maximum[own],
            hint=other.hit_rate[own],
            images=other.hit_rate_images[own],
        )


def _of_series(name: str, layer: str, oips: OipSet, trust: Trust) -> Maps:
    return Maps(
        network=name,
        layer=layer,
        rung=oips.rung,
        agreement=oips.agreement,
        ratio=trust.ratio_maximum,
        hint=trust.hit_rate,
        images=trust.hit_rate_images,
    )


def compare_networks(
    study: Study,
    *results: OtherNetwork | OipSet | Trust,
    series: str,
    layers: Sequence[str],
    others: Sequence[str],
) -> NetworksCompared:
    """Return the numbers of every layer of every network.

    Args:
        results: of each layer of the series' network its OIPs and their trust numbers, then one for
            each other network.
        series, layers: the network of the series, and its layers, from the input up.
        others: names of the other networks.
    """
    own, foreign = results[: 2 * len(layers)], results[2 * len(layers) :]
    rows = []
    for layer, oips, trust in zip(layers, own[::2], own[1::2], strict=True):
        assert isinstance(oips, OipSet) and isinstance(trust, Trust)
        rows.append(_of_series(series, layer, oips, trust))
    for name, other in zip(others, foreign, strict=True):
        assert isinstance(other, OtherNetwork)
        rows += _of_other(name, other)
    every = [row.numbers() for row in rows]
    ids = list(every[0])

    def table(part: str) -> np.ndarray:
        return np.array([[getattr(of[id], part) for of in every] for id in ids])

    return NetworksCompared(
        network=np.array([row.network for row in rows]),
        layer=np.array([row.layer for row in rows]),
        maps=np.array([len(row.rung) for row in rows]),
        filled=np.array([int(row.found.sum()) for row in rows]),
        plain=np.array([int((row.rung == PLAIN).sum()) for row in rows]),
        number=np.array(ids),
        known=table("n"),
        value=table("value"),
        low=table("low"),
        high=table("high"),
    )
