"""Modules as scripts of the old kind: what a module imports stands within it."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import ?\{ ?([\w, ]+?) ?\} ?from ?"\./([\w-]+\.js)";', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.M)
OWN_ADDRESS = "import.meta.url"
LEFT = re.compile(r"^(?:import|export)\b|\bimport\.meta\b", re.M)


def _imported(found: re.Match[str], folder: Path) -> str:
    source = (folder / found[2]).read_text(encoding="utf-8")
    names = ", ".join(EXPORT.findall(source))
    inner = f"{_inner(source, folder)}\nreturn {{ {names} }};"
    return f"const {{ {found[1]} }} = (() => {{\n{inner}\n}})();"


def _inner(source: str, folder: Path) -> str:
    whole = IMPORT.sub(lambda found: _imported(found, folder), source)
    return EXPORT.sub("", whole).replace(OWN_ADDRESS, "OWN_ADDRESS")


def classic(module: Path) -> str:
    """Return a module as a script that shares no name with others.

    Raises:
        ValueError: it imports or exports in a way that is not known here.
    """
    source = _inner(module.read_text(encoding="utf-8"), module.parent)
    if found := LEFT.search(source):
        raise ValueError(f"{module.name} holds {found[0]!r}, which only a module may")
    return f"(() => {{\nconst OWN_ADDRESS = document.currentScript.src;\n{source}\n}})();\n"
