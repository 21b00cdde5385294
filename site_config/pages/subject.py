"""What pages say of another subject than that of the series: its network, its images, how often it
is right, and how all of it was made.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import PurePath
from types import SimpleNamespace
from typing import Any

import numpy as np

from site_config.pages.gallery import NETWORK, Gallery, status
from site_config.pages.network_map import Stop, oips, size
from site_config.pages.standings import SIGNS
from site_config.paths import subject
from site_config.words.context import Here, Word
from site_config.words.galleries import Shelf, galleries
from site_config.words.subjects import MEASURED
from site_config.words.trust import trust_numbers

PICTURES = 4  # maps shown of a layer
TABLE = 12  # classes, at most, whose confusions are a table; of more the commonest are listed
COMMONEST = 12
MARKUP = re.compile(r"[^\w .-]|_", re.ASCII)
NORMALISATION = "Normalization"  # how Keras ends the names of such layers
DECORRELATED = "decorrelated"  # colours
CONFUSION = "confusion"  # the measurement that counts them


def _known(here: Here) -> SimpleNamespace:
    return here.artifacts.arrays(NETWORK)


def _settings(here: Here) -> dict[str, Any]:
    """Return what the file of the subject says."""
    told: dict[str, Any] = here.artifacts.manifest.settings["subject"]
    return told


def _file(path: str) -> str:
    """Return the name of a person's file as code: whatever it is called, none of it is markup."""
    name = MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", PurePath(path).name)
    return f"<code>{name}</code>"


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def title(here: Here) -> str:
    """Return what the site is called."""
    return _settings(here)["title"] or f"The network {subject()}"


def _pixels(here: Here) -> str:
    """Return the shape of an image in words."""
    found = next(iter(galleries(here.artifacts).values()))
    y, x = Gallery(here.artifacts, found).sets["sphere"].images.shape[1:3]
    channels = len(_known(here).mean)
    return f"{y} × {x} pixels{'' if channels == 1 else f' in {channels} channels'}"


def told(here: Here) -> str:
    """Return in a paragraph which network it is, and what it was shown."""
    names, known = galleries(here.artifacts), _known(here)
    sets = here.artifacts.arrays(MEASURED)
    parameters = here.artifacts.manifest.networks[0].parameters
    maps = sum(Gallery(here.artifacts, shelf).maps for shelf in names.values())
    seen, judging = int(sets.training), int(sets.test)
    layers = _count(len(names), "convolutional layer", "convolutional layers")
    whole = sum(int(shape[-1]) for shape in known.shape[np.isin(known.layer, list(names))])
    count = _count(maps, "map", "maps") if maps == whole else f"{maps:,} of {whole:,} maps"
    images = f"It was looked at with {_count(seen, 'image', 'images')} of {_pixels(here)}"
    if not bool(sets.same):
        images += f" and judged by {_count(judging, 'other', 'others')}"
    if bool(sets.labelled):
        classes = _count(len(sets.names), "class", "classes")
        images += f"; the images are of {classes}"
    else:
        images += "; nobody says of which class these are, so an image counts as what the network"
        images += " calls it"
    source = "It was trained here, as an example. " if bool(_known(here).trained_here) else ""
    return (
        f"The network has {parameters:,} parameters. Shown here: {layers} with"
        f" {count}. {source}{images}."
    )


def strip(here: Here) -> str:
    """Return the network as a row of its layers, each with maps leading to its gallery."""
    known, shelves = _known(here), galleries(here.artifacts)
    row = []
    for place, count in _stops(known):
        name = str(known.layer[place])
        shelf = shelves.get(name)
        found = oips(here.artifacts, shelf, range(_maps(here, shelf))) if shelf else ()
        parameters = f"{count:,}" if count else ""
        target = f"{shelf.folder}.md" if shelf else "about/how.md"
        stop = Stop(name, size(known.shape[place]), parameters, target, (), found[:PICTURES])
        row.append(stop)
    return here.fill("network.md.j2", stops=row)


def _stops(known: SimpleNamespace) -> list[tuple[int, int]]:
    """Return the layers that stand on the row, by their places, and how many parameters each has.

    What only scales, bends or drops the numbers of the layer before it is a part of that one: a
    normalisation, or a layer of the same shape without parameters.
    """
    row: list[tuple[int, int]] = []
    for place, (kind, count) in enumerate(zip(known.kind, known.parameters, strict=True)):
        same = place > 0 and (known.shape[place] == known.shape[place - 1]).all()
        if row and same and (not count or str(kind).endswith(NORMALISATION)):
            before, own = row.pop()
            row.append((before, own + int(count)))
        else:
            row.append((place, int(count)))
    return row


def _maps(here: Here, shelf: Shelf) -> int:
    return Gallery(here.artifacts, shelf).maps


def answers(here: Here) -> str:
    """Return how often the network is right, under its own scale and under others; nothing without
    labels.
    """
    known = _known(here)
    if not len(known.scale):
        return ""
    low, value, high = known.right[0]
    which = "images that it was not trained on" if bool(known.trained_here) else "the images"
    lines = [
        "## How often it is right",
        "",
        f"It finds the class of {_per_cent(value)} of {which} (95 % interval {_per_cent(low)} to"
        f" {_per_cent(high)}). Their pixels were brought to its scale by"
        f" *{known.scale[0]}*.",
    ]
    if len(known.scale) > 1:
        lines += ["", "| scale | right | 95 % interval |", "|---|--:|---|"]
        rows = zip(known.scale, known.right, strict=True)
        lines += [
            f"| {name}{' (used)' if not n else ''} | {_per_cent(share[1])} |"
            f" {_per_cent(share[0])} to {_per_cent(share[2])} |"
            for n, (name, share) in enumerate(rows)
        ]
    return "\n".join(lines)


