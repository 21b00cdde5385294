"""What the first convolution makes of a black ground, by the way the input was scaled."""

from __future__ import annotations

import numpy as np

from analysis.figures import grids, style
from analysis.figures.recipes import budget
from analysis.figures.style import Drawing
from analysis.results.recipes import ScalerMaps

SHOWN = 4  # maps for each scaler
LIKE = 0.7  # |r| with the pixels from which on a map shows the oval


def likeness_share(found: ScalerMaps, picture: str) -> np.ndarray:
    """Return, by scaler, the share of maps that follow the pixels, strokes and all; a map that is
    even has no likeness.
    """
    r = found.correlation[:, list(found.picture).index(picture)]
    return (np.nan_to_num(r) >= LIKE).mean(axis=1)


def ranked_maps(found: ScalerMaps, row: int, count: int = SHOWN) -> np.ndarray:
    """Return maps at evenly spaced ranks of their variation over the black image, the most lively
    first; even maps stand by their level.
    """
    black = list(found.picture).index("black")
    lively = np.where(
        np.isnan(found.correlation[row, black]), 0, found.maps[row, black].std(axis=(0, 1))
    )
    level = found.maps[row, black].mean(axis=(0, 1))
    return np.lexsort((-level, -lively))[np.linspace(0, len(lively) - 1, count).round().astype(int)]


def draw_scalers(found: ScalerMaps) -> Drawing:
    """For each scaler: a 4 and a black image as the network gets them, each with some maps of
    Conv2D_1.
    """
    figure = style.sheet(height=3.9)
    left, right = style.split(figure, columns=(1.05, 1))
    black = likeness_share(found, "black")
    even = np.isnan(found.correlation[:, list(found.picture).index("black")]).sum(axis=1)
    for half, name, p in ((left, "4", 0), (right, "black", 1)):
        half.suptitle(
            f"{'a 4' if name == '4' else 'an entirely black image'}, and {SHOWN} maps of it",
            fontsize=style.LABEL,
        )
        rows = half.subplots(len(found.scaler), 1 + SHOWN)
        for k, axes in enumerate(rows):
            reach = abs(found.scaled[k]).max()
            grids.picture(axes[0], found.scaled[k, p], style.diverging(), low=-reach, high=reach)
            chosen = ranked_maps(found, k)
            high = grids.scale_of(found.maps[k, p])
            for one, m in zip(axes[1:], chosen, strict=True):
                grids.picture(one, found.maps[k, p, :, :, m], style.sequential(), low=0, high=high)
                r = found.correlation[k, p, m]
                one.set_xlabel(
                    "even" if np.isnan(r) else f"{r:.2f}", fontsize=style.NOTE, labelpad=2
                )
            if p == 0:
                axes[0].set_ylabel(
                    str(found.scaler[k])
                    .replace("divided by 255", "divided\nby 255")
                    .replace("one for all", "one for\nall"),
                    fontsize=style.NOTE,
                )
    words = budget(found) | {
        "rows": len(found.scaler),
        "index": int(found.index),
        "shown": SHOWN,
        "maps": found.maps.shape[-1],
        "shares": ", ".join(
            f"{style.per_cent(share)} ({name})"
            for name, share in zip(found.scaler, black, strict=True)
        ),
        "even": ", ".join(
            f"{count} ({name})" for name, count in zip(found.scaler, even, strict=True)
        ),
        "per_pixel": style.per_cent(black[0]),
        "others_even": int(even[1:].min()),
    }
    return Drawing(figure, tuple(str(name) for name in found.scaler), words)
