"""Pages of images are functions of the artifacts: their numbers are those of the arrays, their
words follow what was measured, and they hold for other layers, images and classes.
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

from analysis.problem import Problem
from site_config.citing.formats import FORMATS
from site_config.pages.cases import cases
from site_config.pages.decisions import Decisions, decisions
from site_config.pages.image_pictures import Wall, colours, legend, wall_of
from site_config.pages.image_words import (
    among,
    counted,
    half,
    plain,
    probability,
    says,
    signed,
    why,
    without_one,
)
from site_config.pages.images import image_files
from site_config.paths import CONTENT
from site_config.words.bibliography import Bibliography
from site_config.words.context import Publication
from site_config.words.prose import Prose

ROWS, COLUMNS, CLASSES = 6, 5, 3
LAYERS = {"edges": (4, 3, 4), "corners": (1, 1, 2)}  # rows, columns, maps
BAR = 1e-4
INDEX, LABEL = (71, 1302), (2, 0)
ALL_BIASES = {"edges": 0.5, "corners": -0.25, "classes": 0.125}


def measured(classes: int = CLASSES, **shares: np.ndarray) -> dict[str, Any]:
    """Return arrays by id that sum to their logits; ``shares`` gives the contributions (image,
    class, map) of a layer instead of random ones.
    """
    rng = np.random.default_rng(classes)
    biases = np.broadcast_to(np.array([*ALL_BIASES.values()], np.float32), (2, classes, 3))
    behind = {"edges": biases[..., 1:].sum(-1), "corners": biases[..., 2]}
    own = {
        name: shares.get(name, rng.normal(size=(2, classes, maps))).astype(np.float32)
        for name, (*_, maps) in LAYERS.items()
    }
    logits = own["corners"].sum(axis=-1) + behind["corners"]
    own["edges"][..., -1] += logits - behind["edges"] - own["edges"].sum(axis=-1)
    pixels = rng.normal(size=(2, classes, ROWS, COLUMNS)).astype(np.float32)
    pixels[..., 0, 0] += logits - biases.sum(axis=-1) - pixels.sum(axis=(2, 3))
    found: dict[str, Any] = {
        "decisions": SimpleNamespace(
            index=np.array(INDEX),
            label=np.array(LABEL) % classes,
            hard=np.array([False, True]),
            images=rng.integers(0, 3, (2, ROWS, COLUMNS)).astype(np.uint8),
            logits=logits.astype(np.float32),
            pixels=pixels,
            layer=np.array([*ALL_BIASES]),
            bias=biases,
        ),
        "decision-exactness": SimpleNamespace(bar=np.array(BAR)),
        "map-fields": SimpleNamespace(
            layer=np.array([*LAYERS]),
            count=np.array([[4, 3], [1, 1]]),
            first=np.array([[-1, 0], [0, 0]]),
            size=np.array([[3, 3], [6, 5]]),
            step=np.array([[1, 1], [1, 1]]),
        ),
    }
    for name, shape in LAYERS.items():
        found[f"map-shares-{name}"] = SimpleNamespace(
            activation=np.maximum(rng.normal(size=(2, *shape)), 0).astype(np.float32),
            contribution=own[name],
            behind=behind[name].astype(np.float32),
            lost=own[name].copy(),
        )
    return found


def published(found: dict[str, Any], prefix: str = "") -> Any:
    every = {f"{prefix}{id}": arrays for id, arrays in found.items()}
    value = SimpleNamespace(text="12", number=12.0)
    names = ["decision-images", "decision-gap", "decision-largest-logit"]
    names += [f"silencing-differs-{name}" for name in LAYERS]
    return SimpleNamespace(
        manifest=SimpleNamespace(profile="tiny", made_with=SimpleNamespace(commit="abc")),
        measurements={
            id: SimpleNamespace(keywords={"layer": id.rpartition("-")[2]}) for id in every
        },
        arrays=lambda id: every[id],
        values=dict.fromkeys(names, value),
    )


def prose(of: Any) -> Prose:
    return Prose(Publication(of, Bibliography(CONTENT / "bibliography.bib"), {}))


def case_of(found: dict[str, Any], place: int = 0) -> Any:
    return cases(Decisions(published(found)))[place]


def of_corners(*values: list[float]) -> dict[str, Any]:
    """Return what is measured where the maps of the last layer contribute so (class, map)."""
    own = np.stack([np.array(values, float)] * 2)
    return measured(len(values), corners=own)


def test_every_image_has_a_page_with_all_that_belongs_to_it() -> None:
    files = image_files(prose(published(measured())), ())
    assert {name for name in files if name.endswith(".md")} == {
        "images/index.md",
        "images/71.md",
        "images/1302.md",
    }
    beside = {
        "image.png",
        "pixels.npy",
        "decision.json",
        "edges.png",
        "edges.npy",
        "corners.png",
        "corners.npy",
    }
    beside |= {f"pixels-{one}.png" for one in range(CLASSES)}
    beside |= {one.file for one in FORMATS}
    assert {name for name in files if name.startswith("images/71/")} == {
        f"images/71/{name}" for name in beside
    }


def test_without_decisions_nothing_is_made_and_each_subject_has_its_own() -> None:
    assert image_files(prose(published({})), ()) == {}
    mine = published(measured(), "mine-")
    assert [one.prefix for one in decisions(mine)] == ["mine-"]
    (case, *_) = cases(decisions(mine)[0])
    assert case.stem == "images/mine-71" and len(case.layers) == 2
    assert case.of.measurements == ["mine-decisions", *(f"mine-map-shares-{one}" for one in LAYERS)]


def test_the_file_for_machines_holds_what_was_measured() -> None:
    found = measured()
    told = json.loads(image_files(prose(published(found)), ())["images/1302/decision.json"])
    arrays = found["decisions"]
    np.testing.assert_array_equal(np.float32(told["logits"]), arrays.logits[1])
    np.testing.assert_allclose(told["pixels"], arrays.pixels[1].sum(axis=(1, 2)), atol=1e-5)
    blank = arrays.images[1] == 0
    np.testing.assert_allclose(told["paper"], arrays.pixels[1][:, blank].sum(axis=1), atol=1e-5)
    for layer in told["layers"]:
        shares = found[f"map-shares-{layer['layer']}"]
        for name in ("contribution", "lost", "behind"):
            np.testing.assert_array_equal(np.float32(layer[name]), getattr(shares, name)[1])
    assert told["layers"][0]["first"] == [-1, 0] and told["layers"][0]["field"] == [3, 3]
    assert {one["layer"]: one["added"] for one in told["biases"]} == {
        name: [value] * CLASSES for name, value in ALL_BIASES.items()
    }


def cells(page: str, caption: str) -> list[list[str]]:
    """Return the texts of a table's rows, by what its caption begins with."""
    table = re.search(rf"<caption>{caption}.*?</table>", page, re.S)
    assert table, caption
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table[0], re.S)
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[re.sub(r"<.*?>", "", cell).strip() for cell in row] for row in found]


