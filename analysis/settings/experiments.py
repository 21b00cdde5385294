"""The questions beside the main line, one table for each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from analysis.settings.kinds import (
    ByLayer,
    Count,
    Falling,
    Length,
    Penalty,
    Rate,
    Rising,
    Section,
    ShareOrNone,
)

# px; those that fill a picture of 168 px and have a middle
Tile = Literal[168, 84, 56, 42, 28, 24, 14, 12]


class Distributions(Section):
    images: int = Field(ge=50, le=10_000, description="test images whose values are looked at")
    nodes: int = Field(ge=1, le=676, description="nodes drawn of each map and image")
    untrained: int = Field(
        ge=1, le=100, description="untrained networks that the trained one is compared with"
    )
    blocks: int = Field(
        ge=4, le=10_000, description="parts of a set of starts whose largest responses are fitted"
    )


class Variants(Section):
    images: int = Field(
        ge=100, le=60_000, description="training images of each short run, from the front"
    )
    epochs: int = Field(ge=1, le=10_000, description="passes of each short run over its images")
    mlp_epochs: int = Field(
        ge=1, le=10_000, description="passes of the MLPs that are trained longer"
    )
    batch_size: Count = Field(description="images per step")
    warm_up: ShareOrNone = Field(
        description="share of the steps of an sgd run over which the rate rises from 0"
    )
    seeds: int = Field(
        ge=2, le=1000, description="runs of each recipe; all recipes use the same seeds"
    )
    held_out: int = Field(
        ge=50,
        le=10_000,
        description="evenly spaced test images, and as many validation images, that judge a run",
    )
    rates: Annotated[tuple[Rate, ...], Field(min_length=1, max_length=100), Rising] = Field(
        description=(
            "rates tried for each schedule and momentum, rising, in units of a momentum of 0"
        ),
    )
    penalties: Annotated[
        tuple[Annotated[Penalty, Field(gt=0)], ...], Field(min_length=1, max_length=100), Rising
    ] = Field(description="values of lambda, rising, that are compared with 0")


class MlpRuns(Section):
    repetitions: int = Field(
        ge=1,
        le=1000,
        description="trainings of the comparison MLP from other seeds, beside the published one",
    )


class Clusters(Section):
    counts: Annotated[
        tuple[Annotated[int, Field(ge=2, le=60_000)], ...],
        Field(min_length=2, max_length=100),
        Rising,
    ] = Field(description="numbers of clusters, rising; the centres of the second are shown")
    runs: int = Field(
        ge=2,
        le=1000,
        description=(
            "seeds; each clusters anew and trains an MLP on the distances, and one on pixels"
        ),
    )
    passes: int = Field(
        ge=1, le=10_000, description="passes of the clustering over the training images"
    )
    epochs: int = Field(ge=2, le=10_000, description="passes of each MLP over the training images")


class Twins(Section):
    images: int = Field(
        ge=500, le=60_000, description="training images of each of the four, from the front"
    )
    epochs: int = Field(ge=1, le=10_000, description="passes of each over them")


class Robustness(Section):
    trainings: int = Field(
        ge=1,
        le=100,
        description="trainings that each claim is judged on, the published one among them",
    )
    alternatives: bool = Field(
        description="whether each claim is judged with other choices too, one at a time"
    )


class Dreams(Section):
    steps: int = Field(
        ge=1, le=100_000, description="steps of the series' ascent in one turn of carving"
    )
    turns: int = Field(ge=1, le=1000, description="turns of carving")
    tiles: Annotated[tuple[Tile, ...], Field(min_length=2), Falling] = Field(
        description="px; sides of the tiles, falling, each a divisor of the picture's side",
    )
    scale_turns: int = Field(ge=1, le=1000, description="turns at the scale of each tile")
    maps: int = Field(
        ge=2, le=128, description="maps of Conv2D_3, at even distances, that are carved"
    )


class Convergence(Section):
    maps: int = Field(
        ge=1, le=128, description="maps of Conv2D_3, at even distances, that climb in every way"
    )
    starts: int = Field(
        ge=2, le=64, description="starts that climb for each of them, the first that it answers"
    )
    scale_maps: int = Field(
        ge=1, le=128, description="maps, likewise, that climb from starts of each scale"
    )
    scale_starts: int = Field(ge=2, le=64, description="starts of each scale that climb")
    step_sizes: Annotated[tuple[Length, ...], Field(min_length=2, max_length=16), Rising] = Field(
        description="lengths of a step, rising, in units of the gradient's rms, that are compared"
    )


class Others(Section):
    epochs: int = Field(
        ge=1, le=10_000, description="passes of each network of other images over them"
    )
    starts: int = Field(
        ge=2, le=4096, description="starts that climb for each map of a network of other images"
    )
    strangers: ByLayer = Field(
        description="pictures of other maps that challenge each of these, as in the ladder"
    )
    evaluations: ByLayer = Field(
        description="steps of the challenge that are spent on each of these, likewise"
    )
