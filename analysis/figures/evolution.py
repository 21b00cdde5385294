"""One map in detail: its OIP frame by frame, other and silent starts, and its single nodes."""

from __future__ import annotations

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import one_pair, pairs, show, visible_in
from analysis.figures.style import Drawing
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipEvolution, SingleNodeOips
from analysis.signs import signed


def evolution_words(evolution: OipEvolution) -> dict[str, str | int]:
    """Return what captions say of an evolution: its map and seeds, and the curve in numbers."""
    curve = evolution.curve[0]
    return {
        "map": int(evolution.map),
        "seed": int(evolution.seed[0]),
        "seeds": ", ".join(str(s) for s in evolution.seed),
        "steps": len(curve),
        "done": len(curve) - 1,  # before the last picture
        "first": style.significant(curve[0]),
        "last": style.significant(curve[-1]),
        "last_gain": signed(100 * (curve[-1] / curve[-2] - 1)),
        "starts": style.counted(len(evolution.seed), "start"),
        "curves": style.counted(len(evolution.seed), "curve"),
        "others": len(evolution.seed) - 1,
        "frames": len(evolution.step),
        "at": ", ".join(str(step) for step in evolution.step),
        "finals": ", ".join(style.significant(c[-1]) for c in evolution.curve),
        "zero": style.per_cent(float(evolution.zero_share)),
        "quiet": len(evolution.silent_seed),
        "pictures": style.counted(len(evolution.silent_seed), "random picture"),
    }


def draw_one(evolution: OipEvolution, data: DataResponses) -> Drawing:
    """The OIP of the evolution's map, as computed and contrast enhanced; its words name the digits
    that move the map most.
    """
    figure = one_pair(evolution.frames[0, -1], f"map {int(evolution.map)}", visible_in(evolution))
    means = data.digit_mean[int(evolution.map)]
    last, first = np.argsort(means, kind="stable")[-2:]
    told = "No test image moves the map."
    if means[first] > 0:
        most, next_one = (style.significant(means[digit]) for digit in (first, last))
        rest = f"then the {last} with {next_one}" if means[last] > 0 else "and no other digit"
        told = (
            f"Over the test images the map answers the {first} most, with {most} in the mean,"
            f" {rest}."
        )
    return Drawing(figure, ("OIP",), evolution_words(evolution) | {"digits": told})


def draw_other_starts(evolution: OipEvolution) -> Drawing:
    """OIPs of the same map from the other starts."""
    titles = [f"seed {s}" for s in evolution.seed[1:]]
    words = evolution_words(evolution)
    if not titles:
        figure, none = style.sheet(height=0.8), f"map {words['map']} answers no further start"
        grids.line_of_text(figure.subplots(), none)
        words |= {"drawn": f"M{none[1:]} of those tried", "alt": f"A line of text: {none}"}
        return Drawing(figure, ("none",), words)
    figure = pairs(evolution.frames[1:, -1], titles, visible_in(evolution))
    starts = style.counted(len(titles), "further start")
    one = len(titles) == 1
    words |= {
        "drawn": (
            f"{'OIP' if one else 'OIPs'} of map {words['map']} of Conv2D_3 from {starts} that it"
            f" answers ({'seed' if one else 'seeds'} above), after {words['done']} steps: above as"
            " computed on a fixed scale of ±3 deviations, below contrast enhanced; hatched: seen by"
            f" no node. Responses at the end, first that from seed {words['seed']}, which is not"
            f" shown here: {words['finals']}"
        ),
        "alt": (
            f"{'A pair' if one else 'Pairs'} of patterns, as computed above and with full contrast"
            f" below, for {starts}"
        ),
    }
    return Drawing(figure, tuple(titles), words)


def draw_start(evolution: OipEvolution) -> Drawing:
    """The start image of the evolution, as computed and contrast enhanced."""
    figure = one_pair(evolution.frames[0, 0], f"seed {evolution.seed[0]}", visible_in(evolution))
    return Drawing(figure, ("start",), evolution_words(evolution))


