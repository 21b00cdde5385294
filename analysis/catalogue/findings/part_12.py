"""Part XII: what nine weights foretell of an OIP, and how scale grows with depth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis import statistics
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import FEWEST, above, apart, below, middle, told
from analysis.catalogue.findings.part_07 import another_picture
from analysis.catalogue.intervals import digits_apart, with_interval
from analysis.catalogue.series.measurements import (
    KERNELS,
    OIP_GALLERY_1,
    OIP_GALLERY_2,
    OIP_GALLERY_3,
    OIP_SCALES,
)
from analysis.catalogue.series.values_oips import not_left
from analysis.figures.oips import visible_in
from analysis.images.stripes import angle, frequency, passed, striped
from analysis.results.layers import Kernels
from analysis.results.oips import OipGallery, OipScales

CHANCE = 45  # degrees, between two directions that have nothing to do with one another
NEARER = CHANCE / 2  # nearer to what was foretold than to chance
MOST = 0.5  # of what a perfect grating would let through


def oips_and_kernels(gallery: OipGallery, kernels: Kernels) -> tuple[np.ndarray, np.ndarray]:
    """Return the OIPs (map, y, x) of the first layer that were found, and their kernels."""
    found = np.logical_not(gallery.silent)
    weights = kernels.full_recipe[kernels.layer == "Conv2D_1"].reshape(3, 3, -1)
    return visible_in(gallery).of(gallery.images[found]), np.moveaxis(weights, -1, 0)[found]


def passes_most(gallery: OipGallery, kernels: Kernels) -> Seen:
    """Kernels pass more than half of what they would of a perfect grating."""
    pairs = zip(*oips_and_kernels(gallery, kernels), strict=True)
    share = middle(np.array([passed(*pair) for pair in pairs]))
    return Seen(above(share, MOST), f"share of a perfect grating: {told(share, bars=(MOST,))}")


def _frequencies(gallery: OipGallery, kernels: Kernels) -> tuple[np.ndarray, np.ndarray]:
    """Return the frequencies (map, yx) that kernels foretell, and those of the OIPs."""
    oips, weights = oips_and_kernels(gallery, kernels)
    foretold = [frequency(kernel, len(oip)) for oip, kernel in zip(oips, weights, strict=True)]
    return np.reshape(foretold, (-1, 2)), np.reshape([striped(oip) for oip in oips], (-1, 2))


def direction_foretold(within: float) -> Callable[[OipGallery, Kernels], Seen]:
    """Return the test whether stripes run within so many degrees of the direction that the weights
    foretell. That they do not is told only where OIPs have left their starts: those obey no
    weights.
    """

    def look(gallery: OipGallery, kernels: Kernels) -> Seen:
        pairs = zip(*_frequencies(gallery, kernels), strict=True)
        off = middle(np.array([angle(*pair) for pair in pairs]))
        said, near = (
            f"degrees off the direction foretold: {told(off, 0, bars=(within,))}",
            below(off, within),
        )
        kept = "" if near else not_left({"Conv2D_1": gallery})
        return Seen(None, f"{said}; {kept}") if kept else Seen(near, said)

    return look


def spacing_foretold(gallery: OipGallery, kernels: Kernels) -> Seen:
    """The finer the stripes that the weights foretell, the finer those of the OIP."""
    sizes = [np.linalg.norm(each, axis=1) for each in _frequencies(gallery, kernels)]
    if len(sizes[0]) < FEWEST:
        return Seen(None, f"too few maps to rank ({len(sizes[0])})")
    r = statistics.rank_correlation(*sizes)
    return Seen(above(r, 0), f"rank correlation {with_interval(r, bars=(0,))}")


def none_waits(gallery: OipGallery) -> Seen:
    """Plain starts move every map of a layer."""
    silent = int(gallery.silent.sum())
    return Seen(not silent, f"silent maps: {silent} of {len(gallery.silent)}")


def grows(lower: str, upper: str) -> Callable[..., Seen]:
    """Return the test whether waves are longer on one layer than on another: the intervals of the
    medians stand apart. It tells where OIPs are still the starts that were chosen for them.
    """

    def look(scales: OipScales, *galleries: OipGallery) -> Seen:
        of = scales.arrays()
        ends = middle(of[lower.lower()]), middle(of[upper.lower()])
        said = "median wavelength in px: lower layer {}, upper layer {}"
        kept = not_left(dict(zip((lower, upper), galleries, strict=True)))
        shown = (told(one, digits_apart(ends)) for one in ends)
        return Seen(apart(*ends), f"{said.format(*shown)}{'; ' if kept else ''}{kept}")

    return look


FIRST = (OIP_GALLERY_1, KERNELS)
FOUND: tuple[Found, ...] = (
    Found("gratings-explain-most", FIRST, passes_most),
    Found("stripes-run-as-foretold", FIRST, direction_foretold(NEARER)),
    Found("stripes-nearer-than-chance", FIRST, direction_foretold(CHANCE)),
    Found("stripes-spaced-as-foretold", FIRST, spacing_foretold),
    Found("second-layer-answers", (OIP_GALLERY_2,), none_waits),
    Found(
        "scale-grows-to-second",
        (OIP_SCALES, OIP_GALLERY_1, OIP_GALLERY_2),
        grows("Conv2D_1", "Conv2D_2"),
    ),
    Found(
        "scale-grows-to-third",
        (OIP_SCALES, OIP_GALLERY_2, OIP_GALLERY_3),
        grows("Conv2D_2", "Conv2D_3"),
    ),
    Found("oips-left-their-starts-conv2d-1", (OIP_GALLERY_1,), another_picture),
    Found("oips-left-their-starts-conv2d-2", (OIP_GALLERY_2,), another_picture),
)
