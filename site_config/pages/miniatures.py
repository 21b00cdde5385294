"""Small pictures of the figures, made of the PNG files that were published: one for lists, and one
for cards, which other sites show.

A list of all figures with the drawings themselves would be several megabytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import product

from analysis.artifacts import Artifacts, FigureRecord

# tried one after the other, until a picture is small enough
QUALITIES = (60, 45, 30, 15)
PARTS = (1, 0.75, 0.5)  # of the px that it should have


@dataclass(frozen=True)
class Size:
    """How large a small picture may be, px each way and bytes, and its staged path."""

    place: str
    width: int
    height: int
    most: int

    def path(self, figure: str) -> str:
        return self.place.format(figure)

    def shown(self, figure: FigureRecord) -> tuple[int, int]:
        """Return the px that the picture of a figure has."""
        scale = min(self.width / figure.width, self.height / figure.height, 1)
        return max(1, round(figure.width * scale)), max(1, round(figure.height * scale))


LISTED = Size("assets/figures/{}.listed.webp", 256, 180, 14_000)
CARD = Size("figures/{}/card.webp", 640, 640, 50_000)


def small(drawing: bytes, wide: int, high: int, most: int) -> bytes:
    """Return a PNG file as a WebP file of so many px each way and at most so many bytes, of fewer
    px where that is needed; what is transparent becomes white.
    """
    from PIL import Image  # comes with matplotlib

    with Image.open(io.BytesIO(drawing)) as opened:
        whole = opened.convert("RGBA")
    paper = Image.new("RGBA", whole.size, "white")
    paper.alpha_composite(whole)
    found = b""
    for part, quality in product(PARTS, QUALITIES):
        size = max(1, round(wide * part)), max(1, round(high * part))
        picture = paper.convert("RGB").resize(size, Image.Resampling.BOX, reducing_gap=2)
        buffer = io.BytesIO()
        picture.save(buffer, format="WEBP", quality=quality, method=4)
        found = buffer.getvalue()
        if len(found) <= most:
            break
    return found


def miniatures(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the small pictures of all published figures by staged path."""
    files = {}
    for figure in artifacts.manifest.figures:
        drawing = artifacts.read(figure.files["png"])
        for size in (LISTED, CARD):
            files[size.path(figure.id)] = small(drawing, *size.shown(figure), size.most)
    return files
