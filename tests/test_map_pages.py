"""Pages of maps say what was measured, in words that fit it, and lead on."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from site_config.data.written import known
from site_config.pages import charts
from site_config.pages.anew import asked as asked_anew
from site_config.pages.gallery import status
from site_config.pages.map_facts import found_by, quantile_place
from site_config.pages.numerals import likeness_of, number_of, points_of, value_of
from site_config.pages.trust_here import HINTS, MEANINGS, Known, meaning, most_strong, strong_images
from site_config.words.galleries import Shelf

NAN = float("nan")


@pytest.mark.parametrize(
    ("id", "value", "beside", "said"),
    [
        ("above-maximum", 18.4, NAN, "18 times as much as the training image"),
        ("above-maximum", 0.7, NAN, "not excite the map more"),
        ("as-stored", 1.0, NAN, "as much"),
        ("as-stored", 0.4, NAN, "keeps 40 %"),
        ("black-share", 0.0, NAN, "what is drawn"),
        ("black-share", 0.02, NAN, "2 % of it"),
        ("black-share", 0.8, NAN, "half of it or more"),
        ("black-share", 1.9, NAN, "more than the picture"),
        ("black-share", 1.003, NAN, "as much as the picture"),
        ("above-maximum", 1.01, NAN, "about as much as the training image"),
        ("above-maximum", 1.2, NAN, "1.2 times as much"),
        ("above-maximum", 0.8, NAN, "does not excite the map more"),
        ("share-of-bound", 0.1, NAN, "10 times as much"),
        ("share-of-bound", 0.98, NAN, "add more than 2.1 % to"),  # a bound is rounded up
        ("share-of-bound", 0.49, NAN, "more than 2.1 times as much"),
        ("share-of-bound", 0.08, NAN, "more than 13 times as much"),
        ("share-of-bound", 1.0, NAN, "add more than 0 % to"),
        ("share-of-bound", 1 - 1.05e-8, NAN, "add more than 1.1·10⁻⁶ % to"),
        ("selectivity", 2e-6, NAN, "answers 2·10⁻⁶ times as much"),
        ("as-stored", 0.96, NAN, "loses at most a twentieth"),
        ("as-stored", 1.2, NAN, "excites the map more"),
        ("agreement", 0.7, NAN, "is alike enough"),
        ("agreement", 0.69, NAN, "is not alike enough"),
        ("clusters", 0, NAN, "None of the starts"),
        ("clusters", 1, NAN, "one pattern"),
        ("clusters", 4, NAN, "fall into 4 patterns"),
        ("left-after-shift", 1.2, NAN, "excites the map more"),
        ("left-after-shift", 1.003, NAN, ", nothing is lost"),
        ("left-after-shift", 0.997, NAN, "hardly anything is lost"),
        ("left-after-shift", 0.96, NAN, "less than a twentieth"),
        ("left-after-shift", 0.952, NAN, "about a twentieth"),
        ("left-after-shift", 0.948, NAN, "about a twentieth"),
        ("left-after-shift", 0.4956, NAN, "half of it is left"),
        ("left-after-shift", 0.6, NAN, "more than half is left"),
        ("left-after-shift", 0.49, NAN, "less than half is left"),
        ("left-after-shift", 0.004, NAN, "hardly anything is left"),
        ("left-after-shift", 0.0, NAN, ", nothing is left"),
        ("black-share", 0.004, NAN, "hardly excites the map"),
        ("spread", 0.9996, NAN, "stays 99.96 % below it"),
        ("spread", 0.2, NAN, "stays 20 % below it"),
        ("spread", 0.004, NAN, "almost as much"),
        ("spread", 0.0, NAN, "No start"),
        ("fine-power", 0.4, 0.2, "Finer than 95 %"),
        ("fine-power", 0.1, 0.2, "Less fine"),
        ("above-quantile", 0.9, NAN, "The response stays below the 99.9 % quantile"),
        ("share-of-bound", 0.5, NAN, "No image of the domain can excite the map more than 2 times"),
        ("rank", 1, NAN, "no other map"),
        ("rank", 2, NAN, "one other map of the layer answers"),
        ("rank", 5, NAN, "4 other maps of the layer answer"),
        ("selectivity", 0.9, NAN, "9 times as much"),
        ("selectivity", 1.0, NAN, "at all"),
        ("selectivity", 0.5, NAN, "about as much as others"),
        ("hit-rate", 0.8, 0.5, "more often than a guess"),
        ("hit-rate", 0.55, 0.5, "about as often as a guess"),
        ("hit-rate", 0.3, 0.5, "less often than a guess"),
    ],
)
def test_a_trust_number_is_told_in_a_sentence_that_its_value_decides(id, value, beside, said):
    assert said in meaning(id, value, beside)


def test_every_trust_number_has_a_meaning_and_what_a_map_has_not_has_none():
    from analysis.trust.table import ROWS

    assert {*MEANINGS, *HINTS} == {row.id for row in ROWS}
    assert meaning("rank", NAN, NAN) == "" and meaning("of tomorrow", 1.0, NAN) == ""


def test_of_a_picture_without_a_pattern_nothing_is_said_that_takes_one():
    even = Known(even=True, ends_even=True)
    assert "says nothing" in meaning("hit-rate", 0.5, 0.5, even)
    assert "is none" in meaning("left-after-noise", 1.0, NAN, even)
    assert "each counts for itself" in meaning("clusters", 2, NAN, even)
    some = meaning("clusters", 2, NAN, Known(some_even=True))
    assert "fall into 2 patterns. An even end" in some
    assert meaning("rank", 1, NAN, even) == meaning("rank", 1, NAN)
    assert "its search found none that does" in meaning("black-share", 1.0, NAN, even)
    assert meaning("black-share", 0.5, NAN, even) == meaning("black-share", 0.5, NAN)
    assert "drawn" in meaning("black-share", 0.0, NAN)
    assert meaning("black-share", 0.0, NAN, even) == "An empty image does not excite the map."
    assert "cannot be told" in meaning("hit-rate", 0.5, 0.5, Known(strong=3))


def test_starts_that_all_led_to_the_oip_are_said_to_have():
    assert "Each start that fired led" in meaning("clusters", 1, NAN, Known(apart=0))
    assert "One start fired, and led" in meaning("clusters", 1, NAN, Known(starts=1, apart=0))
    assert "none to compare" in meaning("clusters", 1, NAN, Known(starts=1))
    assert "None of the starts" in meaning("clusters", 0, NAN, Known(starts=0, apart=0))


def test_an_even_picture_is_white_where_it_is_ink():
    from site_config.pages.gallery import enhanced

    whole = (slice(0, 4), slice(0, 4))
    assert enhanced(np.full((4, 4), 2.8), whole).min() == 255
    assert enhanced(np.full((4, 4), -0.4), whole).max() == 0


def test_a_picture_that_is_even_but_for_a_pixel_keeps_its_ink_and_its_paper():
    from site_config.pages.gallery import enhanced

    full = np.full((28, 28), 2.8)
    full[3, 3] = -0.4
    shown = enhanced(full, (slice(0, 28), slice(0, 28)))
    assert shown[3, 3] == 0 and np.delete(shown.ravel(), 3 * 28 + 3).min() == 255


def test_a_hint_is_held_against_a_guess_by_as_many_images_as_there_are():
    from analysis.trust import choice

    response = np.zeros(1000)
    response[:7] = 1 + np.arange(7)
    drawn = choice.draw_pairs(response, choice.PAIRS, 1)
    strong = strong_images(7 / 1000, 1000)
    assert strong == 7 >= len(np.unique(drawn[:, 0]))
    told = meaning("hit-rate", 0.8, 0.5, Known(strong=strong))
    assert "cannot be told from a guess" in told and "too few test images excite" in told
    every = most_strong(1000)  # a map that all images excite has no more strong ones than these
    told = meaning("hit-rate", 0.62, 0.5, Known(strong=strong_images(1.0, 1000), most_strong=every))
    assert every == 50 and "cannot be told" in told and "excite" not in told
    assert "more often" in meaning("hit-rate", 0.95, 0.5, Known(strong=strong))
    assert "cannot be told" in meaning("hit-rate", 0.55, 0.5, Known(strong=strong))
    assert "about as often" in meaning("hit-rate", 0.55, 0.5, Known(strong=choice.PAIRS))
    assert "cannot be told" in meaning("hit-rate", 1.0, 0.5, Known(strong=1))
    assert strong_images(0.5, 10_000) == choice.PAIRS == round(choice.STRONG * choice.HELD_OUT)
    assert strong_images(0.01, 10_000) == 20 and strong_images(1.0, 500) == 25


def test_less_is_the_share_of_the_other_maps_that_have_less():
    values = np.array([3.0, 1.0, 2.0, NAN, 2.0])
    assert [quantile_place(values, k) for k in range(5)] == [100, 0, 33, None, 33]


def test_a_change_is_told_as_none_only_where_there_is_none():
    assert [points_of(one) for one in (0.0, 0.004, -0.0012, 1.2345)] == [
        "0.00",
        "+0.004",
        "\N{MINUS SIGN}0.0012",
        "+1.23",
    ]


def test_numbers_are_told_without_e():
    assert [value_of(one) for one in (0.00017, -4.5e-5, 12.3, 0.0)] == [
        "0.00017",
        "−4.5·10⁻⁵",
        "12",
        "0",
    ]
    assert number_of(-4.345) == "−4.34" and number_of(NAN, 2) == "–"
    # two maps that fire on one and the same image
    assert likeness_of(0.99999999999998) == "1" and likeness_of(0.99997) == "0.99997"


@pytest.mark.parametrize(
    ("sphere", "box", "grown", "told"),
    [
        ("normal", "rare", 1, "rare"),
        ("synthetic only", "never seen firing", 0, "synthetic only"),
        ("synthetic only", "proven dead", 0, "synthetic only"),  # a picture on the sphere moves it
        ("never seen firing", "proven dead", 0, "proven dead"),
        ("proven dead", "never seen firing", 0, "proven dead"),
        ("never seen firing", "synthetic only", 0, "synthetic only"),
        ("never seen firing", "never seen firing", 0, "never seen firing"),
        ("never seen firing", "never seen firing", 1, "synthetic only"),
    ],
)
def test_no_map_is_called_dead_that_a_picture_moves(sphere, box, grown, told):
    known = {"sphere": SimpleNamespace(status=[sphere]), "box": SimpleNamespace(status=[box])}
    gallery: Any = SimpleNamespace(trusts=known, scanned=np.array([grown]), rest=0)
    assert status(gallery, 0) == told


@pytest.mark.parametrize(
    ("rung", "fired", "silent", "told"),
    [
        ("plain", 0.0, False, "but one of the series' walk"),
        ("plain", 0.1, False, "at least"),
        ("image", 0.0, False, "but one of the series' walk"),
        ("image", 0.0, True, "the search woke the map by a training image"),
        ("pre-activation", 0.1, False, "but one of the series' walk"),
    ],
)
def test_of_a_map_that_the_walk_alone_woke_it_is_said_so(rung, fired, silent, told):
    walked = SimpleNamespace(
        response=np.array([0.4]),
        origin=np.array(["series"]),
        rung=np.array([rung]),
        seed=np.array([7]),
        every_response=np.array([[0.0, fired]]),
    )
    none = SimpleNamespace(response=np.array([0.0]))
    walk = SimpleNamespace(silent=np.array([silent]))
    found = found_by(SimpleNamespace(sets={"sphere": walked, "box": none}, walk=walk, rest=0.0), 0)
    assert len(found) == 2 and told in found[0] and "No search of its own in the box" in found[1]


def test_bars_of_nothing_say_so():
    assert "0 for each of them" in charts.bars([0.0, 0.0], ["a", "b"], "Nothing.")


def test_names_of_close_lines_are_one():
    def named(*at):
        marks = [charts.Mark(one, name) for one, name in zip(at, ("sphere", "box"), strict=True)]
        drawn = charts.histogram([3, 1], 0.2, marks, "Two.")
        return re.findall(r'text-anchor="(\w+)">([a-z, ]+)<', drawn)

    assert named(1.00, 0.99) == [("end", "box, sphere")]
    assert named(1.00, 0.20) == [("start", "box"), ("end", "sphere")]


@pytest.fixture(scope="module")
def exhibits(tiny):
    return tiny.build_folder / "exhibits"


@pytest.fixture(scope="module")
def arrays(tiny):
    """A function from the id of a measurement to what was published of it."""
    from analysis.artifacts import Artifacts

    artifacts = Artifacts(tiny.build_folder / "artifacts")
    return lambda id: SimpleNamespace(**vars(artifacts.arrays(id)))


def test_every_map_has_a_page_and_its_numbers_are_those_of_the_manifest(exhibits, arrays):
    for address in ("conv2d-1", "conv2d-2", "conv2d-3"):
        sets = {name: arrays(f"oip-set-{address}-{name}") for name in ("sphere", "box")}
        tables = {name: arrays(f"trust-table-{address}-{name}") for name in sets}
        data = arrays(f"data-responses-{address}")
        for number in range(len(data.maximum)):
            told = json.loads((exhibits / f"gallery/{address}/{number}/map.json").read_text())
            page = (exhibits / f"gallery/{address}/{number}.md").read_text()
            assert told["rate"] == data.rate[number]
            assert f"{100 * data.rate[number]:.3g} %" in page or not data.maximum[number] > 0
            for name, found in sets.items():
                fires = found.response[number] > 0
                assert told["response"][name] == (known(found.response[number]) if fires else None)
                assert bool(told["oips"][name]) == fires
                if fires:
                    numbers = told["oips"][name]["numbers"]
                    ids = tables[name].number.tolist()
                    values = tables[name].value[:, number]
                    assert [numbers[id]["value"] for id in ids] == list(map(known, values))
                    assert number_of(float(found.response[number])) in page
                    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
                    column = 1 + list(sets).index(name)
                    texts = [row.split(" | ")[column].partition(" { ")[0].strip() for row in rows]
                    assert texts == tables[name].text[:, number].tolist()


def test_pictures_of_a_map_are_its_pixels(exhibits, arrays):
    from PIL import Image

    from site_config.pages.gallery import plain

    found = arrays("oip-set-conv2d-1-sphere")
    number = int(found.response.argmax())
    folder = exhibits / f"gallery/conv2d-1/{number}"
    np.testing.assert_array_equal(np.load(folder / "oip-sphere.npy"), found.images[number])
    rows, columns = slice(*found.visible_rows), slice(*found.visible_columns)
    shown = np.asarray(Image.open(folder / "oip-plain.png"))[rows, columns]
    np.testing.assert_array_equal(shown, plain(found.images[number])[rows, columns])


def test_a_map_without_an_oip_says_so_and_promises_nothing(exhibits, arrays):
    silent = [
        (address, int(number))
        for address in ("conv2d-1", "conv2d-2", "conv2d-3")
        for number in np.flatnonzero(
            (arrays(f"oip-set-{address}-sphere").response <= 0)
            & (arrays(f"oip-set-{address}-box").response <= 0)
        )
    ]
    for address, number in silent:
        page = (exhibits / f"gallery/{address}/{number}.md").read_text()
        assert "No start of its own searches excited it." in page
        assert (
            "oip.png" not in page.split("## Where it leads")[0] and "How far to trust" not in page
        )


@pytest.mark.parametrize(
    ("seed", "given", "asked"),
    [
        (11, {}, "layer=Conv2D_3&map=0&seed=11&wake=1"),
        (17, {}, "layer=Conv2D_3&map=0&seed=17&wake=1"),
        # a plain start of the search, which the shorter walk did not come to
        (17, {"silent": True}, "layer=Conv2D_3&map=0&seed=17&wake=1"),
        # none of the plain starts, so one that was chosen among many on larger scales
        (18, {}, "layer=Conv2D_3&map=0&seed=18&weights=0.2,0.2,0,0&wake=1"),
        (9, {}, "layer=Conv2D_3&map=0&seed=9&weights=0.2,0.2,0,0&wake=1"),
        # of maps of which not all were looked at, by its number in the network
        (11, {"chosen": (40, 8)}, "layer=Conv2D_3&map=40&seed=11&wake=1"),
        # the lab has another network, or cannot run this one, or climbs among other colours
        (11, {"prefix": "first-run-"}, ""),
        (11, {"why": "The network cannot be run in a browser."}, ""),
        (11, {"colours": "decorrelated"}, ""),
    ],
)
def test_the_lab_is_asked_for_the_ascent_that_the_frames_show(seed, given, asked):
    ladder = {"starts": 8, "weights": [0.2, 0.2, 0.0, 0.0]}
    told = {"colours": given.get("colours", "as-stored")}
    network = SimpleNamespace(why=np.array(given.get("why", "")))
    gallery: Any = SimpleNamespace(
        shelf=Shelf("Conv2D_3", "conv2d-3", given.get("prefix", ""), given.get("chosen", ())),
        artifacts=SimpleNamespace(
            manifest=SimpleNamespace(settings={"ladder": ladder, "subject": told}),
            arrays={"portable-network": network}.__getitem__,
        ),
        walk=SimpleNamespace(  # the first is 10
            seed=np.array([10 if given.get("silent") else 12]),
            attempts=np.array([2 if given.get("silent") else 3]),
            silent=np.array([given.get("silent", False)]),
        ),
        portraits=SimpleNamespace(seed=np.array([seed])),
    )
    assert asked_anew(gallery, 0) == asked
