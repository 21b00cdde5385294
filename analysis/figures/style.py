"""One visual language for every figure: sizes, inks, colour maps and helpers, in a light and a dark
variant.

Draw functions ask this module for a sheet and for colours; they never name a colour themselves.
Matplotlib is imported inside the functions, here and in the figures, so that a run with nothing to
draw goes without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from analysis.figures import lettering
from analysis.signs import true_signs

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

Theme = Literal["light", "dark"]
COLOURS = 256  # of a colour map
WIDTH = 7.2  # inches: 691 px; pages show a figure at 680 px and more
# points: the smallest letters, 11 px where a figure is shown smallest; and those of titles and axes
NOTE, LABEL = 8.5, 9.5


@dataclass(frozen=True)
class Palette:
    paper: str
    ink: str
    faint: str  # rules, grids, separators
    first: str  # series of a plot, readable for colour-blind readers
    second: str
    third: str
    mark: str  # ring: on in all of one class and in none of the other
    shared: str  # ring: on in all of one class and in some of the other


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        "#ffffff", "#1f2328", "#c9ccd1", "#0b62a4", "#c4501b", "#2f7d4f", "#e3342f", "#f2b705"
    ),
    "dark": Palette(
        "#1e2129", "#e6e8ec", "#4a4f59", "#6cb6ff", "#f0965f", "#7fce9b", "#ff6b66", "#ffd23f"
    ),
}
_current: list[Theme] = ["light"]


def palette() -> Palette:
    """Return the colours of the theme being drawn."""
    return PALETTES[_current[-1]]


def theme_name() -> Theme:
    """Return the theme that is being drawn, light or dark."""
    return _current[-1]


@contextmanager
def theme(name: Theme) -> Iterator[None]:
    """Draw in the light or the dark variant within this context, from matplotlib's own defaults:
    what a person has configured turns no picture upside down.
    """
    from cycler import cycler
    from matplotlib import rc_context, rcdefaults

    lettering.carried()
    colours = PALETTES[name]
    settings: Any = {
        "figure.facecolor": colours.paper,
        "axes.facecolor": colours.paper,
        "savefig.facecolor": colours.paper,
        "text.color": colours.ink,
        "axes.labelcolor": colours.ink,
        "axes.edgecolor": colours.faint,
        "axes.titlecolor": colours.ink,
        "xtick.color": colours.ink,
        "ytick.color": colours.ink,
        "grid.color": colours.faint,
        "font.family": lettering.FAMILY,
        "mathtext.fontset": "custom",
        "mathtext.rm": lettering.FAMILY,
        "mathtext.it": lettering.FAMILY,
        "mathtext.bf": f"{lettering.FAMILY}:bold",
        "font.size": LABEL,
        "axes.titlesize": LABEL,
        "axes.labelsize": LABEL,
        "xtick.labelsize": NOTE,
        "ytick.labelsize": NOTE,
        "legend.fontsize": NOTE,
        "legend.frameon": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.prop_cycle": cycler(color=[colours.first, colours.second, colours.third]),
        "svg.hashsalt": "a simple CNN, seen from inside",
        "svg.fonttype": "none",
        "image.interpolation": "none",
    }
    _current.append(name)
    try:
        with rc_context():
            rcdefaults()
            with rc_context(settings):
                yield
    finally:
        _current.pop()


def sheet(width: float = WIDTH, height: float = 3.0) -> Figure:
    """Return an empty figure of this size in inches, laid out so that nothing is cut off."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def settle(figure: Figure, like: Figure | None = None) -> None:
    """Lay the figure out once and for all, and round where everything stands.

    The solver of the layout leaves noise in the last bits that differs from process to process;
    rounded, a figure drawn twice has the same bytes.

    Args:
        like: the same drawing in another theme, settled before; its places are taken over, which
            costs nothing.
    """
    import numpy as np

    if like is None and (engine := figure.get_layout_engine()):
        engine.execute(figure)
    figure.set_layout_engine("none")
    pattern = like or figure
    for part, of in zip(_folded(figure), _folded(pattern), strict=True):
        part.bbox_relative.set_points(np.round(of.bbox_relative.get_points(), 6))
    for part, of in zip((figure, *_folded(figure)), (pattern, *_folded(pattern)), strict=True):
        for text, as_there in zip(part.texts, of.texts, strict=True):
            text.set_position(np.round(as_there.get_position(), 6))
    for axes, as_in in zip(figure.axes, pattern.axes, strict=True):
        axes.set_position(np.round(as_in.get_position(original=True).bounds, 6))


