"""What a site tells those who follow it: a feed of its versions, and to crawlers where all its
pages are listed. Both need its address; without one, crawlers alone are told that they may look.
"""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from site_config.citing.item import absolute
from site_config.citing.publication import OURS, citation
from site_config.words.versions import Version, versions

FEED, ROBOTS = "feed.xml", "robots.txt"
ATOM = "http://www.w3.org/2005/Atom"
VERSIONS = "about/versions/"


def _at(day: date) -> str:
    """Return a day as Atom writes a time."""
    return f"{day.isoformat()}T00:00:00Z"


def _entry(feed: ElementTree.Element, one: Version) -> None:
    """Add a version to the feed; its id is the address at which it is told."""
    entry = ElementTree.SubElement(feed, "entry")
    place = absolute(f"{VERSIONS}#v{one.number}")
    for name, text in (
        ("title", f"Version {one.number}"),
        ("id", place),
        ("updated", _at(one.day)),
    ):
        ElementTree.SubElement(entry, name).text = text
    ElementTree.SubElement(entry, "link", href=place)
    ElementTree.SubElement(entry, "content", type="text").text = "\n".join(one.what)


def feed() -> bytes:
    """Return the versions as a feed of Atom, the newest first."""
    whole = citation()
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    told = {
        "title": whole.title,
        "subtitle": whole.abstract,
        "id": absolute(""),
        "updated": _at(versions()[0].day),
        "rights": OURS.name,
    }
    for name, text in told.items():
        ElementTree.SubElement(root, name).text = text
    for name in whole.names:
        ElementTree.SubElement(ElementTree.SubElement(root, "author"), "name").text = name
    ElementTree.SubElement(root, "link", rel="self", href=absolute(FEED))
    ElementTree.SubElement(root, "link", href=absolute(""))
    for one in versions():
        _entry(root, one)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def robots() -> bytes:
    """Return what crawlers are told: all may look, and where all pages are listed."""
    listed = absolute("sitemap.xml")
    return ("User-agent: *\nAllow: /\n" + (f"Sitemap: {listed}\n" if listed else "")).encode()


def feed_files() -> dict[str, bytes]:
    """Return both by staged path."""
    return {ROBOTS: robots()} | ({FEED: feed()} if absolute("") else {})
