"""How a result came to be, told by the process that made it while it made it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from analysis import framework, history, surroundings
from analysis.artifacts import Run
from analysis.catalogue.declarations import Figure, Measurement
from analysis.profiles import PROFILES, named_subject
from analysis.publishing import digests, versions
from analysis.settings import Settings, load_settings
from analysis.toml_files import read_toml

FRAMEWORK_PACKAGES = {"keras", *(name for names in versions.FRAMEWORKS.values() for name in names)}


@dataclass
class Watch:
    """What is known of a run: what has a part in it, when it began, and whether it has used the
    framework since.
    """

    packages: Iterable[str]
    files: Iterable[Path] = ()  # of the project
    earlier: float = 0.0  # seconds that went into it before an interruption
    began: float = field(default_factory=time.perf_counter)
    calls: int = field(default_factory=framework.calls)  # of the framework, before

    @property
    def seconds(self) -> float:
        return self.earlier + time.perf_counter() - self.began

    def told(self) -> Run:
        """Return the provenance of what has just been made."""
        computed = framework.calls() > self.calls
        names = {name for name in self.packages if computed or name not in FRAMEWORK_PACKAGES}
        return Run(
            commit=history.commit(self.files),
            device=framework.device() if computed else surroundings.processor(),
            framework=versions.framework() if computed else "",
            versions=versions.versions(sorted(names)),
            seconds=round(self.seconds, 3),
        )


def _other(profile: str) -> Settings | None:
    """Return the settings of a profile of another subject; those of the series need not be read."""
    return load_settings(profile) if named_subject(profile) else None


def profile_files(profile: str) -> list[Path]:
    """Return the file of a profile, and those it extends; of one of another subject that of the
    profile whose ascents are taken, since what a person wrote may lie anywhere.
    """
    if (other := _other(profile)) and other.subject:
        return profile_files(other.subject.profile)
    path = PROFILES / f"{profile}.toml"
    parent = read_toml(path, path.name).get("extends")
    return [path, *(profile_files(parent) if parent else [])]


def files(item: Measurement | Figure, profile: str) -> list[Path]:
    """Return the files of the project that have a part in what a profile makes of a declaration:
    where they are committed as they are, that commit gives the result.
    """
    own = [] if isinstance(item, Figure) else profile_files(profile)
    return digests.files(item, _other(profile)) + own


def watch(item: Measurement | Figure, profile: str) -> Watch:
    """Begin to watch how something is made of a declaration."""
    return Watch(digests.made_with(item, _other(profile)), files(item, profile))
