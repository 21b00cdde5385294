"""Deep dreams: a map's pattern carved into a picture that is larger than what the network takes.

A picture is split into a base, small enough for the network, and the detail that is lost on the way
there. A few steps of the series' ascent raise a map on the base; enlarged again, with the detail
put back, it is the picture of the next turn (P-DREAM). Smaller patterns come from tiles of the
picture, each treated like a small picture, or from the convolutions alone, which take an image of
any size. Source: "Deep Dreams of a CNN trained on MNIST data" I to III; pictures and numbers are
ours.
"""

from __future__ import annotations

import numpy as np

from analysis.experiments.dreams.carving import NET, Amplifier, based, standard, turned
from analysis.experiments.dreams.pictures import (
    NAMES,
    SIDE,
    background,
    dream_pictures,
    edge_correlations,
)
from analysis.images.resizing import resized
from analysis.images.similarity import correlation
from analysis.oips.series import VISIBLE, frame_steps
from analysis.results.dreams import DreamMaps, Dreams
from analysis.results.oips import OipEvolution, OipScales
from analysis.study import Study

WAYS = ("carved", "steps at once, detail put back", "steps at once, no detail")
SHOWN = 6  # maps whose dreams are shown


def cropped(images: np.ndarray) -> np.ndarray:
    """Return what the layer sees of inputs (..., y, x) of the network."""
    return images[..., :VISIBLE, :VISIBLE]


def _ways(picture: np.ndarray, carved: np.ndarray, at_once: np.ndarray) -> np.ndarray:
    """Return the pictures (way, turn, y, x) of the three ways from carved ones (turn, y, x) and
    iterates at once (turn, base_y, base_x).
    """
    base = resized(picture, NET)
    plain = resized(base.mean() + base.std() * at_once, SIDE)
    return np.stack(
        [carved, standard(plain + picture - resized(base, SIDE))[0], standard(plain)[0]]
    )


def measure_dreams(study: Study, evolution: OipEvolution) -> Dreams:
    """Carve one map into the pictures turn by turn; beside it the pure ascent on their bases, and
    what the detail alone does.

    The map is that of ``OipEvolution``. ``_ways`` are its controls: the same number of steps
    without the turns, with and without the detail.
    """
    rule = study.settings.dreams
    step = study.settings.oip
    model = study.network()
    chosen = int(evolution.map)
    pictures = dream_pictures(study)
    base, maps = based(pictures), np.full(len(pictures), chosen)
    amplifier = Amplifier(model, NET, step.step_size, len(pictures))
    done = rule.steps * np.arange(rule.turns + 1)
    frames = np.array(frame_steps(step.steps, study.settings.evolution.frames))
    keep = np.unique(np.concatenate([done, frames]))
    with study.progress(f"dreams of map {chosen}", rule.turns + 1) as advance:
        pure = amplifier.walk(base, maps, keep.tolist())
        advance(1)
        carved = [pictures]
        for _ in range(rule.turns):
            carved.append(
                turned(carved[-1], lambda images: amplifier.raised(images, maps, rule.steps))
            )
            advance(1)
    walk = pure[np.searchsorted(keep, frames)]
    at_once = pure[np.searchsorted(keep, done)]
    ways = np.stack(
        [
            _ways(picture, np.stack([turn[p] for turn in carved]), at_once[:, p])
            for p, picture in enumerate(pictures)
        ],
        axis=1,
    )

    def look(images: np.ndarray) -> np.ndarray:
        return amplifier.responses(images, np.full(len(images), chosen))

    even, dark = zip(*(background(cropped(frame)) for frame in walk), strict=True)
    return Dreams(
        name=np.array(NAMES),
        map=np.array(chosen),
        picture=pictures.astype(np.float32),
        base=base.astype(np.float32),
        pure=walk[-1],
        pure_step=frames,
        pure_edges=np.array(
            [edge_correlations(cropped(walk[:, p]), cropped(base[p])) for p in range(len(pictures))]
        ),
        pure_even=np.array(even).T,
        pure_dark=np.array(dark).T,
        pure_response=look(walk.reshape(-1, NET, NET)).reshape(len(frames), -1).T,
        steps=done,
        carved=ways[0].astype(np.float32),
        way=np.array(WAYS),
        edges=np.array(
            [
                [edge_correlations(ways[w, p], pictures[p]) for p in range(len(pictures))]
                for w in range(len(WAYS))
            ]
        ),
        coarse_edges=np.array(
            [
                [
                    edge_correlations(cropped(based(ways[w, p])), cropped(base[p]))
                    for p in range(len(pictures))
                ]
                for w in range(len(WAYS))
            ]
        ),
        response=look(based(ways.reshape(-1, SIDE, SIDE))).reshape(ways.shape[:3]),
    )


