"""Recipes side by side: many short trainings that differ in one thing at a time.

Source: parts II and III of the series, claims C-II-1 and C-III-1 to 4, questions Q-III-1 and
Q-III-2. Budget, seeds and candidates are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from analysis.ascent.starts import Mixture
from analysis.experiments.recipes.effects import factorial_effects
from analysis.experiments.recipes.short_runs import LAYER, ShortRuns, Weights, kernels_of
from analysis.networks.training import rates
from analysis.results.recipes import Factorial, PenaltyScan, RateTuning, Rivals
from analysis.statistics import mean_and_reach
from analysis.study import Study

PAIRS = tuple(product(("constant", "cosine"), (0.0, 0.9)))  # schedule, momentum
# of the histograms: how many, and their half width in deviations of the widest kernels
BINS = 41
WIDEST = 3.0
FULLEST = ("cosine", 0.9)  # what the penalties are scanned with
RMSPROP_RATE = 1e-3  # Keras' default, as in part II
# kinds of the rivals: what each comparison expects to be the better one, and the worse
COMPARED = (("CNN", "MLP"), ("CNN", "MLP, trained longer"), ("CNN, falling rate", "CNN"))
LARGEST = 1e-3  # of the penalties a choice may fall on; claim C-III-3 names it


def seeds_of(study: Study) -> list[int]:
    """Return the seeds of the short trainings, one for each repetition."""
    return [study.seed("recipes") + k for k in range(study.settings.variants.seeds)]


def rate_for(tuning: RateTuning, schedule: str, momentum: float) -> float:
    """Return the tuned rate, in units of a momentum of 0."""
    own = (tuning.schedule == schedule) & (tuning.momentum == momentum)
    return float(tuning.chosen[own][0])


def tune_rates(study: Study) -> RateTuning:
    """Try every candidate of the rate with every schedule and momentum, with one seed that no other
    measurement uses.
    """
    runs = ShortRuns(study)
    variants = study.settings.variants
    seed = study.seed("tuning")
    candidates = np.array(variants.rates)
    found = np.zeros((len(PAIRS), len(candidates)))
    with study.progress("rates for each recipe", found.size) as advance:
        for pair, candidate in np.ndindex(found.shape):
            schedule, momentum = PAIRS[pair]
            rate = variants.rates[candidate]
            recipe = runs.recipe(learning_rate=rate, schedule=schedule, momentum=momentum)
            weights, _ = runs.train(recipe, seed)
            found[pair, candidate] = runs.accuracy(weights, study.data.validation)
            advance(1)
    return RateTuning(
        schedule=np.array([schedule for schedule, _ in PAIRS]),
        momentum=np.array([momentum for _, momentum in PAIRS]),
        candidate=candidates,
        accuracy=found,
        chosen=candidates[found.argmax(axis=1)],
        batch_size=np.array(variants.batch_size),
        **runs.budget(),
    )


def kernel_edges(kernels: list[Weights]) -> np.ndarray:
    """Return the edges (layer, edge) of histograms wide enough for the kernels of several
    networks.
    """
    widest = np.nanmax(deviations(kernels), axis=1)
    return WIDEST * widest[:, None] * np.linspace(-1, 1, BINS + 1)


def kernel_counts(kernels: list[Weights], edges: np.ndarray) -> np.ndarray:
    """Return the histograms (layer, bin) of the kernels of several networks; values beyond the
    edges count in the last bin on their side.
    """
    layers = zip(*kernels, strict=True)
    counts = []
    for kernels_of_layer, own in zip(layers, edges, strict=True):
        values = np.concatenate([kernel.ravel() for kernel in kernels_of_layer])
        counts.append(np.histogram(values.clip(own[0], own[-1]), own)[0])
    return np.array(counts)


def deviations(kernels: list[Weights]) -> np.ndarray:
    """Return the deviation (layer, seed) of the kernels of several networks, NaN of those whose
    training diverged.
    """
    return np.array([[kernel.std() for kernel in one] for one in kernels]).T


def diverged(losses: Sequence[np.ndarray]) -> np.ndarray:
    """Return which trainings (seed) diverged, of the cross-entropies (step) of each."""
    return np.array([not np.isfinite(loss[-1]) for loss in losses])


def mean_loss(losses: Sequence[np.ndarray]) -> np.ndarray:
    """Return the mean (step) over the trainings that did not diverge; NaN where all did."""
    kept = [loss for loss, gone in zip(losses, diverged(losses), strict=True) if not gone]
    return np.mean(kept, axis=0) if kept else np.full_like(losses[0], np.nan)


class _Scan:
    """What the runs with one penalty each leave behind, filled run by run."""

    def __init__(self, penalties: int, seeds: int) -> None:
        shape = (penalties, seeds)
        self.validation = np.zeros(shape)
        self.test = np.zeros(shape)
        self.silent = np.zeros(shape, int)
        self.unlit = np.zeros(shape, int)
        self.kernels: list[list[Weights]] = [[] for _ in range(penalties)]
        self.losses: list[list[np.ndarray]] = [[] for _ in range(penalties)]

    def accuracies(self) -> dict[str, np.ndarray]:
        """Return the numbers (penalty, seed) by name."""
        return {
            "validation": self.validation,
            "test": self.test,
            "silent": self.silent,
            "unlit": self.unlit,
        }


def _plain_starts(study: Study) -> np.ndarray:
    """Return the starts (start, y, x, 1) that maps are silent to, or not."""
    oip = study.settings.oip
    seeds = study.seed(f"starts {LAYER}") + np.arange(oip.starts)
    mixture = Mixture(oip.grids, oip.fluctuation.weights(LAYER), study.data.shape)
    return mixture.starts(seeds)[..., None]


def scan_penalties(study: Study, tuning: RateTuning) -> PenaltyScan:
    """Train with falling rate and momentum for each lambda; count silent maps and compare
    kernels.
    """
    runs, seeds = ShortRuns(study), seeds_of(study)
    penalties = np.array((0.0, *study.settings.variants.penalties))
    starts = _plain_starts(study)
    schedule, momentum = FULLEST
    rate = rate_for(tuning, schedule, momentum)
    scan = _Scan(len(penalties), len(seeds))
    with study.progress("penalties", scan.test.size) as advance:
        for i, k in np.ndindex(scan.test.shape):
            recipe = runs.recipe(
                learning_rate=rate, schedule=schedule, momentum=momentum, l2=float(penalties[i])
            )
            weights, loss = runs.train(recipe, seeds[k])
            scan.kernels[i].append(kernels_of(weights))
            scan.losses[i].append(loss)
            scan.validation[i, k] = runs.accuracy(weights, study.data.validation)
            scan.test[i, k], maps = runs.accuracy_and_maps(weights, study.data.test)
            scan.unlit[i, k] = maps.shape[1] - (maps > 0).any(axis=0).sum()
            _, answers = runs.responses(weights, starts)
            scan.silent[i, k] = maps.shape[1] - (answers > 0).any(axis=0).sum()
            advance(1)
    begun = [kernels_of(runs.begin(seed)) for seed in seeds]
    edges = kernel_edges(begun + scan.kernels[0])
    able = (penalties > 0) & (penalties <= LARGEST)
    return PenaltyScan(
        **scan.accuracies(),
        l2=penalties,
        chosen=np.array(np.where(able, scan.validation.mean(axis=1), -1).argmax()),
        starts=np.array(len(starts)),
        maps=np.array(maps.shape[1]),
        loss=np.array([mean_loss(losses) for losses in scan.losses]),
        diverged=np.array([diverged(losses).sum() for losses in scan.losses]),
        layer=np.array(runs.network.kernel_layers),
        weights=np.array([kernel.size for kernel in begun[0]]),
        deviation=np.array([deviations(kernels) for kernels in scan.kernels]),
        begun=deviations(begun),
        edge=edges,
        count=np.array([kernel_counts(kernels, edges) for kernels in scan.kernels]),
        begun_count=kernel_counts(begun, edges),
        **runs.budget(),
    )


def measure_factorial(study: Study, tuning: RateTuning, scan: PenaltyScan) -> Factorial:
    """Train all eight combinations of schedule, momentum and penalty with the same seeds; lambda is
    the scan's choice.

    The two combinations that the scan holds already, falling rate and momentum with and without the
    penalty, are taken from it.
    """
    runs, seeds = ShortRuns(study), seeds_of(study)
    strengths = (0.0, float(scan.l2[scan.chosen]))
    variants = [(schedule, momentum, l2) for schedule, momentum in PAIRS for l2 in strengths]
    recipes = [
        runs.recipe(
            learning_rate=rate_for(tuning, schedule, momentum),
            schedule=schedule,
            momentum=momentum,
            l2=l2,
        )
        for schedule, momentum, l2 in variants
    ]
    accuracy, losses, gone = [], [], []
    with study.progress("schedule x momentum x L2", len(variants) * len(seeds)) as advance:
        for (schedule, momentum, l2), recipe in zip(variants, recipes, strict=True):
            if (schedule, momentum) == FULLEST:
                row = list(scan.l2).index(l2)
                accuracy.append(scan.test[row])
                losses.append(scan.loss[row])
                gone.append(scan.diverged[row])
            else:
                done = [runs.train(recipe, seed) for seed in seeds]
                reached = [runs.accuracy(weights, study.data.test) for weights, _ in done]
                accuracy.append(np.array(reached))
                courses = [loss for _, loss in done]
                losses.append(mean_loss(courses))
                gone.append(diverged(courses).sum())
            advance(len(seeds))
    effects = factorial_effects(
        np.array(accuracy).reshape(2, 2, 2, -1), ("schedule", "momentum", "L2")
    )
    schedules, momenta, penalties = zip(*variants, strict=True)
    return Factorial(
        schedule=np.array(schedules),
        momentum=np.array(momenta),
        l2=np.array(penalties),
        accuracy=np.array(accuracy),
        rate=np.array([rates(recipe, len(losses[0])) for recipe in recipes]),
        loss=np.array(losses),
        diverged=np.array(gone),
        effect=np.array(effects.names),
        size=effects.size,
        by_seed=effects.by_seed,
        **runs.budget(),
    )


def measure_rivals(study: Study) -> Rivals:
    """Train CNNs and MLPs with the optimiser of part II, and CNNs with the same optimiser and a
    falling rate.
    """
    variants, seeds = study.settings.variants, seeds_of(study)
    cnn, mlp = ShortRuns(study), ShortRuns(study, mlp=True)
    rivals = {
        "MLP": (mlp, variants.epochs, "constant"),
        "MLP, trained longer": (mlp, variants.mlp_epochs, "constant"),
        "CNN": (cnn, variants.epochs, "constant"),
        "CNN, falling rate": (cnn, variants.epochs, "cosine"),
    }
    found = np.zeros((len(rivals), len(seeds)))
    with study.progress("CNNs and MLPs", found.size) as advance:
        for i, (runs, epochs, schedule) in enumerate(rivals.values()):
            recipe = runs.recipe(
                optimiser="rmsprop", learning_rate=RMSPROP_RATE, schedule=schedule, epochs=epochs
            )
            for k, seed in enumerate(seeds):
                weights, _ = runs.train(recipe, seed)
                found[i, k] = runs.accuracy(weights, study.data.test)
                advance(1)
    kinds = list(rivals)
    better = np.array([kinds.index(one) for one, _ in COMPARED])
    worse = np.array([kinds.index(other) for _, other in COMPARED])
    pairs = [mean_and_reach(found[a] - found[b]) for a, b in zip(better, worse, strict=True)]
    return Rivals(
        kind=np.array(kinds),
        kind_epochs=np.array([epochs for _, epochs, _ in rivals.values()]),
        accuracy=found,
        better=better,
        worse=worse,
        difference=np.array([mean for mean, _ in pairs]),
        half_width=np.array([half for _, half in pairs]),
        learning_rate=np.array(RMSPROP_RATE),
        **cnn.budget(),
    )
