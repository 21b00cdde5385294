"""Whether labels are of the classes that a network tells apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from analysis.images.reading.pictures import Pictures
from analysis.problem import Problem


def refuse_other_classes(classes: int, pictures: Pictures, path: Path) -> None:
    """``Raises Problem`` where labels count further than a network's outputs do, or a class of it
    has no image.
    """
    if pictures.labels is None:
        return
    there = np.unique(pictures.labels)
    if there[-1] >= classes:
        one_based = " They seem to count from 1: take 1 from each." if there[0] == 1 else ""
        raise Problem(
            f"{path} tells {classes} classes apart, 0 to {classes - 1}, but labels go up to"
            f" {there[-1]}.{one_based or ' Give images of the classes it was trained on.'}"
        )
    if missing := sorted({*range(classes)} - set(there.tolist())):
        named = ", ".join(map(str, missing[:6])) + ", ..." * (len(missing) > 6)
        raise Problem(
            f"{path} tells {classes} classes apart, but there is no image of class {named}. Give"
            " images of each class, or leave the labels out."
        )
