"""The MLP after clustering."""

from __future__ import annotations

from analysis.catalogue.declarations import Found

FOUND: tuple[Found, ...] = ()
