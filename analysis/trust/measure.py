"""How far an OIP can be trusted: numbers for every map, listed in ``table``.

A picture alone does not say whether its map ever does such a thing on real images, whether another
start would have led to the same picture, or whether a shift by one pixel destroys it. Thresholds
and levels are ours.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.ascent.answers import looking
from analysis.ascent.domains import Box, DomainName
from analysis.images.datasets import Dataset
from analysis.images.spectra import against
from analysis.networks.layers import at_once, batches, rest_of
from analysis.problem import Problem
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipSet
from analysis.results.trust import Trust
from analysis.study import Study
from analysis.subject import Subject
from analysis.trust.bounds import response_bound
from analysis.trust.choice import HELD_OUT, PAIRS, hit_rate, hit_rate_of_several
from analysis.trust.others import hit_rate_of_others
from analysis.trust.robustness import robustness
from analysis.trust.selectivity import rank_of_own, selectivity, who_excites_whom
from analysis.trust.status import status

RARE = 0.001  # of the training images: what they alone excite has no quantile to refer to
REFERENCE = 5000  # training images whose spectra are compared


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)


def _stronger(response: np.ndarray, than: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Return how many times as strong as something the OIPs are; a silent map (map) has none."""
    return np.where(response > rest, _ratio(response, than), np.nan)


def _rare(responses: DataResponses) -> np.ndarray:
    """Return the response (map) that one training image in a thousand exceeds; 0 where no more than
    these excite the map: the stored quantile lies between a silent image and the next one there.
    """
    return np.where(responses.rate > RARE, responses.quantile_999, 0)


def pixels_of(subject: Subject, domain_name: DomainName) -> Box:
    """Return the least box around a domain, for bounds that hold on all of it.

    On the sphere the n pixels of an image, in colour those of all channels, have the mean 0 and the
    sum of squares n. So one of them can be as far from 0 as sqrt(n - 1), when all others are alike.
    """
    if domain_name == "box":
        return subject.box
    far = float(np.sqrt(np.prod(subject.picture) - 1))
    return Box(-far, far)


def known_bound(subject: Subject, layer: str, domain_name: DomainName) -> np.ndarray:
    """Return a number (map) that the mean activation exceeds for no image of a domain; NaN where no
    bound is known for a layer on the way.
    """
    try:
        return response_bound(subject.network, layer, pixels_of(subject, domain_name))
    except Problem:
        return np.full(subject.layer(layer).maps, np.nan)  # the other numbers do not need it


def excited_by_oips(response: np.ndarray, excites: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Return the strongest response (map) of every map to the OIPs of its layer, its own and those
    of other maps.

    Args:
        response: (map), to its own picture, which is no OIP where it does not exceed the rest.
        excites: (image, map), of every map to the picture of every map.
        rest: (map), the response that is exceeded where a map fires.
    """
    of_oips = excites[response > rest]
    return np.maximum(response, of_oips.max(axis=0)) if len(of_oips) else response


def _brightness(data: Dataset, images: np.ndarray) -> np.ndarray:
    """Return the luminance (image, y, x) of standardised images, from those of the data; never more
    than some of them in all channels at once.
    """
    parts = [data.luminance(data.shown(images[part])) for part in batches(images)]
    return np.concatenate(parts)


def _heard(study: Study, layer: str, images: np.ndarray) -> np.ndarray:
    """Return the response (image, map) of every map to images of the data."""
    look = looking(study.subject.network, layer)
    size = at_once(study.subject.network)
    return np.concatenate(
        [look(study.data.shown(images[part]))[0] for part in batches(images, size)]
    )


def measure_trust(
    study: Study, oips: OipSet, responses: DataResponses, *, layer: str, domain_name: DomainName
) -> Trust:
    """Return the trust numbers of the OIPs of a layer found in one domain.

    Responses are those to pictures as they are, colours included. What compares pixels, spectra and
    the two-way choice, goes by luminance: a pattern in colours of equal luminance is none there.
    """
    model = study.subject.network
    look = looking(model, layer)

    def respond(images: np.ndarray) -> np.ndarray:
        return look(images)[0]

    matrix, rest = who_excites_whom(respond, oips.images), rest_of(model, layer)
    above = np.maximum(matrix - rest, 0)  # a map below its response at rest answers nothing
    seed = study.seed(f"trust {layer}")
    # behind a moved picture lies paper in the box, and the mean on the sphere
    background = study.subject.box.ends[0] if domain_name == "box" else 0.0
    bound = known_bound(study.subject, layer, domain_name)
    seen, data = study.subject.layer(layer), study.data
    reference = seen.visible(_brightness(data, data.training.images[:REFERENCE]))
    share, limit = against(seen.visible(data.luminance(oips.images)), reference)
    return Trust(
        status=status(excited_by_oips(oips.response, matrix, rest), responses, bound, rest),
        ratio_maximum=_stronger(oips.response, responses.maximum, rest),
        ratio_quantile=_stronger(oips.response, _rare(responses), rest),
        ratio_black=_ratio(responses.black, oips.response),
        **robustness(respond, oips.images, background, seed),
        high_share=share,
        high_reference=np.array(limit),
        excites=matrix,
        rank=rank_of_own(matrix, responses.maximum),
        selectivity=selectivity(above, responses.maximum - rest),
        **_choices(study, oips, responses, layer, rest, seed),
        bound=bound,
    )


def _choices(
    study: Study,
    oips: OipSet,
    responses: DataResponses,
    layer: str,
    rest: np.ndarray,
    seed: int,
) -> dict[str, Any]:
    """Return how often OIPs, those of all other maps in the mean, and the strongest training images
    are the right hint. Pictures are held against images by their luminance.
    """
    data, seen = study.data, study.subject.layer(layer)
    held_out = data.test.images[:HELD_OUT]
    heard = _heard(study, layer, held_out) - rest
    top = responses.top_image
    strongest = _brightness(data, top.reshape(-1, *data.picture))
    strongest = strongest.reshape(*top.shape[:2], *data.shape)
    given = (seen.visible(_brightness(data, held_out)), heard, PAIRS, seed)
    found = oips.response > rest
    hints = seen.visible(data.luminance(oips.images))
    own, other = hit_rate(hints, *given), hit_rate_of_others(hints, found, *given)
    return {
        # the picture of a map that no search moved is no OIP, and hints at nothing
        "hit_rate": np.where(found, own, np.nan),
        "hit_rate_other": np.where(found, other, np.nan),
        # where fewer images excite a map, the rest of its strongest ones are any
        "hit_rate_images": np.where(
            (responses.top_response > rest[:, None]).all(axis=1),
            hit_rate_of_several(seen.visible(strongest), *given),
            np.nan,
        ),
    }
