"""The strip of layers on the home page says what was measured, and every layer leads somewhere."""

from __future__ import annotations

from project import Project

from site_config.pages.network_map import PICTURES


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
        assert 1 <= strip.count(f"gallery/{layer}/") - 1 <= PICTURES
