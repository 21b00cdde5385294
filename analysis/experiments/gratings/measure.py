"""Sinusoidal gratings of several wavelengths, directions and phases, shown to all maps."""

from __future__ import annotations

import numpy as np

from analysis.networks.layers import views
from analysis.results.structure import Gratings
from analysis.study import Study

WAVELENGTHS = (2, 2.4, 2.8, 3.4, 4, 4.8, 5.7, 6.7, 8, 9.5, 11.3, 13.5, 16, 19, 22.6, 28)  # px
DIRECTIONS, PHASES = 12, 8  # the claim names these numbers


def gratings(shape: tuple[int, int], wavelength: float) -> np.ndarray:
    """Return gratings (direction and phase, y, x) of one wavelength in px, mean 0, deviation 1."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    phases = 2 * np.pi * np.arange(PHASES) / PHASES
    along = np.cos(angles)[:, None, None] * x + np.sin(angles)[:, None, None] * y
    waves = np.sin(2 * np.pi * along[:, None] / wavelength + phases[None, :, None, None])
    flat = waves.reshape(-1, *shape)
    flat = flat - flat.mean(axis=(1, 2), keepdims=True)
    scale = flat.std(axis=(1, 2), keepdims=True)
    # one that meets every pixel at its zeros is no picture
    return np.divide(flat, scale, out=np.zeros_like(flat), where=scale > 1e-6).astype(np.float32)


def measure_gratings(study: Study) -> Gratings:
    """Return every map's largest response to gratings of each wavelength."""
    subject = study.subject
    layers = tuple(subject.layers)
    look = views(subject.network, layers)
    found: dict[str, list[np.ndarray]] = {layer: [] for layer in layers}
    for wavelength in WAVELENGTHS:
        seen = look(gratings(study.data.shape, wavelength)[..., None])
        for layer in layers:
            found[layer].append(seen[layer].mean(axis=(1, 2)).max(axis=0))
    response = [np.array(found[layer]).T for layer in layers]
    return Gratings(
        wavelength=np.array(WAVELENGTHS, float),
        directions=np.array(DIRECTIONS),
        phases=np.array(PHASES),
        layer=np.array(layers),
        layer_of=np.repeat(layers, [len(one) for one in response]),
        number=np.concatenate([np.arange(len(one)) for one in response]),
        response=np.concatenate(response),
    )
