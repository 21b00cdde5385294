"""Short trainings side by side: a dot for each run, and an interval for each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import style
from analysis.figures.style import Drawing
from analysis.results.classification import Confusion
from analysis.results.recipes import Budget, Factorial, Rivals
from analysis.results.training import TrainingHistory
from analysis.signs import signed
from analysis.statistics import student

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# percentage points a gain has to exceed to count; claims C-III-1 to 3 name it
NEGLIGIBLE = 0.05
SEEN = 0.015  # of an axis: a band that is narrower is hidden by the line at zero
SMOOTH = 15  # batches that a point of a loss curve is the mean of, at most


def interval(centre: float, half: float, digits: int = 2) -> str:
    """Return a difference of shares and its interval as percentage points: '+1.23 (+0.80 to
    +1.66)'. Rounding of the machine does not count, so that equal sizes of opposite signs are told
    alike.
    """
    middle, low, high = (
        signed(100 * round(float(end), 12), digits)
        for end in (centre, centre - half, centre + half)
    )
    return f"{middle} ({low} to {high})"


def reaches(factorial: Factorial) -> np.ndarray:
    """Return how far the 95 % interval of each effect (effect) reaches to each side, as a share.

    It comes from the scatter from seed to seed, which is pooled over the effects that the penalty
    has a part in, and over the others. One scatter for all would make the intervals of the others
    too narrow where runs with and without a penalty are nearly the same.
    """
    seeds = factorial.by_seed.shape[1]
    penalised = np.array(["L2" in name for name in factorial.effect.tolist()])
    found = np.zeros(len(penalised))
    for own in (penalised, ~penalised):
        if own.any():
            scatter = factorial.by_seed[own].var(axis=1, ddof=1).mean()
            found[own] = student(int(own.sum()) * (seeds - 1)) * np.sqrt(scatter / seeds)
    return found


def power(value: float) -> str:
    """Return a lambda as text: '0', '10⁻³', '2.5 × 10⁻⁴'."""
    if value == 0:
        return "0"
    raised = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    digits, exponent = f"{value:.2e}".split("e")
    by = digits.rstrip("0").removesuffix(".")
    return f"{'' if by == '1' else f'{by} × '}10{str(int(exponent)).translate(raised)}"


def batches_of_a_point(steps: int) -> int:
    """Return how many batches a point of a loss curve is the mean of: half of a very short run, so
    that a curve is left to draw.
    """
    return min(SMOOTH, max(1, steps // 2))


def epochs_told(count: int) -> str:
    """Return a number of epochs in words: '1 epoch', '2 epochs'."""
    return style.counted(count, "epoch")


def budget(result: Budget) -> dict[str, object]:
    """Return what captions say of the size of short trainings: images and epochs."""
    return {
        "images": f"{int(result.images):,}",
        "epochs": epochs_told(int(result.epochs)),
        "test_images": f"{int(result.test_images):,}",
        "held_out": f"{int(result.held_out):,}",
    }


def _dots(axes: Axes, height: float, values: np.ndarray, colour: str) -> None:
    """One dot for each run, so that none hides another, and a stroke at their mean."""
    lift = np.linspace(0.16, -0.16, len(values)) if len(values) > 1 else np.zeros(1)
    axes.plot(
        values, height + lift, "o", color=colour, markersize=4.5, markeredgewidth=0, alpha=0.85
    )
    axes.plot([values.mean()] * 2, [height - 0.34, height + 0.34], color=colour, linewidth=1.6)


def _intervals(axes: Axes, centres: np.ndarray, halves: np.ndarray, names: list[str]) -> None:
    """Differences in percentage points with their 95 % intervals, and the line of no difference."""
    places = np.arange(len(centres))
    axes.axvline(0, color=style.palette().ink, linewidth=0.8)
    axes.errorbar(
        100 * centres,
        places,
        xerr=100 * halves,
        fmt="D",
        color=style.palette().ink,
        markersize=4.5,
        capsize=3,
        linewidth=1.3,
    )
    axes.set(yticks=places, yticklabels=names, ylim=(len(centres) - 0.5, -0.5))
    axes.grid(axis="x", linewidth=0.5)
    axes.set_axisbelow(True)


def draw_rivals(rivals: Rivals, confusion: Confusion) -> Drawing:
    """Test accuracy of every short run and of the published networks, and what the CNN gains over
    either MLP.
    """
    figure, colours = style.sheet(height=2.7), style.palette()
    runs, gains = figure.subplots(1, 2, width_ratios=[1.7, 1])
    names = [
        f"{kind.split(',')[0]}, {epochs_told(int(epochs))}"
        for kind, epochs in zip(rivals.kind[:3].tolist(), rivals.kind_epochs[:3], strict=True)
    ]
    for place, (values, colour) in enumerate(
        zip(100 * rivals.accuracy[:3], (colours.third, colours.third, colours.first), strict=True)
    ):
        _dots(runs, place, values, colour)
    published = 100 * np.array([float(confusion.mlp_accuracy), float(confusion.accuracy)])
    runs.plot(
        published,
        [3, 4],
        "D",
        markerfacecolor="none",
        markeredgecolor=colours.ink,
        markersize=5.5,
        linestyle="none",
    )
    runs.set(
        yticks=range(5),
        yticklabels=[*names, "MLP, published", "CNN, published"],
        ylim=(4.6, -0.6),
        xlabel="test accuracy in %",
    )
    runs.grid(axis="x", linewidth=0.5)
    runs.set_title(f"short runs: {int(rivals.images):,} training images each")
    _intervals(
        gains,
        rivals.difference[:2],
        rivals.half_width[:2],
        ["CNN − MLP,\nequal epochs", "CNN − MLP,\nMLP longer"],
    )
    gains.set(xlabel="percentage points")
    gains.set_title("gain, 95 % interval")
    mlp, longer, cnn = (
        f"{style.reach(f'{100 * runs.min():.1f}', f'{100 * runs.max():.1f}')} %"
        for runs in rivals.accuracy[:3]
    )
    words = budget(rivals) | {
        "seeds": rivals.accuracy.shape[1],
        "longer": epochs_told(int(rivals.kind_epochs[1])),
        "gain": interval(rivals.difference[0], rivals.half_width[0]),
        "gain_longer": interval(rivals.difference[1], rivals.half_width[1]),
        "mlp_published": f"{published[0]:.2f} %",
        "cnn_published": f"{published[1]:.2f} %",
        "mlp": mlp,
        "mlp_longer": longer,
        "cnn": cnn,
        "all_test": f"{int(confusion.matrix.sum()):,}",
    }
    return Drawing(figure, ("accuracy", "gain"), words)


def _peaks(factorial: Factorial) -> np.ndarray:
    """Return the highest rate of each variant (variant) as it is drawn, to three digits."""
    highest = factorial.rate.max(axis=1) / (1 - factorial.momentum)
    return np.array([float(f"{one:.3g}") for one in highest])


def _lines(peaks: np.ndarray, look: str, one: str, several: str) -> str:
    """Return in words how many lines are seen of some courses: those of one peak are one line."""
    seen = len(np.unique(peaks))
    return f"two {look} lines of {several}" if seen > 1 else f"one {look} line of a {one}"


def draw_rates(first: TrainingHistory, full: TrainingHistory, factorial: Factorial) -> Drawing:
    """The learning rate over the epochs: both published recipes, and the four courses of the short
    runs.
    """
    figure, colours = style.sheet(height=2.7), style.palette()
    one, two, short = figure.subplots(1, 3, width_ratios=[1, 1, 1.25])
    # in the looks of the short runs with the same course and momentum: one legend serves all panels
    for axes, history, name, colour, line in (
        (one, first, "first run: RMSprop", colours.second, "--"),
        (two, full, "full recipe: SGD", colours.first, "-"),
    ):
        steps = len(history.learning_rate)
        epochs = np.arange(steps) * len(history.training_loss) / steps
        axes.plot(epochs, history.learning_rate, line, color=colour, linewidth=2)
        axes.set(ylim=(0, history.learning_rate.max() * 1.15))
        axes.set_title(name)
    steps = factorial.rate.shape[1]
    for k in np.flatnonzero(factorial.l2 == 0):
        epochs = np.arange(steps) * int(factorial.epochs) / steps
        momentum = float(factorial.momentum[k])
        falling = factorial.schedule[k] == "cosine"
        label = f"{'cosine' if falling else 'constant'}, momentum {momentum:g}"
        colour = colours.first if momentum else colours.second
        line = "-" if falling else "--"
        short.plot(
            epochs, factorial.rate[k] / (1 - momentum), color=colour, linestyle=line, label=label
        )
    short.set(ylim=(0, None))
    short.set_title("short runs: rate / (1 − momentum)")
    peaks, falls = _peaks(factorial), factorial.schedule == "cosine"
    for axes in (one, two, short):
        axes.set(xlabel="epoch", xlim=(0, None))
        axes.grid(axis="y", linewidth=0.5)
    one.set_ylabel("learning rate per step")
    figure.legend(
        *short.get_legend_handles_labels(), loc="outside lower center", ncols=4, columnspacing=1.2
    )
    peak, highest = int(full.learning_rate.argmax()), f"{full.learning_rate.max():g}"
    words = budget(factorial) | {
        "constant": f"{first.learning_rate.max():g}",
        "raises": f"raises it to {highest} and then lets"
        if peak
        else f"begins at {highest} and lets",
        "rise": f"a straight rise to {highest} by step {peak:,}, then " if peak else "",
        "steps": f"{len(full.learning_rate):,}",
        "last": f"{full.learning_rate[-1]:.1g}",
        "short_steps": factorial.rate.shape[1],
        "staying": _lines(peaks[~falls], "dashed", "rate that stays", "rates that stay"),
        "falling": _lines(peaks[falls], "solid", "rate that falls", "rates that fall"),
    }
    return Drawing(figure, ("first run", "full recipe", "short runs"), words)


def variant_name(factorial: Factorial, k: int | np.integer) -> str:
    """Return what a variant has switched on."""
    parts = [
        ("cosine", factorial.schedule[k] == "cosine"),
        ("momentum", factorial.momentum[k] > 0),
        ("L2", factorial.l2[k] > 0),
    ]
    return " + ".join(name for name, on in parts if on) or "none of the three"


def draw_factorial(factorial: Factorial) -> Drawing:
    """Test accuracy of every run by variant, and every effect with its interval."""
    figure, colours = style.sheet(height=3.6), style.palette()
    runs, gains = figure.subplots(1, 2, width_ratios=[1.15, 1])
    for k, values in enumerate(100 * factorial.accuracy):
        _dots(runs, k, values, colours.first if factorial.momentum[k] else colours.second)
    count = len(factorial.accuracy)
    names = [variant_name(factorial, k) for k in range(len(factorial.accuracy))]
    runs.set(
        yticks=range(count),
        yticklabels=names,
        ylim=(count - 0.4, -0.6),
        xlabel="test accuracy in %",
    )
    runs.grid(axis="x", linewidth=0.5)
    runs.set_title("one dot for each run")
    labels = [
        name.replace(" x ", " ×\n") if name.count(" x ") < 2 else "all three"
        for name in factorial.effect.tolist()
    ]
    halves = reaches(factorial)
    _intervals(gains, factorial.size, halves, labels)
    for place, values in enumerate(100 * factorial.by_seed):
        gains.plot(
            values,
            [place + 0.27] * len(values),
            "o",
            color=colours.third,
            markersize=3,
            markeredgewidth=0,
        )
    gains.axhline(2.5, color=colours.faint, linewidth=0.8)
    gains.set(xlabel="gain in percentage points")
    left, right = gains.get_xlim()
    band_seen = SEEN * (right - left) < 2 * NEGLIGIBLE
    if band_seen:
        gains.axvspan(-NEGLIGIBLE, NEGLIGIBLE, color=colours.faint, linewidth=0)
    gains.set_title("effects, 95 % intervals")
    means = 100 * factorial.accuracy.mean(axis=1)
    words = budget(factorial) | {
        "variants": count,
        "seeds": factorial.accuracy.shape[1],
        "strength": power(float(factorial.l2.max())),
        "momentum": f"{factorial.momentum.max():g}",
        "plain": style.per_cent(means[0] / 100, 2),
        "all": style.per_cent(means[-1] / 100, 2),
        "best": names[int(means.argmax())],
        "gone": _outgrown(int(factorial.diverged.sum())),
        "negligible": f"; grey are gains within ±{NEGLIGIBLE} points, too small to count"
        if band_seen
        else "",
        **{
            f"effect_{k}": interval(size, half)
            for k, (size, half) in enumerate(zip(factorial.size, halves, strict=True))
        },
    }
    return Drawing(figure, ("runs", "effects"), words)


def _outgrown(runs: int) -> str:
    """Return what a caption says of runs whose dots are what saying one class gives."""
    return f"; of {style.counted(runs, 'run')} the weights outgrew all numbers" if runs else ""


def _left_out(factorial: Factorial) -> str:
    """Return what a caption says of trainings that stand in no curve; nothing where all do."""
    gone = int(factorial.diverged[factorial.l2 == 0].sum())
    if not gone:
        return ""
    told = style.counted(gone, "training")
    return f"; {told} whose weights outgrew all numbers could not be drawn"


def _rungs(low: float, high: float) -> list[float]:
    """Return the ticks of a logarithmic axis of losses: 1, 2 and 5 of each decade, or even steps
    where the axis spans too little for two of these.
    """
    wide = [tick for tick in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5) if low <= tick <= high]
    if len(wide) > 1:
        return wide
    from matplotlib.ticker import MaxNLocator

    even = MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in even if low <= tick <= high]


def draw_losses(factorial: Factorial) -> Drawing:
    """The cross-entropy of the batches, step by step, for the variants without a penalty."""
    from matplotlib.ticker import MaxNLocator

    figure, colours = style.sheet(height=2.7), style.palette()
    axes, width = figure.subplots(), batches_of_a_point(factorial.loss.shape[1])
    last = {}
    drawn = np.isfinite(factorial.loss).all(axis=1)
    for k in np.flatnonzero((factorial.l2 == 0) & drawn):
        curve = np.convolve(factorial.loss[k], np.full(width, 1 / width), "valid")
        momentum = factorial.momentum[k] > 0
        falling = factorial.schedule[k] == "cosine"
        axes.plot(
            np.arange(len(curve)) + width,
            curve,
            color=colours.first if momentum else colours.second,
            linestyle="-" if falling else "--",
            label=variant_name(factorial, k).replace("none of the three", "neither"),
        )
        last[variant_name(factorial, k)] = float(curve[-1])
    axes.set(
        yscale="log",
        xlabel="step",
        ylabel="cross-entropy of the batch",
        xlim=(0, factorial.loss.shape[1]),
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_yticks(ticks := _rungs(*axes.get_ylim()), [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.grid(axis="y", linewidth=0.5)
    axes.legend(ncols=2)
    words = budget(factorial) | {
        "seeds": factorial.accuracy.shape[1],
        "width": f"{width} batches" if width > 1 else "one batch",
        "steps": factorial.loss.shape[1],
        "curves": style.counted(len(last), "curve").capitalize(),
        "ends": " and ".join(
            f"{last[name]:.3f} with {told}"
            for name, told in (("none of the three", "neither knob"), ("cosine + momentum", "both"))
            if name in last
        )
        or "not drawn for neither knob, nor for both",
        "order": ", ".join(
            name.replace("none of the three", "neither")
            for name in sorted(last, key=lambda name: -last[name])
        )
        or "none",
        "left_out": _left_out(factorial),
    }
    return Drawing(figure, ("loss",), words)
