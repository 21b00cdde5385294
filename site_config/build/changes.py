"""What readers are told otherwise than by the last publication of a profile: no verdict, answer or
number changes without a word, and each comes with the sentences that stand on it.

What was told is kept in the profile's folder, only when the new site stands and what differs has
been said: of a build that is killed in between, the next one says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from textwrap import shorten

from pydantic import TypeAdapter, ValidationError

from analysis.artifacts import Manifest, QuestionRecord, open_artifacts, to_json, write_atomically
from analysis.ending import one_line, say
from site_config.pages.findings import SAID
from site_config.paths import Place

FILE, WHOLE = "told.json", "changes.txt"
SHOWN = 40  # lines
LONG, SHORT = 40, 70  # characters of a text that is told as it is, and of a piece of another

Told = Mapping[str, Mapping[str, str]]  # by kind and id
TOLD: TypeAdapter[dict[str, dict[str, str]]] = TypeAdapter(dict[str, dict[str, str]])


@dataclass(frozen=True)
class Kind:
    """A kind of what readers are told."""

    name: str
    called: str  # how a line calls one of them
    read: Callable[[Manifest], Mapping[str, str]]  # what is told of each, by id
    listed: bool = False  # whether the site shows it also where no page names it


def _answer(of: QuestionRecord) -> str:
    return of.answer if of.answered else f"none, for want of {of.answer}"


# in the order in which they are said
KINDS = (
    Kind("verdicts", "{}", lambda m: {one.id: one.verdict for one in m.claims}, listed=True),
    Kind("answers", "answer to {}", lambda m: {q.id: _answer(q) for q in m.questions}, listed=True),
    Kind("findings", "finding {!r}", lambda m: {f.id: SAID[f.holds] for f in m.findings}),
    Kind("values", "value {!r}", lambda m: {one.id: one.text for one in m.values}),
)


def told(manifest: Manifest) -> Told:
    """Return what a publication tells its readers."""
    return {kind.name: kind.read(manifest) for kind in KINDS}


@dataclass(frozen=True)
class Change:
    """What is told otherwise; an empty text where it was or is not told at all."""

    kind: Kind
    id: str
    was: str
    now: str

    def line(self, places: Iterable[str]) -> str:
        """Return it in one line, with the sentences that name it."""
        was, now = _apart(self.was, self.now)
        what = f"was {was}, is {now or 'gone'}" if was else f"is new, {now}"
        named = ", ".join(places)
        return f"{self.kind.called.format(self.id)} {what}{f': {named}' if named else ''}"


def _apart(was: str, now: str) -> Iterator[str]:
    """Yield two texts; where one is long a piece of each, from where they part."""
    if max(len(was), len(now)) <= LONG:
        yield from (was, now)
        return
    words = was.split(), now.split()
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(*words, strict=False))
    start = max(len(list(alike)) - 3, 0)
    for piece in words:
        said = ("... " if start else "") + " ".join(piece[start:])
        yield f'"{shorten(said, SHORT, placeholder=" ...")}"' if piece else ""


def changes(before: Told, now: Told) -> Iterator[Change]:
    """Yield what differs between two publications. A kind that the earlier one did not keep yet has
    not changed.
    """
    for kind in KINDS:
        was, is_ = before.get(kind.name, now[kind.name]), now[kind.name]
        for id in dict.fromkeys([*is_, *was]):
            if was.get(id) != is_.get(id):
                yield Change(kind, id, one_line(was.get(id, "")), one_line(is_.get(id, "")))


def report(found: Sequence[Change], places: Mapping[str, Iterable[str]], whole: Path) -> list[str]:
    """Return what is said of changes: those that readers meet, and how many others stand in the
    whole list.
    """
    met = [one for one in found if one.was and (one.kind.listed or one.id in places)]
    new = sum(not one.was for one in found)
    rest = {
        "more": max(len(met) - SHOWN, 0),
        "that no page names": len(found) - new - len(met),
        "new": new,
    }
    lines = [one.line(places.get(one.id, ())) for one in met[:SHOWN]]
    if counted := ", ".join(f"{count} {what}" for what, count in rest.items() if count):
        lines.append(f"{'and ' if lines else ''}{counted}; the whole list is {whole}")
    return ["Changed since the last publication:", *(f"  {line}" for line in lines)]


def _last(path: Path) -> Told | None:
    """Return what the last publication told, None where that is not known."""
    try:
        return TOLD.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        say(f"{path} is damaged: what changed since the last publication is not known this time")
        return None


def _say(found: Sequence[Change], whole: Path) -> None:
    """Say what has changed; the whole of it goes to a file."""
    from site_config.build.named import places  # loads Jinja, which is seldom needed

    named = places({one.id for one in found})
    lines = [one.line(named.get(one.id, ())) for one in found]
    write_atomically(whole, "".join(f"{line}\n" for line in lines))
    say("\n".join(report(found, named, whole)))


def announce(place: Place) -> None:
    """Say what the publication that now stands tells otherwise than the last one; from here on it
    is the last.

    Raises:
        Problem: what was told cannot be written down.
    """
    now, kept = told(open_artifacts(place.artifacts).manifest), place.build / FILE
    before = _last(kept)
    if found := list(changes(before or {}, now)):
        _say(found, place.build / WHOLE)
    write_atomically(kept, to_json({kind: dict(texts) for kind, texts in now.items()}))
