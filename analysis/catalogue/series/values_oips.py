"""Numbers that the prose of parts VII to XII quotes of OIPs layer by layer and of the search for
precursors, each read from one measurement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from analysis.ascent.settling import settled
from analysis.catalogue.declarations import DesignValue, Measurement, MedianCount, Value
from analysis.catalogue.series.measurements import (
    OIP_GALLERIES,
    OIP_GALLERY_1,
    OIP_GALLERY_2,
    OIP_GALLERY_3,
    OIP_SCALES,
    PRECURSOR_SCAN,
)
from analysis.figures.oips import visible_in
from analysis.figures.repeating import returns
from analysis.images.similarity import best_correlations, correlation, repetitions
from analysis.oips.described import ALIKE
from analysis.oips.evolution import frame_steps
from analysis.results.oips import OipGallery, OipScales, PrecursorScan
from analysis.subject import address

GALLERIES = {address(layer): gallery for layer, gallery in OIP_GALLERIES.items()}
FEWEST = 6  # ascents of which something is said
FRAMES = 6  # that the series keeps between the start and the last one
SLOW = 0.5  # of what a step gains in the stretch between two frames where it gains most


def median(values: np.ndarray) -> float:
    """Return the median, NaN where there is nothing to take it of."""
    kept = values[np.isfinite(values)]
    return float(np.median(kept)) if kept.size else np.nan


def share(chosen: np.ndarray) -> float:
    """Return the share of maps (map, boolean) that were chosen; NaN without maps."""
    return float(chosen.mean()) if chosen.size else np.nan


def fired(gallery: OipGallery) -> np.ndarray:
    """Return which maps (map, boolean) answer their OIP."""
    return np.logical_not(gallery.silent)


def maps_per_start(pick: Callable[[np.ndarray], float]) -> Callable[[OipGallery], float]:
    """Return the reader of a statistic of how many maps answer one start."""
    return lambda gallery: float(pick((gallery.start_responses > 0).sum(axis=1)))


def first_try(gallery: OipGallery) -> float:
    """Return how many maps answered the first start that they were given."""
    return float((fired(gallery) & (gallery.attempts == 1)).sum())


def data_ratio(gallery: OipGallery) -> float:
    """Return the median, over the maps that fired, of the OIP's response in terms of the strongest
    one to the data.
    """
    kept = fired(gallery) & (gallery.data_maximum > 0)
    return median(gallery.response[kept] / gallery.data_maximum[kept])


def beyond_data(times: float) -> Callable[[OipGallery], float]:
    """Return the reader of the share of OIPs above so many times the map's strongest answer to a
    training image.
    """
    return lambda gallery: share(
        gallery.response[fired(gallery)] > times * gallery.data_maximum[fired(gallery)]
    )


def silent_but_fires(gallery: OipGallery) -> float:
    """Return how many maps that no start woke answer a training image."""
    return float((~fired(gallery) & (gallery.data_maximum > 0)).sum())


def only_synthetic(gallery: OipGallery) -> float:
    """Return how many maps answer their OIP, but no training image."""
    return float((fired(gallery) & (gallery.data_maximum == 0)).sum())


def largest_gains(gallery: OipGallery) -> np.ndarray:
    """Return (run) the largest gain of one step as a share of the final response."""
    curve = gallery.curve[:, fired(gallery)]
    return np.diff(curve, axis=0).max(axis=0) / np.maximum(curve[-1], 1e-12)


def visible(gallery: OipGallery) -> np.ndarray:
    """Return the OIPs (map, y, x) that were found, as far as their layer sees them."""
    return visible_in(gallery).of(gallery.images[fired(gallery)])


def start_correlations(gallery: OipGallery) -> np.ndarray:
    """Return (OIP) how far each OIP that was found correlates with its own start, where its layer
    sees it.
    """
    starts = visible_in(gallery).of(gallery.starts[fired(gallery)]).astype(float)
    pairs = zip(visible(gallery).astype(float), starts, strict=True)
    return np.array([correlation(image, start) for image, start in pairs])


def not_left(galleries: Mapping[str, OipGallery]) -> str:
    """Return on which layers OIPs are still the pictures they began as, by the rule of C-IX-2: what
    is measured on them is measured on their starts. Nothing where all have left theirs.
    """
    alike = {layer: start_correlations(gallery) for layer, gallery in galleries.items()}
    kept = {layer: float(np.median(one)) for layer, one in alike.items() if one.size}
    told = [f"{layer} {value:.2f}" for layer, value in kept.items() if value >= ALIKE]
    said = "OIPs are still their starts, with which they correlate in the median"
    return f"{said}: {', '.join(told)}" if told else ""


def repeats(gallery: OipGallery) -> float:
    """Return the mean number of repetitions of a pattern in the OIPs that were found."""
    return float(np.mean([repetitions(image) for image in visible(gallery)] or [0]))


def best_returns(gallery: OipGallery) -> np.ndarray:
    """Return (OIP) how alike each OIP that was found is to itself where, moved by some pixels, it
    fits better than all around; 0 where it does so nowhere.
    """
    return np.array([returns(image)[0] for image in visible(gallery)])


def grown_from(gallery: OipGallery) -> np.ndarray:
    """Return the starts (start, y, x) that the OIPs which were found grew from, each once, as far
    as their layer sees them.
    """
    kept = np.flatnonzero(fired(gallery))
    first = np.unique(gallery.seed[kept], return_index=True)[1]
    return visible_in(gallery).of(gallery.starts[kept[first]])


def returning_starts(gallery: OipGallery) -> float:
    """Return how many of the starts that OIPs grew from are like themselves at another place."""
    return float(sum(returns(start)[0] > 0 for start in grown_from(gallery)))


def wrong_maps(gallery: OipGallery) -> np.ndarray:
    """Return the best correlations between OIPs of different maps (pair)."""
    images = visible(gallery).astype(float)
    if not len(images):
        return np.zeros(0)
    return best_correlations(images)[np.triu_indices(len(images), 1)]


def filled(scan: PrecursorScan) -> float:
    """Return how many maps answer a precursor."""
    return float((scan.response > 0).sum())


def answered(column: int, *, row: int) -> Callable[[PrecursorScan], float]:
    """Return the reader of how many maps answer one of the first starts: all of them (row -1), or
    fewer.
    """
    return lambda scan: float(scan.responding[row, min(column, scan.responding.shape[1] - 1)])


def found_in_all(scales: OipScales) -> float:
    """Return how many maps of all layers have an OIP."""
    return float(sum(np.isfinite(layer).sum() for layer in scales.arrays().values()))


def maps_in_all(scales: OipScales) -> float:
    """Return how many maps all layers have."""
    return float(sum(len(layer) for layer in scales.arrays().values()))


def growth(scales: OipScales) -> float:
    """Return the median wavelength on the third layer in terms of that on the first; NaN where one
    of them has none.
    """
    return median(scales.conv2d_3) / median(scales.conv2d_1)


def steepest(curve: np.ndarray) -> np.ndarray:
    """Return the step of the largest gain of ascents, from their responses (step, ascent), before
    the first step and after each; a step is named by the response that it reaches.
    """
    return np.asarray(np.diff(curve, axis=0).argmax(axis=0) + 1)


def early_gain(curve: np.ndarray, at: Sequence[int] | np.ndarray) -> np.ndarray:
    """Return what a step of ascents gains in the mean up to the first frame, as a share of the same
    between the two frames where it gains most; NaN of an ascent that gains nothing.

    Args:
        curve: (step, ascent), their responses.
        at: (frame), the steps of the frames, rising from 0 on.

    Returns:
        The shares (ascent).
    """
    gains = np.diff(curve[np.asarray(at)], axis=0) / np.diff(at)[:, None]
    most = gains.max(axis=0)
    return np.asarray(np.where(most > 0, gains[0] / np.where(most > 0, most, 1), np.nan))


def slow_start(runs: np.ndarray) -> float:
    """Return that share at the frames of the series, in the median over ascents (step, ascent)."""
    return median(early_gain(runs, frame_steps(len(runs), FRAMES)))


def judged_runs(gallery: OipGallery) -> np.ndarray:
    """Return the ascents (step, ascent) that converge, or all that respond where these are too few;
    by them C-IX-1 is judged.
    """
    runs = gallery.curve[:, fired(gallery)]
    ended = settled(runs)
    return np.asarray(runs[:, ended] if ended.sum() >= FEWEST else runs)


def largest_gain_step(gallery: OipGallery) -> float:
    """Return the step of the largest gain, in the median over the ascents that are judged."""
    return median(steepest(judged_runs(gallery)).astype(float))


def layer_values(name: str, of: Measurement) -> tuple[Value, ...]:
    """Return what the prose says about the gallery of each convolutional layer."""
    return (
        DesignValue(f"maps-{name}", of, lambda gallery: float(gallery.silent.size)),
        Value(f"maps-with-oip-{name}", of, lambda gallery: float(fired(gallery).sum())),
        Value(f"silent-maps-{name}", of, lambda gallery: float((~fired(gallery)).sum())),
        Value(f"silent-share-{name}", of, lambda gallery: share(~fired(gallery)), "%"),
        DesignValue(
            f"starts-tried-{name}", of, lambda gallery: float(len(gallery.start_responses))
        ),
        Value(f"first-start-maps-{name}", of, first_try),
        Value(f"best-start-maps-{name}", of, maps_per_start(np.max)),
        MedianCount(f"median-start-maps-{name}", of, maps_per_start(np.median)),
        Value(
            f"zero-start-share-{name}", of, lambda gallery: share(gallery.start_responses == 0), "%"
        ),
        Value(f"response-ratio-{name}", of, data_ratio, "", 1),
        Value(f"above-data-share-{name}", of, beyond_data(1), "%"),
        Value(f"thrice-data-share-{name}", of, beyond_data(3), "%"),
        Value(f"silent-but-fires-{name}", of, silent_but_fires),
        Value(f"synthetic-only-{name}", of, only_synthetic),
        Value(
            f"settled-share-{name}",
            of,
            lambda gallery: share(settled(gallery.curve[:, fired(gallery)])),
            "%",
        ),
        Value(
            f"settled-maps-{name}",
            of,
            lambda gallery: float(settled(gallery.curve[:, fired(gallery)]).sum()),
        ),
        Value(f"largest-gain-{name}", of, lambda gallery: median(largest_gains(gallery)), "%", 2),
        Value(
            f"small-gain-share-{name}",
            of,
            lambda gallery: share(largest_gains(gallery) < 0.01),
            "%",
            bars=(0.5, 0.95),
        ),
        Value(f"repetitions-{name}", of, repeats, "", 1),
    )


LAYERS = tuple(value for name, of in GALLERIES.items() for value in layer_values(name, of))

SEARCH = (
    Value("oips-found", OIP_SCALES, found_in_all),
    DesignValue("oips-looked-for", OIP_SCALES, maps_in_all),
    Value(
        "wrong-map-correlation-conv2d-3",
        OIP_GALLERY_3,
        lambda gallery: median(wrong_maps(gallery)),
        "",
        2,
    ),
    Value(
        "start-correlation-conv2d-1",
        OIP_GALLERY_1,
        lambda gallery: median(start_correlations(gallery)),
        "",
        2,
        bars=(ALIKE,),
    ),
    Value(
        "start-correlation-conv2d-2",
        OIP_GALLERY_2,
        lambda gallery: median(start_correlations(gallery)),
        "",
        2,
        bars=(ALIKE,),
    ),
    Value(
        "start-correlation-conv2d-3",
        OIP_GALLERY_3,
        lambda gallery: median(start_correlations(gallery)),
        "",
        2,
        bars=(ALIKE,),
    ),
    Value(
        "returning-oips-conv2d-3",
        OIP_GALLERY_3,
        lambda gallery: float((best_returns(gallery) > 0).sum()),
    ),
    Value(
        "largest-return-conv2d-3",
        OIP_GALLERY_3,
        lambda gallery: float(best_returns(gallery).max(initial=0)),
        "",
        2,
        bars=(0.5,),
    ),
    Value("grown-starts-conv2d-3", OIP_GALLERY_3, lambda gallery: float(len(grown_from(gallery)))),
    Value("returning-starts-conv2d-3", OIP_GALLERY_3, returning_starts),
    DesignValue("oip-steps", OIP_GALLERY_3, lambda gallery: float(len(gallery.curve))),
    Value(
        "early-gain-share",
        OIP_GALLERY_3,
        lambda gallery: slow_start(judged_runs(gallery)),
        "%",
        bars=(SLOW,),
    ),
    Value("largest-gain-step", OIP_GALLERY_3, largest_gain_step, bars=(1, 20, 120)),
    Value("oip-scale-conv2d-1", OIP_SCALES, lambda scales: median(scales.conv2d_1), "px", 2),
    Value("oip-scale-conv2d-2", OIP_SCALES, lambda scales: median(scales.conv2d_2), "px", 2),
    Value("oip-scale-conv2d-3", OIP_SCALES, lambda scales: median(scales.conv2d_3), "px", 2),
    Value("oip-scale-growth", OIP_SCALES, growth, "", 1),
)

PRECURSORS = (
    DesignValue("precursor-candidates", PRECURSOR_SCAN, lambda scan: float(scan.candidates[-1])),
    Value("precursor-gaps", PRECURSOR_SCAN, lambda scan: float(len(scan.map))),
    Value("precursor-filled", PRECURSOR_SCAN, filled),
    Value("precursor-answering-first", PRECURSOR_SCAN, answered(0, row=0)),
    Value("precursor-answering-all", PRECURSOR_SCAN, answered(0, row=-1)),
    Value("precursor-answering-noise", PRECURSOR_SCAN, answered(4, row=-1)),
    Value(
        "precursor-gain",
        PRECURSOR_SCAN,
        lambda scan: median(scan.response / np.maximum(scan.best_response, 1e-12)),
        "",
        1,
    ),
)

# of a layer without OIPs nothing can be measured
VALUES: tuple[Value, ...] = tuple(
    replace(one, may_be_nan=True) for one in (*LAYERS, *SEARCH, *PRECURSORS)
)
