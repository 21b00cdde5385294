"""Compute one published thing again from the stored network and its seeds, and compare: a figure
with its data, or a single map's OIP.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np

from analysis.artifacts import Artifacts
from analysis.ascent.domains import DOMAINS, DomainName
from analysis.catalogue.contents import Contents
from analysis.catalogue.declarations import Figure, Training
from analysis.oips.asked import refuse_map
from analysis.problem import Problem, nearest
from analysis.publishing import causes
from analysis.publishing.agreement import stored_result
from analysis.publishing.chosen import listed
from analysis.publishing.contents import contents
from analysis.publishing.pictures import Search, climb_again
from analysis.publishing.redrawn import check_drawn
from analysis.publishing.studies import study_for
from analysis.publishing.tasks import workplace as place
from analysis.publishing.verify import TOLERANCE, check_again, stored_networks
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipGallery, OipSet
from analysis.settings import load_settings
from analysis.subject import address, called

Report = Callable[[str], None]
# of a picture's range; on one machine no bit differs, another adds numbers in another order
ALIKE = 0.01


def _figure(artifacts: Artifacts, figure: Figure, report: Report) -> None:
    for item in figure.shows:
        if isinstance(item, Training):
            report(
                f"{item.id}: a training; make site trains again, verify checks the stored network"
            )
        else:
            check_again(artifacts, item, report)
    if artifacts.folder == place.ARTIFACTS:
        check_drawn(artifacts, figure)
        report(f"{figure.id}: drawn again, every byte is the same")


def _search(
    artifacts: Artifacts, layer: str, domain: DomainName, number: int
) -> tuple[Search, int]:
    """Return the published set of OIPs in which a map stands, with everything its search had read,
    and the map's place there.
    """
    profile = artifacts.manifest.profile
    item, at = contents(profile).oip_sets[layer, domain].of_map(number)
    settings = load_settings(profile)
    gallery, responses, *elsewhere = (stored_result(artifacts, of) for of in item.inputs)
    search = Search(
        study_for(item, settings, stored_networks(artifacts)),
        layer,
        domain,
        found=cast(OipSet, stored_result(artifacts, item)),
        gallery=cast(OipGallery, gallery),
        responses=cast(DataResponses, responses),
        elsewhere=cast(tuple[OipSet, ...], tuple(elsewhere)),
    )
    return search, at


def _picture(search: Search, number: int, at: int, report: Report) -> None:
    """Climb a map's published picture again, which stands at a place of its set; ``Raises Problem``
    when another one comes out.
    """
    name = f"map {number} of {search.layer} on the {search.domain_name}"
    shown = search.found.images[at]
    published = float(search.found.response[at])
    again = climb_again(search, at)
    far = float(abs(again.image - shown).max()) / (float(np.ptp(shown)) or 1.0)
    if abs(again.response - published) > TOLERANCE * max(published, 1e-12) or far > ALIKE:
        raise Problem(
            f"{name} comes out at {again.response:.6g} from {again.began}, published"
            f" {published:.6g}; pixels differ by {far:.2g} of their range, allowed {ALIKE:g}."
        )
    report(
        f"{name}: the published picture, from {again.began}; response {again.response:.6g},"
        f" published {published:.6g}; pixels differ by {far:.1g} of their range at most"
    )


def _map(artifacts: Artifacts, layer: str, number: int, report: Report) -> None:
    """Climb the pictures of one map again, in both domains, and compare."""
    for domain in DOMAINS:
        try:
            search, at = _search(artifacts, layer, domain, number)
            _picture(search, number, at, report)
        except Problem as problem:
            of = contents(artifacts.manifest.profile).oip_sets[layer, domain]
            why = causes.told(artifacts, of)
            raise Problem(f"{problem} {why}") from None


def _asked(name: str, every: Contents) -> tuple[str, int] | Figure:
    """Return the layer and map, or the figure, that a name stands for."""
    figures = {figure.id: figure for figure in every.figures}
    if name in figures:
        return figures[name]
    layer, slash, number = name.partition("/")
    if not slash:
        raise Problem(
            f"{name!r} is no published figure; {nearest(name, figures)}. A map is written e.g."
            f" {address(next(iter(every.maps)))}/0."
        )
    layer, maps = called(layer, every.maps), every.maps
    refuse_map(layer, int(number) if number.isdecimal() else number, maps[layer])
    if int(number) not in (looked_at := every.chosen.get(layer, (int(number),))):
        raise Problem(
            f"map {number} of {layer} was not looked at; of its maps {listed(looked_at)} were."
        )
    return layer, int(number)


def reproduce(folder: Path, name: str, report: Report = print) -> None:
    """Recompute what ``name`` stands for, a figure's id or a map such as ``conv2d-3/120``, and
    compare it with what was published.

    Raises:
        Problem: there is no such figure or map, or it does not come out again.
    """
    asked = _asked(name, place.contents())
    artifacts = Artifacts(folder)
    if isinstance(asked, Figure):
        return _figure(artifacts, asked, report)
    return _map(artifacts, *asked, report)
