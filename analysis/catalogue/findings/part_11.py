"""Part XI: the search, the ladder and what its pictures are worth."""

from __future__ import annotations

from analysis.catalogue.declarations import Found

FOUND: tuple[Found, ...] = ()
