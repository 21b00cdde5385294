"""What adds up to decisions about the chosen images of any subject, or why they are no sums."""

from __future__ import annotations

import numpy as np

from analysis.looking.affine import From, Logits, Terms, at_maps, at_pixels, from_maps, from_pixels
from analysis.networks.layers import forward
from analysis.results.subject_images import ChosenImages, SubjectDecisions, SubjectShares
from analysis.study import Study


def _told(way: From, found: Terms | None) -> str:
    """Return why no sum is told; empty where one is."""
    if found is None:
        return way.bent
    if found.gap <= found.bar:
        return ""
    return (
        f"sums miss a logit by {found.gap:.2g}, and at most {found.bar:.2g} would be rounding; a"
        " layer is not what its kind says"
    )


def _gaps(found: Terms | None) -> dict[str, np.ndarray]:
    return {
        "gap": np.array(found.gap if found else 0.0),
        "bar": np.array(found.bar if found else 0.0),
    }


def measure_subject_decisions(study: Study, chosen: ChosenImages) -> SubjectDecisions:
    """Take apart what the network says of chosen images."""
    network = Logits(study.subject.network)
    images = study.data.standardise(study.data.test.images[chosen.index])
    way = from_pixels(network)
    found = None if way.bent else at_pixels(way, images)
    bent = _told(way, found)
    logits = network.of(images) if found is None else found.logits
    classes = logits.shape[1]
    pixels = np.zeros((0, classes, *chosen.images.shape[1:3]), np.float32)
    bias = np.zeros((0, classes, 0), np.float32)
    names: list[str] = []
    if found is not None and not bent:
        pixels, names = found.products[..., 0], list(found.own)
        bias = np.zeros((len(images), classes, len(names)), np.float32)
        for k, one in enumerate(found.own.values()):
            bias[..., k] = one
    return SubjectDecisions(
        index=chosen.index,
        label=chosen.label,
        hard=chosen.role != "clear",
        images=chosen.images,
        logits=logits,
        probabilities=network.probabilities(logits),
        names=chosen.names,
        labelled=chosen.labelled,
        bent=np.array(bent),
        pixels=pixels,
        layer=np.array(names, dtype=str),
        bias=bias,
        **_gaps(found),
    )


def measure_subject_shares(study: Study, chosen: ChosenImages, *, layer: str) -> SubjectShares:
    """Say what each map of a layer adds to these decisions, and what they lose without it."""
    model = study.subject.network
    images = study.data.standardise(study.data.test.images[chosen.index])
    way = from_maps(Logits(model), layer)
    found = None if way.bent else at_maps(way, images)
    bent, lost = _told(way, found), way.silenced(images)
    nothing = np.zeros((0, *lost.shape[1:]), np.float32)
    told = found is not None and not bent
    return SubjectShares(
        activation=np.asarray(forward(model, images, layer)),
        bent=np.array(bent),
        contribution=found.maps if found and told else nothing,
        around=found.around if found and told else nothing[..., 0],
        behind=found.behind if found and told else nothing[..., 0],
        lost=lost,
        **_gaps(found),
    )
