"""Which file describes a profile, and where lies what is made for it.

A profile is a TOML file in ``site_config/profiles``. One whose name begins with ``atlas-`` looks at
a network of a person's own: the file of its subject says which, either in ``site_config/subjects``,
or, where a command named it, in the folder of its build.
"""

from __future__ import annotations

import os
from pathlib import Path

from analysis.problem import Problem, nearest

REPOSITORY = Path(__file__).parent.parent
PROFILES = REPOSITORY / "site_config" / "profiles"
SUBJECTS = REPOSITORY / "site_config" / "subjects"
ATLAS = "atlas-"  # how profiles of other subjects begin
SUBJECT = "subject.toml"  # in the folder of a build: what a command asked for


def build_folder(profile: str) -> Path:
    """Return the folder of all that is made for a profile: below $BUILD, which counts from the
    project, or below ``build``.
    """
    return REPOSITORY / (os.environ.get("BUILD") or "build") / profile


def named_subject(profile: str) -> str | None:
    """Return the name of the subject that a profile looks at; None for a profile of the series."""
    return profile.removeprefix(ATLAS) if profile.startswith(ATLAS) else None


def _said(folder: Path) -> str:
    ours = folder.is_relative_to(REPOSITORY)
    return folder.relative_to(REPOSITORY).as_posix() if ours else folder.name


def subject_file(name: str) -> Path:
    """Return the file of a subject; ``Raises Problem`` when there is none."""
    kept = SUBJECTS / f"{name}.toml"
    asked = build_folder(f"{ATLAS}{name}") / SUBJECT
    if found := next((path for path in (kept, asked) if path.is_file()), None):
        return found
    known = [path.stem for path in SUBJECTS.glob("*.toml")]
    raise Problem(
        f"subject {name!r} does not exist in {_said(SUBJECTS)}; {nearest(name, known)}. Name a"
        f" network: python -m analysis atlas NETWORK --images IMAGES --name {name}"
    )


def profile_file(name: str, folder: Path | None = None) -> Path:
    """Return the file of a profile, or of the subject that it looks at.

    Args:
        folder: where profiles lie, by default ``PROFILES``.

    Raises:
        Problem: there is none.
    """
    if subject := named_subject(name):
        return subject_file(subject)
    folder = folder or PROFILES
    known = {path.stem: path for path in folder.glob("*.toml")}
    if name not in known:
        where = _said(folder)
        raise Problem(
            f"profile {name!r} does not exist in {where}; {nearest(name, known)}. Copy"
            f" {where}/quick.toml to make one."
        )
    return known[name]
