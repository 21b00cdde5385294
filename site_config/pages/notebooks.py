"""The pages as notebooks: prose as plain Markdown with its pictures inside, code with its outputs,
and a first cell that finds the project.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.artifacts import write_atomically
from analysis.problem import Problem
from site_config.pages.plain import Plain
from site_config.pages.shown import Shown
from site_config.paths import REPOSITORY, Place
from site_config.words.context import environment

START = "finds_project.py.j2"


def finds_project(profile: str, project: str = "", results: str = "") -> str:
    """Return the code of the first cell; ``project`` and ``results`` are where it looks first."""
    template = environment().get_template(START)
    return template.render(profile=profile, project=project, results=results).strip("\n")


def _cell(number: int, kind: str, source: str, **more: Any) -> dict[str, Any]:
    made = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source, **more}
    return made | ({"execution_count": None} if kind == "code" else {})


def _written(number: int, one: Shown, plain: Plain) -> dict[str, Any]:
    if one.cell.kind == "code":
        tags = {"metadata": {"tags": sorted(one.cell.tags)}} if one.cell.tags else {}
        return _cell(number, "code", one.cell.source, outputs=one.outputs, **tags)
    source = plain.write(one.cell.source)
    pictures = plain.attachments()
    return _cell(number, "markdown", source, **({"attachments": pictures} if pictures else {}))


def notebook(
    page: str, cells: list[Shown], files: Mapping[str, bytes], profile: str, site: str = ""
) -> str:
    """Return a page as ``.ipynb`` text; ids count the cells, so equal pages are equal files.

    Args:
        page: path of the page below the staged folder.
        cells: what stands on it.
        files: every staged file; pictures are taken from there.
        profile: whose results the cells read.
        site: the address of the site, for links; empty where it has none.
    """
    plain = Plain(page, files, site)
    first = _cell(0, "code", finds_project(profile), outputs=[])
    made = [first, *(_written(number, one, plain) for number, one in enumerate(cells, 1))]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    whole = {"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def at_home(content: str, place: Place) -> str:
    """Return a notebook whose first cell looks for the project where it lies on this machine."""
    whole = json.loads(content)
    first = finds_project(place.profile, str(REPOSITORY), str(place.artifacts.resolve()))
    whole["cells"][0]["source"] = first
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def export(profile: str) -> int:
    """Copy the notebooks of a built site to ``build/<profile>/notebooks``."""
    place = Place(profile)
    found = sorted((place.staged / "notebooks").glob("*.ipynb"))
    if not found:
        raise Problem(f"profile {profile!r} has no pages yet. Run: make site PROFILE={profile}")
    for path in found:
        write_atomically(place.build / "notebooks" / path.name, at_home(path.read_text(), place))
    print(f"{len(found)} notebooks in {place.build / 'notebooks'}")
    return 0
