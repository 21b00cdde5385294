"""What can be measured for any subject: responses to data, OIP sets, trust, ablation, galleries.

An outline says which network and layers; a function makes the declarations from it. What belongs to
the series alone stands in ``catalogue/series``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.ascent.domains import DOMAINS, DomainName
from analysis.catalogue.declarations import Measurement
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
from analysis.looking.subject_decisions import measure_subject_decisions, measure_subject_shares
from analysis.looking.votes import measure_votes
from analysis.oips.portraits import measure_portraits
from analysis.oips.series import measure_gallery
from analysis.oips.sets import measure_oip_set
from analysis.subject import address
from analysis.trust.measure import measure_trust
from analysis.trust.table import tabulate


@dataclass(frozen=True)
class Outline:
    """What has to be known of a subject before its network is loaded.

    ``network`` is the name it is stored under, ``layers`` those with maps that are looked at, from
    the input up; ``linked`` those of them whose maps one layer reads, by default all; ``prefix``
    begins the ids of all that is measured of it. ``labelled`` says whether its images have labels.
    """

    network: str
    layers: tuple[str, ...]
    prefix: str = ""
    linked: tuple[str, ...] | None = None
    labelled: bool = True


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
        return Measurement(id, take, settings, (self.outline.network,), inputs, keywords)

    @cached_property
    def data_responses(self) -> ByLayer:
        return {
            layer: self._measure("data-responses", measure_data_responses, layer)
            for layer in self.outline.layers
        }

    @cached_property
    def galleries(self) -> ByLayer:
        """OIPs by the series' method, one start for each map."""
        return {
            layer: self._measure(
                "oip-gallery",
                measure_gallery,
                layer,
                settings=("oip",),
                inputs=(self.data_responses[layer],),
            )
            for layer in self.outline.layers
        }

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
            layer: self._measure("ablation", measure_ablation, layer)
            for layer in self.outline.layers
        }

    @cached_property
    def portraits(self) -> ByLayer:
        """Further pictures of every map."""
        return {
            layer: self._measure(
                "map-portraits",
                measure_portraits,
                layer,
                settings=("oip", "ladder"),
                inputs=(self.oip_sets[layer, "sphere"],),
            )
            for layer in self.outline.layers
        }

    @cached_property
    def links(self) -> ByLayer:
        """What each map adds to what reads it."""
        return {
            layer: self._measure("map-links", measure_links, layer)
            for layer in self.outline.layers
            if self.outline.linked is None or layer in self.outline.linked
        }

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
        return (
            *self.data_responses.values(),
            *self.galleries.values(),
            *self.oip_sets.values(),
            *self.trust.values(),
            *self.trust_tables.values(),
            *self.ablation.values(),
            *self.portraits.values(),
            *self.links.values(),
            *self.votes.values(),
            *self.kin.values(),
            *self.of_images,
        )
