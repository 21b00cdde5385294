"""What pages can say: numbered formulas and tables over all pages, and what frames a page."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from test_slips import html

from analysis.problem import Problem
from site_config.build.findable import SEARCH
from site_config.build.rendered import look, only_changed, remember
from site_config.build.stage import references
from site_config.pages.blocks import without_code
from site_config.pages.page import Cell, Page
from site_config.pages.reading import WORDS_PER_MINUTE, frame, minutes
from site_config.pages.shown import Shown
from site_config.paths import DOCS, PAGES, Place
from site_config.words.cited import year_of
from site_config.words.context import Publication
from site_config.words.parts import series
from site_config.words.prose import Prose
from site_config.words.references import References, Target, collect

FIVE, SIX = "series/05.md", "series/06.md"
PARTS = {FIVE: "V", SIX: "VI"}


def formula(name: str, text: str = "a = b") -> str:
    return f"[% call equation('{name}') %]\n$${text}$$\n[% endcall %]\n"


def prose(targets: References | None = None, terms: dict[str, str] | None = None) -> Prose:
    nothing: Any = SimpleNamespace(
        values={}, figures={}, manifest=SimpleNamespace(claims=(), questions=(), variations=())
    )
    empty: Any = SimpleNamespace(entries={})
    return Prose(Publication(nothing, empty, terms or {}, {}, targets or References()))


def rendered(pages: dict[str, str], parts: dict[str, str] = PARTS) -> dict[str, str]:
    """Return the pages as the site would stage them."""
    made = prose(collect(pages, parts))
    return {page: made.render(text, page, Path("docs") / page) for page, text in pages.items()}


def test_a_note_follows_its_paragraph_and_is_named() -> None:
    note = "[% call margin('Its \"name\".') %]\nWith [= eq('one') =].\n[% endcall %]\n"
    staged = rendered({FIVE: formula("one"), SIX: f"A text.\n{note}More.\n"})[SIX]
    page = html(staged)
    assert '<p>A text.</p>\n<div aria-label="Its &quot;name&quot;" class="margin-note"' in page
    assert '<strong>Its "name".</strong> With <a' in page and "<p>More.</p>" in page


def test_a_note_without_a_text_is_refused() -> None:
    for empty in ("[= margin('One') =]", "[% call margin('One') %] [% endcall %]"):
        said = r"06\.md:1: margin 'One' encloses nothing; .* \[% call margin\('One'\)"
        with pytest.raises(Problem, match=said):
            rendered({SIX: empty})


def test_formulas_and_tables_are_numbered_by_part_in_the_order_of_their_page() -> None:
    table = "[% call table('runs', 'Two runs.') %]\n| a |\n|---|\n| 1 |\n[% endcall %]\n"
    found = collect({FIVE: formula("one") + table + formula("two"), SIX: formula("three")}, PARTS)
    numbers = {key: target.number for key, target in found.targets.items()}
    assert numbers == {
        ("equation", "one"): "V.1",
        ("table", "runs"): "V.1",
        ("equation", "two"): "V.2",
        ("equation", "three"): "VI.1",
    }
    assert found.targets["equation", "two"] == Target("equation", FIVE, 9, "V.2")


def test_code_is_not_searched_but_its_lines_count() -> None:
    for fence in ("```", "~~~", "`````"):
        page = f"{fence}python\n```\n" + formula("no") + f"```\n{fence}\n" + formula("yes")
        if fence == "```":
            page = "```python\n\n" + formula("no") + "\n```\n" + formula("yes")
        found = collect({FIVE: without_code(page)}, PARTS)
        assert list(found.targets) == [("equation", "yes")]
        assert found.targets["equation", "yes"].line == 8


def test_an_id_that_stands_twice_is_refused_with_both_places() -> None:
    with pytest.raises(
        Problem,
        match=(
            r"docs/series/06\.md:3: equation 'one' stands already on docs/series/05\.md:1\. Give"
            r" one of them another id\."
        ),
    ):
        collect({FIVE: formula("one"), SIX: "\n\n" + formula("one")}, PARTS)


def test_a_formula_and_a_table_may_share_an_id() -> None:
    assert len(collect({FIVE: formula("one") + "[% call table('one', 'x') %]"}, PARTS).targets) == 2


def test_references_link_to_the_anchor_on_this_page_and_on_others() -> None:
    pages = rendered(
        {FIVE: formula("one") + "As [= eq('one') =] says.", SIX: "See [= eq('one') =]."}
    )
    assert (
        '<div class="equation" id="eq-one" markdown="1">' in pages[FIVE] and "(V.1)" in pages[FIVE]
    )
    assert "[Equation\u00a0V.1](#eq-one)" in pages[FIVE]
    assert "[Equation\u00a0V.1](05.md#eq-one)" in pages[SIX]
    other = prose(collect({FIVE: formula("one")}, PARTS)).render(
        "[= eq('one') =]", "about/trust.md", Path("x")
    )
    assert other == "[Equation\u00a0V.1](../series/05.md#eq-one)"


@pytest.mark.parametrize("near", [True, False])
def test_a_sentence_says_where_chance_could_have_turned_its_verdict(near: bool) -> None:
    told: Any = prose()
    claim = SimpleNamespace(id="C-V-6", verdict="mixed", near_bar=near)
    told.publication.artifacts.manifest.claims = (claim,)
    said = html(told.render("So it is [= judged('C-V-6') =].", FIVE, Path("docs") / FIVE))
    assert (": <em>mixed</em>, within chance of a bar)." in said) is near
    assert (": <em>mixed</em>)." in said) is not near


def test_a_numbered_formula_is_still_a_formula_to_a_browser() -> None:
    page = html(rendered({FIVE: "Text\n\n" + formula("one", r"D = \frac{a}{b}") + "\nmore"})[FIVE])
    found = re.search(
        r'<div class="equation" id="eq-one">(.*?)</div>\s*<p>(.*?)</p>\s*</div>', page, flags=re.S
    )
    assert (
        found and 'class="arithmatex">\\[D = \\frac{a}{b}\\]' in found[1] and ">(V.1)<" in found[2]
    ), page


def test_a_numbered_table_is_a_figure_with_its_caption() -> None:
    text = (
        "[% call table('runs', 'Two runs of $n$ steps.') %]\n| step | gain |\n|-|-|\n| 1 | 2 |\n[%"
        " endcall %]\n\n[= tab('runs') =]"
    )
    page = html(rendered({FIVE: text})[FIVE])
    assert re.search(
        r'<figure class="numbered-table" id="tab-runs">\s*<figcaption>\s*<p><strong>Table'
        r" V\.1\.</strong> Two runs of",
        page,
    ), page
    assert (
        "<td>2</td>" in page
        and 'href="#tab-runs"' in page
        and page.index("</figcaption>") < page.index("<table>") < page.index("</figure>")
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "a\n[= eq('onne') =]",
            (
                r"docs/series/06\.md:2: equation 'onne' is numbered nowhere; nearest 'one'\. On a"
                r" page of the series, put \[% call equation"
            ),
        ),
        (
            "a\n\n[= tab('runs') =]",
            r"docs/series/06\.md:3: table 'runs' is numbered nowhere; none exist\. .*caption",
        ),
        (
            "[= equation('one') =]",
            (
                r"docs/series/06\.md:1: equation 'one' encloses nothing; .* \[% call"
                r" equation\('one'\) %\]"
            ),
        ),
        (
            "a\n[% call equation('one') %]\n$$x$$",
            r"docs/series/06\.md:\d: .*Mend what stands between",
        ),
        (
            "a\n[= eqq('one') =]",
            r"docs/series/06\.md:2: 'eqq' is undefined\. Known words: .*eq, tab",
        ),
        (
            "Not eq('onne') yet.\n\nBut [= eq('onne') =].",
            r"docs/series/06\.md:3: equation 'onne' is numbered nowhere",
        ),
        (
            "a\n[% call equation('one') %]\n$$x$$\nby [= part('XX') =]\n[% endcall %]",
            r"docs/series/06\.md:4: part 'XX' is none of the series",
        ),
        ("a\n\n[= eq() =]", r"docs/series/06\.md:3: .*missing 1 required .* Known words: value"),
    ],
)
def test_a_mistake_names_file_line_and_remedy(written: str, message: str) -> None:
    with pytest.raises(Problem, match=message):
        prose(collect({FIVE: formula("one")}, PARTS)).render(written, SIX, Path("docs") / SIX)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("a\n[= 1/0 =]", r"x\.md:2: ZeroDivisionError: division by zero\. Mend"),
        ("a\n\n[= 'x'.index('y') =]", r"x\.md:3: ValueError: substring not found\. Mend"),
        ("[= {}.pop('a') =]", r"x\.md:1: KeyError: 'a'\. Mend"),
        ("a\n[= 'x'|upperr =]", r"x\.md:2: No filter named 'upperr'\. Mend"),
        ("a\n[= year(\n3) =]", r"x\.md:2: year\(\) takes 1 .* Known words: value"),
        ("a\n[% include 'no.j2' %]", r"x\.md:2: template 'no\.j2' does not exist in templates"),
    ],
)
def test_whatever_fails_on_a_page_is_one_sentence_with_its_line(written: str, message: str) -> None:
    with pytest.raises(Problem, match=f"^{message}") as error:
        prose().render(written, SIX, Path("x.md"))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a\nb [= figure. =]", r"templates/equation\.md\.j2:2: expected name .*Mend"),
        ("a\n\n[% if %]", r"templates/equation\.md\.j2:3: Expected an expression"),
        ("[= nothing.at.all =]", r"templates/equation\.md\.j2:1: .*'nothing' is undefined"),
        ("a\n[= number / 2 =]", r"templates/equation\.md\.j2:2: TypeError: unsupported"),
        ("[% include 'no.j2' %]", r"templates/equation\.md\.j2:1: template 'no\.j2' does not"),
        (None, r"templates/equation\.md\.j2: template 'equation\.md\.j2' does not exist"),
    ],
)
def test_a_fault_of_a_template_is_blamed_on_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str | None, message: str
) -> None:
    """It is told with its own line, and not on the page that happened to use it first."""
    (tmp_path / "templates").mkdir()
    if template is not None:
        (tmp_path / "templates" / "equation.md.j2").write_text(template)
    for module in ("context", "blame"):
        monkeypatch.setattr(f"site_config.words.{module}.TEMPLATES", tmp_path / "templates")
    monkeypatch.setattr("site_config.words.blame.REPOSITORY", tmp_path)
    with pytest.raises(Problem, match=rf"^{message}.* It was filled in for {FIVE}\.$") as error:
        rendered({FIVE: "\n\n" + formula("one")})
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["[#68](a.md) and [#69](b.md), C#] end", "[# a [= 1 =] #]", "[#"])
def test_nothing_is_taken_for_a_comment(text: str) -> None:
    assert said(text) == text.replace("[= 1 =]", "1")


def test_a_piece_of_a_page_counts_its_lines_from_the_top_of_the_file() -> None:
    whole = "---\ntitle: x\n---\n\n# Two\n\nOne.\n\nTwo.\n[= eq('onne') =]\n"
    for piece in (whole[whole.index("# Two") :], "Two.\n[= eq('onne') =]", "[= eq('onne') =]  \n"):
        with pytest.raises(Problem, match=r"page\.md:10: equation 'onne'"):
            prose().render(piece, SIX, Path("page.md"), whole)


def test_a_formula_on_a_page_of_no_part_is_refused() -> None:
    with pytest.raises(Problem, match="equation 'mine' is numbered nowhere"):
        prose(collect({FIVE: formula("one")}, PARTS)).render(
            formula("mine"), "about/trust.md", Path("docs/about/trust.md")
        )


def test_every_reference_on_the_pages_is_numbered_somewhere() -> None:
    known = references()
    for path in sorted(DOCS.rglob("*.md")):
        for word, name in re.findall(r"\[=\s*(eq|tab)\(\s*['\"]([^'\"]+)", path.read_text()):
            assert name in known.of({"eq": "equation", "tab": "table"}[word]), (
                f"{path.name}: {word}('{name}')"
            )


def test_every_display_formula_of_the_series_has_a_number() -> None:
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", (DOCS / page).read_text(), flags=re.S | re.M)
        bare = re.sub(r"\[% call equation.*?\[% endcall %\]", "", text, flags=re.S)
        assert not re.search(r"^\$\$", bare, flags=re.M), (
            f"{page}: enclose the formula in [% call equation('an-id') %] and [% endcall %], each"
            " on a line of its own"
        )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An empty place whose site counts as whole."""
    monkeypatch.setenv("BUILD", str(tmp_path))
    place = Place("made-up")
    for name in ("index.html", SEARCH):
        (place.site / name).parent.mkdir(parents=True, exist_ok=True)
        (place.site / name).write_text("")
    return place


