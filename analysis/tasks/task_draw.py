"""Draw every figure: one task each, three files each."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pytask import Product, task

from analysis import digests
from analysis.artifacts import write_atomically
from analysis.catalogue import FIGURES
from analysis.catalogue.declarations import Figure
from analysis.problem import Problem
from analysis.tasks import workplace as place

DOTS = 200  # per inch of the PNG


def _render(figure: Figure, drawing: Any, variant: str, parts: dict[str, str]) -> bytes:
    """Return the bytes of one variant; id, commit and digest travel in its metadata, the time does not."""
    buffer, note = io.BytesIO(), f"{figure.id}, commit {digests.commit()}, digest {digests.of_parts(parts)}"
    if variant.endswith("svg"):
        drawing.figure.savefig(buffer, format="svg", metadata={"Date": None, "Title": figure.title, "Description": note})
    else:
        drawing.figure.savefig(buffer, format="png", dpi=DOTS, metadata={"Title": figure.title, "Description": note, "Software": None})
    return buffer.getvalue()


def _filled(figure: Figure, template: str, words: Mapping[str, object]) -> str:
    try:
        return template.format(**words)
    except (KeyError, IndexError, ValueError) as error:
        offered = ", ".join(sorted(words)) or "no words"
        raise Problem(
            f"figure {figure.id!r}: caption or alt text asks for {error}, its drawing offers {offered}. Mend its entry in analysis/catalogue."
        ) from None


for _figure in FIGURES:

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
    def draw(
        wanted: Figure, parts: dict[str, str], shows: dict[str, Path], files: Annotated[dict[str, Path], Product], record: Annotated[Path, Product]
    ) -> None:
        from analysis.figures import style

        began = time.perf_counter()
        results = [place.load_result(item) for item in wanted.shows]
        for theme in ("light", "dark"):
            with style.theme(theme):  # type: ignore[arg-type]
                drawing = wanted.draw(*results, **wanted.keywords)
                style.settle(drawing.figure)
                for variant in [v for v in files if v.startswith(theme) or (v == "png" and theme == "light")]:
                    write_atomically(files[variant], _render(wanted, drawing, variant, parts))
        width, height = drawing.figure.get_size_inches()
        place.save_record(
            record, began, parts,
            caption=_filled(wanted, wanted.caption, drawing.words), alt=_filled(wanted, wanted.alt, drawing.words),
            panels=list(drawing.panels), width=round(width * 96), height=round(height * 96),
        )  # fmt: skip
