"""How one figure is drawn and stored. Importable, so that a helper process can be asked to do
it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.artifacts import write_atomically
from analysis.catalogue.declarations import Figure
from analysis.problem import Problem
from analysis.publishing import digests, provenance
from analysis.publishing.tasks import workplace as place

DOTS = 160  # per inch of the PNG
NO_NUMBER = re.compile(r"(?<![\w-])nan\b(?: %)?")


def _render(figure: Figure, drawing: Any, variant: str, parts: dict[str, str]) -> bytes:
    """Return the bytes of one variant; id and digest travel in its metadata; commit and time stand
    in the manifest, since equal figures are equal bytes.

    The canvas is asked directly: ``savefig`` would draw the whole figure once more before, to lay
    out what is laid out.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    from analysis.figures.lean import lean
    from analysis.figures.lettering import lettered

    buffer = io.BytesIO()
    note = f"{figure.id}, digest {digests.of_parts(parts)}"
    if variant.endswith("svg"):
        FigureCanvasSVG(drawing.figure).print_svg(
            buffer, metadata={"Date": None, "Title": figure.title, "Description": note}
        )
        return lettered(lean(buffer.getvalue().decode())).encode()
    drawing.figure.dpi = DOTS
    FigureCanvasAgg(drawing.figure).print_png(
        buffer, metadata={"Title": figure.title, "Description": note, "Software": None}
    )
    return buffer.getvalue()


def _filled(figure: Figure, template: str, words: Mapping[str, object]) -> str:
    """Return a caption or an alt text with its words; a number that is none reads "undefined", as
    the values of the prose do.
    """
    try:
        return NO_NUMBER.sub("undefined", template.format(**words))
    except (KeyError, IndexError, ValueError) as error:
        offered = ", ".join(sorted(words)) or "no words"
        raise Problem(
            f"figure {figure.id!r}: caption or alt text asks for {error}, its drawing offers"
            f" {offered}. Mend its entry in analysis/catalogue."
        ) from None


def draw(
    wanted: Figure,
    parts: dict[str, str],
    shows: dict[str, Path],
    files: dict[str, Path],
    record: Path,
) -> None:
    """Draw a figure from stored results in both themes, write its files and, last, its record."""
    from analysis.figures import style

    watch = provenance.watch(wanted, place.PROFILE)
    results = [place.load_result(item) for item in wanted.shows]
    drawing: Any = None
    for theme in ("light", "dark"):
        with style.theme(theme):  # type: ignore[arg-type]
            settled, drawing = drawing, wanted.draw(*results, **wanted.keywords)
            style.settle(drawing.figure, settled and settled.figure)
            for variant in [
                v for v in files if v.startswith(theme) or (v == "png" and theme == "light")
            ]:
                write_atomically(files[variant], _render(wanted, drawing, variant, parts))
    width, height = drawing.figure.get_size_inches()
    place.save_record(
        record,
        watch.told(),
        parts,
        caption=_filled(wanted, wanted.caption, drawing.words),
        alt=_filled(wanted, wanted.alt, drawing.words),
        panels=list(drawing.panels),
        width=round(width * 96),
        height=round(height * 96),
    )
