"""How well single points, few points and linear probes tell a 4 from a 9."""

from __future__ import annotations

import numpy as np
import scipy

from analysis.experiments.points.probes import probe
from analysis.experiments.points.seen import DENSE, FOUR, LAST, LAYER, NINE, Seen, look_at
from analysis.results.points import Separation
from analysis.study import Study

COUNTS = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # of best points; the claims name 20 and 100
STAGES = (LAYER, DENSE)


def areas(values: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """Return the area under the curve of each column: the share of pairs of a positive and another
    image in which the positive one has the larger value, ties counted half.

    Args:
        values: (image, column)
        positive: (image)
    """
    ranks = scipy.stats.rankdata(values, axis=0)
    hits, rest = int(positive.sum()), int((~positive).sum())
    return (ranks[positive].sum(axis=0) - hits * (hits + 1) / 2) / max(hits * rest, 1)


def nearest_mean_wrong(learned: Seen, judged: Seen, stage: str) -> np.ndarray:
    """Return whether the class mean of the training images that is nearest to an image is the
    wrong one.
    """
    there, here = _values(learned, stage), _values(judged, stage)
    distances = [
        np.square(here - there[learned.label == label].mean(axis=0)).sum(axis=1)
        for label in (FOUR, NINE)
    ]
    return (distances[1] < distances[0]) != judged.nine


def _values(seen: Seen, stage: str) -> np.ndarray:
    return seen.points if stage == LAYER else seen.dense


class Head:
    """The layers behind Conv2D_3, as far as they part 4 from 9."""

    def __init__(self, study: Study) -> None:
        model = study.network("full-recipe")
        self.hidden = [np.asarray(w) for w in model.get_layer(DENSE).get_weights()]
        self.last = [np.asarray(w) for w in model.get_layer(LAST).get_weights()]

    def takes_for_nine(self, points: np.ndarray) -> np.ndarray:
        """Return whether each row of points (image, point) speaks more for a 9 than for a 4."""
        hidden = np.maximum(points @ self.hidden[0] + self.hidden[1], 0)
        values = hidden @ self.last[0] + self.last[1]
        return values[:, NINE] > values[:, FOUR]


def measure_separation(study: Study) -> Separation:
    """Return how well 4s and 9s are told apart, on points of Conv2D_3 and on dense nodes."""
    learned, judged = look_at(study, study.data.training), look_at(study, study.data.test)
    head = Head(study)
    best = np.argsort(-abs(areas(learned.points, learned.nine) - 0.5), kind="stable")
    # halfway between the classes, so that a point that is held there speaks for neither
    middle = np.mean(
        [learned.points[learned.label == label].mean(axis=0) for label in (FOUR, NINE)], axis=0
    )
    kept, silenced = [], []
    for count in COUNTS:
        few = np.isin(np.arange(len(best)), best[:count])
        kept.append(head.takes_for_nine(np.where(few, judged.points, middle)) == judged.nine)
        silenced.append(head.takes_for_nine(np.where(few, middle, judged.points)) == judged.nine)
    return Separation(
        images=np.array(len(judged.label)),
        unclear=np.array(judged.doubted.sum()),
        stage=np.array(STAGES),
        auc_points=areas(judged.points, judged.nine),
        auc_dense=areas(judged.dense, judged.nine),
        mean_wrong=np.array([nearest_mean_wrong(learned, judged, stage) for stage in STAGES]),
        probe_wrong=np.array(
            [
                probe(_values(learned, stage), learned.nine, _values(judged, stage)) != judged.nine
                for stage in STAGES
            ]
        ),
        doubted=judged.doubted,
        intact=head.takes_for_nine(judged.points) == judged.nine,
        count=np.array(COUNTS),
        kept=np.array(kept),
        silenced=np.array(silenced),
    )
