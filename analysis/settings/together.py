"""What the numbers of a profile demand of one another, each demand a row of one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

LEFT = 500  # images at least that are left to train on
LARGEST = 1e-3  # penalty that a choice may fall on, as the recipes are measured


@dataclass(frozen=True)
class Rule:
    """A demand on several keys: ``holds`` takes their values in this order."""

    keys: tuple[str, ...]
    holds: Callable[..., bool]
    demand: str

    def broken(self, settings: Any) -> str | None:
        """Return what is said where the demand is not met."""
        values = [_value(settings, key) for key in self.keys]
        if self.holds(*values):
            return None
        said = [f"{key} = {_written(value)}" for key, value in zip(self.keys, values, strict=True)]
        return f"{', '.join(said)}: {self.demand}"


def _value(settings: Any, key: str) -> Any:
    for part in key.split("."):
        settings = getattr(settings, part)
    return settings


def _written(value: Any) -> str:
    return repr(list(value)) if isinstance(value, tuple) else repr(value)


def _fits(part: float, whole: float) -> bool:
    return part <= whole


def _sgd_alone(optimiser: str, momentum: float) -> bool:
    return optimiser == "sgd" or momentum == 0


def _strangers_can_climb(
    evaluations: tuple[int, ...], strangers: tuple[int, ...], steps: tuple[int, ...]
) -> bool:
    """Return whether on every layer the steps for each map are enough for its strangers."""
    rows = zip_longest(evaluations, strangers, steps)
    last = (evaluations[-1], strangers[-1], steps[-1])
    by_layer = [
        [own if own is not None else end for own, end in zip(row, last, strict=True)]
        for row in rows
    ]
    return all(spent >= count * each for spent, count, each in by_layer)


def _of_recipe(run: str) -> tuple[Rule, ...]:
    recipe = f"training.{run}"
    return (
        Rule(
            (f"{recipe}.optimiser", f"{recipe}.momentum"),
            _sgd_alone,
            "only sgd has a momentum, for the others it is 0.0",
        ),
        Rule(
            (f"{recipe}.batch_size", "data.training_images", "data.validation_images"),
            lambda batch, images, kept: batch <= images - kept,
            "a step cannot take more images than there are left to train on",
        ),
    )


# the first come first: what exists, then what is done with it
RULES = (
    Rule(
        ("data.validation_images", "data.training_images"),
        lambda kept, images: kept <= images - LEFT,
        f"of the training images, {LEFT} at least must be left to train on",
    ),
    *_of_recipe("first_run"),
    *_of_recipe("full_recipe"),
    *_of_recipe("mlp"),
    Rule(("evolution.frames", "oip.steps"), _fits, "there are no more frames than steps"),
    Rule(("ladder.last_step", "ladder.first_step"), _fits, "steps get shorter, not longer"),
    Rule(
        ("ladder.starts", "ladder.candidates"), _fits, "a scan needs as many candidates as starts"
    ),
    Rule(
        ("ladder.challenge.last_step", "ladder.challenge.first_step"),
        _fits,
        "steps get shorter, not longer",
    ),
    Rule(
        (
            "ladder.challenge.evaluations",
            "ladder.challenge.strangers",
            "ladder.challenge.steps",
        ),
        _strangers_can_climb,
        "on each layer, strangers times steps must not exceed evaluations",
    ),
    Rule(
        ("others.evaluations", "others.strangers", "ladder.challenge.steps"),
        _strangers_can_climb,
        "on each layer, strangers times steps must not exceed evaluations",
    ),
    Rule(
        ("others.starts", "ladder.candidates"), _fits, "a scan needs as many candidates as starts"
    ),
    Rule(("distributions.images", "data.test_images"), _fits, "there are no more test images"),
    Rule(
        ("precursor.candidates", "distributions.blocks"),
        lambda candidates, blocks: candidates >= 16 * blocks,
        "a sixteenth of the candidates is parted into the blocks, so 16 times as many are needed",
    ),
    Rule(
        ("variants.images", "data.training_images", "data.validation_images"),
        lambda used, images, kept: used <= images - kept,
        "there are no more images left to train on",
    ),
    Rule(
        ("twins.images", "data.training_images", "data.validation_images"),
        lambda used, images, kept: used <= images - kept,
        "there are no more images left to train on",
    ),
    Rule(
        ("training.full_recipe.batch_size", "twins.images"),
        _fits,
        "a step cannot take more images",
    ),
    Rule(("variants.batch_size", "variants.images"), _fits, "a step cannot take more images"),
    Rule(
        ("variants.penalties",),
        lambda penalties: penalties[0] <= LARGEST,
        f"one of them must not exceed {LARGEST}, which the choice among them falls on",
    ),
    Rule(
        ("variants.epochs", "variants.mlp_epochs"),
        lambda epochs, longer: epochs < longer,
        "MLPs that are trained longer need more epochs",
    ),
    Rule(
        ("variants.held_out", "data.validation_images", "data.test_images"),
        lambda judging, kept, test: judging <= min(kept, test),
        "there are no more validation or test images",
    ),
    Rule(
        ("clusters.counts", "data.training_images", "data.validation_images"),
        lambda counts, images, kept: max(counts) <= images - kept,
        "there cannot be more clusters than images left to train on",
    ),
)


def first_broken(settings: Any) -> str | None:
    """Return what is said of the first demand that is not met, or None."""
    return next((said for rule in RULES if (said := rule.broken(settings))), None)
