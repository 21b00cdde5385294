"""Entries for BibTeX that compile: plain text escaped, capitals protected, braces balanced."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from analysis.ending import one_line

# those that the codec leaves as they are; as words, since BibTeX counts the braces of \\{ too
SPECIAL = {
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "$": "\\$",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    '"': "''",
}
PLAIN = ("doi", "url")  # read letter by letter


def escaped(text: str) -> str:
    """Return plain text so that LaTeX prints just that."""
    return "".join(_letter(letter) for letter in one_line(text))


@cache
def _letter(letter: str) -> str:
    import latexcodec  # noqa: F401  # registers the codec

    if letter in SPECIAL:
        return SPECIAL[letter]
    for form in (letter, unicodedata.normalize("NFKD", letter)):
        try:
            said = str(codecs.encode(form, "ulatex+ascii"))
        except UnicodeEncodeError:
            continue
        # an accent is one letter for those who sort
        return f"{{{said}}}" if said[0] in "\\$" and not letter.isascii() else said
    return letter  # no LaTeX before those that read Unicode prints it


def written(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Return an entry; the fields are in braces already, or names that BibTeX knows."""
    width = max(map(len, fields))
    lines = [f"  {name:<{width}} = {value}" for name, value in fields.items()]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _as_latex(text: str) -> str:
    """Return a field that is LaTeX already, its letters beyond ASCII escaped."""
    return "".join(letter if letter.isascii() else _letter(letter) for letter in text)


def entry_of(key: str, entry: Any) -> str:
    """Return an entry of the bibliography as it can be copied; its title protects its own
    capitals.
    """
    fields = {}
    for role, people in entry.persons.items():
        fields[role] = f"{{{' and '.join(_as_latex(str(person)) for person in people)}}}"
    for name, value in entry.fields.items():
        own = one_line(value)
        text = own if name.lower() in PLAIN else _as_latex(own)
        fields[name] = f"{{{text}}}"
    return written(entry.type, key, fields)
