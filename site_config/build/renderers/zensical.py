"""Zensical, the successor of Material: it reads the settings and the templates of MkDocs.

It writes below the folder of its settings alone, so these stand in the profile's folder; and it
renders all pages, which takes it as long as MkDocs takes for a few. What it cannot do yet stands in
docs/about/architecture.md.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.ending import one_line
from analysis.problem import Problem
from site_config.build import findable
from site_config.build.navigation import settings_file
from site_config.paths import REPOSITORY, TEMPLATES, site_address

PACKAGES = ("zensical",)
# of the theme: its other look
UNREAD = ("assets/stylesheets/modern/*", "assets/**/*.map")
ALONE = False
SEARCH = "search.json"  # as the theme makes and reads it
# colours of a terminal
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# what is wrong, then page, line and column, then the line as it was written
COMPLAINT = re.compile(
    r"^(?:Warning|Error): (?P<what>.*)\n"
    r"(?:\W*\[ (?P<page>[^\n]+):\d+:(?P<column>\d+) \]\n[^\n]*\n *\d+ . (?P<line>[^\n]*))?",
    re.M,
)
# our style stands on the look that Material has as well
LOOK = "classic"


def _settings(staged: Path, made: str) -> Path:
    """Write the settings: those of MkDocs, with other places."""
    told = {
        "INHERIT": str(settings_file()),
        "site_url": site_address(),
        "docs_dir": staged.name,
        "site_dir": made,
        "markdown_extensions": [f"{__package__}.typed_addresses"],
        "theme": {"custom_dir": str(TEMPLATES / "theme"), "variant": LOOK},
    }
    path = staged.with_name("zensical.yml")
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")  # YAML reads JSON
    return path


def _complaints(said: str) -> list[str]:
    """Return what Zensical complains of, each with its page and with what was written there."""
    told = []
    for found in COMPLAINT.finditer(said):
        if found["page"]:
            written = re.split(r"[)\s]", found["line"][int(found["column"]) - 1 :])[0]
            told.append(f"'{found['page']}': {found['what']}: '{written}'")
        else:
            told.append(one_line(found["what"]))
    return told


def write(staged: Path, site: Path, changed: Sequence[str] | None) -> list[str]:
    """Render all staged pages; return what Zensical complains of.

    Raises:
        Problem: it gives up without a complaint.
    """
    made = staged.with_name("zensical.new")
    shutil.rmtree(made, ignore_errors=True)
    settings = _settings(staged, made.name)
    # what it remembers of other runs it knows by times, not by contents
    asked = ["build", "--clean", "--strict", "-f", str(settings)]
    command = [sys.executable, "-m", "zensical", *asked]
    ended = subprocess.run(
        command,
        cwd=staged.parent,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    said = COLOUR.sub("", ended.stdout + ended.stderr)
    if ended.returncode and not _complaints(said):
        last = [line for line in said.splitlines() if line.strip()][-1:]
        raise Problem(one_line(f"Zensical ended with status {ended.returncode}: {' '.join(last)}"))
    shutil.rmtree(site, ignore_errors=True)
    if made.is_dir():
        shutil.move(made, site)
    return _complaints(said)


def mended(html: str) -> str:
    """Return a page as it is: what is wrong is mended for both."""
    return html


def arrange(site: Path) -> None:
    """Leave things with names of their own, whose sections would swell the index, to be found by
    their name and first lines.
    """
    path = site / SEARCH
    index = json.loads(path.read_text(encoding="utf-8"))
    index["items"] = findable.looked_up(index["items"])
    path.write_text(json.dumps(index, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
