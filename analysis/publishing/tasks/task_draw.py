"""Draw every figure: one task each, three files each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, mark, task

from analysis.catalogue.declarations import Figure
from analysis.publishing import digests
from analysis.publishing.tasks import drawing
from analysis.publishing.tasks import workplace as place

for _figure in place.contents().figures:

    @task(
        id=_figure.id,
        kwargs={
            "wanted": _figure,
            "parts": place.nodes(digests.figure_parts(_figure)),
            "shows": {item.id: place.arrays_path(item) for item in _figure.shows},
            "files": {variant: place.figure_path(_figure, variant) for variant in place.VARIANTS},
            "record": place.record_path(_figure),
        },
    )
    @mark.beside(run=drawing.draw)
    def draw(
        wanted: Figure,
        parts: dict[str, str],
        shows: dict[str, Path],
        files: Annotated[dict[str, Path], Product],
        record: Annotated[Path, Product],
    ) -> None:
        """Draw one figure; see ``drawing``."""
        drawing.draw(wanted, parts, shows, files, record)
