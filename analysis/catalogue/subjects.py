"""What is published of another subject than that of the series."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from analysis.catalogue.atlas import Atlas, Outline
from analysis.catalogue.contents import Contents
from analysis.catalogue.declarations import Measurement, Training
from analysis.looking.subject_sample import take_subject_sample
from analysis.results.adopted import Adopted
from analysis.results.base import Result


@dataclass(frozen=True)
class Adoption(Training):
    """A network that is read from a person's file, or trained as an example: ``take(settings,
    progress)`` returns the network and what is known of it.
    """

    result: ClassVar[type[Result]] = Adopted


def contents_of(adopt: Callable[..., Any], outline: Outline, maps: Mapping[str, int]) -> Contents:
    """Return what is published of a subject.

    Args:
        adopt: gives its network, and what is known of it.
        outline: of the subject, with the name under which its network is stored.
        maps: how many maps each layer that is looked at has, from the input up.
    """
    adoption = Adoption("network", adopt, settings=("others",), network=outline.network)
    atlas, networks = Atlas(outline), (outline.network,)
    sample = Measurement("training-sample", take_subject_sample, networks=networks)
    return Contents(
        trainings=(adoption,),
        measurements=(adoption, *atlas.measurements, *((sample,) if outline.labelled else ())),
        oip_sets=atlas.oip_sets,
        maps=maps,
        chosen=outline.maps,
    )
