"""Families of distributions for positive numbers, each the most spread-out one that keeps certain
averages.

Among all densities with given averages of some functions of x, the one of largest entropy is exp of
a weighted sum of these functions. Which family fits therefore tells which averages are enough to
know. Source: S. A. Frank 2009; E. T. Jaynes 1957.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Parameters = tuple[float, ...]


@dataclass(frozen=True)
class Family:
    """``fit(values)`` returns parameters of largest likelihood; density and distribution function
    take (x, *parameters).
    """

    name: str
    keeps: str  # the averages that are kept
    fit: Callable[..., Parameters]
    log_density: Callable[..., np.ndarray]
    distribution: Callable[..., np.ndarray]


def _solve(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return the root of a rising function between two ends, or the end that comes nearest."""
    from scipy.optimize import brentq

    if rising(low) >= 0:
        return low
    if rising(high) <= 0:
        return high
    return float(brentq(rising, low, high, xtol=1e-12))


def _surplus(beta: float) -> float:
    """Return beta + density / distribution function of the standard normal at beta: the mean of a
    cut normal in units of its width.
    """
    from scipy.special import log_ndtr

    return beta + float(np.exp(-0.5 * beta**2 - 0.5 * np.log(2 * np.pi) - log_ndtr(beta)))


def fit_cut_normal(values: np.ndarray) -> Parameters:
    """Return (beta, width) of a normal with mean beta * width that is cut off below 0.

    Mean and mean square of the values are those of the fit. Their ratio depends on beta alone; from
    2 on, that of an exponential, there is no such normal and the flattest one is taken.
    """
    mean, square = values.mean(), (values**2).mean()

    def too_low(beta: float) -> float:
        surplus = _surplus(beta)
        return float(square / mean**2 - (1 + beta * surplus) / surplus**2)

    beta = _solve(too_low, -30, 200)
    return beta, float(mean / _surplus(beta))


def fit_power(values: np.ndarray, *ends: float) -> Parameters:
    """Return (exponent, low, high) of a density proportional to x ** -exponent between two ends, or
    the least and the largest value.
    """
    low, high = ends or (float(values.min()), float(values.max()))
    span = np.log(high / low)
    wanted = (np.log(values) - np.log(low)).mean() / span

    def too_low(theta: float) -> float:
        middle = 0.5 - theta / 12 if abs(theta) < 1e-4 else 1 / theta - 1 / np.expm1(theta)
        return float(wanted - middle)

    return 1 + _solve(too_low, -600, 600) / span, low, high


def _power_scale(theta: float) -> float:
    """Return log(theta / (1 - exp(-theta))), which neither overflows nor divides by 0."""
    if abs(theta) < 1e-9:
        return 0.0
    if theta > 0:
        return float(np.log(theta / -np.expm1(-theta)))
    return float(np.log(-theta / -np.expm1(theta)) + theta)


def _power_log_density(x: np.ndarray, exponent: float, low: float, high: float) -> np.ndarray:
    span = np.log(high / low)
    scale = _power_scale((exponent - 1) * span) - np.log(span) - np.log(low)
    inside = (x >= low) & (x <= high)
    return np.where(inside, scale - exponent * np.log(np.maximum(x, low) / low), -np.inf)


def _power_distribution(x: np.ndarray, exponent: float, low: float, high: float) -> np.ndarray:
    theta = (exponent - 1) * np.log(high / low)
    u = np.log(np.clip(x, low, high) / low) / np.log(high / low)
    return u if abs(theta) < 1e-9 else np.expm1(-theta * u) / np.expm1(-theta)


def _cut_log_density(x: np.ndarray, beta: float, width: float) -> np.ndarray:
    from scipy.special import log_ndtr

    return -0.5 * (x / width - beta) ** 2 - np.log(width) - 0.5 * np.log(2 * np.pi) - log_ndtr(beta)


def _cut_distribution(x: np.ndarray, beta: float, width: float) -> np.ndarray:
    from scipy.special import log_ndtr

    return -np.expm1(log_ndtr(beta - x / width) - log_ndtr(beta))


def _of_scipy(name: str, keeps: str, scipy_name: str) -> Family:
    """Return a family of scipy.stats that starts at 0; it is looked up when first used, since
    scipy.stats loads slowly.
    """

    def law() -> Any:
        from scipy import stats

        return getattr(stats, scipy_name)

    return Family(
        name,
        keeps,
        lambda values: tuple(float(p) for p in law().fit(values, floc=0)),
        lambda x, *parameters: law().logpdf(x, *parameters),
        lambda x, *parameters: law().cdf(x, *parameters),
    )


FAMILIES: tuple[Family, ...] = (
    _of_scipy("half-normal", "mean square", "halfnorm"),
    _of_scipy("exponential", "mean", "expon"),
    _of_scipy("gamma", "mean and mean of the logarithm", "gamma"),
    _of_scipy("log-normal", "mean and variance of the logarithm", "lognorm"),
    Family(
        "power law",
        "mean of the logarithm, between two bounds",
        fit_power,
        _power_log_density,
        _power_distribution,
    ),
    Family(
        "cut normal", "mean and mean square", fit_cut_normal, _cut_log_density, _cut_distribution
    ),
)
