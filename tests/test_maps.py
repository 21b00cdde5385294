"""What map pages show beside OIPs: decisions are sums without remainder, links add up to what their
readers have, relatives respond alike, and further pictures are what they claim.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.ascent.answers import looking
from analysis.ascent.objectives import NEGATIVE, nodes, response
from analysis.catalogue.series.measurements import (
    ATLAS,
    CONFUSION,
    EXAMPLE_IMAGES,
    OIP_SETS,
)
from analysis.looking.contributions import shares, silenced
from analysis.looking.kin import correlations, histogram, places
from analysis.networks.layers import forward
from analysis.networks.series import CONVOLUTIONS

DEEPEST = CONVOLUTIONS[-1]


@pytest.fixture(scope="module")
def network(make_study):
    return make_study().network()


@pytest.fixture(scope="module")
def few(data):
    return data.standardise(data.test.images[:12])


@pytest.fixture(scope="module")
def found(network, few):
    return shares(network, few)


def _logits(network, values):
    last = network.layers[-1]
    return values @ np.asarray(last.kernel) + np.asarray(last.bias)


def test_logits_are_what_the_softmax_reads(network, few, found):
    dense = np.asarray(forward(network, few, network.layers[-2].name))
    np.testing.assert_allclose(found.logits, _logits(network, dense), atol=1e-5)


def test_pixels_and_all_biases_sum_to_the_logits(found):
    total = found.pixels.sum(axis=(2, 3)) + sum(found.bias.values())
    np.testing.assert_allclose(total, found.logits, atol=1e-4)


@pytest.mark.parametrize("layer", [*CONVOLUTIONS, "Dense_100"])
def test_nodes_and_the_biases_behind_sum_to_the_logits(found, layer):
    total = found.nodes[layer].sum(axis=-1) + found.behind(layer)
    np.testing.assert_allclose(total, found.logits, atol=1e-4)


def test_what_a_node_of_the_dense_layer_contributes_is_its_weight_times_its_value(
    network, few, found
):
    dense = np.asarray(forward(network, few, "Dense_100"))
    weights = np.asarray(network.layers[-1].kernel)
    expected = dense[:, None] * weights.T
    np.testing.assert_allclose(found.nodes["Dense_100"], expected, atol=1e-5)


def test_a_dense_node_set_to_zero_loses_what_it_contributes(network, few, found):
    """Behind it no gate can move."""
    np.testing.assert_allclose(
        silenced(network, few, "Dense_100"), found.nodes["Dense_100"], atol=1e-5
    )


def test_a_map_set_to_zero_loses_what_an_oracle_says(network, few):
    lost = silenced(network, few, DEEPEST)
    maps = np.asarray(forward(network, few, DEEPEST))
    for number in (0, maps.shape[-1] - 1):
        without = maps.copy()
        without[..., number] = 0
        values = [maps, without]
        for step in network.layers[-3:-1]:
            values = [step(one) for one in values]
        whole, rest = (_logits(network, np.asarray(one)) for one in values)
        np.testing.assert_allclose(lost[..., number], whole - rest, atol=1e-5)


def test_decisions_take_each_image_once(take):
    examples, confusion = take(EXAMPLE_IMAGES), take(CONFUSION)
    from analysis.catalogue.series.decisions import DECISIONS

    found = take(DECISIONS)
    assert len(np.unique(found.index)) == len(found.index)
    assert set(found.index) == {*examples.index, *confusion.hard_index}
    assert found.index[: len(examples.index)].tolist() == examples.index.tolist()


def test_links_add_up_to_what_their_readers_have(take, network, data):
    found = take(ATLAS.links["Conv2D_2"])
    reader = network.get_layer(DEEPEST)
    images, labels = data.standardise(data.test.images), data.test.labels
    before = np.asarray(forward(network, images, DEEPEST, pre_activation=True)).mean(axis=(1, 2))
    for digit in np.unique(labels):
        expected = before[labels == digit].mean(axis=0) - np.asarray(reader.bias)
        np.testing.assert_allclose(found.added[digit].sum(axis=0), expected, atol=2e-4)


def test_strength_is_the_root_of_the_summed_squares_of_the_weights_between(take, network):
    kernel = np.asarray(network.get_layer(DEEPEST).kernel)
    found = take(ATLAS.links["Conv2D_2"])
    assert found.strength[3, 7] == pytest.approx(np.linalg.norm(kernel[:, :, 3, 7]), rel=1e-5)
    dense = np.asarray(network.get_layer("Dense_100").kernel).reshape(9, 128, 100)
    found = take(ATLAS.links[DEEPEST])
    assert found.strength[5, 11] == pytest.approx(np.linalg.norm(dense[:, 5, 11]), rel=1e-5)


@pytest.mark.parametrize("layer", CONVOLUTIONS)
def test_votes_are_the_mean_contributions_to_the_own_class(take, network, data, layer):
    found, labels = take(ATLAS.votes[layer]), data.test.labels
    for digit in (0, 7):
        own = data.standardise(data.test.images[labels == digit])
        expected = shares(network, own).nodes[layer][:, digit]
        np.testing.assert_allclose(found.added[digit], expected.mean(axis=0), atol=1e-4)
        np.testing.assert_allclose(found.spread[digit], expected.std(axis=0), atol=1e-4)


def test_relatives_lie_close_and_what_never_varies_is_like_nothing():
    rng = np.random.default_rng(3)
    families = rng.normal(size=(400, 2))
    seen = np.repeat(families, 10, axis=1) + 0.1 * rng.normal(size=(400, 20))
    seen = np.concatenate([seen, np.zeros((400, 1))], axis=1)
    related = correlations(seen)
    np.testing.assert_allclose(related[:-1, :-1], np.corrcoef(seen[:, :-1].T), atol=1e-9)
    assert np.isnan(related[-1]).all()
    where = places(related, 1)
    np.testing.assert_array_equal(where, places(related, 1))
    apart = np.linalg.norm(where[:20, None] - where[None, :20], axis=-1)
    assert apart[:10, :10].max() < apart[:10, 10:].min()


def test_a_histogram_counts_every_image_that_moves_a_map():
    seen = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    counts = histogram(seen)
    assert counts.sum(axis=1).tolist() == [2, 0] and counts[0, -1] == 1


def test_portraits_are_what_they_claim(take, network):
    oips, found = take(OIP_SETS[DEEPEST, "sphere"]), take(ATLAS.portraits[DEEPEST])
    maps = np.arange(len(found.curve.T), dtype=np.int32)

    def answers(raised, images, wanted=maps):
        return np.asarray(raised(images[..., None], wanted))

    places = np.column_stack([maps, np.tile(found.node, (len(maps), 1))]).astype(np.int32)
    own = answers(nodes(network, DEEPEST), found.node_images, places)
    np.testing.assert_allclose(own, found.node_response, atol=1e-4)
    down = -answers(response(network, DEEPEST, NEGATIVE), found.negative_images)
    np.testing.assert_allclose(down, found.negative_response, atol=1e-4)
    assert (found.negative_response < 0).any()
    # the frames are those of the walk that the set of many starts took from the same seed
    best = oips.every_response.argmax(axis=1)
    np.testing.assert_array_equal(found.seed, oips.every_seed[maps, best])
    np.testing.assert_allclose(found.curve.max(axis=0), oips.every_response[maps, best], atol=1e-4)


def test_the_way_to_an_oip_begins_at_its_start(take, network):
    found = take(ATLAS.portraits[DEEPEST])
    look, maps = looking(network, DEEPEST), np.arange(len(found.frames))
    first = look(found.frames[:, 0])[0][maps, maps]
    awake = np.setdiff1d(maps, found.woken)
    assert len(found.woken) and (first[awake] > 0).all()
    np.testing.assert_allclose(first, found.curve[0], atol=1e-4)
    # a start that its map is silent to, by its pre-activation to where the ascent begins
    after, before = look(found.wake_frames[:, 0])
    mine = np.arange(len(found.woken)), found.woken
    assert (after[mine] == 0).all()
    np.testing.assert_allclose(before[mine], found.wake_curve[0], atol=1e-4)
    assert (look(found.frames[found.woken, 0])[1][mine] > before[mine]).all()
    assert found.wake_step[0] == 0 and found.wake_step[-1] < len(found.wake_curve) - 1