def draw_evolution(evolution: OipEvolution) -> Drawing:
    """Frames of one ascent on the fixed scale, with step and response."""
    frames, count = evolution.frames[0], len(evolution.step)
    figure = style.sheet(height=2 * 2.05)
    panels = figure.subplots(2, -(-count // 2), squeeze=False).ravel()
    for k, axes in enumerate(panels):
        grids.bare(axes)
        if k < count:
            step = int(evolution.step[k])
            title = f"step {step}: {style.significant(evolution.curve[0, step])}"
            show(axes, frames[k], title, visible=visible_in(evolution))
    return Drawing(figure, tuple(f"step {s}" for s in evolution.step), evolution_words(evolution))


def draw_silent_starts(evolution: OipEvolution) -> Drawing:
    """Starts to which the evolution's map is silent, and the share of such starts by length
    scale.
    """
    count = len(evolution.silent_seed)
    figure, colours = style.sheet(height=2.5), style.palette()
    left, right = style.split(figure, columns=[1.5, 1])
    for k, axes in enumerate(left.subplots(1, max(count, 1), squeeze=False)[0]):
        grids.bare(axes)
        if k < count:
            name = str(evolution.silent_mixture[k])
            show(axes, evolution.silent_starts[k], name, visible=visible_in(evolution))
    axes = right.subplots()
    names = [str(mixture) for mixture in evolution.mixture]
    shares = [style.per_cent(share) for share in evolution.mixture_zero_share]
    bars = axes.barh(names, 100 * evolution.mixture_zero_share, color=colours.first)
    axes.bar_label(bars, shares, padding=3, fontsize=style.NOTE)
    axes.set(xlabel="starts without response, %", xlim=(0, 125), xticks=(0, 50, 100))
    axes.invert_yaxis()  # in the order in which they are told
    told = [f"{name}: {share}" for name, share in zip(names, shares, strict=True)]
    words = evolution_words(evolution) | {"shares": ", ".join(told), "kinds": len(names)}
    if not count:
        grids.line_of_text(left.axes[0], "no start tried is without response")
        words["pictures"] = "A line of text"
    return Drawing(figure, ("starts", "shares"), words)


def draw_single_nodes(nodes: SingleNodeOips) -> Drawing:
    """The OIPs of a map's nodes in their places, each with what it sees framed, and that of the
    map's mean.
    """
    figure = style.sheet(height=4.4)
    left, right = style.split(figure, columns=[2.2, 1])
    visible = visible_in(nodes)
    for (i, j), axes in np.ndenumerate(left.subplots(*nodes.response.shape)):
        title = f"node {i},{j}: {style.significant(float(nodes.response[i, j]))}"
        show(axes, nodes.images[i, j], title, contrast=True, visible=visible)
        (top, bottom), (first, last) = nodes.field_rows[i], nodes.field_columns[j]
        frame = grids.rectangle(
            (first - 0.5, top - 0.5),
            last - first,
            bottom - top,
            fill=False,
            edgecolor=style.palette().mark,
            linewidth=1,
        )
        axes.add_patch(frame)
    count = nodes.response.size
    show(right.subplots(), nodes.mean_image, f"mean of all {count}", contrast=True, visible=visible)
    others = np.delete(nodes.shifted_correlation.ravel(), count // 2)
    quiet = bool((nodes.response == 0).any())
    silent = " Where 0 is written, the node answers no start, and one is shown." if quiet else ""
    words = {
        "map": int(nodes.map),
        "silent": silent,
        "count": count,
        "rows": nodes.response.shape[0],
        "columns": nodes.response.shape[1],
        "least": style.significant(float(nodes.response.min())),
        "most": style.significant(float(nodes.response.max())),
        "low": f"{others.min():.2f}",
        "high": f"{others.max():.2f}",
        "median": f"{np.median(others):.2f}",
    }
    return Drawing(figure, ("nodes", "mean"), words)
