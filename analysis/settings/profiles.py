"""Profiles: TOML files that may extend one another and then hold only what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.problem import Problem
from analysis.settings.sections import Settings
from analysis.toml_files import profile_file, read_toml, typed

PROFILES = Path(__file__).parent.parent.parent / "site_config" / "profiles"


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
            file, key and what would be right.
    """
    folder = folder or PROFILES
    return typed(
        Settings,
        _read(profile, folder),
        f"{folder.name}/{profile}.toml",
        "Mend the profile; analysis/settings describes every key.",
    )
