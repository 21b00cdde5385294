"""What code a module can reach, and what a file of code means."""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from analysis.artifacts import REPOSITORY
from analysis.publishing import versions

# settings, and all that is written as TOML, count by their values; what the other framework does,
# nobody asks
UNCOUNTED = re.compile(r"analysis\.(settings|toml_files)(\..*)?")
DOOR, ROOM = "analysis.framework.door", "analysis.framework.on_{}"


@cache
def _imports() -> Any:
    import grimp

    graph = grimp.build_graph(
        "analysis",
        cache_dir=None,
        include_external_packages=True,
        exclude_type_checking_imports=True,
    )
    # the door opens to the one that is used when it is first needed, which no import tells
    graph.add_import(importer=DOOR, imported=ROOM.format(versions.framework()))
    return graph


def module_path(module: str) -> Path:
    """Return the file of a module of this project, by its dotted name."""
    path = REPOSITORY.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def meaning(path: Path) -> str:
    """Return the digest of a file of code without its comments, docstrings and formatting."""
    return _meaning(path.read_text())


@cache
def _meaning(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
            and isinstance(body[0].value.value, str)
        ):
            del body[0]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


@cache
def _reached(module: str) -> tuple[set[str], set[str]]:
    """Return the modules of ``analysis`` that a module imports, directly or not, and itself; and
    the names of packages that any of them imports.
    """
    found = {module, *_imports().find_upstream_modules(module)}
    ours = {name for name in found if name.split(".")[0] == "analysis"}
    return {
        name for name in ours if not UNCOUNTED.fullmatch(name)
    }, found - ours - sys.stdlib_module_names


def imported(module: str) -> set[str]:
    """Return the names of the packages that a module imports, directly or not."""
    return _reached(module)[1]


def closure(module: str) -> tuple[str, ...]:
    """Return the modules of ``analysis`` that a module imports, directly or not, and itself."""
    return tuple(sorted(_reached(module)[0]))
