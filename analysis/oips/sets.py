"""The measurement of the pictures that are shown, with the numbers of the many starts."""

from __future__ import annotations

from analysis.ascent.domains import DomainName
from analysis.oips.described import described
from analysis.oips.ladder import choose_starts
from analysis.oips.many import Search, many_starts
from analysis.oips.search import challenged, led_by
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipGallery, OipSet
from analysis.study import Study


def measure_oip_set(
    study: Study,
    gallery: OipGallery,
    responses: DataResponses,
    *elsewhere: OipSet,
    layer: str,
    domain_name: DomainName,
) -> OipSet:
    """Find OIPs for every map of a layer from many starts in one domain. They tell how far an OIP
    can be trusted; what is shown is the strongest after a challenge, in which OIPs of the same maps
    from elsewhere, another domain, take part.
    """
    model = study.subject.network
    search = Search(study, model, layer, domain_name, gallery, responses, elsewhere)
    starts = choose_starts(study, search.model, layer, search.where)
    found, plain = many_starts(search, starts)
    led, rung = led_by(search, found, plain, starts.rung)
    return described(search, found, challenged(search, led), rung)
