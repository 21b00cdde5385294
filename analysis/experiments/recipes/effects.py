"""The effects of a factorial design, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analysis.statistics import student


@dataclass(frozen=True)
class Effects:
    names: list[str]
    size: np.ndarray  # (effect)
    by_seed: np.ndarray  # (effect, seed)
    half_width: np.ndarray  # (effect)


def factorial_effects(values: np.ndarray, factors: tuple[str, ...]) -> Effects:
    """Return main effects and interactions of factors with two levels, from values (factor, ...,
    seed).

    A main effect is the mean with the factor on minus the mean with it off. An interaction of two
    is half of what the effect of one changes by when the other is switched on. The scatter comes
    from all cells at once: what is left of each value after the mean of its cell and the deviation
    of its seed are taken away. It is taken to be the same in every cell.
    """
    seeds = values.shape[-1]
    signs = np.stack(np.meshgrid(*[[-1, 1]] * len(factors), indexing="ij"))  # (factor, level, ...)
    wanted = [
        group
        for size in range(1, len(factors) + 1)
        for group in combinations(range(len(factors)), size)
    ]
    # (effect, cell)
    contrasts = np.array([signs[list(group)].prod(axis=0).ravel() for group in wanted])
    cells = values.reshape(-1, seeds)
    by_seed = contrasts @ cells / (len(cells) / 2)
    left = cells - cells.mean(axis=1, keepdims=True) - cells.mean(axis=0) + cells.mean()
    freedom = (len(cells) - 1) * (seeds - 1)
    # of a difference between two halves of all values
    error = 2 * np.sqrt((left**2).sum() / freedom / cells.size)
    names = [" x ".join(factors[f] for f in group) for group in wanted]
    half_width = np.full(len(names), student(freedom) * error)
    return Effects(names, by_seed.mean(axis=1), by_seed, half_width)
