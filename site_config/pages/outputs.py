"""What a cell gave, judged when it ran: of each output the kind that nbconvert would show is kept,
and what no page should publish is refused by name.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from analysis.ending import one_line
from site_config.pages.blocks import without_code
from site_config.pages.steady import Where, steady
from site_config.pages.unfit import unfit_lines

# the order of nbconvert's HTML pages
PRIORITY = (
    "application/vnd.jupyter.widget-view+json",
    "application/javascript",
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
)
NEED_SCRIPTS = PRIORITY[:2]
IMAGES = {"image/png": "PNG", "image/jpeg": "JPEG"}
CHARACTERS = 100_000  # of a cell's text: what a reader scrolls through
LINE = 2_000  # characters of a printed line
MARKDOWN = 10_000  # characters of Markdown: brackets without end take Markdown minutes
SAID = 300  # characters shown of an error
PICTURES = 4_000_000  # characters of a cell's pictures
PIECES = 5_000  # outputs of a cell
# how terminals are told of colours, links and sounds
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07")
SCRIPT = re.compile(r"<script\b|<[^>]*\s(?:on\w+\s*=|(?:href|src)\s*=\s*[\"']?javascript:)", re.I)


def _printed(text: str) -> str:
    """Return what a terminal would show: no colours, and of an overwritten line its last state."""
    lines = ESCAPES.sub("", text).split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def _measured(text: str, where: Where) -> None:
    longest = max(map(len, text.split("\n")))
    if longest > LINE:
        raise where.problem(
            f"it prints a line of {longest:,} characters; {LINE:,} are the most. Print less."
        )


def _picture(kind: str, content: str, where: Where) -> None:
    """Refuse a picture that no browser can show."""
    from PIL import Image  # comes with matplotlib

    try:
        if kind == "image/svg+xml":
            fine = ElementTree.fromstring(content).tag.endswith("svg")
        else:
            read = Image.open(io.BytesIO(base64.b64decode(content, validate=False)))
            fine = read.format == IMAGES[kind]
            read.load()
    except (OSError, ValueError, SyntaxError):
        fine = False
    if not fine:
        name = "SVG" if kind == "image/svg+xml" else IMAGES[kind]
        raise where.problem(f"it shows a picture that is no {name}. Mend what it displays.")


def _joined(content: Any) -> str:
    return content if isinstance(content, str) else "".join(map(str, content))


def _shown(output: Any, where: Where) -> dict[str, Any] | None:
    """Return the one kind of a displayed output that is shown, and its plain text if it is fit."""
    data = {kind: _joined(content) for kind, content in output["data"].items()}
    kind = next((kind for kind in PRIORITY if kind in data), None)
    script = kind in ("text/html", "text/markdown") and SCRIPT.search(data[kind])
    if kind is None or kind in NEED_SCRIPTS or script:
        what = "a script or widget" if kind else f"only {', '.join(sorted(data)) or 'nothing'}"
        raise where.problem(
            f"it shows {what}, which a page without JavaScript cannot. Show HTML, Markdown, a"
            " picture or text."
        )
    if kind in ("text/html", "text/markdown"):
        for _, said in unfit_lines(without_code(data[kind])):
            raise where.problem(
                f"it shows what no page may hold: {said.partition('. ')[0]}. Show HTML without it,"
                " Markdown, a picture or text."
            )
    content = _printed(data[kind]) if kind == "text/plain" else data[kind]
    if kind.startswith("image/"):
        _picture(kind, content, where)
    if kind not in IMAGES:
        steady(content, where)
    if kind in ("text/plain", "text/markdown", "text/latex"):
        _measured(content, where)
    if kind == "text/markdown" and len(content) > MARKDOWN:
        raise where.problem(f"it gives more than {MARKDOWN:,} characters of Markdown. Print less.")
    kept = {kind: content}
    plain = data.get("text/plain", "")
    if kind.startswith("image/") and plain and not plain.startswith("<"):
        steady(plain, where)
        kept["text/plain"] = plain[:LINE]
    return {"output_type": "display_data", "data": kept, "metadata": {}}


def _streams(outputs: Iterable[Any]) -> Iterator[Any]:
    """Yield outputs with what one stream printed in one piece."""
    before = None
    for output in outputs:
        if output["output_type"] == "stream" and before and before["name"] == output["name"]:
            before["text"].append(_joined(output["text"]))
            continue
        if before:
            yield before | {"text": "".join(before["text"])}
        before = None
        if output["output_type"] == "stream":
            before = {**output, "text": [_joined(output["text"])]}
        else:
            yield output
    if before:
        yield before | {"text": "".join(before["text"])}


def _to_standard_error(output: Any) -> bool:
    return output["output_type"] == "stream" and output["name"] == "stderr"


def _stream(output: Any, where: Where) -> dict[str, Any] | None:
    text = _printed(output["text"])
    _measured(text, where)
    steady(text, where)
    return {"output_type": "stream", "name": "stdout", "text": text} if text.strip() else None


def size(output: Any) -> tuple[int, int]:
    """Return the characters of an output's text and those of its pictures."""
    if output["output_type"] == "stream":
        return len(output["text"]), 0
    data = output.get("data", {})
    pictures = sum(len(data[kind]) for kind in data if kind.startswith("image/"))
    return sum(len(data[kind]) for kind in data if kind.startswith("text/")), pictures


def too_much(outputs: Iterable[Any]) -> str:
    """Return what is said of a cell that gives more than a page can show; nothing of any other."""
    sizes = [size(output) for output in outputs]
    text, pictures = (sum(column) for column in zip(*sizes, strict=True)) if sizes else (0, 0)
    if len(sizes) > PIECES:
        return f"it gives more than {PIECES:,} outputs. Print less."
    if text > CHARACTERS:
        return f"it gives more than {CHARACTERS:,} characters of output. Print less."
    if pictures > PICTURES:
        return f"its pictures take more than {PICTURES:,} characters. Draw less, or coarser."
    return ""


def failed_to_show(output: Any) -> str:
    """Return what is said of an error that came up while something was shown."""
    said = one_line(_printed(f"{output['ename']}: {output['evalue']}")).rstrip(".: ")[:SAID]
    return f"what it shows cannot be shown: {said}"


def kept(outputs: Iterable[Any], where: Where, tags: frozenset[str]) -> list[dict[str, Any]]:
    """Return what a page shows of a cell's outputs, as notebooks hold it.

    What went to standard error is not among it: warnings depend on packages, machines and profiles
    and are meant for whoever runs the cell.

    Raises:
        Problem: something among it is broken, needs scripts, or would differ in the next run; the
            message names page and cell.
    """
    outputs = list(outputs)
    for output in outputs:
        # of what display() fails to show the cell itself hears nothing, and goes on
        if output["output_type"] == "error" and "raises-exception" not in tags:
            raise where.problem(f"{failed_to_show(output)}. Mend the cell.")
    if tags & {"remove-cell", "remove-output"}:
        return []
    if said := too_much(outputs):
        raise where.problem(said)
    found: list[dict[str, Any] | None] = []
    for output in _streams(output for output in outputs if not _to_standard_error(output)):
        if output["output_type"] == "stream":
            found.append(_stream(output, where))
        elif output["output_type"] == "error":
            said = _printed(f"{output['ename']}: {output['evalue']}")[:LINE]
            steady(said, where)
            name, _, value = said.partition(": ")
            error = {"output_type": "error", "ename": name, "evalue": value, "traceback": [said]}
            found.append(error)
        else:
            found.append(_shown(output, where))
    return [output for output in found if output]