def test_numbers_on_the_page_are_those_of_the_arrays() -> None:
    found = measured()
    page = image_files(prose(published(found)), ())["images/71.md"].decode()
    arrays, said = found["decisions"], int(found["decisions"].logits[0].argmax())
    logit = float(arrays.logits[0, said])
    _, *rows = cells(page, "What the network computes")
    assert [row[1] for row in rows] == [plain(one) for one in arrays.logits[0].astype(float)]
    _, *sums = cells(page, "The logit of")
    assert f">{plain(logit)}</span></caption>" in page
    for place, added, behind, gap in sums:
        if place == "pixels":
            expected = arrays.pixels[0, said].sum(), sum(ALL_BIASES.values())
        else:
            shares = found[f"map-shares-{place}"]
            expected = shares.contribution[0, said].sum(), shares.behind[0, said]
        assert [added, behind] == [signed(float(one)) for one in expected]
        assert abs(float(gap.replace("−", "-"))) < BAR
    _, *biases = cells(page, "What biases add")
    assert biases == [[name, signed(value)] for name, value in ALL_BIASES.items()]


def test_lists_are_ordered_and_show_what_silencing_does_beside_each_share() -> None:
    found = of_corners([3, -1], [0.5, 0.25])
    found["map-shares-corners"].lost[0] = [[2.5, -1.5], [0, 0]]
    page = image_files(prose(published(found)), ())["images/71.md"].decode()
    page = page[page.index("### corners") : page.index("### edges")]
    assert cells(page, "For and against")[1:] == [
        ["for"],
        ["map 0", "+3.000", "+2.500", "−0.500"],
        ["against"],
        ["map 1", "−1.000", "−1.500", "−0.500"],
    ]
    assert cells(page, "What sets")[1:] == [
        ["for"],
        ["map 0", "+2.500", "+2.500", "0.000"],
        ["against"],
        ["map 1", "−1.250", "−1.500", "−0.250"],
    ]


