"""Speed of the ascent beside its peers, as ratios of medians measured in turns in one run: same
network, same starts, same steps.

Peers: the series' way as a reader of part VIII would write it, one map and one eager step after the
other; and tf-keras-vis with a score for all maps at once, set to take the series' steps. A peer
that is not installed is left out.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis import framework
from analysis.artifacts import to_json, write_atomically
from analysis.ascent.climb import BLOCK, Ascent, Rule, Series, ascend
from analysis.ascent.forward import visible
from analysis.ascent.objectives import response
from analysis.ascent.starts import fluctuations
from analysis.networks.layers import layers_up_to
from analysis.networks.series import MAPS
from analysis.networks.storage import load_model
from analysis.oips.ladder import annealed
from analysis.settings import Settings

EAGER_STEPS = 30  # timed; the cost of a step does not depend on its number
PEER_STEPS = 60  # of tf-keras-vis, likewise
MATRIX = 2048  # side of the products that measure this machine's rate
SIZES = (128, 256, 512, 1024)  # images whose cost is compared, to see that it grows in proportion


@dataclass(frozen=True)
class Row:
    """All maps of one layer, one start each, by the series' rule and number of steps."""

    layer: str
    steps: int
    ours: float  # seconds
    eager: float
    peer: float | None  # seconds of tf-keras-vis, None where it is not installed
    annealed: float  # seconds of one annealed ascent
    annealed_steps: int
    # median over maps: the step of the annealed ascent that reaches what the series' steps reach
    reached_at: float
    reached_share: float  # share of maps for which it does
    work: float  # floating point operations of one step for all maps
    difference: float  # largest deviation of the pixels from the eager loop's

    @property
    def to_the_same_response(self) -> float:
        """Seconds until the annealed ascent has reached it, on the median map."""
        return self.annealed * (self.reached_at + 1) / self.annealed_steps


