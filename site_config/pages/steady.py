"""What may be published of a cell: only what another run of the same cell gives again."""

from __future__ import annotations

import re
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.problem import Problem
from site_config.pages.written import CONTROL
from site_config.paths import REPOSITORY

# beside them what stands for a byte that is no text
UNSEEN = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")

# what code says that may come out otherwise in another run
VARYING = re.compile(
    r"^\s*(?:import|from)\b[^\n#]*\b(?:random|time|datetime|uuid|secrets|socket|platform|getpass"
    r"|threading|concurrent|multiprocessing|asyncio|tempfile|psutil|getpid|getcwd|environ)\b"
    r"|\b(?:default_rng|RandomState|SeedSequence)\(\s*(?:\w+\s*=\s*)?(?:None)?\s*\)|__import__"
    r"|\brandom\.(?!default_rng|RandomState|Generator|SeedSequence)\w+"
    r"|\bos\.(?:getpid|getppid|urandom|environ|getlogin|times|scandir|listdir|stat)\b"
    r"|\b(?:iterdir|r?glob|stat|perf_counter|id|hash|requests|urllib|subprocess)\b|^\s*[!%]"
    r"|run_(?:line|cell)_magic|[\"']/(?:proc|dev|sys)/|\.sample\(|\.empty\(",
    re.M,
)
# what names in a text look like that were drawn, or made of addresses: uuid4, token_hex, nanoid
DRAWN = re.compile(
    r"(?<![^\W_])(?<!\.)(?=[0-9a-f-]*\d)(?=[0-9a-f-]*[a-f])[0-9a-f]{5}[0-9a-f-]*(?![^\W_])"
    r"|(?<![\w/-])(?=[\w-]*\d_?[a-zA-Z]+[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{12,}(?![\w/-])"
)
HOUR = 3600  # s
# how a day is written
DAYS = (
    r"%Y-%m-%d",
    r"%b +0?%-d \d\d:",
    r"%B 0?%-d, %Y",
    r"0?%-d (?:%b|%B) %Y",
    r"%d[./]%m[./]%Y",
    r"%m/%d/%Y",
    r"\b%Y%m%d\b",
)


@dataclass(frozen=True)
class Where:
    """A cell, for messages, and the process that ran it."""

    page: str
    number: int
    process: int = 0
    line: int = 0  # of the page, where that is known

    def problem(self, said: str) -> Problem:
        line = f":{self.line}" if self.line else ""
        return Problem(f"{self.page}{line}, cell {self.number}: {said} The site is unchanged.")


def may_vary(sources: Iterable[str]) -> bool:
    """Return whether code asks for what another run need not give, so that only a second run tells
    whether it does.
    """
    return any(VARYING.search(source) for source in sources)


TEXTS = {"text/plain", "text/markdown"}  # written letter by letter by the code of the cell


def _text(output: Any) -> str:
    """Return what of an output is text."""
    data = output.get("data", {})
    return output.get("text") or "\n".join(data[kind] for kind in TEXTS if kind in data)


def may_differ(outputs: Iterable[Any]) -> bool:
    """Return whether outputs look as if another run might not give them, whatever code they are of:
    pictures and markup are made by packages, which name parts of them by chance, and a text holds
    what looks like such a name.
    """
    return any(
        output.get("data", {}).keys() - TEXTS or DRAWN.search(_text(output)) for output in outputs
    )


def compare(first: list[Any], second: list[Any], cells: Iterable[Where]) -> None:
    """Refuse outputs of a page's cells that a second run did not give again.

    Raises:
        Problem: the message names page and cell.
    """
    for where, one, other in zip(cells, first, second, strict=True):
        if one != other:
            raise where.problem(
                "two runs gave different outputs. Seed its random numbers, sort what has no order,"
                " print no times, give ids of your own to what it shows (for tables of pandas:"
                " uuid=), or tag the cell remove-output."
            )


def _passing(process: int) -> Iterator[tuple[str, str]]:
    """Yield patterns of what differs between two equal runs, with what each is."""
    now, folder = time.time(), re.escape(tempfile.gettempdir())
    yield r"\bat 0x[0-9a-fA-F]{6,}|\b0x[5-7][0-9a-f]{11}\b|\b1(?:39|40)\d{12}\b", "a memory address"
    for path in (folder, "/tmp", "/var/folders"):
        yield rf"(?<![\w.-]){path}(?![\w-])", "a temporary path"
    yield r"\bipykernel_\d+", "a temporary path"
    for home in (REPOSITORY, Path("~").expanduser(), Path(sys.prefix), Path(sys.base_prefix)):
        if len(home.parts) > 1:
            yield rf"{re.escape(str(home))}(?![\w-])", "a path of this machine"
    if re.search(r"[a-zA-Z].*[\d.-]|\d.*[a-zA-Z]", host := socket.gethostname()):  # else a word
        yield rf"\b{re.escape(host)}\b", "the name of this machine"
    if process:
        yield rf"(?i)(?:pid|process)\D{{0,12}}{process}\b", "a process number"
    for second in (now, now - HOUR):  # a day may have ended, digits changed, since the cell ran
        for at in (time.localtime(second), time.gmtime(second)):
            yield "|".join(time.strftime(form, at) for form in DAYS), "the date of today"
        yield rf"\b{str(int(second))[:6]}\d{{4}}(?:\d{{3}}){{0,3}}\b", "the time of day"
    yield r"Wall time:|CPU times:|\bper loop \(mean", "how long something took"


def steady(text: str, where: Where) -> None:
    """Refuse a text that another run would not give again.

    Raises:
        Problem: it holds an address, a path, a process number, a date or a time, or a character
            that no browser shows; the message names page and cell.
    """
    if found := UNSEEN.search(text):
        raise where.problem(
            f"its output holds the character U+{ord(found[0]):04X}, which no browser shows. Print"
            " it with repr()."
        )
    for pattern, what in _passing(where.process):
        if found := re.search(pattern, text):
            start = text.rfind("\n", 0, found.start()) + 1
            line = text[start : found.end() + 40].partition("\n")[0].strip()[:100]
            raise where.problem(
                f"its output holds {what}, which another run or machine would not give: {line!r}."
                " Print what stays, end the last line with a semicolon, or tag the cell"
                " remove-output."
            )
