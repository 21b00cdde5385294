"""Read rendered pages as a reader does: what Markdown left raw, and what leads nowhere, is refused
with the line of the page where it was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from analysis.problem import Problem
from site_config.build.addresses import of_style
from site_config.build.raw import RAW, TYPED
from site_config.build.seen import CODE, START, Seen, see
from site_config.pages.blocks import without_code
from site_config.pages.written import read_text
from site_config.paths import ASSETS, DOCS, address, written

FOREIGN = re.compile(r"(?:https?:)?//")
DATA = re.compile(r"(?i)data:image/")  # the file itself: the policy allows it for pictures
OTHER = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
LONGEST = 200  # characters of an address that are repeated
# what others can reach: a host with a full name, a person; never this machine, and no script; nor
# a host by the page's own protocol, since a site that is read from a folder has none
REACHED = re.compile(
    r"(?i)https?://(?!127\.|localhost\b)"
    r"(?:[^/?#@\s]*@)?[\w-]+(?:\.[\w-]+)+\.?(?::\d+)?(?:[/?#]|$)"
    r"|mailto:[^@\s]+@[^@\s]+\.\w|tel:\+?\d"
)


@dataclass(frozen=True)
class Sheet:
    """A page of a site as it was rendered, and what a person wrote for it."""

    site: Path
    page: str  # below the staged folder

    @property
    def html(self) -> Path:
        return self.site / address(self.page) / "index.html"

    @property
    def source(self) -> Path:
        return DOCS / self.page

    def problem(self, needles: Iterable[str], said: str) -> Problem:
        """Return the error of a piece of the page; its line is that of the first needle found, as
        typed, or as a browser reads it.
        """
        if not self.source.is_file():
            return Problem(f"{self.page}, which is made by code: {said}")
        lines = without_code(read_text(self.source)).split("\n")
        whole = read_text(self.source).split("\n")
        read = [unescape(line).lower() for line in lines]
        for needle in needles:
            for text in (lines, whole, read):
                piece = needle.lower() if text is read else needle
                found = (number for number, line in enumerate(text, 1) if piece and piece in line)
                if line := next(found, 0):
                    return Problem(f"docs/{self.page}:{line}: {said}")
        return Problem(f"docs/{self.page}: {said}")


def with_line(complaint: str) -> str:
    """Return a complaint of MkDocs with the line of the page that it speaks of."""
    page, *quoted = re.findall(r"'([^']+)'", complaint) or [""]
    if not (DOCS / page).is_file():
        return complaint
    return str(Sheet(DOCS, page).problem([f"]({one}" for one in quoted] + quoted, complaint))


def _needles(found: str) -> Iterator[str]:
    """Yield ever shorter pieces of what was found, to look for in the source."""
    parts = re.split(rf"[{CODE}{START}\n]", found.strip(f" \n{START}"))
    text = max((part.strip() for part in parts), key=len)
    for length in range(len(text), 1, -1):
        yield text[:length]


def raw(seen: Seen, source: str) -> Iterator[tuple[str, str]]:
    """Yield what stands raw in a page, with what to do; ``source`` is what a person typed."""
    for pattern, remedy in RAW:
        if found := pattern.search(seen.text):
            yield found[0], remedy
    for pattern, remedy in TYPED:
        for found in pattern.finditer(seen.text):
            if " ".join(found[0].strip(START).split()[:2]) in source:
                yield found[0], remedy


@lru_cache(maxsize=2048)
def _ids(page: Path, changed: float) -> frozenset[str]:
    text = page.read_text(encoding="utf-8")
    return frozenset(re.findall(r"\s(?:id|name)=[\"']?([^\"'\s>]+)", text))


def _leads(sheet: Sheet, target: str) -> bool:
    """Return whether an address on a page leads to a file of the site, and to a place in it."""
    path, _, fragment = target.partition("#")
    path = unquote(path.partition("?")[0])
    file = (sheet.html.parent / path).resolve() if path else sheet.html
    file = file / "index.html" if file.is_dir() else file
    if not file.is_file() or not file.is_relative_to(sheet.site.resolve()):
        return path == "" and file == sheet.html
    if not fragment or file.suffix != ".html":
        return True
    return unquote(fragment) in _ids(file, file.stat().st_mtime)


def refuse_foreign_styles(site: Path) -> None:
    """Refuse a style sheet of ours that loads something from elsewhere, or what is not there.

    Raises:
        Problem: the message names file and line.
    """
    for sheet in filter(written, sorted(ASSETS.rglob("*.css"))):
        below, text = sheet.relative_to(ASSETS), read_text(sheet)
        folder = (site / ASSETS.name / below).parent
        for target in of_style(text):
            if target.startswith("#") or DATA.match(target):
                continue
            path = unquote(re.split("[?#]", target, maxsplit=1)[0])
            there = (folder / path).resolve()
            if OTHER.match(target) or target.startswith("/"):
                said = "is not of this site, and no browser loads it. Put the file into docs/assets"
            elif not (there.is_file() and there.is_relative_to(site.resolve())):
                said = "leads nowhere. Give the address as seen from the style sheet"
            else:
                continue
            line = text.count("\n", 0, max(text.find(target), 0)) + 1
            raise Problem(
                f"docs/{ASSETS.name}/{below.as_posix()}:{line}: {_short(target)!r} {said}."
            )


def _short(target: str) -> str:
    return target if len(target) <= LONGEST else f"{target[:LONGEST]}..."


def _links(sheet: Sheet, seen: Seen) -> None:
    for tag, target in seen.loads:
        if FOREIGN.match(target):
            raise sheet.problem(
                [target], f"<{tag}> loads {target!r} from another host. Put the file into docs."
            )
    for tag, target in (*seen.links, *seen.loads):
        if OTHER.match(target) or FOREIGN.match(target) or not target:
            carried = (tag, target) in seen.loads and DATA.match(target) and tag != "iframe"
            if not (carried or REACHED.match(target)):
                raise sheet.problem(
                    [f"({target})", f'"{target}"', target, f"<{tag}"],
                    f"<{tag}> leads to {_short(target)!r}, where no reader gets. Give a page or"
                    " file of the site, or a whole address that everybody can open, with https:.",
                )
            continue
        if target.startswith("/") or not _leads(sheet, target):
            raise sheet.problem(
                [f'"{target}"', f"'{target}'", target, f'"{target.removeprefix("#")}"'],
                f"<{tag}> leads nowhere: {target!r}. Write [text](page.md), which is checked and"
                " follows the page, or mend the address.",
            )


def proofread(sheet: Sheet) -> None:
    """Refuse a page on which something is raw, lost or leads nowhere.

    Raises:
        Problem: the message names file and line.
    """
    seen = see(sheet.html.read_text(encoding="utf-8"))
    for tag in seen.unknown:
        raise sheet.problem(
            [f"<{tag}", f"</{tag}"],
            f"<{tag}> is no element of HTML, and browsers show nothing. Write it in backquotes.",
        )
    for tag in seen.unended:
        raise sheet.problem(
            [f"<{tag}"], f"<{tag}> has no end or no beginning, and takes what follows with it."
        )
    for target in seen.wordless:
        raise sheet.problem(
            [f"]({target}", target],
            f"{target!r} is a link or picture without words. Say what it is.",
        )
    for name, count in Counter(seen.ids).items():
        if count > 1:
            raise sheet.problem(
                [f"#{name}", f'"{name}"', name],
                f"the id {name!r} stands twice on the page, and links lead to the first alone. Give"
                " one of both another name.",
            )
    typed = read_text(sheet.source) if sheet.source.is_file() else ""
    for found, remedy in raw(seen, typed):
        shown = re.sub(rf"[{CODE}{START}]", "", found).strip()[:60]
        raise sheet.problem(_needles(found), f"{shown!r} is shown as it stands. {remedy}")
    for needles, said in seen.unfit:
        raise sheet.problem(needles, said)
    _links(sheet, seen)
