"""Whether labels are of the classes that a network tells apart."""

from __future__ import annotations

from pathlib import Path

from analysis.images.reading.pictures import Pictures
from analysis.problem import Problem


def refuse_other_classes(classes: int, pictures: Pictures, path: Path) -> None:
    """``Raises Problem`` where labels count further than a network's outputs do. A class may be
    without images.
    """
    if pictures.labels is None or pictures.labels.max() < classes:
        return
    first, last = int(pictures.labels.min()), int(pictures.labels.max())
    seems = " They seem to count from 1: take 1 from each." if (first, last) == (1, classes) else ""
    raise Problem(
        f"{path} tells {classes} classes apart, but labels go up to {last}.{seems} Give labels from"
        f" 0 to {classes - 1}, in the order of its outputs."
    )
