"""Slips of the series: one TOML file becomes asides on the pages and a table of all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.problem import Problem
from site_config.pages.parts import part_heading, series
from site_config.paths import CONTENT, REPOSITORY
from site_config.words.unknown import UnknownId

if TYPE_CHECKING:
    from site_config.words.prose import Prose

FILE = CONTENT / "slips.toml"
COVERAGE = CONTENT / "coverage.toml"
TABLE = "about/slips.md"


@dataclass(frozen=True)
class Slip:
    """What a part of the series says, what is right, and how that can be seen; the texts go through
    Jinja like a page.
    """

    id: str
    parts: tuple[str, ...]
    stated: str
    right: str
    shown: str


def load_slips(path: Path = FILE) -> dict[str, Slip]:
    """Read the slips by id; ``Raises Problem`` when an entry lacks a key, has an unknown one or
    repeats an id.
    """
    try:
        entries = tomllib.loads(path.read_text()).get("slip", [])
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{path.name} is not valid TOML: {error}. Mend that line.") from None
    slips: dict[str, Slip] = {}
    for number, entry in enumerate(entries, 1):
        try:
            slip = Slip(**{**entry, "parts": tuple(entry.get("parts", ()))})
        except TypeError as error:
            raise Problem(
                f"{path.name}, entry {number} ({entry.get('id', 'without id')}): {error}. An entry"
                " has id, parts, stated, right and shown."
            ) from None
        if slip.id in slips:
            raise Problem(
                f"{path.name}, entry {number}: {slip.id} stands there twice. Give one of them"
                " another id."
            )
        slips[slip.id] = slip
    return slips


@cache
def coverage() -> Mapping[str, Mapping[str, Any]]:
    """Return what each part of the series holds: ids of figures, claims, questions and slips by
    part.
    """
    return tomllib.loads(COVERAGE.read_text())


def slip_words(prose: Prose, page: str) -> dict[str, Callable[..., str]]:
    """Return the words of a page that tell of slips, and of claims by their ids."""

    def say(text: str) -> str:
        said = prose.render(text, page, FILE.relative_to(REPOSITORY), FILE.read_text())
        # one line: it also stands in a table
        return re.sub(r"[ \n]+", " ", said).replace("|", "&#124;")

    def known(name: str) -> Slip:
        if name not in prose.slips:
            raise UnknownId(
                "slip",
                name,
                prose.slips,
                "Add it to site_config/content/slips.toml.",
                "is not listed",
            )
        return prose.slips[name]

    def slip(name: str) -> str:
        entry, table = known(name), f"{prose.link(page, TABLE)}#{name.lower()}"
        template = prose.jinja.get_template("slip.md.j2")
        return template.render(
            slip=entry,
            anchor=f"slip-{name.lower()}",
            table=table,
            stated=say(entry.stated),
            right=say(entry.right),
            shown=say(entry.shown),
        )

    def told(entry: Slip) -> str:
        """Return the parts a slip belongs to, each a link to the note where a page has it."""
        pages = {
            part["page"]: part_heading(part["number"])
            for part in series()
            if part["number"] in entry.parts
        }
        notes = prose.references.slips.get(entry.id, ())
        return ", ".join(
            (
                f"[{said}]({prose.link(page, place)}#slip-{entry.id.lower()})"
                if place in notes
                else said
            )
            for place, said in pages.items()
        )

    def slips() -> str:
        rows = [
            (entry, say(entry.stated), say(entry.right), say(entry.shown), told(entry))
            for entry in prose.slips.values()
        ]
        return prose.jinja.get_template("slips.md.j2").render(rows=rows)

    def claim(name: str) -> str:
        every = [one for part in coverage().values() for one in part["claims"]]
        if name not in every:
            raise UnknownId(
                "claim",
                name,
                every,
                "See site_config/content/coverage.toml.",
                "is none of the series",
            )
        verdict = next(
            (record.verdict for record in prose.artifacts.manifest.claims if record.id == name),
            None,
        )
        return (
            f"[{name}]({prose.link(page, 'about/claims.md')}) (*{verdict}*)"
            if verdict
            else f"{name} (not judged yet)"
        )

    return {"slip": slip, "slips": slips, "claim": claim}
