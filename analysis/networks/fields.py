"""What nodes see of the image, along rows or columns alone, and how that grows from layer to layer.

Going up, a kernel of k nodes makes the field grow by k - 1 steps, a stride multiplies the step, and
padding moves the first field out of the image. Where branches meet, a node sees what it sees along
any of them. Source: the arithmetic is that of V. Dumoulin and F. Visin 2016; part I of the series
does it for its own network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Window:
    """The receptive fields of a layer's nodes along one side of the image, in px.

    Node n sees the ``size`` pixels from ``first + n * step`` on; with padding some of them lie
    outside the image, which has ``side`` pixels. Where all nodes see the same, the step is 0.
    """

    side: int
    count: int
    first: int = 0
    size: int = 1
    step: int = 1

    @property
    def firsts(self) -> np.ndarray:
        """The first pixel (node) that each node sees, inside the image or not."""
        return self.first + np.arange(self.count) * self.step

    @property
    def stops(self) -> np.ndarray:
        """One past the last pixel (node) that each node sees, inside the image or not."""
        return self.firsts + self.size

    def slid(self, kernel: int, stride: int, *, dilation: int = 1, same: bool = False) -> Window:
        """Return the fields after a kernel of so many nodes has been slid over these."""
        reach = dilation * (kernel - 1)
        count = -(-self.count // stride) if same else (self.count - reach - 1) // stride + 1
        before = max((count - 1) * stride + reach + 1 - self.count, 0) // 2 if same else 0
        return self._read(count, stride, before, reach)

    def _read(self, count: int, stride: int, before: int, reach: int) -> Window:
        """Return the fields of nodes that read this layer: the n-th of them from node ``n * stride
        - before`` up to the one that lies ``reach`` further.
        """
        return Window(
            side=self.side,
            count=count,
            first=self.first - before * self.step,
            size=self.size + reach * self.step,
            step=self.step * stride,
        )

    def padded(self, before: int, after: int) -> Window:
        """Return the fields of this layer with so many nodes added at both ends; below 0, taken
        off. Where nodes are added again behind that, their fields may reach over what was taken
        off, of which nothing is seen.
        """
        return self._read(self.count + before + after, 1, before, 0)

    def repeated(self, times: int) -> Window:
        """Return the fields of this layer with each node so many times in its place."""
        if times == 1 or not self.step:
            return replace(self, count=self.count * times)
        return uneven(self.side, np.repeat(self.firsts, times), np.repeat(self.stops, times))

    def spread(self, count: int) -> Window:
        """Return the fields of so many nodes, each of which sees what any node of this layer
        does.
        """
        seen = self.visible
        return Window(self.side, count, seen.start, seen.stop - seen.start, 0)

    @property
    def visible(self) -> slice:
        """The pixels between the first and the last that reach any node."""
        return slice(max(int(self.firsts.min()), 0), min(int(self.stops.max()), self.side))

    @property
    def centres(self) -> np.ndarray:
        """The centres (node) of the fields in px, those of pixels being whole numbers."""
        return self.firsts + (self.stops - self.firsts - 1) / 2

    def of_node(self, node: int) -> slice:
        """Return the pixels that one node sees, as far as they lie in the image."""
        return slice(max(int(self.firsts[node]), 0), min(int(self.stops[node]), self.side))

    @property
    def pitch(self) -> int:
        """The px by which a node lies beside the next one: the step, or where there is none, the
        side shared out among all nodes.
        """
        return self.step or max(1, self.side // self.count)

    @cached_property
    def node_of_pixels(self) -> np.ndarray:
        """The node the middle of whose field is nearest to each pixel (px)."""
        before = self.first + (self.size - self.step) // 2 if self.step else 0
        return np.clip((np.arange(self.side) - before) // self.pitch, 0, self.count - 1)


@dataclass(frozen=True)
class Uneven(Window):
    """Receptive fields that do not follow one another in even steps, one by one.

    ``first``, ``size`` and ``step`` are those of the least even fields around them.
    """

    from_: tuple[int, ...] = ()  # the first pixel that each node sees
    to: tuple[int, ...] = ()  # and one past the last

    @property
    def firsts(self) -> np.ndarray:
        return np.array(self.from_)

    @property
    def stops(self) -> np.ndarray:
        return np.array(self.to)

    def _read(self, count: int, stride: int, before: int, reach: int) -> Window:
        nodes = np.arange(count) * stride - before
        read = [np.clip(nodes + more, 0, self.count - 1) for more in range(reach + 1)]
        return uneven(
            self.side,
            np.min([self.firsts[one] for one in read], axis=0),
            np.max([self.stops[one] for one in read], axis=0),
        )

    @cached_property
    def node_of_pixels(self) -> np.ndarray:
        return np.abs(np.arange(self.side)[:, None] - self.centres).argmin(axis=1)


def uneven(side: int, firsts: np.ndarray, stops: np.ndarray) -> Window:
    """Return fields by their ends (node); as ``Window`` where they follow in even steps."""
    between = len(firsts) - 1
    step = round((firsts[-1] - firsts[0]) / between) if between else 1
    even = np.arange(len(firsts)) * step
    first = int((firsts - even).min())
    size = int((stops - even).max()) - first
    around = Window(side, len(firsts), first, size, step)
    if (around.firsts == firsts).all() and (around.stops == stops).all():
        return around
    ends = tuple(firsts.tolist()), tuple(stops.tolist())
    return Uneven(side, len(firsts), first, size, step, *ends)


def united(windows: Sequence[Window]) -> Window:
    """Return the fields of nodes each of which sees what its nodes in several layers see; a layer
    of a single node is read by all.
    """
    count = max(window.count for window in windows)
    parts = [one if one.count == count else one.spread(count) for one in windows]
    firsts = np.min([one.firsts for one in parts], axis=0)
    stops = np.max([one.stops for one in parts], axis=0)
    side = windows[0].side
    if (firsts <= 0).all() and (stops >= side).all():
        return Window(side, count, 0, side, 0)
    return uneven(side, firsts, stops)
