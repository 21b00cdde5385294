"""A permanent page for each figure: picture, caption, where it stands, downloads, how it was made,
how to cite it.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from analysis.artifacts import Artifacts, FigureRecord
from site_config.pages.beside import beside
from site_config.pages.cards import figure_card, shared
from site_config.pages.citations import block, figure_item, in_header
from site_config.pages.miniatures import LISTED
from site_config.words.context import Here
from site_config.words.lengths import DESCRIPTION, TITLE, shortened
from site_config.words.parts import part_heading, series
from site_config.words.prose import Prose
from site_config.words.published import address_of_figure
from site_config.words.reproduced import reproduces
from site_config.words.swhid import lines_of
from site_config.words.ways import part

VARIANTS = ("light.svg", "dark.svg", "png")
INDEX = "figures/index.md"


def anchor_of_part(number: str) -> str:
    """Return where the figures of a part stand in the list of all."""
    return f"part-{number.lower()}"


def by_lines(values: dict[str, Any], indent: str = "") -> str:
    """Return nested values as JSON: each value on a line of its own, lists in one piece."""
    lines = []
    for key, value in sorted(values.items()):
        inner = f"{indent}  "
        written = by_lines(value, inner) if isinstance(value, dict) else json.dumps(value)
        lines.append(f"{inner}{json.dumps(key)}: {written}")
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}" if lines else "{}"


def _made(artifacts: Artifacts, figure: FigureRecord) -> list[dict[str, Any]]:
    """Return the measurements behind a figure, each with all that is known of how it was made."""
    manifest = artifacts.manifest
    rows = []
    for name in figure.shows:
        record = artifacts.measurements[name]
        rows.append(
            {
                "record": record,
                "lines": lines_of(record.source),
                "settings": by_lines(record.settings),
                "run": manifest.made_with.runs[f"measurements/{name}"],
            }
        )
    return rows


def _stands(here: Here, figure: FigureRecord) -> str:
    """Return where a figure stands: its part, a link to the figure itself where the part's page
    shows it.
    """
    page = next((entry["page"] for entry in series() if entry["number"] == figure.part), "")
    shown = page in here.publication.references.figures.get(figure.id, ())
    said = part(here, figure.part)
    return f"{said[:-1]}#fig-{figure.id})" if shown else said


def figure_page(prose: Prose, figure: FigureRecord) -> str:
    """Return the page of one figure as Markdown."""
    here = prose.on(address_of_figure(figure.id))
    made_with = here.artifacts.manifest.made_with
    item = figure_item(here.artifacts, figure)
    return here.fill(
        "figure_page.md.j2",
        figure=figure,
        lines=lines_of(figure.source),
        title=shortened(f"Figure {figure.number}: {figure.title}", TITLE),
        description=shortened(f"Figure {figure.number}. {figure.alt}", DESCRIPTION),
        made=_made(here.artifacts, figure),
        manifest=here.artifacts.manifest,
        run=made_with.runs[f"figures/{figure.id}"],
        stands=_stands(here, figure),
        reproduces=reproduces(figure.series, figure.panels),
        index=f"{here.link(INDEX)}#{anchor_of_part(figure.part)}",
        heading=part_heading(figure.part),
        cited=in_header(item),
        citation=block(here, item),
        shared=shared(here, figure_card(figure), figure.id),
        variants=VARIANTS,
        **beside(here.artifacts.manifest.figures, figure.id),
    )


def figure_index(prose: Prose) -> str:
    """Return the list of all figures by part."""
    here = prose.on(INDEX)
    parts: dict[str, list[FigureRecord]] = {}
    for figure in here.artifacts.manifest.figures:
        parts.setdefault(figure.part, []).append(figure)
    return here.fill(
        "figure_index.md.j2",
        parts=parts,
        heading=part_heading,
        anchor=anchor_of_part,
        stands=partial(part, here),
        picture=LISTED.path,
        size=LISTED.shown,
    )
