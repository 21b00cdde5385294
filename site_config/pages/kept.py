"""What was made of a text before, by the digest of the text and of all that makes it: most pages
are as the last build read them, and to take one apart takes longer than to look it up.
"""

from __future__ import annotations

import importlib.metadata
import inspect
import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from analysis.artifacts import sha256, write_atomically
from site_config.paths import place

FILE = "read.json"  # in the profile's folder
PACKAGES = ("jupytext", "markdown-it-py", "mdit-py-plugins", "pyyaml")
_used: dict[str, Any] = {}  # in this run
_anew = False  # whether nothing is taken from earlier runs


@cache
def _makers(file: str) -> str:
    """Return the digest of what reads pages: a file of code, this room, and what they call."""
    told = [sys.version, *(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)]
    code = [Path(file), *sorted(Path(__file__).parent.glob("*.py"))]
    return sha256("\n".join([*told, *(sha256(path.read_bytes()) for path in code)]).encode())


@cache
def _before() -> dict[str, Any]:
    """Return what is kept of the last run; nothing where that is damaged, or not to be used."""
    if _anew:
        return {}
    try:
        digest, told = (place().build / FILE).read_text().split("\n", 1)
        found = json.loads(told) if digest == sha256(told.encode()) else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def kept(make: Callable[..., Any], *of: object) -> Any:
    """Return what a function makes of texts and numbers, as it was made of the same before.

    Args:
        make: gives what JSON can hold, lists and texts, since no file of a build may hold code.
    """
    key = sha256(repr((_makers(inspect.getfile(make)), make.__qualname__, of)).encode())
    if key not in _used:
        before = _before()
        _used[key] = before[key] if key in before else make(*of)
    return _used[key]


def forget() -> None:
    """Take nothing from earlier runs in this one: what is held against a build is not to rest on
    what lies in its folder.
    """
    global _anew
    _anew = True
    _used.clear()
    _before.cache_clear()


def keep() -> None:
    """Keep what was used in this run, and nothing else, for the next one."""
    if _used.keys() != _before().keys():
        told = json.dumps(_used)
        write_atomically(place().build / FILE, f"{sha256(told.encode())}\n{told}")
