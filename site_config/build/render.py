"""Run MkDocs on the staged folder, and put the new site in place of the old one only when it is
whole.
"""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from analysis.ending import one_line
from analysis.problem import Problem
from site_config.build import swap
from site_config.build.dark import write_dark
from site_config.build.findable import arrange
from site_config.build.proofread import Sheet, proofread, with_line
from site_config.build.rendered import (
    Rendered,
    forget,
    link_all_but,
    look,
    merge_search,
    only_changed,
    remember,
)
from site_config.paths import REPOSITORY, Place, site_address

# MkDocs' warning that a partial build may be wrong; here it is known to be right
PARTLY = "A 'dirty' build"


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith(PARTLY):
            self.lines.append(one_line(record.getMessage()))


def _written(page: str) -> bool:
    """Return whether a staged file is a page with words of its own; those of figures repeat what
    other pages show.
    """
    return page.endswith(".md") and (page == "figures/index.md" or not page.startswith("figures/"))


def _read(heard: _Complaints, fresh: Path, now: Rendered, changed: list[str] | None) -> None:
    """Refuse what MkDocs complained of, and what it left raw or leading nowhere.

    Raises:
        Problem: the message names the page, and the line where it can be told.
    """
    if heard.lines:
        more = f" (and {len(heard.lines) - 1} more)" if len(heard.lines) > 1 else ""
        raise Problem(f"{with_line(heard.lines[0]).rstrip('.')}{more}.")
    for page in filter(_written, changed or now.files):
        proofread(Sheet(fresh, page))


def _why(error: Exception, heard: _Complaints) -> str:
    """Return what is told of an error of MkDocs: its own words are only that it gives up."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}: {error.message}".rstrip(".")
    return (heard.lines or [str(error)])[0].rstrip(".")


# of the theme: maps of its sources, and words of languages that are not ours
UNREAD = ("assets/**/*.map", "assets/javascripts/lunr/**/*")


def _finish(site: Path) -> None:
    """Add to a rendered site what is made of its files, and remove what no page loads."""
    arrange(site)
    write_dark(site)
    for pattern in UNREAD:
        for path in site.glob(pattern):
            if path.is_file():
                path.unlink()


def render(place: Place) -> None:
    """Build the site strictly: all of it, or only the pages whose words alone have changed.

    Raises:
        Problem: MkDocs complains of anything; the old site stays.
    """
    os.environ["SITE_DOCS"] = str(place.staged)
    fresh = swap.beside(place.site)
    os.environ["SITE_DIR"] = str(fresh)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    heard = _Complaints()
    now = look(place)
    changed = only_changed(place, now)
    logging.getLogger("mkdocs").addHandler(heard)
    try:
        if changed:
            link_all_but(place.site, fresh, changed)
        config = load_config(str(REPOSITORY / "mkdocs.yml"), site_url=site_address())
        config.plugins.on_startup(command="build", dirty=bool(changed))
        build(config, dirty=bool(changed))
        config.plugins.on_shutdown()
        if changed:
            merge_search(place.site, fresh, changed)
        _finish(fresh)
    except (MkDocsException, TemplateError, OSError) as error:
        said = _why(error, heard)
        raise Problem(f"the site was not rendered: {said}. The old site is unchanged.") from None
    finally:
        logging.getLogger("mkdocs").removeHandler(heard)
    try:
        _read(heard, fresh, now, changed)
    except Problem as problem:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Problem(f"the site was not rendered: {problem} The old site is unchanged.") from None
    forget(place)
    swap.put_in_place(place.site)
    remember(place, now)
