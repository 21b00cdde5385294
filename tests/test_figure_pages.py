"""Pages of figures lead on and say where they stand; the list of all shows small pictures."""

from __future__ import annotations

import io
import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from PIL import Image

from analysis.artifacts import FigureRecord, FileRecord, Run, Source
from site_config.build.belonging import entries, entry_for, marked
from site_config.build.seen import see
from site_config.pages.figures import by_lines, figure_index, figure_page
from site_config.pages.miniatures import CARD, LISTED, miniatures, small
from site_config.words.context import Publication
from site_config.words.lengths import DESCRIPTION, TITLE, bare, shortened
from site_config.words.prose import Prose
from site_config.words.references import References, collect

SOURCE = Source(function="f", file="analysis/problem.py", first_line=1, last_line=2)
RUN = Run(commit="0a1b2c", device="CPU", framework="", versions={"numpy": "2"}, seconds=1)


def figure(name: str, part: str, number: str, **more: Any) -> FigureRecord:
    files = {kind: FileRecord(path="x", sha256="0", size=1) for kind in ("light.svg", "dark.svg")}
    told = {"title": f"Title of {name}", "caption": "A caption.", "alt": f"Seen of {name}."} | more
    return FigureRecord(
        id=name, part=part, number=number, series=(), shows=("m",), source=SOURCE, keywords={},
        digest="0", width=600, height=300, panels=(), files=files | {"png": files["dark.svg"]},
        **told,
    )  # fmt: skip


FIGURES = (
    figure("one", "I", "I.1"),
    figure("two", "I", "I.2", title="A long title of many words, " * 5, alt="A word. " * 60),
    figure("three", "II", "II.1"),
)
ARRAY = SimpleNamespace(name="label", axes=(), shape=(3,), dtype="<U9", unit="", sha256="0" * 64)
MEASURED = SimpleNamespace(
    id="m", settings={"seed": 1, "oip": {"rates": [0.06, 0.15], "steps": 6000}}, inputs=(),
    digest="0", source=SOURCE, file=SimpleNamespace(sha256="0"), arrays=(ARRAY,),
)  # fmt: skip
RUNS = {f"figures/{one.id}": RUN for one in FIGURES} | {"measurements/m": RUN}


def prose(shown: dict[str, tuple[str, ...]] | None = None) -> Prose:
    made_with = SimpleNamespace(runs=RUNS, commit="0a1b2c")
    manifest = SimpleNamespace(figures=FIGURES, profile="full", made_with=made_with)
    of: Any = SimpleNamespace(manifest=manifest, measurements={"m": MEASURED})
    empty: Any = SimpleNamespace(entries={})
    return Prose(Publication(of, empty, {}, references=References(figures=shown or {})))


def head(page: str) -> dict[str, Any]:
    return yaml.safe_load(page.split("---\n")[1])


def test_a_figure_leads_to_its_neighbours_across_parts_and_up() -> None:
    first, middle, last = (figure_page(prose(), one) for one in FIGURES)
    assert '](one.md){ rel="prev" }' in middle and '](three.md){ rel="next" }' in middle
    assert 'rel="prev"' not in first and 'rel="next"' not in last
    assert '](two.md){ rel="prev" }' in last
    assert "- [Figures](index.md)\n- [Part I](index.md#part-i)\n- I.2\n" in middle


def test_a_figure_stands_where_the_page_of_its_part_shows_it() -> None:
    page = "series/01-cnn-basics.md"
    assert f"](../{page}#fig-one)" in figure_page(prose({"one": (page,)}), FIGURES[0])
    elsewhere = figure_page(prose({"one": ("series/02-building-the-cnn.md",)}), FIGURES[0])
    assert f"](../{page})" in elsewhere and "#fig-one" not in elsewhere


def test_figures_are_found_where_pages_show_them() -> None:
    text = "[= figure('one') =]\n[= ref('two') =]\n[= figure( \"three\" ) =]"
    assert collect({"a.md": text}, {}).figures == {"one": ("a.md",), "three": ("a.md",)}


@pytest.mark.parametrize("one", FIGURES, ids=lambda one: one.id)
def test_title_and_description_fit_where_they_are_shown(one: FigureRecord) -> None:
    told = head(figure_page(prose(), one))
    assert 0 < len(told["title"]) <= TITLE and one.number in told["title"]
    assert 0 < len(told["description"]) <= DESCRIPTION and one.number in told["description"]


def test_only_the_picture_that_is_seen_is_loaded() -> None:
    page = figure_page(prose(), FIGURES[0])
    pictures = [line for line in page.splitlines() if line.startswith("![")]
    assert len(pictures) == 2 and all('loading="lazy"' in line for line in pictures)


def test_how_a_figure_was_made_is_folded_and_its_types_are_seen() -> None:
    page = figure_page(prose(), FIGURES[0])
    assert page.count('<details class="provenance">') == 2 and page.count("</details>") == 2
    assert "<td>&lt;U9</td>" in page
    assert "<th>" not in page  # each says of what it is the head


def test_settings_stand_line_by_line_with_lists_in_one_piece() -> None:
    text = by_lines(MEASURED.settings)
    assert text.splitlines() == [
        "{", '  "oip": {', '    "rates": [0.06, 0.15],', '    "steps": 6000', "  },", '  "seed": 1',
        "}",
    ]  # fmt: skip
    assert json.loads(text) == MEASURED.settings
    assert json.loads(by_lines({"a": {}, "b": None})) == {"a": {}, "b": None}


