"""What a browser computes of a network is what Python computes: activations, gradients, start
images, ascents, what adds up to a logit, training.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from typing import Any

import architectures
import branching
import numpy as np
import pytest
from lab import Lab, lab_in

from analysis import framework
from analysis.ascent.answers import start_responses
from analysis.ascent.climb import Climber, ascend
from analysis.ascent.domains import DOMAINS
from analysis.ascent.objectives import parse, response
from analysis.ascent.rules import Annealed, Series
from analysis.ascent.starts import Mixture
from analysis.images.channels import as_read
from analysis.images.datasets import Dataset, Images
from analysis.images.examples.photographs import photographs
from analysis.looking.affine import Logits, at_maps, from_maps
from analysis.networks.examples import build_example
from analysis.networks.layers import convolutions, forward
from analysis.networks.series import build_cnn
from analysis.oips.ladder import into
from analysis.problem import Problem
from analysis.seeds import derived
from analysis.study import Study
from analysis.subject import Subject

pytestmark = pytest.mark.web
STEPS = 100
MAPS = 7  # of each layer, in each domain, by each rule
# what the lab says instead, by the kind of network
UNKNOWN = {
    "slopes that are learnt": "PReLU",
    "merging in every way": "Maximum",
    "an own function named relu": "none of Keras' own",
    "layers apart": "largest value",
    "a norm over the whole map": "LayerNormalization",
}


@pytest.fixture(scope="module")
def lab(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with lab_in(browser, tmp_path_factory.mktemp("lab")) as found:
        yield found


@pytest.fixture(scope="module")
def series(lab: Lab, make_study: Any) -> Study:
    """The series' network, hardly trained."""
    study = make_study("oip", "ladder")
    lab.subject("series", study)
    return study


@pytest.fixture(scope="module")
def colour(lab: Lab, settings: Any) -> Study:
    """The network for pieces of photographs, untrained: strides, colours, another scale for each
    channel.
    """
    found = photographs()
    parts = [Images(found.images[k::3], found.labels[k::3].astype(np.uint8)) for k in range(3)]
    levels = (tuple(found.images.mean(axis=(0, 1, 2))), tuple(found.images.std(axis=(0, 1, 2))))
    data = Dataset(*parts, *levels, (0, 255))
    shape = found.images.shape[1:]
    network = build_example("photographs", 3, shape, 2)
    mixture = Mixture((2, 8, 32), (0.3, 0.2, 0.4), shape[:2], 3)
    study = Study(
        settings,
        declared=("oip", "ladder"),
        foreign=Subject("colour", data, network, lambda _: mixture),
    )
    lab.subject("colour", study)
    return study


STUDIES = ("series", "colour")


@pytest.fixture(params=STUDIES)
def study(request: pytest.FixtureRequest) -> Study:
    return request.getfixturevalue(request.param)


def called(study: Study) -> str:
    """Return the name under which the page finds what a study looks at."""
    return "colour" if study.foreign else "series"


def near(one: Any, other: Any, of: float, share: float) -> None:
    """Hold numbers against others, that may differ by a share of a size."""
    np.testing.assert_allclose(np.asarray(one), np.asarray(other), rtol=0, atol=of * share)


