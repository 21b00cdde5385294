"""The shape of a profile: every number that a run depends on, checked before anything starts.

A profile is a TOML file in ``site_config/profiles``. It may extend another one and then holds only
what differs. Unknown keys are refused, so that a mistyped setting can never be silently ignored.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.problem import Problem, nearest

PROFILES = Path(__file__).parent.parent / "site_config" / "profiles"


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Data(Section):
    training_images: int = Field(
        ge=1000,
        le=60000,
        description="how many of the official training images are used, from the front",
    )
    validation_images: int = Field(
        ge=100,
        description="how many of these, from the end, are kept for choices and never trained on",
    )
    test_images: int = Field(
        ge=500,
        le=10000,
        description="how many of the official test images are used, from the front",
    )


class Recipe(Section):
    optimiser: Literal["rmsprop", "sgd", "adam"]
    learning_rate: float = Field(gt=0, description="highest rate of the schedule, per step")
    schedule: Literal["constant", "cosine"] = Field(
        description="course of the rate over all steps; cosine ends at 0"
    )
    warm_up: float = Field(
        ge=0, lt=1, description="share of all steps over which the rate rises linearly from 0"
    )
    momentum: float = Field(ge=0, lt=1, description="only used by sgd")
    l2: float = Field(
        ge=0,
        description=(
            "lambda of the penalty lambda * sum(kernel ** 2) on every kernel; biases are free"
        ),
    )
    batch_size: int = Field(ge=1, description="images per step")
    epochs: int = Field(ge=1, description="passes over the training images")


class Training(Section):
    first_run: Recipe
    full_recipe: Recipe
    mlp: Recipe
    mlp_hidden: tuple[int, ...] = Field(
        description="nodes of the hidden layers of the comparison MLP"
    )


class Examples(Section):
    clear: int = Field(ge=1, description="clear images of each of the digits 4 and 9")
    unclear: int = Field(ge=1, description="unclear images of the digit 4")
    quantile: float = Field(
        gt=0,
        lt=1,
        description="quantile of a node's activations over the training images that 'on' refers to",
    )
    on_share: float = Field(
        gt=0, lt=1, description="a node is on above this share of that quantile"
    )


class Fluctuation(Section):
    conv2d_1: tuple[float, float, float, float] = Field(
        description="weights of the grids for Conv2D_1"
    )
    conv2d_2: tuple[float, float, float, float] = Field(
        description="weights of the grids for Conv2D_2"
    )
    conv2d_3: tuple[float, float, float, float] = Field(
        description="weights of the grids for Conv2D_3"
    )

    def weights(self, layer: str) -> tuple[float, float, float, float]:
        """Return the weights for a layer of the series, e.g. ``Conv2D_3``."""
        return getattr(self, layer.lower())


class Oip(Section):
    steps: int = Field(ge=10, description="steps of the ascent")
    step_size: float = Field(gt=0, description="length of a step in units of the gradient's rms")
    starts: int = Field(
        ge=1, description="start images that are tried for each map before it counts as silent"
    )
    grids: tuple[int, int, int, int] = Field(
        description="nodes per side of the grids of random values"
    )
    fluctuation: Fluctuation


class Challenge(Section):
    strangers: tuple[int, ...] = Field(
        min_length=1,
        description=(
            "pictures of other maps, or on one scale, that climb for each map, by layer from the"
            " input up; the last number holds for all layers that follow"
        ),
    )
    scales: int = Field(ge=1, description="starts on each scale alone that may be strangers")
    evaluations: tuple[int, ...] = Field(
        min_length=1,
        description="steps spent on each map, all climbs together, likewise by layer",
    )
    steps: tuple[int, ...] = Field(
        min_length=1, description="steps of one climb, likewise by layer"
    )
    first_step: float = Field(gt=0, description="length of its first step, in the ladder's units")
    last_step: float = Field(gt=0, description="length of its last step")


class Ladder(Section):
    starts: int = Field(ge=2, description="starts that climb for each map, in each domain")
    steps: int = Field(ge=10, description="steps of an annealed ascent")
    first_step: float = Field(
        gt=0,
        description=(
            "length of its first step, in units of the gradient's rms and of the image's deviation"
        ),
    )
    last_step: float = Field(gt=0, description="length of its last step")
    wake: int = Field(
        ge=5, description="steps on the pre-activation for a start that the map is silent to"
    )
    candidates: int = Field(
        ge=16, description="start images scanned for maps that answer no plain start"
    )
    weights: tuple[float, float, float, float] = Field(
        description="weights of the candidates' grids"
    )
    challenge: Challenge


class Evolution(Section):
    frames: int = Field(
        ge=1, description="intermediate frames; the first and the last image are added"
    )
    more_starts: int = Field(ge=1, description="other converging starts shown beside the first")


class Precursor(Section):
    candidates: int = Field(ge=16, description="start images in one scan")
    weights: tuple[float, float, float, float] = Field(description="weights of the grids")


class Spectrum(Section):
    samples: int = Field(ge=8, description="start images averaged in a spectrum")


class Distributions(Section):
    images: int = Field(ge=50, description="test images whose values are looked at")
    nodes: int = Field(ge=1, description="nodes drawn of each map and image")
    untrained: int = Field(
        ge=1, description="untrained networks that the trained one is compared with"
    )
    blocks: int = Field(
        ge=4, description="parts of a set of starts whose largest responses are fitted"
    )


class Variants(Section):
    images: int = Field(ge=100, description="training images of each short run, from the front")
    epochs: int = Field(ge=1, description="passes of each short run over its images")
    mlp_epochs: int = Field(ge=1, description="passes of the MLPs that are trained longer")
    batch_size: int = Field(ge=1, description="images per step")
    warm_up: float = Field(
        ge=0, lt=1, description="share of the steps of an sgd run over which the rate rises from 0"
    )
    seeds: int = Field(ge=2, description="runs of each recipe; all recipes use the same seeds")
    held_out: int = Field(
        ge=50,
        description="evenly spaced test images, and as many validation images, that judge a run",
    )
    rates: tuple[float, ...] = Field(
        min_length=1,
        description="rates tried for each schedule and momentum, in units of a momentum of 0",
    )
    penalties: tuple[float, ...] = Field(
        min_length=1, description="values of lambda, rising, that are compared with 0"
    )


class MlpRuns(Section):
    repetitions: int = Field(
        ge=1,
        description="trainings of the comparison MLP from other seeds, beside the published one",
    )


class Clusters(Section):
    counts: tuple[int, ...] = Field(
        min_length=2, description="numbers of clusters, rising; the centres of the second are shown"
    )
    runs: int = Field(
        ge=2,
        description=(
            "seeds; each clusters anew and trains an MLP on the distances, and one on pixels"
        ),
    )
    passes: int = Field(ge=1, description="passes of the clustering over the training images")
    epochs: int = Field(ge=2, description="passes of each MLP over the training images")


class Dreams(Section):
    steps: int = Field(ge=1, description="steps of the series' ascent in one turn of carving")
    turns: int = Field(ge=1, description="turns of carving")
    tiles: tuple[int, ...] = Field(
        min_length=2,
        description="px; sides of the tiles, falling, each a divisor of the picture's side",
    )
    scale_turns: int = Field(ge=1, description="turns at the scale of each tile")
    maps: int = Field(
        ge=2, le=128, description="maps of Conv2D_3, at even distances, that are carved"
    )


class Settings(Section):
    seed: int = Field(ge=0, lt=2**31, description="every other seed derives from this one")
    data: Data
    training: Training
    examples: Examples
    oip: Oip
    ladder: Ladder
    evolution: Evolution
    precursor: Precursor
    spectrum: Spectrum
    variants: Variants
    distributions: Distributions
    mlp_runs: MlpRuns
    clusters: Clusters
    dreams: Dreams


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    both = {
        k: _merge(base[k], v) if isinstance(v, dict) and isinstance(base.get(k), dict) else v
        for k, v in over.items()
    }
    return {**base, **both}


def _read(name: str, folder: Path, heirs: tuple[str, ...] = ()) -> dict[str, Any]:
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = [p.stem for p in folder.glob("*.toml")]
        raise Problem(
            f"profile {name!r} does not exist in {folder.name}/; {nearest(name, known)}. Copy"
            f" {folder.name}/quick.toml to make one."
        )
    try:
        own = tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise Problem(
            f"{folder.name}/{path.name} is not valid TOML: {error}. Mend that line."
        ) from None
    parent = own.pop("extends", None)
    if parent in (*heirs, name):
        raise Problem(
            f"{folder.name}/{path.name} extends itself by way of"
            f" {' -> '.join((*heirs, name, parent))}. Name another profile, or none."
        )
    return _merge(_read(parent, folder, (*heirs, name)), own) if parent else own


def _known_keys(location: tuple[Any, ...]) -> list[str]:
    model: Any = Settings
    for part in location[:-1]:
        model = model.model_fields[part].annotation
    return list(model.model_fields)


def load_settings(profile: str, folder: Path | None = None) -> Settings:
    """Read and check a profile of a folder, by default of ``PROFILES``.

    Raises:
        Problem: the profile does not exist, is not TOML, or has an unknown, missing or mistyped
            key; the message names file, key and what would be right.
    """
    folder = folder or PROFILES
    values = _read(profile, folder)
    try:
        return Settings.model_validate_json(json.dumps(values, default=str), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            hint = (
                f"key {key!r} is unknown;"
                f" {nearest(str(first['loc'][-1]), _known_keys(first['loc']))}"
            )
        else:
            hint = f"key {key!r}: {first['msg']}; received {first.get('input')!r}"
        raise Problem(
            f"{folder.name}/{profile}.toml: {hint}. Mend the profile; analysis/settings.py"
            " describes every key."
        ) from None


def chosen(settings: Settings, keys: tuple[str, ...]) -> dict[str, Any]:
    """Return the named settings by their keys; dotted ones are looked up section by section."""
    dump = settings.model_dump(mode="json")
    values: dict[str, Any] = {}
    for key in keys:
        value: Any = dump
        for part in key.split("."):
            value = value[part]
        values[key] = value
    return values


def fingerprint(settings: Settings, keys: tuple[str, ...]) -> str:
    """Return the named settings as canonical JSON, for use in digests."""
    return json.dumps(chosen(settings, keys), sort_keys=True)
