"""What adds up to the network's decisions about the example images and the hard cases, and how
exactly it does.
"""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import DesignValue, Measurement, Value
from analysis.catalogue.series.measurements import CNN, CONFUSION, EXAMPLE_IMAGES
from analysis.looking.contributions import measure_decisions, measure_map_shares
from analysis.looking.exactness import measure_exactness, measure_fields
from analysis.networks.series import CONVOLUTIONS
from analysis.results.decisions import MapShares
from analysis.subject import address

DECISIONS = Measurement("decisions", measure_decisions, (), CNN, (EXAMPLE_IMAGES, CONFUSION))
MAP_SHARES = {
    layer: Measurement(
        f"map-shares-{address(layer)}",
        measure_map_shares,
        (),
        CNN,
        (DECISIONS,),
        {"layer": layer},
    )
    for layer in CONVOLUTIONS
}
EXACTNESS = Measurement("decision-exactness", measure_exactness, (), CNN)
FIELDS = Measurement("map-fields", measure_fields, (), CNN)
MEASUREMENTS = (DECISIONS, *MAP_SHARES.values(), EXACTNESS, FIELDS)


def switched(shares: MapShares) -> float:
    """Return how far what is lost without a map lies from what it contributes to the class that is
    said, in the mean over images and maps, as a share of the mean contribution.
    """
    said = (shares.contribution.sum(axis=-1) + shares.behind).argmax(axis=1)
    own = np.arange(len(said)), said
    given, lost = shares.contribution[own], shares.lost[own]
    most = np.abs(given).mean()
    return float(np.abs(lost - given).mean() / most) if most > 0 else 0.0


VALUES = (
    DesignValue("decision-images", EXACTNESS, lambda found: float(found.images)),
    Value("decision-gap", EXACTNESS, lambda found: float(found.gap.max()), "", 6),
    Value("decision-largest-logit", EXACTNESS, lambda found: float(found.largest), "", 1),
    *(
        Value(f"silencing-differs-{address(layer)}", shares, switched, "%", 1)
        for layer, shares in MAP_SHARES.items()
    ),
)
