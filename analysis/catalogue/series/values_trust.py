"""Numbers that prose quotes of the search for every map and of the trust in what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.ascent.domains import DomainName
from analysis.ascent.starts import wavelength
from analysis.catalogue.declarations import DesignValue, MedianCount, Value
from analysis.catalogue.series.measurements import (
    ABLATION,
    CONTROLS,
    DATA_RESPONSES,
    OIP_SETS,
    RECIPE_VARIANTS,
    TRUST,
    TRUST_TABLES,
)
from analysis.catalogue.series.values_oips import median
from analysis.figures.oips import visible_in
from analysis.figures.trust import RATIO_BARS
from analysis.images.similarity import repetitions
from analysis.oips.controls import STARTS as CONTROL_STARTS
from analysis.results.oips import Controls, OipSet, RecipeVariants
from analysis.results.trust import Trust, TrustTable
from analysis.subject import address
from analysis.trust import table
from analysis.trust.row import told
from analysis.trust.status import RARE
from analysis.trust.table import chance


@dataclass(frozen=True)
class TrustValue(Value):
    """A number of the table, told in prose as there, but for the digits that a bar asks for; NaN
    where no map has it.
    """

    may_be_nan: bool = True

    def text(self, number: float) -> str:
        digits = self.telling(number) if self.bars else self.digits
        return told(number, self.unit, digits)


# that prose holds a number of the deepest layer against
BARS = {"above-maximum": RATIO_BARS, "left-after-blur": (0.5,)}


def over_the_maps(number: str) -> Callable[[TrustTable], float]:
    """Return the reader of a trust number over all maps; NaN where no map has it."""

    def read(found: TrustTable) -> float:
        return float(found.middle[list(found.number).index(number)])

    return read


def of_table(layer: str, domain: DomainName) -> tuple[Value, ...]:
    """Return every trust number of the OIPs of one layer in one domain, over the maps."""
    return tuple(
        TrustValue(
            f"{row.id}-{address(layer)}-{domain}",
            TRUST_TABLES[layer, domain],
            over_the_maps(row.id),
            row.unit,
            row.digits,
            bars=BARS.get(row.id, ()) if layer == "Conv2D_3" else (),
        )
        for row in table.ROWS
    )


def on_rung(rung: str) -> Callable[[OipSet], float]:
    """Return the reader of how many maps of a set found their OIP on a rung of the ladder."""
    return lambda found: float((found.rung == rung).sum())


def with_status(status: str) -> Callable[[Trust], float]:
    """Return the reader of how many maps have a status."""
    return lambda trust: float((trust.status == status).sum())


def silent_but_seen_firing(trust: Trust) -> float:
    """Return how many maps without an OIP answer an image all the same."""
    unwoken = ~(np.diagonal(trust.excites) > 0)
    return float((unwoken & np.isin(trust.status, ["rare", "normal"])).sum())


def silent_but_moved_by_others(trust: Trust) -> float:
    """Return how many maps that no image moves lack an OIP of their own, and answer one that was
    found for another map.
    """
    unwoken = ~(np.diagonal(trust.excites) > 0)
    return float((unwoken & (trust.status == "synthetic only")).sum())


def above(name: str, bar: Callable[[Trust], float]) -> Callable[[Trust], float]:
    """Return the reader of the share of maps whose number exceeds a bar; maps without the number do
    not count, nor do silent ones.
    """

    def read(trust: Trust) -> float:
        values = getattr(trust, name)
        known = values[~np.isnan(values) & (np.diagonal(trust.excites) > 0)]
        return float((known > bar(trust)).mean()) if len(known) else np.nan

    return read


def own_first(trust: Trust) -> float:
    """Return the share of the maps with an OIP that answer it more than all others do."""
    ranks = trust.rank[np.diagonal(trust.excites) > 0]
    return float((ranks == 1).mean()) if len(ranks) else np.nan


def extreme(pick: Callable[[np.ndarray], float]) -> Callable[[Trust], float]:
    """Return the reader of the best or the worst hint of a layer; NaN where no map has one."""

    def read(trust: Trust) -> float:
        known = trust.hit_rate[~np.isnan(trust.hit_rate)]
        return float(pick(known)) if len(known) else np.nan

    return read


def least_above_maximum(trust: Trust) -> float:
    """Return the least of the maps' responses in units of the largest to the data; NaN where none
    has both.
    """
    known = trust.ratio_maximum[np.isfinite(trust.ratio_maximum)]
    return float(known.min()) if len(known) else np.nan


def repeats_in_the_middle(found: OipSet) -> float:
    """Return how often an OIP meets itself again, in the median; 0 where there is none."""
    seen = visible_in(found).of(found.images[found.response > 0])
    return float(np.median([repetitions(image) for image in seen] or [0]))


def wavelengths(found: OipSet) -> np.ndarray:
    """Return the wavelength of each OIP that was found (OIP), in px."""
    seen = visible_in(found).of(found.images[found.response > 0])
    return wavelength(seen.astype(float))


def scale_in_the_middle(found: OipSet) -> float:
    """Return the wavelength of an OIP in px, in the median; NaN where there is none."""
    return median(wavelengths(found))


def improved(found: OipSet) -> float:
    """Return the share of the maps with an OIP of which a challenge made a stronger one."""
    fires = found.response > 0
    return float((found.won[fires] > 0).mean()) if fires.any() else np.nan


def in_network(number: str, name: str) -> Callable[[Controls], float]:
    """Return the reader of the median over the maps of one network's numbers."""

    def read(controls: Controls) -> float:
        which = list(controls.network).index(name)
        woken = controls.ratio_maximum[which] > 0  # elsewhere there is no OIP
        return median(getattr(controls, number)[which][woken])

    return read


