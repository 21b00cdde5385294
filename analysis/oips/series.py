"""OIPs by the series' method: of every map of a layer, of one map step by step, and of single
nodes.

Source: parts VII to IX and XII of the series. A plain start is one taken without selection: each
map climbs from the first start, in the order of the seeds, that it answers at all. A map that
answers none is silent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.climb import Ascent, Series, ascend
from analysis.ascent.objectives import nodes, response
from analysis.ascent.starts import fluctuations, wavelength
from analysis.networks.layers import views
from analysis.networks.series import CONVOLUTIONS
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipEvolution, OipGallery, OipScales, SingleNodeOips
from analysis.study import Study

VISIBLE = 26  # rows and columns 26 and 27 reach no node of Conv2D_3
TRIED = 64  # further starts for the evolution and for single nodes


def climb(
    study: Study,
    model: Any,
    layer: str,
    maps: np.ndarray,
    starts: np.ndarray,
    keep: tuple[int, ...] = (),
) -> Ascent:
    """Run the series' ascent for map ``maps[i]`` from ``starts[i]``."""
    rule = study.settings.oip
    with study.progress(
        f"ascent of {len(maps)} images for {layer}", rule.steps * len(maps)
    ) as advance:
        return ascend(
            response(model, layer),
            starts,
            maps,
            steps=rule.steps,
            rule=Series(rule.step_size),
            keep=keep,
            advance=advance,
        )


def measure_gallery(study: Study, responses: DataResponses, *, layer: str) -> OipGallery:
    """Find one OIP for every map of a layer from plain starts; silent maps keep an empty image."""
    rule, model = study.settings.oip, study.network()
    seeds = study.seed(f"starts {layer}") + np.arange(rule.starts)
    starts = fluctuations(seeds, rule.grids, rule.fluctuation.weights(layer))
    answers = start_responses(model, layer, starts)  # (start, map)
    first = (answers > 0).argmax(axis=0)  # (map), 0 also where there is none
    silent: np.ndarray = np.logical_not((answers > 0).any(axis=0))
    found = np.flatnonzero(~silent)
    images = np.zeros((len(silent), 28, 28), np.float32)
    reached = np.zeros(len(silent), np.float32)
    curve = np.zeros((rule.steps, len(silent)), np.float32)
    if len(found):
        ascent = climb(study, model, layer, found, starts[first[found]])
        images[found], reached[found], curve[:, found] = (
            ascent.images,
            ascent.response,
            ascent.curve,
        )
    return OipGallery(
        **study.subject.layer(layer).visible_pixels,
        images=images,
        starts=np.where(silent[:, None, None], 0, starts[first]),
        response=reached,
        start_response=answers[first, np.arange(len(silent))],
        seed=seeds[first],
        attempts=np.where(silent, rule.starts, first + 1),
        silent=silent,
        data_maximum=responses.maximum,
        curve=curve,
        start_responses=answers,
    )


