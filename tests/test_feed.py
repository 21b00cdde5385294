"""A feed of versions that readers of feeds accept, and what crawlers are told."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from site_config.citing.publication import citation
from site_config.pages.feed import ATOM, FEED, ROBOTS, feed_files
from site_config.words.versions import versions

SITE = "https://example.org/cnn/"


@pytest.fixture
def published(monkeypatch):
    monkeypatch.setenv("SITE_URL", SITE)
    return feed_files()


def test_without_an_address_there_is_no_feed_and_crawlers_may_look(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    assert feed_files() == {ROBOTS: b"User-agent: *\nAllow: /\n"}


def test_crawlers_learn_where_all_pages_are_listed(published):
    assert published[ROBOTS].endswith(f"Sitemap: {SITE}sitemap.xml\n".encode())


def test_the_feed_has_all_that_its_format_asks_for(published):
    root = ElementTree.fromstring(published[FEED])
    assert root.tag == f"{{{ATOM}}}feed"

    def text(of: ElementTree.Element, name: str) -> str:
        return of.findtext(f"{{{ATOM}}}{name}") or ""

    assert text(root, "title") == citation().title and text(root, "id") == SITE
    entries = root.findall(f"{{{ATOM}}}entry")
    assert [text(one, "title") for one in entries] == [f"Version {v.number}" for v in versions()]
    for one in entries:
        assert text(one, "id").startswith(SITE) and text(one, "updated").endswith("T00:00:00Z")
        assert text(one, "content")
    assert {link.get("rel") for link in root.findall(f"{{{ATOM}}}link")} == {"self", None}
    assert root.find(f"{{{ATOM}}}author/{{{ATOM}}}name").text == citation().names[0]
