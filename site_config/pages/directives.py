"""What MyST writes otherwise than MkDocs: boxes, formulas and code with a language are written the
other way, line for line; what has no other way is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from analysis.problem import Problem
from site_config.pages.blocks import check_ends, fences, is_cell
from site_config.pages.lost import refuse_lost
from site_config.pages.misread import refuse_misread

# what MkDocs calls the boxes of MyST
BOXES = {
    **{kind: kind for kind in ("note", "info", "tip", "success", "question", "warning")},
    **{kind: kind for kind in ("failure", "danger", "bug", "example", "quote", "abstract")},
    "admonition": "note",
    "attention": "warning",
    "caution": "warning",
    "dropdown": "note",
    "error": "failure",
    "hint": "tip",
    "important": "info",
    "seealso": "info",
    "toggle": "note",
}
FOLDED = {"dropdown", "toggle"}
CODE = {"code", "code-block", "sourcecode"}
DIRECTIVE = re.compile(r"\{([\w:+-]+)\}[ \t]*(.*)")
ATTRIBUTES = re.compile(r"\{[ ]*(?:[.#:]|[\w-]+=)")  # of plain code
# what may stand behind the first mark of plain code; with anything else MkDocs sees no block
INFO = re.compile(
    r"""[ \t]*(?:\.?[\w#.+-]+)?
    (?:[ \t]*\{[^\n]*\}|(?:[ \t]+(?:
        title=(?:"[^"\n]*"|'[^'\n]*')
        |(?:hl_lines|linenums)=(?:"[\d \t-]+"|'[\d \t-]+')
    ))*)[ \t]*""",
    re.X,
)
OPTION = re.compile(r"\s*:([\w-]+):[ \t]*(.*)")
INSTEAD = {
    "figure": "Write [= figure('id') =], or ![what is seen](file.png).",
    "image": "Write ![what is seen](file.png).",
    "table": "Write [% call table('id', 'caption') %], the table, [% endcall %].",
    "list-table": "Write the table with bars: | a | b |.",
    "include": "Write the text on the page itself.",
    "toctree": "The order of the pages stands in mkdocs.yml.",
    "raw-cell": "Write the text as Markdown.",
    "footnotes": "Write [^1] and, on a line of its own, [^1]: the note.",
}


@dataclass
class _Page:
    """A page that is being written the other way."""

    file: str
    lines: list[str]

    def refuse(self, line: int, said: str) -> Problem:
        return Problem(f"{self.file}:{line + 1}: {said}")


def _named(token: Any) -> tuple[str, str] | None:
    """Return a directive's name and what stands behind it; None where the fence is plain code."""
    info = token.info.strip()
    if found := DIRECTIVE.fullmatch(info):
        return found[1], found[2].strip()
    if token.type == "colon_fence":
        name, _, rest = info.partition(" ")
        return name.strip("{}"), rest.strip()
    return None


def _options(page: _Page, first: int, end: int) -> dict[str, str]:
    """Return the options at the top of a directive, and blank them."""
    found = {}
    for number in range(first, end):
        if not (option := OPTION.fullmatch(page.lines[number])):
            break
        found[option[1]] = option[2].strip()
        page.lines[number] = ""
    return found


def _lead(page: _Page, token: Any) -> str:
    """Return what stands before a fence on its line."""
    return page.lines[token.map[0]].partition(token.markup)[0]


def _kind(page: _Page, line: int, name: str, classes: set[str]) -> str:
    """Return what MkDocs calls a box; ``Raises Problem`` for a class that would be passed over."""
    if name == "admonition" and len(classes) == 1 and classes <= BOXES.keys():
        return BOXES[classes.pop()]
    if classes:
        raise page.refuse(
            line,
            f"class {min(classes)!r} of a box is not known. Known: dropdown, and of an"
            " {admonition} the name of a box.",
        )
    return BOXES[name]


def _box(page: _Page, token: Any, name: str, title: str) -> None:
    first, end = token.map
    options = _options(page, first + 1, end - 1)
    classes = {*options.pop("class", "").split()}
    folded = name in FOLDED or bool(classes & FOLDED)
    kind = _kind(page, first, name, classes - FOLDED)
    mark = ("???+" if "open" in options else "???") if folded else "!!!"
    options.pop("open", None)
    if options:
        raise page.refuse(
            first, f"option {next(iter(options))!r} of a box is not known. Known: class, open."
        )
    said = (title or ("" if name == BOXES[name] else name.capitalize())).replace('"', "&quot;")
    lead = _lead(page, token)
    if end - first > 2 and page.lines[first + 1].strip() == "---":
        raise page.refuse(first, "options of a box are written on lines of their own, as :open:.")
    body = dedent("\n".join(page.lines[first + 1 : end - 1])).split("\n")[: end - first - 2]
    inner = _Page(page.file, [""] * (first + 1) + body)
    _translate(inner, first + 1)
    page.lines[first] = f"{lead}{mark} {kind}" + (f' "{said}"' if said else "")
    page.lines[first + 1 : end - 1] = [
        f"{lead}    {line}" if line.strip() else "" for line in inner.lines[first + 1 :]
    ]
    page.lines[end - 1] = ""


def _formula(page: _Page, token: Any, rest: str) -> None:
    first, end = token.map
    if rest or _options(page, first + 1, end - 1):
        raise page.refuse(
            first,
            "a formula has no options. [% call equation('id') %] and [% endcall %] number it.",
        )
    page.lines[first] = page.lines[end - 1] = f"{_lead(page, token)}$$"


def _code(page: _Page, token: Any, language: str) -> None:
    first, end = token.map
    if options := _options(page, first + 1, end - 1):
        raise page.refuse(
            first, f"option {next(iter(options))!r} of code is not known. Code has a language only."
        )
    page.lines[first] = page.lines[first].partition("{")[0] + language


def _fence(page: _Page, token: Any, above: int) -> None:
    """Write one fence the other way; ``above`` lines stand before the text it was found in."""
    name, rest = _named(token) or ("", "")
    line = token.map[0]
    if token.info.strip().strip("{}") == "mermaid":
        raise page.refuse(line, "diagrams of mermaid are not drawn here. Show a picture.")
    if not name:
        if not INFO.fullmatch(token.info):
            raise page.refuse(
                line,
                f"{token.info.strip()[:60]!r} is not understood, and the code would be shown within"
                ' a line of text. Write a language alone, or behind it title="...",'
                ' hl_lines="2 4-5" or linenums="1".',
            )
        if token.info.lstrip().startswith("{") and not ATTRIBUTES.match(token.info.strip()):
            raise page.refuse(line, f"{token.info.strip()!r} names nothing. Write {{code-cell}}.")
        return
    if is_cell(token):
        if token.level or above:
            raise page.refuse(line, "a code cell cannot stand within a list, quotation or box.")
    elif page.lines[line].lstrip().startswith(">"):
        raise page.refuse(line, f"{{{name}}} cannot stand within a quotation.")
    elif name in BOXES:
        _box(page, token, name, rest)
    elif name == "math":
        _formula(page, token, rest)
    elif name in CODE and token.type == "fence":
        _code(page, token, rest)
    else:
        instead = f"{INSTEAD[name]} " if name in INSTEAD else ""
        known = ", ".join(sorted({"code-cell", "code-block", "math", *BOXES}))
        raise page.refuse(
            line, f"{{{name.strip('{}')}}} is not rendered here. {instead}Known: {known}."
        )


def _translate(page: _Page, above: int = 0) -> None:
    text = "\n".join(page.lines)
    check_ends(text, page.file)
    for line in refuse_misread(text, page.file):
        page.lines[line] = ""
    for token in fences(text):
        _fence(page, token, above)


def as_mkdocs(text: str, file: str) -> str:
    """Return a page with what MyST writes otherwise written as MkDocs reads it; every line keeps
    its number.

    Raises:
        Problem: something would be left raw or would swallow what follows; the message names file
            and line.
    """
    page = _Page(file, text.split("\n"))
    check_ends(text, file)
    refuse_lost(text, file)
    _translate(page)
    return "\n".join(page.lines)
