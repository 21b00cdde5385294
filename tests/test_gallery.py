"""A gallery, the overview and the strip of layers are functions of the artifacts: they hold for a
subject with other layers, other images, other classes and fewer pixels seen.
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.greys import SPREAD
from analysis.problem import Problem
from site_config.pages.gallery import DOMAINS, Gallery, begun, enhanced, hatched, plain
from site_config.pages.kinship import kept, plane, settled
from site_config.pages.layer_page import layer_page
from site_config.pages.map_leads import neighbour
from site_config.pages.map_numbers import layer_files, read_plane
from site_config.pages.network_map import DIGIT, PICTURES, stops
from site_config.pages.overview import overview
from site_config.pages.sprites import SCALES, lattice, name, shared, silent
from site_config.pages.standings import SIGNS, standings
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
        number=np.array(["a", "b", "c"]),
        label=np.array(["strength", "place", "use"]),
        heading=np.array(["strong", "", "hint"]),
        reading=np.array(["How strong.", "Where.", "What for."]),
        formula=np.array(["$|a|$", "$b$", "$c$"]),
        text=np.array([[f"{domain} {n} of {m}" for m in range(maps)] for n in range(3)]),
        value=np.arange(3)[:, None] * 100 + np.linspace(0, 1, maps),
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
    kin = SimpleNamespace(
        correlation=np.fromfunction(lambda one, other: 1 - abs(one - other) / maps, (maps, maps)),
        place=np.column_stack([np.arange(maps), np.zeros(maps)]).astype(float),
        zero=np.zeros(maps),
        images=np.array(50),
    )
    ids: dict[str, Any] = {
        f"data-responses-{layer}": data,
        f"ablation-{layer}": ablation,
        f"map-kin-{layer}": kin,
        f"map-portraits-{layer}": SimpleNamespace(woken=np.array([], int), seed=np.zeros(maps)),
    }
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
    cited: Any = SimpleNamespace(entries={"maaten2008": ""}, short=lambda key, aside: key)
    return Prose(Publication(of, cited, {}))


def picture(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)))


def gallery(of: Any, shelf: Shelf = EDGES) -> Gallery:
    return Gallery(of, shelf)


def page(of: Any, shelf: Shelf = EDGES, introduction: str = "") -> str:
    of_layer = gallery(of, shelf)
    return layer_page(prose(of), of_layer, plane(of_layer), introduction)


def tiles(said: str) -> list[str]:
    """Return the pieces of a page that tell of one map each."""
    wall = said.partition('<ul class="wall"')[2].partition("</ul>")[0]
    return wall.split("<li ")[1:]


def files(of: Any, shelf: Shelf = EDGES) -> dict[str, bytes]:
    every = [Gallery(of, one) for one in EDGES_AND_CORNERS.values()]
    found = layer_files(Gallery(of, shelf), every)
    return {path.removeprefix(f"{shelf.folder}/"): content for path, content in found.items()}


def cut_out(content: bytes, number: int) -> np.ndarray:
    """Return one picture of a file of four side by side."""
    return picture(content)[:, number * SIDE : (number + 1) * SIDE]


def told(of: Any) -> dict[str, Any]:
    return json.loads(files(of)["maps.json"])


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
    assert len(tiles(page(both, mine))) == 3
    of_mine = Gallery(both, mine)
    assert all(path.startswith("gallery/mine-edges/") for path in layer_files(of_mine, [of_mine]))


def test_maps_that_were_chosen_keep_their_numbers() -> None:
    known = SimpleNamespace(
        layer=np.array(["edges", "corners"]),
        shape=np.array([[6, 6, 40], [2, 2, 6]]),
        rest=np.zeros(2),
        labelled=True,
    )
    known.low, known.high = np.zeros(1), np.full(1, 255)
    of = artifacts(network=known)
    for domain in ("sphere", "box"):
        of.measurements[f"oip-set-edges-{domain}"].keywords["maps"] = [3, 4, 5, 17]
    shelf = galleries(of)["edges"]
    assert [shelf.map_id(place) for place in (0, 3)] == ["edges/3", "edges/17"]
    assert [shelf.place(number) for number in (17, 0)] == [3, None]
    said = page(of, shelf)
    assert re.findall(r'id="map-(\d+)"', said) == ["3", "4", "5", "17"]
    assert "Of the 40 maps of edges, 4 were looked at (3 to 5, 17)" in said
    numbers = json.loads(files(of, shelf)["maps.json"])["maps"]
    assert [one["map"] for one in numbers] == [3, 4, 5, 17]
    by_number = gallery(of, shelf).by_number(np.arange(4.0))
    assert len(by_number) == 40 and by_number[17] == 3 and np.isnan(by_number[16])
    assert neighbour(gallery(of, shelf), 3, "").page == "gallery/edges/17.md"


def test_a_set_that_does_not_say_its_layer_is_refused() -> None:
    with pytest.raises(Problem, match="'oip-set-x-box' does not say of which layer it is"):
        galleries(artifacts(**{"oip-set-x-box": oip_set(3)}))


@pytest.mark.parametrize("layer", MAPS)
def test_the_page_of_any_layer_shows_every_map(layer: str) -> None:
    said = page(artifacts(), EDGES_AND_CORNERS[layer])
    assert f"title: {layer}" in said and f"# {layer}\n" in said
    every = range(MAPS[layer])
    wall, plane_ = tiles(said), said.partition('<svg class="plane"')[2]
    assert [re.findall(r'<a href="(\d+)/"', one) for one in wall] == [[f"{n}"] for n in every]
    assert re.findall(r'<a href="(\d+)/"', plane_) == [f"{number}" for number in every]
    assert [one.count("no OIP") for one in wall] == [int(number == SILENT) for number in every]


def test_an_introduction_stands_before_the_maps_and_its_sections_behind_them() -> None:
    said = page(artifacts(), introduction="# Mine\n\nFirst.\n\n## As one figure\n\nLast.\n")
    places = [
        said.index(part) for part in ("First.", "## Every map", "## Who", "## As one", "Last")
    ]
    assert places == sorted(places) and "# edges" not in said


def test_pictures_of_a_kind_are_one_file_in_which_each_map_has_its_place() -> None:
    of = artifacts()
    made = files(of)
    found, seen = of.arrays("oip-set-edges-sphere"), gallery(of).visible
    ends = shared([gallery(of)], "sphere")
    for number in (0, 1, 3):
        image = found.images[number]
        assert (cut_out(made["oips.png"], number) == hatched(enhanced(image, seen), seen)).all()
        assert (cut_out(made["oips-fixed.png"], number) == plain(image)).all()
        low, high = ends
        grey = np.clip((image - low) / (high - low), 0, 1) * 255
        assert (cut_out(made["oips-layer.png"], number) == grey.astype(np.uint8)).all()
    assert (cut_out(made["oips.png"], SILENT) == silent(SIDE, SIDE)).all()
    assert (cut_out(made["strongest.png"], 0) == 200).all()


def test_a_file_of_many_pictures_has_rows() -> None:
    places = lattice(
        SimpleNamespace(maps=20, sets={"sphere": SimpleNamespace(images=np.ones((20, 3, 5)))})
    )  # type: ignore[arg-type]
    assert places.shape == (6, 80) and places.corner(17) == (3, 5) and places.box(17) == "5 3 5 3"


def test_the_network_shares_black_and_white_over_its_layers() -> None:
    of = artifacts()
    of.arrays("oip-set-corners-sphere").images *= 10
    shown = told(of)["pictures"]["sphere"]
    assert shown["map"]["ends"] is None and shown["fixed"]["ends"] == [-SPREAD, SPREAD]
    layer, network = shown["layer"]["ends"], shown["network"]["ends"]
    assert network[0] < 3 * layer[0] < 0 < 3 * layer[1] < network[1]
    assert {shown[scale]["file"] for scale in SCALES} == {name("sphere", one) for one in SCALES}


def test_a_layer_without_any_oip_has_pictures_all_the_same() -> None:
    of = artifacts()
    for domain in DOMAINS:
        of.arrays(f"oip-set-edges-{domain}").response[:] = 0
    assert all(one.count("no OIP") == 1 for one in tiles(page(of)))
    assert told(of)["pictures"]["box"]["layer"]["ends"] == [-SPREAD, SPREAD]


def test_numbers_are_published_as_they_were_measured() -> None:
    of = artifacts()
    of.arrays("trust-table-edges-box").value[1, 3] = np.nan
    said = told(of)
    ids = [one["id"] for one in said["numbers"]["oip"]]
    assert ids == ["response", "a", "b", "c"]
    assert said["numbers"]["oip"][1]["label"] == "strength"
    assert said["numbers"]["oip"][1]["reading"] == "How strong."
    for one in said["maps"]:
        number = one["map"]
        assert one["status"] == "normal" and one["measured"]["values"] == [1, -1]
        for domain in DOMAINS:
            numbers = one["oip"][domain]
            if number == SILENT:
                assert numbers == {"values": [], "told": []}
                continue
            found, table = (
                of.arrays(f"{what}-edges-{domain}") for what in ("oip-set", "trust-table")
            )
            expected = [found.response[number], *table.value[:, number]]
            assert numbers["values"] == [None if np.isnan(value) else value for value in expected]
            assert numbers["told"][1:] == table.text[:, number].tolist()


def test_a_number_that_readers_see_in_percent_says_so() -> None:
    of = artifacts()
    of.arrays("trust-table-edges-sphere").text[2] = "12 %"
    described = told(of)["numbers"]
    assert [one["percent"] for one in described["oip"]] == [False, False, False, True]
    assert [one["percent"] for one in described["measured"]] == [True, False]


def test_a_picture_says_what_it_began_with() -> None:
    of = artifacts()
    layer = Gallery(of, EDGES)
    assert [begun(layer, "sphere", number) for number in (0, 1, 3)] == [
        "the walk of the series",
        "seed 3",
        "the map's strongest training image",
    ]
    of.arrays("oip-set-edges-sphere").origin[3] = "another map"
    assert begun(layer, "sphere", 3).endswith("from that map's strongest training image")
    portraits = of.arrays("map-portraits-edges")
    portraits.woken, portraits.seed[1] = np.array([1]), 3
    assert begun(layer, "sphere", 1) == "seed 3, which the map did not answer at first"
    found = of.arrays("oip-set-edges-sphere")
    found.seed[2:], found.origin = (-1, 9), np.full(4, "the other domain")
    other = "what was found for the map in the other domain, from"
    assert begun(layer, "sphere", 3) == f"{other} seed 9"
    # what woke it there may be the image of another map
    assert begun(layer, "sphere", 2) == f"{other} a training image"
    # in the box the same seed is another picture
    box = of.arrays("oip-set-edges-box")
    box.origin[1], box.seed[1] = "many starts", 3
    assert begun(layer, "box", 1) == "seed 3"
    box.origin[1] = "grid 7"
    assert begun(layer, "box", 1).endswith("on one grid alone, of 7 nodes a side")


@pytest.mark.parametrize(
    ("first", "step", "size", "seen"),
    [
        (0, 1, 3, slice(2, 5)),
        (-3, 1, 4, slice(0, 3)),  # a field over the edge, as padding makes them
        (5, 1, 4, slice(7, SIDE)),
        (-4, 2, 20, slice(0, SIDE)),
    ],
)
def test_what_a_node_sees_ends_where_the_image_does(first, step, size, seen) -> None:
    both = {"first": first, "step": step, "size": size}
    fields = SimpleNamespace(
        layer=np.array(["corners", "edges"]),
        side=np.array([SIDE, SIDE]),
        **{name: np.array([[9, 9], [value, value]]) for name, value in both.items()},
    )
    of = artifacts(**{"map-fields": fields})
    of.arrays("map-portraits-edges").node = np.array([2, 2])
    assert Gallery(of, EDGES).seen_by_node == (seen, seen)


def test_a_map_that_answers_all_classes_alike_has_none_that_it_answers_most() -> None:
    of = artifacts()
    of.arrays("data-responses-edges").digit_mean[1] = 0.5, 0.5 + 1e-9, 0.5
    assert [one["class"] for one in told(of)["maps"]][:2] == [0, None]


def test_the_page_says_how_an_even_oip_is_shown_where_there_is_one() -> None:
    of = artifacts()
    assert "An even OIP" not in page(of)
    of.arrays("oip-set-edges-box").images[1] = 0.7
    assert "An even OIP is white" in page(of)
    of.arrays("oip-set-edges-box").response[1] = 0
    assert "An even OIP" not in page(of)


def test_a_map_that_no_image_moves_has_neither_an_image_nor_a_class() -> None:
    of = artifacts()
    data = of.arrays("data-responses-edges")
    data.maximum[SILENT], data.digit_mean[SILENT] = 0, 0
    for domain, status in zip(DOMAINS, ("synthetic only", "never seen firing"), strict=True):
        of.arrays(f"trust-edges-{domain}").status = np.array(["normal"] * 2 + [status] * 2)
    assert (cut_out(files(of)["strongest.png"], SILENT) == silent(SIDE, SIDE)).all()
    assert [one["class"] for one in told(of)["maps"]] == [0, 1, None, None]
    tile = tiles(page(of))[SILENT]
    assert "† synthetic only" in tile and "never seen" not in tile
    assert page(of).count("<td>–</td>") == 2


def test_numbers_with_a_heading_stand_on_the_page_and_are_explained() -> None:
    said = page(artifacts())
    assert "*Strong*: How strong. *Hint*: What for." in said and "Where." not in said
    assert '<th scope="col">response</th><th scope="col">strong</th>' in said
    assert "<td>box 0 of 1</td><td>box 2 of 1</td></tr>" in said
    assert '<td colspan="3">no OIP</td>' in said
    assert "<span>strong sphere 0 of 1</span> <span>hint sphere 2 of 1</span>" in tiles(said)[1]


def test_each_map_has_a_cell_of_its_own_near_its_place() -> None:
    apart = np.random.default_rng(1).normal(size=(50, 2))
    on = settled(apart)
    assert len(set(on.cells)) == 50
    assert all(0 <= x < on.across and 0 <= y < on.down for x, y in on.cells)
    assert np.corrcoef(apart[:, 0], [x for x, _ in on.cells])[0, 1] > 0.9
    for few in (1, 2, 3):
        assert len(set(settled(np.zeros((few, 2))).cells)) == few


def test_the_plane_says_for_how_many_maps_the_most_alike_stands_near() -> None:
    of = artifacts()
    assert read_plane(files(of)["maps.json"]) == plane(gallery(of))
    kin = of.arrays("map-kin-edges")
    assert kept(gallery(of), plane(gallery(of))).near == 4
    # in a row, five stand on each side of the one in the middle: none as near is left out
    row = SimpleNamespace(cells=[(column, 0) for column in range(11)])
    alike = np.eye(11)
    alike[5, 0] = alike[0, 1] = 0.9
    many: Any = SimpleNamespace(kin=SimpleNamespace(correlation=alike), maps=11)
    found = kept(many, row)  # type: ignore[arg-type]
    assert (found.alike, found.near) == (2, 1)
    # for each of them 8 of the 10 others are among the nearest
    assert np.isclose(found.chance, 2 * 88 / 110)
    kin.correlation[:] = np.nan
    assert kept(gallery(of), plane(gallery(of))).alike == 0
    assert "4 maps give every test image the same response" in page(of)


def test_the_overview_shows_all_maps_of_all_subjects_with_their_signs() -> None:
    of = artifacts(**{id: arrays for id, (_, arrays) in of_layer("edges", 3, "mine-").items()})
    for domain in DOMAINS:
        of.measurements[f"mine-oip-set-edges-{domain}"].keywords["layer"] = "edges"
        of.arrays(f"trust-corners-{domain}").status[4] = "rare"
    said = overview(prose(of), [gallery(of, shelf) for shelf in shelves(of)], "")
    every = re.findall(r'<li><a href="([\w-]+)/(\d+)/"', said)
    counts = {layer: sum(one == layer for one, _ in every) for layer, _ in every}
    assert counts == {"edges": 4, "corners": 6, "mine-edges": 3}
    assert 'title="Map 4, rare"' in said and said.count(f">{SIGNS['rare']}<") == 2
    assert "13 maps" in said and "normal 12 (no sign)" in said and '<h2 id="mine">mine</h2>' in said


def test_a_status_that_nobody_named_a_sign_for_is_told_all_the_same() -> None:
    assert [(one.name, one.sign, one.maps) for one in standings(["odd", "normal", "odd"])] == [
        ("odd", "?", 2),
        ("normal", "", 1),
    ]


def test_a_page_can_show_every_trust_number_of_a_layer() -> None:
    said = prose(artifacts()).render("[= trust_numbers('edges') =]", "a/b.md", Path("b"))
    assert said.splitlines()[0] == "| number | what it says | formula | sphere | box |"
    assert len(said.splitlines()) == 5
    first = r"| strength | How strong. | $\vert a\vert $ | sphere middle 0 | box middle 0 |"
    assert said.splitlines()[2] == first
    with pytest.raises(Problem, match="'trust-table-edgs-sphere' is not in the manifest"):
        prose(artifacts()).render("[= trust_numbers('edgs') =]", "a/b.md", Path("b"))


def test_pixels_that_a_layer_does_not_see_are_hatched_as_its_set_says() -> None:
    half = artifacts(**{"oip-set-edges-sphere": oip_set(4, (1, 7), (0, 5))})
    half.measurements["oip-set-edges-sphere"].keywords["layer"] = "edges"
    blind = cut_out(files(half)["strongest.png"], 0) != 200
    expected = np.ones((SIDE, SIDE), bool)
    expected[1:7, 0:5] = False
    assert (blind == expected).all()
    assert "sees are hatched" in page(half) and "sees are hatched" not in page(artifacts())


def test_the_strip_names_layers_and_sizes_of_the_subject_and_what_they_make_of_a_digit() -> None:
    images = SimpleNamespace(
        role=np.array(["odd", DIGIT]),
        index=np.array([3, 9]),
        label=np.array([1, 2]),
        images=np.ones((2, SIDE, SIDE)),
    )
    answers = np.zeros((2, 6, 6, 4))
    answers[1, 0, 0] = [1, 0, 3, 2]  # of which one has no OIP
    reached = SimpleNamespace(edges=answers, corners=np.ones((2, 2, 2, 6)), classes=np.eye(2, 3))
    found = stops(
        artifacts(
            **{"geometry": GEOMETRY, "example-images": images, "example-activations": reached}
        )
    )
    assert [(stop.name, stop.size) for stop in found] == [
        ("input", "8 × 8"),
        ("edges", "6 × 6 × 4"),
        ("corners", "2 × 2 × 6"),
        ("classes", "3 nodes"),
    ]
    assert [stop.target for stop in found[1:3]] == ["gallery/edges.md", "gallery/corners.md"]
    assert found[0].answers[0].told == "test image 9, a 2"
    assert [one.told for one in found[1].answers] == ["map 2", "map 3", "map 0"]
    assert [one.told for one in found[1].oips] == ["OIP of map 3", "OIP of map 0"]
    assert len(found[2].answers) == PICTURES and len(found[3].answers) == 1


def test_a_page_links_to_the_gallery_of_any_layer() -> None:
    said = prose(artifacts())
    assert said.render("[= layer('corners') =]", "a/b.md", Path("b")) == (
        "[corners](../gallery/corners.md)"
    )
    with pytest.raises(Problem, match=r"b:1: layer 'cornres' has no gallery; nearest 'corners'"):
        said.render("[= layer('cornres') =]", "a/b.md", Path("b"))
