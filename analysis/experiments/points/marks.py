"""Common points: on in all of some images, and in none of some others."""

from __future__ import annotations

import numpy as np

from analysis.experiments.points.seen import FOUR, NINE, Seen, look_at
from analysis.looking.examples import ratio_of_distances
from analysis.results.layers import OnThresholds
from analysis.results.points import CommonPoints
from analysis.study import Study

DRAWS = 1000  # of three 4s and three 9s, and of three 4s; the claims name the number
GROUP = 3
CLEAR = 0.5  # share of a class that counts as clear: nearest to its own mean, seen from the other


def clear_ones(study: Study, seen: Seen) -> tuple[np.ndarray, np.ndarray]:
    """Return which 4s, and which 9s, count as clear, as numbers of images of ``seen``; the MLP must
    not doubt them either.
    """
    ratio = ratio_of_distances(study, seen.grey)  # small for 4s
    clear = []
    for label, sign in ((FOUR, 1), (NINE, -1)):
        own = np.flatnonzero((seen.label == label) & ~seen.doubted)
        least = np.argsort(sign * ratio[own], kind="stable")
        clear.append(own[least[: max(GROUP + 1, round(CLEAR * len(own)))]])
    return clear[0], clear[1]


def draws(among: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return ``DRAWS`` groups (draw, member) of different images."""
    return np.array([rng.choice(among, GROUP, replace=False) for _ in range(DRAWS)])


def _only(on: np.ndarray, inside: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """Return which points (draw, point) are on in all images of one group and in none of the
    other.
    """
    return on[inside].all(axis=1) & ~on[outside].any(axis=1)


def shares_on(on: np.ndarray, marked: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Return, for each image, the mean share of the marked points that is on.

    Args:
        on: (image, point); which points are on.
        marked: (draw, point)
        apart: (draw, image); the draws an image had no part in; others say nothing of it.
    """
    count = marked.sum(axis=1)
    share = (on.astype(np.float32) @ marked.T.astype(np.float32)) / np.maximum(count, 1)
    used = apart.T & (count > 0)
    return np.where(used, share, 0).sum(axis=1) / np.maximum(used.sum(axis=1), 1)


def likeness_of_three(on: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return common points over all points on, and maps alike over maps not empty, for each group.

    Args:
        on: (image, node, map)
        groups: (draw, member)
    """
    three = on[groups]  # (draw, member, node, map)
    every, some = three.all(axis=1), three.any(axis=1)
    same = (three == three[:, :1]).all(axis=(1, 2)) & some.any(axis=1)  # (draw, map)
    common = every.sum(axis=(1, 2)) / np.maximum(some.sum(axis=(1, 2)), 1)
    return common, same.sum(axis=1) / np.maximum(some.any(axis=1).sum(axis=1), 1)


def measure_common_points(study: Study, thresholds: OnThresholds) -> CommonPoints:
    """Return common points of clear 4s and 9s, and what becomes of them in unclear 4s."""
    seen = look_at(study, study.data.test)
    limits = thresholds.conv2d_3
    on = seen.points > limits.reshape(-1)
    fours, nines = clear_ones(study, seen)
    rng = np.random.default_rng(study.seed("common points"))
    three_fours, three_nines = draws(fours, rng), draws(nines, rng)
    only_fours = _only(on, three_fours, three_nines)
    unclear = np.flatnonzero((seen.label == FOUR) & seen.doubted)
    apart = ~(fours[None, :, None] == three_fours[:, None, :]).any(axis=2)
    everywhere = np.ones((DRAWS, len(unclear)), bool)
    every_four = np.flatnonzero(seen.label == FOUR)
    by_map = on.reshape(len(on), -1, limits.shape[-1])
    common, same = likeness_of_three(by_map, draws(every_four, rng))
    return CommonPoints(
        only_fours=only_fours.sum(axis=1),
        only_nines=_only(on, three_nines, three_fours).sum(axis=1),
        clear_share=shares_on(on[fours], only_fours, apart),
        clear_nines=np.array(len(nines)),
        unclear_share=shares_on(on[unclear], only_fours, everywhere),
        unclear_index=seen.index[unclear],
        unclear_four=seen.probability[unclear, FOUR],
        unclear_right=seen.probability[unclear].argmax(axis=1) == FOUR,
        four=seen.probability[every_four, FOUR],
        common=common,
        same_maps=same,
    )