def both_trainings(controls: Controls) -> np.ndarray:
    """Return how alike the OIPs (map, partner) of two trainings are, of the numbers at which both
    have one.
    """
    both = ~np.isnan(np.diag(controls.alike))
    return controls.alike[np.ix_(both, both)]


def at_other_numbers(controls: Controls) -> np.ndarray:
    """Return how alike each OIP (map) is to those of the other training at other numbers, in the
    mean over these.
    """
    alike = both_trainings(controls)
    return (alike.sum(axis=1) - np.diag(alike)) / max(1, len(alike) - 1)


def share_of_optimum(controls: Controls) -> float:
    """Return how much of the optimum an ascent reaches, in the median: 1 less what is missing of it
    as a share of its size, as a bias can leave the optimum below 0.
    """
    missing = (controls.optimum - controls.reached) / abs(controls.optimum)
    return float(np.median(1 - missing))


def by_recipe(name: str, over: str = "") -> Callable[[str], Callable[[RecipeVariants], float]]:
    """Return a maker of readers: the median over the maps of one recipe's number, as a share of
    another number where one is given.
    """

    def of(recipe: str) -> Callable[[RecipeVariants], float]:
        def read(variants: RecipeVariants) -> float:
            values = np.where(
                answered(variants),
                getattr(variants, name)[list(variants.recipe).index(recipe)],
                np.nan,
            )
            if over:
                whole = np.broadcast_to(getattr(variants, over), variants.response.shape)[
                    list(variants.recipe).index(recipe)
                ]
                values = np.divide(values, whole, out=np.full(len(whole), np.nan), where=whole > 0)
            return median(values)

        return read

    return of


def answered(variants: RecipeVariants) -> np.ndarray:
    """Return whether each map answers every recipe: elsewhere nothing can be compared."""
    return np.asarray((variants.response > 0).all(axis=0))


def same_by_another(variants: RecipeVariants) -> float:
    """Return of how many maps a recipe other than the plain one gives the same picture."""
    return float((variants.likeness[1:, answered(variants)] >= SAME).any(axis=0).sum())


def hit_change(recipe: str) -> Callable[[RecipeVariants], float]:
    """Return the reader of what a recipe changes in the share of right choices, map by map."""

    def read(variants: RecipeVariants) -> float:
        own = variants.hit_rate[list(variants.recipe).index(recipe)]
        return median(100 * (own - variants.hit_rate[0])[answered(variants)])

    return read


SAME = 0.7  # joins two pictures, as on all pages
# names in ids
RECIPES = {"pixels": "pixels", "1/f": "waves", "robust": "robust", "1/f and robust": "both"}
BY_RECIPE = (
    ("ratio", by_recipe("response", "maximum"), "", 1),
    ("likeness", by_recipe("likeness"), "", 2),
    ("fine-power", by_recipe("high_share"), "%", 0),
    ("left-after-shift", by_recipe("shifted_response", "response"), "%", 0),
    ("left-after-blur", by_recipe("blurred_response", "response"), "%", 0),
    ("hit-rate", by_recipe("hit_rate"), "%", 0),
)


def of_set(layer: str, domain: DomainName) -> tuple[Value, ...]:
    """Return what else the prose says of the OIPs of one layer in one domain."""
    found = OIP_SETS[layer, domain]
    trust = TRUST[layer, domain]
    name = f"{address(layer)}-{domain}"
    return (
        Value(f"plain-maps-{name}", found, on_rung("plain")),
        Value(f"precursor-maps-{name}", found, on_rung("precursor")),
        Value(
            f"woken-maps-{name}",
            found,
            lambda found: float(np.isin(found.rung, ["pre-activation", "image"]).sum()),
        ),
        Value(f"still-silent-maps-{name}", found, on_rung("silent")),
        Value(
            f"least-above-maximum-{name}",
            trust,
            least_above_maximum,
            "",
            1,
            may_be_nan=True,
        ),
        Value(
            f"finer-than-digits-{name}",
            trust,
            above("high_share", lambda trust: float(trust.high_reference)),
            "%",
            may_be_nan=True,
        ),
        Value(f"own-map-first-{name}", trust, own_first, "%", may_be_nan=True),
        Value(f"rare-maps-{name}", trust, with_status("rare")),
        Value(f"synthetic-only-maps-{name}", trust, with_status("synthetic only")),
        Value(f"never-firing-maps-{name}", trust, with_status("never seen firing")),
        Value(f"proven-dead-maps-{name}", trust, with_status("proven dead")),
    )