def _folded(figure: Any) -> list[Any]:
    """Return the parts that a figure is folded into, and theirs."""
    return [one for part in figure.subfigs for one in (part, *_folded(part))]


def split(
    figure: Figure, *, rows: Sequence[float] = (1,), columns: Sequence[float] = (1,)
) -> list[Any]:
    """Divide a sheet into parts of these relative heights or widths, each with a layout of its
    own.
    """
    return list(
        figure.subfigures(
            len(rows), len(columns), height_ratios=rows, width_ratios=columns, squeeze=False
        ).ravel()
    )


def colour_map(name: str) -> Colormap:
    """Return a colour map by its name; masked cells show the paper.

    It has as many colours as matplotlib's own, whatever was configured when that was imported.
    """
    from matplotlib import colormaps

    return colormaps[name].resampled(COLOURS).with_extremes(bad=palette().paper)


def sequential() -> Colormap:
    """For activations: perceptually uniform, dark is low; masked cells (separators) show the
    paper.
    """
    return colour_map("viridis")


def shades(count: int) -> Any:
    """Return colours (line, RGBA) for lines that have an order, the least first: those of
    ``sequential`` that stand out from the paper of the theme.
    """
    import numpy as np

    darkest, lightest = (0.12, 0.85) if theme_name() == "light" else (0.38, 1.0)
    return sequential()(np.linspace(darkest, lightest, count))


def grey() -> Colormap:
    """For digits and OIPs: black is low, as MNIST shows ink."""
    return colour_map("gray")


def diverging() -> Colormap:
    """For signed values around 0."""
    return colour_map("RdBu_r")


def counts() -> Colormap:
    """For counts in tables: none is the paper, many is the first colour of the theme, lightness
    even between them.
    """
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(
        "counts", [palette().paper, palette().first]
    ).with_extremes(bad=palette().paper)


@dataclass(frozen=True)
class Drawing:
    """A finished figure, its panels by name, and the words its caption and alt text are filled
    with.
    """

    figure: Figure
    panels: tuple[str, ...] = ()
    words: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = {
            name: true_signs(said) if isinstance(said, str) else said
            for name, said in self.words.items()
        }
        object.__setattr__(self, "words", words)


def course(first: str, last: str) -> str:
    """Return in words how a number goes: 'goes from 3 to 1', 'is 3' where it ends as it began."""
    return f"is {first}" if first == last else f"goes from {first} to {last}"


def reach(least: str, most: str) -> str:
    """Return what numbers lie between: '3 to 5', or '3' where both ends are the same."""
    return least if least == most else f"{least} to {most}"


def per_cent(share: float, digits: int = 0) -> str:
    """Return a share in words: 0.125 is '12.5 %' with one digit, and nothing has no sign."""
    return f"{100 * share:z.{digits}f} %"


def significant(number: float) -> str:
    """Return a number with three significant digits, so that what is small is not told as nothing:
    0.003669 is '0.00367'.
    """
    import numpy as np

    return np.format_float_positional(number, precision=3, unique=False, fractional=False, trim="-")


def with_article(digit: int) -> str:
    """Return a digit as something is read as: 'a 4', 'an 8'."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def counted(count: int, thing: str, none: str = "0") -> str:
    """Return how many there are of a thing, in its form: '1 map', '2 maps', and as none is told."""
    return f"{count or none} {thing}{'s' if count != 1 else ''}"
