"""One thing that can be cited, with all that its citations say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from analysis.artifacts import Manifest
from site_config.citing.publication import citation
from site_config.paths import address, site_address

LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
PREFIX = "simplecnninside"


@dataclass(frozen=True)
class Download:
    """A file that belongs to a thing: where it lies, and its media type."""

    path: str  # staged
    type: str
    what: str


@dataclass(frozen=True)
class Item:
    """A figure, a map, a claim, an image, or the publication itself.

    Its id is permanent, its page too. ``note`` tells it from the same thing in another build:
    the commit and the profile.
    """

    kind: str
    id: str
    title: str
    abstract: str
    page: str  # staged; empty for the publication as a whole
    note: str
    picture: str = ""  # staged
    downloads: tuple[Download, ...] = field(default=())

    @property
    def key(self) -> str:
        """The key of the entry in BibTeX, and the id in CSL-JSON."""
        return f"{PREFIX}-{self.id}".replace("/", "-").lower()

    @property
    def url(self) -> str:
        """The address; empty where the site has none."""
        return absolute(address(self.page)) if self.page else site_address()

    @property
    def authors(self) -> tuple[str, ...]:
        return citation().names

    @property
    def site(self) -> str:
        return citation().title

    @property
    def released(self) -> date:
        return citation().released

    @property
    def version(self) -> str:
        return citation().version


def absolute(below: str) -> str:
    """Return the address of something below the site; empty where the site has no address."""
    site = site_address()
    return f"{site.rstrip('/')}/{below}" if site else ""


def made(manifest: Manifest, commit: str, id: str) -> str:
    """Return the note of a thing: what tells it from the same thing of another build."""
    return f"{id}, commit {commit}, profile {manifest.profile}, {LICENCE}"
