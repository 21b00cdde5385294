"""Words that say something beside the text: a note in the margin, a slip of the series; and the
table of all slips.
"""

from __future__ import annotations

import re

from site_config.paths import REPOSITORY
from site_config.words.context import Body, Here
from site_config.words.parts import part_heading, series
from site_config.words.slips import FILE, Slip, coverage
from site_config.words.unknown import UnknownId, look_up

TABLE = "about/slips.md"


def margin(here: Here, title: str, caller: Body = None) -> str:
    """Return what this word encloses as a note beside the paragraph above it, or below it where
    there is no room.

    Args:
        title: what the note is about, in a few words; it stands before the note.

    Raises:
        UnknownId: it encloses nothing.
    """
    body = caller().strip() if caller else ""
    if not body:
        remedy = f"It encloses its text: [% call margin('{title}') %] ... [% endcall %]."
        raise UnknownId("margin", title, [title], remedy, "encloses nothing")
    return here.fill("margin.md.j2", title=title.rstrip(". "), body=body)


def _say(here: Here, text: str) -> str:
    """Return a text of the list of slips as one line, since it also stands in a table."""
    said = here.say(text, FILE.relative_to(REPOSITORY), FILE.read_text())
    return re.sub(r"[ \n]+", " ", said).replace("|", "&#124;")


def _texts(here: Here, entry: Slip) -> dict[str, str]:
    return {name: _say(here, getattr(entry, name)) for name in ("stated", "right", "shown")}


def stated(here: Here, entry: Slip) -> str:
    """Return what the series says where it slips."""
    return _say(here, entry.stated)


def slip(here: Here, name: str) -> str:
    """Return the note on a slip."""
    remedy = "Add it to site_config/content/slips.toml."
    entry = look_up("slip", name, here.publication.slips, remedy, "is not listed")
    address = name.lower()
    return here.fill(
        "slip.md.j2",
        slip=entry,
        anchor=f"slip-{address}",
        table=f"{here.link(TABLE)}#{address}",
        **_texts(here, entry),
    )


def _told(here: Here, entry: Slip) -> str:
    """Return the parts a slip belongs to, each a link to the note where a page has it."""
    notes = here.publication.references.slips.get(entry.id, ())
    said = []
    for part in series():
        if part["number"] in entry.parts:
            heading, page = part_heading(part["number"]), part["page"]
            link = f"{here.link(page)}#slip-{entry.id.lower()}"
            said.append(f"[{heading}]({link})" if page in notes else heading)
    return ", ".join(said)


def point(here: Here, name: str) -> str:
    """Return the place where a page tells a point of the series that is no claim: its address."""
    known = {one: part for part, held in coverage().items() for one in held["points"]}
    look_up("point", name, known, "See site_config/content/coverage.toml.", "is none of the series")
    return f'<span id="{name.lower()}"></span>'


def slips(here: Here) -> str:
    """Return the table of all slips."""
    rows = [
        {"slip": entry, "told": _told(here, entry), **_texts(here, entry)}
        for entry in here.publication.slips.values()
    ]
    return here.fill("slips.md.j2", rows=rows)