def measure_dream_maps(study: Study, scales: OipScales) -> DreamMaps:
    """Carve maps at even distances through the layer, and climb each without the detail.

    Shown are maps that answer all pictures, at evenly spaced ranks of their OIP's wavelength.
    """
    rule = study.settings.dreams
    step = study.settings.oip
    model = study.network()
    count = len(scales.conv2d_3)
    pictures = dream_pictures(study)
    amplifier = Amplifier(model, NET, step.step_size)
    maps = np.arange(0, count, -(-count // rule.maps))
    base = np.repeat(based(pictures), len(maps), axis=0)
    carved = np.repeat(pictures, len(maps), axis=0)
    wanted = np.tile(maps, len(pictures))
    before, pure = amplifier.responses(base, wanted), base.copy()
    fired = np.flatnonzero(before > 0)
    with study.progress(f"dreams of {len(maps)} maps", step.steps + rule.turns) as advance:
        if len(fired):
            pure[fired] = amplifier.walk(base[fired], wanted[fired], [step.steps - 1])[0]
        advance(step.steps)
        for _ in range(rule.turns if len(fired) else 0):
            carved[fired] = turned(
                carved[fired], lambda images: amplifier.raised(images, wanted[fired], rule.steps)
            )
            advance(1)
    after = amplifier.responses(based(carved), wanted)
    return _described(pictures, maps, before, after, pure, carved, scales.conv2d_3[maps])


def _described(
    pictures: np.ndarray,
    maps: np.ndarray,
    before: np.ndarray,
    after: np.ndarray,
    pure: np.ndarray,
    carved: np.ndarray,
    scale: np.ndarray,
) -> DreamMaps:
    """Return what became of every map; NaN where it was silent."""
    shape = len(pictures), len(maps)
    base = based(pictures)
    fired = (before > 0).reshape(len(pictures), len(maps))
    pure = pure.reshape(*shape, NET, NET)
    carved = carved.reshape(*shape, SIDE, SIDE)
    both = np.flatnonzero(fired.all(axis=0))
    both = both[np.argsort(scale[both], kind="stable")]
    some = both[np.linspace(0, len(both) - 1, min(SHOWN, len(both))).round().astype(int)]
    added = carved[:, some] - pictures[:, None]
    return DreamMaps(
        name=np.array(NAMES),
        map=maps,
        before=before.reshape(shape),
        pure_edges=np.where(
            fired,
            [edge_correlations(cropped(pure[p]), cropped(base[p])) for p in range(len(pictures))],
            np.nan,
        ),
        pure_even=np.where(
            fired,
            [
                background(cropped(pure[p]))[0] - background(cropped(base[p : p + 1]))[0]
                for p in range(len(pictures))
            ],
            np.nan,
        ),
        carved_edges=np.where(
            fired, [edge_correlations(carved[p], pictures[p]) for p in range(len(pictures))], np.nan
        ),
        carved_ratio=np.divide(
            after, before, out=np.full(before.shape, np.nan), where=before > 0
        ).reshape(shape),
        shown=maps[some],
        dream=carved[:, some].astype(np.float32),
        likeness=np.array(
            [
                [[correlation(one, other) for other in picture] for one in picture]
                for picture in added
            ]
        ).reshape(len(pictures), len(some), len(some)),
    )
