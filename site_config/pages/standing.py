"""How verdicts stand: on other trainings, and where a choice of ours is made otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.artifacts import (
    ChoiceRecord,
    ClaimRecord,
    Manifest,
    VariationKind,
    VariationRecord,
    Verdict,
    VerdictRecord,
)
from analysis.counts import out_of

PUBLISHED = "the published one"


@dataclass(frozen=True)
class Training:
    """One training of a claim's table: its seed, and the verdict that it gives."""

    name: str
    seed: int
    told: ClaimRecord | VerdictRecord


@dataclass(frozen=True)
class Other:
    """A verdict under an alternative to one of our choices."""

    variation: str
    what: str
    says: str
    told: VerdictRecord


@dataclass(frozen=True)
class Share:
    """In how many of some verdicts a claim holds, those left aside for which too little was there
    to be tested; empty where that is so of all.
    """

    holds: int
    of: int

    def __str__(self) -> str:
        return f"{self.holds} of {self.of}" if self.of else ""

    def told(self, one: str, many: str) -> str:
        """Return it within a sentence, with the word for what is counted."""
        return out_of(self.holds, self.of, one, many)


@dataclass(frozen=True)
class Standing:
    """The verdicts on one claim. On the smaller sample there is none where no alternatives were
    judged.
    """

    claim: ClaimRecord
    trainings: tuple[Training, ...]
    smaller: VerdictRecord | None
    alternatives: tuple[Other, ...]

    @property
    def on_trainings(self) -> Share:
        return _share(one.told.verdict for one in self.trainings)

    @property
    def touching(self) -> tuple[Other, ...]:
        """Those alternatives that change anything the claim is judged by."""
        return tuple(one for one in self.alternatives if one.told.touched)

    @property
    def on_alternatives(self) -> Share:
        return _share(one.told.verdict for one in self.touching)

    @property
    def differing(self) -> tuple[Other, ...]:
        """Those alternatives whose verdict is another one than that of the smaller sample."""
        return tuple(
            one
            for one in self.touching
            if self.smaller and one.told.verdict != self.smaller.verdict
        )


def trainings_of(manifest: Manifest) -> int:
    """Return how many trainings claims are judged on, the published one among them."""
    return 1 + len(_of_kind(manifest, "training"))


def _share(verdicts: Iterable[Verdict]) -> Share:
    told = [one for one in verdicts if one != "not tested"]
    return Share(told.count("confirmed"), len(told))


def _of_kind(manifest: Manifest, kind: VariationKind) -> list[VariationRecord]:
    return [one for one in manifest.variations if one.kind == kind]


def _on(variation: VariationRecord, claim: str) -> VerdictRecord:
    return next(one for one in variation.verdicts if one.claim == claim)


def _trainings(manifest: Manifest, claim: ClaimRecord) -> tuple[Training, ...]:
    others = (
        Training(one.id.replace("-", " "), one.changes["seed"], _on(one, claim.id))
        for one in _of_kind(manifest, "training")
    )
    return (Training(PUBLISHED, manifest.settings["seed"], claim), *others)


def standing(manifest: Manifest, claim: ClaimRecord) -> Standing:
    """Return all verdicts on a claim; of one that nothing judges, no others than its own."""
    if not claim.of:
        return Standing(claim, (), None, ())
    smaller = [_on(one, claim.id) for one in _of_kind(manifest, "smaller")]
    named = {choice.id: choice for choice in manifest.choices}
    others = tuple(
        _other(one, named[one.choice], claim) for one in _of_kind(manifest, "alternative")
    )
    return Standing(claim, _trainings(manifest, claim), smaller[0] if smaller else None, others)


def _other(variation: VariationRecord, choice: ChoiceRecord, claim: ClaimRecord) -> Other:
    says = choice.alternatives[variation.id]
    return Other(variation.id, choice.what, says, _on(variation, claim.id))


def changed_by(told: Iterable[Standing], variation: str) -> list[tuple[str, Verdict, Verdict]]:
    """Return the claims on which an alternative gives another verdict than the smaller sample:
    claim, verdict there, verdict here.
    """
    return [
        (one.claim.id, one.smaller.verdict, other.told.verdict)
        for one in told
        for other in one.differing
        if one.smaller and other.variation == variation
    ]
