"""What the chart of a climb says of its course."""

from __future__ import annotations

import numpy as np
import pytest

from site_config.pages.map_charts import climbed


@pytest.mark.parametrize(
    ("curve", "says"),
    [
        ([1, 2, 3], "The response begins at 1 and reaches 3"),
        ([1, 0.5, 3, 2], "The response begins at 1, falls to 0.5 and reaches 3"),
        ([1, 3, 0.2], "The response begins at 1 and reaches 3"),
        ([1, 0.9999, 3], "The response begins at 1 and reaches 3"),
        ([1, 0.5, 0.9], "The response does not rise above the 1 of the start"),
    ],
)
def test_a_response_that_falls_first_is_said_to(curve, says):
    assert climbed(np.array(curve, float)) == says
