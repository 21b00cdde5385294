"""MkDocs with the theme Material."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from analysis.ending import one_line
from analysis.problem import Problem
from site_config.build.findable import arrange
from site_config.build.navigation import settings_file
from site_config.paths import site_address

__all__ = ["ALONE", "PACKAGES", "UNREAD", "arrange", "mended", "write"]

PACKAGES = ("jinja2", "mkdocs", "mkdocs-material")
# of the theme: maps of its sources, and words of languages that are not ours
UNREAD = ("assets/**/*.map", "assets/javascripts/lunr/**/*")
ALONE = True
# the warning that a partial build may be wrong; here it is known to be right
PARTLY = "A 'dirty' build"


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith(PARTLY):
            self.lines.append(one_line(record.getMessage()))


def _why(error: Exception, heard: _Complaints) -> str:
    """Return what is told of an error of MkDocs: its own words are only that it gives up."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}: {error.message}".rstrip(".")
    return (heard.lines or [str(error)])[0].rstrip(".")


def write(staged: Path, site: Path, changed: Sequence[str] | None) -> list[str]:
    """Render all staged pages, or those that have changed; return what MkDocs complains of.

    Raises:
        Problem: it gives up; the message says why.
    """
    os.environ["SITE_DOCS"], os.environ["SITE_DIR"] = str(staged), str(site)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from site_config.build.renderers.compiled import Compiled

    heard = _Complaints()
    logging.getLogger("mkdocs").addHandler(heard)
    try:
        config = load_config(str(settings_file()), site_url=site_address())
        config.plugins["compiled"] = Compiled(PACKAGES)
        config.plugins.on_startup(command="build", dirty=bool(changed))
        build(config, dirty=bool(changed))
        config.plugins.on_shutdown()
    except (MkDocsException, TemplateError) as error:
        raise Problem(_why(error, heard)) from None
    finally:
        logging.getLogger("mkdocs").removeHandler(heard)
    return heard.lines


def mended(html: str) -> str:
    """Return a page whose dialog of the search has a name, and whose worker is our own, which
    stands before that of the theme.
    """
    html = html.replace('role="dialog"', 'role="dialog" aria-label="Search"')
    return html.replace("assets/javascripts/workers/", "assets/search.js?")
