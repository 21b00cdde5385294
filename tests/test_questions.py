"""Questions that the series left open: each has an answer or says what one would need; answers to
made-up results on both sides of what they choose by, and where there is nothing to tell.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from test_judges_companions import by_seed, made

from analysis.artifacts import QuestionRecord
from analysis.catalogue import CLAIMS, FIGURES, MEASUREMENTS, QUESTIONS
from analysis.catalogue.asked import FILE, Asked, asked
from analysis.catalogue.claims.bars import UNSURE
from analysis.catalogue.declarations import UNTOLD, Answered, Judgement, Question
from analysis.catalogue.questions import ANSWERED
from analysis.catalogue.questions.feature import answer_feature, beyond_chance, concluded
from analysis.catalogue.series.ascents import ELEMENTS
from analysis.catalogue.series.concept import CONCEPT
from analysis.catalogue.series.points import SEPARATION
from analysis.catalogue.series.twins import TWINS
from analysis.problem import Problem
from analysis.publishing.sentences import question_record
from analysis.results.clusters import ClusterMlps
from analysis.results.distributions import ActivationFamilies, BestOfMany
from analysis.results.dreams import DreamScales
from analysis.results.images import PixelStatistics
from analysis.results.oips import OipGallery, PrecursorScan, SingleNodeOips
from analysis.results.recipes import Factorial, PenaltyScan, ScalerMaps
from analysis.results.trust import Trust
from site_config.pages.claims import claim_list, strip
from site_config.words.context import Publication
from site_config.words.prose import Prose
from site_config.words.references import References
from site_config.words.slips import coverage

BY_ID = {question.id: question for question in QUESTIONS}
NAN = np.nan
OF = MEASUREMENTS[:1]
ANY: Any = SimpleNamespace()


def told(id: str, *results: object) -> str:
    """Answer as a publication does, which refuses what is no number."""
    record = question_record(BY_ID[id], list(results))  # type: ignore[arg-type]
    assert record.answered != record.answer.startswith(UNTOLD)
    assert record.answer.endswith(".") and "\n" not in record.answer
    return record.answer


def test_every_question_of_the_series_has_an_answer_or_says_what_that_would_need():
    every = [name for entry in coverage().values() for name in entry["questions"]]
    assert [one.id for one in QUESTIONS] == every
    assert [one.id for one in QUESTIONS if bool(one.of) == bool(one.asked.needs)] == []
    assert set(ANSWERED) <= set(every)


def test_questions_rest_on_what_is_declared():
    figures = {figure.id for figure in FIGURES}
    assert [
        one.id for one in QUESTIONS if one.asked.figure and one.asked.figure not in figures
    ] == []
    declared = {id(item) for item in MEASUREMENTS}
    assert [one.id for one in QUESTIONS for item in one.of if id(item) not in declared] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[Q-I-1]\n", "Q-I-1.question"),
        ('[Q-I-1]\nquestion = "Why?"\nanswer = "So."\n', "Q-I-1.answer"),
    ],
)
def test_a_question_that_is_wrong_is_one_clear_error(tmp_path: Path, text: str, said: str):
    file = tmp_path / FILE.name
    file.write_text(text)
    with pytest.raises(Problem) as problem:
        asked(file)
    assert said in str(problem.value) and "\n" not in str(problem.value)


def question(answer: str) -> QuestionRecord:
    return question_record(
        Question("Q-I-1", Asked(question="Why?"), Answered("Q-I-1", OF, lambda _: answer)), [ANY]
    )


def test_an_answer_that_is_no_number_is_refused_unless_it_cannot_be_told():
    assert question("It is 3.").answered
    assert not question(f"{UNTOLD}: the median is nan.").answered
    with pytest.raises(Problem, match=r"question 'Q-I-1' .* is answered by nan"):
        question("It is nan.")


def test_a_question_without_an_answer_tells_what_one_would_need():
    record = question_record(Question("Q-I-1", Asked(question="Why?", needs="more"), None), [])
    assert (record.part, record.answered, record.answer, record.of) == ("I", False, "more", ())


def test_a_part_lists_its_questions_with_what_is_said_of_each():
    needs = Question("Q-II-1", Asked(question="How?", needs="more"), None)
    asked_of = (question("It is 3."), question_record(needs, []))
    manifest = SimpleNamespace(claims=(), questions=asked_of, variations=())
    artifacts: Any = SimpleNamespace(values={}, figures={}, manifest=manifest)
    nothing: Any = SimpleNamespace(entries={})
    prose = Prose(Publication(artifacts, nothing, {}, {}, References()))
    beneath = strip(prose, "series/02.md", "II")
    open_ = "- [Q-II-1](../about/claims.md#q-ii-1): *How?* **Open.** An answer would need more."
    assert open_ in beneath
    assert "*Why?* It is 3." in strip(prose, "series/01.md", "I")
    assert "Q-I-1" not in beneath and strip(prose, "series/03.md", "III") == ""
    page = claim_list(prose)
    assert "### Q-II-1 { #q-ii-1 }" in page and "An answer would need more." in page
    assert "It is 3." in page and "Answered here, by numbers of this build: 1." in page


OVAL = np.random.default_rng(0).uniform(0, 200, (28, 28))
PIXELS = made(PixelStatistics, mean=OVAL, deviation=np.zeros((28, 28)))


def scalers(oval: int, varying: int = 0, around_four: int = 0) -> ScalerMaps:
    """A black image on which so many maps show the oval, and a 4 around which so many do."""
    correlation = np.full((4, 2, 32), NAN)
    correlation[0] = 0.1
    correlation[0, 0, :oval] = 0.9
    correlation[1, 0, :varying] = 0.1
    maps = np.zeros((4, 2, 26, 26, 32))
    maps[0, 1, ..., :around_four] = OVAL[1:27, 1:27, np.newaxis]
    names = ["per pixel", "per image", "one for all", "divided by 255"]
    return made(
        ScalerMaps,
        scaler=names,
        picture=["black", "4"],
        correlation=correlation,
        scaled=np.zeros((4, 2, 28, 28)),
        maps=maps,
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (scalers(12), "One for each pixel"),
        (scalers(2), "Perhaps one"),
        (scalers(0), "The oval does not tell it"),
        (scalers(12, varying=1), "The oval does not tell it"),
    ],
)
def test_q_ii_2_the_scaler_is_told_by_its_oval(found, said):
    assert told("Q-II-2", found, PIXELS).startswith(said)


def test_q_ii_2_says_whether_the_oval_shows_around_a_digit_too():
    assert told("Q-II-2", scalers(12), PIXELS).endswith("that is asked of a black image.")
    said = told("Q-II-2", scalers(12, around_four=8), PIXELS)
    assert said.endswith("over the 676 nodes that see none of its ink, 25 % of the maps show it.")
    assert "Around" not in told("Q-II-2", scalers(2), PIXELS)


def factorial(seeds: int, *sizes: float) -> Factorial:
    names = ["schedule", "momentum", "L2"]
    runs, accuracy = by_seed(names, sizes, 0.002, seeds), np.zeros((8, seeds))
    return made(Factorial, effect=names, size=sizes, by_seed=runs, accuracy=accuracy)


def test_q_iii_1_effects_are_held_against_their_interval():
    said = told("Q-III-1", factorial(3, 0.01, -0.004, 0.001))
    assert "schedule +1.00 (+0.80 to +1.20), momentum −0.40 (−0.60 to −0.20) and L2 +0.10" in said
    assert "those of schedule and momentum have an interval without 0" in said
    assert "none has an interval" in told("Q-III-1", factorial(3, 0, 0.001, -0.001))
    assert "that of L2 has an interval" in told("Q-III-1", factorial(3, 0, 0, 0.01))
    assert told("Q-III-1", factorial(2, 0.01, 0.01, 0.01)).startswith(UNTOLD)


def penalties(
    *silent: tuple[int, ...], l2: tuple[float, ...] = (0, 0.01), gone: int = 0
) -> PenaltyScan:
    lost, counts = np.append(np.zeros(len(l2) - 1, int), gone), silent[: len(l2)]
    return made(PenaltyScan, l2=l2, silent=counts, maps=128, starts=16, diverged=lost)


def test_q_iii_2_silent_maps_are_counted_for_each_penalty():
    said = told("Q-III-2", penalties((20, 21, 22), (30, 31, 32)))
    assert "by +10.0 (lambda 0.01)" in said and "that of lambda 0.01 has" in said
    assert "differences none has" in told("Q-III-2", penalties((20, 30, 22), (30, 20, 22)))
    assert told("Q-III-2", penalties((20, 21), (30, 31))).startswith(f"{UNTOLD}: 2 trainings")
    diverged = penalties((20, 21, 22), (30, 31, 128), gone=1)
    assert told("Q-III-2", diverged) == f"{UNTOLD}: 1 of 6 trainings diverged."
    assert (
        told("Q-III-2", penalties((20, 21, 22), l2=(0,)))
        == f"{UNTOLD}: no penalty above 0 was tried."
    )


def choices(own: float, other: float, maps: int = 12) -> Trust:
    uneven = 0.01 * np.arange(maps) / max(maps, 1)
    return made(Trust, hit_rate=own + uneven, hit_rate_other=np.full(maps, other))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (choices(0.8, 0.5), "Rather yes: "),
        (choices(0.5, 0.8), "Rather no: "),
        (choices(0.495, 0.5), "Cannot be told: "),
        (choices(0.3, 0.1), "Rather no: "),  # better than others, but worse than a guess
        (choices(0.495, 0.4), "Cannot be told: "),
        (choices(0.8, 0.5, maps=5), UNTOLD),
        (choices(NAN, 0.5), UNTOLD),
    ],
)
def test_q_v_3_the_own_oip_is_held_against_that_of_another_map(found, said):
    assert told("Q-V-3", found).startswith(said)


def nodes(alike: float, response: float = 1.0, centre: float = 1.0) -> SingleNodeOips:
    correlation, responses = np.full((3, 3), alike), np.full((3, 3), response)
    correlation[1, 1], responses[1, 1] = 1, centre
    return made(SingleNodeOips, map=7, shifted_correlation=correlation, response=responses)


def climbed(kept: float) -> OipGallery:
    """OIPs that keep such a part of their starts, and have grown the rest."""
    starts, grown = np.random.default_rng(1).normal(size=(2, 8, 28, 28))
    return made(
        OipGallery,
        images=kept * starts + (1 - kept) * grown,
        starts=starts,
        silent=np.zeros(8, bool),
        response=np.ones(8),
        visible_rows=[0, 28],
        visible_columns=[0, 28],
    )


def test_q_vii_4_nodes_are_compared_with_the_centre_alone():
    left = climbed(0.1)
    assert told("Q-VII-4", nodes(0.9), left).startswith("All alike")
    assert told("Q-VII-4", nodes(0.7), left).startswith("All alike")  # as part VII counts them
    assert told("Q-VII-4", nodes(0.1), left).startswith("Not alike, in map 7, the one")
    mixed = nodes(0.9)
    mixed.shifted_correlation[0, 0] = 0.1
    assert "OIPs of 7 of 8\u00a0outer nodes" in told("Q-VII-4", mixed, left)
    for silent in (nodes(0.9, centre=0), nodes(0.9, response=0)):
        assert told("Q-VII-4", silent, left).startswith(UNTOLD)


def test_q_vii_4_pictures_that_are_their_starts_tell_nothing_of_nodes():
    kept = told("Q-VII-4", nodes(0.1), climbed(0.9))
    assert kept.startswith(UNTOLD) and "none of the 8\u00a0outer nodes" in kept
    assert "OIPs are still their starts" in kept
    assert told("Q-VII-4", nodes(0.9), climbed(0.9)).startswith("All alike")


def scan(maps=(), response=()) -> PrecursorScan:
    return made(PrecursorScan, map=np.array(maps, int), response=np.array(response))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (["normal", "rare"], "No. Plain starts leave 2 maps"),
        (["proven dead"] * 2, "Yes. "),
        (["normal", "proven dead"], "Not all of them. "),
        (["never seen firing", "synthetic only"], "Not all of them, and of none it is proven. "),
        (["never seen firing", "proven dead"], "That is not proven of all. "),
        (["never seen firing"] * 2, "That is proven of none. "),
        (["rare"], "No. Plain starts leave 1 map of Conv2D_3 silent: 1 excited by few images"),
        ([], UNTOLD),
    ],
)
def test_q_ix_3_silent_maps_are_counted_by_what_is_known_of_them(status, said):
    every = [*status, "normal"]
    gallery = made(OipGallery, silent=np.arange(len(every)) < len(status))
    known = made(Trust, status=every)
    answer = told("Q-IX-3", gallery, known, known, scan())
    assert answer.startswith(said) and (said == UNTOLD or " proven dead" in answer)


def test_q_ix_3_what_moves_a_map_in_one_domain_counts():
    sphere = made(Trust, status=["never seen firing", "proven dead", "never seen firing", "rare"])
    box = made(Trust, status=["synthetic only", "never seen firing", "proven dead", "proven dead"])
    answer = told("Q-IX-3", made(OipGallery, silent=np.ones(4)), sphere, box, scan())
    counts = "1 excited by few images of the data, 1 excited by a synthetic picture alone"
    assert f"{counts} and 2 proven dead" in answer


def test_q_ix_3_what_grew_from_one_of_many_starts_moves_a_map():
    known = made(Trust, status=["never seen firing"] * 3)
    answer = told("Q-IX-3", made(OipGallery, silent=np.ones(3)), known, known, scan([0, 2], [1, 0]))
    assert "1 excited by a synthetic picture alone, 2 never seen excited" in answer


def test_q_x_1_the_best_of_many_is_held_against_the_best_of_all():
    def best(*of_most: float) -> BestOfMany:
        return made(BestOfMany, count=[1, 2, 4, 8], best=np.transpose([of_most, (0, 0, 0, 0)]))

    growing = told("Q-X-1", best(0.4, 0.5, 0.9, 1))
    assert growing.startswith(
        "More than 8: in the median over the maps that answer, 1 in number, 2 starts give half"
    )
    assert told("Q-X-1", best(0.4, 0.5, 1, 1)).startswith("No more than 8")
    assert "1 start gives half" in told("Q-X-1", best(0.5, 0.5, 0, 1))
    assert told("Q-X-1", best(0, 0, 0, 0)).startswith(UNTOLD)


def octaves(after: float, difference: float = 1e-7, nodes: int = 9) -> DreamScales:
    reached = np.ones((3, 2, 2))
    reached[2] = after
    return made(
        DreamScales,
        tile=[168, 84],
        dream=np.zeros((3, 2, 2, 168, 168)),
        after=reached,
        before=np.ones((2, 2)),
        pixels=[[1, 2], [1, 4], [1, 2]],
        nodes=nodes,
        node_difference=difference,
    )


def test_q_dd_1_octaves_are_possible_where_nodes_agree_and_rise():
    assert "raise map 0 in 2, and higher than overlapping tiles in 2" in told("Q-DD-1", octaves(2))
    assert told("Q-DD-1", octaves(2)).startswith("Yes: ")
    assert told("Q-DD-1", octaves(1)).startswith("They can be computed, and raise nothing")
    assert told("Q-DD-1", octaves(2, difference=0.1)).startswith("No: ")
    assert told("Q-DD-1", octaves(2, nodes=0)).startswith(UNTOLD)


def test_q_clu_1_the_fewest_clusters_that_reach_the_points_are_named():
    def clusters(points: float) -> ClusterMlps:
        accuracy = np.array([[0.8, 0.82], [0.9, 0.92], [0.95, 0.97]])
        return made(ClusterMlps, clusters=[10, 30, 90], distance_test=accuracy, points_test=points)

    assert told("Q-CLU-1", clusters(0.9)).startswith("30: ")
    assert told("Q-CLU-1", clusters(0.99)).startswith("No number that was tried, 90 at most: ")
    assert told("Q-CLU-1", clusters(0.1)).startswith(UNTOLD)


def families(*best: int, known: float | np.ndarray = 0.1, each: int = 1) -> ActivationFamilies:
    """Two layers of so many maps each, and which family is the best of each map."""
    fits = np.zeros((len(best), 6))
    fits[np.arange(len(best)), best] = 1
    names = ["half-normal", "exponential", "gamma", "log-normal", "power law", "cut normal"]
    return made(
        ActivationFamilies,
        family=names,
        layer=["one", "two"],
        layer_of=np.repeat([0, 1], each),
        log_likelihood=fits,
        halves=np.full(len(best), known),
    )


def test_q_fr_1_each_layer_names_what_its_best_family_preserves():
    said = told("Q-FR-1", families(*[1] * 9, *[5] * 9, each=9))
    assert said.startswith("Not the same one in every layer")
    assert said.endswith("one mean (9 of 9); two mean and variance (9 of 9).")
    assert "in no fewer maps than any other does" in said, "a plurality, or a tie, is not most"
    clear = told("Q-FR-1", families(*[1] * 18, each=9))
    assert clear.startswith("The same one in every layer: ")
    assert told("Q-FR-1", families(1, 1)).startswith("The same one in every layer, by count alone")
    assert told("Q-FR-1", families(1, 1, known=NAN)).startswith(UNTOLD)


def test_q_fr_1_names_all_that_tie():
    tied = told("Q-FR-1", families(1, 5, 3, 3, each=2))
    assert tied.startswith(UNTOLD)
    assert "one mean as well as mean and variance (1 of 2 each); two mean and variance" in tied
    assert tied.endswith("two mean and variance of the logarithm (2 of 2).")
    shared = told("Q-FR-1", families(1, 5, 1, 1, each=2))
    assert shared.startswith("mean in every layer, by count alone, and in some beside others: ")
    alone = told("Q-FR-1", families(*[1] * 18, known=np.repeat([0.1, NAN], 9), each=9))
    assert alone.startswith("Of one layer alone it can be asked: ")


def test_q_fr_1_a_lead_by_chance_makes_no_difference_of_layers():
    close = told("Q-FR-1", families(*[5] * 9, *[4] * 5, *[5] * 4, each=9))
    assert close.startswith("mean and variance in the one layer of 2")
    assert "the one layer of 2 where a family leads by more than chance: of the quantities" in close


def test_q_xii_1_is_answered_by_what_is_decided_and_by_that_alone():
    none = concluded("mixed", "not tested", "mixed")
    assert none.startswith(UNTOLD) and none.endswith("is confirmed or refuted beyond chance.")
    one = concluded("mixed", "refuted", "not tested")
    assert one.endswith("a feature of this network is something that twenty points are needed for.")
    assert "example" not in one and "element" not in one
    every = concluded("confirmed", "confirmed", "confirmed")
    assert "nothing that an ascent" in every and "an element" in every
    assert "nothing that hangs on twenty points" in every


def test_q_xii_1_from_a_verdict_within_chance_of_a_bar_nothing_follows():
    sure, near = Judgement("refuted", "10 points"), Judgement("refuted", f"10 points{UNSURE}")
    assert (beyond_chance(sure), beyond_chance(near)) == ("refuted", "mixed")


def test_q_xii_1_the_verdicts_that_a_synthesis_rests_on_are_those_of_the_judges(take):
    results = [take(item) for item in (CONCEPT, SEPARATION, ELEMENTS, TWINS)]
    said = answer_feature(*results)
    for claim in CLAIMS:
        if claim.id in ("C-V-9", "C-VI-6", "C-VII-5"):
            (of,) = claim.of
            verdict = claim.judged.judge(take(of)).verdict
            assert f"is {verdict}" in said


def test_q_xii_1_trainings_that_hardly_learned_tell_nothing_of_what_training_finds(take):
    *others, twins = (take(item) for item in (CONCEPT, SEPARATION, ELEMENTS, TWINS))
    for reads, told in ((0.3, True), (0.9, False)):
        said = answer_feature(*others, replace(twins, accuracy=np.full(4, reads)))
        assert ("That tells nothing of what training finds" in said) == told
    assert said.count("%") == 1 and "reads them together" in said
