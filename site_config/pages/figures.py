"""A permanent page for each figure: picture, caption, downloads, how it was made, how to cite
it.
"""

from __future__ import annotations

import json
from typing import Any

from analysis.artifacts import FigureRecord
from site_config.pages.parts import part_heading
from site_config.words.prose import Prose

VARIANTS = ("light.svg", "dark.svg", "png")


def _made(prose: Prose, figure: FigureRecord) -> list[dict[str, Any]]:
    """Return the measurements behind a figure, each with all that is known of how it was made."""
    manifest = prose.artifacts.manifest
    rows = []
    for name in figure.shows:
        record = prose.artifacts.measurements[name]
        rows.append(
            {
                "record": record,
                "settings": json.dumps(record.settings, sort_keys=True),
                "run": manifest.made_with.runs[f"measurements/{name}"],
            }
        )
    return rows


def figure_page(prose: Prose, figure: FigureRecord) -> str:
    """Return the page of one figure as Markdown."""
    page = f"figures/{figure.id}.md"
    template = prose.jinja.get_template("figure_page.md.j2")
    return template.render(
        figure=figure,
        made=_made(prose, figure),
        manifest=prose.artifacts.manifest,
        run=prose.artifacts.manifest.made_with.runs[f"figures/{figure.id}"],
        link=lambda target: prose.link(page, target),
        part=prose.words(page)["part"],
        year=2026,
        variants=VARIANTS,
    )


def figure_index(prose: Prose) -> str:
    """Return the list of all figures by part."""
    parts: dict[str, list[FigureRecord]] = {}
    for figure in prose.artifacts.manifest.figures:
        parts.setdefault(figure.part, []).append(figure)
    return prose.jinja.get_template("figure_index.md.j2").render(
        parts=parts,
        heading=part_heading,
        link=lambda target: prose.link("figures/index.md", target),
    )
