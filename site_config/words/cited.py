"""How works are cited on a page: entries to be copied, and the year of this publication."""

from __future__ import annotations

from site_config.citing import formats
from site_config.citing.bibtex import entry_of
from site_config.citing.item import Item
from site_config.citing.publication import citation, year_of
from site_config.words.context import Here
from site_config.words.unknown import look_up

ALL = "publication"


def whole() -> Item:
    """Return the publication itself as what is cited."""
    said = citation()
    note = "A reproducible publication; state the commit"
    return Item("publication", "publication", said.title, said.abstract, "", note, cited=said)


def year(here: Here) -> str:
    """Return the year in which this publication appeared, a word of a page."""
    return str(year_of())


def bibtex(here: Here, key: str) -> str:
    """Return an entry for BibTeX as a block of code, a word of a page: of a work that is cited, or
    of the publication itself.
    """
    if key == ALL:
        said = formats.bibtex(whole())
    else:
        known = here.publication.bibliography.entries
        remedy = "Add it to site_config/content/bibliography.bib."
        said = entry_of(key, look_up("citation", key, known, remedy, "is not in the bibliography"))
    return f"```bibtex\n{said}\n```"
