"""The text of a file that a person wrote, as it was meant: without the marks that editors put into
it, and split into its header and the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.problem import Problem, nearest
from site_config.paths import DOCS, REPOSITORY

RULE = "---"
# Markdown uses some of them itself and would drop the text around the others
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
    # beside them what is not seen either: empty spaces, marks that turn the order of letters round
    "\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
# what a header says to MkDocs and its theme, and what to this project and to notebooks; any other
# name would be lost
SHOWN = frozenset(
    (
        *("title", "description", "date", "hide", "icon", "search", "status", "subtitle", "tags"),
        "template",
    )
)
NAMES = SHOWN | {"before", "seen", "kernelspec", "jupytext"}


def named(path: Path) -> str:
    """Return what a file is called in messages."""
    inside = path.is_relative_to(REPOSITORY)
    return path.relative_to(REPOSITORY).as_posix() if inside else path.as_posix()


def read_text(path: Path) -> str:
    """Return a text file without byte-order mark, its lines ended by ``\\n`` alone.

    Raises:
        Problem: it is not UTF-8, or holds characters that no text has.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Problem(f"{named(path)}:{line}: it is not UTF-8. Save it as UTF-8.") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Problem(
            f"{named(path)}:{line}: it holds the control character U+{ord(found[0]):04X}, which no"
            " browser shows. Remove it."
        )
    return text


def _parsed(header: str, file: str) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where it was built
    try:
        found = yaml.load(header, loader) or {}
        whole = yaml.compose(header, loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # also a month 13
        raise Problem(
            f"{file}: its header is not valid YAML: {' '.join(str(error).split())}. Put texts"
            " between double quotes."
        ) from None
    if not isinstance(found, dict):
        raise Problem(f"{file}: its header is no list of names and values. Write 'title: ...'.")
    names = [name.value for name, _ in whole.value] if found else []
    for name in found:
        if name not in NAMES:
            hint = nearest(str(name), NAMES)
            raise Problem(f"{file}: {name!r} in its header is unknown; {hint}. Mend its name.")
        if names.count(name) > 1:
            raise Problem(f"{file}: {name!r} stands twice in its header. Remove one of both.")
    return found


@dataclass(frozen=True)
class Manuscript:
    """A page as a person wrote it."""

    file: str  # for messages
    text: str  # the whole file

    @cached_property
    def _split(self) -> tuple[str, str]:
        lines = self.text.split("\n")
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        if lines[first].rstrip() != RULE:
            return "", self.text
        if first:
            raise Problem(f"{self.file}:1: empty lines stand above its header. Remove them.")
        ends = (number for number, line in enumerate(lines[1:], 1) if line.rstrip() == RULE)
        if (end := next(ends, None)) is None:
            raise Problem(f"{self.file}:1: its header does not end. Put '---' beneath it.")
        return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])

    @property
    def body(self) -> str:
        """The page without its header.

        Raises:
            Problem: nothing is written there.
        """
        if not self._split[1].strip():
            raise Problem(f"{self.file}: the page is empty. Write it, or remove the file.")
        return self._split[1]

    @cached_property
    def header(self) -> dict[str, Any]:
        """What stands between the first two rules.

        Raises:
            Problem: it does not end, is no YAML, or holds words where none are rendered.
        """
        found = _parsed(self._split[0], self.file)
        if not isinstance(found.get("title", ""), str):
            raise Problem(
                f"{self.file}: 'title' in its header is {found['title']!r}, which is no text. Put"
                " it between double quotes."
            )
        for name, value in found.items():
            if isinstance(value, str) and re.search(r"\[[=%]", value):
                raise Problem(
                    f"{self.file}: {name!r} in its header holds a word. Words stand in the text and"
                    " in the sentences of 'before' and 'seen'."
                )
        return found

    @property
    def head(self) -> str:
        """The lines of the header as they stand, with their rules."""
        return self.text.removesuffix(self.body)


def page(path: Path) -> Manuscript:
    """Return a page below docs, by its path there."""
    return Manuscript(named(DOCS / path), read_text(DOCS / path))


def head_of(header: Mapping[str, Any], title: str) -> str:
    """Return the header of a page made of cells, with its rules, as MkDocs reads it: what is said
    to others is left out.

    Args:
        header: what the page says of itself.
        title: of the page, where its header has none.
    """
    said = {name: one for name, one in header.items() if name in SHOWN}
    said = {"title": said.pop("title", "") or title} | said
    # what is JSON is YAML as well
    told = (
        f"{name}: {json.dumps(one, ensure_ascii=False, default=str)}" for name, one in said.items()
    )
    return "\n".join((RULE, *told, RULE, ""))
