"""Figures of part VII: towards OIPs."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import OIP_EVOLUTION, OIP_GALLERY_3, OIP_SCALES, SINGLE_NODE_OIPS
from analysis.figures import oips

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="one-oip",
        part="VII",
        title="One OIP",
        shows=(OIP_EVOLUTION,),
        draw=oips.draw_one,
        caption="The OIP of map {map} of Conv2D_3 after {steps} steps from the start with seed {seed}, left on a fixed scale of ±3 deviations, right contrast enhanced. Hatched: pixels that no node of the layer sees.",
        alt="A soft pattern of bright and dark bows filling most of the square, shown pale on the left and with full contrast on the right.",
        series=("F-VII-1",),
    ),
    Figure(
        id="oips-from-other-starts",
        part="VII",
        title="The same map from other starts",
        shows=(OIP_EVOLUTION,),
        draw=oips.draw_other_starts,
        caption="OIPs of map {map} of Conv2D_3 from other converging starts (seeds above), as computed and contrast enhanced. Responses at the end, the first start of the previous figure included: {finals}.",
        alt="Pairs of patterns that can be compared with one another and with the previous figure.",
        series=("F-VII-2",),
    ),
    Figure(
        id="full-height-oip",
        part="VII",
        title="OIPs that use the full height",
        shows=(
            OIP_GALLERY_3,
            OIP_SCALES,
        ),
        draw=oips.draw_ranked,
        caption="The maps of Conv2D_3 whose OIPs spread most evenly from top to bottom: ranked by the fewest consecutive rows that hold 80 % of the squared deviation ({heights} rows). Maps {maps}, as computed and contrast enhanced, after {steps} steps.",
        alt="Pairs of patterns that reach from the top to the bottom of the square.",
        series=("F-VII-3",),
        keywords={"rule": "tallest", "count": 4},
    ),
    Figure(
        id="simple-oips",
        part="VII",
        title="Simple OIPs",
        shows=(
            OIP_GALLERY_3,
            OIP_SCALES,
        ),
        draw=oips.draw_ranked,
        caption="The OIPs of Conv2D_3 with the longest mean wavelength ({scales} px), our stand-in for simple: maps {maps}, as computed and contrast enhanced, after {steps} steps.",
        alt="Pairs of coarse patterns made of few, broad elements.",
        series=("F-VII-4",),
        keywords={"rule": "longest", "count": 4},
    ),
    Figure(
        id="complex-oips",
        part="VII",
        title="Complex OIPs",
        shows=(
            OIP_GALLERY_3,
            OIP_SCALES,
        ),
        draw=oips.draw_ranked,
        caption="The OIPs of Conv2D_3 with the shortest mean wavelength ({scales} px), our stand-in for complex: maps {maps}, as computed and contrast enhanced, after {steps} steps.",
        alt="Pairs of fine patterns made of many small elements.",
        series=("F-VII-5",),
        keywords={"rule": "shortest", "count": 4},
    ),
    Figure(
        id="single-node-oips",
        part="VII",
        title="What single nodes react to",
        shows=(SINGLE_NODE_OIPS,),
        draw=oips.draw_single_nodes,
        caption="OIPs of the nine nodes of map {map} of Conv2D_3, contrast enhanced, in their places; the frame is what the node sees. Right: the OIP of the mean of all nine. Correlation of the other frames with the centre one: {low} to {high}, median {median}.",
        alt="Nine patterns in a 3 by 3 arrangement, each with a square frame at another place, beside one larger pattern.",
        series=("F-VII-6",),
    ),
)
