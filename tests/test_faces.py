"""The carried typefaces: each that is asked for is there with its licence, light enough, and has
the letters that pages are written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from site_config.paths import CONTENT, DOCS, TEMPLATES

TYPE = (DOCS / "assets" / "type.css").read_text()
FACES = DOCS / "assets" / "faces"
MOST = 150_000  # bytes of all faces together


def _rules() -> Iterator[tuple[str, str]]:
    for rule in re.findall(r"@font-face \{[^}]*\}", TYPE):
        if found := re.search(r'url\("faces/([\w.-]+)"\)', rule):
            yield found[1], rule


def _letters(rule: str) -> set[str]:
    """Return the letters that a rule says its face has."""
    spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule)
    return {chr(n) for a, b in spans for n in range(int(a, 16), int(b or a, 16) + 1)}


def test_every_face_is_carried_with_its_licence_and_swaps() -> None:
    named = [name for name, _ in _rules()]
    assert sorted(named) == sorted(path.name for path in FACES.glob("*.woff2"))
    for name, rule in _rules():
        assert "font-display: swap" in rule
        licence = "serif" if name.startswith("seen-display") else name.split("-")[1].split(".")[0]
        assert "SIL Open Font License" in (FACES / f"OFL-{licence}.txt").read_text()


def test_the_faces_together_are_light() -> None:
    assert sum(path.stat().st_size for path in FACES.glob("*.woff2")) < MOST


@pytest.mark.parametrize("name", ["seen-serif.woff2", "seen-sans.woff2"])
def test_the_faces_have_every_letter_that_is_written(name: str) -> None:
    carried = _letters(dict(_rules())[name])
    sources = [*DOCS.rglob("*.md"), *CONTENT.glob("*.toml"), *TEMPLATES.rglob("*.j2")]
    written = set("".join(path.read_text() for path in sources)) - {"\n"}
    assert not written - carried


def test_what_the_first_screen_is_set_in_is_asked_for_at_once() -> None:
    page = (TEMPLATES / "theme" / "main.html").read_text()
    assert 'rel="preload"' in page and '"serif"' in page
