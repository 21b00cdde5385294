"""What a person types at a terminal: options with ranges, and folders that can be written.

Looked at before anything is loaded or computed, so that a mistyped option answers at once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from analysis.problem import Problem

SEEDS = 2**32 - 1  # the highest; a start is a function of 32 bits
STEPS = 100_000  # the highest number of an ascent
# folders of the project in which nothing is built: what lies there is read, or replaced as a whole
OURS = ("analysis", "site_config", "templates", "docs", "tests", "site", ".git", ".github", ".venv")
# names that promise a file where a folder is asked for
FILES = (".png", ".svg", ".jpg", ".jpeg", ".pdf", ".gif", ".tif", ".tiff", ".npz", ".npy", ".json")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, as all others are, and that takes text alone."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        for typed in sys.argv[1:] if args is None else args:
            if isinstance(typed, str) and not _is_text(typed):
                self.error(f"{typed!a} is not UTF-8; name it otherwise, a file by renaming it")
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message}. See: {self.prog} --help\n")


def _is_text(typed: str) -> bool:
    try:
        typed.encode()
    except UnicodeEncodeError:  # bytes of the command line that are none are kept as such
        return False
    return True


def refuse_out_of_range(name: str, value: int, low: int, high: int) -> None:
    """``Raises Problem`` for a number that is out of its range or no whole number."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not (whole and low <= value <= high):
        raise Problem(f"{name} is {value!r}; it should be a whole number from {low} to {high}.")


def number(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of an option that is a whole number from ``low`` to ``high``."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(
                f"{text!r} should be a whole number from {low} to {high}"
            )
        return value

    return read


def numbers(text: str) -> tuple[float, ...]:
    """Return what an option holds that is a list of numbers, separated by commas."""
    try:
        return tuple(float(one) for one in text.split(","))
    except ValueError:
        told = f"{text!r} should be numbers, separated by commas, e.g. 0.2,0.2,0,0"
        raise argparse.ArgumentTypeError(told) from None


def names(text: str) -> list[str]:
    """Return what an option holds that is a list of names, separated by commas."""
    found = [one.strip() for one in text.split(",")]
    if not all(found):
        raise argparse.ArgumentTypeError(f"{text!r} should be names, separated by commas")
    return found


def refuse_among_sources(folder: Path, project: Path) -> None:
    """Check that a build lies nowhere within what it is made from, nor where its site is put.

    Raises:
        Problem: it would be read as a part of the project, or be removed with a site.
    """
    there = folder.resolve()
    for ours in (project / name for name in OURS):
        if there.is_relative_to(ours.resolve()):
            raise Problem(
                f"builds cannot lie in {ours}, which is a part of the project. Name another folder,"
                " as in BUILD=build/again, or leave BUILD out."
            )


def refuse_unwritable(folder: Path, names: tuple[str, ...], option: str = "--out") -> None:
    """Check that files of these names can be written into a folder, which need not exist yet.

    Raises:
        Problem: the folder is a file, lies below one, or cannot be written to.
    """
    if folder.suffix.lower() in FILES and not folder.is_dir():
        raise Problem(
            f"{option} {folder} looks like a file; it names a folder, in which"
            f" {', '.join(names)} are written. Leave the name of the file out."
        )
    blocked = next((folder / name for name in names if (folder / name).is_dir()), None)
    if blocked:
        raise Problem(f"{option} {folder}: {blocked} is a folder. Name another place.")
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not there.is_dir():
        raise Problem(f"{option} {folder}: {there} is no folder. Name another place.")
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise Problem(
            f"{option} {folder} cannot be written: {error.strerror}. Mend the permissions or name"
            " another place."
        ) from None
