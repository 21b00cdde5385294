"""Part IV: activation maps."""

from __future__ import annotations

from analysis.catalogue.declarations import Found

FOUND: tuple[Found, ...] = ()
