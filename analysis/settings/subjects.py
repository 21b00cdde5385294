"""Another subject than that of the series: a network, the images that it is shown, and how much is
looked at.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from analysis.settings.kinds import Section
from analysis.toml_files import is_line, markup_in

EXAMPLE = "example:"  # how the name of one begins
LICENCE = re.compile(r"[A-Za-z0-9.+-]*")


def _line(text: str) -> str:
    # it stands in tables, in headers of pages, in files of citations
    if not is_line(text):
        raise ValueError(f"should be a text of one line; received {text[:60]!r}")
    if text and not text.strip():
        raise ValueError("holds nothing but spaces; leave it out")
    return text


def _said(text: str) -> str:
    if one := markup_in(text):
        raise ValueError(f"is said as it stands, and {one!r} would be markup; leave it out")
    return text


def _one_name(text: str) -> str:
    if "," in text or ";" in text:
        raise ValueError(f"should be one name, without commas; received {text[:60]!r}")
    return text


def _licence(text: str) -> str:
    if not LICENCE.fullmatch(text):
        raise ValueError(
            f"should be an identifier as SPDX lists it, e.g. CC-BY-4.0; received {text[:60]!r}"
        )
    return text


def _day(said: object) -> str:
    text = str(said)  # of a day TOML has a kind of its own
    if text:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"should be a day like 2026-11-21; received {text[:60]!r}") from None
    return text


Line = Annotated[str, AfterValidator(_line)]
Said = Annotated[Line, AfterValidator(_said)]
Text = Annotated[str, Field(min_length=1), AfterValidator(_line)]


class SubjectSettings(Section):
    network: Text = Field(
        description="a .keras or .h5 file, or example:NAME, one that is trained here"
    )
    images: Text = Field(
        description="a file or folder of images, as analysis/images/reading reads them, or"
        " example:NAME"
    )
    labels: Line = Field(default="", description="a file of labels, where images have none beside")
    test: Line = Field(
        default="", description="a file or folder of further images, that judge; else all of them"
    )
    test_labels: Line = Field(default="", description="likewise of these")
    scale: Text = Field(
        default="standardise", description="how values of pixels became those of the training"
    )
    layers: tuple[Text, ...] = Field(
        default=(), description="layers with maps that are looked at; without any, all"
    )
    maps: tuple[Text, ...] = Field(
        default=(),
        description="maps that are looked at, as `0-15,40` of each of these layers or as"
        " `LAYER=0-15,40` of one; without any, all",
    )
    block: Annotated[int, Field(ge=1)] = Field(
        default=128,
        description="how many maps of a layer are searched together at most; larger layers are"
        " searched block by block, which workers of a cluster share",
    )
    profile: Literal["quick", "full", "thorough"] = Field(
        default="quick", description="whose ascents are taken"
    )
    colours: Literal["as-stored", "decorrelated"] = Field(
        default="as-stored",
        description="among which colours an ascent moves: those of the"
        " channels, or a basis in which those of the images are uncorrelated",
    )
    author: Annotated[Said, AfterValidator(_one_name)] = Field(
        default="", description="who is cited for the site, one name"
    )
    licence: Annotated[Line, AfterValidator(_licence)] = Field(
        default="",
        description="under which the site may be used, as SPDX lists it (CC-BY-4.0); else none is"
        " told",
    )
    version: Said = Field(
        default="", description="of the site, for its citations; else none is told"
    )
    released: Annotated[Line, BeforeValidator(_day)] = Field(
        default="", description="the day that citations of the site name, else the first command's"
    )
    title: Said = Field(default="", description="how the site is called, else by its name")

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        """Refuse what would be passed over without a word."""
        if self.test_labels and not self.test:
            raise ValueError("key 'test_labels' belongs to 'test', which is missing")
        for key, labels in (("images", "labels"), ("test", "test_labels")):
            if getattr(self, key).startswith(EXAMPLE) and getattr(self, labels):
                raise ValueError(f"key {labels!r}: {getattr(self, key)} has labels of its own")
        if self.images.startswith(EXAMPLE) and self.test:
            raise ValueError(f"key 'test': {self.images} has further images of its own, that judge")
        return self

    @property
    def decorrelated(self) -> bool:
        """Whether ascents move in a basis in which the colours of the images are uncorrelated."""
        return self.colours == "decorrelated"