def confusion(here: Here) -> str:
    """Return which classes the network takes for which: as a table where there are few, else the
    commonest confusions; nothing without labels.
    """
    if CONFUSION not in here.artifacts.measurements:
        return ""
    found = here.artifacts.arrays(CONFUSION)
    matrix, names = found.matrix.astype(int), [str(one) for one in found.names]
    if len(names) <= TABLE:
        lines = [
            "How many images of each class (rows) it takes for which (columns):",
            "",
            f"| class | {' | '.join(names)} |",
            f"|---|{'--:|' * len(names)}",
        ]
        for name, row in zip(names, matrix, strict=True):
            lines.append(f"| **{name}** | {' | '.join(str(n) if n else '·' for n in row)} |")
        return "\n".join(lines)
    wrong = matrix - np.diag(matrix.diagonal())
    order = np.argsort(-wrong, axis=None, kind="stable")[:COMMONEST]
    rows = [(names[k // len(names)], names[k % len(names)], int(wrong.flat[k])) for k in order]
    told = [f"| {own} | {taken} | {count} |" for own, taken, count in rows if count]
    if not told:
        return "It takes no image for one of another class."
    head = ["Its commonest confusions:", "", "| class | taken for | images |", "|---|---|--:|"]
    return "\n".join([*head, *told])


def ways_on(here: Here) -> str:
    """Return the list of the pages that a reader may go on to."""
    lines = [
        f"- [The gallery]({here.link('gallery/index.md')}): every map at a glance, each with a page"
        " of its own",
    ]
    if any(id.endswith("decisions") for id in here.artifacts.measurements):
        lines.append(
            f"- [Images]({here.link('images/index.md')}): example images and hard cases, each"
            " decision taken apart"
        )
        lines.append(
            f"- [The lab]({here.link('lab/index.md')}): the network itself, in your browser"
        )
    lines += [
        f"- [Trust]({here.link('about/trust.md')}): what the numbers beside the pictures mean",
        f"- [How it was made]({here.link('about/how.md')}): network, images, settings, versions",
        f"- [Data]({here.link('about/data.md')}): all of it as JSON",
    ]
    return "\n".join(lines)


def statuses(here: Here) -> str:
    """Return a table of how many maps of each layer have which status."""
    every = {
        name: Counter(status(gallery, number) for number in range(gallery.maps))
        for name, shelf in galleries(here.artifacts).items()
        for gallery in [Gallery(here.artifacts, shelf)]
    }
    known = [name for name in SIGNS if any(name in found for found in every.values())]
    lines = [f"| layer | {' | '.join(known)} |", f"|---|{'--:|' * len(known)}"]
    for name, found in every.items():
        lines.append(f"| {name} | {' | '.join(str(found[one]) for one in known)} |")
    return "\n".join(lines)


def trust_of_layers(here: Here) -> str:
    """Return the table of trust numbers of each layer below its name."""
    shelves = galleries(here.artifacts)
    return "\n\n".join(
        "\n\n".join(filter(None, (f"### {name}", some, trust_numbers(here, shelf.address))))
        for name, shelf in shelves.items()
        for some in [Gallery(here.artifacts, shelf).some]
    )


def made(here: Here) -> str:
    """Return of what, when and with which versions the site was made."""
    known, settings, manifest = _known(here), _settings(here), here.artifacts.manifest
    record = manifest.networks[0]
    run = manifest.made_with.runs[f"measurements/{NETWORK}"]
    among = ", in a basis of uncorrelated colours" if settings["colours"] == DECORRELATED else ""
    mean, deviation = (
        ", ".join(f"{one:.6g}" for one in part) for part in (known.mean, known.deviation)
    )
    rows = {
        "network": f"{_file(settings['network'])}, stored with SHA-256 `{record.file.sha256}`",
        "images": _file(settings["images"]),
        "scale": f"{settings['scale']}: less {mean}, over {deviation}",
        "ascents": f"those of the profile `{settings['profile']}`{among}",
        "seed": str(manifest.settings["seed"]),
        "commit": f"`{run.commit}`",
        "device": run.device,
        "versions": ", ".join(f"{name} {one}" for name, one in sorted(run.versions.items())),
    }
    lines = ["| | |", "|---|---|", *(f"| {name} | {said} |" for name, said in rows.items())]
    if len(known.remark):
        lines += ["", "What a reader should know of how they were read:", ""]
        lines += [f"- {one}" for one in known.remark]
    return "\n".join(lines)


def made_by(here: Here) -> str:
    """Return the command that makes the site again."""
    settings = _settings(here)
    words = ["python", "-m", "analysis", "atlas", settings["network"]]
    words += ["--images", settings["images"], "--name", str(subject())]
    for name in ("labels", "test", "test_labels", "title", "author", "licence", "version"):
        if settings[name]:
            words += [f"--{name.replace('_', '-')}", settings[name]]
    words += ["--scale", settings["scale"], "--profile", settings["profile"]]
    words += ["--colours", settings["colours"]]
    if settings["layers"]:
        words += ["--layers", ",".join(settings["layers"])]
    for maps in settings["maps"]:
        words += ["--maps", maps]
    return shlex.join(words)


def profile(here: Here) -> str:
    """Return the name of the profile."""
    return here.artifacts.manifest.profile


SUBJECT_WORDS: dict[str, Word] = {
    "subject_title": title,
    "subject_told": told,
    "strip": strip,
    "answers_told": answers,
    "confusion_told": confusion,
    "ways_on": ways_on,
    "statuses": statuses,
    "trust_of_layers": trust_of_layers,
    "made_told": made,
    "made_by": made_by,
    "profile": profile,
}
