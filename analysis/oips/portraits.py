"""Further pictures of every map: how its OIP emerges, what its middle node alone wants, and what
it forbids.

All climb on the sphere by the profile's rule. What is shown elsewhere as a map's OIP is stronger in
general: it is the best of many starts and of a challenge; here one ascent is followed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.ascent.climb import BLOCK, Ascent, Climber, ascend
from analysis.ascent.objectives import NEGATIVE, PRE_ACTIVATION, Response, nodes, response
from analysis.images.channels import as_read
from analysis.networks.layers import at_once, views
from analysis.oips.evolution import frame_steps
from analysis.oips.ladder import StartClimber, Starts, annealed, choose_starts
from analysis.results.oips import OipSet
from analysis.results.portraits import Portraits
from analysis.study import Study

FRAMES = 9
WAKING = 3  # frames between the start and the end of a climb that wakes a map


@dataclass(frozen=True)
class Length:
    """How many steps an ascent has, and at which of them its iterates are kept."""

    steps: int
    keep: tuple[int, ...] = ()


def _climb(
    study: Study,
    raised: Response,
    starts: np.ndarray,
    wanted: np.ndarray,
    what: str,
    long: Length,
) -> Ascent:
    """Raise a response by the profile's rule, one start for each map."""
    rule, block = study.settings.ladder, at_once(study.subject.network, BLOCK)
    where = study.subject.domain("sphere")
    climber = Climber(raised, annealed(rule, long.steps), where, block=block)
    with study.progress(what, long.steps * len(starts)) as advance:
        return ascend(climber, starts, wanted, steps=long.steps, keep=long.keep, advance=advance)


def _best(starts: Starts, oips: OipSet) -> np.ndarray:
    """Return which start (map) of each map led to its strongest picture."""
    return np.asarray(oips.every_response.argmax(axis=1))


def _woken(
    study: Study, layer: str, starts: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the starts (map, y, x) as the ladder lets them climb, those that their map is silent
    to after a climb of its pre-activation, and by field how these were woken.
    """
    model, rule = study.subject.network, study.settings.ladder
    climber = StartClimber(model, layer, rule, study.subject.domain("sphere"))
    asleep = climber.asleep(starts, np.arange(len(starts)))
    # the ascent of the map itself begins with the frame after these
    long = Length(rule.wake, frame_steps(rule.wake, WAKING)[:-1])
    raised = response(model, layer, PRE_ACTIVATION)
    climbed = _climb(study, raised, starts[asleep], asleep, f"starts of {layer}", long)
    awake = starts.copy()
    awake[asleep] = climbed.images
    return awake, {
        "woken": asleep,
        "wake_step": np.array(long.keep),
        "wake_frames": climbed.frames.swapaxes(0, 1),
        "wake_curve": climbed.curve,
    }


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
    long = Length(study.settings.ladder.steps)
    return _climb(study, nodes(model, layer), begun, wanted, what, long), place


def measure_portraits(study: Study, oips: OipSet, *, layer: str) -> Portraits:
    """Follow one ascent of every map, raise its middle node, and drive the map down."""
    model, found = study.subject.network, study.subject.layer(layer)
    starts = choose_starts(study, model, layer, study.subject.domain("sphere"))
    maps, best = np.arange(found.maps), _best(starts, oips)
    awake, how = _woken(study, layer, starts.images[maps, best])
    steps, up = study.settings.ladder.steps, response(model, layer)
    long = Length(steps, frame_steps(steps, FRAMES))
    climbed = _climb(study, up, awake, maps, f"evolution of {layer}", long)
    middle, place = _of_nodes(study, layer, starts.images, oips)
    down = response(model, layer, NEGATIVE)
    driven = _climb(study, down, starts.images[:, 0], maps, f"negatives of {layer}", Length(steps))
    return Portraits(
        **found.visible_pixels,
        **how,
        seed=starts.seed[maps, best],
        step=np.array(long.keep),
        frames=climbed.frames.swapaxes(0, 1),
        curve=climbed.curve,
        node=place,
        node_images=middle.images,
        node_response=middle.response,
        negative_images=driven.images,
        negative_response=-driven.response,
    )
