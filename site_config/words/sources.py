"""Functions of the analysis that a page names: looked up in the source, so that a name on a page
cannot outlive the function.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from site_config.paths import REPOSITORY
from site_config.words.unknown import UnknownId

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


def source_words(name: str) -> str:
    """Return a function's full name as code.

    Raises:
        UnknownId: no module of the project holds it.
    """
    *folders, rest = name.split(".")
    for length in range(len(folders), 0, -1):
        file = REPOSITORY.joinpath(*folders[:length]).with_suffix(".py")
        if file.is_file():
            inner = ".".join([*folders[length:], rest])
            if inner in names_in(file):
                return f"`{name}`"
            raise UnknownId(
                "function",
                name,
                [".".join([*folders[:length], known]) for known in names_in(file)],
                "Name one that is there.",
                "does not exist",
            )
    modules = [
        ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)
        for path in (REPOSITORY / "analysis").rglob("*.py")
    ]
    raise UnknownId(
        "function",
        name,
        modules,
        "Name it with its module, as in analysis.oips.evolution.choose_map.",
        "is in no module of the project",
    )
