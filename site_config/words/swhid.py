"""Software Heritage ids, computed from the files as they lie here: nobody has to be asked for them.

The id of a file is the digest that git gives its content, so that whoever holds the source, from
wherever, can find the lines that are meant and can tell that they are the same.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from functools import cache

from analysis.artifacts import Source
from site_config.paths import REPOSITORY

DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Lines:
    """The lines on which a function or class stands now, and the id of these lines."""

    first: int
    last: int
    swhid: str


def content_id(content: bytes) -> str:
    """Return the id of a content, whatever file it lies in."""
    digest = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
    return f"swh:1:cnt:{digest.hexdigest()}"


def revision_id(commit: str) -> str:
    """Return the id of a commit of git."""
    return f"swh:1:rev:{commit}"


def directory_id(tree: str) -> str:
    """Return the id of a whole folder, by what git calls its tree."""
    return f"swh:1:dir:{tree}"


@cache  # many results rest on the same code, and it is asked for once for each of them
def _span(content: bytes, path: tuple[str, ...]) -> tuple[int, int] | None:
    """Return first and last line of what has this path of names, decorators included."""
    node: ast.AST = ast.parse(content)
    for name in path:
        inner = (one for one in ast.iter_child_nodes(node) if isinstance(one, DEFINES))
        found = next((one for one in inner if one.name == name), None)
        if found is None:
            return None
        node = found
    if not isinstance(node, DEFINES):
        return None
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return first, node.end_lineno or node.lineno


def lines_of(source: Source) -> Lines:
    """Return where the code of a result stands now: comments may have moved it since its record was
    written; where it has another name, the lines of the record.
    """
    content = (REPOSITORY / source.file).read_bytes()
    module = source.file.removesuffix(".py").replace("/", ".")
    path = tuple(source.function.removeprefix(f"{module}.").split("."))
    first, last = _span(content, path) or (source.first_line, source.last_line)
    return Lines(first, last, f"{content_id(content)};lines={first}-{last}")
