"""How an image goes uphill: the rules of a step, each as a loop that the framework compiles.

The *series* rule divides the gradient by its root mean square, adds it times a fixed small step,
and brings the image back into its domain. The *annealed* rule begins with steps as long as the
image itself and ends with small ones; where a step loses too much, the image goes back to its best
state and steps get shorter. It needs a tenth of the steps. The *corner* rule goes as far as the
domain allows in one step, which only a convex response always rewards. Source: parts VII to IX of
the series (P-OIP) for the first; the second is ours; the third is the conditional gradient of M.
Frank and P. Wolfe 1956, with full steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis import framework
from analysis.ascent.domains import TINY, Box, Domain, Mixing
from analysis.ascent.objectives import Response


@dataclass(frozen=True)
class Series:
    """The series' rule: every step has the same length, in units of the gradient's root mean
    square.
    """

    size: float


@dataclass(frozen=True)
class Annealed:
    """Our rule: the length of a step falls from ``first`` to ``last`` like half a cosine over
    ``steps``.

    An image whose response falls below ``keep`` times its best goes back to the best state, and its
    steps are multiplied by ``shorter``; while things go well they recover by ``recover`` a step.
    """

    steps: int
    first: float
    last: float
    keep: float = 0.6
    shorter: float = 0.5
    recover: float = 1.1


@dataclass(frozen=True)
class Corner:
    """For convex responses: every step goes to the image of the domain that the gradient points to
    most. Such a response lies above its tangents, so it never falls. The basis of colours has no
    part in it.
    """


Rule = Series | Annealed | Corner
Uphill = Callable[[Any], Any]


def normalise_gradient(gradient: Any) -> Any:
    """Return the gradient (image, y, x, channel) at root mean square 1 for each image."""
    from keras import ops

    return gradient / (ops.sqrt(ops.mean(gradient**2, axis=(1, 2, 3), keepdims=True)) + TINY)


def even_gradient(gradient: Any) -> Any:
    """Return the fourth roots of a gradient (image, y, x, channel), with its signs, at root mean
    square 1 for each image: pixels with a small slope move almost as far as others.
    """
    from keras import ops

    return normalise_gradient(ops.sign(gradient) * ops.sqrt(ops.sqrt(ops.abs(gradient))))


def usual_uphill(rule: Rule, domain: Domain) -> Uphill:
    """Return the direction that a rule takes where none is asked for.

    In the box most pixels of a maximum lie at an end. There, long steps should bring all of them to
    theirs, not only those with the largest slope.
    """
    even = isinstance(rule, Annealed) and isinstance(domain, Box)
    uphill = even_gradient if even else normalise_gradient
    return uphill if domain.colours is None else in_basis(uphill, domain.colours)


def in_basis(uphill: Uphill, colours: Mixing) -> Uphill:
    """Return a direction that is taken in another basis of colours: images are x = u M with
    numbers u of which ``colours`` (channel, channel), M, makes channels, and it is u that goes
    uphill.

    The slope along u is the gradient times M transposed; a step of u is M times as long in x. What
    results has root mean square 1 again.
    """
    from keras import ops

    forth = np.array(colours, np.float32)

    def mixed(gradient: Any) -> Any:
        of_numbers = uphill(ops.matmul(gradient, np.ascontiguousarray(forth.T)))
        return normalise_gradient(ops.matmul(of_numbers, forth))

    return mixed


def of_images(values: Any) -> Any:
    """Return one number per image (image) in a shape that images can be multiplied with."""
    return values[:, None, None, None]


def _series_body(response: Response, rule: Series, domain: Domain, uphill: Uphill) -> Any:
    from keras import ops

    def body(state: framework.State, wanted: Any) -> Any:
        images, best, best_response = state
        values, gradient = framework.value_and_gradient(lambda x: response(x, wanted), images)
        better = values > best_response
        best = ops.where(of_images(better), images, best)
        best_response = ops.where(better, values, best_response)
        following = domain.nearest(images + rule.size * uphill(gradient))
        return (following, best, best_response), values

    return body


def _annealed_body(response: Response, rule: Annealed, domain: Domain, uphill: Uphill) -> Any:
    from keras import ops

    def body(state: framework.State, wanted: Any) -> Any:
        images, best, best_response, best_gradient, scale, step = state
        values, gradient = framework.value_and_gradient(lambda x: response(x, wanted), images)
        better = values > best_response
        lost = values < best_response - (1 - rule.keep) * ops.abs(best_response)
        best, best_gradient = (
            ops.where(of_images(better), new, old)
            for new, old in ((images, best), (gradient, best_gradient))
        )
        best_response = ops.where(better, values, best_response)
        scale = ops.where(lost, scale * rule.shorter, ops.minimum(scale * rule.recover, 1.0))
        size = (
            rule.last
            + (rule.first - rule.last) * (1 + ops.cos(np.pi * step / max(rule.steps - 1, 1))) / 2
        )
        here, slope = (
            ops.where(of_images(lost), old, new)
            for new, old in ((images, best), (gradient, best_gradient))
        )
        following = domain.nearest(here + size * of_images(scale) * uphill(slope))
        return (following, best, best_response, best_gradient, scale, step + 1), values

    return body


def _corner(images: Any, gradient: Any, domain: Domain) -> Any:
    """Return the images of the domain (image, y, x, channel) whose product with the gradient is
    largest; where the gradient is 0, what was there.
    """
    from keras import ops

    if isinstance(domain, Box):
        low, high = domain.ends
        ends = ops.where(gradient > 0, high, low)
        return ops.where(gradient == 0, images, ends)
    flat = ops.max(ops.abs(gradient), axis=(1, 2, 3), keepdims=True) == 0
    return ops.where(flat, images, domain.nearest(gradient))


def _corner_body(response: Response, domain: Domain) -> Any:
    from keras import ops

    def body(state: framework.State, wanted: Any) -> Any:
        images, best, best_response = state
        values, gradient = framework.value_and_gradient(lambda x: response(x, wanted), images)
        better = values > best_response
        best = ops.where(of_images(better), images, best)
        best_response = ops.where(better, values, best_response)
        return (_corner(images, gradient, domain), best, best_response), values

    return body


def body_of(response: Response, rule: Rule, domain: Domain, uphill: Uphill | None = None) -> Any:
    """Return one step of a rule, from a state and what is wanted to the next state and the
    responses before the step.
    """
    uphill = uphill or usual_uphill(rule, domain)
    if isinstance(rule, Series):
        return _series_body(response, rule, domain, uphill)
    if isinstance(rule, Corner):
        return _corner_body(response, domain)
    return _annealed_body(response, rule, domain, uphill)


def begin(images: np.ndarray, rule: Rule) -> framework.State:
    """Return the state before the first step: nothing has been seen yet."""
    if not isinstance(rule, Annealed):
        return (images, images, np.full(len(images), -np.inf, np.float32))
    # a finite lowest, since 0.4 times infinity is no threshold
    return (
        images,
        images,
        np.full(len(images), -1e30, np.float32),
        np.zeros_like(images),
        np.ones(len(images), np.float32),
        np.float32(0),
    )
