"""Companion DD: deep dreams."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Figure, IndexValue, Measurement, Value
from analysis.catalogue.series.measurements import CNN, OIP_GALLERY_3, OIP_SCALES
from analysis.experiments.dreams.measure import measure_dream_maps, measure_dreams
from analysis.experiments.dreams.scales import measure_dream_scales
from analysis.figures import dream_maps, dream_scales
from analysis.figures import dreams as turns
from analysis.figures.dream_pictures import DOUBLED, FAILED, PASSED
from analysis.oips.described import ALIKE
from analysis.results.dreams import DreamMaps, Dreams, DreamScales

DREAMS = Measurement(
    "dreams", measure_dreams, ("oip", "evolution", "dreams"), CNN, (OIP_GALLERY_3,)
)
DREAM_SCALES = Measurement("dream-scales", measure_dream_scales, ("oip", "dreams"), CNN, (DREAMS,))
DREAM_MAPS = Measurement("dream-maps", measure_dream_maps, ("oip", "dreams"), CNN, (OIP_SCALES,))
MEASUREMENTS: tuple[Measurement, ...] = (DREAMS, DREAM_SCALES, DREAM_MAPS)

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="dream-carving",
        part="DD",
        shows=(DREAMS,),
        draw=turns.draw_carving,
        series=("F-DD-1",),
    ),
    Figure(
        id="dream-erasing",
        part="DD",
        shows=(DREAMS,),
        draw=turns.draw_erasing,
    ),
    Figure(
        id="dream-turns",
        part="DD",
        shows=(DREAMS,),
        draw=turns.draw_turns,
        series=("F-DD-2",),
    ),
    Figure(
        id="dream-maps",
        part="DD",
        shows=(DREAM_MAPS,),
        draw=dream_maps.draw_maps,
        series=("F-DD-4",),
    ),
    Figure(
        id="dream-all-maps",
        part="DD",
        shows=(DREAM_MAPS,),
        draw=dream_maps.draw_all_maps,
    ),
    Figure(
        id="dream-tiles",
        part="DD",
        shows=(DREAM_SCALES,),
        draw=dream_scales.draw_tiles,
        series=("F-DD-3",),
    ),
    Figure(
        id="dream-octaves",
        part="DD",
        shows=(DREAM_SCALES,),
        draw=dream_scales.draw_octaves,
        keywords={"picture": 1},
    ),
)

PICTURES = ("chart", "landscape")


# of the ways, as the results order them
CARVED, ONCE, BARE = range(3)
SIDE_BY_SIDE, OVERLAPPING, OCTAVES = range(3)
START, END = 0, -1

Read = Callable[[Dreams, int], float]  # a number of one picture


def pure(name: str, frame: int) -> Read:
    """Return the reader of a number of the pure ascent at one of its frames."""
    return lambda dreams, p: float(getattr(dreams, name)[p, frame])


def by_way(name: str, way: int, turn: int) -> Read:
    """Return the reader of a number of one way at one of its turns."""
    return lambda dreams, p: float(getattr(dreams, name)[way, p, turn])


def beside_once(dreams: Dreams, p: int) -> float:
    """Return the response after carving in units of that after the same steps without turns; 1
    where neither is any.
    """
    after, once = (float(dreams.response[way, p, END]) for way in (CARVED, ONCE))
    return after / once if once else 1.0


CHANGED = 0.05  # of the response: from there on turns have done something to it


def turned(dreams: Dreams) -> float:
    """Return the number of pictures whose response the turns change, either way."""
    pictures = range(len(dreams.name))
    return float(sum(abs(beside_once(dreams, p) - 1) >= CHANGED for p in pictures))


# id, reader, unit and digits of what is said of each picture, and the bars beside it: a response
# that is one is not told as 0, which would be silence
OF_DREAMS: tuple[tuple[str, Read, str, int, *tuple[float, ...]], ...] = (
    ("pure-edges", pure("pure_edges", END), "", 2, FAILED),
    ("pure-response", pure("pure_response", END), "", 2, 0.0),
    ("even-before", pure("pure_even", START), "%", 0),
    ("even-least", lambda dreams, p: float(dreams.pure_even[p].min()), "%", 0),
    ("even-after", pure("pure_even", END), "%", 0),
    ("dark-before", pure("pure_dark", START), "%", 0),
    ("dark-after", pure("pure_dark", END), "%", 0),
    ("response-before", by_way("response", CARVED, START), "", 3, 0.0),
    ("response-after", by_way("response", CARVED, END), "", 2, 0.0),
    ("once-response", by_way("response", ONCE, END), "", 2, 0.0),
    ("beside-once", beside_once, "%", 0, 1 - CHANGED, 1 + CHANGED),
    ("carved-edges", by_way("edges", CARVED, END), "", 2),
    ("coarse-edges", by_way("coarse_edges", CARVED, END), "", 2, PASSED),
    ("once-edges", by_way("edges", ONCE, END), "", 2),
    ("bare-edges", by_way("edges", BARE, END), "", 2),
    ("base-edges", by_way("edges", BARE, START), "", 2),
)

# of a picture before any step: no network has seen it yet
OF_PICTURES = {"even-before", "dark-before", "base-edges"}


def kept(found: DreamMaps) -> np.ndarray:
    """Return (picture, map) whether carving keeps the edges and doubles the response."""
    return (found.carved_edges >= PASSED) & (found.carved_ratio >= DOUBLED)


# id, and which maps (picture, map) it counts
OF_MAPS: tuple[tuple[str, Callable[[DreamMaps], np.ndarray]], ...] = (
    ("answering", lambda found: found.before > 0),
    ("erased", lambda found: found.pure_edges < FAILED),
    ("evener", lambda found: found.pure_even > 0),
    ("kept", kept),
)


def of_picture(p: int, name: str) -> tuple[Value, ...]:
    """Return what the prose says about one of the two pictures."""

    def of_dreams(read: Read) -> Callable[[Dreams], float]:
        return lambda dreams: read(dreams, p)

    def counted(which: Callable[[DreamMaps], np.ndarray]) -> Callable[[DreamMaps], float]:
        return lambda found: float(which(found)[p].sum())

    return (
        *(
            (DesignValue if what in OF_PICTURES else Value)(
                f"dream-{what}-{name}", DREAMS, of_dreams(read), unit, digits, bars=tuple(bars)
            )
            for what, read, unit, digits, *bars in OF_DREAMS
        ),
        *(Value(f"dream-{what}-{name}", DREAM_MAPS, counted(which)) for what, which in OF_MAPS),
    )


def per_tile(way: int, edge: Callable[[np.ndarray], float]) -> Callable[[DreamScales], float]:
    """Return the reader of the least or largest wavelength in units of the tile's side, over scales
    and pictures; NaN where nothing was added.
    """

    def read(scales: DreamScales) -> float:
        ratio = scales.wavelength[way] / scales.tile[:, None]
        known = ratio[~np.isnan(ratio)]
        return float(edge(known)) if len(known) else np.nan

    return read


def off_proportion(way: int) -> Callable[[DreamScales], float]:
    """Return the reader of how far the farthest ratio of wavelength and tile lies from their
    geometric mean, above or below it, as a share of that mean; NaN where nothing was added.
    """

    def read(scales: DreamScales) -> float:
        ratio = np.log(scales.wavelength[way] / scales.tile[:, None])
        if np.isnan(ratio).all():
            return np.nan
        return float(np.nanmax(np.abs(np.expm1(ratio - np.nanmean(ratio)))))

    return read


def at_borders(way: int) -> Callable[[DreamScales], float]:
    """Return the reader of the median strength of what was added near borders of tiles: of both
    kinds of tiles over the cases in which both added something; NaN without any.
    """

    def read(scales: DreamScales) -> float:
        own = scales.border[OCTAVES] if way == OCTAVES else borders(scales)[way]
        known = own[~np.isnan(own)]
        return float(np.median(known)) if len(known) else np.nan

    return read


def borders(scales: DreamScales) -> tuple[np.ndarray, np.ndarray]:
    """Return how strong additions near borders are (case), of tiles side by side and overlapping,
    where both added something.
    """
    pair = scales.border[[SIDE_BY_SIDE, OVERLAPPING]]
    known = np.isfinite(pair).all(axis=0)
    return pair[0][known], pair[1][known]


def several_tiles(scales: DreamScales) -> np.ndarray:
    """Return at which scales (scale, boolean) a picture is more than one tile."""
    return np.asarray(scales.tile < scales.dream.shape[-1])


def _raised(scales: DreamScales) -> np.ndarray:
    """Return the responses (tiles or octaves, case) after overlapping tiles and after octaves, over
    scales with more than one tile and pictures, where one of the two excites the map.
    """
    after = scales.after[[OVERLAPPING, OCTAVES]][:, several_tiles(scales)].reshape(2, -1)
    return np.asarray(after[:, (after > 0).any(axis=0)])


def octaves_higher(scales: DreamScales) -> np.ndarray:
    """Return where (case, boolean) octaves raise the map higher than overlapping tiles."""
    tiles, octaves = _raised(scales)
    return np.asarray(octaves > tiles)


def over_tiles(scales: DreamScales) -> float:
    """Return the median response of octaves in units of that of overlapping tiles, over the same
    cases; NaN where there is none, or where no tile is answered in half of them.
    """
    tiles, octaves = _raised(scales)
    ratio = np.divide(octaves, tiles, out=np.full(tiles.shape, np.inf), where=tiles > 0)
    middle = float(np.median(ratio)) if len(ratio) else np.nan
    return middle if np.isfinite(middle) else np.nan


def likeness(maps: DreamMaps) -> float:
    """Return the mean likeness of the dreams of two different maps; NaN where there is one map."""
    shared = maps.likeness[:, ~np.eye(len(maps.shown), dtype=bool)]
    return float(shared.mean()) if shared.size else np.nan


def _known(id: str, read: Callable[[DreamScales], float], unit: str, digits: int = 0) -> Value:
    """Return a value that is undefined where nothing was added to take it of."""
    return Value(id, DREAM_SCALES, read, unit, digits, may_be_nan=True)


def _counted(id: str, which: Callable[[DreamScales], np.ndarray]) -> Value:
    """Return a value that counts cases."""
    return Value(id, DREAM_SCALES, lambda scales: float(which(scales).sum()))


VALUES: tuple[Value, ...] = (
    IndexValue("dream-map", DREAMS, lambda dreams: float(dreams.map)),
    DesignValue("dream-maps-of-layer", DREAMS, lambda dreams: float(len(dreams.answered))),
    Value("dream-answering-both", DREAMS, lambda dreams: float(dreams.answering_all)),
    DesignValue("dream-side", DREAMS, lambda dreams: float(dreams.picture.shape[-1]), "px"),
    Value(
        "dream-erased-pictures",
        DREAMS,
        lambda dreams: float((dreams.pure_edges[:, END] < FAILED).sum()),
    ),
    Value(
        "dream-coarse-kept",
        DREAMS,
        lambda dreams: float((dreams.coarse_edges[CARVED, :, END] >= PASSED).sum()),
    ),
    Value("dream-turned", DREAMS, turned),
    DesignValue("dream-pure-steps", DREAMS, lambda dreams: float(dreams.pure_step[-1])),
    DesignValue("dream-steps", DREAMS, lambda dreams: float(dreams.steps[1])),
    DesignValue("dream-turns", DREAMS, lambda dreams: float(len(dreams.steps) - 1)),
    DesignValue("dream-total-steps", DREAMS, lambda dreams: float(dreams.steps[-1])),
    *(value for p, name in enumerate(PICTURES) for value in of_picture(p, name)),
    DesignValue("dream-maps-tried", DREAM_MAPS, lambda maps: float(len(maps.map))),
    Value("dream-likeness", DREAM_MAPS, likeness, "", 2, may_be_nan=True, bars=(ALIKE,)),
    *(
        _known(f"dream-wavelength-{name}", per_tile(OVERLAPPING, edge), "", 2)
        for name, edge in (("least", np.min), ("most", np.max))
    ),
    _known("dream-off-proportion-tiles", off_proportion(OVERLAPPING), "%"),
    _known("dream-off-proportion-octaves", off_proportion(OCTAVES), "%"),
    *(
        _known(f"dream-border-{name}", at_borders(way), "", 2)
        for way, name in enumerate(("side-by-side", "overlapping", "octaves"))
    ),
    Value("dream-border-cases", DREAM_SCALES, lambda scales: float(borders(scales)[0].size)),
    _counted("dream-border-faint", lambda scales: borders(scales)[0] < 1),
    _counted("dream-border-mended", lambda scales: np.less(*borders(scales))),
    _counted("dream-octaves-higher", octaves_higher),
    Value("dream-octave-cases", DREAM_SCALES, lambda scales: float(octaves_higher(scales).size)),
    DesignValue("dream-smallest-tile", DREAM_SCALES, lambda scales: float(scales.tile[-1]), "px"),
    Value(
        "dream-silent-tiles",
        DREAM_SCALES,
        lambda scales: float(scales.silent[OVERLAPPING, -1].mean()),
        "%",
    ),
    DesignValue(
        "dream-tile-pixels", DREAM_SCALES, lambda scales: float(scales.pixels[OVERLAPPING, -1])
    ),
    DesignValue(
        "dream-octave-pixels", DREAM_SCALES, lambda scales: float(scales.pixels[OCTAVES, -1])
    ),
    _known("dream-octaves-over-tiles", over_tiles, "", 2),
    DesignValue("dream-shared-nodes", DREAM_SCALES, lambda scales: float(scales.nodes)),
    Value(
        "dream-node-difference", DREAM_SCALES, lambda scales: float(scales.node_difference), "", 7
    ),
)
