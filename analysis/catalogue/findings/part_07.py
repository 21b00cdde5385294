"""Part VII: OIPs, from single nodes to maps."""

from __future__ import annotations

from analysis.catalogue.declarations import Found

FOUND: tuple[Found, ...] = ()
