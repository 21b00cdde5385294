"""What the series asked and left open: each question with an answer that is computed from results
and never typed, or with what an answer would need.

``questions.toml`` holds the words of all of them, in the order of the series; ``answers``,
``ascents`` and ``companions`` hold the answers.
"""

from __future__ import annotations

from analysis.catalogue.asked import asked
from analysis.catalogue.declarations import Answered, Question
from analysis.catalogue.questions import (
    answers,
    ascents,
    companions,
    feature,
    mixtures,
    translation,
    twins,
    wakers,
)

ROOMS = (answers, ascents, companions, feature, mixtures, translation, twins, wakers)
ANSWERED: dict[str, Answered] = {one.id: one for room in ROOMS for one in room.ANSWERED}
QUESTIONS: tuple[Question, ...] = tuple(
    Question(id, words, ANSWERED.get(id)) for id, words in asked().items()
)
