"""The MLP and its confusions."""

from __future__ import annotations

from analysis.catalogue.declarations import Found

FOUND: tuple[Found, ...] = ()
