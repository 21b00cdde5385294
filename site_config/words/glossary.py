"""The glossary: one TOML file becomes a page with anchors and a tooltip wherever a term is used."""

from __future__ import annotations

from pathlib import Path

from analysis.ending import one_line
from analysis.toml_files import Entry
from site_config.words.written import Id, Text, read, refuse_twice


class Term(Entry):
    """A word of the publication, with the other spellings that get the same tooltip."""

    id: Id
    term: Text
    definition: Text
    also: tuple[Text, ...] = ()


class Glossary(Entry):
    term: tuple[Term, ...]


def load_terms(path: Path) -> list[Term]:
    """Read the terms; ``Raises Problem`` when an entry lacks a key, has an unknown one, or repeats
    an id or a spelling.
    """
    terms = list(read(Glossary, path).term)
    refuse_twice(path, "id", [term.id for term in terms])
    refuse_twice(path, "spelling", [name for term in terms for name in (term.term, *term.also)])
    return terms


def glossary_page(terms: list[Term]) -> str:
    """Return the page of all terms, in the order of the alphabet; each has an anchor of its id."""
    lines = [
        "---",
        "title: Glossary",
        "description: The words of this publication.",
        "search: {boost: 3}",  # who types a term wants its meaning first
        "---",
        "",
        "# Glossary",
        "",
    ]
    letter = ""
    for term in sorted(terms, key=lambda t: t.term.lower()):
        if letter != (letter := term.term[0].upper()):
            lines += [f"## {letter} {{ #letter-{letter.lower()} data-search-exclude }}", ""]
        lines += [f"### {term.term} {{ #{term.id} }}", "", term.definition.strip(), ""]
        if term.also:
            lines += [f"*Also:* {', '.join(term.also)}", ""]
    return "\n".join(lines)


def abbreviations(terms: list[Term]) -> str:
    """Return definitions that Markdown turns into tooltips."""
    pairs = [(name, one_line(t.definition)) for t in terms for name in (t.term, *t.also)]
    return "\n\n" + "\n".join(f"*[{name}]: {text}" for name, text in pairs) + "\n"
