"""Figures of part XI: the search in code."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import DATA_RESPONSES, OIP_GALLERY_3, OIP_SETS, PRECURSOR_SCAN, RECIPE_VARIANTS, TRUST
from analysis.figures import passports, search, trust

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="search-ladder",
        part="XI",
        title="The search as a ladder",
        shows=(
            OIP_GALLERY_3,
            PRECURSOR_SCAN,
        ),
        draw=search.draw_ladder,
        caption="How the maps of Conv2D_3 get their OIPs: {found} answer one of {starts} plain starts; of the {silent} others a scan of {candidates} large-scale starts wakes {filled}.",
        alt="A flow chart of six boxes: maps, plain starts, ascent, scan, ascent, still silent, with a count in each.",
        series=("F-XI-1",),
    ),
    Figure(
        id="ladder-fill",
        part="XI",
        title="Which search woke which share of the maps",
        shows=tuple(OIP_SETS.values()),
        draw=trust.draw_ladder_fill,
        caption="The share of each layer's maps by the first search of the ladder that wakes them, on the sphere and in the box, from {starts} starts for each map. {plain_sphere} of {count} maps of Conv2D_3 answer a plain start on the sphere, {plain_box} in the box; higher rungs wake {woken} maps of all layers and domains together, and {silent} stay silent.",
        alt="Six horizontal bars, one for each layer and domain, nearly all of each in the colour of the plain starts, with short ends in other colours.",
        series=("F-XI-1",),
    ),
    Figure(
        id="trust-numbers",
        part="XI",
        title="What the OIPs are worth, in ten numbers",
        shows=(*OIP_SETS.values(), *TRUST.values()),
        draw=trust.draw_numbers,
        caption="Ten trust numbers of all OIPs by layer, on the sphere and in the box: median (light stroke), quartiles (thick), and the range from 5 to 95 % of the maps (thin). For Conv2D_3 in the box the medians are: {ratio} times the data maximum, agreement {agreement}, power below 4 px {power} (dotted: {reference}, which 95 % of the training images stay below), two-way choice {hit} right with the OIP as hint, {images} with the nine strongest images, {other} with another map's OIP.",
        alt="Ten small panels, each with three pairs of vertical boxes for the three layers; in the choice panels a dotted line marks one half.",
    ),
    Figure(
        id="map-passports",
        part="XI",
        title="OIPs beside the images that excite their maps",
        shows=(OIP_SETS["Conv2D_3", "box"], TRUST["Conv2D_3", "box"], DATA_RESPONSES["Conv2D_3"]),
        draw=passports.draw_passports,
        caption="{maps} of the {all} maps of Conv2D_3, at evenly spaced ranks of how often their OIP is the right hint in the two-way choice (below it). From the left: the OIP in the box, contrast enhanced, blind pixels hatched; the nine training images that excite the map most, with a frame around the {field} × {field} px that its strongest node sees; those windows alone, with the labels of the images in the same order; the images at the quantiles {levels} of the response, row by row; the mean activation over the test images of each digit.",
        alt="Four rows of five panels: a grey pattern, nine handwritten digits with a yellow square in each, nine cut-outs of strokes, four more digits, and ten blue bars.",
    ),
    Figure(
        id="failure-gallery",
        part="XI",
        title="The worst of them",
        shows=(OIP_SETS["Conv2D_3", "box"], TRUST["Conv2D_3", "box"]),
        draw=trust.draw_failures,
        caption="The {each} worst of the {maps} maps of Conv2D_3 by each of {kinds} numbers, OIPs in the box, contrast enhanced. With {hints} of the OIPs as hint, the two-way choice is right no more often than a coin.",
        alt="Seven rows of six small patterns, each row headed by a weakness, with map number above and the number below each picture.",
    ),
    Figure(
        id="recipe-variants",
        part="XI",
        title="How much of a picture is the recipe",
        shows=(RECIPE_VARIANTS,),
        draw=passports.draw_variants,
        caption="{shown} of the {all} maps of Conv2D_3, climbed from the same start by four recipes, all in the box, contrast enhanced, blind pixels hatched; a map that is silent to the start is woken by the first recipe before any of them begins. Below each picture its response as a multiple of the data maximum. Maps stand at evenly spaced ranks of how alike the recipes make them, the least alike on the left. Median correlation with the first row, best over shifts of up to 4 px: 1/f {like_1}, robust {like_2}, both {like_3}. Median share of power below 4 px: {fine_0}, {fine_1}, {fine_2}, {fine_3}.",
        alt="Four rows of seven grey patterns beside one start image. The first and third rows are made of many short sharp strokes; most pictures of the second and fourth are a few large shapes, plain black or white, with smooth outlines.",
    ),
    Figure(
        id="all-maps-conv2d-3",
        part="XI",
        title="All maps of Conv2D_3 and their status",
        shows=(OIP_SETS["Conv2D_3", "sphere"], TRUST["Conv2D_3", "sphere"]),
        draw=trust.draw_all,
        caption="All {maps} maps of Conv2D_3 with the OIPs that the ladder found on the sphere, contrast enhanced; hatched: seen by no node. Below each picture its response in units of the largest over the training images (median {ratio}), and the map's status unless it is normal ({odd}). {plain} maps answered a plain start; frames mark those that a higher rung woke: {rungs}. Silent: {silent}.",
        alt="A grid of small grey patterns of strokes and bows, with a number above and a ratio below each; a few have a coloured frame.",
        series=("F-XI-2",),
    ),
)
