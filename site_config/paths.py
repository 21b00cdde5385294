"""Where things lie, for one profile."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analysis.problem import Problem
from analysis.profiles import build_folder, named_subject
from analysis.toml_files import read_text

REPOSITORY = Path(__file__).parent.parent
PROFILE = "PROFILE"  # in the environment: which profile is built
TEMPLATES = REPOSITORY / "templates"
MKDOCS = REPOSITORY / "mkdocs.yml"
CITATION = REPOSITORY / "CITATION.cff"
CONFIG = REPOSITORY / "site_config"
ASSETS = REPOSITORY / "docs" / "assets"
# what a person writes about the pages: parts, glossary, slips, literature
CONTENT = CONFIG / "content"
# what editors, notebooks and systems leave beside files; it is never published
LEFT = re.compile(
    r"[.~#].*|.*[~#]|.*\.(?:swp|swo|bak|orig|rej|tmp|part)|__pycache__|Thumbs\.db|desktop\.ini",
    re.I,
)


def profile() -> str:
    """Return the name of the profile that is built."""
    return os.environ.get(PROFILE) or "full"


def subject() -> str | None:
    """Return the name of the subject whose atlas is built; None where it is the publication."""
    return named_subject(profile())


# what a person wrote: of the publication, or, the same for each of them, of any other subject
DOCS = CONFIG / "atlas" if subject() else REPOSITORY / "docs"

# where a command says at which address the site is published
SITE_URL = "SITE_URL"
ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~%-]+)*/?")


def left(path: Path) -> bool:
    """Return whether something below docs is what editors and systems leave."""
    below = DOCS if path.is_relative_to(DOCS) else ASSETS
    return any(LEFT.fullmatch(part) for part in path.relative_to(below).parts)


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


def below(page: str, name: str) -> str:
    """Return the staged path of a file that lies below a page, as a browser sees it."""
    return f"{PurePosixPath(page).with_suffix('')}/{name}"


def schema_of(kind: str, path: str) -> str:
    """Return where a file for machines finds the schema of its kind."""
    return posixpath.relpath(f"{kind}.schema.json", posixpath.dirname(path) or ".")


def site_address() -> str:
    """Return the address at which the site is published, with a slash at its end; empty where
    neither the command nor mkdocs.yml names one.

    Raises:
        Problem: it is no address that pages can be below.
    """
    text = read_text(MKDOCS, MKDOCS.name)
    found = re.search(r"^site_url:[ \t]*[\"']?([^\s\"'#]*)", text, re.M)
    named = os.environ.get(SITE_URL) or (found[1] if found else "")
    if named and not ADDRESS.fullmatch(named):
        raise Problem(
            f"the address of the site is {named!r}, and should be like https://example.org/cnn/."
            f" Mend site_url in mkdocs.yml, or {SITE_URL} where the command names it."
        )
    return f"{named.rstrip('/')}/" if named else ""


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
    return Place(profile())
