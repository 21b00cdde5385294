"""TOML files that a person wrote: read, held against a type, and refused in one sentence.

Whatever is written by hand (profiles, captions, glossary, slips, coverage, parts) comes through
here, so that a file that is missing, damaged, mistyped or incomplete is told alike everywhere.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from analysis.problem import Problem, nearest

Kind = TypeVar("Kind")
# of pydantic's kinds of error, those whose words speak of JSON or Python, said for TOML
IN_WORDS = {
    "model_type": "should be a table",
    "model_attributes_type": "should be a table",
    "dict_type": "should be a table",
    "tuple_type": "should be a list",
    "string_type": "should be a text between quotes",
    "string_too_short": "should not be empty",
    "finite_number": "should be a finite number",
}
SUBJECT = re.compile(r"^(Input|String|Value) ")  # pydantic says it where we name the key
SIZES = ("too_short", "too_long")
UNSPEAKABLE = ("Cc", "Cs", "Zl", "Zp")  # of Unicode's categories
MARKUP = "`<>|{}[]$\\*~^"  # of Markdown, HTML and formulas
LONGEST = 60  # characters of a received value that are repeated


class Entry(BaseModel):
    """A table that a person wrote: no other keys than these, and it stays as it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def is_line(text: str) -> bool:
    """Whether a text can stand in one line of a table, a header or a file of citations: it holds no
    control character, no separator of lines and no byte that is not UTF-8.
    """
    return not any(unicodedata.category(one) in UNSPEAKABLE for one in text)


def markup_in(text: str) -> str:
    """Return the first character of a text that would begin markup where a page says it, be it in a
    table, a heading or a link; empty where there is none.
    """
    return next((one for one in text if one in MARKUP), "")


def read_text(path: Path, name: str) -> str:
    """Return the text of a file.

    Args:
        name: how messages call the file.

    Raises:
        Problem: the file is missing, cannot be read or is not UTF-8.
    """
    try:
        # an editor's byte-order mark is no part of what was written
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise Problem(f"{name} is missing from {path.parent}. Restore it.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Problem(
            f"{name} is not UTF-8: line {line} holds the byte {error.object[error.start]:#x}. Save"
            " it as UTF-8."
        ) from None
    except OSError as error:
        raise Problem(f"{name} cannot be read: {error.strerror}. Mend the permissions.") from None


def read_toml(path: Path, name: str) -> dict[str, Any]:
    """Return what a file holds; ``Raises Problem`` as ``read_text``, or when it is not TOML."""
    try:
        return tomllib.loads(read_text(path, name))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Problem(f"{name} is not valid TOML: {error}. Mend that line.") from None


def typed(kind: type[Kind], values: Any, name: str, remedy: str) -> Kind:
    """Return values as a type: nothing is converted, nothing unknown is passed over.

    Args:
        kind: a model, or a container of models.
        values: what ``read_toml`` gave.
        name, remedy: how the message begins and ends.

    Raises:
        Problem: a key is unknown, missing, mistyped or out of range; the message names it.
    """
    # lists are tuples in JSON alone; dates are texts there
    text = json.dumps(values, default=str)
    try:
        return TypeAdapter(kind).validate_json(text, strict=True)
    except ValidationError as error:
        said = told(error.errors()[0], kind, values)
        raise Problem(f"{name}: {said}. {remedy}") from None


def told(error: ErrorDetails, kind: Any, values: Any) -> str:
    """Return what is wrong with a value in words: the key, what is allowed, what was received."""
    place, what = error["loc"], error["type"]
    if what == "value_error":
        said = error["msg"].removeprefix("Value error, ")
        # a rule about several keys of a table names them itself
        whole = isinstance(_at(values, place), dict)
        return f"{_entry(place, values)}{said}" if whole else f"{_key(place, values)} {said}"
    if what == "extra_forbidden":
        hint = nearest(str(place[-1]), _known_keys(kind, place[:-1]))
        return f"{_key(place, values)} is unknown; {hint}"
    if what == "missing" and isinstance(place[-1], str):
        return f"{_key(place, values)} is missing"
    if what in SIZES or what == "missing":
        place = place[:-1] if what == "missing" else place
        return f"{_key(place, values)} {_size(error)}; received {_short(_at(values, place))}"
    allowed = IN_WORDS.get(what, SUBJECT.sub("", error["msg"]))
    return f"{_key(place, values)} {allowed}; received {_short(_at(values, place))}"


def _size(error: ErrorDetails) -> str:
    """Return how long a list should be."""
    limits = error.get("ctx", {})
    if "min_length" in limits:
        return f"should have at least {limits['min_length']} items"
    return f"should have at most {limits['max_length']} items" if limits else "has too few items"


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}..."


def _at(values: Any, place: Sequence[int | str]) -> Any:
    """Return what stands at a place, None where nothing does."""
    for part in place:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _entry(place: Sequence[int | str], values: Any) -> str:
    """Return which of many tables alike a place lies in, e.g. ``term 3 ('node'), ``."""
    own = _at(values, place[:2])
    if len(place) < 2 or not isinstance(place[1], int) or not isinstance(own, dict):
        return ""
    name = next((own[key] for key in ("id", "number") if key in own), None)
    return f"{place[0]} {place[1] + 1}{f' ({name!r})' if name is not None else ''}, "


def _key(place: Sequence[int | str], values: Any) -> str:
    """Return a key as TOML writes it, with the entry that it belongs to."""
    entry = _entry(place, values)
    parts = place[2:] if entry else place
    dotted = ".".join(map(str, parts))
    return f"{entry}key {dotted!r}" if parts else entry.rstrip(", ")


def _known_keys(kind: Any, place: Sequence[int | str]) -> list[str]:
    """Return the keys that the model at a place has."""
    for part in place:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(part)].annotation
        else:  # a container: its items are all alike
            kind = [one for one in get_args(kind) if one is not Ellipsis][-1]
    return [field.alias or name for name, field in kind.model_fields.items()]
