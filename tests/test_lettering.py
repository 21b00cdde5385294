"""Labels of figures are text in the carried face, large enough to read; an SVG is as light as it
can be without looking different.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from analysis.figures import lettering, oips, style
from analysis.figures.lean import PICTURE, lean
from site_config.paths import REPOSITORY

SMALLEST = 11.0  # px that a letter measures where a figure is shown smallest
SHOWN = 680 / 691  # of a figure's width: on a phone, where it scrolls


def _svg(**said: str) -> str:
    with style.theme("light"):
        figure = style.sheet(height=2.0)
        axes = figure.subplots()
        axes.imshow(np.arange(12.0).reshape(3, 4), cmap=style.sequential())
        axes.set_title(said.get("title", "map 0.123456 of Conv2D_3"))
        figure.text(0, 0, "bold, too", weight="bold")
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def test_the_face_is_the_one_that_the_code_names() -> None:
    for name, checksum in lettering.CHECKSUMS.items():
        assert hashlib.sha256((lettering.FOLDER / name).read_bytes()).hexdigest() == checksum


def test_a_label_is_text_and_its_letters_travel_with_it() -> None:
    svg = lettering.lettered(_svg(title="Δ ≥ 0.5 → −3 × 10"))
    assert ">Δ ≥ 0.5 → −3 × 10</text>" in svg
    assert len(re.findall(r"@font-face", svg)) == 2
    letters = lettering.written(svg)
    assert set(letters) == {400, 700} and "→" in letters[400] and "→" not in letters[700]
    for weight, stored in re.findall(
        r"font-weight:(\d+);src:url\(data:font/woff;base64,([^)]*)", svg
    ):
        face = TTFont(io.BytesIO(base64.b64decode(stored)))
        assert set(map(ord, letters[int(weight)])) <= set(face.getBestCmap())


def test_the_same_drawing_gives_the_same_bytes() -> None:
    lettering._subset.cache_clear()
    first = lettering.lettered(_svg())
    lettering._subset.cache_clear()
    assert lettering.lettered(_svg()) == first


def test_no_letter_of_a_figure_is_too_small_to_read() -> None:
    assert style.NOTE / 72 * 96 * SHOWN >= SMALLEST
    for path in (REPOSITORY / "analysis" / "figures").glob("*.py"):
        typed = re.findall(
            r"(?:fontsize|labelsize|fontsize\"|labelsize\")[=:] ?(\d[\d.]*)", path.read_text()
        )
        assert all(float(size) >= style.NOTE for size in typed), path.name


@pytest.mark.parametrize("shape", [(30, 40), (30, 40, 3)])
def test_a_lean_picture_shows_the_same_pixels(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 2, shape).astype(np.uint8) * 250
    stored = io.BytesIO()
    Image.fromarray(pixels).convert("RGBA").save(stored, "PNG")
    content = base64.b64encode(stored.getvalue()).decode()
    made = lean(f'<image xlink:href="data:image/png;base64,{content}"/>')
    found = PICTURE.search(made)
    assert found and len(found[0]) < len(content)
    again = np.asarray(Image.open(io.BytesIO(base64.b64decode(found[0]))).convert("RGB"))
    assert np.array_equal(again, np.asarray(Image.fromarray(pixels).convert("RGB")))


def test_places_are_rounded_and_what_is_written_is_not() -> None:
    made = lean(_svg())
    assert "map 0.123456 of" in made
    assert not re.search(r' d="[^"]*\d\.\d{3}', made)


def test_what_others_are_multiplied_by_is_not_rounded() -> None:
    """A picture of 800 pixels was an eightieth too short, and its labels stood on it."""
    scaled = ' transform="matrix(1.509277 0 0 1.509277 3.755138 7.779383)"'
    assert lean(scaled) == scaled
    assert lean(' transform="translate(63.625138 0)"') == ' transform="translate(63.62 0)"'


def test_what_no_node_sees_is_hatched_once_and_referred_to() -> None:
    visible, corners = oips.Visible((0, 26), (0, 26)), [(30 * k, 0) for k in range(20)]
    sizes = []
    for shown in (corners[:10], corners):
        with style.theme("light"):
            figure = style.sheet()
            axes = figure.subplots()
            axes.imshow(np.zeros((600, 28)))
            oips.hatch(axes, visible, shape=(28, 28), corners=shown)
            stream = io.StringIO()
            figure.savefig(stream, format="svg", metadata={"Date": None})
        sizes.append(len(lean(stream.getvalue())))
    assert sizes[1] - sizes[0] < 10 * 600
