"""Functions of the analysis that a page names: looked up in the source, so that a name on a page
cannot outlive the function.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from site_config.paths import REPOSITORY
from site_config.words.context import Here
from site_config.words.unknown import UnknownId, look_up

NAMED = (ast.FunctionDef, ast.ClassDef)


@cache
def names_in(file: Path) -> tuple[str, ...]:
    """Return the functions and classes of a file, methods as ``Class.method``."""
    names = []
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, NAMED):
            names.append(node.name)
        if isinstance(node, ast.ClassDef):
            names += [
                f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, NAMED)
            ]
    return tuple(names)


def _module_of(name: str) -> tuple[Path, list[str]]:
    """Return the file of the module that a full name begins with, and its parts."""
    folders = name.split(".")[:-1]
    for length in range(len(folders), 0, -1):
        file = REPOSITORY.joinpath(*folders[:length]).with_suffix(".py")
        if file.is_file():
            return file, folders[:length]
    raise UnknownId(
        "function",
        name,
        [
            ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)
            for path in (REPOSITORY / "analysis").rglob("*.py")
        ],
        "Name it with its module, as in analysis.oips.evolution.choose_map.",
        "is in no module of the project",
    )


def source(here: Here, name: str) -> str:
    """Return a function's full name as code.

    Raises:
        UnknownId: no module of the project holds it.
    """
    file, module = _module_of(name)
    known = {".".join([*module, one]): one for one in names_in(file)}
    look_up("function", name, known, "Name one that is there.", "does not exist")
    return f"`{name}`"
