"""Companion MLP: the MLP and its confusions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from math import comb

import numpy as np

from analysis.catalogue.declarations import DesignValue, Figure, Measurement, MedianCount, Value
from analysis.experiments.mlp.repetitions import CNNS, measure_mlp_runs
from analysis.figures import mlp
from analysis.figures.confusion import off_diagonal
from analysis.results.mlp import MlpRuns
from analysis.statistics import mean

MLP_RUNS = Measurement(
    "mlp-runs", measure_mlp_runs, ("training", "mlp_runs"), (*CNNS, "mlp"), apart=True
)


def accuracies(runs: MlpRuns) -> list[float]:
    """Return the test accuracy of each training of the MLP."""
    return [1 - off_diagonal(matrix).sum() / matrix.sum() for matrix in runs.matrices]


def mean_errors(pair: tuple[int, int]) -> Callable[[MlpRuns], float]:
    """Return the reader of how often the MLP takes two digits for one another, both ways, in the
    mean over its trainings.
    """
    one, other = pair
    return lambda runs: float((runs.matrices[:, one, other] + runs.matrices[:, other, one]).mean())


def cnn_errors(pair: tuple[int, int], network: int) -> Callable[[MlpRuns], float]:
    """Return the reader of how many test images of two digits a CNN takes for the other one."""
    one, other = pair
    return lambda runs: float(
        runs.cnn_matrices[network][one, other] + runs.cnn_matrices[network][other, one]
    )


def unnamed(matrix: np.ndarray, digits: Iterable[int]) -> list[int]:
    """Return which of some digits a network reads no image as: it takes nothing for them, so that
    its confusions with them say nothing of likeness.
    """
    return [digit for digit in digits if not matrix[:, digit].any()]


def mean_rank(pair: tuple[int, int]) -> Callable[[MlpRuns], float]:
    """Return the reader of the place of a pair in the ranking of the means."""
    return lambda runs: float(mlp.mean_rank(runs.matrices, pair))


def of_pair(pair: tuple[int, int]) -> tuple[Value, ...]:
    """Return what prose says of the confusions of one pair of digits."""
    name = f"{pair[0]}-{pair[1]}"
    return (
        Value(f"mlp-mean-errors-{name}", MLP_RUNS, mean_errors(pair), "", 1),
        Value(f"mlp-mean-rank-{name}", MLP_RUNS, mean_rank(pair)),
        Value(
            f"mlp-best-rank-{name}",
            MLP_RUNS,
            lambda runs: float(mlp.ranks(runs.matrices, pair).min()),
        ),
        Value(
            f"mlp-worst-rank-{name}",
            MLP_RUNS,
            lambda runs: float(mlp.ranks(runs.matrices, pair).max()),
        ),
    )


def scatter(runs: MlpRuns) -> np.ndarray:
    """Return the variance of the errors over trainings in units of their mean (pair), 1 on average
    for counts that chance alone makes; of pairs with errors.
    """
    errors = mlp.ranked_pairs(runs.matrices)[1]
    errors = errors[:, errors.any(axis=0)]
    return np.asarray(errors.var(axis=0, ddof=1) / errors.mean(axis=0))


def mean_scatter(runs: MlpRuns) -> float:
    """Return the mean of that over pairs; 0 without errors."""
    found = scatter(runs)
    return float(found.mean()) if found.size else 0.0


def _in_top(errors: np.ndarray) -> np.ndarray:
    """Return how far each pair (pair) is one of the first, as many as the series names: pairs that
    tie for the last of these places share them, since any order among them would be a choice.
    """
    places = len(mlp.NAMED)
    last = np.sort(errors)[-places]
    ahead, tied = errors > last, errors == last
    return np.asarray(ahead + tied * (places - ahead.sum()) / tied.sum())


def shared_top(runs: MlpRuns) -> float:
    """Return how many of the first pairs of one training, as many as the series names, are among
    those of another, in the mean over pairs of trainings; pairs that tie count in part.
    """
    first = [_in_top(row) for row in mlp.ranked_pairs(runs.matrices)[1]]
    return float(np.mean([one @ other for one, other in combinations(first, 2)]))


def comparisons(runs: MlpRuns) -> float:
    """Return how many pairs of trainings there are to compare."""
    return float(comb(len(runs.matrices), 2))


def scatter_end(end: str) -> Callable[[MlpRuns], float]:
    """Return the reader of one end of the interval of that mean; 0 where there are too few pairs
    for one.
    """

    def read(runs: MlpRuns) -> float:
        found = scatter(runs)
        return float(getattr(mean(found), end)) if found.size > 1 else 0.0

    return read


# the stated 97.7 %, less 0.4 points and less a whole point
NEARLY_STATED, FAR_BELOW = 0.973, 0.967


def at_bar(runs: MlpRuns) -> float:
    """Return how many trainings come near the stated accuracy, or above it."""
    return float(sum(accuracy >= NEARLY_STATED for accuracy in accuracies(runs)))


def first_in(pair: tuple[int, int]) -> Callable[[MlpRuns], float]:
    """Return the reader of how many trainings confuse no other pair more often."""
    return lambda runs: float((mlp.ranks(runs.matrices, pair) == 1).sum())


def above_cnn(pair: tuple[int, int]) -> Callable[[MlpRuns], float]:
    """Return the reader of how many trainings confuse a pair more often than the published CNN."""
    one, other = pair

    def read(runs: MlpRuns) -> float:
        errors = runs.matrices[:, one, other] + runs.matrices[:, other, one]
        return float((errors > cnn_errors(pair, 0)(runs)).sum())

    return read


PROMINENT = 8  # places up to which a pair counts as prominent, as in C-MLP-2


def prominent(runs: MlpRuns) -> float:
    """Return how many of the pairs that the series names are prominent in the mean."""
    return float(sum(mlp.mean_rank(runs.matrices, pair) <= PROMINENT for pair in mlp.NAMED))


def of_four_and_nine(runs: MlpRuns) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return confusions of 4 and 9, and of how many errors: of the published CNN, and of all
    trainings of the MLP together.
    """
    cnn, mlps = runs.cnn_matrices[0], runs.matrices.sum(axis=0)
    one, other = ((int(m[4, 9] + m[9, 4]), int(off_diagonal(m).sum())) for m in (cnn, mlps))
    return one, other


