"""One map of the deepest layer in detail: its ascent frame by frame, its single nodes, its starts.

Source: parts VII and IX of the series, which follow map 120 of Conv2D_3; the scale of an OIP as one
number is ours.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.climb import Climber, Series, ascend
from analysis.ascent.objectives import nodes
from analysis.ascent.starts import Mixture, wavelength
from analysis.images.similarity import correlation
from analysis.networks.fields import Window
from analysis.networks.layers import views
from analysis.networks.series import CONVOLUTIONS
from analysis.oips.series import climb_as_in_the_series
from analysis.results.oips import OipEvolution, OipGallery, OipScales, SingleNodeOips
from analysis.study import Study
from analysis.subject import MapLayer

LAYER = CONVOLUTIONS[-1]
TRIED = 64  # further starts for the evolution and for single nodes
OFTEN = 0.5  # share of the plain starts that the map which is followed has to answer


def frame_steps(steps: int, frames: int) -> tuple[int, ...]:
    """Return the steps of the frames: 0, then doubling from floor(steps / 2 ** frames), and the
    last (P-FRAMES).
    """
    first = max(1, steps // 2**frames)
    doubled = [first * 2**k for k in range(frames) if first * 2**k < steps - 1]
    return (0, *doubled, steps - 1)


def choose_map(gallery: OipGallery, layer: MapLayer, among: np.ndarray | None = None) -> int:
    """Return the stand-in for the series' map 120: of the maps that answer at least half of the
    plain starts, the one with the longest OIP wavelength; where there is none, the one that answers
    most.

    Args:
        among: (map), the maps that may be chosen; all by default.
    """
    share = (gallery.start_responses > 0).mean(axis=0)
    share = share if among is None else np.where(among, share, -1)
    often = share >= OFTEN
    if not often.any():
        return int(share.argmax())
    found = np.logical_not(gallery.silent)
    scale = np.zeros(len(found))
    scale[found] = wavelength(layer.visible(gallery.images[found]).astype(float))
    return int(np.where(often, scale, 0).argmax())


def _pools(mixture: Mixture, seeds: np.ndarray) -> dict[str, np.ndarray]:
    """Return the starts (start, y, x) of a mixture and of each of its grids alone, by name."""
    return {name: one.starts(seeds) for name, one in mixture.with_each_alone.items()}


def measure_evolution(study: Study, gallery: OipGallery) -> OipEvolution:
    """Follow one map's ascent frame by frame, from several starts it answers.

    Beside them stand starts it is silent to: the first of the mixture and of each grid alone, where
    there is one.
    """
    wanted, subject = study.settings.evolution, study.subject
    layer = subject.layer(LAYER)
    chosen = choose_map(gallery, layer)
    seeds = study.seed("evolution") + np.arange(TRIED)
    pools = _pools(subject.mixture(LAYER), seeds)
    answers = {
        name: start_responses(subject.network, LAYER, starts)[:, chosen]
        for name, starts in pools.items()
    }
    climbing = np.flatnonzero(answers["mixture"] > 0)[: 1 + wanted.more_starts]
    keep = frame_steps(study.settings.oip.steps, wanted.frames)
    maps, starts = np.full(len(climbing), chosen), pools["mixture"][climbing]
    ascent = climb_as_in_the_series(study, subject.network, LAYER, maps, starts, keep)
    quiet = {
        name: int((values == 0).argmax()) for name, values in answers.items() if (values == 0).any()
    }
    silent = [pools[name][start] for name, start in quiet.items()]
    return OipEvolution(
        **layer.visible_pixels,
        map=np.array(chosen),
        step=np.array(keep),
        frames=ascent.frames.swapaxes(0, 1),
        curve=ascent.curve.T,
        seed=seeds[climbing],
        silent_starts=np.stack(silent) if silent else np.zeros((0, *subject.shape), np.float32),
        silent_seed=seeds[list(quiet.values())],
        silent_mixture=np.array(list(quiet), dtype=str),
        zero_share=(answers["mixture"] == 0).mean(),
        mixture=np.array(list(pools)),
        mixture_zero_share=np.array([(values == 0).mean() for values in answers.values()]),
    )


def measure_single_nodes(study: Study, gallery: OipGallery) -> SingleNodeOips:
    """Find the OIP of every node of the evolution's map, and compare the nodes' receptive
    fields.
    """
    oip, subject = study.settings.oip, study.subject
    layer = subject.layer(LAYER)
    chosen = choose_map(gallery, layer)
    places = list(np.ndindex(*layer.shape))
    seeds = study.seed("single nodes") + np.arange(4 * TRIED)
    starts = subject.mixture(LAYER).starts(seeds)
    look = views(subject.network, (LAYER,))
    output = look(starts[..., None])[LAYER][..., chosen].reshape(len(starts), len(places))
    fires = output > 0
    first = np.where(fires.any(axis=0), fires.argmax(axis=0), output.argmax(axis=0))
    with study.progress("ascent of single nodes", oip.steps * len(places)) as advance:
        ascent = ascend(
            Climber(nodes(subject.network, LAYER), Series(oip.step_size)),
            starts[first],
            np.array([(chosen, *place) for place in places]),
            steps=oip.steps,
            advance=advance,
        )
    seen = [layer.crop(image, place) for image, place in zip(ascent.images, places, strict=True)]
    centre = places.index((layer.rows.count // 2, layer.columns.count // 2))
    return SingleNodeOips(
        **layer.visible_pixels,
        field_rows=_fields(layer.rows),
        field_columns=_fields(layer.columns),
        map=np.array(chosen),
        images=ascent.images.reshape(*layer.shape, *subject.shape),
        response=ascent.response.reshape(layer.shape),
        mean_image=gallery.images[chosen],
        shifted_correlation=np.array(
            [correlation(seen[centre].astype(float), one.astype(float)) for one in seen]
        ).reshape(layer.shape),
    )


def _fields(window: Window) -> np.ndarray:
    """Return the first pixel of each node's field along one side, and the one past its last (node,
    2).
    """
    fields = [window.of_node(node) for node in range(window.count)]
    return np.array([(field.start, field.stop) for field in fields])


def measure_scales(study: Study, *galleries: OipGallery) -> OipScales:
    """Return the spectral-centroid wavelength of every OIP on its visible pixels; NaN for silent
    maps.
    """
    scales = {}
    for name, gallery in zip(CONVOLUTIONS, galleries, strict=True):
        scale = np.full(len(gallery.silent), np.nan)
        found = np.logical_not(gallery.silent)
        scale[found] = wavelength(study.subject.layer(name).visible(gallery.images[found]))
        scales[name.lower()] = scale
    return OipScales(**scales)
