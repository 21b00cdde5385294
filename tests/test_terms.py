"""A term leads to what it means where a section first uses it, and is plain elsewhere."""

from __future__ import annotations

import re

from site_config.build.terms import underlined

OIP = '<abbr title="a pattern">OIP</abbr>'
LINK = '<a class="term" href="../about/glossary/#oip">OIP</a>'


def _on_a_page(html: str) -> str:
    return underlined(html, "../about/glossary/")


def test_a_term_leads_to_the_glossary_once_a_section() -> None:
    page = f"<p>{OIP}, {OIP}</p><h2>Next</h2><p>{OIP}</p>"
    assert _on_a_page(page) == f"<p>{LINK}, OIP</p><h2>Next</h2><p>{LINK}</p>"


def test_no_link_stands_within_a_heading_or_a_link() -> None:
    page = f'<h2>An {OIP}</h2><p><a href="x">the {OIP}</a> and {OIP}</p>'
    assert _on_a_page(page) == f'<h2>An OIP</h2><p><a href="x">the OIP</a> and {LINK}</p>'


def test_another_spelling_is_the_same_term() -> None:
    page = f'<p>{OIP} and <abbr title="a pattern">OIPs</abbr></p>'
    assert _on_a_page(page) == f"<p>{LINK} and OIPs</p>"


def test_an_abbreviation_that_is_no_term_is_left_alone() -> None:
    page = '<p><abbr title="by a writer">BAW</abbr></p>'
    assert _on_a_page(page) == page


def test_previews_are_light_and_ask_no_other_host() -> None:
    from site_config.paths import DOCS

    script = (DOCS / "assets" / "previews.js").read_bytes()
    assert len(script) <= 6_000
    assert not re.search(rb"https?://", script)
