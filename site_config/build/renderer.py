"""What turns pages into a site: our own code and the packages it calls. Another version of either
may make other pages of the same words.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from analysis.artifacts import sha256
from site_config.build.renderers import NAMES, chosen, renderer
from site_config.paths import CITATION, CONFIG, MKDOCS, REPOSITORY, TEMPLATES, site_address

# pages to plain Markdown
COMPOSING = ("beautifulsoup4", "jinja2", "jupytext", "nbformat", "pillow", "pybtex", "pyyaml")
# plain Markdown to HTML, whichever renderer it is
MARKDOWN = ("markdown", "pygments", "pymdown-extensions")
BUILD = CONFIG / "build"
RENDERED_BY = {"belonging", "dark", "findable", "finish", "policy", "proofread", "raw", "render"}
RENDERED_BY |= {"rendered", "scrolling", "seen", "terms", "tidy"}
RENDERED_BY |= {f"renderers/{name}" for name in ("__init__", "typed_addresses", *NAMES)}
RENDERING_CODE = tuple(BUILD / f"{name}.py" for name in sorted(RENDERED_BY))
# how a build runs, not what it makes
RUNNING = {"__main__.py", "beside.py", "clean.py", "content.py", "lock.py", "pipeline.py"}
RUNNING |= {"printed.py", "pytask_adapter.py", "renderer.py", "reporter.py", "seal.py", "serve.py"}
RUNNING |= {"supervise.py", "swap.py", "changes.py", "named.py", "compiled.py", "again.py"}


def version(package: str) -> str:
    """Return the installed version of a package."""
    return importlib.metadata.version(package)


def versions(packages: tuple[str, ...]) -> str:
    """Return packages with their versions, as text."""
    return ", ".join(f"{name} {version(name)}" for name in sorted(packages))


def rendering() -> str:
    """Return what renders, as text: the renderer that is chosen, and its packages."""
    return f"{chosen()}: {versions(MARKDOWN + renderer().PACKAGES)}"


def files(*folders: Path) -> list[Path]:
    """Return all files of folders but what Python leaves there."""
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


def composing() -> list[Path]:
    """Return the files of the code and content that compose pages."""
    return [MKDOCS] + [
        path
        for path in files(CONFIG)
        if path.parent.name not in ("profiles", "tasks", "release", "offline")
        and path not in RENDERING_CODE
        and path.name not in RUNNING
    ]


def named() -> list[Path]:
    """Return the files of which pages name lines, by where they stand and by their content."""
    return [path for path in files(REPOSITORY / "analysis") if path.suffix == ".py"]


def composed_from() -> dict[str, list[Path]]:
    """Return the files that any page may be composed from, beside what a person wrote for it."""
    return {
        "cited": [CITATION],
        "named": named(),
        "templates": files(TEMPLATES),
        "code": composing(),
    }


def theme() -> list[Path]:
    """Return the files that the look of every page depends on."""
    return [MKDOCS, *files(TEMPLATES / "theme"), *RENDERING_CODE]


def digest() -> str:
    """Return the digest of everything but the staged pages that a site is rendered from."""
    contents = [sha256(path.read_bytes()) for path in theme()]
    return sha256("\n".join([rendering(), site_address(), *contents]).encode())
