"""Numbered formulas and tables: all pages are looked through first, so that each can refer to any
other.

A page encloses what deserves a number, and any page refers to it::

    [% call equation('response') %]          [= eq('response') =]  ->  Equation VII.1, a link $$
    A_k(x) = ... $$ [% endcall %]

The staged Markdown holds the numbers, not the ids. A number that moves therefore changes every page
that shows it, and these are rendered again without any further bookkeeping.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.problem import Problem

NUMBERED = re.compile(r"\[%-?\s*call\s+(equation|table)\(\s*['\"]([a-z0-9]+(?:-[a-z0-9]+)*)['\"]")
FIGURES = re.compile(r"\[=-?\s*figure\(\s*['\"]([a-z0-9-]+)['\"]\s*\)")
SLIPS = re.compile(r"\[=-?\s*slip\(\s*['\"]([^'\"]+)['\"]\s*\)")


@dataclass(frozen=True)
class Target:
    """What can be referred to: where it stands and the number it has there."""

    kind: str
    page: str
    line: int
    number: str


@dataclass(frozen=True)
class References:
    """Everything numbered on the pages, by kind and id, and the pages on which each slip is told
    and each figure shown.
    """

    targets: Mapping[tuple[str, str], Target] = field(default_factory=dict)
    slips: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> dict[str, Target]:
        return {name: target for (found, name), target in self.targets.items() if found == kind}


def collect(pages: Mapping[str, str], parts: Mapping[str, str]) -> References:
    """Number what stands on the pages.

    Args:
        pages: the text of each page, its code blanked line for line.
        parts: the number of each page's part.

    Raises:
        Problem: one id stands twice; the message names both places.
    """
    targets: dict[tuple[str, str], Target] = {}
    slips: dict[str, list[str]] = {}
    figures: dict[str, list[str]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for page, text in pages.items():
        for found in NUMBERED.finditer(text):
            kind, name = found[1], found[2]
            line = text.count("\n", 0, found.start()) + 1
            if first := targets.get((kind, name)):
                raise Problem(
                    f"docs/{page}:{line}: {kind} {name!r} stands already on"
                    f" docs/{first.page}:{first.line}. Give one of them another id."
                )
            counts[kind, page] += 1
            targets[kind, name] = Target(
                kind, page, line, f"{parts.get(page, '?')}.{counts[kind, page]}"
            )
        for slip in SLIPS.findall(text):
            slips.setdefault(slip, []).append(page)
        for figure in FIGURES.findall(text):
            figures.setdefault(figure, []).append(page)
    told, shown = (
        {name: tuple(found) for name, found in every.items()} for every in (slips, figures)
    )
    return References(targets, told, shown)
