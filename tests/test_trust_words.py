"""The table of trust numbers that a page shows: labels, readings and formulas as published."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from site_config.words.trust import trust_numbers
from site_config.words.unknown import UnknownId


def here(*ids: str) -> SimpleNamespace:
    def arrays(id: str) -> SimpleNamespace:
        end = id.rpartition("-")[2]
        return SimpleNamespace(
            label=["ratio", "spread"],
            reading=["how far above images", "a | b"],
            formula=["$r / |m|$", "$s$"],
            middle_text=[f"1.2 {end}", f"3 % {end}"],
        )

    return SimpleNamespace(
        artifacts=SimpleNamespace(measurements=dict.fromkeys(ids), arrays=arrays)
    )


def test_every_number_is_a_row_with_both_domains():
    both = here("trust-table-strokes-sphere", "trust-table-strokes-box")
    lines = trust_numbers(both, "strokes").splitlines()
    assert len(lines) == 4 and {line.count(" | ") for line in lines} == {4}
    assert lines[0] == "| number | what it says | formula | sphere | box |"
    assert lines[3].startswith("| spread | ") and lines[3].endswith("| 3 % sphere | 3 % box |")


def test_a_bar_within_a_cell_does_not_end_it():
    both = here("trust-table-strokes-sphere", "trust-table-strokes-box")
    table = trust_numbers(both, "strokes")
    assert r"$r / \vert m\vert $" in table and r"a \vert  b" in table


def test_a_layer_without_a_table_is_named():
    with pytest.raises(UnknownId, match="trust-table-strokes-box"):
        trust_numbers(here("trust-table-strokes-sphere"), "strokes")
