"""An atlas of a person's own network by one command: what is asked for is checked, written down as
the file of a subject, and built as any profile is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.artifacts import write_atomically
from analysis.ending import say
from analysis.images.shown import PREFIX
from analysis.options import refuse_among_sources
from analysis.problem import Problem
from analysis.profiles import ATLAS, REPOSITORY, SUBJECT, SUBJECTS, build_folder
from analysis.publishing.outlook import LayerOutlook, Outlook, outlook
from analysis.settings import SubjectSettings, load_settings
from analysis.settings.profiles import load_subject
from analysis.toml_files import read_toml, typed

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
PATHS = ("network", "images", "labels", "test", "test_labels")
LOCK = "build.lock"  # that every build of a profile holds
PATIENCE = 1.0  # seconds in which a build that was just killed has ended


@contextmanager
def _while_none_runs(folder: Path) -> Iterator[None]:
    """Keep builds of an atlas from beginning: its helpers read the file that says what it is of.

    Raises:
        Problem: one is running.
    """
    from filelock import FileLock, Timeout

    if not folder.is_dir():  # nor is one made for what may be refused
        yield
        return
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise Problem(
            f"the atlas in {folder} is just being built; nothing was changed. Wait until that has"
            " ended, or give another --name."
        ) from None
    except (OSError, NotImplementedError):  # the build itself tells what is to be mended
        pass
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class Asked:
    """What a person typed: a network with what belongs to it, or the name of a subject alone.

    Attributes:
        network: a path or ``example:NAME``; empty where the subject has a file.
        given: the other keys of a subject's file, as far as they were named.
    """

    network: str
    name: str
    given: dict[str, object]


def _named(asked: Asked) -> str:
    """Return the name of the atlas: the one given, or that of the network's file.

    Raises:
        Problem: it is none that a folder and a profile can have.
    """
    if asked.name:
        name = asked.name
    elif asked.network:
        stem = asked.network.removeprefix(PREFIX)
        name = re.sub(r"[^a-z0-9]+", "-", Path(stem).stem.lower()).strip("-")
    else:
        known = sorted(path.stem for path in SUBJECTS.glob("*.toml"))
        raise Problem(
            "name a network: python -m analysis atlas NETWORK --images IMAGES; or, with --name, a"
            f" subject that has a file in site_config/subjects: {', '.join(known) or 'none'}."
        )
    if not NAME.fullmatch(name):
        said = f"--name {name!r}" if asked.name else f"{asked.network} gives the atlas no name"
        raise Problem(
            f"{said}: use small letters of English, digits and hyphens, at most 60, a"
            " letter or digit first, as in --name mine."
        )
    return name


def _absolute(text: str) -> str:
    """Return a path as it is found from any folder; an example stays one."""
    if not text or text.startswith(PREFIX):
        return text
    return str(Path(os.path.abspath(os.path.expanduser(text))))


def _written(subject: SubjectSettings) -> str:
    """Return the file of a subject."""
    lines = ["# As the command asked for it; the next such command writes it again."]
    for key, value in subject.model_dump(mode="json").items():
        if value:
            # JSON's texts and lists of texts are TOML's
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _keys(asked: Asked) -> dict[str, object]:
    """Return what a command says of a subject, by the keys of its file."""
    told: dict[str, object] = {"network": asked.network, **asked.given}
    return told | {key: _absolute(str(told[key])) for key in PATHS if key in told}


def _is_described(asked: Asked, name: str) -> bool:
    """Return whether a subject that is kept under this name is what a command asks for."""
    if not (SUBJECTS / f"{name}.toml").is_file():
        return False
    kept = load_subject(name).model_dump(mode="json")
    return "images" in asked.given and all(kept[key] == one for key, one in _keys(asked).items())


def _subject(asked: Asked, name: str) -> SubjectSettings:
    """Return the subject that a command describes.

    Raises:
        Problem: an option has no such value; or another network has this name.
    """
    if (SUBJECTS / f"{name}.toml").is_file():
        raise Problem(
            f"site_config/subjects/{name}.toml describes another subject of this name. Leave"
            " NETWORK and its options out to build it, or give another --name."
        )
    told = _keys(asked)
    if not told.get("images"):
        raise Problem("name the images that it is shown: --images FILE-OR-FOLDER.")
    found = typed(SubjectSettings, told, "atlas", "See: python -m analysis atlas --help")
    before = build_folder(f"{ATLAS}{name}") / SUBJECT
    said = read_toml(before, before.name) if before.is_file() else {}
    if said and said.get("network") != found.network:
        raise Problem(
            f"the atlas {name!r} is of another network, {said.get('network')}. Give another --name,"
            f" or remove {before.parent}."
        )
    # a citation names one day for all builds of a site
    day = found.released or str(said.get("released") or date.today())
    return found.model_copy(update={"released": day})


def prepare(asked: Asked) -> tuple[str, Outlook]:
    """Check what is asked for, and write it down; return the profile's name, and what was seen of
    the subject.

    Raises:
        Problem: network or images cannot be used, an option is wrong, or such an atlas is just
            being built; nothing was written.
    """
    from analysis.publishing.tasks.workplace import progress_bar

    name = _named(asked)
    profile = f"{ATLAS}{name}"
    refuse_among_sources(build_folder(profile), REPOSITORY)
    if asked.network and not _is_described(asked, name):
        subject = _subject(asked, name)
        settings = load_settings(subject.profile).model_copy(update={"subject": subject})
        with _while_none_runs(build_folder(profile)):
            seen = outlook(name, settings, progress_bar)
            write_atomically(build_folder(profile) / SUBJECT, _written(subject))
        return profile, seen
    if asked.given and not asked.network:
        option = next(iter(asked.given))
        raise Problem(
            f"--{option.replace('_', '-')} belongs to a network, and none is named. Name one, or"
            f" change the file of the subject {name!r}."
        )
    return profile, outlook(name, load_settings(profile), progress_bar)


def _told(layer: LayerOutlook) -> str:
    if not layer.chosen:
        return f"{layer.name} ({layer.maps})"
    return f"{layer.name} ({layer.looked_at} of {layer.maps})"


def atlas(asked: Asked, serve: bool = False) -> int:
    """Build the atlas, and show it where that is wanted; return the exit status."""
    profile, seen = prepare(asked)
    for remark in seen.remarks:
        say(f"note: {remark}")
    if seen.doubt:
        say(f"warning: {seen.doubt}")
    layers = ", ".join(_told(one) for one in seen.layers)
    say(f"layers with maps: {layers}")
    command = [sys.executable, "-m", "site_config", "build", "--profile", profile]
    status = subprocess.run(command, check=False).returncode
    if status:
        return status
    say(
        f"the atlas is {build_folder(profile) / 'site' / 'index.html'}; to read it there: make"
        f" serve PROFILE={profile}"
    )
    if serve:
        return subprocess.run([*command[:3], "serve", "--profile", profile], check=False).returncode
    return 0