def test_rows_lead_to_the_pages_of_maps_where_there_are_any() -> None:
    files = image_files(prose(published(measured())), {"gallery/edges/0.md"})
    page, told = files["images/71.md"].decode(), json.loads(files["images/71/decision.json"])
    assert '<a href="../../gallery/edges/3/">' in page
    assert '<a href="../../gallery/corners/#map-1">' in page
    assert [one["page"] for one in told["layers"]] == [
        "../../gallery/edges/{}/",
        "../../gallery/corners/#map-{}",
    ]


def test_one_class_alone_has_no_rival() -> None:
    page = image_files(prose(published(of_corners([1, 2]))), ())["images/71.md"].decode()
    assert "apart from" not in page
    assert "The network says 0, with a probability above 0.9999" in page


def test_a_map_that_adds_nothing_is_in_no_list() -> None:
    page = image_files(prose(published(of_corners([0, 0], [0, 0]))), ())["images/71.md"].decode()
    page = page[page.index("### corners") : page.index("### edges")]
    assert page.count("No map speaks for it.") == page.count("No map speaks against it.") == 4
    assert "0 of 2 maps add to 0, 0 take from it, 2 do neither." in page


@pytest.mark.parametrize(
    ("rows", "label", "expected"),
    [
        (
            [[3, 0], [1, 0]],
            0,
            r"^The network says 0, with a probability of 0\.8808, and is right\.$",
        ),
        (
            [[1, 0], [3, 0]],
            0,
            r"says 1, .* and is wrong: the image is labelled 0, which it gives a probability of"
            r" 0\.1192\.$",
        ),
        ([[1, 0], [1, 0]], 1, r"^The network cannot tell 0 and 1 apart: .*labelled 1\.$"),
        ([[99, 0], [0, 0]], 1, r"above 0\.9999, and is wrong: .* a probability below 0\.0001\.$"),
    ],
)
def test_what_the_network_says_follows_its_logits(rows: Any, label: int, expected: str) -> None:
    found = of_corners(*rows)
    found["decisions"].label[0] = label
    assert re.search(expected, says(case_of(found)))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [[3, -1], [0, 0]],
            "map 0 adds most to the logit of 0 (+3.00), and map 1 takes most from it (−1.00). Map 0"
            " has the largest share in what sets 0 above 1, the class that comes next (+3.00).",
        ),
        (
            [[-3, -1], [-3, -2]],
            "no map adds to the logit of 0, and map 0 takes most from it (−3.00). Map 1 has the",
        ),
        ([[3, 1]], "map 0 adds most to the logit of 0 (+3.00), and no map takes from it."),
        ([[0, 0], [0, 0]], "no map adds to the logit of 0, and no map takes from it."),
    ],
)
def test_why_names_maps_only_where_they_add(rows: Any, expected: str) -> None:
    assert expected in why(case_of(of_corners(*rows)))


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        ([[0, 0], [0, 0]], "Whichever map of corners is set to zero alone, the network still says"),
        ([[3, 0], [0, 0]], "Without map 0 alone the network would say 1."),
        (
            [[3, 4], [0, 0]],
            "Any one of 2 maps, set to zero, changes what is said: map 1 (to 1) and map 0 (to 1).",
        ),
    ],
)
def test_maps_without_which_it_would_say_something_else_are_named(lost: Any, expected: str) -> None:
    found = of_corners([3, 0], [1, 0])
    found["map-shares-corners"].lost[0] = lost
    assert without_one(case_of(found).layers[-1]).startswith(expected)


def test_a_tie_is_not_said_to_be_decided_by_one_map() -> None:
    assert "comes next" not in why(case_of(of_corners([1, 0], [0, 1])))
    assert without_one(case_of(of_corners([1, 0], [1, 0])).layers[-1]) == ""


