"""How files for machines are written: checked against their type, keys in order, one value a line,
null where there is no number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np
from pydantic import BaseModel


def known(value: Any) -> float | None:
    """Return a number as JSON can hold it, None where there is none; one of 32 bit as the shortest
    decimals that stand for it.
    """
    if value is None:
        return None
    number = float(str(value)) if isinstance(value, np.float32) else float(value)
    return number if isfinite(number) else None


def as_json(kind: type[BaseModel], told: Mapping[str, Any]) -> bytes:
    """Return what is told as a file of some kind. ``Raises ValidationError`` where it is not."""
    whole = kind.model_validate(told).model_dump(mode="json", by_alias=True)
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()
