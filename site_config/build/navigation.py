"""Which pages the navigation leads to, and the settings of the renderer that say so: for the
publication ``mkdocs.yml``, for another subject a file that extends it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from analysis.artifacts import write_atomically
from site_config.citing.publication import cited_here
from site_config.paths import MKDOCS, TEMPLATES, place, subject

FILE = ".mkdocs.yml"  # in the staged folder; renderers leave such files aside
LAB = {
    "Draw an image": "lab/digit.md",
    "Watch an OIP emerge": "lab/oip.md",
    "Train the network": "lab/training.md",
    "Which image excites it more?": "lab/game.md",
}
ABOUT = {
    "How to read": "about/how-to-read.md",
    "Trust": "about/trust.md",
    "How it was made": "about/how.md",
    "Cite": "about/cite.md",
    "Data": "about/data.md",
    "Addresses": "about/addresses.md",
    "Lists": "about/list.md",
    "Bibliography": "about/bibliography.md",
}


def settings_file() -> Path:
    """Return the file of settings that the renderer reads."""
    if not subject():
        return MKDOCS
    here = place()
    # MkDocs wants no settings among its pages
    beside = here.build / MKDOCS.name
    write_atomically(beside, (here.staged / FILE).read_bytes())
    return beside


def _entries(pages: dict[str, str], staged: Collection[str]) -> list[dict[str, str]]:
    return [{name: page} for name, page in pages.items() if page in staged]


def own_settings(layers: dict[str, str], staged: Collection[str]) -> dict[str, bytes]:
    """Return the staged file of settings for another subject than that of the series.

    Args:
        layers: the staged pages of layers, by name.
        staged: paths of all files.
    """
    said = cited_here()
    navigation: list[dict[str, Any]] = [
        {"Home": "index.md"},
        {"Gallery": ["gallery/index.md", *_entries(layers, staged)]},
        *_entries({"Images": "images/index.md", "Figures": "figures/index.md"}, staged),
        {"The lab": ["lab/index.md", *_entries(LAB, staged)]},
        {"About": _entries(ABOUT, staged)},
    ]
    told = {
        "INHERIT": str(MKDOCS),
        "site_name": said.title,
        "site_description": said.abstract,
        "site_author": said.authors[0].name,
        "copyright": "Made with A simple CNN, seen from inside.",
        "theme": {"custom_dir": str(TEMPLATES / "theme")},
        "nav": navigation,
    }
    # JSON is YAML
    return {FILE: (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()}
