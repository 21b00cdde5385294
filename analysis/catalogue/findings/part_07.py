"""Part VII: OIPs, from single nodes to maps."""

from __future__ import annotations

import numpy as np

from analysis import statistics
from analysis.catalogue.claims.part_07 import NOISE, PIXEL_NOISE, likeness, woken_by_noise
from analysis.catalogue.claims.told import MAPS
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above, below
from analysis.catalogue.intervals import POINTS, between, in_per_cent, with_interval
from analysis.catalogue.series.ascents import SILENCE
from analysis.catalogue.series.measurements import (
    DATA_RESPONSES,
    OIP_EVOLUTION,
    OIP_GALLERY_3,
    OIP_SETS,
    PRECURSOR_SCAN,
    SINGLE_NODE_OIPS,
)
from analysis.catalogue.series.values_oips import (
    best_returns,
    not_left,
    start_correlations,
    visible,
)
from analysis.digits import beside, digits_adding_up, told_apart
from analysis.figures.repeating import REPEATED
from analysis.figures.style import significant
from analysis.images.similarity import autocorrelation
from analysis.oips.described import ALIKE
from analysis.results.data_responses import DataResponses
from analysis.results.oips import (
    OipEvolution,
    OipGallery,
    OipSet,
    PrecursorScan,
    SingleNodeOips,
)
from analysis.results.silence import Silence

TWICE = 2  # as strong as for any other digit: more than a preference
MOST = 0.5  # of the maps
LAYER = "Conv2D_3"
NODE = 4  # px from one node of Conv2D_3 to the next


def one_digit(evolution: OipEvolution, data: DataResponses) -> Seen:
    """The map that is shown answers one digit at least twice as strongly as any other."""
    means = data.digit_mean[int(evolution.map)]
    last, first = np.argsort(means)[-2:]
    if not means[first] > 0:
        return Seen(None, "no test image moves the map")
    most, next_one = (significant(float(means[digit])) for digit in (first, last))
    told = f"mean response {most} to the {first} and {next_one} to the {last}"
    return Seen(bool(means[first] >= TWICE * means[last]), told)


def one_form(found: OipSet) -> Seen:
    """In most maps half of the pairs of what starts reach, or more, are one picture."""
    pairs = likeness(found)
    maps = 0 if pairs is None else len(pairs.own)
    if pairs is None or maps < MAPS.least:
        return Seen(None, f"maps with OIPs from several starts: {maps}")
    alike = statistics.share(int((pairs.one_form >= MOST).sum()), maps)
    told = (
        f"maps in which half of the pairs of what starts end in, or more, correlate with {ALIKE} or"
        f" more: {in_per_cent(alike.value, MOST)}"
        f" ({between(alike, 0, MOST)},"
        f" {alike.n} maps)"
    )
    return Seen(True if alike.low > MOST else False if alike.high < MOST else None, told)


def another_picture(gallery: OipGallery) -> Seen:
    """OIPs have less in common with their starts than what counts as the same picture."""
    alike = start_correlations(gallery)
    if len(alike) < MAPS.least:
        return Seen(None, f"OIPs: {len(alike)}")
    middle = statistics.median(alike)
    told = f"median correlation with the start {with_interval(middle, of='maps', bars=(ALIKE,))}"
    return Seen(below(middle, ALIKE), told)


def noise_serves_half(scan: PrecursorScan, found: OipSet) -> Seen:
    """A few starts of pixel noise wake half of the maps, as surely as so many maps can tell."""
    if PIXEL_NOISE not in scan.scale.tolist() or len(found.response) < MAPS.least:
        return Seen(None, f"maps: {len(found.response)}, starts: {', '.join(scan.scale.tolist())}")
    awake, starts = woken_by_noise(scan, found)
    half = NOISE.confirmed
    ends = f"{between(awake, 0, half)}, {awake.n} maps"
    found_awake = in_per_cent(awake.value, half)
    told = f"maps that answer one of {starts} starts of pixel noise: {found_awake}"
    return Seen(above(awake, half), f"{told} ({ends})")


def _of_starts(gallery: OipGallery) -> str:
    """Return what to add where the OIPs of the layer are still their starts, and nothing else."""
    kept = not_left({LAYER: gallery})
    return f"; {kept}" if kept else ""


def some_come_back(gallery: OipGallery) -> Seen:
    """An OIP is as alike to itself, moved, as what pages call a repetition."""
    returns = best_returns(gallery)
    if not len(returns):
        return Seen(None, "OIPs: 0")
    told = f"largest likeness: {beside(float(returns.max()), REPEATED)}"
    if returns.max() <= 0:  # stands for none
        told = f"OIPs that are like themselves at another place: none of {len(returns)}"
    return Seen(bool(returns.max() >= REPEATED), f"{told}{_of_starts(gallery)}")


