"""One thing that can be cited, with all that its citations say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from site_config.citing.media import media_type
from site_config.citing.publication import Citation, Licence, cited_here
from site_config.paths import address, below, site_address

PREFIX = "simplecnninside"


@dataclass(frozen=True)
class Download:
    """A file that belongs to a thing: where it lies, and what it holds."""

    path: str  # staged
    what: str

    @property
    def type(self) -> str:
        """Its media type."""
        return media_type(self.path)


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
    downloads: tuple[Download, ...] = ()
    # read once for all that is said of a thing
    cited: Citation = field(default_factory=cited_here)
    root: str = field(default_factory=site_address)  # of the site; empty where it has none

    @property
    def key(self) -> str:
        """The key of the entry in BibTeX, and the id in CSL-JSON."""
        return f"{PREFIX}-{self.id}".replace("/", "-").lower()

    @property
    def described(self) -> str:
        """The staged path of all that is known of it as JSON, beside its page."""
        return below(self.page, f"{self.kind}.json")

    @property
    def url(self) -> str:
        """The address; empty where the site has none."""
        return self.whole(address(self.page))

    def whole(self, below: str) -> str:
        """Return the address of something below the site; empty where the site has none."""
        return f"{self.root}{below}" if self.root else ""

    @property
    def authors(self) -> tuple[str, ...]:
        return self.cited.names

    @property
    def site(self) -> str:
        return self.cited.title

    @property
    def released(self) -> date:
        return self.cited.released

    @property
    def version(self) -> str:
        return self.cited.version

    @property
    def licence(self) -> Licence | None:
        return self.cited.licence


def absolute(below: str) -> str:
    """Return the address of something below the site; empty where the site has no address."""
    site = site_address()
    return f"{site}{below}" if site else ""
