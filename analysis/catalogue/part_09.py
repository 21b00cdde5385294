"""Figures of part IX: the evolution of an OIP."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure
from analysis.catalogue.measurements import GEOMETRY, OIP_EVOLUTION, OIP_GALLERY_3, OIP_SETS
from analysis.figures import geometry, oips, search, trust

FIGURES: tuple[Figure, ...] = (
    Figure(
        id="sub-model-table",
        part="IX",
        title="The part of the network an ascent runs through",
        shows=(GEOMETRY,),
        draw=geometry.draw_sub_model,
        caption="From the input to Conv2D_3: {layers} layers and {parameters} parameters, all fixed during an ascent, with the field a node sees and the step between neighbouring nodes.",
        alt="A table of six rows: layer, output shape, parameters, field and step in pixels.",
        series=("F-IX-1",),
    ),
    Figure(
        id="start-image",
        part="IX",
        title="The start",
        shows=(OIP_EVOLUTION,),
        draw=oips.draw_start,
        caption="The start of the ascent for map {map} of Conv2D_3, seed {seed}, mean 0 and deviation 1: as computed on the left, contrast enhanced on the right. Its response is {first}.",
        alt="A random picture of broad soft blobs, pale on the left and with full contrast on the right.",
        series=("F-IX-2",),
    ),
    Figure(
        id="oip-evolution",
        part="IX",
        title="The evolution of one OIP",
        shows=(OIP_EVOLUTION,),
        draw=oips.draw_evolution,
        caption="Map {map} of Conv2D_3, seed {seed}: the image at steps that double, each with its response, from {first} to {last}. All frames on a fixed scale of ±3 deviations.",
        alt="Eight frames: random blobs turn step by step into a clear pattern that then only gains detail.",
        series=("F-IX-3",),
    ),
    Figure(
        id="response-curves",
        part="IX",
        title="The response, step by step",
        shows=(OIP_EVOLUTION,),
        draw=search.draw_curves,
        caption="Response of map {map} of Conv2D_3 at each of {steps} steps, from {starts} starts, on a logarithmic step axis; faint lines mark the frames of the evolution. The first curve reaches half of its last value at step {half}.",
        alt="S-shaped curves: flat, then steep, then flat again.",
        series=("F-IX-6",),
    ),
    Figure(
        id="many-starts",
        part="IX",
        title="Where many starts lead",
        shows=(OIP_SETS["Conv2D_3", "sphere"],),
        draw=trust.draw_many_starts,
        caption="{maps} maps of Conv2D_3 at evenly spaced ranks of their agreement (number at the left: median best correlation of the strongest OIP with the others). In each row the {shown} strongest of {starts} OIPs from as many starts, with their responses. Over all {all} maps the median agreement is {agreement}, the responses of a map's starts differ by {spread} of the largest, and the OIPs fall into {clusters} patterns. Contrast enhanced; hatched: seen by no node.",
        alt="Six rows of eight small patterns; in the upper rows they differ from one another, in the lower ones they repeat a form.",
    ),
    Figure(
        id="silent-starts",
        part="IX",
        title="Starts that move nothing",
        shows=(OIP_EVOLUTION,),
        draw=oips.draw_silent_starts,
        caption="Left: the first start of the mixture and of each single grid that map {map} does not answer at all, where there is one ({quiet}). Right: the share of such starts by length scale, of the same number of seeds each: {shares}.",
        alt="Random pictures of several scales beside a bar chart of the share without response.",
        series=("F-IX-4",),
    ),
    Figure(
        id="oips-conv2d-3",
        part="IX",
        title="OIPs of Conv2D_3",
        shows=(OIP_GALLERY_3,),
        draw=oips.draw_gallery,
        caption="OIPs of the {found} of {maps} maps of Conv2D_3 that answered one of up to {starts} plain starts, after {steps} steps: above as computed on a fixed scale of ±3 deviations, below contrast enhanced. Numbers are maps; hatched pixels influence no node. Median ratio of the response to the largest over the training images: {ratio}.",
        alt="A large grid of pairs of small grey patterns, bows, rings and crossings, each labelled with a number.",
        series=("F-IX-5",),
        keywords={"deep": True},
    ),
)
