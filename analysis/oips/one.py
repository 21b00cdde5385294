"""One OIP at a time, for a person at a terminal or in a notebook: asked for by layer and map, found
in seconds, told in numbers.

from analysis.oips.one import Request, find_oip found = find_oip(Request("Conv2D_3", 120,
domain="box")) found.save("somewhere")
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis import framework
from analysis.artifacts import Artifacts
from analysis.ascent.climb import Ascent, Climber, Rule, Series, ascend
from analysis.ascent.domains import Domain, outside
from analysis.ascent.objectives import MEAN, Response, parse, response
from analysis.ascent.starts import Mixture
from analysis.images.channels import as_pictures, as_read
from analysis.images.datasets import Dataset, load_dataset
from analysis.networks.series import refuse_other
from analysis.networks.storage import load_model
from analysis.oips.asked import DRAWN, Request, checked, no_such_start
from analysis.oips.described import stored
from analysis.oips.found import Numbers, OneOip
from analysis.oips.ladder import StartClimber, annealed, into
from analysis.profiles import build_folder
from analysis.settings import Settings, load_settings
from analysis.subject import Subject


def _published(profile: str) -> Artifacts:
    return Artifacts(build_folder(profile) / "artifacts")


def _subject(settings: Settings, request: Request) -> Subject:
    """Return a published network with the images of its profile.

    A layer that the profile has no mixture for starts as maps do that answer no plain start, where
    no weights are asked for.
    """
    data, oip = load_dataset(settings), settings.oip

    def mixture(layer: str) -> Mixture:
        plain = hasattr(oip.fluctuation, layer.lower())
        usual = oip.fluctuation.weights(layer) if plain else settings.ladder.weights
        weights = usual if request.weights is None else request.weights
        return Mixture(oip.grids, weights, data.shape)

    path = _published(request.profile).network(request.network)
    network = load_model(path)
    refuse_other(network, request.network, path)
    return Subject(request.network, data, network, mixture)


def start_images(kind: str, seeds: np.ndarray, mixture: Mixture, data: Dataset) -> np.ndarray:
    """Return start images (start, y, x) of a kind: ``fluctuation``, ``noise`` (white), ``black``,
    or ``image:INDEX`` of the training set.

    Raises:
        Problem: there is no such kind or image.
    """
    name, _, index = kind.partition(":")
    images = data.training.images
    if kind == "fluctuation":
        return mixture.starts(seeds)
    if kind == "noise":
        finest = [float(nodes == max(mixture.grids)) for nodes in mixture.grids]
        return mixture.weighing(finest).starts(seeds)
    if kind == "black":
        return data.shown(data.dark[None])
    if name == "image" and index.isdecimal() and int(index) < len(images):
        return data.shown(images[int(index)][None])
    raise no_such_start(kind, len(images))


def _seeds(request: Request, count: int) -> np.ndarray:
    assert request.seed is not None  # since the request was checked
    return request.seed + np.arange(count)


def _begun(subject: Subject, request: Request, where: Domain, count: int) -> np.ndarray:
    """Return the start images (start, y, x) in the domain: so many, or the one there is."""
    starts = start_images(
        request.start, _seeds(request, count), subject.mixture(request.layer), subject.data
    )
    if request.start in DRAWN:
        return into(starts, where)
    return as_pictures(np.asarray(where.nearest(as_read(starts))))


def _climbed(
    subject: Subject, request: Request, begun: np.ndarray, where: Domain, settings: Settings
) -> tuple[np.ndarray, Ascent]:
    """Return the starts as the ascent took them, awake where the mean is climbed, and the
    ascent.
    """
    model, layer, wanted = subject.network, request.layer, parse(request.objective)
    ladder = settings.ladder
    maps = np.full(len(begun), request.map)
    if wanted == MEAN:
        begun = StartClimber(model, layer, ladder, where).wake(begun, maps)
    rule, steps = _rule(request, settings)
    raised = response(model, layer, wanted)
    return begun, ascend(Climber(raised, rule, where), begun, maps, steps=steps)


def _rule(request: Request, settings: Settings) -> tuple[Rule, int]:
    """Return what a step is, and how many are made."""
    own = settings.oip if request.rule == "series" else settings.ladder
    steps = own.steps if request.steps is None else request.steps
    if request.rule == "series":
        return Series(settings.oip.step_size), steps
    return annealed(settings.ladder, steps), steps


def _answer(raised: Response, image: np.ndarray, number: int) -> float:
    """Return the response of one map to one image (y, x)."""
    values = raised(as_read(image[None]), np.array([number], np.int32))
    return float(np.asarray(values)[0])


def find_oip(request: Request) -> OneOip:
    """Find the OIP of one map of a published network.

    Raises:
        Problem: layer, map, domain, objective, start or network do not exist, or a number is out of
            its range; the message lists what does. Nothing was loaded until then.
    """
    settings = load_settings(request.profile)
    request = checked(request, settings)
    _published(request.profile).network(request.network)
    framework.prepare(int(_seeds(request, 1)[0]))
    wanted = parse(request.objective)
    subject = _subject(settings, request)
    where = subject.domain(request.domain)
    count = settings.ladder.starts if request.starts is None else request.starts
    begun = _begun(subject, request, where, count)
    begun, done = _climbed(subject, request, begun, where, settings)
    best = int(done.response.argmax())
    image = done.images[best]
    (back,), ((low, high),) = stored(image[None])
    raised = response(subject.network, request.layer, wanted)
    seeds = _seeds(request, len(begun)).tolist()
    numbers = Numbers(
        replace(request, steps=len(done.curve), objective=str(wanted)),
        response=float(done.response[best]),
        seed=seeds[best],
        ends=(float(low), float(high)),
        response_as_stored=_answer(raised, back, request.map),
        seeds=seeds,
        responses_of_all_starts=[float(value) for value in done.response],
        share_outside_the_box=float(outside(image[None], subject.box)[0]),
        device=framework.device(),
    )
    return OneOip(image, begun[best], done.curve[:, best], numbers)