def staged(place: Place, pages: dict[str, str], parts: dict[str, str] = PARTS) -> list[str] | None:
    """Stage the pages and return what would be rendered alone, as the pipeline asks it; then
    remember them as rendered.
    """
    for name, text in rendered(pages, parts).items():
        (place.staged / name).parent.mkdir(parents=True, exist_ok=True)
        (place.staged / name).write_text(text)
    now = look(place)
    changed = only_changed(place, now)
    remember(place, now)
    return changed


def test_a_number_that_moves_renders_every_page_that_shows_it(site: Place) -> None:
    pages = {FIVE: formula("one"), SIX: "See [= eq('one') =]."}
    assert staged(site, pages) is None  # never rendered before
    assert staged(site, {**pages, SIX: "Look at [= eq('one') =]."}) == [SIX]
    # a new anchor: the whole site
    assert staged(site, {**pages, FIVE: formula("new") + formula("one")}) is None
    assert "V.2" in (site.staged / SIX).read_text()
    assert staged(site, {**pages, FIVE: formula("one") + formula("new")}) is None
    assert "V.1" in (site.staged / SIX).read_text()


def test_a_part_that_is_renumbered_renders_both_pages(site: Place) -> None:
    pages = {FIVE: formula("one"), SIX: "See [= eq('one') =]."}
    staged(site, pages)
    assert staged(site, pages, {FIVE: "IV", SIX: "VI"}) == [FIVE, SIX]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, 1),
        (1, 1),
        (WORDS_PER_MINUTE, 1),
        (3 * WORDS_PER_MINUTE, 3),
        (int(3.6 * WORDS_PER_MINUTE), 4),
    ],
)
def test_minutes_are_words_over_words_per_minute_and_never_none(count: int, expected: int) -> None:
    assert minutes("word " * count) == expected


