"""A gallery and the strip of layers are functions of the artifacts: they hold for a subject with
other layers, other images and fewer pixels seen.
"""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.problem import Problem
from site_config.pages.gallery import DOMAINS, layer_page, thumbnails
from site_config.pages.network_map import PICTURES, stops
from site_config.words.context import Publication
from site_config.words.galleries import Shelf, galleries, shelves
from site_config.words.prose import Prose

SIDE, CLASSES = 8, 3
WHOLE = (0, SIDE)
MAPS = {"edges": 4, "corners": 6}
EDGES_AND_CORNERS = {name: Shelf(name, name) for name in MAPS}
EDGES = EDGES_AND_CORNERS["edges"]
Measured = tuple[dict[str, str], SimpleNamespace]  # keywords and arrays
SILENT = 2  # the map of each layer that answers nothing


def oip_set(maps: int, rows: tuple[int, int] = WHOLE, columns: tuple[int, int] = WHOLE) -> Any:
    response = np.linspace(1, 2, maps)
    response[SILENT] = 0
    images = np.random.default_rng(maps).normal(size=(maps, SIDE, SIDE))
    return SimpleNamespace(
        images=images,
        response=response,
        agreement=np.full(maps, 0.5),
        rung=np.array(["plain"] * (maps - 1) + ["image"]),
        origin=np.array(["series"] + ["many starts"] * (maps - 1)),
        seed=np.array([*(1 + 2 * np.arange(maps - 1)), -1]),
        visible_rows=np.array(rows),
        visible_columns=np.array(columns),
    )


def trust_table(maps: int, domain: str) -> SimpleNamespace:
    """Return a table of three numbers, the second of which has no place on the cards."""
    return SimpleNamespace(
        label=np.array(["strength", "place", "use"]),
        heading=np.array(["strong", "", "hint"]),
        reading=np.array(["How strong.", "Where.", "What for."]),
        formula=np.array(["$|a|$", "$b$", "$c$"]),
        text=np.array([[f"{domain} {n} of {m}" for m in range(maps)] for n in range(3)]),
        middle_text=np.array([f"{domain} middle {n}" for n in range(3)]),
    )


def of_layer(layer: str, maps: int, prefix: str = "") -> dict[str, Measured]:
    """Return what a manifest would hold of a layer: keywords and arrays by id."""
    data = SimpleNamespace(
        maximum=np.ones(maps),
        top_image=np.full((maps, 9, SIDE, SIDE), 200, np.uint8),
        digit_mean=np.eye(maps, CLASSES),
        rate=np.ones(maps),
    )
    ablation = SimpleNamespace(change=np.full(maps, -0.01))
    ids: dict[str, Any] = {f"data-responses-{layer}": data, f"ablation-{layer}": ablation}
    for domain in DOMAINS:
        ids[f"oip-set-{layer}-{domain}"] = oip_set(maps)
        ids[f"trust-{layer}-{domain}"] = SimpleNamespace(status=np.array(["normal"] * maps))
        ids[f"trust-table-{layer}-{domain}"] = trust_table(maps, domain)
    return {f"{prefix}{id}": ({"layer": layer}, arrays) for id, arrays in ids.items()}


def artifacts(**more: SimpleNamespace) -> Any:
    """Return hand-made artifacts of a network of two layers that looks at 8 x 8 pixels."""
    every: dict[str, Measured] = {}
    for layer, maps in MAPS.items():
        every |= of_layer(layer, maps)
    every |= {id: ({}, arrays) for id, arrays in more.items()}
    return SimpleNamespace(
        measurements={id: SimpleNamespace(keywords=words) for id, (words, _) in every.items()},
        arrays=lambda id: every[id][1],
    )


GEOMETRY = SimpleNamespace(
    layer=np.array(["edges", "corners", "classes"]),
    shape=np.array([[6, 6, 4], [2, 2, 6], [1, 1, CLASSES]]),
    parameters=np.array([40, 220, 75]),
    visits=np.ones((SIDE, SIDE)),
)


def prose(of: Any) -> Prose:
    empty: Any = SimpleNamespace(entries={})
    return Prose(Publication(of, empty, {}))


def picture(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)))


def test_galleries_are_those_of_the_layers_whose_oips_were_published() -> None:
    assert galleries(artifacts()) == EDGES_AND_CORNERS
    both = artifacts(**{id: arrays for id, (_, arrays) in of_layer("edges", 3, "mine-").items()})
    for id in ("mine-oip-set-edges-sphere", "mine-oip-set-edges-box"):
        both.measurements[id].keywords["layer"] = "edges"
    mine = Shelf("edges", "edges", "mine-")
    assert galleries(both) == EDGES_AND_CORNERS and set(shelves(both)) == {
        *EDGES_AND_CORNERS.values(),
        mine,
    }
    assert layer_page(prose(both), mine, "").count('class="map-card') == 3
    assert all(path.startswith("gallery/mine-edges/") for path in thumbnails(prose(both), mine))


def test_a_set_that_does_not_say_its_layer_is_refused() -> None:
    with pytest.raises(Problem, match="'oip-set-x-box' does not say of which layer it is"):
        galleries(artifacts(**{"oip-set-x-box": oip_set(3)}))


@pytest.mark.parametrize("layer", MAPS)
def test_the_page_of_any_layer_shows_every_map(layer: str) -> None:
    page = layer_page(prose(artifacts()), EDGES_AND_CORNERS[layer], "")
    assert f"title: {layer}" in page and f"# {layer}\n" in page
    assert page.count('class="map-card') == MAPS[layer]
    assert page.count('class="map-card silent"') == 1
    pictures = {line.split('"')[1] for line in page.splitlines() if line.startswith("<img")}
    assert {f"gallery/{layer}/{name}" for name in pictures} == set(
        thumbnails(prose(artifacts()), EDGES_AND_CORNERS[layer])
    )


