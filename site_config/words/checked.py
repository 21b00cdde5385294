"""All that a person writes beside the pages, read once before a build begins."""

from __future__ import annotations

from site_config.paths import CONTENT
from site_config.words.bibliography import Bibliography
from site_config.words.citation import citation
from site_config.words.glossary import load_terms
from site_config.words.parts import series
from site_config.words.slips import coverage, load_slips


def refuse_damaged_content() -> None:
    """``Raises Problem`` for what would stop the pages only after everything was measured."""
    series()
    coverage()
    load_slips()
    load_terms(CONTENT / "glossary.toml")
    Bibliography(CONTENT / "bibliography.bib")
    citation()
