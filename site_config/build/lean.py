"""Scripts as a site carries them: the same tokens as in their source, without comments and blanks.

Names stay, so that what a browser says of an error can be found in the source. What is left of
blanks is what parts two words, the ends of lines where a statement may end there, and a line of
its own for what is imported or exported, by which the folder without a server finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.problem import Problem
from site_config.pages.kept import kept

TOKEN = re.compile(
    r"(?P<blank>(?:\s+|//[^\n]*|/\*.*?\*/)+)"
    r"|(?P<text>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\")"
    r"|(?P<number>\.?\d(?:[eE][+-]|[\w.])*)"
    r"|(?P<word>[#@\w$\\]+)"
    r"|(?P<sign>\+\+|--|=>|\?\.|[^\s])",
    re.DOTALL,
)
PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
# behind these a stroke begins a pattern, behind other words and numbers it divides
BEFORE_A_PATTERN = {"return", "typeof", "case", "in", "of", "delete", "void", "throw", "else", "do"}
# where a line ends behind or before one of these, no statement does
GOES_ON_BEHIND = {*"{([,;=+-*/%&|^<>?:!~.", "=>", "?."}
GOES_ON_BEFORE = {*")]},;.=*%&|^<>?:", "=>", "?."}


def _divides(before: str) -> bool:
    """Return whether a stroke behind a token divides, and begins no pattern."""
    return before not in BEFORE_A_PATTERN and bool(re.search(r"[\w$)\]}\"'`]$", before))


def tokens(script: str) -> Iterator[tuple[str, str]]:
    """Yield each token of a script, and before it the blanks and comments that stand there; a
    template comes in pieces, with the tokens of its expressions between these.

    Raises:
        ValueError: a text, a template or a pattern has no end.
    """
    at, before, blank = 0, "", ""
    braces = list[bool]()  # of those that are open, whether each is one of a template
    while at < len(script):
        opened = script[at]
        within = opened == "}" and bool(braces) and braces.pop()
        if opened == "`" or within:
            found = TEMPLATE.match(script, at + 1)
        elif opened == "/" and script[at + 1 : at + 2] not in "/*" and not _divides(before):
            found = PATTERN.match(script, at)
        else:
            found = TOKEN.match(script, at)
        if not found or (opened in "'\"" and found["text"] is None):
            raise ValueError(f"what begins in line {script.count(chr(10), 0, at) + 1} has no end")
        token, at = script[at : found.end()], found.end()
        if found.re is TOKEN and found["blank"]:
            blank = token
            continue
        if token.endswith("{"):
            braces.append(found.re is TEMPLATE)
        yield blank, token
        before, blank = token, ""


def _blank(before: str, blank: str, behind: str) -> str:
    """Return what has to be left of a blank between two tokens."""
    ends = before not in GOES_ON_BEHIND and behind not in GOES_ON_BEFORE
    if "\n" in blank and (ends or behind in ("import", "export")):
        return "\n"
    one, other = before[-1:], behind[:1]
    words = re.fullmatch(r"[\w$#@\\]{2}", one + other)
    joined = one == other and one in "+-/"
    dotted = other == "." and before.isdecimal()
    return " " if words or joined or dotted else ""


def lean(script: str) -> str:
    """Return a script with the same tokens, without what only people read.

    Raises:
        ValueError: a text, a template or a pattern has no end.
    """
    said, before = list[str](), ""
    for blank, token in tokens(script):
        said += [_blank(before, blank, token) if before and blank else "", token]
        before = token
    return "".join(said) + "\n"


def ours(name: Path) -> bool:
    """Return whether a file, by its path below docs or docs/assets, is a script that we wrote."""
    return name.suffix == ".js" and "vendor" not in name.parts


def carried(path: Path, name: str) -> bytes:
    """Return a script of ours as the site carries it; its first line says which file it is of.

    Args:
        name: its path in the project.

    Raises:
        Problem: a text, a template or a pattern in it has no end.
    """
    try:
        said = kept(lean, path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise Problem(f"{name} is no script: {fault}.") from None
    return f"// from {name}\n{said}".encode()
