"""One OIP at a time, for a person at a terminal or in a notebook: asked for by layer and map, found
in seconds, told in numbers.

from analysis.oips.one import find_oip
found = find_oip("Conv2D_3", 120, domain="box")
found.save("somewhere")
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from analysis import framework
from analysis.artifacts import Artifacts, build_folder, to_json, write_atomically
from analysis.ascent.climb import ascend
from analysis.ascent.domains import DOMAINS, DomainName, box_of, outside
from analysis.ascent.domains import domain as domain_of
from analysis.ascent.objectives import MEAN, parse, response
from analysis.ascent.starts import fluctuations
from analysis.images.datasets import Dataset, load_dataset
from analysis.networks.layers import convolutions
from analysis.networks.storage import load_model
from analysis.oips.ladder import annealed, into, stored, wake
from analysis.problem import Problem, nearest
from analysis.settings import Settings, load_settings
from analysis.subject import address


@dataclass(frozen=True)
class OneOip:
    """An OIP with what is known of it; ``numbers`` holds everything that can be written as text."""

    image: np.ndarray  # (y, x), standardised pixels
    start: np.ndarray  # (y, x)
    curve: np.ndarray  # (step), response
    numbers: dict[str, Any] = field(repr=False)

    @property
    def response(self) -> float:
        return float(self.numbers["response"])

    def save(self, folder: str | Path) -> list[Path]:
        """Write picture, arrays and numbers into a folder; return the three paths. ``Raises
        Problem`` when it cannot be written.
        """
        from PIL import Image  # comes with matplotlib

        name = f"{address(self.numbers['layer'])}-{self.numbers['map']}"
        low, high = self.numbers["ends"]
        grey = np.rint(255 * (self.image - low) / (high - low or 1.0)).astype(np.uint8)
        picture, arrays = io.BytesIO(), io.BytesIO()
        Image.fromarray(grey).save(picture, format="PNG")
        np.savez_compressed(arrays, image=self.image, start=self.start, curve=self.curve)
        contents: dict[str, bytes | str] = {
            f"{name}.png": picture.getvalue(),
            f"{name}.npz": arrays.getvalue(),
            f"{name}.json": to_json(self.numbers),
        }
        for file, content in contents.items():
            write_atomically(Path(folder) / file, content)
        return [Path(folder) / file for file in contents]


def _published(profile: str) -> Artifacts:
    return Artifacts(build_folder(profile) / "artifacts")


def _check(model: Any, layer: str, number: int, domain: str) -> None:
    known = convolutions(model)
    if layer not in known:
        raise Problem(
            f"layer {layer!r} has no maps; {nearest(layer, known)}. Layers with maps:"
            f" {', '.join(known)}."
        )
    count = int(model.get_layer(layer).kernel.shape[-1])
    if not 0 <= number < count:
        raise Problem(
            f"map {number} does not exist in {layer}; it has {count} maps, 0 to {count - 1}."
        )
    if domain not in DOMAINS:
        raise Problem(
            f"domain {domain!r} does not exist; {nearest(domain, DOMAINS)}. There are"
            f" {' and '.join(DOMAINS)}."
        )


def start_images(
    kind: str, seeds: np.ndarray, weights: tuple[float, ...], settings: Settings, data: Dataset
) -> np.ndarray:
    """Return start images (start, y, x) of a kind: ``fluctuation``, ``noise`` (white), ``black``,
    or ``image:INDEX`` of the training set.

    Raises:
        Problem: there is no such kind or image.
    """
    name, _, index = kind.partition(":")
    if name in ("fluctuation", "noise") and not index:
        finest = tuple(float(nodes == max(settings.oip.grids)) for nodes in settings.oip.grids)
        return fluctuations(seeds, settings.oip.grids, weights if name == "fluctuation" else finest)
    if kind == "black":
        return data.standardise(np.zeros((1, 28, 28), np.uint8))[..., 0]
    if name == "image" and index.isdecimal() and int(index) < len(data.training.images):
        return data.standardise(data.training.images[int(index)][None])[..., 0]
    raise Problem(
        f"start {kind!r} does not exist. There are fluctuation, noise, black, and image:INDEX with"
        f" an index up to {len(data.training.images) - 1}."
    )


def find_oip(
    layer: str,
    number: int,
    *,
    seed: int = 1,
    domain: DomainName = "sphere",
    objective: str = "mean",
    steps: int | None = None,
    start: str = "fluctuation",
    starts: Sequence[int] | np.ndarray | None = None,
    rung: str = "plain",
    profile: str = "full",
    network: str = "full-recipe",
) -> OneOip:
    """Find the OIP of one map of a published network.

    Args:
        layer, number: e.g. ``"Conv2D_3", 120``; maps are counted from 0.
        seed: of the first start; as many consecutive ones follow as the profile has starts per map.
        objective: a word of ``analysis.ascent.objectives``.
        steps: of the ascent; the profile's by default.
        start: what to begin with; see ``start_images``. There is one black image and one of each
            index, so one start.
        starts: seeds to use in place of these; with ``rung`` other than plain they are those of the
            scan's candidates.

    Raises:
        Problem: layer, map, domain, objective or network do not exist; the message lists what does.
    """
    settings = load_settings(profile)
    rule, oip = settings.ladder, settings.oip
    framework.prepare(seed)
    model = load_model(_published(profile).network(network))
    wanted = parse(objective)
    _check(model, layer, number, domain)
    data = load_dataset(settings)
    where = domain_of(domain, data)
    seeds = np.arange(seed, seed + rule.starts) if starts is None else np.asarray(starts)
    plain = rung == "plain" and hasattr(oip.fluctuation, layer.lower())
    begun = start_images(
        start, seeds, oip.fluctuation.weights(layer) if plain else rule.weights, settings, data
    )
    begun = (
        np.asarray(where.nearest(begun[..., None]))[..., 0]
        if len(begun) == 1
        else into(begun, where)
    )
    seeds = seeds[: len(begun)]
    climbing = annealed(rule, steps or rule.steps)
    maps = np.full(len(begun), number)
    if wanted == MEAN:
        begun = wake(model, layer, begun, maps, annealed(rule, rule.wake), where)
    done = ascend(
        response(model, layer, wanted),
        begun,
        maps,
        steps=climbing.steps,
        rule=climbing,
        domain=where,
    )
    best = int(done.response.argmax())
    image = done.images[best]
    back, ends = stored(image[None])
    numbers = {
        "layer": layer,
        "map": int(number),
        "domain": domain,
        "objective": str(wanted),
        "start": start,
        "network": network,
        "profile": profile,
        "seed": int(seeds[best]),
        "steps": climbing.steps,
        "response": float(done.response[best]),
        "ends": [float(end) for end in ends[0]],
        "response_as_stored": float(
            np.asarray(response(model, layer, wanted)(back[..., None], maps[:1].astype(np.int32)))[
                0
            ]
        ),
        "responses_of_all_starts": [float(value) for value in done.response],
        "seeds": [int(one) for one in seeds],
        "share_outside_the_box": float(outside(image[None], box_of(data))[0]),
        "device": framework.device(),
    }
    return OneOip(image, begun[best], done.curve[:, best], numbers)


def told(found: OneOip) -> str:
    """Return the numbers of an OIP as a few lines for a terminal."""
    numbers = found.numbers
    every = sorted(numbers["responses_of_all_starts"], reverse=True)
    fired = sum(value > 0 for value in every)
    lines = [
        (
            f"{numbers['layer']}, map {numbers['map']}, {numbers['domain']}: {numbers['objective']}"
            f" {found.response:.4g} after {numbers['steps']} steps"
        ),
        (
            f"  as stored in 8 bit: {numbers['response_as_stored']:.4g}; pixels outside the box:"
            f" {numbers['share_outside_the_box']:.0%}"
        ),
        (
            f"  best of {len(every)} starts: seed {numbers['seed']}; {fired} of them fired, the"
            f" median reached {np.median(every):.4g}"
        ),
    ]
    if not found.response > 0:
        lines.append(
            "  The map stayed silent: this image excites nothing. Another seed, or the objective"
            " pre-activation, may."
        )
    return "\n".join(lines)