def test_code_formulas_pictures_and_addresses_take_no_reading_time() -> None:
    many = "word " * 5 * WORDS_PER_MINUTE
    for nothing in (
        f"```python\n{many}\n```",
        f"$${many}$$",
        f"![{many}](a.png){{ {many} }}",
        f"<div title='{many}'>",
        f"[one]({many})",
    ):
        assert minutes(f"Text.\n\n{nothing}\n\nText.") == 1
    assert minutes(many) == 5


ENTRY = {"page": FIVE, "number": "V", "original": "About patterns", "date": "2020-07-12"}
BODY = [
    Shown(Cell("markdown", "# V. Title\n\nFirst words.", 1)),
    Shown(Cell("code", "1 + 1", 5), [["2"]]),
    Shown(Cell("markdown", "Last words.", 9)),
]


def framed(header: dict[str, Any], cells: list[Any] = BODY, source: str = "") -> list[Any]:
    return frame(
        prose(collect({FIVE: formula("one")}, PARTS)),
        ENTRY,
        Page(f"docs/{FIVE}", header, "", source, ()),
        cells,
    )


def test_a_page_is_framed_by_what_it_presumes_and_what_was_seen() -> None:
    cells = framed(
        {"before": ["All of [= part('IV') =]."], "seen": ["That [= eq('one') =] holds.", "More."]}
    )
    first, last = cells[0].cell.source, cells[-1].cell.source
    order = [
        "# V. Title",
        "1 minute to read",
        "About patterns",
        "2020-07-12",
        "(#credit)",
        "**Before you start**",
        "- All of [part\u00a0IV](",
        "First words.",
    ]
    assert [first.index(piece) for piece in order] == sorted(first.index(piece) for piece in order)
    assert (
        cells[1:3] == BODY[1:]
        and "## What you have seen" in last
        and "- That [Equation\u00a0V.1](#eq-one) holds.\n- More." in last
    )
    page = html(first)
    assert page.count("<li>") == 1 and '<div class="opening">' in page