def frame_steps(steps: int, frames: int) -> tuple[int, ...]:
    """Return the steps of the frames: 0, then doubling from floor(steps / 2 ** frames), and the
    last (P-FRAMES).
    """
    first = max(1, steps // 2**frames)
    doubled = [first * 2**k for k in range(frames) if first * 2**k < steps - 1]
    return (0, *doubled, steps - 1)


def choose_map(gallery: OipGallery) -> int:
    """Return the stand-in for the series' map 120: of the maps that answer at least half of the
    plain starts, the one with the longest OIP wavelength.
    """
    share = (gallery.start_responses > 0).mean(axis=0)
    scale = np.where(
        gallery.silent,
        0,
        wavelength(
            gallery.images[:, :VISIBLE, :VISIBLE] + gallery.silent[:, None, None] * np.eye(VISIBLE)
        ),
    )
    often = share >= 0.5
    return int(np.where(often, scale, 0).argmax() if often.any() else share.argmax())


def mixtures(grids: tuple[int, ...], weights: tuple[float, ...]) -> dict[str, tuple[float, ...]]:
    """Return the weights of a mixture and of each grid alone, by name."""
    return {
        "mixture": tuple(weights),
        **{f"grid {n}": tuple(float(n == m) for m in grids) for n in grids},
    }


def measure_evolution(study: Study, gallery: OipGallery) -> OipEvolution:
    """Follow one Conv2D_3 map's ascent frame by frame, from several starts it answers.

    Beside them stand starts it is silent to: the first of the mixture and of each grid alone, where
    there is one.
    """
    rule = study.settings.oip
    wanted = study.settings.evolution
    model = study.network()
    chosen = choose_map(gallery)
    seeds = study.seed("evolution") + np.arange(TRIED)
    pools = {
        name: fluctuations(seeds, rule.grids, weights)
        for name, weights in mixtures(rule.grids, rule.fluctuation.conv2d_3).items()
    }
    answers = {
        name: start_responses(model, "Conv2D_3", starts)[:, chosen]
        for name, starts in pools.items()
    }
    climbing = np.flatnonzero(answers["mixture"] > 0)[: 1 + wanted.more_starts]
    quiet = {
        name: int((values == 0).argmax()) for name, values in answers.items() if (values == 0).any()
    }
    keep = frame_steps(rule.steps, wanted.frames)
    ascent = climb(
        study, model, "Conv2D_3", np.full(len(climbing), chosen), pools["mixture"][climbing], keep
    )
    silent = [pools[name][start] for name, start in quiet.items()]
    return OipEvolution(
        map=np.array(chosen),
        step=np.array(keep),
        frames=ascent.frames.swapaxes(0, 1),
        curve=ascent.curve.T,
        seed=seeds[climbing],
        silent_starts=np.stack(silent) if silent else np.zeros((0, 28, 28), np.float32),
        silent_seed=seeds[list(quiet.values())],
        silent_mixture=np.array(list(quiet), dtype=str),
        zero_share=(answers["mixture"] == 0).mean(),
        mixture=np.array(list(pools)),
        mixture_zero_share=np.array([(values == 0).mean() for values in answers.values()]),
    )


def measure_single_nodes(study: Study, gallery: OipGallery) -> SingleNodeOips:
    """Find the OIP of each of the nine nodes of the evolution's map, and compare the nodes'
    receptive fields.
    """
    rule = study.settings.oip
    model = study.network()
    chosen = choose_map(gallery)
    seeds = study.seed("single nodes") + np.arange(4 * TRIED)
    starts = fluctuations(seeds, rule.grids, rule.fluctuation.conv2d_3)
    output = views(model, ("Conv2D_3",))(starts[..., None])["Conv2D_3"][..., chosen].reshape(
        len(starts), 9
    )
    first = np.where((output > 0).any(axis=0), (output > 0).argmax(axis=0), output.argmax(axis=0))
    places = np.array([(chosen, *node) for node in np.ndindex(3, 3)])
    with study.progress("ascent of nine single nodes", rule.steps * 9) as advance:
        ascent = ascend(
            nodes(model, "Conv2D_3"),
            starts[first],
            places,
            steps=rule.steps,
            rule=Series(rule.step_size),
            advance=advance,
        )
    fields = np.stack(
        [
            image[4 * i : 4 * i + 18, 4 * j : 4 * j + 18].ravel()
            for image, (_, i, j) in zip(ascent.images, places, strict=True)
        ]
    )
    return SingleNodeOips(
        map=np.array(chosen),
        images=ascent.images.reshape(3, 3, 28, 28),
        response=ascent.response.reshape(3, 3),
        mean_image=gallery.images[chosen],
        shifted_correlation=np.corrcoef(fields)[4].reshape(3, 3),
    )


def measure_scales(study: Study, *galleries: OipGallery) -> OipScales:
    """Return the spectral-centroid wavelength of every OIP on its visible pixels; NaN for silent
    maps.
    """
    scales = {}
    for layer, gallery in zip(CONVOLUTIONS, galleries, strict=True):
        scale = np.full(len(gallery.silent), np.nan)
        scale[~gallery.silent] = wavelength(gallery.images[~gallery.silent, :VISIBLE, :VISIBLE])
        scales[layer.lower()] = scale
    return OipScales(**scales)
