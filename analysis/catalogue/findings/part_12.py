"""Part XII: what nine weights foretell of an OIP, and how scale grows with depth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis import statistics
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import FEWEST, above, apart, below, middle, told
from analysis.catalogue.findings.part_07 import another_picture
from analysis.catalogue.intervals import between, digits_apart, in_per_cent, with_interval
from analysis.catalogue.series.measurements import (
    KERNELS,
    OIP_GALLERY_1,
    OIP_GALLERY_2,
    OIP_GALLERY_3,
    OIP_SCALES,
    OIP_SETS,
)
from analysis.catalogue.series.values_oips import not_left
from analysis.catalogue.series.values_trust import wavelengths
from analysis.figures.oips import visible_in
from analysis.images.stripes import angle, frequency, passed, striped
from analysis.results.layers import Kernels
from analysis.results.oips import OipGallery, OipScales, OipSet

CHANCE = 45  # degrees, between two directions that have nothing to do with one another
NEARER = CHANCE / 2  # nearer to what was foretold than to chance
MOST = 0.5  # of what a perfect grating would let through
PATCH = 1.5  # waves over a picture; fewer are no stripes


def _weights(kernels: Kernels) -> np.ndarray:
    """Return the kernels (map, y, x) of the first layer."""
    weights = kernels.full_recipe[kernels.layer == "Conv2D_1"].reshape(3, 3, -1)
    return np.moveaxis(weights, -1, 0)


def oips_and_kernels(found: OipGallery | OipSet, kernels: Kernels) -> tuple[np.ndarray, np.ndarray]:
    """Return the OIPs (map, y, x) of the first layer that were found, and their kernels."""
    fired = found.response > 0 if isinstance(found, OipSet) else np.logical_not(found.silent)
    return visible_in(found).of(found.images[fired]), _weights(kernels)[fired]


def _unless_starts(found: OipGallery | OipSet, holds: bool | None, said: str) -> Seen:
    """Return what is seen of OIPs, and how far they are still their starts; that the weights
    foretell them not is told only where they have left these, which obey no weights. Of the ladder
    starts are not stored, and its pictures are taken as they are.
    """
    kept = "" if isinstance(found, OipSet) else not_left({"Conv2D_1": found})
    return Seen(holds or None, f"{said}; {kept}") if kept else Seen(holds, said)


def passes_most(found: OipGallery | OipSet, kernels: Kernels) -> Seen:
    """Kernels pass more than half of what they would of a perfect grating."""
    pairs = zip(*oips_and_kernels(found, kernels), strict=True)
    share = middle(np.array([passed(*pair) for pair in pairs]))
    said = f"share of a perfect grating: {told(share, bars=(MOST,))}"
    return _unless_starts(found, above(share, MOST), said)


def _frequencies(found: OipGallery | OipSet, kernels: Kernels) -> tuple[np.ndarray, np.ndarray]:
    """Return the frequencies (map, yx) that kernels foretell, and those of the OIPs, in waves over
    the side of a picture.
    """
    oips, weights = oips_and_kernels(found, kernels)
    side = oips.shape[-1]
    foretold = [side * frequency(kernel, side) for kernel in weights]
    return np.reshape(foretold, (-1, 2)), side * np.reshape([striped(oip) for oip in oips], (-1, 2))


def direction_foretold(within: float) -> Callable[[OipGallery | OipSet, Kernels], Seen]:
    """Return the test whether stripes run within so many degrees of the direction that the weights
    foretell, where these foretell stripes: one wave over the whole picture is a patch.
    """

    def look(found: OipGallery | OipSet, kernels: Kernels) -> Seen:
        pairs = zip(*_frequencies(found, kernels), strict=True)
        off = middle(np.array([angle(*pair) for pair in pairs if np.linalg.norm(pair[0]) > PATCH]))
        said = f"degrees off the direction foretold: {told(off, 0, bars=(within,))}"
        return _unless_starts(found, below(off, within), said)

    return look


def spacing_foretold(found: OipGallery | OipSet, kernels: Kernels) -> Seen:
    """The finer the stripes that the weights foretell, the finer those of the OIP, where they
    foretell stripes.
    """
    sizes = np.linalg.norm(np.stack(_frequencies(found, kernels)), axis=2)
    sizes = sizes[:, sizes[0] > PATCH]
    if len(sizes[0]) < FEWEST:
        return Seen(None, f"too few maps to rank ({len(sizes[0])})")
    r = statistics.rank_correlation(*sizes)
    said = f"rank correlation {with_interval(r, bars=(0,), of='maps')}"
    return _unless_starts(found, above(r, 0), said)


def foretell_patches(found: OipGallery | OipSet, kernels: Kernels) -> Seen:
    """A kernel passes the longest waves best."""
    foretold = np.linalg.norm(_frequencies(found, kernels)[0], axis=1)
    count = int((foretold <= PATCH).sum())
    return Seen(count > 0, f"kernels that pass the longest waves best: {count} of {len(foretold)}")


def patches_foretold(found: OipGallery | OipSet, kernels: Kernels) -> Seen:
    """Most OIPs are one large patch where the weights foretell that."""
    foretold, strongest = (np.linalg.norm(each, axis=1) for each in _frequencies(found, kernels))
    large = strongest[foretold <= PATCH] <= PATCH
    if not len(large):
        return Seen(None, "no kernel of a map with an OIP passes the longest waves best")
    share = statistics.share(int(large.sum()), len(large))
    ends = f"{in_per_cent(share.value, MOST)} ({between(share, 0, MOST)}) of {share.n}"
    said = f"patches: {ends} {'map' if share.n == 1 else 'maps'}"
    return _unless_starts(found, above(share, MOST), said)


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


def longer_waves_above(first: OipSet, third: OipSet) -> Seen:
    """OIPs of the ladder have longer waves on the deepest layer than on the first: the intervals
    of the medians stand apart.
    """
    ends = [middle(wavelengths(one)) for one in (first, third)]
    shown = (told(one, digits_apart(ends)) for one in ends)
    said = "median wavelength in px: first layer {}, deepest layer {}"
    return Seen(apart(*ends), said.format(*shown))


FIRST = (OIP_GALLERY_1, KERNELS)
LADDER = (OIP_SETS["Conv2D_1", "sphere"], KERNELS)
FOUND: tuple[Found, ...] = (
    Found("gratings-explain-most", FIRST, passes_most),
    Found("stripes-run-as-foretold", FIRST, direction_foretold(NEARER)),
    Found("stripes-nearer-than-chance", FIRST, direction_foretold(CHANCE)),
    Found("stripes-spaced-as-foretold", FIRST, spacing_foretold),
    Found("ladder-gratings-explain-most", LADDER, passes_most),
    Found("ladder-stripes-run-as-foretold", LADDER, direction_foretold(NEARER)),
    Found("ladder-stripes-spaced-as-foretold", LADDER, spacing_foretold),
    Found("weights-foretell-patches", LADDER, foretell_patches),
    Found("ladder-patches-as-foretold", LADDER, patches_foretold),
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
    Found(
        "scale-grows-over-both",
        (OIP_SCALES, OIP_GALLERY_1, OIP_GALLERY_3),
        grows("Conv2D_1", "Conv2D_3"),
    ),
    Found(
        "ladder-waves-grow",
        (OIP_SETS["Conv2D_1", "sphere"], OIP_SETS["Conv2D_3", "sphere"]),
        longer_waves_above,
    ),
    Found("oips-left-their-starts-conv2d-1", (OIP_GALLERY_1,), another_picture),
    Found("oips-left-their-starts-conv2d-2", (OIP_GALLERY_2,), another_picture),
)
