"""The table of contents of the publication: every figure, value and claim, in the order of the series."""

from __future__ import annotations

import importlib

from analysis.catalogue.declarations import Claim, Figure, Value
try:
    from analysis.catalogue import part_01
    FIGURES: tuple[Figure, ...] = part_01.FIGURES
except Exception:
    FIGURES = ()
VALUES: tuple[Value, ...] = ()
CLAIMS: tuple[Claim, ...] = ()
