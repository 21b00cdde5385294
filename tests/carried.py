"""What pages load, as a site carries it: tests of the browser try the scripts that readers get."""

from __future__ import annotations

import shutil
from pathlib import Path

from site_config.build.lean import lean, ours
from site_config.paths import ASSETS


def assets(folder: Path, *left: str) -> None:
    """Copy what pages load into a folder, but for the folders that are named."""
    shutil.copytree(ASSETS, folder, ignore=shutil.ignore_patterns(*left), dirs_exist_ok=True)
    for script in folder.rglob("*.js"):
        if ours(script.relative_to(folder)):
            script.write_text(lean(script.read_text(encoding="utf-8")), encoding="utf-8")
