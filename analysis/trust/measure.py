"""How far an OIP can be trusted: numbers for every map, each defined here and on the page about
trust.

A picture alone does not say whether its map ever does such a thing on real images, whether another
start would have led to the same picture, or whether a shift by one pixel destroys it. Thresholds
and levels are ours.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import looking
from analysis.ascent.domains import DomainName, box_of
from analysis.images.spectra import against
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipSet
from analysis.results.trust import Trust
from analysis.study import Study
from analysis.trust.bounds import response_bound
from analysis.trust.choice import hit_rate, hit_rate_of_several
from analysis.trust.robustness import robustness
from analysis.trust.selectivity import rank_of_own, selectivity, who_excites_whom

STATUSES = ("normal", "rare", "synthetic only", "never seen firing", "proven dead")
RARE = 0.01  # a map that fires on a smaller share of the training images is rare
PAIRS = 100  # two-way choices for each map
HELD_OUT = 2000  # test images the pairs are drawn from
REFERENCE = 5000  # training images whose spectra are compared


def status(response: np.ndarray, responses: DataResponses, bound: np.ndarray) -> np.ndarray:
    """Return the status (map) of every map: what is known of its firing, from the strongest
    statement down.

    *Proven dead*: no image of the box can make it fire. *Synthetic only*: it is 0 on all training
    and test images, but its OIP makes it fire. *Never seen firing*: neither. *Rare*: it fires on
    less than one training image in a hundred.
    """
    seen = np.where(responses.rate < RARE, "rare", "normal")
    unseen = np.where(response > 0, "synthetic only", "never seen firing")
    return np.where(bound <= 0, "proven dead", np.where(responses.fires, seen, unseen))


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)


def measure_trust(
    study: Study, oips: OipSet, responses: DataResponses, *, layer: str, domain_name: DomainName
) -> Trust:
    """Return the trust numbers of the OIPs of a layer found in one domain."""
    model = study.network()
    data = study.data
    box = box_of(study.data)

    look = looking(model, layer)

    def respond(images: np.ndarray) -> np.ndarray:
        return look(images)[0]

    matrix = who_excites_whom(respond, oips.images)
    seed = study.seed(f"trust {layer}")
    # behind a moved picture lies paper in the box, and the mean on the sphere
    left = robustness(respond, oips.images, box.low if domain_name == "box" else 0.0, seed)
    share, reference = against(
        oips.images, data.standardise(data.training.images[:REFERENCE])[..., 0]
    )
    held_out = data.standardise(data.test.images[:HELD_OUT])[..., 0]
    heard = respond(held_out)
    bound = response_bound(model, layer, box)
    return Trust(
        status=status(oips.response, responses, bound),
        ratio_maximum=_ratio(oips.response, responses.maximum),
        ratio_quantile=_ratio(oips.response, responses.quantile_999),
        ratio_black=_ratio(responses.black, oips.response),
        **left,
        high_share=share,
        high_reference=np.array(reference),
        excites=matrix,
        rank=rank_of_own(matrix, responses.maximum),
        selectivity=selectivity(matrix, responses.maximum),
        hit_rate=hit_rate(oips.images, held_out, heard, PAIRS, seed),
        hit_rate_other=hit_rate(
            np.roll(oips.images, len(oips.images) // 2, axis=0), held_out, heard, PAIRS, seed
        ),
        hit_rate_images=hit_rate_of_several(
            data.standardise(responses.top_image.reshape(-1, 28, 28)).reshape(
                *responses.top_image.shape
            ),
            held_out,
            heard,
            PAIRS,
            seed,
        ),
        bound=bound,
    )
