"""Images, and how the published networks are trained on them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.settings.kinds import Count, Hidden, Penalty, Rate, Section, Share, ShareOrNone


class Data(Section):
    scaler: Literal["standard", "range"] = Field(
        description=(
            "how grey values become numbers: less their mean, over their deviation; or over the"
            " brightest there can be"
        ),
    )
    training_images: int = Field(
        ge=1000,
        le=60000,
        description="how many of the official training images are used, from the front",
    )
    validation_images: int = Field(
        ge=100,
        le=59500,
        description="how many of these, from the end, are kept for choices and never trained on",
    )
    test_images: int = Field(
        ge=500,
        le=10000,
        description="how many of the official test images are used, from the front",
    )


class Recipe(Section):
    optimiser: Literal["rmsprop", "sgd", "adam"]
    learning_rate: Rate = Field(description="highest rate of the schedule, per step")
    schedule: Literal["constant", "cosine"] = Field(
        description="course of the rate over all steps; cosine ends at 0"
    )
    warm_up: ShareOrNone = Field(
        description="share of all steps over which the rate rises linearly from 0"
    )
    momentum: ShareOrNone = Field(description="of sgd; 0 for the others")
    l2: Penalty = Field(
        description=(
            "lambda of the penalty lambda * sum(kernel ** 2) on every kernel; biases are free"
        ),
    )
    batch_size: Count = Field(description="images per step")
    epochs: int = Field(ge=1, le=10_000, description="passes over the training images")


class Training(Section):
    first_run: Recipe
    full_recipe: Recipe
    mlp: Recipe
    mlp_hidden: Hidden = Field(description="nodes of the hidden layers of the comparison MLP")


class Examples(Section):
    # numbers and figures of parts IV to VI speak of just so many, one by one
    clear: Literal[3] = Field(description="clear images of each of the digits 4 and 9")
    unclear: Literal[2] = Field(description="unclear images of the digit 4")
    quantile: Share = Field(
        description="quantile of a node's activations over the training images that 'on' refers to",
    )
    on_share: Share = Field(description="a node is on above this share of that quantile")
