"""What reproduces the series, part by part: its measurements, figures and values.

May speak of its one subject plainly.
"""

from analysis.catalogue.series import (
    part_01,
    part_02,
    part_03,
    part_04,
    part_05,
    part_06,
    part_07,
    part_08,
    part_09,
    part_10,
    part_11,
    part_12,
)

PARTS = (
    part_01,
    part_02,
    part_03,
    part_04,
    part_05,
    part_06,
    part_07,
    part_08,
    part_09,
    part_10,
    part_11,
    part_12,
)
