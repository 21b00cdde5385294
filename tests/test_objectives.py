"""Every response equals a slow forward pass in NumPy; every mistyped word is one clear error."""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis.ascent.objectives import (
    ANY_NODE,
    MEAN,
    NEGATIVE,
    PRE_ACTIVATION,
    Objective,
    nodes,
    parse,
    response,
)
from analysis.problem import Problem

LAYERS = {"Conv2D_1": (32, 26), "Conv2D_2": (64, 11), "Conv2D_3": (128, 3)}
SLOW = {
    "mean": lambda z: np.maximum(z, 0).mean(),
    "pre-activation": lambda z: z.mean(),
    "negative": lambda z: -z.mean(),
    "any-node": lambda z: np.maximum(z, 0).max(),
    "node:centre": lambda z: max(z[len(z) // 2, len(z) // 2], 0),
    "node:0,2": lambda z: max(z[0, 2], 0),
}


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(3).standard_normal((4, 28, 28, 1)).astype(np.float32)


@pytest.fixture(scope="module")
def seen(weights, images):
    """Maps before their activation, by layer, from an oracle that knows nothing of the fast forward
    pass.
    """
    return [
        {layer: oracles.forward(weights, image[..., 0])[f"{layer}/pre"] for layer in LAYERS}
        for image in images
    ]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("word", SLOW)
def test_a_response_equals_a_slow_forward_pass(model, images, seen, layer, word):
    maps = np.array([0, 5, 17, LAYERS[layer][0] - 1], np.int32)
    found = np.asarray(response(model, layer, parse(word))(images, maps))
    expected = [SLOW[word](z[layer][..., m]) for z, m in zip(seen, maps, strict=True)]
    np.testing.assert_allclose(found, expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("layer", LAYERS)
def test_single_nodes_are_read_image_by_image(model, images, seen, layer):
    side = LAYERS[layer][1]
    places = np.array([[3, 0, 0], [7, 1, side - 1], [9, side - 1, 0], [30, 1, 2]], np.int32)
    expected = [max(z[layer][y, x, m], 0) for z, (m, y, x) in zip(seen, places, strict=True)]
    np.testing.assert_allclose(np.asarray(nodes(model, layer)(images, places)), expected, atol=1e-5)


@pytest.mark.parametrize(
    "word", ["mean", "pre-activation", "negative", "any-node", "node:centre", "node:1,12"]
)
def test_a_word_is_read_and_written_back(word):
    assert str(parse(word)) == word


def test_words_name_the_constants():
    assert (parse("mean"), parse("pre-activation"), parse("negative"), parse("any-node")) == (
        MEAN,
        PRE_ACTIVATION,
        NEGATIVE,
        ANY_NODE,
    )
    assert parse("node") == parse("node:centre") == Objective("node")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("maen", "nearest 'mean'"),
        ("mean:3", "only a node has a place"),
        ("node:1", "ROW,COLUMN"),
        ("node:a,b", "ROW,COLUMN"),
        ("node:-1,0", "ROW,COLUMN"),
    ],
)
def test_a_mistyped_word_is_one_clear_error(word, said):
    with pytest.raises(Problem, match=said):
        parse(word)


def test_a_node_outside_the_map_is_one_clear_error(model, images):
    with pytest.raises(Problem, match="3 x 3 nodes"):
        response(model, "Conv2D_3", parse("node:3,0"))(images, np.zeros(4, np.int32))
