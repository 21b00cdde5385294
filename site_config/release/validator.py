"""Ask rocrate-validator whether a release is what its profiles require, without network.

A release has what is required. Of what is only recommended it leaves out what nobody knows or what
would not be so: when a run ended, since results record how long they took and no time of day; whole
addresses as ids of its own code, since the files of a crate are named by their paths in it; and
addresses of single files of code, since the source may lie anywhere. One test holds this list
against what the validator asks for.

It has an environment of its own. The words of RO-Crate come from the package that writes the crate:
they are of a later version, in which every word of ours means what it means in 1.1.
"""

from __future__ import annotations

import importlib.resources
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from analysis.ending import one_line
from analysis.problem import Problem
from site_config.paths import REPOSITORY
from site_config.release import carried_context

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
# that of the processes inherits all that RO-Crate itself requires; both are named in the answer
PROFILES = ("ro-crate-1.1", "process-run-crate")
HOME = REPOSITORY / ".venv" / "crate" / "bin"


def _run(*command: Path | str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, text=True)
    except OSError as error:
        raise Problem(
            f"{command[0]}, which checks a release, cannot be run: {error.strerror}. Run: make"
            " release, which sets it up"
        ) from None


def _prepare(cache: Path) -> None:
    """Fill the validator's cache with the words of RO-Crate."""
    words = importlib.resources.files("rocrate") / "data" / "ro-crate.jsonld"
    with importlib.resources.as_file(words) as file:
        done = _run(HOME / "python", carried_context.__file__, cache, CONTEXT, file)
    if done.returncode:
        raise Problem(
            f"the validator of releases cannot be prepared: {one_line(done.stderr)[-300:]}. Remove"
            f" {HOME.parent}, then run: make release"
        )


def asked(folder: Path, profile: str, passing: Path, severity: str) -> dict[str, Any]:
    """Return what the validator reports of a release in a folder.

    Args:
        passing: a folder for what is needed on the way.
        severity: required; or recommended, and with it all that is required.

    Raises:
        Problem: the validator cannot be run, or says nothing.
    """
    _prepare(passing / "words")
    report = passing / f"{profile}.json"
    options = ["--offline", "--cache-path", str(passing / "words"), "--no-paging", "--verbose"]
    options += ["--requirement-severity", severity, "--output-format", "json"]
    options += ["--output-file", str(report), "--profile-identifier", profile]
    done = _run(HOME / "rocrate-validator", "-y", "validate", *options, folder)
    try:
        return json.loads(report.read_text())
    except (OSError, ValueError):
        said = one_line(done.stderr or done.stdout)[-300:] or f"exit status {done.returncode}"
        raise Problem(f"the validator of releases gave no report: {said}") from None


def unpacked(path: Path, folder: Path) -> Path:
    """Unpack an archive as anybody would; return the folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
    except OSError as error:
        raise Problem(
            f"cannot unpack the release into {folder} to check it: {error.strerror}. Free some"
            " space or mend the permissions, then run: make release"
        ) from None
    return folder


def validate(folder: Path, passing: Path) -> None:
    """Hold an unpacked release against both profiles.

    Args:
        passing: a folder for what is needed on the way.

    Raises:
        Problem: something that a profile requires is missing, or the validator cannot be run.
    """
    for profile in PROFILES:
        report = asked(folder, profile, passing, "required")
        if not report["passed"]:
            issues = [one_line(issue["message"]) for issue in report["issues"]]
            more = f" (and {len(issues) - 1} more)" if len(issues) > 1 else ""
            first = issues[0] if issues else "no reason is given"
            raise Problem(
                f"the release is not valid for the profile {profile}: {first}{more}. Mend"
                " site_config/release; no archive was made."
            )
