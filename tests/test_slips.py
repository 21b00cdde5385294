"""Slips of the series: on the right pages, with the right values."""

from __future__ import annotations

import gzip
import math
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from analysis import catalogue
from analysis.problem import Problem
from site_config.paths import CONTENT, REPOSITORY
from site_config.words.context import Publication
from site_config.words.parts import series
from site_config.words.prose import Prose
from site_config.words.references import References
from site_config.words.slips import Slip, load_slips

SLIPS = load_slips()
PAGES = {part["number"]: part["page"] for part in series()}
each = pytest.mark.parametrize("slip", SLIPS.values(), ids=lambda slip: slip.id)


class Said(dict[str, Any]):
    """Values that say their own id, so that a test sees which one stands where."""

    def __init__(self) -> None:
        super().__init__(
            {value.id: SimpleNamespace(text=f"<{value.id}>") for value in catalogue.VALUES}
        )


def prose(
    slips: dict[str, Slip] = SLIPS,
    references: References | None = None,
    verdicts: dict[str, str] | None = None,
) -> Prose:
    """Return prose about a publication in which everything declared exists."""
    figures = {
        figure.id: SimpleNamespace(number=f"{figure.part}.0") for figure in catalogue.FIGURES
    }
    said = {claim.id: "not tested" for claim in catalogue.CLAIMS} | (verdicts or {})
    claims = [
        SimpleNamespace(id=name, verdict=verdict, near_bar=False) for name, verdict in said.items()
    ]
    findings = [
        SimpleNamespace(id=finding.id, holds=None, open="cannot be told")
        for finding in catalogue.FINDINGS
    ]
    measurements = {
        item.id: SimpleNamespace(keywords=item.keywords) for item in catalogue.MEASUREMENTS
    }
    artifacts: Any = SimpleNamespace(
        values=Said(),
        figures=figures,
        measurements=measurements,
        manifest=SimpleNamespace(claims=claims, findings=findings, questions=(), variations=()),
    )
    nothing: Any = SimpleNamespace(entries={})
    return Prose(Publication(artifacts, nothing, {}, slips, references or References()))


def said(name: str) -> str:
    """Return the note of a slip as it stands on the page of its first part."""
    return prose().render(f"[= slip('{name}') =]", PAGES[SLIPS[name].parts[0]], Path("page.md"))


def html(markdown: str) -> str:
    """Return what the site's own Markdown extensions make of a text."""
    from markdown import Markdown

    text = (REPOSITORY / "mkdocs.yml").read_text().replace("!ENV", "")
    listed = yaml.safe_load(text)["markdown_extensions"]
    configs = {name: it for item in listed if isinstance(item, dict) for name, it in item.items()}
    names = [item if isinstance(item, str) else next(iter(item)) for item in listed]
    return Markdown(extensions=names, extension_configs=configs).convert(markdown)


def test_the_slips_are_numbered_in_order_and_none_of_the_known_sixteen_is_left_out() -> None:
    assert list(SLIPS) == [f"S-{number}" for number in range(1, max(16, len(SLIPS)) + 1)]
    assert all(part in PAGES for slip in SLIPS.values() for part in slip.parts)


@each
def test_a_note_says_what_was_stated_what_is_right_and_how_it_is_known(slip: Slip) -> None:
    for part in slip.parts:
        text = prose().render(f"[= slip('{slip.id}') =]", PAGES[part], Path("page.md"))
        assert "[=" not in text and "[%" not in text
        assert (
            f'id="slip-{slip.id.lower()}"' in text
            and 'role="note"' in text
            and "aria-label" in text
        )
        assert f"](../about/slips.md#{slip.id.lower()})" in text
        assert (
            all(len(words) >= 2 for words in (slip.stated.split(), slip.right.split()))
            and "*How we know.*" in text
        )


@each
def test_a_note_is_a_box_of_paragraphs_to_a_browser(slip: Slip) -> None:
    page = html(said(slip.id))
    assert re.search(
        r'<div aria-label="[^"]+" class="slip" id="[^"]+" role="note">\s*<p><strong>A slip', page
    ), page
    assert page.count("<p>") == 2 and "markdown=" not in page and "**" not in page


def test_products_and_quotients_are_worked_out() -> None:
    assert "That product, 18,432," in said("S-3")
    assert "12 full rows hold 96" in said("S-6")
    digits = math.floor(784 * math.log10(256)) + 1
    assert f"factor of {math.exp(784 * (math.log(256) - math.log(255))):.0f}" in said(
        "S-12"
    ) and f"{digits:,} digits" in re.sub(r"\s", " ", said("S-12"))
    assert (
        "6.3e-5" in said("S-13")
        and abs(0.0205 / 327.478 - 6.3e-5) < 0.05e-5
        and "index 599" in said("S-13")
    )
    assert "make 64." in said("S-15") and "93.6 %" in said("S-8")


