"""The row of layers on the home page says what was measured, and every layer leads somewhere; the
maps that the page opens with are the most telling ones.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import numpy as np
from project import Project

from site_config.pages.network_map import PICTURES, _answers
from site_config.pages.telling import SHOWN, ranked


def test_every_layer_has_its_size_and_a_way_on(tiny: Project) -> None:
    home = (tiny.site / "index.html").read_text()
    strip = home[
        home.index('class="network"') : home.index("</nav>", home.index('class="network"'))
    ]
    for said in (
        "26 × 26 × 32",
        "13 × 13 × 32",
        "11 × 11 × 64",
        "5 × 5 × 64",
        "3 × 3 × 128",
        "100 nodes",
        "10 nodes",
        "73,856 parameters",
    ):
        assert said in strip
    assert strip.count("<li>") == strip.count("<a ") == 8
    for layer in ("conv2d-1", "conv2d-2", "conv2d-3"):
        assert f'href="gallery/{layer}/"' in strip
    assert 0 < strip.count('alt="OIP of map') <= 3 * PICTURES
    assert not re.search(r'<img [^>]*src="(?!data:)', strip)


def test_the_home_page_opens_with_maps_that_lead_to_their_pages(tiny: Project) -> None:
    home = (tiny.site / "index.html").read_text()
    start = home.index('class="telling"')
    opening = home[start : home.index("</section>", start)]
    led = re.findall(r'href="(gallery/[\w-]+/\d+/)"', opening)
    assert 0 < len(led) == len(set(led)) <= 3 * SHOWN
    assert all((tiny.site / one / "index.html").is_file() for one in led)
    assert 'href="gallery/"' in opening


def _gallery(**numbers: list[float]) -> Any:
    found = {name: np.array(values) for name, values in numbers.items()}
    return SimpleNamespace(
        sets={"box": SimpleNamespace(**found)},
        trusts={"box": SimpleNamespace(**found)},
        rest=0.0,
    )


def test_the_most_telling_map_is_bad_at_nothing() -> None:
    gallery = _gallery(
        agreement=[0.9, 0.8, 0.1, 0.9, 0.7, 0.9],
        high_share=[0.9, 0.3, 0.1, 0.0, 0.2, np.nan],
        ratio_maximum=[9.0, 3.0, 1.0, np.nan, 5.0, 9.0],
        response=[2.0, 2.0, 2.0, 2.0, 0.0, 2.0],
        every_response=[[1.0, 2.0]] * 6,
    )
    assert ranked(gallery).tolist() == [1, 0, 2]


def test_starts_that_all_end_at_the_oip_itself_agree_best() -> None:
    gallery = _gallery(
        agreement=[0.9, np.nan, np.nan, np.nan],
        high_share=[0.2, 0.1, 0.1, 0.0],
        ratio_maximum=[3.0, 3.0, 3.0, 9.0],
        response=[2.0, 2.0, 2.0, 2.0],
        every_response=[[1.0, 2.0], [2.0, 2.0], [2.0, 2.0], [0.0, 2.0]],
    )
    assert ranked(gallery).tolist() == [1, 2, 0]  # one start alone agrees with nothing


def test_a_layer_shows_the_maps_that_answer_most_and_none_that_does_not() -> None:
    maps = np.zeros((2, 2, 6))
    maps[0, 0, 5], maps[:, :, 3] = 2.0, 1.0
    assert [one.told for one in _answers(maps)] == ["map 5", "map 3"]
    sizes = [(_answers(np.arange(float(n)))[0]) for n in (30, 10, 7)]
    assert [(one.width, one.height) for one in sizes] == [(10, 3), (5, 2), (4, 2)]
