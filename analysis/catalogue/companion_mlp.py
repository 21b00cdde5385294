"""Companion MLP: the MLP and its confusions."""

from __future__ import annotations

from collections.abc import Callable

from analysis.catalogue.declarations import Figure, Measurement, Value
from analysis.experiments.mlp_confusions import CNNS, measure_mlp_runs
from analysis.figures import mlp
from analysis.figures.confusion import off_diagonal
from analysis.results.mlp import MlpRuns

MLP_RUNS = Measurement("mlp-runs", measure_mlp_runs, ("training", "mlp_runs"), (*CNNS, "mlp"), apart=True)


def accuracies(runs: MlpRuns) -> list[float]:
    """Return the test accuracy of each training of the MLP."""
    return [1 - off_diagonal(matrix).sum() / matrix.sum() for matrix in runs.matrices]


def mean_errors(pair: tuple[int, int]) -> Callable[[MlpRuns], float]:
    """Return the reader of how often the MLP takes two digits for one another, both ways, in the mean over its trainings."""
    one, other = pair
    return lambda runs: float((runs.matrices[:, one, other] + runs.matrices[:, other, one]).mean())


def cnn_errors(pair: tuple[int, int], network: int) -> Callable[[MlpRuns], float]:
    one, other = pair
    return lambda runs: float(runs.cnn_matrices[network][one, other] + runs.cnn_matrices[network][other, one])


def mean_rank(pair: tuple[int, int]) -> Callable[[MlpRuns], float]:
    """Return the reader of the place of a pair in the ranking of the means."""
    return lambda runs: float(1 + mlp.ranked_pairs(runs.matrices)[0].index(pair))


def of_pair(pair: tuple[int, int]) -> tuple[Value, ...]:
    name = f"{pair[0]}-{pair[1]}"
    return (
        Value(f"mlp-mean-errors-{name}", MLP_RUNS, mean_errors(pair), "", 1),
        Value(f"mlp-mean-rank-{name}", MLP_RUNS, mean_rank(pair)),
        Value(f"mlp-best-rank-{name}", MLP_RUNS, lambda runs: float(mlp.ranks(runs.matrices, pair).min())),
        Value(f"mlp-worst-rank-{name}", MLP_RUNS, lambda runs: float(mlp.ranks(runs.matrices, pair).max())),
    )


def right_by_cnn(runs: MlpRuns) -> float:
    """Return how many of the images shown the CNN reads rightly."""
    return float((runs.cnn_probabilities.argmax(axis=2) == runs.digit[:, None]).sum())


MEASUREMENTS: tuple[Measurement, ...] = (MLP_RUNS,)
FIGURES: tuple[Figure, ...] = (
    Figure(
        id="mlp-mean-confusion",
        part="MLP",
        title="Confusions of the MLP and of the CNN",
        shows=(MLP_RUNS,),
        draw=mlp.draw_mean_confusion,
        caption=(
            "How the {images} test images are read: left by the MLP with 70 and 30 hidden nodes, mean of {runs} trainings that differ in their seed ({least} to {most} errors); "
            "right by the published CNN, one training ({cnn_wrong} errors). Rows are true classes, columns what they are read as. Colour and number show errors per training, on one scale "
            "from 0 to {high}; grey on the diagonal is right. Framed: the pairs that the series names."
        ),
        alt="Two tables of ten by ten classes. That of the MLP has {wrong} errors in the mean, spread over most cells, most between {first}; that of the CNN has {cnn_wrong} and is mostly empty.",
        series=("F-MLP-1",),
    ),
    Figure(
        id="mlp-pairs",
        part="MLP",
        title="All pairs of digits, ranked",
        shows=(MLP_RUNS,),
        draw=mlp.draw_pairs,
        caption=(
            "The {pairs} pairs of digits by how many of the {images} test images the MLP takes for the other of the two, both directions together. Bars: mean of {runs} trainings; dots: each of "
            "them; blue: the published CNN, one training. In colour the pairs that the series names; their places are {named}."
        ),
        alt="Forty-five bars falling from {first_mean} for {first} to nearly nothing, with dots above and below each bar and short blue lines close to zero.",
    ),
    Figure(
        id="mlp-worst",
        part="MLP",
        title="The 4s and 9s that the MLP reads worst",
        shows=(MLP_RUNS,),
        draw=mlp.draw_worst,
        caption=(
            "The {each} {digits} of the {images} test images to which the published MLP gives the least probability of their class. Below each the probabilities of all ten classes, of the MLP "
            "upwards and of the published CNN downwards, full length for 1; in numbers that of the true class. {always} of the {all} are misread by all {runs} trainings of the MLP; "
            "the CNN reads {cnn_right} rightly."
        ),
        alt="Two rows of {each} handwritten digits, {digits}, each above bars for ten classes: green ones upwards for the MLP, mostly at a wrong class, blue ones downwards for the CNN.",
        series=("F-MLP-2",),
    ),
)
VALUES: tuple[Value, ...] = (
    Value("mlp-trainings", MLP_RUNS, lambda runs: float(len(runs.matrices))),
    Value("mlp-repetitions", MLP_RUNS, lambda runs: float(len(runs.seed))),
    Value("mlp-epochs-each", MLP_RUNS, lambda runs: float(runs.validation_accuracy.shape[1])),
    Value("mlp-mean-accuracy", MLP_RUNS, lambda runs: sum(accuracies(runs)) / len(runs.matrices), "%", 2),
    Value("mlp-least-accuracy", MLP_RUNS, lambda runs: min(accuracies(runs)), "%", 2),
    Value("mlp-best-accuracy", MLP_RUNS, lambda runs: max(accuracies(runs)), "%", 2),
    Value("mlp-mean-wrong", MLP_RUNS, lambda runs: float(off_diagonal(runs.matrices.mean(axis=0)).sum())),
    Value("mlp-cnn-wrong", MLP_RUNS, lambda runs: float(off_diagonal(runs.cnn_matrices[0]).sum())),
    Value("mlp-first-run-wrong", MLP_RUNS, lambda runs: float(off_diagonal(runs.cnn_matrices[1]).sum())),
    *(value for pair in mlp.NAMED for value in of_pair(pair)),
    Value("mlp-cnn-errors-4-9", MLP_RUNS, cnn_errors((4, 9), 0)),
    Value("mlp-first-run-errors-4-9", MLP_RUNS, cnn_errors((4, 9), 1)),
    Value("mlp-worst-shown", MLP_RUNS, lambda runs: float(runs.worst_index.size)),
    Value("mlp-worst-always-misread", MLP_RUNS, lambda runs: float((runs.misread == len(runs.matrices)).sum())),
    Value("mlp-worst-right-by-cnn", MLP_RUNS, right_by_cnn),
)
