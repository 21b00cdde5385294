"""What aggregation leaves of a distribution: sums of many pixels, and the largest of many
responses.

The sum of independent numbers is distributed as the convolution of their distributions; its
characteristic function is the product of theirs. The largest of many independent numbers follows an
extreme-value law. Source: S. A. Frank 2009 for the idea; that it is applied to ink and to a network
is our extension.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import fluctuations
from analysis.problem import Problem
from analysis.results.distributions import BestOfMany, InkSums
from analysis.study import Study

COUNTS = (1, 2, 4, 8, 16, 32)
SHAPES = ((1, 1), (1, 2), (2, 2), (2, 4), (4, 4), (4, 8))  # of the blocks of as many neighbours
GREY = 256
FREQUENCIES = np.linspace(0, 6, 121)

FLAT = 1e-7  # stands for the shape 0, where the formulas divide by it

Law = tuple[np.ndarray, np.ndarray, np.ndarray]  # shape, place, width


def convolution_power(weights: np.ndarray, times: int) -> np.ndarray:
    """Return the distribution of the sum of ``times`` independent draws, each ``k`` with
    probability ``weights[k]``.

    The Fourier transform turns the repeated convolution into a power.
    """
    size = times * (len(weights) - 1) + 1
    power = np.fft.irfft(np.fft.rfft(weights, 2 * size) ** times, 2 * size)[:size]
    return np.clip(power, 0, None) / np.clip(power, 0, None).sum()


def step_distance(places: np.ndarray, weights: np.ndarray) -> float:
    """Return the Kolmogorov-Smirnov distance of probabilities at ascending places to the normal of
    equal mean and deviation.

    It is the largest difference of the distribution functions; beside a step both of its ends
    count.
    """
    from scipy.special import ndtr

    # sums and no inner products: those of BLAS wait for threads, which costs more here than adding
    # up
    centred = places - (places * weights).sum()
    normal = ndtr(centred / np.sqrt((centred * centred * weights).sum()))
    steps = np.cumsum(weights)
    return float(max(abs(steps - normal).max(), abs(steps - weights - normal).max()))


def moments(places: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Return skewness and excess kurtosis: the normal has 0 of both."""
    centred = places - (places * weights).sum()
    square = centred * centred
    variance = (square * weights).sum()
    return float((square * centred * weights).sum() / variance**1.5), float(
        (square * square * weights).sum() / variance**2 - 3
    )


def characteristic(weights: np.ndarray, frequencies: np.ndarray) -> np.ndarray:
    """Return the modulus of the characteristic function E exp(i t (k - mean) / deviation) of
    probabilities of 0, 1, 2, ...
    """
    places = np.arange(len(weights))
    deviation = np.sqrt(places**2 @ weights - (places @ weights) ** 2)
    return abs(np.exp(1j * np.outer(frequencies / deviation, places)) @ weights)


def _judge(sums: np.ndarray) -> tuple[float, float, float]:
    """Return distance to the normal, skewness and excess of measured whole numbers."""
    places, counts = np.unique(sums, return_counts=True)
    weights = counts / counts.sum()
    return step_distance(places.astype(float), weights), *moments(places.astype(float), weights)


def dependent_sums(images: np.ndarray, rng: np.random.Generator) -> dict[str, list[np.ndarray]]:
    """Return, by kind, for every count one sum (image) of pixels of the same image: at random
    places, and side by side.
    """
    every = np.arange(len(images))
    scattered = []
    joined = []
    for count, (height, width) in zip(COUNTS, SHAPES, strict=True):
        places = rng.integers(28, size=(2, count, len(images)))
        scattered.append(images[every, places[0], places[1]].astype(int).sum(axis=0))
        top = rng.integers(29 - height, size=len(images))
        left = rng.integers(29 - width, size=len(images))
        rows, columns = np.indices((height, width)).reshape(2, -1, 1)
        joined.append(images[every, top + rows, left + columns].astype(int).sum(axis=0))
    return {"one image": scattered, "neighbours": joined}


def measure_ink_sums(study: Study) -> InkSums:
    """Convolve the histogram of ink with itself, and compare with sums of pixels that belong
    together.
    """
    images = study.data.training.images
    ink = np.bincount(images.ravel(), minlength=GREY) / images.size
    powers = [convolution_power(ink, count) for count in COUNTS]
    independent = [
        (step_distance(np.arange(len(p)), p), *moments(np.arange(len(p)), p)) for p in powers
    ]
    together = dependent_sums(images, np.random.default_rng(study.seed("ink sums")))
    # (kind, count, number)
    numbers = np.array(
        [independent, *([_judge(sums) for sums in kind] for kind in together.values())]
    )
    grey = np.arange(GREY)
    one, roots = characteristic(ink, FREQUENCIES), np.sqrt(COUNTS)
    return InkSums(
        count=np.array(COUNTS),
        mean=grey @ ink,
        deviation=np.sqrt(grey**2 @ ink - (grey @ ink) ** 2),
        sums=np.stack([np.pad(power, (0, len(powers[-1]) - len(power))) for power in powers]),
        kinds=np.array(["independent", *together]),
        distance=numbers[..., 0],
        skewness=numbers[..., 1],
        excess=numbers[..., 2],
        images=np.array(len(images)),
        frequency=FREQUENCIES,
        raw=np.stack([one**count for count in COUNTS]),
        scaled=np.stack(
            [
                characteristic(ink, FREQUENCIES / root) ** count
                for count, root in zip(COUNTS, roots, strict=True)
            ]
        ),
    )