def of_layer(layer: str) -> tuple[Value, ...]:
    """Return what prose says of a layer without its OIPs: how often maps fire on images, the worst
    loss by ablation, and how many maps the network can do without.
    """
    return (
        Value(
            f"firing-rate-{address(layer)}",
            DATA_RESPONSES[layer],
            lambda data: float(np.median(data.rate)),
            "%",
            bars=(RARE,),
        ),
        Value(
            f"worst-ablation-{address(layer)}",
            ABLATION[layer],
            lambda ablation: max(0.0, float(-100 * ablation.change.min())),
            "points",
            2,
        ),
        Value(
            f"idle-maps-{address(layer)}",
            ABLATION[layer],
            lambda ablation: float((ablation.flipped == 0).sum()),
        ),
    )


VALUES: tuple[Value, ...] = (
    *(value for layer, domain in OIP_SETS for value in of_set(layer, domain)),
    *(value for layer, domain in TRUST_TABLES for value in of_table(layer, domain)),
    *(value for layer in DATA_RESPONSES for value in of_layer(layer)),
    DesignValue(
        "trust-reference", TRUST["Conv2D_3", "box"], lambda trust: float(trust.high_reference), "%"
    ),
    *(
        Value(
            f"control-{name}-{of.replace(' ', '-')}",
            CONTROLS,
            in_network(number, of),
            unit,
            digits,
            may_be_nan=True,
            bars=bars,
        )
        for number, name, unit, digits, bars in (
            ("ratio_maximum", "ratio", "", 1, (1.0,)),
            ("agreement", "agreement", "", 2, ()),
            ("high_share", "fine-power", "%", 0, ()),
        )
        for of in ("published", "second training", "untrained")
    ),
    *(
        Value(f"recipe-{name}-{short}", RECIPE_VARIANTS, of(recipe), unit, digits, may_be_nan=True)
        for name, of, unit, digits in BY_RECIPE
        for recipe, short in RECIPES.items()
    ),
    Value("recipe-answering-maps", RECIPE_VARIANTS, lambda found: float(answered(found).sum())),
    Value("recipe-same-maps", RECIPE_VARIANTS, same_by_another),
    *(
        Value(
            f"recipe-hit-change-{short}",
            RECIPE_VARIANTS,
            hit_change(recipe),
            "points",
            1,
            may_be_nan=True,
        )
        for recipe, short in RECIPES.items()
        if short in {"waves", "robust"}
    ),
    Value(
        "control-same-index",
        CONTROLS,
        lambda controls: median(np.diag(both_trainings(controls))),
        "",
        2,
        may_be_nan=True,
    ),
    Value(
        "control-other-index",
        CONTROLS,
        lambda controls: median(at_other_numbers(controls)),
        "",
        2,
        may_be_nan=True,
    ),
    Value(
        "control-closed-form",
        CONTROLS,
        share_of_optimum,
        "%",
        1,
    ),
    DesignValue(
        "ladder-starts",
        OIP_SETS["Conv2D_3", "sphere"],
        lambda found: float(found.every_response.shape[1]),
    ),
    DesignValue(
        "control-starts",
        OIP_SETS["Conv2D_3", "sphere"],
        lambda found: float(min(CONTROL_STARTS, found.every_response.shape[1])),
    ),
    Value(
        "quiet-maps-conv2d-2-sphere",
        OIP_SETS["Conv2D_2", "sphere"],
        lambda found: float((found.rung != "plain").sum()),
    ),
    Value(
        "silent-but-seen-firing-conv2d-3-sphere",
        TRUST["Conv2D_3", "sphere"],
        silent_but_seen_firing,
    ),
    Value(
        "silent-but-moved-by-others-conv2d-3-sphere",
        TRUST["Conv2D_3", "sphere"],
        silent_but_moved_by_others,
    ),
    Value("challenged-share", OIP_SETS["Conv2D_3", "sphere"], improved, "%", may_be_nan=True),
    Value(
        "off-grid-cost-conv2d-3-box",
        TRUST["Conv2D_3", "box"],
        lambda trust: median(100 * (trust.shift[:, 2] - trust.shift[:, 0])),  # 4 px less 1 px
        "points",
        1,
        may_be_nan=True,
    ),
    Value("least-hit-rate", TRUST["Conv2D_3", "box"], extreme(np.min), "%", may_be_nan=True),
    Value("best-hit-rate", TRUST["Conv2D_3", "box"], extreme(np.max), "%", may_be_nan=True),
    Value(
        "no-hint-maps",
        TRUST["Conv2D_3", "box"],
        lambda trust: float(np.nansum(trust.hit_rate <= chance(trust))),
    ),
    *(
        MedianCount(f"oip-repeats-{address(layer)}", found, repeats_in_the_middle)
        for (layer, domain), found in OIP_SETS.items()
        if domain == "sphere"
    ),
    *(
        Value(
            f"ladder-scale-{address(layer)}", found, scale_in_the_middle, "px", 1, may_be_nan=True
        )
        for (layer, domain), found in OIP_SETS.items()
        if domain == "sphere"
    ),
)
