"""Further pictures of every map: how its OIP emerges, what its middle node alone wants, and what
it forbids.

All climb on the sphere by the profile's rule. What is shown elsewhere as a map's OIP is stronger in
general: it is the best of many starts and of a challenge; here one ascent is followed.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.climb import BLOCK, Ascent, Climber, ascend
from analysis.ascent.objectives import NEGATIVE, Response, nodes, response
from analysis.images.channels import as_read
from analysis.networks.layers import at_once, views
from analysis.oips.evolution import frame_steps
from analysis.oips.ladder import StartClimber, Starts, annealed, choose_starts
from analysis.results.maps import MapPortraits
from analysis.results.oips import OipSet
from analysis.study import Study

FRAMES = 9


def _climb(
    study: Study, raised: Response, starts: np.ndarray, wanted: np.ndarray, what: str
) -> Ascent:
    """Raise a response by the profile's rule, one start for each map; frames are kept."""
    rule, block = study.settings.ladder, at_once(study.subject.network, BLOCK)
    where = study.subject.domain("sphere")
    climber = Climber(raised, annealed(rule, rule.steps), where, block=block)
    with study.progress(what, rule.steps * len(starts)) as advance:
        return ascend(
            climber,
            starts,
            wanted,
            steps=rule.steps,
            keep=frame_steps(rule.steps, FRAMES),
            advance=advance,
        )


def _best(starts: Starts, oips: OipSet) -> np.ndarray:
    """Return which start (map) of each map led to its strongest picture."""
    return np.asarray(oips.every_response.argmax(axis=1))


def _of_nodes(
    study: Study, layer: str, starts: np.ndarray, oips: OipSet
) -> tuple[Ascent, np.ndarray]:
    """Raise the middle node of each map, from the picture among its starts (map, start, y, x) and
    its OIPs that it answers most; return its place as well.
    """
    model, found = study.subject.network, study.subject.layer(layer)
    place = np.array([found.rows.count // 2, found.columns.count // 2])
    look = views(model, (layer,))
    begun = np.empty_like(oips.images)
    for number, known in enumerate(oips.images):
        own = np.concatenate([starts[number], known[None]])
        answers = look(as_read(own))[layer][:, place[0], place[1], number]
        begun[number] = own[answers.argmax()]
    wanted = np.column_stack([np.arange(found.maps), np.tile(place, (found.maps, 1))])
    what = f"middle nodes of {layer}"
    return _climb(study, nodes(model, layer), begun, wanted, what), place


def measure_portraits(study: Study, oips: OipSet, *, layer: str) -> MapPortraits:
    """Follow one ascent of every map, raise its middle node, and drive the map down."""
    model, found = study.subject.network, study.subject.layer(layer)
    where = study.subject.domain("sphere")
    starts = choose_starts(study, model, layer, where)
    maps, best = np.arange(found.maps), _best(starts, oips)
    begun = starts.images[maps, best]
    awake = StartClimber(model, layer, study.settings.ladder, where).wake(begun, maps)
    climbed = _climb(study, response(model, layer), awake, maps, f"evolution of {layer}")
    middle, place = _of_nodes(study, layer, starts.images, oips)
    down = response(model, layer, NEGATIVE)
    driven = _climb(study, down, starts.images[:, 0], maps, f"negatives of {layer}")
    return MapPortraits(
        **found.visible_pixels,
        seed=starts.seed[maps, best],
        step=np.array(frame_steps(study.settings.ladder.steps, FRAMES)),
        frames=climbed.frames.swapaxes(0, 1),
        curve=climbed.curve,
        node=place,
        node_images=middle.images,
        node_response=middle.response,
        negative_images=driven.images,
        negative_response=-driven.response,
    )
