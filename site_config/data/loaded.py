"""What the files hold that pages load for themselves. Pages make them, and others may read them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from site_config.data.records import Data, Measured

Pair = tuple[int, int]
Row = tuple[Measured, ...]


class Loaded(Data):
    schema_: str = Field(alias="$schema")
    """Its schema, counted from the file."""


class Label(Data):
    """A number that each map has, or its OIPs."""

    id: str
    label: str
    """What readers call it."""
    reading: str
    """What it says, in plain words."""
    percent: bool
    """Whether readers see it times 100."""
    unit: str
    """What its value counts in: 'share' is a share of 1; empty for a plain number or a ratio."""


class Labels(Data):
    """In the order of each map's values."""

    measured: tuple[Label, ...]
    """Numbers that have nothing to do with a picture."""
    oip: tuple[Label, ...]
    """Numbers that an OIP has."""


class Values(Data):
    """Numbers of a map, or of its OIP; none where no OIP was found."""

    values: Row
    """As they were measured; null where the map has none."""
    told: tuple[str, ...]
    """The same as readers see them."""


class Numbers(Data):
    """One map of the layer."""

    map: int
    status: str
    """What is known of when it fires."""
    class_: int | None = Field(alias="class")
    """Whose test images it answers most; null where it answers none, or two of them as much."""
    excited: bool
    """Whether any training image excites it."""
    measured: Values
    """Those that have nothing to do with a picture."""
    oip: dict[str, Values]
    """By domain."""


class Sheet(Data):
    """One file with a picture of each map."""

    file: str
    """Beside this one."""
    ends: tuple[float, float] | None
    """What black and white stand for, where that is the same for all."""


class Pictures(Data):
    """Files with one picture for each map, side by side."""

    across: int
    """Pictures in a row."""
    height: int
    """Pixels of one picture."""
    width: int
    """Pixels of one picture."""
    strongest: str
    """The file with the training images that excite the maps most, beside this one."""
    sphere: dict[str, Sheet]
    """By what shares its black and white: map, layer, network, fixed."""
    box: dict[str, Sheet]
    """By what shares its black and white: map, layer, network, fixed."""


class Plane(Data):
    """Where the maps stand so that those close together respond alike."""

    across: int
    """Columns."""
    down: int
    """Rows."""
    cells: tuple[Pair, ...]
    """Column and row by map."""


class Layer(Loaded):
    """All numbers of all maps of a layer."""

    layer: str
    domains: tuple[str, ...]
    """Of images, in which pictures were looked for."""
    numbers: Labels
    """What the numbers are called and mean."""
    pictures: Pictures
    """Of all maps."""
    plane: Plane
    """Where each map stands on it."""
    maps: tuple[Numbers, ...]
    """In the order of their numbers."""


class Bias(Data):
    layer: str
    added: Row
    """To each class."""


class Share(Data):
    """What the maps of a layer do to the logits, and where their pictures lie."""

    layer: str
    address: str
    """The name of its picture and its activations, without suffix."""
    page: str
    """Of each map, counted from the image's page, with a place for its number."""
    maps: int
    across: int
    """Maps in a row of the picture."""
    size: Pair
    """Width and height of the picture."""
    count: Pair
    """Rows and columns of nodes."""
    first: Pair
    """The pixel at which the field of the first node begins."""
    step: Pair
    """Pixels from a field to the next."""
    field: Pair
    """Rows and columns that a node sees."""
    chosen: tuple[int, ...] | None = None
    """The numbers of these maps, where not all maps of the layer are here."""
    around: Row | None = None
    """What goes around the layer, by branches that do not pass it or by maps that are not here,
    adds to each class; missing where nothing does."""
    behind: Row
    """What the biases behind the layer add to each class."""
    contribution: tuple[Row, ...]
    """What each map adds to the logit (class, map)."""
    lost: tuple[Row, ...]
    """What the logit loses when a map alone is set to zero (class, map)."""