def test_what_was_measured_is_read_and_not_typed() -> None:
    expected = {
        "S-1": "max-pool-1-field",
        "S-3": "conv2d-2-parameters",
        "S-4": "one-node-share",
        "S-14": "blind-pixels",
        "S-16": "conv2d-3-field",
    }
    for name, value in expected.items():
        assert f"<{value}>" in said(name), name


def test_pooled_nodes_see_four_pixels_and_stand_two_apart() -> None:
    field, step = 1, 1
    for kernel, stride in ((3, 1), (2, 2)):
        field, step = field + (kernel - 1) * step, step * stride
    assert (field, step) == (4, 2) and "stand 2 px apart" in said("S-1")


def test_four_of_the_six_official_labels_are_not_what_the_series_says() -> None:
    labels = gzip.decompress(
        (REPOSITORY / "analysis" / "images" / "mnist" / "t10k-labels-idx1-ubyte.gz").read_bytes()
    )[8:]
    official = [labels[index] for index in (1816, 1270, 1302, 1249, 1410, 1858)]
    assert official == [4, 4, 1, 8, 2, 6]
    assert sum(a != b for a, b in zip(official, [4, 4, 4, 9, 9, 9], strict=True)) == 4
    assert "a 4, a 4, a 1, an 8, a 2 and a 6" in said("S-10")


def test_the_smallest_picture_leaves_one_node() -> None:
    side = 18
    for shrink in (
        lambda n: n - 2,
        lambda n: n // 2,
        lambda n: n - 2,
        lambda n: n // 2,
        lambda n: n - 2,
    ):
        side = shrink(side)
    assert side == 1


def test_the_table_has_every_slip_and_links_to_the_notes_that_exist() -> None:
    told = References(slips={"S-5": (PAGES["V"], PAGES["VI"]), "S-1": (PAGES["II"],)})
    table = prose(references=told).render("[= slips() =]", "about/slips.md", Path("slips.md"))
    assert re.findall(r'<span id="(s-\d+)">', table) == [name.lower() for name in SLIPS]
    assert re.findall(r"\]\(([^)]*#slip-[^)]*)\)", table) == [
        f"../{PAGES['II']}#slip-s-1",
        f"../{PAGES['V']}#slip-s-5",
        f"../{PAGES['VI']}#slip-s-5",
    ]
    assert html(table).count("<tr>") == len(SLIPS) + 1


def test_a_claim_shows_its_verdict_and_leads_to_its_page() -> None:
    said = prose(verdicts={"C-VI-5": "refuted"}).render(
        "[= claim('C-VI-5') =]", PAGES["VI"], Path("x")
    )
    assert said == "[C-VI-5](../claims/c-vi-5.md) (*refuted*)"


def test_all_verdicts_are_counted() -> None:
    said = prose(verdicts={"C-VI-5": "refuted"}).render("[= verdicts() =]", "index.md", Path("x"))
    rest = len(catalogue.CLAIMS) - 1
    assert said == (f"[0 confirmed, 1 refuted, 0 mixed and {rest} not tested](about/claims.md)")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "a\n[= slip('S-99') =]",
            (
                r"x\.md:2: slip 'S-99' is not listed; nearest 'S-\d+'\. Add it to"
                r" site_config/content/slips\.toml\."
            ),
        ),
        (
            "a\n\n[= claim('C-VI-9') =]",
            (
                r"x\.md:3: claim 'C-VI-9' is none of the series; nearest 'C-\w+-\d+'\. See"
                r" analysis/catalogue/claims/statements\.toml\."
            ),
        ),
    ],
)
def test_an_unknown_id_names_file_and_line(written: str, message: str) -> None:
    with pytest.raises(Problem, match=message):
        prose(verdicts={"C-VI-5": "mixed"}).render(written, PAGES["VI"], Path("x.md"))


def test_a_fault_inside_a_slip_names_the_list_and_the_line() -> None:
    broken = Slip(
        id="S-1", parts=("II",), stated="[= value('max-pool-1-feild') =]", right="b", shown="c"
    )
    with pytest.raises(
        Problem,
        match=(
            r"site_config/content/slips\.toml:\d+: value 'max-pool-1-feild' .* nearest"
            r" 'max-pool-1-field'"
        ),
    ):
        prose({"S-1": broken}).render("[= slip('S-1') =]", PAGES["II"], Path("x.md"))


def test_the_list_lies_where_the_messages_say() -> None:
    assert (CONTENT / "slips.toml").is_file()
