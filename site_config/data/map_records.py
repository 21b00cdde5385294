"""What the files about maps hold: one for each map, one with the numbers of a layer, the list of
all.
"""

from __future__ import annotations

from pydantic import Field

from site_config.data.records import Cited, Data, File, Head, Measured, Named


class Meaning(Data):
    """A number that maps have, or their OIPs."""

    id: str
    label: str
    """What readers call it."""
    reading: str
    """What it says, in plain words."""
    formula: str
    """In TeX; empty where none says more than the words."""
    unit: str
    """What its value counts in: 'share' is a share of 1, which readers see in percent; empty for a
    plain number or a ratio."""
    top: Measured
    """The largest value that it can have; null where there is no such end."""


class Told(Data):
    """The value of one number for one map."""

    value: Measured
    """As it was measured; null where the map has none."""
    told: str
    """As readers see it."""


class Trusted(Told):
    """A number that says how far a picture is to be trusted."""

    beside: Measured
    """What it is to be held against; null where there is nothing."""
    less: int | None
    """Percent of the layer's other maps that have less of it; null where that is not known."""
    means: str
    """What it says of this map, in a sentence."""


class Oip(Data):
    """The picture that excites a map most of all that were found in one domain."""

    response: Told
    """The mean activation of the map in answer to it."""
    numbers: dict[str, Trusted]
    """By the id of the number."""
    began: str
    """What the picture began with."""
    woken_by: str
    """The first search that moved the map."""
    seed: int | None
    """Of the start it began with; null where that was an image."""
    pixels: File
    """Its standardised pixels."""


class Strongest(Data):
    """A training image that excites a map."""

    index: int
    """Its number among the training images, from 0."""
    label: int
    response: Measured
    """The mean activation of the map."""


class Listed(Named):
    """A map in the list of all."""

    layer: str
    map: int
    """Its number in the layer, from 0."""
    status: str
    """What is known of when it fires: normal, rare, synthetic only, never seen firing, proven
    dead."""
    class_: int | None = Field(alias="class")
    """Whose test images it answers most; null where it answers none, or two of them as much."""
    rate: Measured
    """The share of the training images on which it fires."""
    response: dict[str, Measured]
    """The mean activation of the map in answer to its OIP, by domain; null where none was found."""
    picture: File | None
    """Its OIP, or else a picture that drives it down."""


class Map(Cited, Listed):
    """A map, with all that was measured of it."""

    meanings: tuple[Meaning, ...]
    """What the numbers of the map, then those of its OIPs, are called and mean."""
    measured: dict[str, Told]
    """Numbers that have nothing to do with a picture, by their ids."""
    oips: dict[str, Oip | None]
    """By domain: the sphere of standardised images, or the box of pixels that a file can hold; null
    where no start excited the map."""
    mean_response_by_class: tuple[Measured, ...]
    """The mean activation over the test images of each class, from class 0."""
    strongest_training_images: tuple[Strongest, ...]
    """Those alone that excite it, the strongest first."""
    pictures: tuple[File, ...]
    """Those of its page, large ones first."""
    data: tuple[File, ...]
    """Arrays of all maps of the layer that this is taken from."""


class Layer(Data):
    """A layer whose maps are listed."""

    layer: str
    maps: int
    address: str
    """Of its page, below the site."""
    numbers: str
    """The address of a file with all numbers of all its maps, below the site."""


class Maps(Head):
    """All maps that have a page, layer by layer from the input up."""

    layers: tuple[Layer, ...]
    """From the input up."""
    meanings: tuple[Meaning, ...]
    """What the numbers in the list, and in the files of the maps, are called and mean."""
    maps: tuple[Listed, ...]
    """Layer by layer, in the order of their numbers."""