class Decision(Loaded):
    """All that adds up to the logits of one image."""

    image: int
    """Its number among the test images, from 0."""
    label: int | None
    """Null where there are no labels."""
    side: Pair
    """Rows and columns of the image."""
    grey: tuple[int, ...]
    """The pixels of the image, row by row, from 0 for paper to 255 for ink."""
    shown: int
    """How many maps its page lists on each side."""
    logits: Row
    """By class."""
    probabilities: Row
    """By class."""
    names: tuple[str, ...] | None = None
    """What the classes are called, where they are not called by their numbers."""
    pixels: Row
    """What all pixels together add to each logit."""
    paper: Row
    """What those without ink add to it."""
    biases: tuple[Bias, ...]
    """Of all layers with weights."""
    layers: tuple[Share, ...]
    """Those with maps, from the input up."""


class Digit(Data):
    """An image that readers of the lab can begin with."""

    image: int
    """Its number among the test images, from 0."""
    name: str
    label: int | None
    """Null where there are no labels."""
    said: int
    """The class that the network gives it."""
    address: str
    """Of its page, below the site."""
    pixels: str
    """Row by row, in base 64: for each pixel and channel a byte from 0, which is paper, to 255."""


class Hints(Data):
    """Where the maps of a layer stand, and how far hints at them were right."""

    layer: str
    folder: str
    """Of its maps, below the site."""
    pages: bool
    """Whether each map has a page, with its pictures beside it."""
    choices: dict[str, Row]
    """How often a hint tells which of two images excites a map more, by hint and map: its OIP on
    the sphere, its nine strongest training images. Null where the map has no such hint."""


class Start(Loaded):
    """What the lab starts from: images, and what hints at maps are worth."""

    side: Pair
    """Rows and columns of the images."""
    names: tuple[str, ...]
    """What the classes are called."""
    images: tuple[Digit, ...]
    """Examples of each class, then hard cases."""
    layers: tuple[Hints, ...]
    """Those with maps, from the input up."""


class OipLayer(Data):
    """What was published of the maps of one layer."""

    layer: str
    folder: str
    """Of the pages of its maps, below the site."""
    responses: dict[str, Row]
    """To the OIP, by domain and map; null where none was found."""


class Followed(Data):
    """The ascent that part IX follows, by the rule of the series."""

    layer: str
    map: int
    seed: int


class PublishedOips(Loaded):
    """The responses that were reached, for whoever looks for OIPs in a browser."""

    why: str = ""
    """Why a browser cannot climb as these ascents did, as a sentence; empty where it can."""
    followed: Followed | None
    """Null where no ascent is followed."""
    asked: bool
    """Whether one OIP can be asked for by the command of the publication."""
    layers: tuple[OipLayer, ...]
    """Those with a page for each map, from the input up."""


class Picture(Data):
    """A square picture, larger than what the network reads, as an array of NumPy."""

    name: str
    file: str
    """Beside this one."""


class TrainingSet(Loaded):
    """Images to train with in a browser, and pictures to dream on."""

    why: str = ""
    """Why there are none, as a sentence; empty where there are. Then all that follows is empty."""
    file: str = ""
    """Beside this one, packed by gzip: training images, their labels, test images, their labels, a
    byte each number, of pixels 0 for the darkest there can be and 255 for the brightest."""
    sha256: str = ""
    """Of what was packed."""
    shape: tuple[int, ...] = ()
    """Of an image: rows, columns, and channels where there are several."""
    training: int = 0
    """How many training images there are: the first ones of the training, or, of another subject
    than that of the series, evenly spaced ones."""
    test: int = 0
    """How many test images there are, evenly spaced among all."""
    pictures: tuple[Picture, ...] = ()
    """What can be dreamed on, each under its name."""
    turns: int = 0
    """How often each was carved."""
    turn: int = 0
    """Steps of the ascent in a turn."""


class Entry(Data):
    """A thing with an address of its own."""

    kind: Literal["map", "figure", "claim", "finding", "question", "image", "term", "slip", "page"]
    """What it is."""
    id: str
    """As lists name it."""
    name: str
    line: str
    """What is said of it in one line, as plain text."""
    address: str
    """Below the site."""
    picture: str = ""
    """The address of a small one, below the site; missing where there is none."""


class Addresses(Loaded):
    """Everything with an address of its own, by name."""

    profile: str
    commit: str
    authors: str
    """Of the publication."""
    year: int
    """In which this version appeared."""
    bibtex: str
    """What a list of some of them is cited by."""
    entries: tuple[Entry, ...]
    """Kind by kind."""
