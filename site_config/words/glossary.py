"""The glossary: one TOML file becomes a page with anchors and a tooltip wherever a term is used."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from analysis.problem import Problem


@dataclass(frozen=True)
class Term:
    id: str
    term: str
    definition: str
    also: tuple[str, ...] = ()


def load_terms(path: Path) -> list[Term]:
    """Read the terms; ``Raises Problem`` when an entry lacks a key or has an unknown one."""
    terms = []
    try:
        entries = tomllib.loads(path.read_text()).get("term", [])
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{path.name} is not valid TOML: {error}. Mend that line.") from None
    for number, entry in enumerate(entries, 1):
        try:
            terms.append(Term(**{**entry, "also": tuple(entry.get("also", ()))}))
        except TypeError as error:
            raise Problem(
                f"{path.name}, entry {number} ({entry.get('id', 'without id')}): {error}. An entry"
                " has id, term, definition and perhaps also."
            ) from None
    return terms


def glossary_page(terms: list[Term]) -> str:
    lines = [
        "---",
        "title: Glossary",
        "description: The words of this publication.",
        "---",
        "",
        "# Glossary",
        "",
    ]
    for term in sorted(terms, key=lambda t: t.term.lower()):
        lines += [f"### {term.term} {{ #{term.id} }}", "", term.definition.strip(), ""]
        if term.also:
            lines += [f"*Also:* {', '.join(term.also)}", ""]
    return "\n".join(lines)


def abbreviations(terms: list[Term]) -> str:
    """Return definitions that Markdown turns into tooltips."""
    pairs = [(name, " ".join(t.definition.split())) for t in terms for name in (t.term, *t.also)]
    return "\n\n" + "\n".join(f"*[{name}]: {text}" for name, text in pairs) + "\n"
