"""What turns staged Markdown into pages: one module for each renderer, named after its package.

``RENDERER`` chooses one. Whatever readers get beyond what it writes comes from one pass over
the rendered pages (``site_config/build/finish.py``), which knows none of them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from analysis.problem import Problem

USUAL = "mkdocs"
NAMES = (USUAL, "zensical")


class Renderer(Protocol):
    """What is asked of such a module."""

    @property
    def PACKAGES(self) -> tuple[str, ...]:
        """Whose other versions may make other pages of the same words."""

    @property
    def UNREAD(self) -> tuple[str, ...]:
        """Files of its theme that no page loads."""

    @property
    def ALONE(self) -> bool:
        """Whether it can render the pages that have changed alone."""

    def write(self, staged: Path, site: Path, changed: Sequence[str] | None) -> list[str]:
        """Render all staged pages, or those that have changed; return what it complains of.

        Raises:
            Problem: it gives up; the message says why.
        """

    def mended(self, html: str) -> str:
        """Return a page without what its theme does wrong."""

    def arrange(self, site: Path) -> None:
        """Leave in the index of the search what is to be found."""


def chosen() -> str:
    """Return the name of the renderer that RENDERER names.

    Raises:
        Problem: there is none of this name.
    """
    name = os.environ.get("RENDERER") or USUAL
    if name not in NAMES:
        raise Problem(f"RENDERER={name!r} is no renderer; there are {' and '.join(NAMES)}.")
    return name


def renderer() -> Renderer:
    """Return the renderer that is chosen; only then is its package loaded."""
    return cast(Renderer, import_module(f"{__name__}.{chosen()}"))
