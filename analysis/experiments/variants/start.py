"""Which maps answer the start of the recipes, and so climb from it by every one of them."""

from __future__ import annotations

from analysis.ascent.answers import looking
from analysis.experiments.variants.measure import LAYER
from analysis.results.oips import RecipeVariants
from analysis.results.recipe_start import RecipeStart
from analysis.study import Study


def measure_recipe_start(study: Study, variants: RecipeVariants) -> RecipeStart:
    """Return the response of every map to the start."""
    seen = looking(study.subject.network, LAYER)(variants.start[None].astype("float32"))
    return RecipeStart(response=seen[0][0])
