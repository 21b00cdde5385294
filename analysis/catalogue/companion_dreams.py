"""Companion DD: deep dreams."""

from __future__ import annotations

from analysis.catalogue.declarations import Figure, Measurement, Value

MEASUREMENTS: tuple[Measurement, ...] = ()
FIGURES: tuple[Figure, ...] = ()
VALUES: tuple[Value, ...] = ()
