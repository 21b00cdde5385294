"""Part XII's last question, as far as claims answer it."""

from __future__ import annotations

from analysis.artifacts import Verdict
from analysis.catalogue.claims.bars import within_chance
from analysis.catalogue.claims.concept import judge_concept
from analysis.catalogue.claims.elements import judge_shifted
from analysis.catalogue.claims.points import judge_combination
from analysis.catalogue.declarations import UNTOLD, Answered, Judgement
from analysis.catalogue.series.ascents import ELEMENTS
from analysis.catalogue.series.concept import CONCEPT
from analysis.catalogue.series.points import SEPARATION
from analysis.catalogue.series.twins import TWINS, unlearned
from analysis.figures.activations import listed
from analysis.figures.style import per_cent
from analysis.figures.twins import ALIKE
from analysis.results.concept import Concept
from analysis.results.elements import Elements
from analysis.results.points import Separation
from analysis.results.twins import Twins

# what each of the three claims says of a feature, by its verdict; others decide nothing
CONCEPTS = {
    "confirmed": "nothing that an ascent could make an example of a 4 from",
    "refuted": "enough to lead an ascent to an example of a 4",
}
COMBINATIONS = {
    "confirmed": "nothing that hangs on twenty points alone",
    "refuted": "something that twenty points are needed for",
}
ELEMENTS_OF = {
    "confirmed": "an element that pictures are built from, shifted",
    "refuted": "no element that pictures are built from, shifted",
}


def beyond_chance(judgement: Judgement) -> Verdict:
    """Return a verdict as far as something can follow from it: from one that chance may have made
    another nothing does.
    """
    return "mixed" if within_chance(judgement) else judgement.verdict


def concluded(concept: Verdict, combination: Verdict, shifted: Verdict) -> str:
    """Return what a feature of this network is as far as the three claims decide it."""
    told = (CONCEPTS.get(concept), COMBINATIONS.get(combination), ELEMENTS_OF.get(shifted))
    decided = [one for one in told if one]
    if not decided:
        return (
            f"{UNTOLD}: none of the three claims that are asked here is confirmed or refuted"
            " beyond chance."
        )
    return (
        "As far as the three claims that are asked here decide it, a feature of this network is"
        f" {listed(decided)}."
    )


def answer_feature(
    concept: Concept, separation: Separation, elements: Elements, twins: Twins
) -> str:
    """Q-XII-1: the verdicts that a synthesis rests on, and how many maps two trainings share."""
    shared = per_cent(float((twins.likeness >= ALIKE)[twins.differs == "both"].mean()))
    few = unlearned(twins)
    so = f" That tells nothing of what training finds: {few}." if few else ""
    judged = (judge_concept(concept), judge_combination(separation), judge_shifted(elements))
    no_concept, spread, shifted = (
        f"{one.verdict}{', within chance of a bar' if within_chance(one) else ''}" for one in judged
    )
    return (
        f"{concluded(*map(beyond_chance, judged))} That the network holds no"
        f" constructive concept of a 4 is {no_concept}; that the decision between 4 and 9 does not"
        f" hang on the twenty best points is {spread}; that OIPs superpose shifted copies of"
        f" one element is {shifted}. And {shared} of the maps of a short training have a"
        " partner that answers alike in one with other initial weights and another order of the"
        f" images.{so} The page 'What, then, is a feature?' reads them together."
    )


ANSWERED: tuple[Answered, ...] = (
    Answered("Q-XII-1", (CONCEPT, SEPARATION, ELEMENTS, TWINS), answer_feature),
)
