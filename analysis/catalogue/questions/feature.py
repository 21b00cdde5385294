"""Part XII's last question, as far as claims answer it."""

from __future__ import annotations

from analysis.catalogue.claims.concept import judge_concept
from analysis.catalogue.claims.elements import judge_shifted
from analysis.catalogue.claims.points import judge_combination
from analysis.catalogue.declarations import Answered
from analysis.catalogue.series.ascents import ELEMENTS
from analysis.catalogue.series.concept import CONCEPT
from analysis.catalogue.series.points import SEPARATION
from analysis.catalogue.series.twins import TWINS
from analysis.figures.style import per_cent
from analysis.figures.twins import ALIKE
from analysis.results.concept import Concept
from analysis.results.elements import Elements
from analysis.results.points import Separation
from analysis.results.twins import Twins


def answer_feature(
    concept: Concept, separation: Separation, elements: Elements, twins: Twins
) -> str:
    """Q-XII-1: the verdicts that a synthesis rests on, and how many maps two trainings share."""
    shared = per_cent(float((twins.likeness >= ALIKE)[twins.differs == "both"].mean()))
    return (
        "Three claims speak to it: that the network holds no constructive concept of a 4 is"
        f" {judge_concept(concept).verdict}; that combinations across maps decide, and not single"
        f" points, is {judge_combination(separation).verdict}; that OIPs superpose shifted copies"
        f" of one element is {judge_shifted(elements).verdict}. And {shared} of the maps of a short"
        " training have a partner in another one that answers alike. The page 'What, then, is a"
        " feature?' reads them together."
    )


ANSWERED: tuple[Answered, ...] = (
    Answered("Q-XII-1", (CONCEPT, SEPARATION, ELEMENTS, TWINS), answer_feature),
)
