"""All that a person writes beside the pages, read once before a build begins."""

from __future__ import annotations

from analysis.problem import Problem, nearest
from site_config.citing.publication import citation
from site_config.paths import CONTENT
from site_config.words.bibliography import Bibliography
from site_config.words.glossary import load_terms
from site_config.words.own_networks import load_rows
from site_config.words.parts import series
from site_config.words.slips import coverage, load_slips


def _refuse_unknown_parts() -> None:
    """``Raises Problem`` where a slip, or what is covered, belongs to a part that is not listed."""
    known = [entry["number"] for entry in series()]
    named = [("coverage.toml", part) for part in coverage()]
    named += [
        (f"slips.toml, {slip.id}", part) for slip in load_slips().values() for part in slip.parts
    ]
    for where, part in named:
        if part not in known:
            raise Problem(
                f"{where}: part {part!r} is not listed in series.toml; {nearest(part, known)}. Mend"
                " that entry."
            )
    if missing := [part for part in known if part not in coverage()]:
        raise Problem(f"coverage.toml: part {missing[0]!r} is missing. Add what it holds.")


def refuse_damaged_content() -> None:
    """``Raises Problem`` for what would stop the pages only after everything was measured."""
    _refuse_unknown_parts()
    load_terms(CONTENT / "glossary.toml")
    load_rows()
    Bibliography(CONTENT / "bibliography.bib")
    citation()
