"""Dreams turn by turn: pictures before and after, what the pure ascent leaves of them, and what
carving keeps.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.figures import style
from analysis.figures.dream_pictures import (
    FAILED,
    PASSED,
    both,
    both_responses,
    inks,
    show,
    show_input,
)
from analysis.figures.oips import visible_in
from analysis.figures.style import Drawing
from analysis.results.dreams import Dreams
from analysis.signs import plain

CARVED = 0  # the way that turns take, among the ways


def frames_of_course(count: int, shown: int) -> np.ndarray:
    """Return the indices of pictures that show a course: the first, then doubling up to the
    last.
    """
    steps = [0] + [2**k for k in range(count) if 2**k < count - 1] + [count - 1]
    return np.array(steps[:1] + steps[1:][-(shown - 1) :])


def draw_carving(dreams: Dreams) -> Drawing:
    """For both pictures: the picture, the base that the network sees, what the pure ascent makes of
    it, and the picture carved.
    """
    figure, visible = style.sheet(height=4.2), visible_in(dreams)
    rows = figure.subplots(2, 4)
    titles = ("picture", "base", "pure ascent", "carved")
    pure_edges, carved_edges = dreams.pure_edges[:, -1], dreams.edges[CARVED, :, -1]
    for p, row in enumerate(rows):
        picture, base, pure, carved = row
        above = ("",) * len(titles) if p else titles
        before, after = dreams.pure_response[p, 0], dreams.pure_response[p, -1]
        told = f"edges {plain(pure_edges[p])}, response {style.significant(after)}"
        show(picture, dreams.picture[p], above[0], "edges 1.00")
        show_input(base, dreams.base[p], visible, above[1], f"response {style.significant(before)}")
        show_input(pure, dreams.pure[p], visible, above[2], told)
        reached = style.significant(dreams.response[CARVED, p, -1])
        told = f"edges {plain(carved_edges[p])}, response {reached}"
        show(carved, dreams.carved[p, -1], above[3], told)
        picture.set_ylabel(str(dreams.name[p]), fontsize=style.NOTE)
    words = {"pure_edges": both(pure_edges), "carved_edges": both(carved_edges)}
    return Drawing(figure, titles, _words(dreams) | words)


def rule(dreams: Dreams) -> str:
    """Return in words from how many maps the map was chosen, and what it answers."""
    own, of = int(dreams.answered[int(dreams.map)]), len(dreams.answered)
    if own == len(dreams.name) and dreams.answering_all == 1:
        return f"the only one of {of} maps that answers both pictures"
    if own == len(dreams.name):
        return f"one of the {dreams.answering_all} of {of} maps that answer both pictures"
    if own:
        return f"none of {of} maps answers both pictures; this one answers one of them"
    return f"none of {of} maps answers a picture, so that nothing is carved"


def _words(dreams: Dreams) -> dict[str, object]:
    return {
        "map": int(dreams.map),
        "rule": rule(dreams),
        "pure_steps": int(dreams.pure_step[-1]),
        "steps": int(dreams.steps[1]),
        "turns": len(dreams.steps) - 1,
        "total": int(dreams.steps[-1]),
        "small": dreams.base.shape[-1],
        "side": dreams.picture.shape[-1],
    }


def draw_erasing(dreams: Dreams) -> Drawing:
    """The pure ascent frame by frame is summed up in three curves for each picture: edges, even
    background, and response.
    """
    figure, shades = style.sheet(height=2.6), inks()
    panels = figure.subplots(1, 3)
    step = dreams.pure_step + 1
    for p, name in enumerate(dreams.name):
        look: dict[str, Any] = {"color": shades[p], "marker": "o", "markersize": 3}
        panels[0].plot(step, dreams.pure_edges[p], label=str(name), **look)
        panels[1].plot(step, dreams.pure_even[p], label=f"{name}, even", **look)
        panels[1].plot(
            step, dreams.pure_dark[p], linestyle=":", label=f"{name}, even and dark", **look
        )
        panels[2].plot(step, dreams.pure_response[p], **look)
    panels[0].axhline(FAILED, color=style.palette().ink, linewidth=0.8, linestyle="--")
    ticks = [t for t in (1, 10, 100, 1000) if t <= step[-1]]
    names = ("edge correlation", "share of background", "response")
    for axes, name in zip(panels, names, strict=True):
        axes.set(xscale="log", xlabel="steps + 1", title=name)
        axes.set_xticks(ticks, [str(t) for t in ticks])
        axes.minorticks_off()
        axes.set_ylim(0, None)
        axes.grid(axis="y", linewidth=0.4)
    panels[0].set_ylim(min(0, dreams.pure_edges.min() - 0.05), 1.03)
    figure.legend(*panels[1].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    change = ", ".join(
        f"{name} from {style.per_cent(one[0])} to {style.per_cent(one[-1])}"
        for name, one in zip(dreams.name, dreams.pure_even, strict=True)
    )
    words = {
        "change": change,
        "bar": FAILED,
        "edges_end": both(dreams.pure_edges[:, -1]),
        "response_end": both_responses(dreams.pure_response[:, -1]),
    }
    return Drawing(figure, names, _words(dreams) | words)


def draw_turns(dreams: Dreams) -> Drawing:
    """Both pictures after some of the turns, and below what is left of the edges and how the
    response rises, against the two controls.
    """
    from matplotlib.lines import Line2D

    figure, shades = style.sheet(height=5.6), inks()
    above, below = style.split(figure, rows=(1.25, 1))
    chosen = frames_of_course(len(dreams.steps), 5)
    rows = above.subplots(2, len(chosen), squeeze=False)
    for p, row in enumerate(rows):
        for axes, k in zip(row, chosen, strict=True):
            show(axes, dreams.carved[p, k], "" if p else f"{dreams.steps[k]} steps")
        row[0].set_ylabel(str(dreams.name[p]), fontsize=style.NOTE)
    panels = below.subplots(1, 2)
    for axes, numbers, name in zip(
        panels,
        (dreams.edges, dreams.response),
        ("edge correlation with the picture", "response of the map"),
        strict=True,
    ):
        for w, way in enumerate(dreams.way):
            for p in range(len(dreams.name)):
                axes.plot(
                    dreams.steps,
                    numbers[w, p],
                    color=shades[w],
                    linewidth=3.5 - w,  # the later ways are thinner, where one covers another
                    linestyle=("-", "--")[p],
                    label=str(way) if p == 0 else None,
                )
        axes.set(title=name, xlabel="steps")
        axes.grid(axis="y", linewidth=0.4)
    panels[0].axhline(PASSED, color=style.palette().ink, linewidth=0.8, linestyle=":")
    handles, labels = panels[0].get_legend_handles_labels()
    which = [Line2D([], [], color=style.palette().ink, linestyle=line) for line in ("-", "--")]
    below.legend(
        [*handles, *which], [*labels, *map(str, dreams.name)], loc="outside lower center", ncols=3
    )
    panel = tuple(f"{dreams.steps[k]} steps" for k in chosen)
    ways = [str(way) for way in dreams.way]
    edges = [f"{both(dreams.edges[w, :, -1])} ({way})" for w, way in enumerate(ways)]
    responses = [
        f"{both_responses(dreams.response[w, :, -1])} ({way})" for w, way in enumerate(ways)
    ]
    words = {
        "bar": PASSED,
        "solid": dreams.name[0],
        "dashed": dreams.name[-1],
        "shown": ", ".join(str(dreams.steps[k]) for k in chosen),
        "edges_end": "; ".join(edges),
        "response_end": "; ".join(responses),
    }
    return Drawing(figure, (*panel, "edge correlation", "response"), _words(dreams) | words)
