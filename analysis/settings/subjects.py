"""Another subject than that of the series: a network, the images that it is shown, and how much is
looked at.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from analysis.settings.kinds import Section

Text = Annotated[str, Field(min_length=1)]


class SubjectSettings(Section):
    network: Text = Field(
        description="a .keras or .h5 file, or example:NAME, one that is trained here"
    )
    images: Text = Field(
        description="a file or folder of images, as analysis/images/reading reads them, or"
        " example:NAME"
    )
    labels: str = Field(default="", description="a file of labels, where images have none beside")
    test: str = Field(
        default="", description="a file or folder of further images, that judge; else all of them"
    )
    test_labels: str = Field(default="", description="likewise of these")
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
    author: str = Field(
        default="", pattern=r"^[^,;]*$", description="who is cited for the site, one name"
    )
    licence: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9.+-]*$",
        description="under which the site may be used, as SPDX lists it (CC-BY-4.0); else none is"
        " told",
    )
    version: str = Field(
        default="", description="of the site, for its citations; else none is told"
    )
    title: str = Field(default="", description="how the site is called, else by its name")

    @property
    def decorrelated(self) -> bool:
        """Whether ascents move in a basis in which the colours of the images are uncorrelated."""
        return self.colours == "decorrelated"
