"""Sentences of ours that pages want to say: each with a test that is true or false of a network, so
that pages say what its results give.

For each part, a TOML file holds their words and the module beside it their tests.
"""

from __future__ import annotations

from analysis.catalogue.declarations import Finding, Found
from analysis.catalogue.findings import (
    companion_clusters,
    companion_dreams,
    companion_frank,
    companion_hand,
    companion_mlp,
    companion_others,
    companion_recipes,
    part_01,
    part_02,
    part_03,
    part_04,
    part_05,
    part_06,
    part_07,
    part_08,
    part_09,
    part_10,
    part_11,
    part_12,
)
from analysis.catalogue.noted import REMEDY, Noted, noted
from analysis.problem import Problem, nearest

PARTS = (
    part_01,
    part_02,
    part_03,
    part_04,
    part_05,
    part_06,
    part_07,
    part_08,
    part_09,
    part_10,
    part_11,
    part_12,
    companion_clusters,
    companion_dreams,
    companion_frank,
    companion_hand,
    companion_mlp,
    companion_recipes,
    companion_others,
)


def paired(words: dict[str, Noted], tests: dict[str, Found]) -> tuple[Finding, ...]:
    """Return the findings, in the order of their words.

    Raises:
        Problem: one has words and no test, or a test and no words.
    """
    for id in words.keys() ^ tests.keys():
        lacks, known = ("test", tests) if id in words else ("table", words)
        raise Problem(f"finding {id!r} has no {lacks}; {nearest(id, known)}. {REMEDY}")
    return tuple(Finding(id, said, tests[id]) for id, said in words.items())


FINDINGS: tuple[Finding, ...] = paired(
    noted(), {one.id: one for part in PARTS for one in part.FOUND}
)