def sloped(raised: Any, maps: np.ndarray, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what is raised (image), and its gradient (image, number)."""
    from keras import ops

    found = framework.value_and_gradient(
        lambda x: raised(x, maps), ops.convert_to_tensor(as_read(images))
    )
    values, slopes = map(np.asarray, found)
    return values, slopes.reshape(len(images), -1)


def spread(values: np.ndarray) -> float:
    return float(np.ptp(values))


def test_what_a_pass_gives(lab: Lab, study: Study) -> None:
    """Activations of all layers before and after their function, logits, and probabilities."""
    images = study.data.standardise(study.data.test.images[:3])
    network = study.subject.network
    found = lab.run(
        """const one = await net(given.name);
        return given.images.map((image) => shown(engine.forward(one, array(image))));""",
        name=called(study),
        images=images.reshape(3, -1),
    )
    layers = [layer.name for layer in network.layers]
    for stage, pre in (("before", True), ("after", False)):
        for layer in layers:
            if pre and not hasattr(network.get_layer(layer), "activation"):
                continue
            other = np.asarray(forward(network, images, layer, pre_activation=pre))
            one = np.array([seen[stage][layer] for seen in found]).reshape(other.shape)
            near(one, other, abs(other).max(), 1e-5)
    likely = [seen["probabilities"] for seen in found]
    near(likely, Logits(network).probabilities(Logits(network).of(images)), 1, 1e-6)


OBJECTIVES = {
    "mean": {"kind": "map"},
    "pre-activation": {"kind": "map", "stage": "before"},
    "negative": {"kind": "map", "stage": "before", "sign": -1},
    "node:1,0": {"kind": "node", "row": 1, "column": 0},
    "any-node": {"kind": "any"},
}


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_gradient_of_what_can_be_raised(lab: Lab, study: Study, objective: str) -> None:
    network, subject = study.subject.network, study.subject
    for layer in subject.layers:
        start = subject.mixture(layer).starts([5])
        maps = np.arange(0, subject.layer(layer).maps, 5, dtype=np.int32)
        raised = response(network, layer, parse(objective))
        shown = np.repeat(start, len(maps), axis=0)
        values, slopes = sloped(raised, maps, shown)
        found = lab.run(
            """const one = await net(given.name);
            const image = array(given.image);
            return given.maps.map(
              (map) => engine.gradient(one, image, {...given.objective, map}),
            );""",
            name=called(study),
            maps=maps,
            image=start.reshape(-1),
            objective={**OBJECTIVES[objective], "layer": layer},
        )
        for number, one in enumerate(found):
            near(one["value"], values[number], max(1, abs(float(values[number]))), 1e-5)
            near(one["gradient"], slopes[number], abs(slopes[number]).max(), 1e-5)
            assert abs(slopes[number]).max() > 0 or values[number] == 0


def test_start_images_are_the_same_to_the_last_bit(lab: Lab, study: Study) -> None:
    subject = study.subject
    for layer in subject.layers:
        seeds = [0, 1, 4_000_000_000, *range(243_495_240, 243_495_256)]
        starts = subject.mixture(layer).starts(seeds)
        for name in DOMAINS:
            found = lab.run(
                """const one = await net(given.name);
                const start = (seed) => engine.startImage(one, {seed, ...given.asked});
                return given.seeds.map(start);""",
                name=called(study),
                seeds=seeds,
                asked={"layer": layer, "domain": name},
            )
            other = into(starts, subject.domain(name)).reshape(len(seeds), -1)
            assert np.array_equal(np.array(found, np.float32), other), (layer, name)


def test_a_mixture_of_ones_own_and_colours_that_are_mixed(lab: Lab, colour: Study) -> None:
    subject = colour.subject.with_decorrelated_colours()
    mixture = subject.mixture(next(iter(subject.layers)))
    told = {"grids": mixture.grids, "weights": mixture.weights, "colours": mixture.colours}
    found = lab.run(
        """return engine.startImage(await net("colour"), {seed: 7, mixture: given.mixture});""",
        mixture=told,
    )
    assert np.array_equal(np.array(found, np.float32), mixture.starts([7]).reshape(-1))


RULES = {"annealed": Annealed(STEPS, 2.0, 0.02), "series": Series(0.01)}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", DOMAINS)
def test_an_ascent_ends_with_the_same_image(lab: Lab, study: Study, name: str, rule: str) -> None:
    """After 100 steps, for the maps of every layer that answer a start most.

    An ascent leads to where nodes tie, and there the last bit decides which of them wins: a few of
    the ways part, as two of Python's own do that begin one bit apart. Their responses do not.
    """
    subject = study.subject
    where, own = subject.domain(name), vars(RULES[rule])
    asked = {**own, "steps": STEPS, "rate": own.get("size"), "domain": name, "rule": rule}
    apart = []
    for layer in subject.layers:
        start = into(subject.mixture(layer).starts([11]), where)
        answers = start_responses(subject.network, layer, start)[0]
        maps = np.argsort(-answers)[:MAPS]
        assert answers[maps[-1]] > 0
        climber = Climber(response(subject.network, layer), RULES[rule], where)
        starts = np.repeat(start, MAPS, axis=0)
        done = ascend(climber, starts, maps, steps=STEPS, keep=[STEPS - 1])
        found = lab.run(
            """const one = await net(given.name);
            const {layer, asked} = given;
            const start = engine.startImage(one, {seed: 11, layer, domain: asked.domain});
            return given.maps.map((map) => {
              const objective = {kind: "map", layer, map};
              const climbing = engine.ascent(one, {start, ...asked, objective});
              const curve = [];
              for (;;) {
                const frame = climbing.next();
                curve.push(frame.value);
                if (frame.done) return shown({curve, ...frame});
              }
            });""",
            name=called(study),
            layer=layer,
            maps=maps,
            asked=asked,
        )
        for number, one in enumerate(found):
            last, best = done.frames[-1, number], done.images[number]
            pairs = ((one["image"], last), (one["best"], best))
            apart.append(max(abs(a - b.reshape(-1)).max() / np.ptp(b) for a, b in pairs))
            top = float(done.response[number])
            near(one["bestValue"], top, abs(top), 0.02)
            near(max(one["curve"]), one["bestValue"], abs(top), 1e-6)
            assert len(one["curve"]) == STEPS
            assert one["curve"][-1] > one["curve"][0]
    assert np.mean(np.array(apart) < 1e-4) > 0.8, apart


def test_what_adds_up_to_a_logit(lab: Lab, study: Study) -> None:
    network = study.subject.network
    logits = Logits(network)
    image = study.data.standardise(study.data.test.images[:1])
    for of in range(logits.classes):
        found = lab.run(
            """const one = await net(given.name);
            engine.forward(one, array(given.image));
            return engine.contributions(one, given.of);""",
            name=called(study),
            image=image.reshape(-1),
            of=of,
        )
        total = logits.of(image)[0, of]
        for layer in convolutions(network):
            terms = at_maps(from_maps(logits, layer), image)
            near(found["layers"][layer], terms.maps[0, of], abs(terms.maps[0, of]).max(), 1e-5)
            near(found["behind"][layer], terms.behind[0, of], 1, 1e-5)
            near(found["around"][layer], terms.around[0, of], 1, 1e-5)
            near(sum(found["layers"][layer]) + found["behind"][layer], total, 1, 1e-4)


def test_what_a_logit_loses_without_a_map(lab: Lab, study: Study) -> None:
    network = study.subject.network
    image = study.data.standardise(study.data.test.images[:1])
    for layer in convolutions(network):
        lost = from_maps(Logits(network), layer).silenced(image)[0]
        found = lab.run(
            """const one = await net(given.name);
            const image = array(given.image);
            const whole = engine.forward(one, image).logits.slice();
            return given.maps.map((map) => {
              const {logits} = engine.silenced(one, image, given.layer, map);
              return logits.map((logit, k) => whole[k] - logit);
            });""",
            name=called(study),
            layer=layer,
            maps=list(range(lost.shape[1])),
            image=image.reshape(-1),
        )
        near(np.array(found).T, lost, max(1, abs(lost).max()), 1e-5)


def test_training_takes_the_same_steps(lab: Lab) -> None:
    """From the same weights, over the same batches, with momentum and a penalty on kernels."""
    import keras

    seed, batch, steps, count = 9, 16, 20, 200
    rng = np.random.default_rng(1)
    grey = rng.integers(0, 256, (count, 28, 28)).astype(np.uint8)
    grey[:, 10:18] = 0  # so that some nodes are shut
    labels = rng.integers(0, 10, count)
    images = ((grey - 33.0) / 78.0).astype(np.float32)[..., None]
    model = build_cnn(seed, 1e-3)
    model.compile(keras.optimizers.SGD(0.05, momentum=0.9), "sparse_categorical_crossentropy")
    losses = []
    per_epoch = math.ceil(count / batch)
    for step in range(steps):
        epoch, first = divmod(step, per_epoch)
        order = np.random.default_rng([seed, epoch]).permutation(count)
        chosen = order[first * batch : (first + 1) * batch]
        likely = np.asarray(model(images[chosen]))[np.arange(len(chosen)), labels[chosen]]
        losses.append(-np.log(likely).mean())
        model.train_on_batch(images[chosen], labels[chosen])
    lab.network("untrained", build_cnn(seed + 1))
    found = lab.run(
        """const one = await net("untrained");
        Object.assign(one.input, {mean: [33], deviation: [78]});
        const images = Uint8Array.from(given.images);
        const training = engine.train(one, {...given.asked, images, labels: given.labels});
        const losses = given.steps.map(() => training.next().loss);
        return {losses, kernel: one.operations[1].kernel.values};""",
        images=grey.reshape(-1),
        labels=labels,
        steps=list(range(steps)),
        asked={"batch": batch, "rate": 0.05, "momentum": 0.9, "penalty": 1e-3, "seed": seed},
    )
    near(found["losses"], losses, 1, 1e-4)
    kernel = np.asarray(model.layers[0].kernel).reshape(-1)
    near(found["kernel"], kernel, spread(kernel), 1e-4)


def test_random_numbers_are_those_of_numpy(lab: Lab) -> None:
    drawn = np.random.default_rng([123456789, 7])
    found = lab.run(
        """const drawn = new random.Generator(123456789, 7);
        return {order: drawn.permutation(1000),
          uniform: Array.from({length: 5}, () => drawn.uniform()),
          seed: training.derived(20200531, "training full-recipe"),
          digest: digest.hexadecimal(new TextEncoder().encode("a".repeat(1000)))};"""
    )
    assert found["order"] == drawn.permutation(1000).tolist()
    assert found["uniform"] == drawn.uniform(size=5).tolist()
    assert found["seed"] == derived(20200531, "training full-recipe")
    assert found["digest"] == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"


def test_a_digest_is_that_of_python(lab: Lab) -> None:
    for length in (0, 55, 56, 64, 1000):
        text = "a" * length
        found = lab.run(
            "return digest.hexadecimal(new TextEncoder().encode(given.text));", text=text
        )
        assert found == hashlib.sha256(text.encode()).hexdigest()


def networks() -> list[tuple[str, Any, str]]:
    """Return kinds of networks, a function that builds each, and a layer with maps of it."""
    plain = [
        (kind, lambda kind=kind: (architectures.build(kind), "Last"))
        for kind in architectures.kinds()
    ]
    found = [
        (kind, lambda kind=kind: (branching.case(kind).model, branching.case(kind).layer))
        for kind in branching.kinds()
    ]
    return [*plain, *found]


@pytest.mark.parametrize(
    ("kind", "make"), networks(), ids=lambda one: one if isinstance(one, str) else ""
)
def test_any_graph(lab: Lab, kind: str, make: Any) -> None:
    """Maps and their gradients, of images with ties as well; or the layer that is not known."""
    model, layer = make()
    if kind in UNKNOWN:
        with pytest.raises(Problem, match=UNKNOWN[kind]):
            lab.network("any", model)
        return
    lab.network("any", model)
    images = architectures.images(model.input_shape[1:])
    maps = np.ones(len(images), np.int32)
    raised = response(model, layer)
    values, slopes = sloped(raised, maps, images)
    found = lab.run(
        """const one = await net("any");
        return given.images.map((image) => ({
          after: shown(engine.forward(one, array(image)).after[given.layer]),
          ...engine.gradient(one, array(image), {kind: "map", layer: given.layer, map: 1})}));""",
        images=images.reshape(len(images), -1),
        layer=layer,
    )
    after = np.asarray(forward(model, images, layer)).reshape(len(images), -1)
    for number, one in enumerate(found):
        near(one["after"], after[number], max(1, abs(after[number]).max()), 1e-5)
        near(one["value"], values[number], max(1, abs(float(values[number]))), 1e-5)
        near(one["gradient"], slopes[number], max(1e-3, abs(slopes[number]).max()), 1e-4)
