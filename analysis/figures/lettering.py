"""What is written in figures: one carried face, by which matplotlib measures and which travels
within each SVG, so that labels are text there, wherever it is opened.

An SVG shown on a page may fetch nothing, so the letters that it uses, and no others, stand in it.
"""

from __future__ import annotations

import base64
import io
import re
from functools import cache
from html import unescape
from pathlib import Path

FAMILY = "Seen Sans"
FOLDER = Path(__file__).parent / "faces"
WEIGHTS = {400: "SeenSans-Regular.ttf", 700: "SeenSans-Bold.ttf"}
# of each file, so that another face is another code, and every figure is drawn again
CHECKSUMS = {
    "SeenSans-Regular.ttf": "cf434a0edcd12f32cb90ee85c7514bac227b9fc8366867afb64bcfcdf16ac6d4",
    "SeenSans-Bold.ttf": "dff7d60d38095ed0169f3ef1c4e621c897188f1adf01368690406f593be8f99e",
}
WRITTEN = re.compile(r"<text\b(?P<style>[^>]*)>(?P<said>.*?)</text>", re.S)
TAG = re.compile(r"<[^>]*>")
BOLD = re.compile(r"font:[^;\"]*\b(?:bold|[6-9]00)\b|font-weight: *(?:bold|[6-9]00)")


@cache
def carried() -> None:
    """Make the face known to matplotlib."""
    from matplotlib.font_manager import fontManager

    for name in WEIGHTS.values():
        fontManager.addfont(str(FOLDER / name))


@cache
def _subset(weight: int, letters: str) -> str:
    """Return the face with these letters alone, as base64 of WOFF."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    face = TTFont(FOLDER / WEIGHTS[weight], recalcTimestamp=False)
    options = Options(layout_features=["kern"], hinting=False, notdef_outline=False)
    options.name_IDs, options.glyph_names = [], False
    options.drop_tables += ["BASE", "GSUB"]
    cut = Subsetter(options)
    cut.populate(text=letters)
    cut.subset(face)
    face.flavor, into = "woff", io.BytesIO()
    face.save(into)
    return base64.b64encode(into.getvalue()).decode()


def _rule(weight: int, letters: str) -> str:
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{_subset(weight, letters)}) format('woff')}}"
    )


def written(svg: str) -> dict[int, str]:
    """Return the letters that an SVG writes, by weight, each once and in order."""
    letters: dict[int, set[str]] = {}
    for text in WRITTEN.finditer(svg):
        weight = 700 if BOLD.search(text["style"]) else 400
        letters.setdefault(weight, set()).update(unescape(TAG.sub("", text["said"])) + " ")
    return {weight: "".join(sorted(found)) for weight, found in sorted(letters.items())}


def lettered(svg: str) -> str:
    """Return an SVG of matplotlib's with the letters that it writes."""
    rules = "".join(_rule(weight, letters) for weight, letters in written(svg).items())
    return svg.replace("</defs>", f"<style>{rules}</style></defs>", 1) if rules else svg
