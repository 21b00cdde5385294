"""Part I: shapes and fields."""

from __future__ import annotations

from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.series.measurements import CONVOLUTION
from analysis.catalogue.series.readers import over_black
from analysis.digits import beside
from analysis.results.layers import Convolution


def glows(one: Convolution) -> Seen:
    """Where the window is black, the sum is positive, so the ReLU lets it pass."""
    sum = over_black(one)
    return Seen(sum > 0, f"over black paper its sum is {beside(sum, 0, digits=3, signed=True)}")


FOUND = (Found("convolution-map-glows", (CONVOLUTION,), glows),)
