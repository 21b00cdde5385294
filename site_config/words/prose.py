"""Prose through Jinja: numbers, figures, references and citations, each id checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateError, TemplateSyntaxError

from analysis.problem import Problem
from site_config.words import asides, numbered, published, ways
from site_config.words.citation import bibtex, year
from site_config.words.context import Here, Publication, Word
from site_config.words.sources import source
from site_config.words.speeds import speeds_word
from site_config.words.trust import trust_numbers
from site_config.words.unknown import UnknownId

WORDS: Mapping[str, Word] = {
    "value": published.value,
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
    "slip": asides.slip,
    "slips": asides.slips,
    "claim": published.claim,
    "trust_numbers": trust_numbers,
    "bibtex": bibtex,
    "year": year,
}
TEXT = "<template>"  # how Jinja names a text that is no file


def _line_in_text(trace: TracebackType | None) -> int:
    """Return the innermost line of the rendered text that an error went through.

    Jinja writes the lines of templates into the error's traceback.
    """
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == TEXT:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _line_in_file(line: int, text: str, whole: str) -> int:
    """Return the line of the whole file for a line of a piece of it.

    A piece that does not stand there letter by letter, such as one that a header folds, counts
    where its own line stands, or at the top.
    """
    if text in whole:
        return whole.count("\n", 0, whole.index(text)) + line
    said = text.splitlines()[line - 1].strip() if text else ""
    return next((n for n, one in enumerate(whole.splitlines(), 1) if said and said in one), 1)


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
        bound = {name: partial(word, here) for name, word in self.words.items()}
        try:
            return self.publication.jinja.from_string(text).render(bound)
        except TemplateSyntaxError as error:
            line, remedy = error.lineno, "Mend what stands between [= and =]."
            said = f"{error.message}. {remedy}"
        except UnknownId as error:
            line, said = _line_in_text(error.__traceback__), str(error)
        except (TemplateError, TypeError) as error:
            line = _line_in_text(error.__traceback__)
            said = f"{error}. Known words: {', '.join(self.words)}."
        raise Problem(f"{file}:{_line_in_file(line, text, whole or text)}: {said}")