def _accounted(share: np.ndarray) -> tuple[float, float]:
    """Return which shares of the variance of numbers (map, scale) maps and scales account for."""
    whole = max(float(share.var()), 1e-12)
    maps, scales = (float(share.mean(axis=axis).var()) / whole for axis in (1, 0))
    return maps, scales


def _more_by_maps(share: np.ndarray) -> float:
    maps, scales = _accounted(share)
    return maps - scales


def by_map(found: Silence) -> Seen:
    """Whether a start is a dead end depends more on the map than on the scale of the start; none
    where these maps cannot tell, as where no start is one.
    """
    if len(found.share) < MAPS.least:
        return Seen(None, f"maps: {len(found.share)}")
    maps, scales = (100 * one for one in _accounted(found.share))
    more = statistics.resampled(lambda *rows: _more_by_maps(np.transpose(rows)), *found.share.T)
    digits = digits_adding_up(scales, 100 * more.value, total=maps, least=0)
    by_maps, by_scales = told_apart(maps, scales, digits=digits)
    told = f"maps account for {by_maps} % of the variance, scales for {by_scales} %"
    points = with_interval(more, digits, POINTS, of="maps")
    return Seen(above(more, 0), f"{told}: difference {points}")


def recurrence(image: np.ndarray) -> float:
    """Return by how much a picture (y, x) is more like itself after a shift by one node than after
    a pixel more and a pixel less, down and to the right.
    """
    values = autocorrelation(image)
    middle, centre = (side // 2 for side in values.shape)
    down, right = values[middle:, centre], values[middle, centre:]
    return float(np.mean([one[NODE] - max(one[NODE - 1], one[NODE + 1]) for one in (down, right)]))


def every_node(gallery: OipGallery) -> Seen:
    """OIPs return at the distance of neighbouring nodes, more than at distances beside it."""
    images = visible(gallery)
    if len(images) < MAPS.least:
        return Seen(None, f"OIPs: {len(images)}")
    more = statistics.median(np.array([recurrence(image.astype(float)) for image in images]))
    told = (
        f"correlation with itself after {NODE} px less the larger one a pixel beside it: median"
        f" {with_interval(more, 3, signed=True, of='maps')}"
    )
    return Seen(above(more, 0), f"{told}{_of_starts(gallery)}")


def nodes_alike(nodes: SingleNodeOips, gallery: OipGallery) -> Seen:
    """The nodes of a map, raised one at a time, end in the same picture: half of the outer ones or
    more in that of the centre. One that does not answer has ended in none.

    Each climbs from the first start that it answers, of which it sees a piece that no other does:
    pictures that differ say nothing of the nodes where the layer's OIPs are still their starts.
    """
    rows, columns = nodes.response.shape
    outer = np.ones((rows, columns), bool)
    outer[rows // 2, columns // 2] = False
    answer = nodes.response > 0
    if not ((outer & answer).any() and answer[rows // 2, columns // 2]):
        return Seen(None, "the centre, or each of the outer nodes, does not answer")
    alike, kept = nodes.shifted_correlation >= ALIKE, _of_starts(gallery)
    same = int((alike & answer & outer).sum())
    told = f"outer nodes that end with the picture of the centre: {same} of {outer.sum()}"
    if 2 * same >= outer.sum():
        return Seen(True, told)
    return Seen(None if kept else False, f"{told}{kept}")


FOUND = (
    Found("shown-map-has-a-digit", (OIP_EVOLUTION, DATA_RESPONSES["Conv2D_3"]), one_digit),
    Found("most-maps-have-one-form", (OIP_SETS["Conv2D_3", "sphere"],), one_form),
    Found("oips-left-their-starts", (OIP_GALLERY_3,), another_picture),
    Found(
        "pixel-noise-serves-half",
        (PRECURSOR_SCAN, OIP_SETS["Conv2D_3", "sphere"]),
        noise_serves_half,
    ),
    Found("some-oips-come-back", (OIP_GALLERY_3,), some_come_back),
    Found("silence-depends-on-the-map", (SILENCE,), by_map),
    Found("oips-recur-by-node", (OIP_GALLERY_3,), every_node),
    Found("nodes-of-a-map-agree", (SINGLE_NODE_OIPS, OIP_GALLERY_3), nodes_alike),
)
