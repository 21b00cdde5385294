"""All kinds of files for machines: where they stand, what type says what is in them, and the
schemas that follow from the types.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from site_config.data.claims import Claim, Claims
from site_config.data.figures import Figure, Figures
from site_config.data.images import Image, Images
from site_config.data.lab import TOLD, Network
from site_config.data.loaded import (
    Addresses,
    Decision,
    Layer,
    PublishedOips,
    Start,
    TrainingSet,
)
from site_config.data.map_records import Map, Maps
from site_config.data.names import NAMES
from site_config.data.values import Values
from site_config.paths import site_address, subject
from site_config.words.context import Here

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PREVIEW = "http://127.0.0.1:8000/"  # what `make serve` shows


@dataclass(frozen=True)
class Kind:
    """A kind of file: its staged path, in which a star stands for what differs."""

    name: str
    path: str
    type: type[BaseModel]

    @property
    def schema(self) -> str:
        """The staged path of its schema."""
        return f"{self.name}.schema.json"

    @property
    def what(self) -> str:
        return (self.type.__doc__ or "").rstrip(".")


KINDS = (
    Kind("figures", "figures.json", Figures),
    Kind("maps", "maps.json", Maps),
    Kind("claims", "claims.json", Claims),
    Kind("images", "images.json", Images),
    Kind("values", "values.json", Values),
    Kind("figure", "figures/*/figure.json", Figure),
    Kind("map", "gallery/*/*/map.json", Map),
    Kind("claim", "claims/*/claim.json", Claim),
    Kind("image", "images/*/image.json", Image),
    Kind("layer", "gallery/*/maps.json", Layer),
    Kind("decision", "images/*/decision.json", Decision),
    Kind("network", TOLD, Network),
    Kind("start", "lab/start.json", Start),
    Kind("oips", "lab/oips.json", PublishedOips),
    Kind("training", "lab/training.json", TrainingSet),
    Kind("addresses", "about/addresses.json", Addresses),
)


def _explain(told: dict[str, Any]) -> None:
    """Say of each field of a type what its name means, where the type does not."""
    for name, one in told.get("properties", {}).items():
        meaning = NAMES.get(f"{told['title']}.{name}") or NAMES.get(name)
        if meaning:
            one.setdefault("description", meaning)


def schema(kind: Kind) -> bytes:
    """Return the JSON Schema of a kind of file."""
    told = kind.type.model_json_schema(by_alias=True, mode="serialization")
    for one in (told, *told.get("$defs", {}).values()):
        _explain(one)
    whole = {"$schema": DRAFT, **told}
    return f"{json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False)}\n".encode()


# what a publication without a series has none of
OF_THE_SERIES = {"figures", "claims", "figure", "claim"}


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of files that this site has."""
    return tuple(kind for kind in KINDS if not (subject() and kind.name in OF_THE_SERIES))


def schema_files() -> dict[str, bytes]:
    """Return all schemas by staged path."""
    return {kind.schema: schema(kind) for kind in kinds()}


def site(here: Here) -> str:
    """Return the address of the site, or of a preview where it is not known, a word of a page."""
    return site_address() or PREVIEW


def data_files(here: Here) -> str:
    """Return a table of all kinds, a word of a page."""
    rows = ["| file | what it holds | schema |", "|---|---|---|"]
    for kind in kinds():
        path = f"`{kind.path}`".replace("*", "…")
        file = path if "*" in kind.path else f"[{path}]({here.link(kind.path)})"
        rows.append(f"| {file} | {kind.what} | [{kind.schema}]({here.link(kind.schema)}) |")
    return "\n".join(rows)
