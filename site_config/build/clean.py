"""Remove everything that builds have made, while none of them runs."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

from analysis.profiles import build_folder
from site_config.build.lock import LOCK, alone
from site_config.build.swap import real
from site_config.paths import REPOSITORY, Place

CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")


def _remove(path: Path) -> None:
    """Remove a folder or file. A link stays where a person has set it, what it leads to does not.

    Raises:
        OSError: something cannot be removed.
    """
    if path.is_symlink() and path.is_dir():
        for inner in path.iterdir():
            _remove(inner)
    elif path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def clean() -> int:
    """Remove all builds, their sites and what tools have left.

    Raises:
        Problem: a build is running; nothing has been removed.
    """
    builds = build_folder("full").parent
    site = Place("full").site
    with ExitStack() as locks:
        for path in sorted(builds.glob(f"*/{LOCK}")):
            locks.enter_context(alone(path.parent))
        for path in (
            site,
            *(real(site).with_name(f"{real(site).name}{end}") for end in (".new", ".old")),
        ):
            _remove(path)
        _remove(builds)
    for name in CACHES:
        _remove(REPOSITORY / name)
    for folder in ("analysis", "site_config", "tests"):
        for path in sorted((REPOSITORY / folder).rglob("__pycache__")):
            _remove(path)
    return 0
