from __future__ import annotations

import numpy as np

from analysis import backend


def test_the_gradient_of_every_value_is_its_own():
    from keras import ops

    images = np.random.default_rng(1).standard_normal((3, 2, 2, 1)).astype(np.float32)
    values, gradient = backend.value_and_gradient(lambda x: ops.sum(x**3, axis=(1, 2, 3)), ops.convert_to_tensor(images))
    np.testing.assert_allclose(values, (images**3).sum(axis=(1, 2, 3)), rtol=1e-5)
    np.testing.assert_allclose(gradient, 3 * images**2, rtol=1e-5)


def test_a_loop_repeats_its_body_and_stacks_what_it_records():
    run = backend.loop(lambda x, total: ((x * 2, total + x), x))
    start = (np.array([1, 3], np.float32), np.zeros(2, np.float32))
    (last, total), records = run(start, 4)
    assert np.asarray(last).tolist() == [16, 48] and np.asarray(total).tolist() == [15, 45]
    assert records.tolist() == [[1, 3], [2, 6], [4, 12], [8, 24]]


def test_a_loop_can_go_on_where_it_stopped_and_stand_still():
    run = backend.loop(lambda x: ((x + 1,), x))
    state, first = run((np.zeros(1, np.float32),), 2)
    state, second = run(state, 3)
    assert [*first[:, 0], *second[:, 0]] == [0, 1, 2, 3, 4]
    assert run(state, 0)[1].shape == (0, 1)


def test_a_compiled_function_returns_arrays_also_in_dictionaries():
    seen = backend.compiled(lambda x: {"twice": 2 * x, "pair": (x, -x)})(np.ones((2, 1), np.float32))
    assert isinstance(seen["twice"], np.ndarray) and seen["pair"][1].tolist() == [[-1], [-1]]


def test_the_same_seed_gives_the_same_random_weights():
    import keras

    def drawn(seed: int) -> np.ndarray:
        backend.prepare(seed)
        return np.asarray(keras.random.normal((4,)))

    first, other, again = drawn(3), drawn(4), drawn(3)
    assert (first == again).all() and not (first == other).any()


def test_the_device_is_told_in_words():
    assert len(backend.device().split()) > 1