def test_pictures_have_the_side_of_the_subjects_images() -> None:
    made = thumbnails(prose(artifacts()), EDGES)
    assert {picture(content).shape for content in made.values()} == {(SIDE, SIDE)}


def test_a_picture_says_what_it_began_with() -> None:
    page = layer_page(prose(artifacts()), EDGES, "")
    cards = page.split('class="map-card')[1:]
    lines = [card.split("<p>")[-1] for card in cards]
    said = [line.split("; fires")[0].split("; ") for line in lines]
    assert [[part.split("began with ")[-1] for part in one] for one in said] == [
        ["the walk of the series"] * 2,
        ["seed 3"] * 2,
        ["answers no picture of any search"],
        ["its strongest training image"] * 2,
    ]
    assert [part.split(", began")[0].split(", ")[1] for part in said[3]] == ["woken by: image"] * 2
    assert said[3][0].startswith("on the sphere: ") and said[3][1].startswith("in the box: ")


def test_what_woke_a_map_is_not_taken_for_what_its_picture_began_with() -> None:
    of = artifacts()
    found = of.arrays("oip-set-edges-box")
    found.seed[-1], found.origin = 9, np.full(4, "the other domain")
    card = layer_page(prose(of), EDGES, "").split('class="map-card')[-1]
    assert "woken by: image, began with its picture of the other domain, from seed 9;" in card


def test_a_map_that_no_image_moves_has_neither_an_image_nor_a_class() -> None:
    of = artifacts()
    data = of.arrays("data-responses-edges")
    data.maximum[SILENT], data.digit_mean[SILENT] = 0, 0
    for domain, status in zip(DOMAINS, ("synthetic only", "never seen firing"), strict=True):
        of.arrays(f"trust-edges-{domain}").status = np.array(["normal"] * 2 + [status] * 2)
    cards = layer_page(prose(of), EDGES, "").split('class="map-card')[1:]
    assert [card.count("-data.png") for card in cards] == [1, 1, 0, 1]
    assert [card.count("of class") for card in cards] == [1, 1, 0, 0]
    assert "synthetic-only" in cards[SILENT] and "never-seen" not in cards[SILENT]
    assert "gallery/edges/2-data.png" not in thumbnails(prose(of), EDGES)


def test_numbers_with_a_heading_stand_on_the_cards_and_are_explained() -> None:
    page = layer_page(prose(artifacts()), EDGES, "")
    before, *cards = page.split('class="map-card')
    assert "- *strong*: How strong.\n- *hint*: What for.\n" in before and "Where." not in page
    heads = "<th></th><th>strong</th><th>hint</th>"
    row = '<th scope="row">box</th><td>box 0 of 1</td><td>box 2 of 1</td></tr>'
    assert all(heads in card for card in cards) and row in cards[1]
    assert '<td colspan="2">silent</td>' in cards[SILENT]


def test_a_page_can_show_every_trust_number_of_a_layer() -> None:
    said = prose(artifacts()).render("[= trust_numbers('edges') =]", "a/b.md", Path("b"))
    assert said.splitlines()[0] == "| number | what it says | formula | sphere | box |"
    assert len(said.splitlines()) == 5
    first = r"| strength | How strong. | $\vert a\vert $ | sphere middle 0 | box middle 0 |"
    assert said.splitlines()[2] == first
    with pytest.raises(Problem, match="'trust-table-edgs-sphere' is not in the manifest"):
        prose(artifacts()).render("[= trust_numbers('edgs') =]", "a/b.md", Path("b"))


def hatched(content: bytes) -> np.ndarray:
    """Return which pixels carry the pattern, of a picture that is 200 everywhere else."""
    return picture(content) != 200


def test_pixels_that_a_layer_does_not_see_are_hatched_as_its_set_says() -> None:
    half = artifacts(**{"oip-set-edges-sphere": oip_set(4, (1, 7), (0, 5))})
    half.measurements["oip-set-edges-sphere"].keywords["layer"] = "edges"
    blind = hatched(thumbnails(prose(half), EDGES)["gallery/edges/0-data.png"])
    expected = np.ones((SIDE, SIDE), bool)
    expected[1:7, 0:5] = False
    assert (blind == expected).all()


def test_the_strip_names_layers_and_sizes_of_the_subject() -> None:
    found = stops(artifacts(geometry=GEOMETRY))
    assert [(stop.name, stop.size) for stop in found] == [
        ("input", "8 × 8"),
        ("edges", "6 × 6 × 4"),
        ("corners", "2 × 2 × 6"),
        ("classes", "3 nodes"),
    ]
    assert [stop.target for stop in found[1:3]] == ["gallery/edges.md", "gallery/corners.md"]
    assert [len(stop.pictures) for stop in found] == [0, PICTURES, PICTURES, 0]
    assert not any(f"/{SILENT}-" in path for stop in found for path, _ in stop.pictures)


def test_a_page_links_to_the_gallery_of_any_layer() -> None:
    said = prose(artifacts())
    assert said.render("[= layer('corners') =]", "a/b.md", Path("b")) == (
        "[corners](../gallery/corners.md)"
    )
    with pytest.raises(Problem, match=r"b:1: layer 'cornres' has no gallery; nearest 'corners'"):
        said.render("[= layer('cornres') =]", "a/b.md", Path("b"))
