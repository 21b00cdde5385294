"""How this publication is cited: what CITATION.cff says of it, as entries for BibTeX."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.artifacts import Artifacts, ClaimRecord, FigureRecord
from analysis.ending import one_line
from analysis.problem import Problem
from analysis.toml_files import read_text
from site_config.paths import CITATION
from site_config.words.bibtex import entry_of, escaped, written
from site_config.words.context import Here
from site_config.words.unknown import look_up

ALL = "publication"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Author(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    name: str = Field(min_length=1)


class Citation(BaseModel):
    """What CITATION.cff says; it holds more, for other readers."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    title: str = Field(min_length=1)
    version: str = Field(min_length=1)
    released: Annotated[date, Field(alias="date-released")]
    authors: tuple[Author, ...] = Field(min_length=1)
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    url: str | None = Field(default=None, pattern=r"^https?://[^\s{}\\\\]+$")

    def fields(self) -> dict[str, str]:
        """Return when and where this version appeared, as BibTeX writes it."""
        day = self.released.isoformat()
        when = {"year": f"{{{self.released.year}}}", "month": MONTHS[self.released.month - 1]}
        when |= {"date": f"{{{day}}}", "version": f"{{{escaped(self.version)}}}"}
        return when | ({"url": f"{{{self.url}}}", "urldate": f"{{{day}}}"} if self.url else {})

    def entry(self, key: str, title: str, note: str, page: str = "") -> str:
        """Return an entry of this publication, or of one of its pages, for BibTeX."""
        who = " and ".join(f"{{{escaped(author.name)}}}" for author in self.authors)
        fields = {"title": f"{{{{{escaped(title)}}}}}", "author": f"{{{who}}}", **self.fields()}
        if self.url and page:
            fields["url"] = f"{{{self.url.rstrip('/')}/{page}}}"
        return written("misc", key, fields | {"note": f"{{{escaped(note)}}}"})


def _wrong(path: Path, error: ValidationError) -> Problem:
    """Return what is wrong with a key."""
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"])) or "the whole"
    missing = first["type"] == "missing"
    found = "missing" if missing else f"{first['input']!r}: {first['msg']}"
    hints = {"date-released": "Write it as 2026-11-21.", "version": "Put it between quotes."}
    return Problem(f"{path.name}: {key!r} is {found}. {hints.get(key, 'Mend it.')}")


@cache
def _said(text: str) -> Citation:
    """Return what a text says: each of hundreds of pages asks."""
    import yaml

    return Citation.model_validate(yaml.safe_load(text))


def citation(path: Path = CITATION) -> Citation:
    """Read CITATION.cff.

    Raises:
        Problem: it is missing, no YAML, or has no title, version, date of the form 2026-11-21 or
            authors.
    """
    import yaml

    try:
        return _said(read_text(path, path.name))
    except ValidationError as error:
        raise _wrong(path, error) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # also a month 13
        why = one_line(error)
        raise Problem(f"{path.name} is not valid YAML: {why}. Mend that line.") from None


def year_of(path: Path = CITATION) -> int:
    """Return the year of the date in CITATION.cff."""
    return citation(path).released.year


def year(here: Here) -> str:
    """Return the year in which this publication appeared, a word of a page."""
    return str(year_of())


def figure_entry(artifacts: Artifacts, figure: FigureRecord) -> str:
    """Return the entry of one figure."""
    manifest = artifacts.manifest
    commit = manifest.made_with.runs[f"figures/{figure.id}"].commit
    return citation().entry(
        f"simplecnninside-{figure.id}",
        f"Figure {figure.number}: {figure.title}",
        f"Figure id {figure.id}, commit {commit}, profile {manifest.profile}, CC BY 4.0",
        f"figures/{figure.id}/",
    )


def claim_entry(artifacts: Artifacts, claim: ClaimRecord) -> str:
    """Return the entry of the verdict on one claim."""
    manifest = artifacts.manifest
    return citation().entry(
        f"simplecnninside-{claim.id.lower()}",
        f"Claim {claim.id}: {claim.verdict}",
        f"Claim {claim.id}, commit {manifest.made_with.commit}, profile {manifest.profile},"
        " CC BY 4.0",
        f"claims/{claim.id.lower()}/",
    )


def bibtex(here: Here, key: str) -> str:
    """Return an entry for BibTeX as a block of code, a word of a page: of a work that is cited, or
    of the publication itself.
    """
    if key == ALL:
        whole = citation()
        note = "A reproducible publication; state the commit"
        said = whole.entry("simple_cnn_seen_from_inside", whole.title, note)
    else:
        known = here.publication.bibliography.entries
        remedy = "Add it to site_config/content/bibliography.bib."
        said = entry_of(key, look_up("citation", key, known, remedy, "is not in the bibliography"))
    return f"```bibtex\n{said}\n```"
