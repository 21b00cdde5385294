"""Some maps of a layer looked at without the others: what is chosen, and that a network in which a
layer has these alone gives the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from test_atlas_command import network, saved_images

from analysis.catalogue.atlas import Atlas, Outline
from analysis.catalogue.declarations import Whole
from analysis.networks.layers import views
from analysis.networks.narrowed import narrowed, refuse_whole
from analysis.networks.opening import graph_of
from analysis.networks.stages import convolutions_of
from analysis.problem import Problem
from analysis.publishing.atlas import Asked, prepare
from analysis.publishing.chosen import chosen_maps, listed
from analysis.publishing.contents import contents
from analysis.results.maps import MapKin, MapVotes
from analysis.results.parts import joined, taken
from analysis.results.portraits import Portraits
from analysis.settings import load_settings

LAYERS = {"conv_1": 8, "body/Conv": 64}


@pytest.mark.parametrize(
    ("told", "chosen"),
    [
        ([], {}),
        (["0-3,6"], dict.fromkeys(LAYERS, (0, 1, 2, 3, 6))),
        (["body-conv=40, 8"], {"body/Conv": (8, 40)}),
        (["conv_1=1,1", "body/Conv=0-1"], {"conv_1": (1,), "body/Conv": (0, 1)}),
        (["conv_1=0-7"], {}),
    ],
)
def test_maps_are_chosen_for_one_layer_or_for_all(told, chosen):
    assert chosen_maps(told, LAYERS) == chosen


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (["some"], "'some' is neither a number nor a range that rises"),
        (["3-1"], "'3-1' is neither a number nor a range that rises"),
        (["conv_1="], "'' is neither a number"),
        (["8"], "map 8 does not exist in conv_1; it has 8 maps, 0 to 7"),
        (["body/Conv=0-999999999"], "map 999999999 does not exist in body/Conv"),
        (["conv_3=1"], "no layer 'conv_3' is looked at. Layers that are: conv_1, body/Conv"),
        (["conv_1=1", "0"], "maps of 'conv_1' twice"),
    ],
)
def test_a_choice_that_is_none_is_one_sentence(told, said):
    with pytest.raises(Problem, match=r"^--maps") as problem:
        chosen_maps(told, LAYERS)
    assert said in str(problem.value)


def test_a_choice_reads_back():
    numbers = (0, 1, 2, 5, 7, 8)
    assert listed(numbers) == "0-2,5,7-8"
    assert chosen_maps([f"body/Conv={listed(numbers)}"], LAYERS) == {"body/Conv": numbers}


def layer_of(kind: str, place: int) -> tuple[Any, str]:
    """Return a network of a kind, and the name of one of its convolutions."""
    model = network(kind)
    return model, convolutions_of(graph_of(model))[place]


def test_names_that_keras_gives_may_be_taken():
    import keras
    from keras import layers

    images = values = keras.Input((8, 8, 1))
    for made in (
        layers.Conv2D(3, 3, name="conv"),
        layers.BatchNormalization(name="batch_normalization"),
        layers.ReLU(name="add"),
        layers.Flatten(),
        layers.Dense(2, name="dense"),
    ):
        values = made(values)
    keras.utils.clear_session(free_memory=False)
    some = narrowed(keras.Model(images, values), "conv", [2])
    assert some.output_shape == (None, 2)


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("functional", 0),
        ("nested", 1),
        ("residual", 1),
        ("norm", 0),
        ("smooth", 3),
        ("padding", 1),
        *(("depthwise", place) for place in range(3)),
    ],
)
def test_a_layer_has_some_maps_alone_and_the_network_gives_the_same(kind, place):
    model, layer = layer_of(kind, place)
    graph = graph_of(model)
    maps = [0, graph.shapes[graph.place(layer)][-1] - 1]
    images = np.random.default_rng(0).standard_normal((3, *graph.image)).astype(np.float32)
    whole, every = np.asarray(model(images)), views(model, (layer,))(images)[layer]
    some = narrowed(model, layer, maps)
    assert convolutions_of(graph_of(some)) == convolutions_of(graph)
    np.testing.assert_allclose(views(some, (layer,))(images)[layer], every[..., maps], atol=1e-6)
    np.testing.assert_allclose(np.asarray(some(images)), whole, atol=1e-6)


def test_maps_that_are_mixed_cannot_be_looked_at_alone():
    model, layer = layer_of("apart", 1)  # behind it each map has a slope of its own
    with pytest.raises(Problem, match="cannot be looked at without the others"):
        refuse_whole(graph_of(model), layer)


def test_a_layer_that_is_called_twice_is_not_taken_apart():
    import keras

    images = keras.Input((8, 8, 2))
    twice = keras.layers.Conv2D(2, 3, padding="same", name="twice")
    values = keras.layers.Dense(2)(keras.layers.Flatten()(twice(twice(images))))
    with pytest.raises(Problem, match="used in several places"):
        narrowed(keras.Model(images, values), "twice", [1])


def test_what_follows_a_nest_belongs_to_its_last_layer():
    import keras
    from keras import layers

    nest = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(3, 3, name="own")], name="Nest")
    model = keras.Sequential([nest, layers.ReLU(), layers.Flatten(), layers.Dense(2)])
    with pytest.raises(Problem, match="cannot be looked at without the others"):
        narrowed(model, "Nest/own", [1])


def test_a_command_tells_which_maps_are_looked_at_in_which_blocks(tmp_path, monkeypatch):
    monkeypatch.setenv("BUILD", str(tmp_path / "build"))
    network("no-bias").save(tmp_path / "mine.keras")
    told = {"images": saved_images(tmp_path), "maps": ["0,2"], "block": 1}
    profile, seen = prepare(Asked(str(tmp_path / "mine.keras"), "", told))
    (layer,) = seen.layers
    assert (layer.maps, layer.looked_at, layer.blocks) == (3, 2, ((0,), (2,)))
    settings = load_settings(profile).subject
    assert settings is not None and (settings.maps, settings.block) == (("0,2",), 1)
    (found,) = contents(profile).oip_sets[layer.name, "box"].inputs[1].maps
    assert found == 2


def kin(maps: int) -> MapKin:
    return MapKin(
        zero=np.arange(maps) / 10,
        maximum=np.ones(maps),
        count=np.arange(2 * maps).reshape(maps, 2),
        images=np.array(5),
        correlation=np.eye(maps),
        place=np.zeros((maps, 2)),
    )


def test_maps_are_taken_out_of_a_result_along_every_axis_of_theirs():
    found = taken(kin(4), [3, 1])
    assert found.zero.tolist() == [0.3, 0.1]
    assert found.count.tolist() == [[6, 7], [2, 3]]
    assert found.images == 5


def test_parts_make_the_whole_again():
    whole = MapVotes(added=np.arange(6.0).reshape(2, 3), spread=np.ones((2, 3)))
    again = joined([taken(whole, [0, 1]), taken(whole, [2])])
    assert again.added.tolist() == whole.added.tolist()
    with pytest.raises(ValueError, match="images"):
        other = {**kin(2).arrays(), "images": np.array(6)}
        joined([kin(2), MapKin.from_arrays(other)])


def portraits(woken: list[int], maps: int, steps: int = 3) -> Portraits:
    """Return frames of maps, some of which had to be woken; each has its place as its values."""
    each = np.arange(float(maps))
    pictures = np.tile(each[:, None, None], (1, 2, 2))
    some = np.array(woken, int)
    return Portraits(
        **dict.fromkeys(("visible_rows", "visible_columns", "node"), np.array([0, 2])),
        seed=each,
        step=np.array([0, 1]),
        frames=np.stack([pictures, pictures], axis=1),
        curve=np.tile(each, (3, 1)),
        node_images=pictures,
        node_response=each,
        negative_images=pictures,
        negative_response=each,
        woken=some,
        wake_step=np.array([0]),
        wake_frames=pictures[some][:, None],
        wake_curve=np.tile(each[some], (steps if woken else 0, 1)),
    )


@pytest.mark.parametrize("woken", [[0, 3], [1, 2, 4], [3], []])
def test_maps_that_were_woken_stay_those_that_were(woken):
    whole = portraits(woken, 5)
    parts = [taken(whole, [0, 1, 2]), taken(whole, [3, 4])]
    assert parts[1].woken.tolist() == [place - 3 for place in woken if place > 2]
    # a block without any climbed nothing
    parts = [portraits([], 3) if not len(parts[0].woken) else parts[0], parts[1]]
    again = joined(parts)
    for name in ("woken", "wake_frames", "wake_curve"):
        assert np.array_equal(getattr(again, name), getattr(whole, name)), name
    turned = taken(whole, [4, 3, 0])
    assert [[4, 3, 0][place] for place in turned.woken] == [k for k in (4, 3, 0) if k in woken]
    assert np.array_equal(turned.wake_frames[:, 0, 0, 0], turned.seed[turned.woken])


def outline(**more: Any) -> Atlas:
    """Return what is declared of a network with one layer of six maps, four of them looked at."""
    chosen = (0, 1, 2, 5)
    given = {"maps": {"conv": chosen}, "blocks": {"conv": (chosen[:2], chosen[2:])}, **more}
    return Atlas(Outline("net", ("conv",), **given))


def test_a_layer_is_searched_block_by_block_and_each_block_reads_its_own():
    atlas = outline()
    sphere = atlas.oip_sets["conv", "sphere"]
    assert isinstance(sphere, Whole) and sphere.told == {
        "layer": "conv",
        "domain_name": "sphere",
        "maps": [0, 1, 2, 5],
    }
    first, second = sphere.inputs
    assert (first.maps, second.maps) == ((0, 1), (2, 5))
    assert [one.id for one in second.inputs] == [
        "oip-gallery-conv-maps-2-5",
        "data-responses-conv-maps-2-5",
    ]
    assert second.inputs[1].keywords["places"] == [2, 3]
    assert sphere.of_map(5) == (second, 1)
    # only what is measured of the network is worth a journey to a cluster
    assert second.networks and not sphere.networks and not second.inputs[1].networks


def test_everything_is_declared_once_and_behind_what_it_reads():
    every = outline().measurements
    ids = [one.id for one in every]
    assert len(set(ids)) == len(ids)
    for place, one in enumerate(every):
        assert {read.id for read in one.inputs} <= set(ids[:place]), one.id


def test_a_layer_that_is_one_block_is_measured_as_ever():
    (gallery,) = outline(blocks={}).galleries.values()
    assert not isinstance(gallery, Whole) and gallery.id == "oip-gallery-conv"
