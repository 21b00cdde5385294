"""The effects of a factorial design."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np


@dataclass(frozen=True)
class Effects:
    names: list[str]
    size: np.ndarray  # (effect)
    by_seed: np.ndarray  # (effect, seed)


def factorial_effects(values: np.ndarray, factors: tuple[str, ...]) -> Effects:
    """Return main effects and interactions of factors with two levels, from values (factor, ...,
    seed).

    A main effect is the mean with the factor on minus the mean with it off. An interaction of two
    is half of what the effect of one changes by when the other is switched on.
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
    names = [" x ".join(factors[f] for f in group) for group in wanted]
    return Effects(names, by_seed.mean(axis=1), by_seed)
