"""Where things lie, for one profile."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.artifacts import build_folder
from analysis.toml_files import read_text

REPOSITORY = Path(__file__).parent.parent
DOCS = REPOSITORY / "docs"
TEMPLATES = REPOSITORY / "templates"
MKDOCS = REPOSITORY / "mkdocs.yml"
CITATION = REPOSITORY / "CITATION.cff"
CONFIG = REPOSITORY / "site_config"
# what a person writes about the pages: parts, glossary, slips, literature
CONTENT = CONFIG / "content"
# what editors, notebooks and systems leave beside files; it is never published
LEFT = re.compile(
    r"[.~#].*|.*[~#]|.*\.(?:swp|swo|bak|orig|rej|tmp|part)|__pycache__|Thumbs\.db|desktop\.ini",
    re.I,
)


def left(path: Path) -> bool:
    """Return whether something below docs is what editors and systems leave."""
    return any(LEFT.fullmatch(part) for part in path.relative_to(DOCS).parts)


def written(path: Path) -> bool:
    """Return whether a file below docs is one that a person means to publish."""
    return path.is_file() and not left(path)


PAGES = tuple(
    path.relative_to(DOCS)
    for folder in ("series", "companions")
    for path in sorted((DOCS / folder).glob("*.md"))
    if written(path)
)


def address(page: str) -> str:
    """Return the address of a page below the site, e.g. ``series/01-cnn-basics/``."""
    return (
        re.sub(r"(?:(?<![^/])(?:index|README))?\.md$", "/", page)
        .removeprefix("/")
        .replace("//", "/")
    )


def site_address() -> str:
    """Return the address at which the site is published; empty where mkdocs.yml names none."""
    text = read_text(MKDOCS, MKDOCS.name)
    found = re.search(r"^site_url:[ \t]*[\"']?([^\s\"'#]*)", text, re.M)
    return found[1] if found else ""


@dataclass(frozen=True)
class Place:
    """The folders of a profile."""

    profile: str

    @property
    def build(self) -> Path:
        return build_folder(self.profile)

    @property
    def artifacts(self) -> Path:
        return self.build / "artifacts"

    @property
    def cells(self) -> Path:
        return self.build / "cells"

    @property
    def exhibits(self) -> Path:
        return self.build / "exhibits"

    @property
    def staged(self) -> Path:
        return self.build / "site_docs"

    @property
    def passing(self) -> Path:
        return self.build / "passing"

    @property
    def release(self) -> Path:
        return self.build / "release"

    @property
    def site(self) -> Path:
        return REPOSITORY / "site" if self.profile == "full" else self.build / "site"


def place() -> Place:
    """Return the folders of the profile that $PROFILE names."""
    return Place(os.environ.get("PROFILE", "full"))
