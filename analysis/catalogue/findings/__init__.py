"""Sentences of ours that pages want to say: each with a test that is true or false of a network, so
that pages say what its results give.

``findings.toml`` holds the words of all of them; a module for each part holds the tests.
"""

from __future__ import annotations

from analysis.catalogue.declarations import Finding, Found
from analysis.catalogue.findings import part_09
from analysis.catalogue.noted import NAME, REMEDY, Noted, noted
from analysis.problem import Problem, nearest

PARTS = (part_09,)


def paired(words: dict[str, Noted], tests: dict[str, Found]) -> tuple[Finding, ...]:
    """Return the findings, in the order of their words.

    Raises:
        Problem: one has words and no test, or a test and no words.
    """
    for id in words.keys() ^ tests.keys():
        lacks, known = ("test", tests) if id in words else ("table", words)
        raise Problem(f"{NAME}: finding {id!r} has no {lacks}; {nearest(id, known)}. {REMEDY}")
    return tuple(Finding(id, said, tests[id]) for id, said in words.items())


FINDINGS: tuple[Finding, ...] = paired(
    noted(), {one.id: one for part in PARTS for one in part.FOUND}
)