def median_best(law: Law, blocks: np.ndarray | float) -> np.ndarray:
    """Return the median of the largest of ``blocks`` independent numbers that each follow an
    extreme-value law.

    The law with distribution function exp(-(1 + shape z) ** (-1 / shape)), z = (x - place) / width,
    keeps its form when the largest of several is taken; that is why it can be extrapolated. Source:
    B. Gnedenko 1943.
    """
    shape, place, width = law
    z = np.log(np.asarray(blocks) / np.log(2))
    return place + width * np.expm1(shape * z) / shape


def fit_extremes(maxima: np.ndarray) -> tuple[Law, Law]:
    """Return the generalised extreme-value law of each column of maxima (block, map), and the one
    of shape 0, Gumbel's.

    The law's first three L-moments are those of the maxima: for few maxima steadier than the
    largest likelihood.

    Source: J. R. M. Hosking, J. R. Wallis, E. F. Wood 1985.
    """
    from scipy.special import gamma

    ordered = np.sort(maxima.astype(float), axis=0)
    rank = np.arange(len(maxima))[:, None] / (len(maxima) - 1)
    first, second = ordered.mean(axis=0), (rank * ordered).mean(axis=0)
    third = (rank * (rank * (len(maxima) - 1) - 1) / (len(maxima) - 2) * ordered).mean(axis=0)
    spread = 2 * second - first
    bend = spread / (3 * third - first) - np.log(2) / np.log(3)
    turned = 7.8590 * bend + 2.9554 * bend**2  # their approximation, good to 9e-4
    turned = np.where(abs(turned) < FLAT, FLAT, turned)
    width = spread * turned / (gamma(1 + turned) * (1 - 2.0**-turned))
    straight = spread / np.log(2)
    flat = np.full(len(straight), FLAT)
    return (-turned, first - width * (1 - gamma(1 + turned)) / turned, width), (
        flat,
        first - np.euler_gamma * straight,
        straight,
    )


def best_of(responses: np.ndarray, count: int) -> np.ndarray:
    """Return the largest response (set, map) of each disjoint set of ``count`` starts, from
    responses (start, map).
    """
    sets = len(responses) // count
    return responses[: sets * count].reshape(sets, count, -1).max(axis=1)


def measure_best_of_many(study: Study) -> BestOfMany:
    """Fit extreme-value laws to the best responses of Conv2D_3 among N starts, and predict the best
    of 4 N fresh ones.
    """
    rule = study.settings.precursor
    blocks = study.settings.distributions.blocks
    model = study.network()
    if rule.candidates < 16 * blocks:
        raise Problem(
            f"precursor.candidates = {rule.candidates} is too few: a sixteenth of them is parted"
            f" into distributions.blocks = {blocks} sets. Ask for at least {16 * blocks}"
            " candidates, or for fewer blocks."
        )
    sizes = [rule.candidates // 16, rule.candidates // 4, rule.candidates]
    # the first of them are those of the precursor scan
    seeds = study.seed("precursors") + np.arange(5 * rule.candidates)
    with study.progress("starts for the best of many", 5) as advance:
        starts = []
        for part in np.split(seeds, 5):
            starts.append(fluctuations(part, study.settings.oip.grids, rule.weights))
            advance(1)
    known, fresh = np.split(
        start_responses(model, "Conv2D_3", np.concatenate(starts)), [rule.candidates]
    )
    counts = np.array([2**k for k in range(int(np.log2(len(fresh))) + 1)])
    line = np.full((len(sizes), len(counts), known.shape[1]), np.nan)
    gumbel, shape = np.full((2, len(sizes), known.shape[1]), np.nan)
    for k, size in enumerate(sizes):
        maxima = best_of(known[:size], size // blocks)[:blocks]
        # the others are silent to whole blocks
        fit = np.flatnonzero((maxima > 0).all(axis=0) & (np.ptp(maxima, axis=0) > 0))
        law, straight = fit_extremes(maxima[:, fit])
        reach = counts >= size // blocks
        line[k, np.flatnonzero(reach)[:, None], fit] = median_best(
            law, counts[reach, None] * blocks / size
        )
        gumbel[k, fit], shape[k, fit] = median_best(straight, 4.0 * blocks), law[0]
    sets = [best_of(fresh, int(count)) for count in counts]
    middle = np.stack([np.median(one, axis=0) for one in sets])
    off = np.stack(
        [np.median(abs(one - row), axis=0) for one, row in zip(sets, middle, strict=True)]
    )
    return BestOfMany(
        count=counts,
        best=middle,
        scatter=np.divide(
            off,
            middle,
            out=np.full(off.shape, np.nan),
            where=(middle > 0) & (len(fresh) // counts >= 4)[:, None],
        ),
        answering=(fresh > 0).mean(axis=0),
        size=np.array(sizes),
        blocks=np.array(blocks),
        so_far=np.stack([known[:size].max(axis=0) for size in sizes]),
        line=line,
        gumbel=gumbel,
        shape=shape,
    )
