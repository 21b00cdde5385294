"""What words draw on: the publication that a page belongs to, and the page on which a word stands.

Every word of a page is a plain function whose first argument is ``Here``. So words know neither one
another nor who renders the page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from analysis.artifacts import Artifacts
from analysis.ending import one_line
from analysis.problem import Problem
from analysis.signs import true_signs
from site_config.paths import TEMPLATES
from site_config.words.bibliography import Bibliography
from site_config.words.blame import place_in_template, said_of
from site_config.words.outcomes import Outcomes
from site_config.words.references import References
from site_config.words.slips import Slip

Word = Callable[..., str]
Body = Callable[[], str] | None  # what a word encloses, None when it was said without a block


def marked(outcome: str) -> str:
    """Return an outcome that style sheets can tell from others, by a sign beside its colour."""
    return f"**{outcome}**{{ .verdict .{outcome.replace(' ', '-')} }}"


def environment() -> Environment:
    """Return Jinja with delimiters that clash neither with formulas nor with MyST; ``cell`` makes a
    text fit into one cell of a table, ``verdict`` marks an outcome, ``signs`` gives numbers
    theirs. A loop that would never end is refused.
    """
    jinja = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=[Outcomes],
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        variable_start_string="[=",
        variable_end_string="=]",
        block_start_string="[%",
        block_end_string="%]",
        # no page can hold these, so nothing between [# and #] is ever swallowed
        comment_start_string="\0[#",
        comment_end_string="#]\0",
    )
    jinja.filters["cell"] = lambda text: one_line(text).replace("|", "&#124;")
    jinja.filters["signs"] = true_signs
    jinja.filters["verdict"] = marked
    return jinja


@dataclass(frozen=True)
class Publication:
    """Everything that the pages of a site can speak of."""

    artifacts: Artifacts
    bibliography: Bibliography
    terms: Mapping[str, str]  # words of the glossary by id
    slips: Mapping[str, Slip] = field(default_factory=dict)
    references: References = field(default_factory=References)

    @cached_property
    def jinja(self) -> Environment:
        return environment()


@dataclass(frozen=True)
class Here:
    """The page on which a word stands."""

    publication: Publication
    page: str  # path below the staged folder
    # renders a text that is told on this page but written elsewhere, in a file with some content
    say: Callable[[str, Path, str], str]

    @property
    def artifacts(self) -> Artifacts:
        return self.publication.artifacts

    def link(self, target: str) -> str:
        """Return the relative path from this page to another staged file."""
        return posixpath.relpath(target, posixpath.dirname(self.page) or ".")

    def fill(self, template: str, **what: Any) -> str:
        """Return a template of ``templates`` filled in; it can link from this page.

        Raises:
            Problem: the template is missing or wrong; the message names its line and this page.
        """
        try:
            return self.publication.jinja.get_template(template).render(link=self.link, **what)
        except Problem:
            raise
        except Exception as error:  # whatever a template does with what it is given
            place, said = place_in_template(error, template), said_of(error)
        raise Problem(f"{place}: {said} It was filled in for {self.page}.")
