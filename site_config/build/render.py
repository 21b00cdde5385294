"""Run the renderer on the staged folder, and put the new site in place of the old one only when
it is whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from analysis.ending import told
from analysis.problem import Problem
from site_config.build import swap
from site_config.build.content import files
from site_config.build.finish import finish
from site_config.build.proofread import Sheet, proofread, refuse_foreign_styles, with_line
from site_config.build.rendered import (
    Rendered,
    forget,
    link_all_but,
    look,
    merge_search,
    only_changed,
    remember,
)
from site_config.build.renderers import renderer
from site_config.paths import Place


def _written(page: str) -> bool:
    """Return whether a staged file is a page with words of its own; those of figures repeat what
    other pages show.
    """
    return page.endswith(".md") and (page == "figures/index.md" or not page.startswith("figures/"))


def _refuse(complaints: list[str]) -> None:
    """Refuse what the renderer complained of, with the line of the page where it can be told."""
    if complaints:
        more = f" (and {len(complaints) - 1} more)" if len(complaints) > 1 else ""
        raise Problem(f"{with_line(complaints[0]).rstrip('.')}{more}.")


def _make(place: Place, fresh: Path, staged: Iterable[str], changed: list[str] | None) -> None:
    """Render all staged files, or those that have changed beside what is left of the old site, and
    give pages what readers get beyond that.
    """
    theme = renderer()
    _refuse(theme.write(place.staged, fresh, changed))
    if changed:
        merge_search(place.site, fresh, changed)
    theme.arrange(fresh)
    finish(fresh, changed or staged, theme)


def render_whole(place: Place, fresh: Path) -> None:
    """Render all staged files into a folder, whatever is known of an earlier site; whether they are
    fit to be read is not asked.

    Raises:
        Problem: the renderer complains.
    """
    start = len(f"{place.staged}/")
    _make(place, fresh, [path[start:] for path in files(place.staged)], None)


def _write(place: Place, fresh: Path, now: Rendered) -> None:
    """Render all pages, or only those whose words alone have changed, and read them.

    Raises:
        Problem: the renderer complains, or left something raw or leading nowhere.
    """
    changed = only_changed(place, now) if renderer().ALONE else None
    if changed:
        link_all_but(place.site, fresh, changed)
    _make(place, fresh, now.files, changed)
    for page in filter(_written, changed or now.files):
        proofread(Sheet(fresh, page))
    refuse_foreign_styles(fresh)


def render(place: Place) -> None:
    """Build the site strictly, whole or in part, and put it in place of the old one.

    Raises:
        Problem: it cannot be rendered, or is not fit to be read; the old site stays.
    """
    fresh, now = swap.beside(place.site), look(place)
    try:
        _write(place, fresh, now)
    except (Problem, OSError) as error:
        shutil.rmtree(fresh, ignore_errors=True)
        said = f"the site was not rendered: {told(error)}"
        raise Problem(f"{said} The old site is unchanged.") from None
    forget(place)
    swap.put_in_place(place.site)
    remember(place, now)
