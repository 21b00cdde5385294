"""A code cell and its outputs as Markdown: the code, what it gave, the pictures it drew as files
beside the page.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.ending import one_line
from site_config.pages.page import Cell

SUFFIXES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
FORMULA = re.compile(r"\s*(\$\$?)(.*)\1\s*", re.S)


@dataclass(frozen=True)
class Shown:
    """A cell with what stands on its page: prose that was rendered, or code and what it gave."""

    cell: Cell
    outputs: list[Any] = field(default_factory=list)


def fenced(text: str, info: str) -> str:
    """Return a text as a block of code whose fence is longer than any within it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{info}\n{text}\n{fence}"


def _picture(kind: str, data: dict[str, str], name: str, files: dict[str, bytes]) -> str:
    content = data[kind]
    name = f"{name}.{SUFFIXES[kind]}"
    files[name] = content.encode() if kind.endswith("xml") else base64.b64decode(content)
    said = one_line(data.get("text/plain", "The picture drawn by the cell above"))
    said = re.sub(r"([\\\[\]*_`<])", r"\\\1", said)
    return f"![{said}]({Path(name).name}){{ .cell-picture }}"


def _html(content: str) -> str:
    """Return HTML that Markdown leaves alone: whole, and on one line."""
    from bs4 import BeautifulSoup  # comes with nbconvert

    whole = str(BeautifulSoup(content, "html.parser"))
    inside = re.split(r"(<[^<>]*>)", whole)
    kept = "".join(
        piece.replace("\n", " " if number % 2 else "&#10;") for number, piece in enumerate(inside)
    )
    return f'<div class="cell-output">{kept}</div>'


def _formula(content: str) -> str:
    found = FORMULA.fullmatch(content)
    said = html.escape(found[2] if found else content.strip(), quote=False)
    said = one_line(said.replace(r"\displaystyle", ""))
    return f'<div class="arithmatex">\\[{said}\\]</div>'


def _output(output: dict[str, Any], name: str, files: dict[str, bytes]) -> str:
    """Return one output as Markdown."""
    if output["output_type"] == "stream":
        return fenced(output["text"].rstrip("\n"), "text { .cell-output }")
    if output["output_type"] == "error":
        return fenced(f"{output['ename']}: {output['evalue']}", "text { .cell-output }")
    data = output["data"]
    kind = next(iter(sorted(data, key=lambda one: one == "text/plain")))
    if kind in SUFFIXES:
        return _picture(kind, data, name, files)
    if kind == "text/html":
        return _html(data[kind])
    if kind == "text/markdown":
        return f'<div class="cell-output" markdown="1">\n\n{data[kind].strip()}\n\n</div>'
    if kind == "text/latex":
        return _formula(data[kind])
    return fenced(data[kind].rstrip("\n"), "text { .cell-output }")


def _folded(folded: bool, summary: str, said: str) -> str:
    """Return a part of a cell, behind a line to click where it is folded."""
    if not (folded and said):
        return said
    return (
        f'<details class="cell" markdown="1">\n<summary>{summary}</summary>\n\n{said}\n\n</details>'
    )


def shown(cell: Cell, outputs: Iterable[dict[str, Any]], stem: str, files: dict[str, bytes]) -> str:
    """Return a code cell as Markdown; pictures become files whose names begin with ``stem``."""
    if cell.has("remove-cell"):
        return ""
    code = "" if cell.has("remove-input") else fenced(cell.source, "python")
    given = "\n\n".join(
        _output(output, f"{stem}-{number}", files) for number, output in enumerate(outputs)
    )
    if cell.has("hide-cell"):
        return _folded(True, "Code and output", f"{code}\n\n{given}".strip("\n"))
    parts = (
        _folded(cell.has("hide-input"), "Code", code),
        _folded(cell.has("hide-output"), "Output", given),
    )
    return "\n\n".join(part for part in parts if part)
