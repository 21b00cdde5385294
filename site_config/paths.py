"""Where things lie, for one profile."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from analysis.artifacts import build_folder

REPOSITORY = Path(__file__).parent.parent
DOCS = REPOSITORY / "docs"
TEMPLATES = REPOSITORY / "templates"
CITATION = REPOSITORY / "CITATION.cff"
CONFIG = REPOSITORY / "site_config"
# what a person writes about the pages: parts, glossary, slips, literature
CONTENT = CONFIG / "content"
PAGES = tuple(
    path.relative_to(DOCS)
    for folder in ("series", "companions")
    for path in sorted((DOCS / folder).glob("*.md"))
)


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
    def staged(self) -> Path:
        return self.build / "site_docs"

    @property
    def site(self) -> Path:
        return REPOSITORY / "site" if self.profile == "full" else self.build / "site"


def place() -> Place:
    """Return the folders of the profile that $PROFILE names."""
    return Place(os.environ.get("PROFILE", "full"))
