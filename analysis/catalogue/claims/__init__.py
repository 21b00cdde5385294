"""Sentences of the series as tests: what each says, by which bar it is judged, and its verdict,
which is computed from results and never typed.

``statements.toml`` holds the words of all of them, in the order of the series; a module for each
part holds the judges. A claim without a judge is 'not tested', and says what a test would need.
"""

from __future__ import annotations

from analysis.catalogue.claims import (
    companion_clusters,
    companion_dreams,
    companion_frank,
    companion_hand,
    companion_mlp,
    concept,
    convergence,
    elements,
    maxima,
    part_01,
    part_02,
    part_03,
    part_04,
    part_05,
    part_07,
    part_08,
    part_09,
    part_10,
    part_11,
    part_12,
    points,
    structure,
)
from analysis.catalogue.declarations import Claim, Judged, Judgement
from analysis.catalogue.statements import statements

PARTS = (
    companion_clusters,
    companion_dreams,
    companion_frank,
    companion_hand,
    companion_mlp,
    concept,
    convergence,
    elements,
    maxima,
    part_01,
    part_02,
    part_03,
    part_04,
    part_05,
    part_07,
    part_08,
    part_09,
    part_10,
    part_11,
    part_12,
    points,
    structure,
)
JUDGED: dict[str, Judged] = {one.id: one for part in PARTS for one in part.JUDGED}


def _not_tested(needs: str) -> Judged:
    return Judged("", (), lambda: Judgement("not tested", f"nothing yet; a test needs {needs}"))


CLAIMS: tuple[Claim, ...] = tuple(
    Claim(id, said, JUDGED.get(id) or _not_tested(said.needs)) for id, said in statements().items()
)