def timed(function: Callable[[], Any]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def eager_ascent(
    model: Any, layer: str, chosen: int, start: np.ndarray, *, steps: int, step_size: float
) -> tuple[np.ndarray, list[float]]:
    """Climb one map from one start, step by step, and return the last image (y, x) and the seconds
    of each step.
    """
    import keras
    import tensorflow as tf

    part = keras.Model(model.inputs, model.get_layer(layer).output)
    image, seconds = tf.constant(start[None, ..., None]), []
    for _ in range(steps):
        began = time.perf_counter()
        with tf.GradientTape() as tape:
            tape.watch(image)
            response = tf.reduce_mean(part(image)[..., chosen])
        gradient = tape.gradient(response, image)
        gradient /= tf.sqrt(tf.reduce_mean(gradient**2)) + 1e-12
        image = image + step_size * gradient
        image = (image - tf.reduce_mean(image)) / tf.math.reduce_std(image)
        seconds.append(time.perf_counter() - began)
    return image.numpy()[0, ..., 0], seconds


def peer_ascent(
    model: Any, layer: str, starts: np.ndarray, *, steps: int, step_size: float
) -> np.ndarray:
    """Climb all maps of a layer with tf-keras-vis by the series' steps; return the last images
    (map, y, x). ``Raises ImportError`` without it.
    """
    import keras
    import tensorflow as tf
    from tf_keras_vis.activation_maximization import ActivationMaximization

    part = keras.Model(model.inputs, model.get_layer(layer).output)
    maps = tf.range(len(starts))[:, None]

    def score(output: Any) -> Any:
        return tf.gather(tf.reduce_mean(output, axis=(1, 2)), maps, batch_dims=1)[:, 0]

    def standardised(images: Any) -> Any:
        centred = images - tf.reduce_mean(images, axis=(1, 2, 3), keepdims=True)
        return centred / tf.math.reduce_std(centred, axis=(1, 2, 3), keepdims=True)

    def at_rms_1(gradient: Any) -> Any:
        return gradient / (
            tf.sqrt(tf.reduce_mean(gradient**2, axis=(1, 2, 3), keepdims=True)) + 1e-12
        )

    done = ActivationMaximization(part, clone=False)(
        score,
        seed_input=tf.constant(starts[..., None]),
        input_range=None,
        input_modifiers=[standardised],
        regularizers=[],
        steps=steps,
        optimizer=keras.optimizers.SGD(step_size),
        gradient_modifier=at_rms_1,
        activation_modifiers=standardised,
    )
    return np.asarray(done)[..., 0]


def work_of_a_step(model: Any, layer: str, images: int) -> float:
    """Return the multiplications and additions that one forward and backward pass needs for one map
    of a layer, for so many images.

    What the search leaves out is not counted: the other maps of that layer, and nodes that its maps
    do not see.
    """
    steps = layers_up_to(model, layer)
    _, *sides, channels = model.input_shape
    seen = [len(range(side)[part]) for side, part in zip(sides, visible(model, layer), strict=True)]
    shape = (1, *seen, channels)
    total = 0.0
    for step in steps:
        shape = step.compute_output_shape(shape)
        if hasattr(step, "convolution_op"):
            maps = step.filters if step is steps[-1] else 1
            total += 2.0 * shape[1] * shape[2] * np.prod(step.kernel.shape) / maps
    return 2 * total * images  # the gradient towards the image costs as much as the way up


def matrix_rate() -> float:
    """Return the floating point operations per second of a large float32 matrix product on this
    machine.
    """
    from keras import ops

    product = framework.compiled(lambda a: ops.matmul(a, a))
    values = np.random.default_rng(1).standard_normal((MATRIX, MATRIX)).astype(np.float32)
    product(values)
    return 2 * MATRIX**3 / statistics.median(timed(lambda: product(values)) for _ in range(7))


def _per_step(function: Callable[[int], Any], steps: int) -> float:
    """Return the seconds of one step: the difference of a long and a short run, so that starting up
    does not count.
    """
    function(3)
    return (timed(lambda: function(steps)) - timed(lambda: function(3))) / (steps - 3)


def compare(path: Path, layer: str, settings: Settings, *, steps: int, rounds: int = 3) -> Row:
    """Time all maps of a layer, one start each, in turns with the peers so that all see the same
    machine.
    """
    framework.prepare(0)
    model = load_model(path)
    maps = np.arange(MAPS[layer])
    oip = settings.oip
    rule = settings.ladder
    starts = fluctuations(range(1, len(maps) + 1), oip.grids, oip.fluctuation.weights(layer))
    quickly = annealed(rule, rule.steps)

    def climb(of: Rule, count: int) -> Ascent:
        return ascend(
            response(model, layer),
            starts,
            maps,
            steps=count,
            rule=of,
            keep=(count - 1,),
            chunk=count,
        )

    series = []
    quick = []
    eager = []
    peer = []
    for turn in range(rounds):
        series.append(
            _per_step(lambda count: climb(Series(oip.step_size), count), max(steps // 10, 20))
            * steps
        )
        quick.append(_per_step(lambda count: climb(quickly, count), rule.steps) * rule.steps)
        # the first steps warm up
        eager += eager_ascent(
            model, layer, turn, starts[turn], steps=EAGER_STEPS, step_size=oip.step_size
        )[1][3:]
        try:
            peer.append(
                _per_step(
                    lambda count: peer_ascent(
                        model, layer, starts, steps=count, step_size=oip.step_size
                    ),
                    PEER_STEPS,
                )
                * steps
            )
        except ImportError:
            peer = []
    slow, fast = climb(Series(oip.step_size), steps), climb(quickly, rule.steps)
    answering = slow.response > 0
    best = np.maximum.accumulate(fast.curve, axis=0)[:, answering]
    reaches = best[-1] >= slow.response[answering]
    first = np.where(reaches, (best >= slow.response[answering]).argmax(axis=0), np.inf)
    alone = eager_ascent(
        model, layer, 0, starts[0], steps=EAGER_STEPS - 1, step_size=oip.step_size
    )[0]
    again = climb(Series(oip.step_size), EAGER_STEPS).frames[-1][0]
    return Row(
        layer=layer,
        steps=steps,
        ours=statistics.median(series),
        eager=statistics.median(eager) * steps * len(maps),
        peer=statistics.median(peer) if peer else None,
        annealed=statistics.median(quick),
        annealed_steps=rule.steps,
        reached_at=float(np.median(first)),
        reached_share=float(reaches.mean()),
        work=float(work_of_a_step(model, layer, len(maps))),
        difference=float(abs(again - alone).max()),
    )


def growth(path: Path, settings: Settings, steps: int = 20) -> dict[int, float]:
    """Return the seconds of ``steps`` steps of Conv2D_3 by the number of images climbing."""
    model, maps = load_model(path), np.arange(MAPS["Conv2D_3"])
    starts = fluctuations(
        range(1, BLOCK + 1), settings.oip.grids, settings.oip.fluctuation.conv2d_3
    )
    seconds = {}
    for size in SIZES:
        begun, wanted = np.resize(starts, (size, 28, 28)), np.resize(maps, size)

        def climb(count: int, begun: np.ndarray = begun, wanted: np.ndarray = wanted) -> Ascent:
            return ascend(
                response(model, "Conv2D_3"),
                begun,
                wanted,
                steps=count,
                rule=Series(0.01),
                chunk=count,
            )

        seconds[size] = _per_step(climb, steps) * steps
    return seconds


def plot(seconds: dict[int, float]) -> bytes:
    """Return an SVG of the cost of a step over the number of images, beside a cost that is exactly
    proportional.
    """
    from matplotlib.figure import Figure

    sizes, cost = np.array(list(seconds)), np.array(list(seconds.values()))
    figure = Figure(figsize=(5, 3.2), layout="constrained")
    picture = io.BytesIO()
    axes = figure.subplots()
    axes.plot(sizes, cost, "o-", label="measured")
    axes.plot(sizes, cost[0] * sizes / sizes[0], ":", label=f"in proportion to {sizes[0]} images")
    axes.set(
        xlabel="images climbing", ylabel="seconds for 20 steps", xlim=(0, None), ylim=(0, None)
    )
    axes.legend(frameon=False)
    figure.savefig(picture, format="svg", metadata={"Date": None})
    return picture.getvalue()


def told(row: Row, rate: float) -> list[str]:
    """Return what is said of one layer."""
    lines = [
        (
            f"{row.layer}, all maps, one start, {row.steps} steps: {row.ours:.1f} s,"
            f" {row.work * row.steps / row.ours / rate:.0%} of that rate"
        ),
        (
            f"  per-map eager loop {row.eager:.0f} s: ratio {row.eager / row.ours:.0f}; pixels"
            f" differ by {row.difference:.1g} at most"
        ),
        (
            f"  annealed {row.annealed:.2f} s: {row.reached_share:.0%} of the maps reach what"
            f" {row.steps} steps reach, the median at step {row.reached_at:.0f}"
        ),
    ]
    if row.peer:
        lines.append(
            f"  tf-keras-vis, all maps at once {row.peer:.1f} s: ratio {row.peer / row.ours:.1f}"
        )
        lines.append(
            f"  time to that response {row.to_the_same_response:.2f} s: ratio"
            f" {row.peer / row.to_the_same_response:.0f}"
        )
    return lines


def bench(
    path: Path,
    settings: Settings,
    layers: list[str],
    steps: int,
    out: Path,
    report: Callable[[str], None] = print,
) -> None:
    """Compare all layers, tell the ratios, and leave the figures beside the build as JSON."""
    rate = matrix_rate()
    rows = [compare(path, layer, settings, steps=steps) for layer in layers]
    report(
        f"{framework.device()}, {MATRIX} x {MATRIX} matrix product: {rate / 1e9:.0f} billion"
        " operations per second"
    )
    for row in rows:
        for line in told(row, rate):
            report(line)
    ours, eager = (sum(getattr(row, name) for row in rows) for name in ("ours", "eager"))
    report(
        f"all {sum(MAPS[row.layer] for row in rows)} maps: {ours:.1f} s, eager loop {eager:.0f} s:"
        f" ratio {eager / ours:.0f}"
    )
    if all(row.peer for row in rows):
        report(
            f"  tf-keras-vis {sum(row.peer or 0 for row in rows):.1f} s: ratio"
            f" {sum(row.peer or 0 for row in rows) / ours:.1f}"
        )
    seconds = growth(path, settings)
    report(
        "cost of 20 steps by images: "
        + ", ".join(f"{size}: {value:.2f} s" for size, value in seconds.items())
    )
    record = {
        "device": framework.device(),
        "matrix_rate": rate,
        "rows": [vars(row) for row in rows],
        "growth": {str(size): value for size, value in seconds.items()},
    }
    write_atomically(out, to_json(record))
    write_atomically(out.with_suffix(".svg"), plot(seconds))
    report(f"written to {out}, with a plot of the cost beside it")
