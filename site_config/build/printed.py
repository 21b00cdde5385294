"""The source that pages print: a reworded comment there is news for that page, and for no other.

Digests of results pass over comments and docstrings, but readers see them wherever a cell calls
``inspect.getsource``. So what is printed is looked up in the text of ``analysis``, without
importing it, and counts as the page's own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from site_config.paths import REPOSITORY

PRINTS = {"getsource", "getsourcelines"}
MAGIC = ("%", "!")  # how lines begin that are IPython's own


def _module(dotted: str) -> Path | None:
    """Return the file of a module of ``analysis``, None when it is none."""
    path = REPOSITORY.joinpath(*dotted.split("."))
    if dotted.split(".")[0] != "analysis":
        return None
    found = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return found if found.is_file() else None


@cache
def _parsed(path: Path) -> tuple[str, ast.Module]:
    text = path.read_text()
    return text, ast.parse(text)


def imported(tree: ast.AST) -> dict[str, str]:
    """Return what names stand for, e.g. ``climb: analysis.ascent.climb``."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.asname: a.name for a in node.names if a.asname}
            names |= {(root := a.name.split(".")[0]): root for a in node.names if not a.asname}
    return names


def _dotted(node: ast.expr) -> list[str]:
    """Return the parts of ``a.b.c``, empty for any other expression."""
    if isinstance(node, ast.Name):
        return [node.id]
    inner = _dotted(node.value) if isinstance(node, ast.Attribute) else []
    return [*inner, node.attr] if inner and isinstance(node, ast.Attribute) else []


def _definition(path: Path, names: list[str]) -> str:
    """Return the text of a function or class of a file; of another file where it is imported from
    there, and of the whole file where it is neither.
    """
    text, tree = _parsed(path)
    node: ast.AST = tree
    for name in names:
        within = [
            one
            for one in ast.iter_child_nodes(node)
            if isinstance(one, ast.FunctionDef | ast.ClassDef) and one.name == name
        ]
        if not within:
            elsewhere = imported(tree).get(name) if node is tree else None
            return _text(".".join([elsewhere, *names[1:]])) if elsewhere else text
        node = within[-1]
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return text
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return "\n".join(text.splitlines()[first - 1 : node.end_lineno])


def _text(dotted: str) -> str:
    """Return the source text of something of ``analysis``; empty where it is none of it."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        if path := _module(".".join(parts[:cut])):
            return _definition(path, parts[cut:])
    return ""


def _prints(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = _dotted(node.func)
            if called and called[-1] in PRINTS:
                yield node.args[0]


def statements(source: str) -> list[ast.stmt]:
    """Return the statements of a cell, its magics and commands left out."""
    lines = ("" if line.lstrip().startswith(MAGIC) else line for line in source.split("\n"))
    try:
        return ast.parse("\n".join(lines)).body
    except SyntaxError:  # running the cells tells more of it
        return []


def printed(sources: Iterable[str]) -> list[str]:
    """Return the source texts that a page's cells print. Where a cell prints what cannot be told
    from its text, whatever it imports of ``analysis`` counts as a whole.
    """
    tree = ast.Module([node for source in sources for node in statements(source)], [])
    names, texts = imported(tree), []
    for wanted in _prints(tree):
        root, *rest = _dotted(wanted) or [""]
        if root in names:
            texts.append(_text(".".join([names[root], *rest])))
        else:
            texts += [text for name in names.values() if (text := _whole(name))]
    return texts


def path_of(dotted: str) -> Path | None:
    """Return the file that something of ``analysis`` stands in, None when it is none of it."""
    parts = dotted.split(".")
    paths = (_module(".".join(parts[:cut])) for cut in range(len(parts), 0, -1))
    return next((path for path in paths if path), None)


def _whole(dotted: str) -> str:
    """Return the text of the file that something of ``analysis`` stands in."""
    path = path_of(dotted)
    return _parsed(path)[0] if path else ""