def test_counts_fit_their_words() -> None:
    share = case_of(of_corners([3, -1], [0, 0])).layers[-1]
    assert counted(share, 0) == "1 of 2 map adds to 0, 1 takes from it."
    assert counted(share, 1) == "0 of 2 maps add to 1, 0 take from it, 2 do neither."
    assert half(np.array([4, 3, 2, 1, -9])) == 2 and half(np.array([-1.0])) == 0
    assert half(np.array([5, 1, 1.0])) == 1


def test_numbers_and_lists_are_written_as_sentences_have_them() -> None:
    assert [signed(one) for one in (0.0004, -0.0004, -2, 1.5)] == [
        "0.000",
        "0.000",
        "−2.000",
        "+1.500",
    ]
    assert [plain(one) for one in (-0.0, -1.25)] == ["0.000", "−1.250"]
    assert [probability(one) for one in (0, 1, 0.5)] == ["< 0.0001", "> 0.9999", "0.5000"]
    assert [among([1]), among([1, 2]), among([1, 2, 3])] == ["1", "1 and 2", "1, 2 and 3"]


def picture(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)))


def test_a_picture_of_a_layer_shows_every_node_without_loss() -> None:
    found = measured()
    files = image_files(prose(published(found)), ())
    activation = found["map-shares-edges"].activation[0]
    np.testing.assert_array_equal(np.load(io.BytesIO(files["images/71/edges.npy"])), activation)
    shown, wall = picture(files["images/71/edges.png"]), wall_of(case_of(found).layers[0])
    assert shown.shape[:2] == wall.size[::-1]
    for number in range(wall.maps):
        x, y = wall.corner(number)
        expected = (activation[..., number] / activation.max() * 255).round()
        np.testing.assert_array_equal(shown[y : y + 4, x : x + 3, 0], expected)


def test_walls_of_many_maps_stay_large_enough_for_fingers() -> None:
    assert Wall(128, 3, 3).across == 12 and Wall(32, 26, 26).across == 8
    assert Wall(1, 5, 5).across == 1 and Wall(1, 5, 5).size == (5, 5)


def test_one_scale_of_colours_reaches_from_against_to_for() -> None:
    shown = legend()
    assert shown[0] == "#2166ac" and shown[-1] == "#b2182b" and shown[len(shown) // 2] == "#f7f7f7"
    found = measured()
    made = picture(image_files(prose(published(found)), ())["images/71/pixels-1.png"])
    values = found["decisions"].pixels[0]
    np.testing.assert_array_equal(made, colours(values[1].astype(float) / abs(values).max()))


def test_what_the_strongest_node_sees_ends_where_the_image_does() -> None:
    page = image_files(prose(published(of_corners([3, 0], [0, 0]))), ())["images/71.md"].decode()
    assert "Map 0 of corners, row 0, column 0: " in page
    assert "Sees rows 0 to 5, columns 0 to 4." in page


def test_the_list_says_how_each_image_fared() -> None:
    found = of_corners([3, 0], [1, 0])
    found["decisions"].label[:] = [0, 1]
    index = image_files(prose(published(found)), ())["images/index.md"].decode()
    assert "The network is wrong about 1 of the 2 images shown here." in index
    assert index.index("## Example digits") < index.index("## Hard cases")
    assert 'class="right"><a href="71/">' in index and 'class="wrong"><a href="1302/">' in index


def test_fields_and_shares_of_different_networks_are_refused() -> None:
    found = measured()
    found["map-fields"].layer[0] = "other"
    with pytest.raises(Problem, match=r"'map-fields' does not know layer 'edges'.*has other"):
        image_files(prose(published(found)), ())


def test_prose_leads_to_the_page_of_an_image() -> None:
    of = published(measured())
    of.values["clear-4-1-index"] = SimpleNamespace(text="6367", number=6367.0)
    said = prose(of).render("image [= image('clear-4-1-index') =].", "series/a.md", Path("a"))
    assert said == "image [6367](../images/6367.md)."


def test_classes_that_cannot_be_told_apart_are_said_to_be() -> None:
    files = image_files(prose(published(of_corners([1, 0], [1, 0]))), ())
    assert 'class="undecided"' in files["images/index.md"].decode()
    page = files["images/71.md"].decode()
    assert 'class="says undecided">The network cannot tell 0 and 1 apart' in page
    assert "still says" not in page
