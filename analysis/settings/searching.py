"""The ascents: the series' own, the ladder and its challenge, and what is shown of them."""

from __future__ import annotations

from pydantic import Field

from analysis.settings.kinds import ByLayer, Count, Grids, Length, Section, Weights


class Fluctuation(Section):
    conv2d_1: Weights = Field(description="weights of the grids for Conv2D_1")
    conv2d_2: Weights = Field(description="weights of the grids for Conv2D_2")
    conv2d_3: Weights = Field(description="weights of the grids for Conv2D_3")

    def weights(self, layer: str) -> tuple[float, float, float, float]:
        """Return the weights for a layer of the series, e.g. ``Conv2D_3``."""
        return getattr(self, layer.lower())


class Oip(Section):
    steps: int = Field(ge=10, le=100_000, description="steps of the ascent")
    step_size: Length = Field(description="length of a step in units of the gradient's rms")
    starts: int = Field(
        ge=1,
        le=4096,
        description="start images that are tried for each map before it counts as silent",
    )
    grids: Grids = Field(description="nodes per side of the grids of random values, rising")
    fluctuation: Fluctuation


class Challenge(Section):
    strangers: ByLayer = Field(
        description=(
            "pictures of other maps, or on one scale, that climb for each map, by layer from the"
            " input up; the last number holds for all layers that follow"
        ),
    )
    scales: int = Field(
        ge=1, le=1000, description="starts on each scale alone that may be strangers"
    )
    evaluations: ByLayer = Field(
        description="steps spent on each map, all climbs together, likewise by layer",
    )
    steps: ByLayer = Field(description="steps of one climb, likewise by layer")
    first_step: Length = Field(description="length of its first step, in the ladder's units")
    last_step: Length = Field(description="length of its last step")


class Ladder(Section):
    starts: int = Field(ge=2, le=4096, description="starts that climb for each map, in each domain")
    steps: int = Field(ge=10, le=100_000, description="steps of an annealed ascent")
    first_step: Length = Field(
        description=(
            "length of its first step, in units of the gradient's rms and of the image's deviation"
        ),
    )
    last_step: Length = Field(description="length of its last step")
    wake: int = Field(
        ge=5,
        le=100_000,
        description="steps on the pre-activation for a start that the map is silent to",
    )
    candidates: int = Field(
        ge=16,
        le=1_000_000,
        description="start images scanned for maps that answer no plain start",
    )
    weights: Weights = Field(description="weights of the candidates' grids")
    challenge: Challenge


class Evolution(Section):
    frames: int = Field(
        ge=1, le=64, description="intermediate frames; the first and the last image are added"
    )
    more_starts: int = Field(
        ge=1, le=63, description="other converging starts shown beside the first"
    )


class Precursor(Section):
    candidates: int = Field(ge=16, le=1_000_000, description="start images in one scan")
    weights: Weights = Field(description="weights of the grids")


class Spectrum(Section):
    samples: Count = Field(ge=8, description="start images averaged in a spectrum")