def test_all_figures_are_listed_by_part_with_small_pictures_of_known_size() -> None:
    page = figure_index(prose())
    assert page.index("{ #part-i }") < page.index("](one.md)") < page.index("{ #part-ii }")
    assert page.count('width="256" height="128" loading="lazy"') == len(FIGURES)
    assert ".svg" not in page


def drawing(wide: int, high: int, noise: bool = False) -> bytes:
    picture = Image.effect_noise((wide, high), 90) if noise else Image.new("L", (wide, high))
    buffer = io.BytesIO()
    picture.convert("RGBA").save(buffer, format="PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("size", [LISTED, CARD], ids=["listed", "card"])
def test_a_small_picture_has_its_size_and_its_weight(size: Any) -> None:
    made = small(drawing(1200, 900, noise=True), *size.shown(FIGURES[0]), size.most)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == size.shown(FIGURES[0]) and picture.format == "WEBP"
    assert len(made) <= size.most


def test_a_picture_that_no_quality_makes_small_enough_has_fewer_pixels() -> None:
    made = small(drawing(1280, 1280, noise=True), 640, 640, 25_000)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size < (640, 640) and len(made) <= 25_000


def test_small_pictures_keep_their_shape_and_are_never_larger_than_the_figure() -> None:
    tall = figure("tall", "I", "I.3").model_copy(update={"height": 1500})
    assert LISTED.shown(tall) == (72, 180) and CARD.shown(FIGURES[0]) == (600, 300)


def test_each_figure_has_two_small_pictures() -> None:
    manifest = SimpleNamespace(figures=FIGURES[:1])
    found: Any = SimpleNamespace(manifest=manifest, read=lambda file: drawing(60, 30))
    made = miniatures(found)
    assert set(made) == {"assets/figures/one.listed.webp", "figures/one/card.webp"}
    assert all(picture.startswith(b"RIFF") for picture in made.values())


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Short.", 10, "Short."),
        ("One sentence. Another one that is long.", 20, "One sentence."),
        ("One. Another one that is quite long.", 20, "One. Another one…"),
        ("word, " * 9, 20, "word, word, word…"),
    ],
)
def test_a_text_is_cut_after_a_sentence_or_a_word(text: str, most: int, expected: str) -> None:
    assert shortened(text, most) == expected and len(expected) <= most


def test_words_alone_are_left_of_markdown() -> None:
    said = bare('A *map* of [layer `x`](a_(b).md#c "d")\nwith **two** snake_case names, $k$.')
    assert said == "A map of layer x with two snake_case names, k."


ENTRIES = ("index.md", "figures/index.md", "about/claims.md", "gallery/conv2d-3.md")


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("figures/one.md", "figures/index.md"),
        ("claims/c-i-1.md", "about/claims.md"),
        ("gallery/conv2d-3/120.md", "gallery/conv2d-3.md"),
        ("gallery/other/1.md", ""),
        ("stray.md", ""),
    ],
)
def test_a_page_without_an_entry_belongs_to_the_list_of_its_like(page: str, entry: str) -> None:
    assert entry_for(page, ENTRIES) == entry


NAV = """<li class="md-nav__item"><a href="../.." class="md-nav__link">Home</a></li>
<li class="md-nav__item md-nav__item--section md-nav__item--nested">
<input class="md-nav__toggle md-toggle " type="checkbox" id="__nav_2" >
<nav class="md-nav" aria-expanded="false"><ul>
<li class="md-nav__item"><a href="../../about/trust/" class="md-nav__link">Trust</a></li>
<li class="md-nav__item"><a href="../" class="md-nav__link">All figures</a></li>
</ul></nav></li>
"""


def test_the_entry_to_which_a_page_belongs_is_marked_and_what_it_stands_below() -> None:
    html = marked(NAV, "figures/one/", "figures/")
    assert re.findall(r"<li class=.*--active.*|.* checked>|.*expanded=.true.*", html) == [
        '<li class="md-nav__item md-nav__item--active md-nav__item--section md-nav__item--nested">',
        '<input class="md-nav__toggle md-toggle " type="checkbox" id="__nav_2" checked>',
        '<nav class="md-nav" aria-expanded="true"><ul>',
        '<li class="md-nav__item md-nav__item--active"><a href="../" class="md-nav__link">'
        "All figures</a></li>",
    ]
    assert marked(NAV, "figures/one/", "elsewhere/") == NAV


def test_the_entries_are_those_of_the_navigation() -> None:
    assert {"index.md", "figures/index.md", "about/claims.md"} < entries()
    assert "figures/*" not in entries() and "type.css" not in " ".join(entries())


def test_a_picture_beside_the_words_of_its_link_needs_none_of_its_own() -> None:
    assert see('<article><a href="a"><img src="b" alt="">More</a></article>').wordless == []
    assert see('<article><a href="a"><img src="b" alt=""></a></article>').wordless == ["a"]
    assert see('<article><img src="b" alt=""></article>').wordless == ["b"]
    assert see('<article><a href="a"><img src="b">More</a></article>').wordless == ["b"]
