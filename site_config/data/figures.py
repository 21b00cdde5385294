"""Figures for machines: one file for each, and the list of all."""

from __future__ import annotations

from typing import Any

from analysis.artifacts import Artifacts, FigureRecord, Run, Source
from site_config.data.records import Cited, File, Head, Measurement, Named, Part
from site_config.data.said import citations, file, head, measurements, named, part
from site_config.data.written import as_json
from site_config.pages.figures import VARIANTS
from site_config.pages.miniatures import LISTED
from site_config.paths import below
from site_config.words.lengths import bare
from site_config.words.published import address_of_figure
from site_config.words.reproduced import known, reproduces
from site_config.words.swhid import lines_of

LIST = "figures.json"
DRAWN = {
    "light.svg": "the drawing, for a light page",
    "dark.svg": "the drawing, for a dark page",
    "png": "the drawing as pixels, for a light page",
}


class Listed(Named):
    """A figure in the list of all."""

    number: str
    """What readers see: a part and a number in it. It may change, the id does not."""
    title: str
    caption: str
    """Markdown, its formulas in TeX."""
    part: Part
    """Where it stands."""
    series: tuple[str, ...]
    """Our ids of the figures of the series that it reproduces; none where it is new."""
    reproduces: str
    """The same in words, or that nothing is there to show, or that it is new."""
    picture: File
    """A small one."""


class Picture(File):
    """A drawing as it was published."""

    sha256: str
    size: int
    """Bytes."""


class Figure(Cited, Listed):
    """A figure, how it was drawn, and what it shows."""

    width: int
    """Pixels, at 96 for an inch."""
    height: int
    """Pixels, at 96 for an inch."""
    pictures: dict[str, Picture]
    """By kind: light.svg, dark.svg, png."""
    panels: tuple[str, ...]
    """Names of its pieces, as the code has them."""
    source: Source
    """The function that drew it."""
    swhid: str
    """Of Software Heritage, for the lines of that function in the source of this publication."""
    keywords: dict[str, Any]
    """What that function was told beside the data."""
    digest: str
    """Of its code, entry and data; another one is another drawing."""
    run: Run
    """How it was drawn."""
    data: tuple[Measurement, ...]
    """What it shows."""


class Figures(Head):
    """All figures in reading order."""

    figures: tuple[Listed, ...]
    """Part by part."""


def _listed(figure: FigureRecord) -> dict[str, Any]:
    """Return what is said of a figure wherever it is named; the line is its alternative text."""
    page, name = address_of_figure(figure.id), f"Figure {figure.number}: {figure.title}"
    return {
        **named(figure.id, name, bare(figure.alt), page, "figure"),
        "number": figure.number,
        "title": figure.title,
        "caption": figure.caption,
        "part": part(figure.part),
        "series": [id for id in figure.series if id in known()],
        "reproduces": reproduces(figure.series, figure.panels),
        "picture": file(LISTED.path(figure.id), "a small picture of the figure"),
    }


def _picture(figure: FigureRecord, variant: str) -> dict[str, Any]:
    record = figure.files[variant]
    told = file(f"assets/figures/{figure.id}.{variant}", DRAWN[variant])
    return {**told, "sha256": record.sha256, "size": record.size}


def _whole(artifacts: Artifacts, figure: FigureRecord) -> dict[str, Any]:
    """Return all that is known of a figure."""
    kept = ("width", "height", "panels", "source", "keywords", "digest")
    return {
        **_listed(figure),
        **citations(address_of_figure(figure.id)),
        **{key: getattr(figure, key) for key in kept},
        "swhid": lines_of(figure.source).swhid,
        "pictures": {variant: _picture(figure, variant) for variant in VARIANTS},
        "run": artifacts.manifest.made_with.runs[f"figures/{figure.id}"],
        "data": measurements(artifacts, figure.shows),
    }


def figure_data(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the files of all figures by staged path."""
    every = artifacts.manifest.figures
    listed = head(artifacts, "figures", LIST) | {"figures": [_listed(one) for one in every]}
    files = {LIST: as_json(Figures, listed)}
    for one in every:
        path = below(address_of_figure(one.id), "figure.json")
        told = head(artifacts, "figure", path) | _whole(artifacts, one)
        files[path] = as_json(Figure, told)
    return files
