"""How all that claims rest on is taken once more with other settings, and judged.

One task does it for a whole variation, result by result; one that stands as it would be made is
left, so that an interrupted variation goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.artifacts import VariationRecord, VerdictRecord, sha256, to_json, write_atomically
from analysis.catalogue import CLAIMS
from analysis.catalogue.declarations import Claim, Measurement, Training
from analysis.catalogue.series.measurements import TRAININGS
from analysis.catalogue.variations import Variation
from analysis.problem import Problem
from analysis.publishing import digests, numbers
from analysis.publishing.tasks import learning, measuring
from analysis.publishing.tasks import workplace as place
from analysis.settings import Settings, fingerprint

BY_NETWORK = {item.network: item for item in TRAININGS}
COPIED = {"verdict", "evidence", "value", "low", "high", "n", "unit"}  # of what is told of a claim
Stand = dict[str, place.Shelf]  # by measurement: the shelf its result stands on


def read_by(item: Measurement) -> tuple[Measurement, ...]:
    """Return the measurements, trainings among them, whose results one reads."""
    return (*item.inputs, *(BY_NETWORK[name] for name in item.networks))


def resting(claims: Iterable[Claim] = CLAIMS) -> tuple[Measurement, ...]:
    """Return all that claims rest on, each after what it reads itself."""
    found: dict[str, Measurement] = {}

    def add(item: Measurement) -> None:
        for other in read_by(item):
            add(other)
        found.setdefault(item.id, item)

    for claim in claims:
        for item in claim.of:
            add(item)
    return tuple(found.values())


def shelf(variation: Variation) -> place.Shelf:
    """Return where the results of a variation lie."""
    folder = place.VARIATIONS / variation.id
    return place.Shelf(folder, folder / "records", folder / "checkpoints")


def verdicts_path(variation: Variation) -> Path:
    """Return where the verdicts of a variation are stored."""
    return place.VARIATIONS / f"{variation.id}.json"


def moved(variation: Variation, items: Iterable[Measurement]) -> set[str]:
    """Return the ids of all results that a variation changes, of some in the order of being read:
    all of them where it lies over none.
    """
    items = tuple(items)
    if not variation.over:
        return {item.id for item in items}
    profile, found = place.settings(), set[str]()
    ours, theirs = variation.settings(profile), variation.over.settings(profile)
    for item in items:
        keys = ("seed", "data", *item.settings)
        if fingerprint(ours, keys) != fingerprint(theirs, keys) or found.intersection(
            other.id for other in read_by(item)
        ):
            found.add(item.id)
    return found


def _parts(item: Measurement, settings: Settings, stand: Stand) -> dict[str, str]:
    """Return the digests a result depends on, those of the files it reads among them."""
    files = [place.arrays_path(other, stand[other.id]) for other in item.inputs]
    files += [place.network_path(name, stand[BY_NETWORK[name].id]) for name in item.networks]
    read = digests.digest(*(sha256(path.read_bytes()) for path in files))
    return digests.measurement_parts(item, settings) | {"read": read}


def _stands(item: Measurement, parts: dict[str, str], where: place.Shelf) -> bool:
    """Return whether a result stands as it would be made."""
    try:
        left = place.load_record(item, where)
        place.load_result(item, where)
    except (OSError, Problem):
        return False
    network = not isinstance(item, Training) or place.network_path(item.network, where).is_file()
    return network and left.digest == digests.of_parts(parts)


def _bring(item: Measurement, settings: Settings, stand: Stand) -> None:
    """Make a result that does not stand."""
    where, parts = stand[item.id], _parts(item, settings, stand)
    if _stands(item, parts, where):
        return
    into = {"arrays": place.arrays_path(item, where), "record": place.record_path(item, where)}
    if isinstance(item, Training):
        into["network"] = place.network_path(item.network, where)
        learning.train(item, parts, into, settings, where.checkpoints)
        return
    networks = {
        name: place.network_path(name, stand[BY_NETWORK[name].id]) for name in item.networks
    }
    inputs = {other.id: place.arrays_path(other, stand[other.id]) for other in item.inputs}
    measuring.measure(item, parts, networks, inputs, into, settings)


def _stand(variation: Variation) -> Stand:
    """Return on which shelf each result of a variation stands."""
    items = resting()
    touched = moved(variation, items)
    own, shared = shelf(variation), shelf(variation.over or variation)
    return {item.id: own if item.id in touched else shared for item in items}


def judged(variation: Variation) -> VariationRecord:
    """Return a variation with the verdicts that its stored results give.

    Raises:
        Problem: a result is damaged, or a verdict rests on what is no number.
        FileNotFoundError: a result is not there.
    """
    stand, own = _stand(variation), shelf(variation)
    touched = {id for id, where in stand.items() if where == own}
    verdicts = (
        VerdictRecord(
            **told.model_dump(include=COPIED),
            claim=told.id,
            touched=bool(touched.intersection(told.of)),
        )
        for told in numbers.judged(
            {item.id: place.load_result(item, stand[item.id]) for item in resting()}, CLAIMS
        )
        if told.of
    )
    return VariationRecord(
        id=variation.id,
        kind=variation.kind,
        choice=variation.choice,
        changes=dict(variation.changes),
        verdicts=tuple(verdicts),
    )


def vary(variation: Variation, parts: dict[str, str], over: Path | None, verdicts: Path) -> None:
    """Take all that claims rest on with the settings of a variation; write, last, the verdicts.

    Args:
        parts, over: what it depends on, for the graph of tasks.
    """
    settings, stand = variation.settings(place.settings()), _stand(variation)
    for item in resting():
        _bring(item, settings, stand)
    write_atomically(verdicts, to_json(judged(variation)))


def parts(variation: Variation) -> dict[str, str]:
    """Return the digests a variation depends on, by a name that can be told to a person."""
    settings, items = variation.settings(place.settings()), resting()
    by_item = [digests.measurement_parts(item, settings) for item in items]
    return {
        "judges": digests.code_of(numbers.__name__, "analysis.catalogue.claims"),
        **{
            name: digests.digest(*(each[name] for each in by_item))
            for name in ("code", "versions", "settings", "inputs", "data")
        },
    }
