"""What is published of another subject than that of the series."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from analysis.catalogue.atlas import Atlas, Outline
from analysis.catalogue.contents import Contents
from analysis.catalogue.declarations import Training
from analysis.results.adopted import Adopted
from analysis.results.base import Result


@dataclass(frozen=True)
class Adoption(Training):
    """A network that is read from a person's file, or trained as an example: ``take(settings,
    progress)`` returns the network and what is known of it.
    """

    result: ClassVar[type[Result]] = Adopted


def contents_of(
    name: str,
    adopt: Callable[..., Any],
    maps: Mapping[str, int],
    chosen: Mapping[str, tuple[int, ...]] | None = None,
    *,
    linked: tuple[str, ...],
    labelled: bool,
) -> Contents:
    """Return what is published of a subject.

    Args:
        name: of the subject, under which its network is stored.
        adopt: gives its network, and what is known of it.
        maps: how many maps each layer that is looked at has, from the input up.
        chosen: the numbers of the maps that are looked at, of layers of which not all are.
        linked: those of them whose maps one layer reads.
        labelled: whether its images have labels.
    """
    adoption = Adoption("network", adopt, network=name)
    outline = Outline(name, tuple(maps), linked=linked, labelled=labelled, maps=chosen or {})
    atlas = Atlas(outline)
    return Contents(
        trainings=(adoption,),
        measurements=(adoption, *atlas.measurements),
        oip_sets=atlas.oip_sets,
        maps=maps,
        chosen=outline.maps,
    )
