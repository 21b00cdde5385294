"""Small charts as SVG within a page: bars, a histogram with marks, a course.

They take their colours from the page, so that one drawing serves light, dark and print. What a
chart says has to stand in its label, which is all that a reader hears who does not see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from site_config.pages.numerals import number_of, value_of

WIDTH, HEIGHT = 320, 120
LEFT, RIGHT, TOP, FOOT = 6.0, 6.0, 16.0, 18.0
ROOM = 60  # that a name needs


@dataclass(frozen=True)
class Mark:
    """A place on the axis of a histogram, and what stands there."""

    at: float
    name: str


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _text(x: float, y: float, said: str, anchor: str = "middle") -> str:
    return f'<text x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}">{escape(said)}</text>'


def _box(x: float, y: float, width: float, height: float, kind: str) -> str:
    sides = (("x", x), ("y", y), ("width", width), ("height", max(height, 0.0)))
    return f'<rect class="{kind}" ' + " ".join(f'{k}="{_number(v)}"' for k, v in sides) + "/>"


def _drawn(label: str, parts: Sequence[str]) -> str:
    """Return the parts as one picture with a label."""
    inner = "".join(parts)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(label, quote=True)}">{inner}</svg>'
    )


def bars(values: Sequence[float], names: Sequence[str], label: str) -> str:
    """Return one bar for each value; those below 0 hang from the line of 0."""
    low, high = min(0.0, *values), max(0.0, *values)
    span = high - low or 1.0
    scale = (HEIGHT - TOP - FOOT - (12 if low < 0 else 0)) / span
    zero = TOP + high * scale
    step = (WIDTH - LEFT - RIGHT) / len(values)
    parts = []
    for k, (value, name) in enumerate(zip(values, names, strict=True)):
        x = LEFT + k * step
        top = zero - max(value, 0.0) * scale
        parts.append(_box(x + 0.12 * step, top, 0.76 * step, abs(value) * scale, "bar"))
        parts.append(_text(x + step / 2, HEIGHT - 4, name))
        if value and value in (low, high):  # the two ends of the scale say how long a bar is
            end = top - 3 if value > 0 else top + abs(value) * scale + 11
            parts.append(_text(x + step / 2, end, value_of(value)))
    if not any(values):
        parts.append(_text(WIDTH / 2, HEIGHT / 2, "0 for each of them"))
    parts.append(f'<path class="axis" d="M{LEFT} {_number(zero)}H{WIDTH - RIGHT}"/>')
    return _drawn(label, parts)


def _named(lines: Sequence[tuple[float, str]]) -> list[tuple[float, str, str]]:
    """Return where the names of vertical lines stand, what they say, and at which end: those of
    lines that lie close together are one.
    """
    named: list[tuple[float, str]] = []
    for x, name in lines:
        if named and x - named[-1][0] < ROOM:
            named[-1] = (x, f"{named[-1][1]}, {name}")
        else:
            named.append((x, name))
    return [(x, name, "start" if x < WIDTH / 2 else "end") for x, name in named]


def histogram(counts: Sequence[int], maximum: float, marks: Sequence[Mark], label: str) -> str:
    """Return counts in equal bins from 0 to a maximum, their height by its root, so that single
    images show beside thousands; the axis reaches to the farthest mark.
    """
    far = max([maximum, *(mark.at for mark in marks)]) or 1.0
    room = WIDTH - LEFT - RIGHT
    width = room * maximum / far / max(len(counts), 1)
    tallest = max([*counts, 1]) ** 0.5
    deep = HEIGHT - TOP - FOOT
    foot = HEIGHT - FOOT
    # one outline: bars of their own, narrower than a pixel, would leave stripes between them
    edges = (
        f"V{_number(foot - deep * count**0.5 / tallest)}H{LEFT + (k + 1) * width:.2f}"
        for k, count in enumerate(counts)
    )
    parts = [f'<path class="bar" d="M{LEFT} {foot}{"".join(edges)}V{foot}Z"/>']
    parts.append(f'<path class="axis" d="M{LEFT} {foot}H{WIDTH - RIGHT}"/>')
    lines = [(LEFT + room * mark.at / far, mark.name) for mark in sorted(marks, key=lambda m: m.at)]
    parts += [f'<path class="mark" d="M{_number(x)} {TOP - 4}V{foot}"/>' for x, _ in lines]
    parts += [_text(x, TOP - 5, said, end) for x, said, end in _named(lines)]
    parts += [
        _text(LEFT, HEIGHT - 4, "0", "start"),
        _text(WIDTH - RIGHT, HEIGHT - 4, number_of(far), "end"),
    ]
    return _drawn(label, parts)


def course(values: Sequence[float], last: int, label: str) -> str:
    """Return a line from the first value to that of the last step, from 0 to the largest."""
    high = max([*values, 0.0]) or 1.0
    across = (WIDTH - LEFT - RIGHT) / max(len(values) - 1, 1)
    deep = HEIGHT - TOP - FOOT
    places = [
        f"{_number(LEFT + k * across)} {_number(TOP + deep * (1 - max(value, 0.0) / high))}"
        for k, value in enumerate(values)
    ]
    foot = HEIGHT - FOOT
    parts = [
        f'<path class="axis" d="M{LEFT} {foot}H{WIDTH - RIGHT}"/>',
        f'<path class="line" d="M{"L".join(places)}"/>',
        _text(LEFT, HEIGHT - 4, "step 0", "start"),
        _text(WIDTH - RIGHT, HEIGHT - 4, f"step {last}", "end"),
    ]
    return _drawn(label, parts)
