"""What may be released: a site that is up to date, at a commit, under one number of a version."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis import history
from analysis.artifacts import Artifacts, Manifest
from analysis.problem import Problem
from site_config.build import seal
from site_config.citing.publication import Citation, citation
from site_config.paths import CITATION, REPOSITORY, Place
from site_config.words.versions import FILE as VERSIONS
from site_config.words.versions import Version, versions

PROJECT = REPOSITORY / "pyproject.toml"


@dataclass(frozen=True)
class Ready:
    """What is released: a build at a commit, and the words that are said of it."""

    place: Place
    commit: str
    citation: Citation
    version: Version
    artifacts: Artifacts

    @property
    def name(self) -> str:
        """Return how the archive is called, the profile named where it is not the full one."""
        other = "" if self.place.profile == "full" else f"-{self.place.profile}"
        return f"simple-cnn-inside-{self.version.number}{other}"


def _first(found: Iterable[Path | str]) -> str:
    """Return the first of some names, and how many more there are."""
    names = sorted(str(one).removeprefix(f"{REPOSITORY}/") for one in found)
    return names[0] + (f" (and {len(names) - 1} more)" if len(names) > 1 else "")


def committed() -> str:
    """Return the commit that all files of the project are in, as they lie here.

    Raises:
        Problem: the project has no commit of its own, or a file is not in it as it is.
    """
    stand = history.stand()
    if not history.is_final(stand.head):
        raise Problem(
            f"a release is made of a commit, and none is known: {stand.why}. {stand.remedy}."
        )
    if differs := stand.changed | stand.new:
        raise Problem(
            f"a release is made of a commit, and this is in none as it is: {_first(differs)}."
            " Commit it, or take it out, then run: make site; make release"
        )
    return stand.head


def one_version(tag: str = "") -> Version:
    """Return the version that is released: the newest of the list, which all else must name too.

    Args:
        tag: of git, where the release is made for one, e.g. ``v0.1.0``.

    Raises:
        Problem: a file or the tag names another version, or another day.
    """
    newest, cited = versions()[0], citation()
    project = tomllib.loads(PROJECT.read_text())["project"]["version"]
    said = {
        CITATION.name: (cited.version, newest.number),
        PROJECT.name: (project, newest.number),
        f"date-released of {CITATION.name}": (str(cited.released), str(newest.day)),
    }
    if tag:
        said[f"the tag {tag!r}"] = (tag.removeprefix("v"), newest.number)
    for where, (found, wanted) in said.items():
        if found != wanted:
            raise Problem(
                f"{where} says {found}, {VERSIONS.name} says {wanted}: a release has one version"
                " and one day. Write what is new on top of that list, and the number everywhere."
            )
    return newest


def whole(place: Place) -> Artifacts:
    """Return the results of a build that is up to date and lies there as it was left.

    Raises:
        Problem: there is no finished build, a file of it was changed, or its sources were.
    """
    seal.check(place)
    if not seal.unbroken(place, seal.read()):
        raise Problem(
            f"the site of profile {place.profile!r} was not built from the project as it is now."
            f" Run: make site PROFILE={place.profile}"
        )
    return Artifacts(place.artifacts)


def refuse_unsettled(manifest: Manifest) -> None:
    """Raise a Problem where a result comes from code that was in no commit."""
    runs = manifest.made_with.runs
    if loose := [name for name, run in runs.items() if not history.is_final(run.commit)]:
        raise Problem(
            f"a release cites a commit for each result, and there is none for {_first(loose)}: it"
            " was made with code that no commit holds. Commit that code, remove its files from"
            f" the build, then run: make site PROFILE={manifest.profile}"
        )


def ready(place: Place, tag: str = "") -> Ready:
    """Return what is to be released; ``Raises Problem`` where it may not be."""
    version = one_version(tag)
    commit = committed()
    artifacts = whole(place)
    refuse_unsettled(artifacts.manifest)
    return Ready(place, commit, citation(), version, artifacts)
