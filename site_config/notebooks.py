"""The pages as notebooks: prose rendered, outputs included."""

from __future__ import annotations

import json
from typing import Any

from analysis.artifacts import write_atomically
from site_config.paths import Place


def notebook(cells: list[tuple[str, str, list[Any]]]) -> str:
    """Return ``.ipynb`` text from (kind, source, outputs) triples; ids count the cells, so equal pages are equal files."""
    import nbformat

    made = []
    for number, (kind, source, outputs) in enumerate(cells):
        cell: Any = (
            nbformat.v4.new_markdown_cell(source) if kind == "markdown" else nbformat.v4.new_code_cell(source, outputs=[nbformat.from_dict(o) for o in outputs])
        )
        cell["id"] = f"cell-{number}"
        made.append(cell)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps(nbformat.v4.new_notebook(cells=made, metadata=kernel), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def export(profile: str) -> int:
    """Copy the notebooks of a built site to ``build/<profile>/notebooks``."""
    place = Place(profile)
    found = sorted((place.staged / "notebooks").glob("*.ipynb"))
    for path in found:
        write_atomically(place.build / "notebooks" / path.name, path.read_bytes())
    print(f"{len(found)} notebooks in {place.build / 'notebooks'}")
    return 0 if found else 1
