"""Judge all claims with other trainings and other choices: one task for each of these."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from analysis.catalogue.variations import Variation, variations
from analysis.publishing.tasks import varying
from analysis.publishing.tasks import workplace as place

for _variation in variations(place.settings()):

    @task(
        id=_variation.id,
        kwargs={
            "variation": _variation,
            "parts": place.nodes(varying.parts(_variation)),
            "over": _variation.over and varying.verdicts_path(_variation.over),
            "verdicts": varying.verdicts_path(_variation),
        },
    )
    @place.may_leave(varying.vary, far=True)
    def vary(
        variation: Variation,
        parts: dict[str, str],
        over: Path | None,
        verdicts: Annotated[Path, Product],
    ) -> None:
        """Judge all claims once more; see ``varying``."""
        varying.vary(variation, parts, over, verdicts)