def test_a_page_without_lists_is_framed_by_its_line_alone() -> None:
    cells = framed({})
    assert (
        len(cells) == len(BODY)
        and "Before you start" not in cells[0].cell.source
        and "to read" in cells[0].cell.source
    )


@pytest.mark.parametrize(
    ("header", "cells", "message"),
    [
        (
            {"before": "one sentence"},
            BODY,
            r"docs/series/05\.md: 'before' in the header is not a list of sentences",
        ),
        ({"seen": [{"a": "colon"}]}, BODY, r"'seen' in the header is not a list of sentences"),
        (
            {},
            [Shown(Cell("markdown", "No title.", 1))],
            r"docs/series/05\.md: the page does not begin with a title",
        ),
        ({}, [], r"the page does not begin with a title"),
        ({"before": ["[= part('XX') =]"]}, BODY, r"docs/series/05\.md:2: part 'XX'"),
    ],
)
def test_a_bad_frame_is_refused(header: dict[str, Any], cells: list[Any], message: str) -> None:
    with pytest.raises(Problem, match=message):
        framed(header, cells, "before:\n  - \"[= part('XX') =]\"\n")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_says_what_it_presumes_and_what_was_seen(page: Path) -> None:
    import yaml

    header = yaml.safe_load((DOCS / page).read_text().split("\n---\n")[0].removeprefix("---\n"))
    for key, most in (("before", 3), ("seen", 4)):
        assert 1 <= len(header.get(key, [])) <= most and all(
            isinstance(item, str) and re.sub(r"\[%[^%]*%\]", "", item).endswith(".")
            for item in header[key]
        ), (page, key)
    number = next(part["number"] for part in series() if part["page"] == page.as_posix())
    assert number == "I" or any("part(" in item for item in header["before"]), (
        f"{page}: no link to what is presumed"
    )


