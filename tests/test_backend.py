from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis import framework
from analysis.ascent.starts import fluctuations


def test_the_gradient_of_every_value_is_its_own():
    from keras import ops

    images = np.random.default_rng(1).standard_normal((3, 2, 2, 1)).astype(np.float32)
    values, gradient = framework.value_and_gradient(
        lambda x: ops.sum(x**3, axis=(1, 2, 3)), ops.convert_to_tensor(images)
    )
    np.testing.assert_allclose(values, (images**3).sum(axis=(1, 2, 3)), rtol=1e-5)
    np.testing.assert_allclose(gradient, 3 * images**2, rtol=1e-5)


def test_a_loop_repeats_its_body_and_stacks_what_it_records():
    run = framework.loop(lambda state, factor: ((state[0] * factor, state[1] + state[0]), state[0]))
    start = (np.array([1, 3], np.float32), np.zeros(2, np.float32))
    (last, total), records = run(start, np.float32(2), 4)
    assert np.asarray(last).tolist() == [16, 48] and np.asarray(total).tolist() == [15, 45]
    assert records.tolist() == [[1, 3], [2, 6], [4, 12], [8, 24]]


def test_a_loop_can_go_on_where_it_stopped_and_stand_still():
    run = framework.loop(lambda state, more: ((state[0] + more,), state[0]))
    state, first = run((np.zeros(1, np.float32),), np.float32(1), 2)
    state, second = run(state, np.float32(1), 3)
    assert [*first[:, 0], *second[:, 0]] == [0, 1, 2, 3, 4]
    assert run(state, np.float32(1), 0)[1].shape == (0, 1)


def test_a_compiled_function_returns_arrays_also_in_dictionaries():
    seen = framework.compiled(lambda x: {"twice": 2 * x, "pair": (x, -x)})(
        np.ones((2, 1), np.float32)
    )
    assert isinstance(seen["twice"], np.ndarray) and seen["pair"][1].tolist() == [[-1], [-1]]


def test_the_same_seed_gives_the_same_random_weights():
    import keras

    def drawn(seed: int) -> np.ndarray:
        framework.prepare(seed)
        return np.asarray(keras.random.normal((4,)))

    first = drawn(3)
    other = drawn(4)
    again = drawn(3)
    assert (first == again).all() and not (first == other).any()


def test_the_device_is_told_in_words():
    assert len(framework.device().split()) > 1


def test_products_are_computed_in_full_float32():
    """A processor has no shorter format, so what the framework has been told is asked."""
    tf = pytest.importorskip("tensorflow")
    tf.config.experimental.enable_tensor_float_32_execution(True)
    framework.prepare(1)
    assert not tf.config.experimental.tensor_float_32_execution_enabled()


def _elsewhere(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_framework_without_implementation_is_named():
    code = (
        "from analysis import framework\nfrom analysis.problem import Problem\ntry:"
        " framework.chosen()\nexcept Problem as problem: print(problem)"
    )
    assert (
        "KERAS_BACKEND='torch' has no implementation; there are jax and tensorflow"
        in _elsewhere(code, KERAS_BACKEND="torch")
    )


COMPARED = """
import sys, numpy as np
from pathlib import Path
from analysis import framework
from analysis.ascent.climb import Annealed, Climber, Series, ascend
from analysis.networks.series import build_cnn
from analysis.networks.storage import load_model
from analysis.ascent.objectives import parse, response
framework.prepare(1)
model, given, out = load_model(Path(sys.argv[1])), np.load(sys.argv[2]), {}
KINDS = ("mean", "pre-activation", "node:1,1", "any-node", "negative")
for layer in ("Conv2D_1", "Conv2D_2", "Conv2D_3"):
    owns = {kind: response(model, layer, parse(kind)) for kind in KINDS}
    def all_kinds(images, maps):
        return {
            kind: framework.value_and_gradient(lambda x: own(x, maps), images)
            for kind, own in owns.items()
        }
    found = framework.compiled(all_kinds)(given["starts"][..., None], given["maps"])
    for kind, (values, slope) in found.items():
        out[f"{layer} {kind} value"] = values
        out[f"{layer} {kind} gradient"] = slope
rules = {"series": Series(0.01), "annealed": Annealed(20, 0.3, 0.01)}
for name, rule in rules.items():
    climbed = response(model, "Conv2D_3")
    done = ascend(Climber(climbed, rule), given["starts"], given["maps"], steps=20)
    out[name] = done.response
for k, weight in enumerate(build_cnn(3).get_weights()):
    out[f"initial weight {k}"] = weight
np.savez(sys.argv[3], **out)
"""
PRECISION = """
import jax
print("precision", jax.config.jax_default_matmul_precision)
"""


@pytest.fixture(scope="module")
def on_jax(networks, tmp_path_factory):
    """What another process computes on JAX and says, and the code of it, which runs here too; the
    code ends with the path that its results are written to.
    """
    pytest.importorskip("jax")
    folder = tmp_path_factory.mktemp("frameworks")
    np.savez(
        folder / "given.npz",
        starts=fluctuations(range(1, 9), (3, 7, 14, 28), (0.2, 0.2, 0.1, 0.1)),
        maps=np.arange(8, dtype=np.int32),
    )
    code = COMPARED.replace("sys.argv[1]", repr(str(networks["full-recipe"]))).replace(
        "sys.argv[2]", repr(str(folder / "given.npz"))
    )
    written = code.replace("sys.argv[3]", repr(str(folder / "jax")))
    # Keras would load TensorFlow too; and compiling takes longer than what is compiled
    alone = "import sys; sys.modules['tensorflow'] = None\n" + written + PRECISION
    said = _elsewhere(alone, KERAS_BACKEND="jax", JAX_DISABLE_MOST_OPTIMIZATIONS="1")
    return code, folder / "jax.npz", said


def test_products_are_computed_in_full_float32_on_jax(on_jax):
    assert "precision highest" in on_jax[2]


def test_both_frameworks_give_the_same_results(on_jax, tmp_path):
    code, path, _ = on_jax
    exec(code.replace("sys.argv[3]", repr(str(tmp_path / "tensorflow"))), {})
    found = {}
    for name, stored_in in (("tensorflow", tmp_path / "tensorflow.npz"), ("jax", path)):
        with np.load(stored_in) as stored:
            found[name] = {key: stored[key] for key in stored.files}
    for key, values in found["tensorflow"].items():
        # a climb may end elsewhere by more: where nodes of a pool come close, the last bit decides
        share = 1e-3 if key in ("series", "annealed") else 1e-4
        # drawn by NumPy, so that no bit is another one
        share = 0 if key.startswith("initial weight") else share
        np.testing.assert_allclose(
            found["jax"][key], values, atol=share * max(1e-3, abs(values).max()), err_msg=key
        )
