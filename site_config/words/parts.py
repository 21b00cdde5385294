"""What the site consists of: the parts of the series in reading order."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from site_config.paths import CONTENT


@cache
def series() -> list[dict[str, Any]]:
    """Return the parts of the series: number, page, our title, original title and date."""
    return tomllib.loads((CONTENT / "series.toml").read_text())["part"]


def part_heading(number: str) -> str:
    """Return what a part is called in a heading: ``Part IX``, or a companion's name."""
    return next(
        (entry["name"] for entry in series() if entry["number"] == number and "name" in entry),
        f"Part {number}",
    )
