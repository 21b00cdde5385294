"""A page's Markdown as any notebook shows it: without what only the site renders, pictures inside,
links that lead somewhere from everywhere.
"""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from site_config.pages.blocks import CODE_SPAN, blocks
from site_config.paths import address

ATTRIBUTES = re.compile(r"[ \t]?\{:?[ ]*(?:[.#][\w-]+|[\w-]+=(?:\"[^\"]*\"|[\w-]+))[^{}\n]*\}")
BOX = re.compile(r"^(?:!!!|\?\?\?\+?) ?([\w -]+?)(?: +\"(.*)\")?$")
DEFINITION = re.compile(r"^\[(?!\^)([^\]]+)\]:[ \t]+<?([^\s>]+)>?.*$", re.M)
FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})[ \t]*(?:\{[ ]*\.)?([\w+-]*).*$")
FRAME = re.compile(
    r"^[ \t]*(?:</?(?:div|figure|figcaption|nav|section|details)\b[^>]*>[ \t]*)+$\n?", re.M
)
LABEL = r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
# an address, also between < and > or with brackets of its own, and a title
ADDRESS = r"[ ]*(<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))+)(?:\s+(?:\"[^\"]*\"|'[^']*'))?[ ]*"
LINK = re.compile(rf"(?<!!){LABEL}\({ADDRESS}\)")
LINK_IN_HTML = re.compile(
    r"<a\b[^>]*?href=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^>]*>(.*?)</a>", re.S
)
PICTURE_IN_HTML = re.compile(r"<img\b[^>]*>")
ATTRIBUTE = re.compile(r"\b(src|alt)=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
MATHS = re.compile(r"\$\$.*?\$\$|(?<!\\)\$(?! )[^$\n]+(?<! )\$", re.S)
PICTURE = re.compile(rf"!{LABEL}\({ADDRESS}\)")
REFERENCE = re.compile(rf"(?<!!){LABEL}\[([^\[\]^]*)\]|(?<![!\]\\]){LABEL}(?![\[(:])")
PICTURE_REFERENCE = re.compile(rf"!{LABEL}(?:\[([^\[\]]*)\])?(?!\()")
KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
# what stands for a piece that is to stay as it is
KEPT = "\ue000{}\ue001"


@dataclass
class Plain:
    """Writes the text of one page for notebooks, and gathers the pictures it shows."""

    page: str  # path below the staged folder
    files: Mapping[str, bytes]  # every staged file
    site: str  # the address of the site; empty where it has none
    pictures: dict[str, str] = field(default_factory=dict)  # base64 by name, of the last text
    kept: list[str] = field(default_factory=list)

    def write(self, text: str) -> str:
        """Return a text as plain Markdown; ``pictures`` are then those that it shows."""
        self.pictures, self.kept = {}, []
        text = self._keep_code(text)
        text = MATHS.sub(self._keep, text)
        text = self._frames(text)
        text = self._links(text)
        text = _boxes(text)
        for number in reversed(range(len(self.kept))):
            text = text.replace(KEPT.format(number), self.kept[number])
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n")

    def attachments(self) -> dict[str, dict[str, str]]:
        """Return the pictures of the last text, as cells hold them."""
        return {
            name: {KINDS[posixpath.splitext(name)[1].lower()]: content}
            for name, content in self.pictures.items()
        }

    def _keep(self, found: re.Match[str]) -> str:
        self.kept.append(found[0])
        return KEPT.format(len(self.kept) - 1)

    def _keep_code(self, text: str) -> str:
        lines = text.split("\n")
        for token in reversed([token for token in blocks(text) if token.type == "fence"]):
            first, end = token.map
            lines[first] = FENCE.sub(r"\1\2\3", lines[first])
            self.kept.append("\n".join(lines[first:end]))
            lines[first:end] = [KEPT.format(len(self.kept) - 1)]
        return CODE_SPAN.sub(self._keep, "\n".join(lines))

    def _frames(self, text: str) -> str:
        text = FRAME.sub("", text)
        text = re.sub(r"<summary>(.*?)</summary>", r"**\1**", text)
        text = re.sub(r"<span\b[^>]*>(.*?)</span>", r"\1", text)
        text = re.sub(r"^\*\[[^\]]+\]:.*$\n?", "", text, flags=re.M)
        text = re.sub(r"^\[\^([^\]]+)\]:", r"<sup>\1</sup>", text, flags=re.M)
        text = re.sub(r"\[\^([^\]]+)\]", r"<sup>\1</sup>", text)
        text = re.sub(r"^:[ ]{1,3}(?=\S)", "\n> ", text, flags=re.M)
        return ATTRIBUTES.sub("", text)

    def _target(self, target: str) -> str:
        """Return where a link leads from anywhere; nothing where only the site knows."""
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            return target
        if not self.site:
            return ""
        path, _, fragment = target.partition("#")
        found = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path))
        found = self.page if not path else found
        found = address(found) if found.endswith(".md") else found
        return (
            self.site.rstrip("/")
            + "/"
            + found.replace(" ", "%20")
            + (f"#{fragment}" if fragment else "")
        )

    def _picture(self, said: str, target: str) -> str:
        target, _, variant = target.strip("<>").partition("#")
        if variant == "only-dark":
            return ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), target))
        drawn = re.sub(r"(?:\.light)?\.svg$", ".png", path)
        path = drawn if drawn in self.files else path
        name = posixpath.basename(path)
        if path not in self.files or posixpath.splitext(name)[1].lower() not in KINDS:
            return f"*{said}*" if said else ""
        self.pictures[name] = base64.b64encode(self.files[path]).decode()
        return f"![{said}](attachment:{name})"

    def _pictures(self, text: str, known: Mapping[str, str]) -> str:
        def by_name(found: re.Match[str]) -> str:
            target = known.get((found[2] or found[1]).lower())
            return self._picture(found[1], target) if target else found[0]

        def in_html(found: re.Match[str]) -> str:
            told = {one[1]: one[2] or one[3] or one[4] for one in ATTRIBUTE.finditer(found[0])}
            return self._picture(told.get("alt", ""), told.get("src", ""))

        text = PICTURE.sub(lambda found: self._picture(found[1], found[2]), text)
        text = PICTURE_REFERENCE.sub(by_name, text)
        text = PICTURE_IN_HTML.sub(in_html, text)
        return PICTURE.sub(self._keep, text)

    def _links(self, text: str) -> str:
        known = {found[1].lower(): found[2] for found in DEFINITION.finditer(text)}
        text = DEFINITION.sub("", text)

        def inside(said: str, target: str) -> str:
            target = self._target(target.strip("<>"))
            return f"[{said}]({target})" if target else said

        def by_name(found: re.Match[str]) -> str:
            said = found[1] or found[3]
            target = known.get((found[2] or said).lower())
            return inside(said, target) if target else found[0]

        def in_html(found: re.Match[str]) -> str:
            target = self._target(found[1] or found[2] or found[3] or "")
            return f'<a href="{target}">{found[4]}</a>' if target else found[4]

        text = self._pictures(text, known)
        text = LINK.sub(lambda found: inside(found[1], found[2]), text)
        text = REFERENCE.sub(by_name, text)
        return LINK_IN_HTML.sub(in_html, text)


def _boxes(text: str) -> str:
    """Write boxes, open and folded, as quotations."""
    lines, made = text.split("\n"), []
    while lines:
        line = lines.pop(0)
        if not (box := BOX.match(line)):
            made.append(line)
            continue
        inside = []
        while lines and (lines[0].startswith("    ") or not lines[0].strip()):
            inside.append(lines.pop(0))
        title = box[1].split()[0].capitalize() if box[2] is None else box[2]
        body = _boxes(dedent("\n".join(inside)).strip("\n"))
        said = [f"**{title}**", "", *body.split("\n")] if title else body.split("\n")
        made += ["", *(f"> {one}".rstrip() for one in said), ""]
    return "\n".join(made)
