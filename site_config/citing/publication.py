"""What CITATION.cff says of this publication."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.ending import one_line
from analysis.problem import Problem
from analysis.profiles import subject_file
from analysis.toml_files import read_text, read_toml
from site_config.paths import CITATION, subject

SPDX = "https://spdx.org/licenses"


class Licence(BaseModel):
    """Under which words may be passed on: as people write it, as SPDX lists it, where it stands."""

    model_config = ConfigDict(frozen=True)
    name: str
    id: str
    address: str


# of text and figures
OURS = Licence(
    name="CC BY 4.0", id="CC-BY-4.0", address="https://creativecommons.org/licenses/by/4.0/"
)


class Author(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    # reference managers take what stands before a comma for a family name
    name: str = Field(min_length=1, pattern=r"^[^,;]*$")


class Citation(BaseModel):
    """What CITATION.cff says; it holds more, for other readers.

    What is made of another network has the licence and the version that its person gives it; none
    is no licence and an empty version.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    title: str = Field(min_length=1)
    abstract: str = Field(min_length=1)
    version: str = Field(min_length=1)
    released: Annotated[date, Field(alias="date-released")]
    authors: tuple[Author, ...] = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    licence: Annotated[Licence | None, Field(exclude=True)] = OURS
    doi: str | None = Field(default=None, pattern=r"^10\.\d{4,9}/\S+$")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(author.name for author in self.authors)


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
        Problem: it is missing, no YAML, or has no title, abstract, version, date of the form
            2026-11-21 or authors, or an author with a comma in the name.
    """
    import yaml

    try:
        return _said(read_text(path, path.name))
    except ValidationError as error:
        raise _wrong(path, error) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # also a month 13
        why = one_line(error)
        raise Problem(f"{path.name} is not valid YAML: {why}. Mend that line.") from None


def _licence(id: str) -> Licence | None:
    """Return a licence by its name on the list of SPDX; none where there is no name."""
    if id == OURS.id:
        return OURS
    return Licence(name=id, id=id, address=f"{SPDX}/{id}.html") if id else None


@cache
def cited_here() -> Citation:
    """Return what is cited of this site: the publication, or the atlas of another subject, as its
    file calls it.
    """
    name = subject()
    if name is None:
        return citation()
    path = subject_file(name)
    said = read_toml(path, path.name)
    title = str(said.get("title") or f"The network {name}")
    return citation().model_copy(
        update={
            "title": title,
            "abstract": f"What each map of it reacts to, and how far to believe it: {title}.",
            "authors": (Author(name=str(said.get("author") or "Unnamed author")),),
            "licence": _licence(str(said.get("licence") or "")),
            "version": str(said.get("version") or ""),
            "released": date.fromisoformat(str(said.get("released") or citation().released)),
            "doi": None,
        }
    )


def year_of(path: Path = CITATION) -> int:
    """Return the year of the date in CITATION.cff."""
    return citation(path).released.year
