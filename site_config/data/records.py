"""What every file for machines is made of. The sentence below a field becomes its description in
the published schema.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from analysis.artifacts import ArrayRecord, Run, Source
from site_config.data.written import known

# no number of JSON is 'not a number'
Measured = Annotated[float | None, BeforeValidator(known)]


class Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Head(Data):
    """What each file says of itself."""

    schema_: str = Field(alias="$schema")
    """Its schema, counted from the file."""
    publication: str
    """The title of the whole."""
    version: str | None
    """Of the publication; null where nobody gave it one."""
    site: str | None
    """Where the publication stands; null in a copy that was built for no certain place."""
    profile: str
    """The name of the settings that everything was measured with."""
    commit: str
    """Of the code, as the results were brought together; empty where none is known."""
    license: str | None
    """An identifier of SPDX; null where no licence is given."""


class Placed(Data):
    """A thing with an address."""

    address: str
    """Where it stands, below the site."""
    url: str | None
    """The same as a whole address; null where the site's is not known."""


class Named(Placed):
    """A thing with a page of its own."""

    id: str
    name: str
    line: str
    """What is said of it in one line, as plain text."""
    json_: str = Field(alias="json")
    """The address of all that is known of it as JSON, below the site."""


class File(Data):
    """A file of the site."""

    address: str
    """Below the site."""
    type: str
    """Its media type."""
    what: str
    """What it holds, or shows."""


class Cited(Head):
    """A file about one thing."""

    citations: tuple[File, ...]
    """How it is cited, for programs that keep references."""


class Part(Data):
    """A part of the series, or a companion."""

    number: str
    """Roman, or the sign of a companion."""
    name: str
    """What readers call it: Part IX, or the name of a companion."""
    title: str
    address: str
    """Of its page, below the site."""


class Measurement(Data):
    """A result that something rests on, with how it was made."""

    id: str
    """Permanent."""
    file: File
    """With all its arrays."""
    sha256: str
    """Of that file."""
    arrays: tuple[ArrayRecord, ...]
    """What the file holds, with axes and units."""
    source: Source
    """The function that measured it."""
    swhid: str
    """Of Software Heritage, for the lines of that function in the source of this publication."""
    inputs: tuple[str, ...]
    """Ids of what it was given: other measurements, networks."""
    keywords: dict[str, Any]
    """What that function was told beside its inputs."""
    settings: dict[str, Any]
    """Those that it read."""
    digest: str
    """Of its code, settings and data; another one is another result."""
    run: Run
    """How it was made."""