def shares_of_four_and_nine(runs: MlpRuns) -> np.ndarray:
    """Return the share of the confusions of 4 and 9 (training) in all errors of a training of the
    MLP, of those with errors.
    """
    errors = np.array([off_diagonal(matrix).sum() for matrix in runs.matrices])
    hits = runs.matrices[:, 4, 9] + runs.matrices[:, 9, 4]
    return np.asarray(hits[errors > 0] / errors[errors > 0])


def share_of_four_and_nine(network: int) -> Callable[[MlpRuns], float]:
    """Return the reader of which share of the errors are confusions of 4 and 9: those of the CNN
    (0), or of the MLPs (1); 0 without errors.
    """

    def read(runs: MlpRuns) -> float:
        hits, of = of_four_and_nine(runs)[network]
        return hits / of if of else 0.0

    return read


def filled(matrix: np.ndarray) -> float:
    """Return how many kinds of errors occur in a confusion matrix."""
    return float((off_diagonal(matrix) > 0).sum())


def same_reading(runs: MlpRuns) -> float:
    """Return how many of the images shown the CNN reads as the same wrong digit as the MLP."""
    cnn, read = (each.argmax(axis=2) for each in (runs.cnn_probabilities, runs.mlp_probabilities))
    return float(((cnn == read) & (cnn != runs.digit[:, None])).sum())


def right_by_cnn(runs: MlpRuns) -> float:
    """Return how many of the images shown the CNN reads rightly."""
    return float((runs.cnn_probabilities.argmax(axis=2) == runs.digit[:, None]).sum())


