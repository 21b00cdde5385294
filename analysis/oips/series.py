"""OIPs by the series' method: one for every map of a layer.

Source: parts VII and XII of the series. A plain start is one taken without selection: each map
climbs from the first start, in the order of the seeds, that it answers at all. A map that answers
none is silent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.climb import BLOCK, Ascent, Climber, Series, ascend
from analysis.ascent.objectives import response
from analysis.networks.layers import at_once, rest_of
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipGallery
from analysis.study import Study


def climb_as_in_the_series(
    study: Study,
    model: Any,
    layer: str,
    maps: np.ndarray,
    starts: np.ndarray,
    keep: tuple[int, ...] = (),
) -> Ascent:
    """Run the series' ascent for map ``maps[i]`` from ``starts[i]``."""
    oip = study.settings.oip
    with study.progress(
        f"ascent of {len(maps)} images for {layer}", oip.steps * len(maps)
    ) as advance:
        return ascend(
            Climber(
                response(model, layer),
                Series(oip.step_size),
                study.subject.domain("sphere"),
                block=at_once(model, BLOCK),
            ),
            starts,
            maps,
            steps=oip.steps,
            keep=keep,
            advance=advance,
        )


def _without(images: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Return images (map, ...), those of some maps (map) empty."""
    return np.where(which.reshape(-1, *[1] * (images.ndim - 1)), 0, images)


def measure_gallery(study: Study, responses: DataResponses, *, layer: str) -> OipGallery:
    """Find one OIP for every map of a layer from plain starts; silent maps keep an empty image."""
    oip, subject = study.settings.oip, study.subject
    seeds = study.seed(f"starts {layer}") + np.arange(oip.starts)
    starts = subject.mixture(layer).starts(seeds)
    answers = start_responses(subject.network, layer, starts)  # (start, map)
    heard = answers > rest_of(subject.network, layer)
    first = heard.argmax(axis=0)  # (map), 0 also where there is none
    silent: np.ndarray = np.logical_not(heard.any(axis=0))
    found = np.flatnonzero(~silent)
    images = np.zeros((len(silent), *subject.picture), np.float32)
    reached = np.zeros(len(silent), np.float32)
    curve = np.zeros((oip.steps, len(silent)), np.float32)
    if len(found):
        ascent = climb_as_in_the_series(study, subject.network, layer, found, starts[first[found]])
        images[found] = ascent.images
        reached[found] = ascent.response
        curve[:, found] = ascent.curve
    return OipGallery(
        **study.subject.layer(layer).visible_pixels,
        images=images,
        starts=_without(starts[first], silent),
        response=reached,
        start_response=answers[first, np.arange(len(silent))],
        seed=seeds[first],
        attempts=np.where(silent, oip.starts, first + 1),
        silent=silent,
        data_maximum=responses.maximum,
        curve=curve,
        start_responses=answers,
    )
