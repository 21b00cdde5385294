"""What has to be known of a subject before anything is measured: its layers and their maps.

It is kept beside what is built, so that a build with nothing to do need not load a framework.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from analysis.artifacts import Record, to_json, write_atomically
from analysis.images.shown import digest_of, example_of, labels_beside, path_of
from analysis.networks.graph import Graph, address
from analysis.networks.reading.kinds import refuse_other_kinds
from analysis.problem import Problem
from analysis.profiles import ATLAS, build_folder
from analysis.publishing.licences import refuse_unlisted
from analysis.settings import Settings, SubjectSettings
from analysis.study import Progress, no_progress

FILE = "outlook.json"
# letters of a layer's address: files are called by it and more, and systems allow 255
LONGEST = 150
# keys of a subject that pages say and nothing measures
SAID = {"title", "author", "licence", "version", "released"}


class LayerOutlook(Record):
    """A layer with maps, how many, and the layer that reads them; empty where several do, or one
    that mixes them.
    """

    name: str
    maps: int
    reader: str
    chosen: tuple[int, ...] = ()  # numbers of the maps that are looked at; all where there are none
    blocks: tuple[
        tuple[int, ...], ...
    ] = ()  # of these, searched block by block where there are any

    @property
    def looked_at(self) -> int:
        """How many of its maps are looked at."""
        return len(self.chosen) or self.maps


class Outlook(Record):
    """What was seen of a subject, and of which bytes."""

    digest: str
    layers: tuple[LayerOutlook, ...]  # those that are looked at, from the input up
    labelled: bool
    remarks: tuple[str, ...]  # what a person should know, a sentence each
    beside: tuple[str, ...] = ()  # where labels are looked for that nobody named, there or not
    doubt: str  # whether the scale is that of the training; empty where nothing speaks against it


@cache
def digest_of_subject(subject: SubjectSettings) -> str:
    """Return the digest of all files that a subject names, and of what it says of them; ``Raises
    Problem`` where one is missing.
    """
    told = [subject.model_dump_json(exclude=SAID), digest_of(subject)]
    if not example_of(subject.network):
        path = path_of(subject.network)
        refuse_other_kinds(path)
        told.append(hashlib.sha256(path.read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _kept(path: Path, digest: str, beside: tuple[str, ...]) -> Outlook | None:
    try:
        found = Outlook.model_validate_json(path.read_text())
    except (OSError, ValueError):
        return None
    return found if (found.digest, found.beside) == (digest, beside) else None


def outlook(name: str, settings: Settings, progress: Progress = no_progress) -> Outlook:
    """Return what is known of a subject, looking at it where that has not been done.

    Raises:
        Problem: network or images cannot be used, or do not belong together; or its licence is
            none.
    """
    subject = settings.subject
    assert subject is not None
    refuse_unlisted(subject.licence)
    path, digest = build_folder(f"{ATLAS}{name}") / FILE, digest_of_subject(subject)
    if found := _kept(path, digest, labels_beside(subject)):
        return found
    found = _looked(settings, subject, digest, progress)
    write_atomically(path, to_json(found))
    return found


def _blocks(graph: Graph, name: str, maps: tuple[int, ...], size: int) -> tuple[Any, ...]:
    """Return maps of a layer in blocks; none where one holds them all, or where maps cannot be
    looked at without the others.
    """
    from analysis.networks.narrowed import refuse_whole

    if len(maps) <= size:
        return ()
    try:
        refuse_whole(graph, name)
    except Problem:
        return ()
    return tuple(maps[first : first + size] for first in range(0, len(maps), size))


def _refuse_long(names: list[str], network: str) -> None:
    """``Raises Problem`` where no file could be called by a layer's address."""
    for name in names:
        if len(address(name)) > LONGEST:
            raise Problem(
                f"{network}: the name of the layer {name[:20]!r}... has {len(name)} letters, and"
                f" files that are called by it allow {LONGEST}. Leave it out by --layers; or build"
                " the model with another name, load the weights into it, and save it anew."
            )


def _layer(graph: Graph, name: str, chosen: tuple[int, ...], block: int) -> LayerOutlook:
    from analysis.looking.ablation import reading

    read = reading(graph, name)
    maps = int(graph.shapes[graph.place(name)][-1])
    return LayerOutlook(
        name=name,
        maps=maps,
        reader="" if read is None else graph.steps[read.place].name,
        chosen=chosen,
        blocks=_blocks(graph, name, chosen or tuple(range(maps)), block),
    )


def _looked(
    settings: Settings, subject: SubjectSettings, digest: str, progress: Progress
) -> Outlook:
    from analysis.networks.narrowed import refuse_whole
    from analysis.networks.opening import graph_of
    from analysis.networks.reading.under_scales import doubt
    from analysis.networks.stages import convolutions_of
    from analysis.publishing.chosen import chosen_maps
    from analysis.publishing.subjects import images_of, network_of
    from analysis.subject import called

    there, found = images_of(subject), network_of(settings)
    graph = graph_of(found.model)
    every = convolutions_of(graph)
    wanted = [called(name, every) for name in subject.layers]
    if len(set(wanted)) < len(wanted):
        raise Problem(f"--layers names {wanted[0]!r} twice. Name each layer once.")
    layers = [name for name in every if name in wanted or not wanted]
    _refuse_long(layers, subject.network)
    chosen = chosen_maps(
        subject.maps, {name: int(graph.shapes[graph.place(name)][-1]) for name in layers}
    )
    for name in chosen:
        refuse_whole(graph, name)
    # an example is trained first; on which scale that was, is known
    unsure = ""
    if not example_of(subject.network):
        unsure = doubt(found.model, there.judging, there.scale, bar=progress)
    remarks = (*found.remarks, *there.seen.remarks, *there.scale.remarks)
    if there.parted:
        remarks = (*remarks, *there.judging.remarks)
    return Outlook(
        digest=digest,
        layers=tuple(_layer(graph, name, chosen.get(name, ()), subject.block) for name in layers),
        labelled=there.judging.labels is not None,
        remarks=tuple(dict.fromkeys(remarks)),
        beside=labels_beside(subject),
        doubt=unsure,
    )
