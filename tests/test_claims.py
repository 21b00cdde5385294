"""Claims: their bars, their premises, their pages and their JSON. What each judge says of made-up
results is tested with the judges.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from analysis.artifacts import ClaimRecord, Verdict
from analysis.catalogue import CLAIMS
from analysis.catalogue.claims.bars import Bar, Sample, judged, unsure
from analysis.catalogue.claims.told import mean_over_maps, share_over_maps
from analysis.catalogue.declarations import Claim, Judged, Judgement
from analysis.catalogue.statements import FILE, Statement, statements
from analysis.problem import Problem
from analysis.publishing.numbers import claim_record, with_premises
from analysis.statistics import Estimate, share
from site_config.pages.deciding import deciding
from site_config.words.slips import coverage

HALF = Bar(0.5, 0.25)
MAPS = Sample("maps")


@pytest.mark.parametrize(
    ("bar", "value", "verdict"),
    [
        (HALF, 0.5, "confirmed"),
        (HALF, 0.499, "mixed"),
        (HALF, 0.25, "mixed"),
        (HALF, 0.249, "refuted"),
        (Bar(0.1, 0.3, falls=True), 0.1, "confirmed"),
        (Bar(0.1, 0.3, falls=True), 0.3, "mixed"),
        (Bar(0.1, 0.3, falls=True), 0.301, "refuted"),
        (Bar(17, 17, unit="maps"), 16.9, "refuted"),
    ],
)
def test_a_bar_has_two_sides_and_what_lies_between(bar, value, verdict):
    assert bar.verdict(value) == verdict


def test_a_bar_is_told_in_words():
    assert HALF.words() == ("at least 50 %", "less than 25 %")
    assert Bar(3, 1.5, unit="", digits=1).words() == ("at least 3", "less than 1.5")
    assert Bar(1, 10, "points", digits=1, falls=True).words()[0] == "at most 1 point"
    assert Bar(0.1, 0.3, falls=True).words() == ("at most 10 %", "more than 30 %")


@pytest.mark.parametrize("bar", [(0.25, 0.5, False), (0.3, 0.1, True)])
def test_a_bar_the_wrong_way_round_is_refused(bar):
    confirmed, refuted, falls = bar
    with pytest.raises(ValueError, match="confirmed on one side"):
        Bar(confirmed, refuted, falls=falls)


def test_a_verdict_tells_its_number_and_whether_the_interval_reaches_over_the_bar():
    sure = judged(share(128, 128), HALF, MAPS, "maps with an OIP")
    assert sure.verdict == "confirmed" and sure.estimate == share(128, 128)
    assert sure.evidence == "maps with an OIP: 100 % (97 to 100, 128 maps)"
    over = judged(share(66, 128), HALF, MAPS, "maps with an OIP")
    assert over.verdict == "confirmed"
    assert over.evidence.endswith("; the interval reaches over the bar")


@pytest.mark.parametrize(
    ("some", "told"),
    [(997, "99.7 %"), (1000, "100 %"), (3, "0.3 %"), (498, "49.8 %"), (502, "50 %"), (700, "70 %")],
)
def test_a_share_is_told_on_its_side_of_the_bar_and_as_all_only_where_it_is(some, told):
    estimate = share(some, 1000)
    assert HALF.shown(some / 1000, HALF.telling(some / 1000)) == told
    assert told.split(" ")[0] in judged(estimate, HALF, MAPS, "maps").evidence


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ((0.6, 0.4, 0.8), (0.9, 0.8, 1.0), True),
        ((0.6, 0.4, 0.8), (0.1, 0.0, 0.2), False),  # the second fails, whatever the first is
        ((0.6, 0.55, 0.8), (0.9, 0.8, 1.0), False),
    ],
)
def test_an_interval_is_told_to_reach_over_a_bar_only_where_the_verdict_hangs_on_it(
    one, other, told
):
    def both(first: float, second: float) -> Verdict:
        return "confirmed" if first >= 0.5 and second >= 0.5 else "mixed"

    said = unsure(both, Estimate(*one, 9), Estimate(*other, 9))
    assert said == ("; an interval reaches over the bar" if told else "")


def test_shares_of_all_or_nothing_have_the_interval_of_a_count_and_others_that_of_a_mean():
    assert share_over_maps(np.zeros(93)) == share(0, 93) and share_over_maps(np.ones(9)).low < 1
    assert share_over_maps(np.repeat([0.0, 1.0], (30, 10))) == share(10, 40)
    parts = np.repeat([0.0, 0.5, 1.0], 10)
    assert share_over_maps(parts) == mean_over_maps(parts)


def test_too_small_a_sample_gives_no_verdict():
    few = judged(share(3, 3), HALF, MAPS, "maps with an OIP")
    said = "too few maps: 3, where 6 are needed (maps with an OIP: 100 %)"
    assert few == Judgement("not tested", said, sample="maps")


def claim(id: str, verdict: str, *requires: str) -> ClaimRecord:
    said = Statement(statement="It is so.", test="Is it?", requires=requires)
    told = Judgement(verdict, "seen", Estimate(1, 0, 2, 9))  # type: ignore[arg-type]
    judge = Judged(id, (), lambda: told)
    return claim_record(Claim(id, said, judge), [])


def test_a_refuted_premise_marks_all_that_rests_on_it():
    one, two, three, four = with_premises(
        [
            claim("C-I-1", "refuted"),
            claim("C-I-2", "confirmed", "C-I-1"),
            claim("C-II-1", "mixed", "C-I-2"),
            claim("C-III-1", "confirmed"),
        ]
    )
    assert [one.refuted_premises, four.refuted_premises] == [(), ()]
    assert two.refuted_premises == three.refuted_premises == ("C-I-1",)


def test_what_was_not_tested_states_no_number():
    record = claim("C-I-1", "not tested")
    assert (record.value, record.low, record.high, record.n) == (None, None, None, None)
    assert claim("C-I-1", "mixed").n == 9


def test_every_claim_of_the_series_has_a_verdict_or_says_what_that_would_need():
    every = [name for entry in coverage().values() for name in entry["claims"]]
    assert [one.id for one in CLAIMS] == every
    assert [one.id for one in CLAIMS if bool(one.of) == bool(one.said.needs)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[C-I-1]\nstatement = "It is."\n', "C-I-1.test"),
        ('[C-I-1]\nstatement = "It is."\ntest = "Is it?"\nbar = 1\n', "C-I-1.bar"),
        (
            '[C-I-1]\nstatement = "It is."\ntest = "Is it?"\nrequires = ["C-I-2"]\n',
            "claim 'C-I-1' requires 'C-I-2', which is none of those before it",
        ),
        (
            '[C-I-1]\nstatement = "It is."\ntest = "Is it?"\nrequires = ["C-I-1"]\n',
            "claim 'C-I-1' requires 'C-I-1'",
        ),
        (
            '[C-I-1]\nstatement = "It is."\ntest = "Is it?"\n'
            'changes = [{ on = 2026-11-26, what = "x" }]\n',
            "C-I-1.changes",
        ),
    ],
)
def test_a_statement_that_is_wrong_is_one_clear_error(tmp_path: Path, text: str, said: str):
    file = tmp_path / "statements.toml"
    file.write_text(text)
    with pytest.raises(Problem) as problem:
        statements(file)
    assert said in str(problem.value) and "\n" not in str(problem.value)


def test_words_of_a_claim_hold_no_outcome():
    """A verdict in the words would be typed; ``changes`` and ``needs`` are told from no result."""
    said = tomllib.loads(FILE.read_text())
    for id, one in said.items():
        assert not {"confirmed", "refuted", "mixed"} & set(one["statement"].split()), id


@pytest.mark.parametrize(
    ("ends", "unit", "told"),
    [
        ((0.836234, 0.69, 0.92), "", ("0.8362", "0.69 to 0.92")),
        ((0.5, -0.25, 0.375), "", ("0.5", "−0.250 to 0.375")),  # both ends alike
        ((8.07, -9.0825, 25.2321), "points", ("8.07 points", "−9.082 to 25.232 points")),
        ((0.5926, 0.57, 0.61), "%", ("59.26 %", "57 to 61 %")),
        ((0.949996, 0.9, 1), "%", ("94.9996 %", "90 to 100 %")),  # short of a bar at 95 %
        ((-14.84375, -23, -7), "points", ("−14.84 points", "−23 to −7 points")),
        ((1, 0, 2), "points", ("1 point", "0 to 2 points")),
        ((-0.00002, -0.001, 0.001), "", ("−2·10⁻⁵", "−0.001 to 0.001")),
        ((12345.6, 900, 20000), "times", ("12,346 times", "900 to 20,000 times")),
    ],
)
def test_the_number_that_decides_is_told_in_one_way(ends, unit, told):
    value, low, high = ends
    bar = Bar(0.5, 0.25, unit=unit)
    judge = Judged("C-I-1", (), lambda: judged(Estimate(value, low, high, 9), bar, MAPS, "maps"))
    record = claim_record(Claim("C-I-1", statements()["C-I-1"], judge), [])
    found = deciding(record)
    assert found and (found.value, found.interval) == told


def test_where_no_number_decides_none_is_told():
    judge = Judged("C-I-1", (), lambda: Judgement("confirmed", "all are equal"))
    record = claim_record(Claim("C-I-1", statements()["C-I-1"], judge), [])
    assert deciding(record) is None
