"""A style for readers without JavaScript whose system is dark: the theme needs a script to be dark.

It holds the rules of all style sheets that speak of the dark scheme, for whatever scheme a page
says; a page loads it where there are no scripts.
"""

from __future__ import annotations

import re
from pathlib import Path

from analysis.artifacts import write_atomically

DARK = "assets/dark.css"
COMMENT = re.compile(r"/\*.*?\*/", re.S)
SCHEME = re.compile(r"\[data-md-color-scheme=[\"']?slate[\"']?\]")
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
# what the scheme that the page says hides
SHOWN = '[data-md-color-scheme] img[src$="#only-dark"] { display: revert; }\n'


def dark_rules(css: str) -> str:
    """Return the rules of the dark scheme, for pages that say the light one."""
    said = []
    for selectors, body in RULE.findall(COMMENT.sub("", css)):
        dark = [one.strip() for one in selectors.split(",") if SCHEME.search(one)]
        if dark:
            said.append(f"{SCHEME.sub('[data-md-color-scheme]', ','.join(dark))}{{{body.strip()}}}")
    return "".join(f"{rule}\n" for rule in said)


def write_dark(site: Path) -> None:
    """Write the style from all style sheets of a site; the theme's stand first."""
    sheets = sorted(
        (path for path in (site / "assets").rglob("*.css") if path != site / DARK),
        key=lambda path: ("stylesheets" not in path.parts, path.name),
    )
    rules = "".join(dark_rules(sheet.read_text(encoding="utf-8")) for sheet in sheets)
    write_atomically(site / DARK, rules + SHOWN)
