"""Part VI: what the dense layer reads."""

from __future__ import annotations

from analysis.catalogue.declarations import Found

FOUND: tuple[Found, ...] = ()
