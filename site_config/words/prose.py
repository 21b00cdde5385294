"""Prose through Jinja: numbers, figures, references and citations, each id checked."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)

from analysis.artifacts import Artifacts, FigureRecord
from analysis.problem import Problem
from site_config.pages.network_map import network_map
from site_config.pages.parts import LAYERS, series
from site_config.paths import TEMPLATES
from site_config.words.bibliography import Bibliography
from site_config.words.references import References, reference_words
from site_config.words.slips import Slip, slip_words
from site_config.words.sources import source_words
from site_config.words.speeds import speeds
from site_config.words.unknown import UnknownId


def environment() -> Environment:
    """Return Jinja with delimiters that clash neither with formulas nor with MyST."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        variable_start_string="[=",
        variable_end_string="=]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )


@dataclass
class Prose:
    """Renders the Markdown of pages; one for a whole site."""

    artifacts: Artifacts
    bibliography: Bibliography
    terms: dict[str, str]  # words of the glossary by id
    slips: Mapping[str, Slip] = field(default_factory=dict)
    references: References = field(default_factory=References)

    @cached_property
    def jinja(self) -> Environment:
        return environment()

    def link(self, page: str, target: str) -> str:
        """Return the relative path from a page to another staged file; both below the staged
        folder.
        """
        return posixpath.relpath(target, posixpath.dirname(page) or ".")

    def _figure(self, name: str) -> FigureRecord:
        if name not in self.artifacts.figures:
            raise UnknownId(
                "figure", name, self.artifacts.figures, "Declare it in analysis/catalogue."
            )
        return self.artifacts.figures[name]

    def words(self, page: str) -> dict[str, Callable[..., str]]:
        """Return what a page can say, with links relative to that page."""

        def value(name: str) -> str:
            if name not in self.artifacts.values:
                raise UnknownId(
                    "value",
                    name,
                    self.artifacts.values,
                    "Declare it in analysis/catalogue/values.py.",
                )
            return self.artifacts.values[name].text.replace(" ", "\u00a0")

        def figure(name: str) -> str:
            record = self._figure(name)
            return self.jinja.get_template("figure.md.j2").render(
                figure=record, link=lambda target: self.link(page, target)
            )

        def ref(name: str) -> str:
            number = self._figure(name).number
            return f"[Figure\u00a0{number}]({self.link(page, f'figures/{name}.md')})"

        def named(key: str, aside: bool) -> str:
            if key not in self.bibliography.entries:
                raise UnknownId(
                    "citation",
                    key,
                    self.bibliography.entries,
                    "Add it to site_config/content/bibliography.bib.",
                )
            short = self.bibliography.short(key, aside=aside)
            return f"[{short}]({self.link(page, 'about/bibliography.md')}#{key})"

        def cite(key: str) -> str:
            return named(key, False)

        def aside(key: str) -> str:
            return f"({named(key, True)})"

        def part(number: str, *, first: bool = False) -> str:
            known = {entry["number"]: entry for entry in series()}
            if number not in known:
                raise UnknownId("part", number, known, "See site_config/content/series.toml.")
            said = known[number].get("name", f"part\u00a0{number}")
            shown = said[0].upper() + said[1:] if first else said
            return f"[{shown}]({self.link(page, known[number]['page'])})"

        def layer(name: str) -> str:
            if name not in LAYERS:
                raise UnknownId(
                    "layer", name, LAYERS, "Only convolutional layers have a gallery page."
                )
            return f"[{name}]({self.link(page, f'gallery/{LAYERS[name]}.md')})"

        def term(name: str, said: str = "") -> str:
            if name not in self.terms:
                raise UnknownId(
                    "term", name, self.terms, "Add it to site_config/content/glossary.toml."
                )
            # what stands in brackets sets everyday words apart in the glossary
            word = said or self.terms[name].partition(" (")[0]
            return f"[{word}]({self.link(page, 'about/glossary.md')}#{name})"

        def network() -> str:
            return network_map(self, page)

        own: dict[str, Callable[..., str]] = {
            "value": value,
            "figure": figure,
            "ref": ref,
            "cite": cite,
            "aside": aside,
            "part": part,
            "Part": partial(part, first=True),  # where a sentence begins
            "layer": layer,
            "term": term,
            "source": source_words,
            "network": network,
            "speeds": speeds,
        }
        return {**own, **reference_words(self, page), **slip_words(self, page)}

    def render(self, text: str, page: str, file: Path, whole: str | None = None) -> str:
        """Render a piece of a page.

        Raises:
            Problem: an id is unknown or the syntax wrong; the message names file and line.
        """

        def line_of(needle: str) -> int:
            lines = (whole or text).splitlines()
            return next((i for i, line in enumerate(lines, 1) if needle in line), 1)

        try:
            return self.jinja.from_string(text).render(self.words(page))
        except UnknownId as error:
            raise Problem(f"{file}:{line_of(repr(error.name)[1:-1])}: {error}") from None
        except TemplateSyntaxError as error:
            first = (whole or text).find(text)
            raise Problem(
                f"{file}:{(whole or text)[: max(first, 0)].count(chr(10)) + (error.lineno or 1)}:"
                f" {error.message}. Mend what stands between [= and =]."
            ) from None
        except (TemplateError, TypeError) as error:
            name = str(error).split("'")[1] if "'" in str(error) else "[="
            raise Problem(
                f"{file}:{line_of(name)}: {error}. Known words: {', '.join(self.words(page))}."
            ) from None
