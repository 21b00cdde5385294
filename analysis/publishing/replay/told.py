"""The table of a replay for a person at a terminal: counts, then what decides, one a line."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from textwrap import shorten

from rich import box
from rich.console import Console
from rich.table import Table

from analysis.publishing.replay.classes import OUTCOMES, Compared, Kind, Made, Outcome, Replay

CALLED: dict[Outcome, str] = {
    "same": "same bytes",
    "within": "within tolerance",
    "changed": "changed",
    "flipped": "flipped",
    "only here": "only here",
    "only there": "only there",
}
KIND: dict[Kind, str] = {
    "values": "values",
    "verdicts": "verdicts",
    "varied": "verdicts, varied",
    "findings": "findings",
    "answers": "answers",
    "arrays": "arrays",
    "figures": "figures",
    "networks": "networks",
}
RESTS_ON = {"data": "of data and design", "network": "of a training", "name": "that are names"}
WIDTH, SHOWN, LONG = 110, 40, 90  # characters; lines of a list; characters of what is told


def _table(found: Replay) -> str:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for outcome in OUTCOMES:
        table.add_column(CALLED[outcome], justify="right")
    for kind, counts in _rows(found):
        table.add_row(kind, *(f"{counts[outcome]:,}" for outcome in OUTCOMES))
    text = io.StringIO()
    Console(file=text, width=WIDTH, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().strip("\n").splitlines())


def _rows(found: Replay) -> Iterator[tuple[str, Counter[Outcome]]]:
    """Yield each kind with its counts, and of the values each kind of number."""
    for kind, name in KIND.items():
        if kind not in found.counts:
            continue
        yield name, Counter(found.counts[kind])
        if kind == "values":
            for rests_on, called in RESTS_ON.items():
                of = [one for one in found.items if one.rests_on == rests_on]
                yield f"  {called}", Counter(one.outcome for one in of)


def _side(name: str, one: Made) -> str:
    where = ", ".join((*one.frameworks, *one.devices)) or "made with what is not told"
    return f"{name:6}profile {one.profile}, commit {one.commit or 'not told'}, {where}"


def _line(one: Compared) -> str:
    if one.outcome == "only there":
        return f"  missing here: {one.kind} {one.id}"
    here, there = (shorten(text, LONG, placeholder=" ...") for text in (one.here, one.there))
    how = ", by a number within its interval" if one.near else ""
    return f"  flipped{how}: {one.kind} {one.id}: here {here!r}, there {there!r}"


def _end(found: Replay) -> Iterator[str]:
    """Yield what decides, and the sentence that says it."""
    deciding = [one for one in found.items if one.decides]
    yield from map(_line, deciding[:SHOWN])
    if len(deciding) > SHOWN:
        yield f"  and {len(deciding) - SHOWN} more; JSON=file takes them all"
    if found.agrees:
        yield "Replayed: no verdict or finding is another one, and nothing is missing."
        return
    flipped = [one for one in deciding if one.outcome == "flipped"]
    near, missing = sum(one.near for one in flipped), len(deciding) - len(flipped)
    yield (
        f"Not replayed: flipped {len(flipped)}, of these by a number within its interval {near};"
        f" missing here {missing}."
    )


def told(found: Replay) -> str:
    """Return the table, and what makes another publication of it."""
    other = ", ".join(f"{one.key} {one.here} for {one.there}" for one in found.settings)
    lines = [_side("here", found.here), _side("there", found.there)]
    lines += [f"other settings here: {other}"] if other else []
    return "\n".join([*lines, "", _table(found), "", *_end(found)])
