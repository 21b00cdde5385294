"""What pages of the site itself say: home, trust, galleries."""

from __future__ import annotations

from analysis.catalogue.declarations import Found

FOUND: tuple[Found, ...] = ()
