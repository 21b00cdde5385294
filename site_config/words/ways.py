"""Words that lead to another page: a part, a layer, a term, a citation."""

from __future__ import annotations

from site_config.words.context import Here
from site_config.words.galleries import galleries
from site_config.words.parts import series
from site_config.words.unknown import look_up


def part(here: Here, number: str) -> str:
    """Return a part's name within a sentence, a link to its page."""
    known = {entry["number"]: entry for entry in series()}
    remedy = "See site_config/content/series.toml."
    entry = look_up("part", number, known, remedy, "is none of the series")
    said = entry.get("name", f"part\u00a0{number}")
    return f"[{said}]({here.link(entry['page'])})"


def part_first(here: Here, number: str) -> str:
    """Return the same where a sentence begins."""
    said = part(here, number)
    return said[0] + said[1].upper() + said[2:]


def layer(here: Here, name: str) -> str:
    """Return a layer's name, a link to its gallery."""
    remedy = "Only layers whose OIPs were published have a gallery."
    shelf = look_up("layer", name, galleries(here.artifacts), remedy, "has no gallery")
    return f"[{name}]({here.link(f'{shelf.folder}.md')})"


def term(here: Here, name: str, said: str = "") -> str:
    """Return a word of the glossary, or another form of it, a link to its definition."""
    remedy = "Add it to site_config/content/glossary.toml."
    entry = look_up("term", name, here.publication.terms, remedy, "is not in the glossary")
    # what stands in brackets sets everyday words apart in the glossary
    return f"[{said or entry.partition(' (')[0]}]({here.link('about/glossary.md')}#{name})"


def _cited(here: Here, key: str, aside: bool) -> str:
    bibliography = here.publication.bibliography
    remedy = "Add it to site_config/content/bibliography.bib."
    look_up("citation", key, bibliography.entries, remedy, "is not in the bibliography")
    short = bibliography.short(key, aside=aside)
    return f"[{short}]({here.link('about/bibliography.md')}#{key})"


def cite(here: Here, key: str) -> str:
    """Return a citation as part of a sentence: ``Frank (2009)``."""
    return _cited(here, key, aside=False)


def aside(here: Here, key: str) -> str:
    """Return a citation that stands aside from the sentence: ``(Frank 2009)``."""
    return f"({_cited(here, key, aside=True)})"
