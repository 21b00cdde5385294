"""What is looked at: images, a network, its layers that have maps, and where starts come from.

Whatever differs between one network and another is asked here: shapes, receptive fields, visible
pixels, map counts, classes, the box of valid pixels. Nothing of it is written down elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.ascent.domains import Box, Domain, DomainName, Mixing, box_of, decorrelated, domain
from analysis.ascent.mixtures import mixture_for
from analysis.ascent.starts import Mixture
from analysis.images.datasets import Dataset
from analysis.networks.fields import Window
from analysis.networks.graph import address as address
from analysis.networks.opening import graph_of
from analysis.networks.stages import convolutions_of
from analysis.networks.windows import fields_of
from analysis.problem import Problem, nearest

if TYPE_CHECKING:
    import keras


def called(name: str, layers: Iterable[str]) -> str:
    """Return the one of some layers that is called so, as the network names it (``Conv2D_3``) or
    as addresses do (``conv2d-3``).

    Raises:
        Problem: none of them is; the message names the nearest and all there are.
    """
    known = list(layers)
    by_address = {address(layer): layer for layer in known}
    # two layers of a foreign network may differ in their spelling alone
    if found := name if name in known else by_address.get(address(name)):
        return found
    hint = nearest(name, [*known, *by_address])
    close = f"; {hint}" if hint.startswith("nearest") else ""
    raise Problem(
        f"layer {name!r} has no maps{close}. Layers with maps: {', '.join(known) or 'none'}."
    )


@dataclass(frozen=True)
class MapLayer:
    """A layer that has maps: how many, and what its nodes see along rows and columns."""

    name: str
    maps: int
    rows: Window
    columns: Window

    @property
    def address(self) -> str:
        return address(self.name)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of nodes of each map."""
        return self.rows.count, self.columns.count

    def visible(self, images: np.ndarray) -> np.ndarray:
        """Return the part of images (..., y, x), one number for each pixel, that reaches any node
        of the layer.
        """
        return images[..., self.rows.visible, self.columns.visible]

    @property
    def visible_pixels(self) -> dict[str, np.ndarray]:
        """The visible rows and columns as results carry them: the first, and one past the last."""
        sides = {"visible_rows": self.rows.visible, "visible_columns": self.columns.visible}
        return {name: np.array([side.start, side.stop]) for name, side in sides.items()}

    def crop(self, image: np.ndarray, node: tuple[int, int]) -> np.ndarray:
        """Return the part of an image (y, x) or (y, x, 3) that one node, by row and column,
        sees.
        """
        row, column = (int(place) for place in node)
        return image[self.rows.of_node(row), self.columns.of_node(column)]


def mixtures(
    data: Dataset,
    network: keras.Model,
    rule: Callable[[], tuple[Sequence[int], Sequence[Sequence[float]]]],
) -> Callable[[str], Mixture]:
    """Return the ``mixture`` of a subject: by the depth of a layer in the network, for pictures of
    the size of the data; see ``ascent.mixtures``.

    Args:
        rule: gives the grids of a profile and their weights by layer, from the input up; it is
            asked where starts are drawn.
    """

    def mixture(layer: str) -> Mixture:
        depth = convolutions_of(graph_of(network)).index(layer)
        return mixture_for(*rule(), depth, data.picture)

    return mixture


@dataclass(frozen=True)
class Subject:
    """Images, the network that reads them, and where the starts for a layer come from.

    ``mixture`` gives, by a layer's name, the mixture of scales its plain starts are drawn from; it
    is a function, so that settings count as read only where starts are drawn. ``colours`` is the
    basis of colours in which an ascent moves, by default that of the channels.
    """

    name: str
    data: Dataset
    network: keras.Model
    mixture: Callable[[str], Mixture]
    colours: Mixing | None = None

    def with_decorrelated_colours(self) -> Subject:
        """Return the same subject, whose starts are drawn, and whose ascents move, in a basis in
        which the colours of the data are uncorrelated; see ``domains.decorrelated``.

        Raises:
            Problem: the images have one channel.
        """
        basis = decorrelated(self.data)
        return replace(
            self,
            colours=basis,
            mixture=lambda layer: replace(self.mixture(layer), colours=basis),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of an image, in px."""
        return self.data.shape

    @property
    def picture(self) -> tuple[int, ...]:
        """The shape of an image: (y, x) with one channel, (y, x, 3) in colour."""
        return self.data.picture

    @property
    def classes(self) -> int:
        """How many the network tells apart, of some of which there may be no image."""
        return int(self.network.output_shape[-1])

    @cached_property
    def box(self) -> Box:
        """The images whose pixels have values that a real image can have."""
        return box_of(self.data)

    def domain(self, name: DomainName) -> Domain:
        """Return the set of images among which an ascent looks, by its name."""
        return domain(name, self.data, self.colours)

    @cached_property
    def layers(self) -> dict[str, MapLayer]:
        """The layers that have maps, from the input up."""
        graph = graph_of(self.network)
        found = {}
        for name in convolutions_of(graph):
            place = graph.place(name)
            found[name] = MapLayer(name, graph.shapes[place][-1], *fields_of(graph, place))
        return found

    def layer(self, name: str) -> MapLayer:
        """Return a layer that has maps; ``Raises Problem`` when none is called so."""
        return self.layers[called(name, self.layers)]