def blocks(css: str) -> list[tuple[str, str]]:
    """Return the media queries of a style sheet with what they hold; rules outside of any come
    under the empty one.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    found = []
    rest = ""
    while (start := css.find("@media")) >= 0:
        opening, depth = css.index("{", start), 1
        end = opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        found.append((css[start:opening].strip(), css[opening + 1 : end - 1]))
        rest, css = rest + css[:start], css[end:]
    return [*found, ("", rest + css)]


def test_paper_is_always_light_and_without_navigation() -> None:
    sheets = blocks((DOCS / "assets" / "site.css").read_text())
    assert [query for query, rules in sheets if "slate" in rules and query != "@media screen"] == []
    paper = "".join(rules for query, rules in sheets if query == "@media print")
    hidden = next(rule for rule in paper.split("}") if "display: none !important" in rule)
    assert all(
        name in hidden
        for name in (
            ".md-header",
            ".md-sidebar",
            ".md-footer",
            ".md-top",
            ".headerlink",
            ".md-code__nav",
        )
    )
    assert re.search(r'img\[src\$="#only-dark"\][^{]*\{ display: none !important', paper)
    assert (
        re.search(r"figure\.published \{[^}]*break-inside: avoid", paper)
        and 'a[href^="http"]::after' in paper
    )


def said(text: str) -> str:
    return prose().render(text, FIVE, Path("docs") / FIVE)


@pytest.mark.parametrize(
    "name", ["analysis.oips.evolution.choose_map", "analysis.ascent.domains.Sphere.nearest"]
)
def test_a_function_of_the_source_is_named_as_it_is(name: str) -> None:
    assert said(f"[= source('{name}') =]") == f"`{name}`"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        (
            "analysis.oips.evolution.chose_map",
            "does not exist; nearest 'analysis.oips.evolution.choose_map'",
        ),
        ("analysis.opi.choose_map", "is in no module of the project; nearest 'analysis"),
        (
            "analysis.ascent.domains.Sphere.neares",
            "does not exist; nearest 'analysis.ascent.domains.Sphere.nearest'",
        ),
    ],
)
def test_a_function_that_is_gone_is_an_error_that_names_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(
        Problem, match=rf"docs/series/05\.md:1: function '{re.escape(name)}' {re.escape(hint)}"
    ):
        said(f"[= source('{name}') =]")


def test_the_year_is_that_of_the_citation_file() -> None:
    assert said("[= year() =]") == str(year_of())


def test_what_a_glossary_adds_in_brackets_stays_there() -> None:
    page = prose(terms={"node": "node (of a map)"})
    assert (
        page.render("[= term('node') =]", FIVE, Path("docs") / FIVE)
        == "[node](../about/glossary.md#node)"
    )
    assert (
        page.render("[= term('node', 'nodes') =]", FIVE, Path("docs") / FIVE)
        == "[nodes](../about/glossary.md#node)"
    )


def test_a_part_is_written_with_a_capital_where_a_sentence_begins() -> None:
    assert (
        said("[= Part('IV') =], then [= part('IV') =].")
        == "[Part\u00a0IV](04-activation-maps.md), then [part\u00a0IV](04-activation-maps.md)."
    )


def test_no_sentence_of_a_page_begins_with_a_small_letter() -> None:
    begins = re.compile(r"(?:[.!?]\s+|\n\n)\[= part\(")
    assert [page.name for page in DOCS.rglob("*.md") if begins.search(page.read_text())] == []
