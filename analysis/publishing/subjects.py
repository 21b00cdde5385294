"""Another subject than that of the series: its images and its network, as its settings name them.

What is measured of it gets a ``Study`` with this subject. Nothing that is measured of the series
comes through here, so that no change of how others' files are read makes it stale.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import framework
from analysis.foreign import dataset, seed_of_example, subject_of
from analysis.images.datasets import Dataset
from analysis.images.shown import PREFIX, Shown, example_of, path_of, shown
from analysis.networks.examples import build_example
from analysis.networks.narrowed import narrowed
from analysis.networks.reading.classes import refuse_other_classes
from analysis.networks.reading.load import ReadNetwork, read_network
from analysis.networks.storage import load_model
from analysis.problem import Problem
from analysis.settings import Settings, SubjectSettings
from analysis.study import Progress, Study, no_progress
from analysis.subject import Subject

if TYPE_CHECKING:  # what is declared of others makes nothing stale
    from analysis.catalogue.declarations import Measurement


def subject_in(settings: Settings) -> SubjectSettings:
    """Return the subject of a profile that has one."""
    assert settings.subject is not None
    return settings.subject


@cache
def images_of(subject: SubjectSettings) -> Shown:
    """Return the images of a subject; ``Raises Problem`` where they cannot be used."""
    return shown(subject)


def network_of(settings: Settings) -> ReadNetwork:
    """Return the network that a subject names, an example before its training.

    Raises:
        Problem: it cannot be read, or is none for these images and labels.
    """
    subject = subject_in(settings)
    there = images_of(subject)
    if name := example_of(subject.network):
        return _example(name, there, seed_of_example(settings.seed, name))
    found = read_network(path_of(subject.network), there.seen.shape)
    for pictures in (there.seen, there.judging):
        refuse_other_classes(found.classes, pictures, found.path)
    return found


def _example(name: str, there: Shown, seed: int) -> ReadNetwork:
    """Return the network of an example before its training on any images; ``Raises Problem`` where
    it cannot be trained on these.
    """
    classes, said = there.seen.classes, f"the network of example:{name} is trained here"
    if classes is None or classes < 2:
        raise Problem(f"{said}, which takes images with labels of two classes or more. Give such.")
    path = Path(f"{PREFIX}{name}")
    refuse_other_classes(classes, there.judging, path)
    try:
        model = build_example(name, seed, there.seen.shape, classes)
    except ValueError:  # a layer finds no room for its kernel
        raise Problem(
            f"{said}, and images of {' x '.join(map(str, there.seen.shape))} are too small for its"
            " layers. Give larger ones."
        ) from None
    return ReadNetwork(path, model, classes)


@lru_cache(maxsize=1)
def _stored_dataset(subject: SubjectSettings, network: Path, stamp: int) -> Dataset:
    """Return the images of a subject; where nobody says what they are, its network is asked once,
    as it was stored at a time.
    """
    return dataset(images_of(subject), load_model(network))


def _subject(study: Study, name: str, wanted: Measurement) -> Subject:
    """Return the subject with its stored network, one layer with the wanted maps alone where some
    are named.
    """
    framework.prepare(study.seed("network"))
    path, told = study.networks[name], subject_in(study.all_settings)
    data = _stored_dataset(told, path, path.stat().st_mtime_ns)
    model = load_model(path)
    if wanted.maps:
        model = narrowed(model, wanted.keywords["layer"], wanted.maps)
    found = subject_of(name, data, model, study.rule, images_of(told).seen.names)
    return found.with_decorrelated_colours() if told.decorrelated else found


def study_for(
    wanted: Measurement,
    settings: Settings,
    networks: dict[str, Path],
    progress: Progress = no_progress,
) -> Study:
    """Return what a measurement of a subject receives."""
    study = Study(settings, dict(networks), wanted.settings, progress)
    if not wanted.networks:  # it reads results alone
        return study
    (name,) = wanted.networks
    return replace(study, foreign=_subject(study, name, wanted))
