"""Recipes side by side: many short trainings that differ in one thing at a time.

Source: parts II and III of the series, claims C-II-1 and C-III-1 to 4, questions Q-III-1 and
Q-III-2. Budget, seeds and candidates are ours.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from analysis.ascent.starts import fluctuations
from analysis.experiments.recipes.effects import factorial_effects, paired_interval
from analysis.experiments.recipes.short_runs import Bench, Weights, kernels_of
from analysis.networks.series import KERNEL_LAYERS
from analysis.networks.training import rates
from analysis.results.recipes import Factorial, PenaltyScan, RateTuning, Rivals
from analysis.study import Study

PAIRS = tuple(product(("constant", "cosine"), (0.0, 0.9)))  # schedule, momentum
# of the histograms: how many, and their half width in deviations of the widest kernels
BINS = 41
WIDEST = 3.0
FULLEST = ("cosine", 0.9)  # what the penalties are scanned with
RMSPROP_RATE = 1e-3  # Keras' default, as in part II
LARGEST = 1e-3  # of the penalties a choice may fall on; claim C-III-3 names it


def seeds_of(study: Study) -> list[int]:
    return [study.seed("recipes") + k for k in range(study.settings.variants.seeds)]


def rate_for(tuning: RateTuning, schedule: str, momentum: float) -> float:
    """Return the tuned rate, in units of a momentum of 0."""
    return float(tuning.chosen[(tuning.schedule == schedule) & (tuning.momentum == momentum)][0])


def tune_rates(study: Study) -> RateTuning:
    """Try every candidate of the rate with every schedule and momentum, with one seed that no other
    measurement uses.
    """
    bench = Bench(study)
    rule = study.settings.variants
    seed = study.seed("tuning")
    found = np.zeros((len(PAIRS), len(rule.rates)))
    with study.progress("rates for each recipe", found.size) as advance:
        for (i, (schedule, momentum)), (j, rate) in product(
            enumerate(PAIRS), enumerate(rule.rates)
        ):
            weights, _ = bench.train(
                bench.recipe(learning_rate=rate, schedule=schedule, momentum=momentum), seed
            )
            found[i, j] = bench.accuracy(weights, study.data.validation)
            advance(1)
    candidates = np.array(rule.rates)
    return RateTuning(
        schedule=np.array([schedule for schedule, _ in PAIRS]),
        momentum=np.array([momentum for _, momentum in PAIRS]),
        candidate=candidates,
        accuracy=found,
        chosen=candidates[found.argmax(axis=1)],
        batch_size=np.array(rule.batch_size),
        **bench.budget(),
    )


def kernel_edges(kernels: list[Weights]) -> np.ndarray:
    """Return the edges (layer, edge) of histograms wide enough for the kernels of several
    networks.
    """
    return WIDEST * deviations(kernels).max(axis=1)[:, None] * np.linspace(-1, 1, BINS + 1)


def kernel_counts(kernels: list[Weights], edges: np.ndarray) -> np.ndarray:
    """Return the histograms (layer, bin) of the kernels of several networks; values beyond the
    edges count in the last bin on their side.
    """
    layers = zip(*kernels, strict=True)
    return np.array(
        [
            np.histogram(np.concatenate([k.ravel() for k in of]).clip(e[0], e[-1]), e)[0]
            for of, e in zip(layers, edges, strict=True)
        ]
    )


def deviations(kernels: list[Weights]) -> np.ndarray:
    """Return the deviation (layer, seed) of the kernels of several networks."""
    return np.array([[kernel.std() for kernel in one] for one in kernels]).T


def scan_penalties(study: Study, tuning: RateTuning) -> PenaltyScan:
    """Train with falling rate and momentum for each lambda; count silent maps and compare
    kernels.
    """
    bench = Bench(study)
    oip = study.settings.oip
    seeds = seeds_of(study)
    penalties = (0.0, *study.settings.variants.penalties)
    starts = fluctuations(
        study.seed("starts Conv2D_3") + np.arange(oip.starts), oip.grids, oip.fluctuation.conv2d_3
    )[..., None]
    shape = (len(penalties), len(seeds))
    validation = np.zeros(shape)
    test = np.zeros(shape)
    silent = np.zeros(shape, int)
    unlit = np.zeros(shape, int)
    trained: list[list[Weights]] = [[] for _ in penalties]
    losses: list[list[np.ndarray]] = [[] for _ in penalties]
    with study.progress("penalties", validation.size) as advance:
        for i, k in np.ndindex(*shape):
            recipe = bench.recipe(
                learning_rate=rate_for(tuning, *FULLEST),
                schedule=FULLEST[0],
                momentum=FULLEST[1],
                l2=penalties[i],
            )
            weights, loss = bench.train(recipe, seeds[k])
            trained[i].append(kernels_of(weights))
            losses[i].append(loss)
            validation[i, k] = bench.accuracy(weights, study.data.validation)
            test[i, k], maps = bench.accuracy_and_maps(weights, study.data.test)
            unlit[i, k] = (maps.max(axis=0) == 0).sum()
            silent[i, k] = (bench.responses(weights, starts)[1].max(axis=0) == 0).sum()
            advance(1)
    begun = [kernels_of(bench.begin(seed)) for seed in seeds]
    edges = kernel_edges(begun + trained[0])
    able = (np.array(penalties) > 0) & (np.array(penalties) <= LARGEST)
    return PenaltyScan(
        l2=np.array(penalties),
        validation=validation,
        test=test,
        chosen=np.array(np.where(able, validation.mean(axis=1), -1).argmax()),
        silent=silent,
        unlit=unlit,
        starts=np.array(oip.starts),
        maps=np.array(maps.shape[1]),
        loss=np.mean(losses, axis=1),
        layer=np.array(KERNEL_LAYERS),
        weights=np.array([kernel.size for kernel in begun[0]]),
        deviation=np.array([deviations(of) for of in trained]),
        begun=deviations(begun),
        edge=edges,
        count=np.array([kernel_counts(of, edges) for of in trained]),
        begun_count=kernel_counts(begun, edges),
        **bench.budget(),
    )


def measure_factorial(study: Study, tuning: RateTuning, scan: PenaltyScan) -> Factorial:
    """Train all eight combinations of schedule, momentum and penalty with the same seeds; lambda is
    the scan's choice.

    The two combinations that the scan holds already, falling rate and momentum with and without the
    penalty, are taken from it.
    """
    bench = Bench(study)
    seeds = seeds_of(study)
    strengths = (0.0, float(scan.l2[scan.chosen]))
    variants = [(schedule, momentum, l2) for schedule, momentum in PAIRS for l2 in strengths]
    recipes = [
        bench.recipe(learning_rate=rate_for(tuning, s, m), schedule=s, momentum=m, l2=l2)
        for s, m, l2 in variants
    ]
    accuracy, losses = [], []
    with study.progress("schedule x momentum x L2", len(variants) * len(seeds)) as advance:
        for (schedule, momentum, l2), recipe in zip(variants, recipes, strict=True):
            if (schedule, momentum) == FULLEST:
                row = list(scan.l2).index(l2)
                accuracy.append(scan.test[row])
                losses.append(scan.loss[row])
            else:
                runs = [bench.train(recipe, seed) for seed in seeds]
                accuracy.append(
                    np.array([bench.accuracy(weights, study.data.test) for weights, _ in runs])
                )
                losses.append(np.mean([loss for _, loss in runs], axis=0))
            advance(len(seeds))
    effects = factorial_effects(
        np.array(accuracy).reshape(2, 2, 2, -1), ("schedule", "momentum", "L2")
    )
    columns = (np.array(column) for column in zip(*variants, strict=True))
    return Factorial(
        **dict(zip(("schedule", "momentum", "l2"), columns, strict=True)),
        accuracy=np.array(accuracy),
        rate=np.array([rates(recipe, len(losses[0])) for recipe in recipes]),
        loss=np.array(losses),
        effect=np.array(effects.names),
        size=effects.size,
        by_seed=effects.by_seed,
        half_width=effects.half_width,
        **bench.budget(),
    )


def measure_rivals(study: Study) -> Rivals:
    """Train CNNs and MLPs with the optimiser of part II, and CNNs with the same optimiser and a
    falling rate.
    """
    rule, seeds = study.settings.variants, seeds_of(study)
    cnn, mlp = Bench(study), Bench(study, mlp=True)
    rivals = {
        "MLP": (mlp, rule.epochs, "constant"),
        "MLP, trained longer": (mlp, rule.mlp_epochs, "constant"),
        "CNN": (cnn, rule.epochs, "constant"),
        "CNN, falling rate": (cnn, rule.epochs, "cosine"),
    }
    found = np.zeros((len(rivals), len(seeds)))
    with study.progress("CNNs and MLPs", found.size) as advance:
        for i, (bench, epochs, schedule) in enumerate(rivals.values()):
            recipe = bench.recipe(
                optimiser="rmsprop", learning_rate=RMSPROP_RATE, schedule=schedule, epochs=epochs
            )
            for k, seed in enumerate(seeds):
                found[i, k] = bench.accuracy(bench.train(recipe, seed)[0], study.data.test)
                advance(1)
    better, worse = np.array([2, 2, 3]), np.array([0, 1, 2])
    pairs = [paired_interval(found[a] - found[b]) for a, b in zip(better, worse, strict=True)]
    return Rivals(
        kind=np.array(list(rivals)),
        kind_epochs=np.array([epochs for _, epochs, _ in rivals.values()]),
        accuracy=found,
        better=better,
        worse=worse,
        difference=np.array([mean for mean, _ in pairs]),
        half_width=np.array([half for _, half in pairs]),
        learning_rate=np.array(RMSPROP_RATE),
        **cnn.budget(),
    )
