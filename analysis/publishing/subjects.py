"""Another subject than that of the series: its images and its network, as its settings name them.

What is measured of it gets a ``Study`` with this subject. Nothing that is measured of the series
comes through here, so that no change of how others' files are read makes it stale.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis import framework
from analysis.images.datasets import Dataset, Images
from analysis.images.reading.parting import as_images, on_scale
from analysis.images.reading.pictures import Pictures
from analysis.images.shown import Shown, example_of, path_of, shown
from analysis.networks.examples import build_example
from analysis.networks.layers import at_once, batches
from analysis.networks.narrowed import narrowed
from analysis.networks.reading.load import ReadNetwork, read_network
from analysis.networks.storage import load_model
from analysis.problem import Problem
from analysis.seeds import derived
from analysis.settings import Settings, SubjectSettings
from analysis.study import Progress, Study, no_progress
from analysis.subject import Subject, mixtures

if TYPE_CHECKING:  # what is declared of others makes nothing stale
    import keras

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
        classes = there.seen.classes or 0
        seed = derived(settings.seed, f"example {name}")
        model = build_example(name, seed, there.seen.shape, classes)
        return ReadNetwork(Path(subject.network), model, classes)
    found = read_network(path_of(subject.network), there.seen.shape)
    for pictures in (there.seen, there.judging):
        if (pictures.classes or 0) > found.classes:
            raise Problem(
                f"{found.path} tells {found.classes} classes apart, but the labels of"
                f" {subject.images} count {pictures.classes}. Give labels from 0 to"
                f" {found.classes - 1}, in the order of its outputs."
            )
    return found


def answers(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Return the class (image) that a network names for images as it is shown them."""
    parts = batches(images, at_once(model))
    given = [np.asarray(model(images[some], training=False)) for some in parts]
    return np.concatenate(given).argmax(axis=1)


def _labelled(pictures: Pictures, there: Shown, model: keras.Model) -> Images:
    """Return images with their labels; without any, each counts as what the network calls it."""
    labels = pictures.labels
    if labels is None:
        labels = answers(model, there.scale.apply(pictures.images))
    return as_images(pictures, labels)


def dataset(there: Shown, model: keras.Model) -> Dataset:
    """Return the images of a subject as all measurements read them."""
    seen = _labelled(there.seen, there, model)
    judging = _labelled(there.judging, there, model) if there.parted else seen
    none = Images(seen.images[:0], seen.labels[:0])  # nothing was chosen by any
    return on_scale((seen, none, judging), there.seen, there.scale)


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
    path, subject = study.networks[name], subject_in(study.all_settings)
    data = _stored_dataset(subject, path, path.stat().st_mtime_ns)
    model = load_model(path)
    if wanted.maps:
        model = narrowed(model, wanted.keywords["layer"], wanted.maps)
    return Subject(
        name, data, model, mixtures(data, model, study.rule), names=images_of(subject).seen.names
    )


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
