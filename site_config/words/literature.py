"""Whether an entry of the bibliography says what it is to say: BibTeX itself takes nearly anything,
and what is wrong in it would be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.problem import nearest

# what an entry of each type cannot do without; every one is cited by author and year
REQUIRED = {
    "article": ("author", "title", "journal", "year"),
    "book": ("author", "title", "publisher", "year"),
    "incollection": ("author", "title", "booktitle", "publisher", "year"),
    "inproceedings": ("author", "title", "booktitle", "year"),
    "mastersthesis": ("author", "title", "school", "year"),
    "misc": ("author", "title", "year"),
    "phdthesis": ("author", "title", "school", "year"),
    "techreport": ("author", "title", "institution", "year"),
}
# what else styles print; any other name is a slip, and its value would be lost
FURTHER = """
    abstract address annote archiveprefix chapter date doi edition editor eprint howpublished isbn
    issn key keywords language month note number organization pages primaryclass series type url
    urldate version volume
"""
FIELDS = frozenset(FURTHER.split()).union(*REQUIRED.values())
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]*")  # also an anchor on the page
# fields that have one form, with that form in words
FORMS = {
    "year": (r"1[4-9]\d\d|20\d\d|(?:1[4-9]|20)\d\d(?:--|[-–])\d\d(?:\d\d)?", "a year, e.g. 2009"),
    "doi": (r"10\.\d{4,9}/[^\s{}]+", "the name alone, e.g. 10.1109/5.726791"),
    "url": (
        r"https?://[\w.-]+\.\w+(?::\d+)?(?:[/?#][^\s{}<>\"]*)?",
        "a whole address, https://...",
    ),
    "pages": (r"[\w.:]+(?:(?:--|–)[\w.:]+)?(?:, ?[\w.:]+(?:--[\w.:]+)?)*", "e.g. 2278--2324"),
    "month": (r"(?i)[a-z]{3,9}\.?|0?[1-9]|1[0-2]", "a month"),
    "isbn": (r"(?:97[89][ -]?)?(?:\d[ -]?){9}[\dX]", "ten or thirteen digits"),
}
# an entry that lost its @ is a comment for BibTeX
LOST = re.compile(r"^\s*([A-Za-z]+)\s*[{(]\s*([^\s=,{}()]+)\s*,", re.M)


def lost(text: str) -> str:
    """Return what is wrong between the entries of a BibTeX file, empty where nothing is."""
    if (found := LOST.search(text)) and found[1].lower() in REQUIRED:
        return f"{found[2]}: an entry begins with @. Write @{found[1]}{{{found[2]},"
    return ""


def _person(said: str) -> str:
    """Return what is wrong with the name of a person, as it was written."""
    words = said.replace(",", " ").split()
    if not any(character.isalpha() for character in said):
        return "a name without letters"
    if "and" in (word.lower() for word in words):
        return f"{said!r}: two names have one 'and' between them, and it ends no list"
    if re.search(r"[;@&]|\bet al\b", said.replace(r"\&", "")):
        return f"{said!r}: names stand apart by 'and', and 'and others' ends a list"
    return ""


def _people(entry: Any) -> Iterator[tuple[str, str]]:
    for role, people in entry.persons.items():
        for person in people:
            if wrong := _person(str(person)):
                yield role, wrong


def _fields(entry: Any) -> Iterator[tuple[str, str]]:
    """Yield the fields that say nothing, or not what they are for."""
    for name, value in entry.fields.items():
        plain = value.replace("{", "").replace("}", "").strip()
        form, words = FORMS.get(name.lower(), ("", ""))
        if not plain:
            yield name, "it is empty. Fill it in, or leave it out"
        elif form and not re.fullmatch(form, plain):
            yield name, f"{value!r} is not {words}"


def _shape(key: str, entry: Any) -> Iterator[str]:
    """Yield why a key, a type or a name of a field cannot stand there."""
    if not KEY.fullmatch(key):
        yield f"the key {key!r} cannot be an anchor of a page. Use letters and digits"
    if entry.type not in REQUIRED:
        yield f"type @{entry.type} is unknown; {nearest(entry.type, REQUIRED)}"
    for name in (*entry.fields, *entry.persons):
        if name.lower() not in FIELDS:
            yield f"the field {name!r} is unknown; {nearest(name.lower(), FIELDS)}"


def wrong(key: str, entry: Any) -> str:
    """Return the first thing that is wrong with an entry, empty where nothing is."""
    for said in _shape(key, entry):
        return f"{said}. Mend that entry."
    there = {name.lower() for name in (*entry.fields, *entry.persons)}
    if missing := [name for name in REQUIRED[entry.type] if name not in there]:
        return f"an entry of type @{entry.type} needs {missing[0]!r}. Add it."
    for name, said in (*_people(entry), *_fields(entry)):
        return f"{name}: {said}. Mend that entry."
    return ""
