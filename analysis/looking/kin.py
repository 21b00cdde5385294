"""How the maps of a layer respond to the test images, and which of them are relatives.

Two maps are alike as far as their responses to the same images rise and fall together. The places
of a layer's maps in two dimensions keep close together what is alike (t-SNE, van der Maaten and
Hinton 2008); near means alike, far says little.
"""

from __future__ import annotations

import numpy as np

from analysis.networks.layers import at_once, batches, rest_of, views
from analysis.results.maps import MapKin
from analysis.study import Study

BINS = 120
NEIGHBOURS = 12.0  # perplexity: how many relatives a map is placed by


def responses_to_test(study: Study, layer: str) -> np.ndarray:
    """Return the mean activation (image, map) of every map for every test image."""
    look, images = views(study.subject.network, (layer,)), study.data.test.images
    parts = []
    with study.progress(f"responses of {layer}", len(images)) as advance:
        for part in batches(images, at_once(study.subject.network)):
            values = look(study.data.standardise(images[part]))[layer]
            parts.append(values.mean(axis=(1, 2)))
            advance(len(values))
    return np.concatenate(parts)


def correlations(responses: np.ndarray) -> np.ndarray:
    """Return r (map, map) between responses (image, map); NaN where one never varies."""
    centred = responses.astype(np.float64) - responses.mean(axis=0, dtype=np.float64)
    size = np.sqrt((centred**2).sum(axis=0))
    varied = np.ptp(responses, axis=0) > 0
    both = np.logical_and.outer(varied, varied)
    found = np.full(both.shape, np.nan)
    return np.divide(centred.T @ centred, np.multiply.outer(size, size), out=found, where=both)


def histogram(responses: np.ndarray, rest: np.ndarray | float = 0) -> np.ndarray:
    """Return counts (map, bin) of the responses above 0 and above those at rest (map), from 0 to
    each map's own maximum.
    """
    least = np.broadcast_to(np.maximum(rest, 0), responses.shape[1:])
    found = np.zeros((responses.shape[1], BINS), np.int64)
    for counts, column, above in zip(found, responses.T, least, strict=True):
        if column.max() > above:
            counts[:] = np.histogram(column[column > above], BINS, (0, column.max()))[0]
    return found


def places(correlation: np.ndarray, seed: int) -> np.ndarray:
    """Return places (map, 2) for maps with these correlations (map, map); what never varies is like
    nothing.
    """
    from sklearn.manifold import TSNE

    if len(correlation) < 3:
        return np.stack([np.arange(len(correlation)), np.zeros(len(correlation))], axis=1)
    apart = 1 - np.nan_to_num(correlation).clip(-1, 1)
    np.fill_diagonal(apart, 0)
    near = min(NEIGHBOURS, (len(apart) - 1) / 3)
    # exact, so that no order of threads has a part in it
    embedding = TSNE(
        metric="precomputed", init="random", method="exact", perplexity=near, random_state=seed
    )
    return np.asarray(embedding.fit_transform(apart), np.float64)


def measure_kin(study: Study, *, layer: str) -> MapKin:
    """Measure how the maps of a layer respond to the test images, and which respond alike."""
    seen = responses_to_test(study, layer)
    related, rest = correlations(seen), rest_of(study.subject.network, layer)
    return MapKin(
        zero=(seen <= rest).mean(axis=0),
        maximum=seen.max(axis=0),
        count=histogram(seen, rest),
        images=np.array(len(seen)),
        correlation=related,
        place=places(related, study.seed(f"places {layer}") % 2**31),
    )
