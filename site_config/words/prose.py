"""Prose through Jinja: numbers, figures, references and citations, each id checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from analysis.problem import Problem
from site_config.words import asides, numbered, published, ways
from site_config.words.blame import line_in_file, line_in_text, said_of
from site_config.words.cited import bibtex, year
from site_config.words.context import Here, Publication, Word
from site_config.words.outcomes import FALLS
from site_config.words.own_networks import own_networks, subject_keys
from site_config.words.sources import source
from site_config.words.speeds import speeds_word
from site_config.words.trust import trust_numbers
from site_config.words.unknown import UnknownId
from site_config.words.versions import changes, version

WORDS: Mapping[str, Word] = {
    "value": published.value,
    "count": published.count,
    "among": published.among,
    "Among": published.among_first,
    "compared": published.compared,
    "evidence": published.evidence,
    "image": published.image,
    "figure": published.figure,
    "ref": published.ref,
    "cite": ways.cite,
    "aside": ways.aside,
    "part": ways.part,
    "Part": ways.part_first,
    "layer": ways.layer,
    "term": ways.term,
    "source": source,
    "speeds": speeds_word,
    "equation": numbered.equation,
    "table": numbered.table,
    "eq": numbered.eq,
    "tab": numbered.tab,
    "margin": asides.margin,
    "slip": asides.slip,
    "slips": asides.slips,
    "point": asides.point,
    "claim": published.claim,
    "judged": published.judged,
    "of_profile": published.of_profile,
    "verdicts": published.verdicts,
    "trust_numbers": trust_numbers,
    "own_networks": own_networks,
    "subject_keys": subject_keys,
    "bibtex": bibtex,
    "year": year,
    "version": version,
    "changes": changes,
}


@dataclass(frozen=True)
class Prose:
    """Renders the Markdown of pages; one for a whole site."""

    publication: Publication
    words: Mapping[str, Word] = field(default_factory=lambda: WORDS)  # what pages can say

    def on(self, page: str) -> Here:
        """Return a page of this publication, as its words and what code makes there see it."""

        def say(text: str, file: Path, whole: str) -> str:
            return self.render(text, page, file, whole)

        return Here(self.publication, page, say)

    def render(self, text: str, page: str, file: Path, whole: str | None = None) -> str:
        """Render a piece of a page.

        Args:
            text: the piece.
            page: path of the page below the staged folder; links are relative to it.
            file: where the piece is written, for messages.
            whole: the content of that file; the piece itself by default.

        Raises:
            Problem: an id is unknown or the syntax wrong; the message names file and line.
        """
        here = self.on(page)
        bound: dict[str, object] = {name: partial(word, here) for name, word in self.words.items()}
        bound[FALLS] = partial(published.falls_so, here)
        try:
            return self.publication.jinja.from_string(text).render(bound)
        except Problem:  # of a template or of another text; it names its own place
            raise
        except UnknownId as error:
            line, said = line_in_text(error), str(error)
        except Exception as error:  # a page may say anything, such as 1/0
            line, said = line_in_text(error), said_of(error, ", ".join(self.words))
        raise Problem(f"{file}:{line_in_file(line, text, whole or text)}: {said}")
