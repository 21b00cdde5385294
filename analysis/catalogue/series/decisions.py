"""What adds up to the network's decisions about the example images and the hard cases."""

from __future__ import annotations

from analysis.catalogue.declarations import Measurement
from analysis.catalogue.series.measurements import CNN, CONFUSION, EXAMPLE_IMAGES
from analysis.looking.contributions import measure_decisions, measure_map_shares
from analysis.networks.series import CONVOLUTIONS
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
MEASUREMENTS = (DECISIONS, *MAP_SHARES.values())