MEASUREMENTS: tuple[Measurement, ...] = (MLP_RUNS,)
FIGURES: tuple[Figure, ...] = (
    Figure(
        id="mlp-mean-confusion",
        part="MLP",
        shows=(MLP_RUNS,),
        draw=mlp.draw_mean_confusion,
        series=("F-MLP-1",),
    ),
    Figure(
        id="mlp-pairs",
        part="MLP",
        shows=(MLP_RUNS,),
        draw=mlp.draw_pairs,
    ),
    Figure(
        id="mlp-worst",
        part="MLP",
        shows=(MLP_RUNS,),
        draw=mlp.draw_worst,
        series=("F-MLP-2",),
    ),
)
VALUES: tuple[Value, ...] = (
    DesignValue("mlp-trainings", MLP_RUNS, lambda runs: float(len(runs.matrices))),
    Value("mlp-trainings-at-bar", MLP_RUNS, at_bar),
    Value("mlp-trainings-first-4-9", MLP_RUNS, first_in((4, 9))),
    Value("mlp-trainings-above-cnn-4-9", MLP_RUNS, above_cnn((4, 9))),
    DesignValue("mlp-repetitions", MLP_RUNS, lambda runs: float(len(runs.seed))),
    DesignValue("mlp-epochs-each", MLP_RUNS, lambda runs: float(runs.validation_accuracy.shape[1])),
    Value(
        "mlp-mean-accuracy",
        MLP_RUNS,
        lambda runs: sum(accuracies(runs)) / len(runs.matrices),
        "%",
        2,
        bars=(NEARLY_STATED, FAR_BELOW),
    ),
    Value("mlp-least-accuracy", MLP_RUNS, lambda runs: min(accuracies(runs)), "%", 2),
    Value("mlp-best-accuracy", MLP_RUNS, lambda runs: max(accuracies(runs)), "%", 2),
    Value(
        "mlp-mean-wrong",
        MLP_RUNS,
        lambda runs: float(off_diagonal(runs.matrices.mean(axis=0)).sum()),
        "",
        1,
    ),
    Value("mlp-cnn-wrong", MLP_RUNS, lambda runs: float(off_diagonal(runs.cnn_matrices[0]).sum())),
    Value(
        "mlp-first-run-wrong",
        MLP_RUNS,
        lambda runs: float(off_diagonal(runs.cnn_matrices[1]).sum()),
    ),
    *(value for pair in mlp.NAMED for value in of_pair(pair)),
    Value("mlp-cnn-errors-4-9", MLP_RUNS, cnn_errors((4, 9), 0)),
    Value("mlp-first-run-errors-4-9", MLP_RUNS, cnn_errors((4, 9), 1)),
    DesignValue("mlp-worst-shown", MLP_RUNS, lambda runs: float(runs.worst_index.size)),
    Value(
        "mlp-worst-always-misread",
        MLP_RUNS,
        lambda runs: float((runs.misread == len(runs.matrices)).sum()),
    ),
    Value("mlp-worst-right-by-cnn", MLP_RUNS, right_by_cnn),
    Value(
        "mlp-worst-wrong-by-cnn",
        MLP_RUNS,
        lambda runs: float(runs.worst_index.size) - right_by_cnn(runs),
    ),
    Value("mlp-worst-same-reading", MLP_RUNS, same_reading),
    Value("mlp-fields", MLP_RUNS, lambda runs: filled(runs.matrices[0])),
    Value("mlp-cnn-fields", MLP_RUNS, lambda runs: filled(runs.cnn_matrices[0])),
    Value("mlp-scatter", MLP_RUNS, mean_scatter, "", 2, bars=(1,)),
    Value("mlp-scatter-low", MLP_RUNS, scatter_end("low"), "", 2, bars=(1,)),
    Value("mlp-scatter-high", MLP_RUNS, scatter_end("high"), "", 2, bars=(1,)),
    MedianCount("mlp-shared-top", MLP_RUNS, shared_top),
    DesignValue("mlp-comparisons", MLP_RUNS, comparisons),
    Value("mlp-prominent", MLP_RUNS, prominent),
    Value("mlp-cnn-share-4-9", MLP_RUNS, share_of_four_and_nine(0), "%"),
    Value("mlp-share-4-9", MLP_RUNS, share_of_four_and_nine(1), "%"),
)
