"""Companion DD: deep dreams."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import Figure, Measurement, Value
from analysis.catalogue.series.measurements import CNN, OIP_EVOLUTION, OIP_SCALES
from analysis.experiments.dreams.measure import measure_dream_maps, measure_dreams
from analysis.experiments.dreams.scales import measure_dream_scales
from analysis.figures import dreams as figures
from analysis.results.dreams import DreamMaps, DreamScales

DREAMS = Measurement(
    "dreams", measure_dreams, ("oip", "evolution", "dreams"), CNN, (OIP_EVOLUTION,)
)
DREAM_SCALES = Measurement(
    "dream-scales", measure_dream_scales, ("oip", "dreams"), CNN, (OIP_EVOLUTION,)
)
DREAM_MAPS = Measurement("dream-maps", measure_dream_maps, ("oip", "dreams"), CNN, (OIP_SCALES,))
MEASUREMENTS: tuple[Measurement, ...] = (DREAMS, DREAM_SCALES, DREAM_MAPS)

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="dream-carving",
        part="DD",
        shows=(DREAMS,),
        draw=figures.draw_carving,
        series=("F-DD-1",),
    ),
    Figure(
        id="dream-erasing",
        part="DD",
        shows=(DREAMS,),
        draw=figures.draw_erasing,
    ),
    Figure(
        id="dream-turns",
        part="DD",
        shows=(DREAMS,),
        draw=figures.draw_turns,
        series=("F-DD-2",),
    ),
    Figure(
        id="dream-maps",
        part="DD",
        shows=(DREAM_MAPS,),
        draw=figures.draw_maps,
        series=("F-DD-4",),
    ),
    Figure(
        id="dream-all-maps",
        part="DD",
        shows=(DREAM_MAPS,),
        draw=figures.draw_all_maps,
    ),
    Figure(
        id="dream-tiles",
        part="DD",
        shows=(DREAM_SCALES,),
        draw=figures.draw_tiles,
        series=("F-DD-3",),
    ),
    Figure(
        id="dream-octaves",
        part="DD",
        shows=(DREAM_SCALES,),
        draw=figures.draw_octaves,
        keywords={"picture": 1},
    ),
)

PICTURES = ("chart", "landscape")


def of_picture(p: int, name: str) -> tuple[Value, ...]:
    """Return what the prose says about one of the two pictures."""

    def maps(count: Callable[[DreamMaps], np.ndarray]) -> Callable[[DreamMaps], float]:
        return lambda found: float(count(found)[p].sum())

    return (
        Value(
            f"dream-pure-edges-{name}",
            DREAMS,
            lambda dreams: float(dreams.pure_edges[p, -1]),
            "",
            2,
        ),
        Value(
            f"dream-even-before-{name}", DREAMS, lambda dreams: float(dreams.pure_even[p, 0]), "%"
        ),
        Value(
            f"dream-even-least-{name}", DREAMS, lambda dreams: float(dreams.pure_even[p].min()), "%"
        ),
        Value(
            f"dream-even-after-{name}", DREAMS, lambda dreams: float(dreams.pure_even[p, -1]), "%"
        ),
        Value(
            f"dream-dark-before-{name}", DREAMS, lambda dreams: float(dreams.pure_dark[p, 0]), "%"
        ),
        Value(
            f"dream-dark-after-{name}", DREAMS, lambda dreams: float(dreams.pure_dark[p, -1]), "%"
        ),
        Value(
            f"dream-response-before-{name}",
            DREAMS,
            lambda dreams: float(dreams.response[0, p, 0]),
            "",
            2,
        ),
        Value(
            f"dream-response-after-{name}",
            DREAMS,
            lambda dreams: float(dreams.response[0, p, -1]),
            "",
            1,
        ),
        Value(
            f"dream-once-response-{name}",
            DREAMS,
            lambda dreams: float(dreams.response[1, p, -1]),
            "",
            1,
        ),
        Value(
            f"dream-carved-edges-{name}",
            DREAMS,
            lambda dreams: float(dreams.edges[0, p, -1]),
            "",
            2,
        ),
        Value(
            f"dream-coarse-edges-{name}",
            DREAMS,
            lambda dreams: float(dreams.coarse_edges[0, p, -1]),
            "",
            2,
        ),
        Value(
            f"dream-once-edges-{name}", DREAMS, lambda dreams: float(dreams.edges[1, p, -1]), "", 2
        ),
        Value(
            f"dream-bare-edges-{name}", DREAMS, lambda dreams: float(dreams.edges[2, p, -1]), "", 2
        ),
        Value(
            f"dream-base-edges-{name}", DREAMS, lambda dreams: float(dreams.edges[2, p, 0]), "", 2
        ),
        Value(f"dream-answering-{name}", DREAM_MAPS, maps(lambda found: found.before > 0)),
        Value(
            f"dream-erased-{name}",
            DREAM_MAPS,
            maps(lambda found: found.pure_edges < figures.FAILED),
        ),
        Value(f"dream-evener-{name}", DREAM_MAPS, maps(lambda found: found.pure_even > 0)),
        Value(
            f"dream-kept-{name}",
            DREAM_MAPS,
            maps(lambda found: (found.carved_edges >= figures.PASSED) & (found.carved_ratio >= 2)),
        ),
    )


def per_tile(way: int, edge: Callable[[np.ndarray], float]) -> Callable[[DreamScales], float]:
    """Return the reader of the least or largest wavelength in units of the tile's side, over scales
    and pictures.
    """

    def read(scales: DreamScales) -> float:
        ratio = scales.wavelength[way] / scales.tile[:, None]
        return float(edge(ratio[~np.isnan(ratio)])) if (~np.isnan(ratio)).any() else 0.0

    return read


def off_proportion(way: int) -> Callable[[DreamScales], float]:
    """Return the reader of the largest deviation from proportionality to the tile, as a share of
    the geometric mean.
    """

    def read(scales: DreamScales) -> float:
        ratio = np.log(scales.wavelength[way] / scales.tile[:, None])
        return (
            float(np.expm1(np.nanmax(np.abs(ratio - np.nanmean(ratio)))))
            if (~np.isnan(ratio)).any()
            else 0.0
        )

    return read


def at_borders(way: int) -> Callable[[DreamScales], float]:
    def read(scales: DreamScales) -> float:
        known = scales.border[way][~np.isnan(scales.border[way])]
        return float(np.median(known)) if len(known) else 0.0

    return read


def over_tiles(scales: DreamScales) -> float:
    """Return the median response of octaves in units of that of overlapping tiles, over scales with
    more than one tile and pictures.
    """
    tiles, octaves = scales.after[1, 1:], scales.after[2, 1:]
    return float(np.median(octaves[tiles > 0] / tiles[tiles > 0])) if (tiles > 0).any() else 0.0


def likeness(maps: DreamMaps) -> float:
    shared = maps.likeness[:, ~np.eye(len(maps.shown), dtype=bool)]
    return float(shared.mean()) if shared.size else 0.0


VALUES: tuple[Value, ...] = (
    Value("dream-map", DREAMS, lambda dreams: float(dreams.map)),
    Value("dream-side", DREAMS, lambda dreams: float(dreams.picture.shape[-1]), "px"),
    Value("dream-pure-steps", DREAMS, lambda dreams: float(dreams.pure_step[-1])),
    Value("dream-steps", DREAMS, lambda dreams: float(dreams.steps[1])),
    Value("dream-turns", DREAMS, lambda dreams: float(len(dreams.steps) - 1)),
    Value("dream-total-steps", DREAMS, lambda dreams: float(dreams.steps[-1])),
    *(value for p, name in enumerate(PICTURES) for value in of_picture(p, name)),
    Value("dream-maps-tried", DREAM_MAPS, lambda maps: float(len(maps.map))),
    Value("dream-likeness", DREAM_MAPS, likeness, "", 2),
    *(
        Value(f"dream-wavelength-{name}", DREAM_SCALES, per_tile(1, edge), "", 2)
        for name, edge in (("least", np.min), ("most", np.max))
    ),
    Value("dream-off-proportion-tiles", DREAM_SCALES, off_proportion(1), "%"),
    Value("dream-off-proportion-octaves", DREAM_SCALES, off_proportion(2), "%"),
    *(
        Value(f"dream-border-{name}", DREAM_SCALES, at_borders(way), "", 2)
        for way, name in enumerate(("side-by-side", "overlapping", "octaves"))
    ),
    Value("dream-smallest-tile", DREAM_SCALES, lambda scales: float(scales.tile[-1]), "px"),
    Value(
        "dream-silent-tiles", DREAM_SCALES, lambda scales: float(scales.silent[1, -1].mean()), "%"
    ),
    Value("dream-tile-pixels", DREAM_SCALES, lambda scales: float(scales.pixels[1, -1])),
    Value("dream-octave-pixels", DREAM_SCALES, lambda scales: float(scales.pixels[2, -1])),
    Value("dream-octaves-over-tiles", DREAM_SCALES, over_tiles, "", 2),
    Value("dream-shared-nodes", DREAM_SCALES, lambda scales: float(scales.nodes)),
    Value(
        "dream-node-difference", DREAM_SCALES, lambda scales: float(scales.node_difference), "", 6
    ),
)
