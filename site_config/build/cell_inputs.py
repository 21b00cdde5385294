"""What the outputs of a page's cells depend on: their own code, the source that they print, the
modules of ``analysis`` that they name, and what is published; without its figures, as long as
nothing in the cells can look at one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from analysis.artifacts import sha256
from site_config.build.printed import MAGIC, imported, path_of, printed, statements
from site_config.pages.kept import kept
from site_config.pages.page import Cell

# parts of a manifest in which no figure is told
MEASURED = {"claims", "measurements", "networks", "profile", "questions", "settings", "values"}
# which lead to figures, or to a folder that holds them
LEADING = {"figures", "show", "files", "folder", "read", "verify", "environ", "REPOSITORY"}


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            node.body = body[1:] if ast.get_docstring(node, clean=False) is not None else body
    return tree


def _code(text: str) -> str:
    """Return the digest of the code of a module without its comments."""
    return sha256(ast.dump(_without_docstrings(ast.parse(text))).encode())


def _called(tree: ast.AST) -> list[str]:
    """Return digests of the code, without its comments, of every module of ``analysis`` that cells
    name.
    """
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    whole = [alias.name for node in imports for alias in node.names]
    paths = {path_of(dotted) for dotted in (*whole, *imported(tree).values())}
    return [kept(_code, path.read_text()) for path in sorted(filter(None, paths))]


def cells_digest(cells: Iterable[Cell]) -> str:
    """Return the digest of a page's code cells, their tags, what they call and what they print."""
    code = [(cell.source, sorted(cell.tags)) for cell in cells]
    sources = [source for source, _ in code]
    return sha256(repr((code, printed(sources), _called(_tree(sources)))).encode())


def _tree(sources: Iterable[str]) -> ast.Module:
    return ast.Module([node for source in sources for node in statements(source)], [])


def _named(tree: ast.AST) -> Iterator[str]:
    """Yield every word that leads from a cell to something else."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            yield from (word for name in names for word in name.split("."))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.replace("\\", "/").split("/")  # a path


def _whole_manifests(tree: ast.AST) -> bool:
    """Whether a manifest is used otherwise than by one of the parts that tell of no figure."""
    nodes = list(ast.walk(tree))
    used = [node for node in nodes if isinstance(node, ast.Attribute) and node.attr == "manifest"]
    parts = [
        node.value for node in nodes if isinstance(node, ast.Attribute) and node.attr in MEASURED
    ]
    return any(one not in parts for one in used)


def sees_figures(cells: Iterable[Cell]) -> bool:
    """Whether cells may look at what was drawn; where their text lets doubt, they may."""
    sources = [cell.source for cell in cells]
    lines = [line.lstrip() for source in sources for line in source.split("\n")]
    tree = _tree(sources)
    return (
        any(line.startswith(MAGIC) for line in lines)
        or not LEADING.isdisjoint(_named(tree))
        or _whole_manifests(tree)
    )
