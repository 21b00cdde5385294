"""Cards are complete small pages: of a map, a figure or a claim, to be shown elsewhere."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from test_claims import claim as a_claim
from test_figure_pages import FIGURES, head
from test_figure_pages import prose as of_figures
from test_gallery import EDGES, SILENT, artifacts
from test_gallery import prose as of_maps

from analysis.artifacts import ChoiceRecord, VariationRecord
from site_config.build.addresses import of_style
from site_config.build.seen import see
from site_config.pages.cards import (
    Card,
    Picture,
    as_html,
    claim_card,
    figure_card,
    map_card,
    map_cards,
    map_line,
    shared,
)
from site_config.pages.claims import choice_list, claim_list, claim_page
from site_config.pages.gallery import Gallery

ODD = Card("claims/c-i-1.md", 'A "name" & <more>', "Less < than <b>.", "not tested")


def edges() -> Gallery:
    of = artifacts()
    of.manifest = SimpleNamespace(made_with=SimpleNamespace(commit="0a1b2c"))
    return Gallery(of, EDGES)


def html(card: Card) -> str:
    return as_html(of_figures(), card).decode()


CLAIM = a_claim("C-I-1", "refuted")
CARDS = (map_card(edges(), 0), figure_card(FIGURES[0]), claim_card(CLAIM), ODD)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.page)
def test_a_card_is_a_page_without_scripts_and_loads_only_what_lies_beside(card: Card) -> None:
    text = html(card)
    assert text.startswith("<!doctype html>") and 'lang="en"' in text and "<script" not in text
    assert "prefers-color-scheme: dark" in text and list(of_style(text)) == []
    seen = see(f"<article>{text.split('<body>')[1]}</article>")
    assert seen.unended == ["/body", "/html"] and seen.wordless == []
    assert {source for _, source in seen.loads if not source.startswith("data:")} <= {"card.webp"}
    assert [address for _, address in seen.links] == ["./", "../" * card.page.count("/") + "../"]
    assert text.count('target="_top"') == 2  # of the frame a link would fill the frame alone
    assert "CC BY 4.0" in text and "0a1b2c" in text


def test_whatever_a_card_says_stays_text() -> None:
    text = html(ODD)
    assert "A &#34;name&#34; &amp; &lt;more&gt;" in text and "Less &lt; than &lt;b&gt;." in text


def test_a_card_lies_below_the_page_that_it_leads_to() -> None:
    assert [card.file for card in CARDS[:3]] == [
        "gallery/edges/0/card.html", "figures/one/card.html", "claims/c-i-1/card.html",
    ]  # fmt: skip
    assert set(map_cards(of_figures(), edges())) == {
        f"gallery/edges/{number}/card.html" for number in range(4)
    }


def test_the_card_of_a_map_shows_what_there_is() -> None:
    gallery = edges()
    both = map_card(gallery, 0)
    assert [one.alt.split(" ")[0] for one in both.pictures] == ["OIP", "Training"]
    assert dict(both.numbers) == {
        "response, sphere": "1", "response, box": "1",
        "strong, sphere": "sphere 0 of 0", "hint, sphere": "sphere 2 of 0",
    }  # fmt: skip
    gallery.data.maximum[SILENT] = 0
    assert map_card(gallery, SILENT).pictures == map_card(gallery, SILENT).numbers == ()
    for silent, said in (
        (50, "it;"),
        (49, "it, but 1 test image does;"),
        (48, "2 test images do;"),
    ):
        gallery.kin.zero[SILENT] = silent / 50
        told = map_line(gallery, SILENT)
        assert told.startswith("no training image excites it") and said in told
    assert "answers class 0 most" in map_line(gallery, 0)
    assert "−1.00\u00a0points" in map_line(gallery, 0)


def test_the_card_of_a_claim_tells_its_verdict_and_its_interval() -> None:
    card = claim_card(CLAIM)
    assert card.badge == "refuted" and "It is so." in card.caption
    share = CLAIM.model_copy(update={"unit": "%", "low": -0.005, "high": 0.5})
    assert claim_card(share).numbers[0] == ("95 % interval", "−0.5 to 50.0 %")


def test_a_frame_is_as_high_as_its_card() -> None:
    wide, tall = Picture("a", "a", 892, 400), Picture("a", "a", 446, 800)
    plain = Card("a.md", "A", "Words.")
    assert Card("a.md", "A", "Words.", pictures=(wide,)).height == plain.height + 200
    assert Card("a.md", "A", "Words.", pictures=(tall,)).height == plain.height + 800
    assert Card("a.md", "A", "Words. " * 50).height > plain.height


@pytest.mark.parametrize("site", ["", "https://example.org/cnn/"])
def test_a_page_offers_its_card_with_an_address_or_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    monkeypatch.setenv("SITE_URL", site)
    said = shared(of_figures().on(ODD.page), ODD, "C-I-1")
    source = "https://example.org/cnn/claims/c-i-1/card.html" if site else "claims/c-i-1/card.html"
    assert f'<iframe src="{source}" title="A &#34;name&#34; &amp; &lt;more&gt;"' in said
    assert ("put the address of this site before" in said) == (not site)
    assert "](../about/list.md?add=C-I-1)" in said and "](c-i-1/card.html)" in said


def test_figures_offer_theirs() -> None:
    from site_config.pages.figures import figure_page

    page = figure_page(of_figures(), FIGURES[0])
    assert "](one/card.html)" in page and "?add=one)" in page
    assert head(page)["figure_id"] == "one"


def test_maps_need_no_more_than_their_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    prose: Any = of_maps(edges().artifacts)
    assert b"Map 3 of edges" in map_cards(prose, edges())["gallery/edges/3/card.html"]


def test_the_page_of_a_claim_leads_on_and_describes_itself_in_one_line() -> None:
    told = [a_claim(f"C-I-{number}", "mixed") for number in (1, 2, 3)]
    told[1] = told[1].model_copy(update={"statement": "It is *so*.\n"})
    prose: Any = of_figures()
    manifest = prose.publication.artifacts.manifest
    vars(manifest).update(claims=told, variations=(), choices=(), settings={"seed": 1})
    prose.publication.artifacts.figures = {}
    page = claim_page(prose, told[1])
    assert head(page)["description"] == "It is so."
    assert '](c-i-1.md){ rel="prev" }' in page and '](c-i-3.md){ rel="next" }' in page
    assert "**mixed**{ .verdict .mixed }" in page and "](../about/claims.md#c-i-2)" in page
    assert 'rel="prev"' not in claim_page(prose, told[0])


def test_what_depends_on_choices_is_promised_only_where_alternatives_are_judged() -> None:
    prose: Any = of_figures()
    manifest = prose.publication.artifacts.manifest
    choice = ChoiceRecord(
        id="rate", what="The rate", why="it is so", published={"rate": 1}, sampled={"rate": 2},
        alternatives={"twice": "twice"}, changes={"twice": {"rate": 4}},
    )  # fmt: skip
    told = VariationRecord(
        id="twice", kind="alternative", choice="rate", changes={"rate": 4}, verdicts=()
    )
    vars(manifest).update(claims=(), choices=(choice,), profile="full", settings={"seed": 1})
    vars(manifest)["questions"] = ()
    for others in ((), (told,)):
        vars(manifest)["variations"] = others
        page, listed = choice_list(prose), claim_list(prose)
        assert ("on the smaller sample" in page) == bool(others)
        assert ("depend on it" in head(page)["description"]) == bool(others)
        assert ("and what depends on them" in listed) == bool(others)
        assert "choices that are ours" in listed and "| twice" in page
