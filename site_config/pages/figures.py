"""A permanent page for each figure: picture, caption, downloads, how it was made, how to cite
it.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from analysis.artifacts import Artifacts, FigureRecord
from site_config.words.citation import figure_entry, year_of
from site_config.words.parts import part_heading
from site_config.words.prose import Prose
from site_config.words.ways import part

VARIANTS = ("light.svg", "dark.svg", "png")


def _made(artifacts: Artifacts, figure: FigureRecord) -> list[dict[str, Any]]:
    """Return the measurements behind a figure, each with all that is known of how it was made."""
    manifest = artifacts.manifest
    rows = []
    for name in figure.shows:
        record = artifacts.measurements[name]
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
    here = prose.on(f"figures/{figure.id}.md")
    made_with = here.artifacts.manifest.made_with
    return here.fill(
        "figure_page.md.j2",
        figure=figure,
        made=_made(here.artifacts, figure),
        manifest=here.artifacts.manifest,
        run=made_with.runs[f"figures/{figure.id}"],
        part=partial(part, here),
        year=year_of(),
        entry=figure_entry(here.artifacts, figure),
        variants=VARIANTS,
    )


def figure_index(prose: Prose) -> str:
    """Return the list of all figures by part."""
    here = prose.on("figures/index.md")
    parts: dict[str, list[FigureRecord]] = {}
    for figure in here.artifacts.manifest.figures:
        parts.setdefault(figure.part, []).append(figure)
    return here.fill("figure_index.md.j2", parts=parts, heading=part_heading)
