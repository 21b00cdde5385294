"""The same statements of the series' network and of two others: which of them hold where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis import statistics
from analysis.catalogue.companions.others import COMPARED, OTHERS, SERIES
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above, below, every, told
from analysis.catalogue.intervals import with_interval
from analysis.results.others import NetworksCompared
from analysis.statistics import Estimate

Side = Callable[[Estimate, float], bool | None]

ALIKE = 0.7  # joins two pictures, as on all pages
BAR = 0.8  # of the maps of a network, for most of them to have an OIP
NETWORKS = {"cnn": SERIES, **{name: name for name in OTHERS}}  # by what ids call them


def _of_layers(found: NetworksCompared, network: str, number: str) -> dict[str, Estimate]:
    """Return one number of each layer of a network."""
    k = found.number.tolist().index(number)
    own = [row for row, name in enumerate(found.network.tolist()) if name == network]
    return {
        str(found.layer[row]): Estimate(
            value=float(found.value[k, row]),
            low=float(found.low[k, row]),
            high=float(found.high[k, row]),
            n=int(found.known[k, row]),
        )
        for row in own
    }


def filled(network: str) -> Callable[[NetworksCompared], Seen]:
    """Return the test whether more than four maps in five of a network have an OIP."""

    def look(found: NetworksCompared) -> Seen:
        own = found.network == network
        share = statistics.share(int(found.filled[own].sum()), int(found.maps[own].sum()))
        said = with_interval(share, 0, "%", of="maps", bars=(BAR,))
        return Seen(above(share, BAR), f"share of maps with an OIP: {said}")

    return look


@dataclass(frozen=True)
class Everywhere:
    """A statement on one number of the maps, which is to lie on one side of a bar in every layer.

    ``what`` is what the number is called, ``digits`` and ``unit`` how it is told.
    """

    id: str
    number: str
    side: Side
    bar: float
    what: str
    digits: int = 2
    unit: str = ""

    def of(self, network: str) -> Callable[[NetworksCompared], Seen]:
        """Return the test whether it is so of a network."""

        def look(found: NetworksCompared) -> Seen:
            layers = _of_layers(found, network, self.number)
            told_of = (
                f"{name} {told(one, self.digits, self.unit, (self.bar,))}"
                for name, one in layers.items()
            )
            seen = every(*(self.side(one, self.bar) for one in layers.values()))
            return Seen(seen, f"{self.what}: {'; '.join(told_of)}")

        return look


STATEMENTS = (
    Everywhere("beyond-data", "ratio", above, 1, "response / data maximum"),
    Everywhere("starts-differ", "agreement", below, ALIKE, "agreement of starts"),
    Everywhere("hints-tell", "hint", above, 0.5, "share of right choices", 0, "%"),
    Everywhere(
        "images-tell-more", "hint-gap", above, 0, "right by images less by OIP", 0, "points"
    ),
)

FOUND: tuple[Found, ...] = tuple(
    one
    for id, network in NETWORKS.items()
    for one in (
        Found(f"filled-{id}", (COMPARED,), filled(network)),
        *(Found(f"{said.id}-{id}", (COMPARED,), said.of(network)) for said in STATEMENTS),
    )
)
