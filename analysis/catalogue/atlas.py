"""What can be measured for any subject: responses to data, OIP sets, trust, ablation, galleries.

An outline says which network and layers; a function makes the declarations from it. What belongs to
the series alone stands in ``catalogue/series``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, chain
from typing import Any

from analysis.ascent.domains import DOMAINS, DomainName
from analysis.catalogue.declarations import Measurement, Whole
from analysis.looking.ablation import measure_ablation
from analysis.looking.chosen import (
    choose_images,
    measure_image_sets,
    measure_subject_confusion,
)
from analysis.looking.data_responses import measure_data_responses
from analysis.looking.exactness import measure_fields
from analysis.looking.kin import measure_kin
from analysis.looking.links import measure_links
from analysis.looking.portable import measure_portable
from analysis.looking.some_links import measure_some_links
from analysis.looking.subject_decisions import measure_subject_decisions, measure_subject_shares
from analysis.looking.votes import measure_votes
from analysis.oips.portraits import measure_portraits
from analysis.oips.series import measure_gallery
from analysis.oips.sets import measure_oip_set
from analysis.oips.wholes import (
    some_responses,
    whole_ablation,
    whole_gallery,
    whole_portraits,
    whole_set,
)
from analysis.subject import address
from analysis.trust.measure import measure_trust
from analysis.trust.table import tabulate


@dataclass(frozen=True)
class Outline:
    """What has to be known of a subject before its network is loaded.

    ``network`` is the name it is stored under, ``layers`` those with maps that are looked at, from
    the input up; ``linked`` those of them whose maps one layer reads, by default all; ``prefix``
    begins the ids of all that is measured of it. ``labelled`` says whether its images have labels.
    ``maps`` are the numbers of those that are looked at, of layers of which not all are;
    ``blocks`` those of layers whose maps are searched block by block.
    """

    network: str
    layers: tuple[str, ...]
    prefix: str = ""
    linked: tuple[str, ...] | None = None
    labelled: bool = True
    maps: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    blocks: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)


ByLayer = dict[str, Measurement]
BySet = dict[tuple[str, DomainName], Measurement]


@dataclass(frozen=True)
class Atlas:
    """The measurements of one subject, each once for a layer or for a layer and a domain."""

    outline: Outline

    def _measure(
        self,
        what: str,
        take: Any,
        layer: str,
        *,
        domain: DomainName | None = None,
        settings: tuple[str, ...] = (),
        inputs: tuple[Measurement, ...] = (),
    ) -> Measurement:
        """Return one declaration; its id is made of what is measured, the layer and the domain."""
        keywords: dict[str, Any] = {"layer": layer}
        id = f"{self.outline.prefix}{what}-{address(layer)}"
        if domain:
            keywords["domain_name"] = domain
            id = f"{id}-{domain}"
        maps = self.outline.maps.get(layer, ())
        return Measurement(id, take, settings, (self.outline.network,), inputs, keywords, maps=maps)

    @cached_property
    def _responses_of_blocks(self) -> dict[str, tuple[Measurement, ...]]:
        """The responses to data of each block of maps, by layer."""
        found = {}
        for layer, blocks in self.outline.blocks.items():
            whole, ends = self.data_responses[layer], accumulate(map(len, blocks), initial=0)
            found[layer] = tuple(
                Measurement(
                    _of_block(whole.id, maps),
                    some_responses,
                    inputs=(whole,),
                    keywords={"layer": layer, "places": list(range(first, first + len(maps)))},
                )
                for maps, first in zip(blocks, ends, strict=False)
            )
        return found

    def _block_of(self, item: Measurement, layer: str, number: int) -> Measurement:
        """Return what is known of a block of a layer's maps, of what is known of them all."""
        if isinstance(item, Whole):
            return item.inputs[number]
        return self._responses_of_blocks[layer][number]

    def _whole(self, one: Measurement, join: Any) -> Measurement:
        """Return a measurement, taken block by block and put together where its layer is."""
        layer = one.keywords["layer"]
        blocks = self.outline.blocks.get(layer, ())
        if not blocks:
            return one
        parts = tuple(
            replace(
                one,
                id=_of_block(one.id, maps),
                inputs=tuple(self._block_of(item, layer, number) for item in one.inputs),
                maps=maps,
            )
            for number, maps in enumerate(blocks)
        )
        return Whole(one.id, join, inputs=parts, keywords=one.keywords, maps=one.maps)

    @cached_property
    def data_responses(self) -> ByLayer:
        return {
            layer: self._measure("data-responses", measure_data_responses, layer)
            for layer in self.outline.layers
        }

    @cached_property
    def galleries(self) -> ByLayer:
        """OIPs by the series' method, one start for each map."""
        found = {
            layer: self._measure(
                "oip-gallery",
                measure_gallery,
                layer,
                settings=("oip",),
                inputs=(self.data_responses[layer],),
            )
            for layer in self.outline.layers
        }
        return {layer: self._whole(one, whole_gallery) for layer, one in found.items()}

    @cached_property
    def oip_sets(self) -> BySet:
        """OIPs of every map from many starts, those in the box with the help of the sphere's."""
        found: BySet = {}
        for layer in self.outline.layers:
            inputs: tuple[Measurement, ...] = (self.galleries[layer], self.data_responses[layer])
            for domain in DOMAINS:
                one = self._measure(
                    "oip-set",
                    measure_oip_set,
                    layer,
                    domain=domain,
                    settings=("oip", "ladder"),
                    inputs=inputs,
                )
                one = self._whole(one, whole_set)
                found[layer, domain] = one
                inputs = (*inputs, one)
        return found

    @cached_property
    def trust(self) -> BySet:
        return {
            (layer, domain): self._measure(
                "trust",
                measure_trust,
                layer,
                domain=domain,
                inputs=(oips, self.data_responses[layer]),
            )
            for (layer, domain), oips in self.oip_sets.items()
        }

    @cached_property
    def trust_tables(self) -> BySet:
        """What the table of trust numbers reads from each of these, ready to be shown."""
        prefix = self.outline.prefix
        return {
            (layer, domain): Measurement(
                f"{prefix}trust-table-{address(layer)}-{domain}",
                tabulate,
                inputs=(self.oip_sets[layer, domain], self.data_responses[layer], found),
            )
            for (layer, domain), found in self.trust.items()
        }

    @cached_property
    def ablation(self) -> ByLayer:
        return {
            layer: self._whole(self._measure("ablation", measure_ablation, layer), whole_ablation)
            for layer in self.outline.layers
        }

    @cached_property
    def portraits(self) -> ByLayer:
        """Further pictures of every map."""
        found = {
            layer: self._measure(
                "map-portraits",
                measure_portraits,
                layer,
                settings=("oip", "ladder"),
                inputs=(self.oip_sets[layer, "sphere"],),
            )
            for layer in self.outline.layers
        }
        return {layer: self._whole(one, whole_portraits) for layer, one in found.items()}

    @cached_property
    def links(self) -> ByLayer:
        """What each map adds to what reads it."""
        linked = self.outline.layers if self.outline.linked is None else self.outline.linked
        return {layer: self._link(layer) for layer in self.outline.layers if layer in linked}

    def _link(self, layer: str) -> Measurement:
        """Return the declaration for one layer; some of its maps alone have no one reader."""
        every = self._measure("map-links", measure_links, layer)
        if not every.maps:
            return every
        keywords = {"layer": layer, "maps": list(every.maps)}
        return replace(every, take=measure_some_links, keywords=keywords, maps=())

    @cached_property
    def votes(self) -> ByLayer:
        """What each map adds to the decision for the class that an image shows."""
        return {
            layer: self._measure("map-votes", measure_votes, layer) for layer in self.outline.layers
        }

    @cached_property
    def kin(self) -> ByLayer:
        """How maps respond to the test images, and which respond alike."""
        return {
            layer: self._measure("map-kin", measure_kin, layer) for layer in self.outline.layers
        }

    def _of_subject(
        self, what: str, take: Any, *inputs: Measurement, **keywords: bool
    ) -> Measurement:
        """Return what is measured of the whole subject, not of a layer."""
        outline = self.outline
        return Measurement(
            f"{outline.prefix}{what}", take, (), (outline.network,), inputs, keywords
        )

    @cached_property
    def portable(self) -> Measurement:
        """The network and its ascent as a browser can run them."""
        whole = self._of_subject("portable-network", measure_portable)
        return replace(whole, settings=("oip", "ladder"))

    @cached_property
    def image_sets(self) -> Measurement:
        """Which images there are."""
        return self._of_subject("image-sets", measure_image_sets, labelled=self.outline.labelled)

    @cached_property
    def confusion(self) -> Measurement | None:
        """How the network classes the test images, where they have labels."""
        if not self.outline.labelled:
            return None
        return self._of_subject("confusion", measure_subject_confusion)

    @cached_property
    def examples(self) -> Measurement:
        """Images to look at, chosen by what the network says of them."""
        return self._of_subject("chosen-images", choose_images, labelled=self.outline.labelled)

    @cached_property
    def decisions(self) -> tuple[Measurement, ...]:
        """What adds up to what the network says of these images: of the whole image, of each
        layer's maps, and what their nodes see.
        """
        shares = [
            Measurement(
                f"{self.outline.prefix}map-shares-{address(layer)}",
                measure_subject_shares,
                (),
                (self.outline.network,),
                (self.examples,),
                {"layer": layer},
                maps=self.outline.maps.get(layer, ()),
            )
            for layer in self.outline.layers
        ]
        return (
            self._of_subject("decisions", measure_subject_decisions, self.examples),
            *shares,
            self._of_subject("map-fields", measure_fields),
        )

    @property
    def of_images(self) -> tuple[Measurement, ...]:
        """What is measured of a subject's images, each after what it needs. The series measures
        more of its own in another way, see ``series/decisions``.
        """
        confusion = (self.confusion,) if self.confusion else ()
        return (self.image_sets, *confusion, self.examples, *self.decisions)

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """All of them, each after what it needs."""
        every = (
            *self.data_responses.values(),
            *chain.from_iterable(self._responses_of_blocks.values()),
            *self.galleries.values(),
            *self.oip_sets.values(),
            *self.trust.values(),
            *self.trust_tables.values(),
            *self.ablation.values(),
            *self.portraits.values(),
            *self.links.values(),
            *self.votes.values(),
            *self.kin.values(),
            self.portable,
            *self.of_images,
        )
        blocks = (one.inputs if isinstance(one, Whole) else () for one in every)
        return tuple(
            chain.from_iterable((*parts, one) for parts, one in zip(blocks, every, strict=True))
        )


def _of_block(id: str, maps: tuple[int, ...]) -> str:
    """Return the id of what is known of a block of maps, by the first and the last of them."""
    return f"{id}-maps-{maps[0]}-{maps[-1]}"
