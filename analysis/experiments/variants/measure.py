"""How much of an OIP is the recipe: the same maps and starts, climbed in other ways that the field
uses.

*1/f*: the picture is described by its waves instead of its pixels, each scaled down with its
frequency, and these are climbed. A step then moves the pixels along the gradient filtered twice
with the scale, so the ascent stays one on pixels, with a filter. *Robust*: the response is the mean
over the picture and a few moved, turned and scaled versions of it, so that a pattern that falls
apart when it moves gains little. Source: both are common in feature visualisation (Olah et al.
2017); set of changes and exponent are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from analysis.ascent.answers import looking
from analysis.ascent.climb import Climber, ascend, normalise_gradient
from analysis.ascent.objectives import Response, response
from analysis.images.similarity import best_correlations
from analysis.images.spectra import high_share
from analysis.oips.ladder import StartClimber, annealed, into
from analysis.results.data_responses import DataResponses
from analysis.results.oips import RecipeVariants
from analysis.study import Study
from analysis.trust.choice import HELD_OUT, PAIRS, hit_rate
from analysis.trust.robustness import blurred, shifted

LAYER, SIDE = "Conv2D_3", 28
# px down, px right, degrees, factor: the picture itself, and four corners of what a reader would
# still call the same picture
CHANGES = ((0, 0, 0, 1.0), (2, 1, 10, 0.9), (-2, -1, -10, 1.1), (1, -2, -10, 0.9), (-1, 2, 10, 1.1))


def smoothing(side: int = SIDE) -> np.ndarray:
    """Return the matrix (pixel, pixel) that divides every wave of a picture by the square of its
    frequency, the longest by 1.

    The square, since a step in waves scaled by 1/f, seen in pixels, is scaled on the way there and
    on the way back.
    """
    rows, columns = np.fft.fftfreq(side), np.fft.rfftfreq(side)
    scale = 1 / np.maximum(np.hypot(rows[:, None], columns[None]) * side, 1) ** 2
    waves = np.fft.rfft2(np.eye(side**2).reshape(-1, side, side)) * scale
    return np.fft.irfft2(waves, (side, side)).reshape(side**2, side**2).astype(np.float32)


def change_matrix(
    down: float, right: float, degrees: float, factor: float, side: int = SIDE
) -> np.ndarray:
    """Return the matrix (from pixel, to pixel) that turns, scales and then moves a picture about
    its middle, bilinear; from outside comes nothing.
    """
    angle, middle = np.deg2rad(degrees), (side - 1) / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / factor
    places = np.moveaxis(np.mgrid[:side, :side], 0, -1).reshape(-1, 2) - middle - (down, right)
    origin = places @ turn + middle  # where each pixel of the changed picture comes from
    low = np.floor(origin).astype(int)
    matrix = np.zeros((side**2, side**2), np.float32)
    for corner in np.ndindex(2, 2):
        at = low + corner
        inside = ((at >= 0) & (at < side)).all(axis=1)
        share = np.prod(1 - abs(origin - at), axis=1)
        matrix[at[inside] @ (side, 1), np.flatnonzero(inside)] += share[inside]
    return matrix


def steadied(plain: Response, matrices: np.ndarray, background: float) -> Response:
    """Return the mean response to an image and its changed versions, with the background where a
    version shows what lies outside.

    Args:
        matrices: (version, from pixel, to pixel), see ``change_matrix``.
    """
    versions = len(matrices)
    uncovered = background * (1 - matrices.sum(axis=1)).astype(np.float32)

    def response(images: Any, maps: Any) -> Any:
        from keras import ops

        flat = ops.reshape(images, (-1, matrices.shape[1]))
        changed = ops.concatenate(
            [
                ops.matmul(flat, matrix) + rest
                for matrix, rest in zip(matrices, uncovered, strict=True)
            ]
        )
        values = plain(ops.reshape(changed, (-1, *images.shape[1:])), ops.tile(maps, (versions,)))
        return ops.mean(ops.reshape(values, (versions, -1)), axis=0)

    return response


def _uphill(filtered: bool) -> Callable[[Any], Any]:
    if not filtered:
        return normalise_gradient
    matrix = smoothing()

    def direction(gradient: Any) -> Any:
        from keras import ops

        return normalise_gradient(
            ops.reshape(
                ops.matmul(ops.reshape(gradient, (-1, len(matrix))), matrix), ops.shape(gradient)
            )
        )

    return direction


RECIPES: dict[str, tuple[bool, bool]] = {
    "pixels": (False, False),
    "1/f": (True, False),
    "robust": (False, True),
    "1/f and robust": (True, True),
}


def _climbed(study: Study) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the start (y, x) of every map, and by recipe what each map's ascent from there made of
    it (map, y, x), in the box.
    """
    subject, rule = study.subject, study.settings.ladder
    model, where = subject.network, subject.box
    maps = np.arange(subject.layer(LAYER).maps)
    start = into(subject.mixture(LAYER).starts([study.seed("variants")]), where)
    begun = np.repeat(start, len(maps), axis=0)
    starts = StartClimber(model, LAYER, rule, where).wake(begun, maps)
    plain = response(model, LAYER)
    robust = steadied(
        plain, np.stack([change_matrix(*change) for change in CHANGES]), where.ends[0]
    )
    images = {}
    with study.progress(f"recipes for {LAYER}", len(RECIPES)) as advance:
        for name, (filtered, moved) in RECIPES.items():
            images[name] = ascend(
                Climber(
                    robust if moved else plain,
                    annealed(rule, rule.steps),
                    where,
                    uphill=_uphill(filtered),
                ),
                starts,
                maps,
                steps=rule.steps,
            ).images
            advance(1)
    return start[0], images


def measure_variants(study: Study, responses: DataResponses) -> RecipeVariants:
    """Climb every map of Conv2D_3 from one and the same start by each recipe, in the box, and
    compare what comes out.
    """
    start, images = _climbed(study)
    layer, low = study.subject.layer(LAYER), study.subject.box.ends[0]
    look = looking(study.subject.network, LAYER)
    held_out = study.data.standardise(study.data.test.images[:HELD_OUT])[..., 0]
    heard, seen = look(held_out)[0], layer.visible(held_out)
    seed = study.seed("variants pairs")

    def own(pictures: np.ndarray) -> np.ndarray:
        return np.diagonal(look(pictures)[0])

    def like_the_first(pictures: np.ndarray) -> np.ndarray:
        both = layer.visible(np.stack([pictures, images["pixels"]], axis=1))
        return best_correlations(both.astype(float))[:, 0, 1]

    def each(number: Callable[[np.ndarray], Iterable[float]]) -> np.ndarray:
        return np.array([number(pictures) for pictures in images.values()])

    return RecipeVariants(
        **layer.visible_pixels,
        recipe=np.array(list(images)),
        start=start,
        images=np.stack(list(images.values())),
        response=each(own),
        maximum=responses.maximum,
        likeness=each(like_the_first),
        high_share=each(lambda pictures: high_share(layer.visible(pictures))),
        shifted_response=each(
            lambda pictures: np.mean([own(moved) for moved in shifted(pictures, 1, low)], axis=0)
        ),
        blurred_response=each(lambda pictures: own(blurred(pictures, 1)[0])),
        hit_rate=each(lambda pictures: hit_rate(layer.visible(pictures), seen, heard, PAIRS, seed)),
    )
