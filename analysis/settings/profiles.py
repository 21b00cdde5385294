"""Profiles: TOML files that may extend one another and then hold only what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.problem import Problem
from analysis.profiles import PROFILES, named_subject, profile_file, subject_file
from analysis.settings.sections import Settings
from analysis.settings.subjects import SubjectSettings
from analysis.toml_files import read_toml, typed


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    both = {
        k: _merge(base[k], v) if isinstance(v, dict) and isinstance(base.get(k), dict) else v
        for k, v in over.items()
    }
    return {**base, **both}


def _read(name: str, folder: Path, heirs: tuple[str, ...] = ()) -> dict[str, Any]:
    path = profile_file(name, folder)
    said = f"{folder.name}/{path.name}"
    own = read_toml(path, said)
    if "extends" not in own:
        return own
    parent = own.pop("extends")
    if not isinstance(parent, str):
        raise Problem(
            f"{said}: key 'extends' should be the name of a profile between quotes; received"
            f" {parent!r}. Mend the profile."
        )
    if parent in (*heirs, name):
        raise Problem(
            f"{said} extends itself by way of {' -> '.join((*heirs, name, parent))}. Name another"
            " profile, or none."
        )
    return _merge(_read(parent, folder, (*heirs, name)), own)


def load_settings(profile: str, folder: Path | None = None) -> Settings:
    """Read and check a profile of a folder, by default of ``PROFILES``.

    Raises:
        Problem: the profile does not exist, is not TOML, has an unknown, missing or mistyped key, a
            number out of its range, or numbers that contradict one another; the message names
            file, key and what would be right. Or there is no such subject, or its file is wrong.
    """
    if subject := named_subject(profile):
        described = load_subject(subject)
        base = load_settings(described.profile, folder)
        return base.model_copy(update={"subject": described})
    folder = folder or PROFILES
    return typed(
        Settings,
        _read(profile, folder),
        f"{folder.name}/{profile}.toml",
        "Mend the profile; analysis/settings describes every key.",
    )


def load_subject(name: str) -> SubjectSettings:
    """Read and check the file of a subject.

    Raises:
        Problem: there is none, it is not TOML, or a key is unknown, missing or mistyped.
    """
    path = subject_file(name)
    said = f"{path.parent.name}/{path.name}"
    return typed(
        SubjectSettings,
        read_toml(path, said),
        said,
        "Mend the file; analysis/settings/subjects.py describes every key.",
    )
