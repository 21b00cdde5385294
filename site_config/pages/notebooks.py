"""The pages as notebooks: prose rendered, outputs included."""

from __future__ import annotations

import json
from typing import Any

from analysis.artifacts import write_atomically
from site_config.paths import Place


def notebook(cells: list[tuple[str, str, list[Any]]]) -> str:
    """Return ``.ipynb`` text from (kind, source, outputs) triples; ids count the cells, so equal
    pages are equal files.
    """
    made: list[dict[str, Any]] = []
    for number, (kind, source, outputs) in enumerate(cells):
        cell: dict[str, Any] = {
            "cell_type": kind,
            "id": f"cell-{number}",
            "metadata": {},
            "source": source,
        }
        made.append(
            cell | ({"execution_count": None, "outputs": outputs} if kind == "code" else {})
        )
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    whole = {"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def export(profile: str) -> int:
    """Copy the notebooks of a built site to ``build/<profile>/notebooks``."""
    place = Place(profile)
    found = sorted((place.staged / "notebooks").glob("*.ipynb"))
    for path in found:
        write_atomically(place.build / "notebooks" / path.name, path.read_bytes())
    print(f"{len(found)} notebooks in {place.build / 'notebooks'}")
    return 0 if found else 1
