"""Every address that an element of HTML may hold, wherever it stands: what a browser follows when a
reader asks it to, and what it loads by itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping

# the attributes that HTML, SVG and scripts for late loading define as addresses, of any element:
# one that no browser knows there was meant to lead somewhere all the same
_FOLLOWED = "href xlink:href action formaction cite ping longdesc usemap"
_LOADED = "src poster background lowsrc dynsrc classid codebase archive src-light src-dark"
# beside style those of SVG: what they name may stand in brackets
_PAINTED = """
style fill stroke clip-path mask filter cursor marker marker-start marker-mid marker-end
shape-inside shape-subtract
"""
FOLLOWED, LOADED, PAINTED = (frozenset(names.split()) for names in (_FOLLOWED, _LOADED, _PAINTED))
# of the page itself, without the sign before it: several with spaces between
_NAMED = "for list headers aria-labelledby aria-describedby aria-controls aria-details aria-owns"
NAMED = frozenset(_NAMED.split())
SETS = frozenset(("srcset", "imagesrcset"))  # of some pictures, with widths or densities
LISTS = frozenset(("ping", "archive"))  # of addresses, with spaces between
LOADING = frozenset(  # whose address is loaded at once, though it is called as that of a link
    ("link", "image", "feimage", "use", "lineargradient", "radialgradient", "pattern", "mpath")
)
URL = re.compile(r"""(?i)\burl\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()]*?))\s*\)""")
IMPORT = re.compile(r"""(?i)@import\s*(?:"([^"]*)"|'([^']*)')""")
# functions that take an address without calling it one; the whole is looked through for texts
FUNCTION = re.compile(r"(?i)\b(?:image-set|image|src|cross-fade)\(((?:[^()]|\([^()]*\))*)\)")
TEXT = re.compile(r"""(?<!type\()(?:"([^"]*)"|'([^']*)')""")
ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")  # a letter by its number, in a name as well
COMMENT = re.compile(r"/\*.*?\*/", re.S)
REFRESH = re.compile(r"""(?i)^\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*?)["']?\s*$""")
# one picture of a set: an address holds commas, but ends with none
CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:\s+[^,]*)?(?:,|$)|[\s,]+$")


def of_style(text: str) -> Iterator[str]:
    """Yield the addresses in a style sheet or in the value of a property."""
    plain = ESCAPE.sub(_letter, COMMENT.sub("", text))
    within = " ".join(found[1] for found in FUNCTION.finditer(plain))
    for pattern, where in ((URL, plain), (IMPORT, plain), (TEXT, URL.sub("", within))):
        for found in pattern.finditer(where):
            yield next((part for part in found.groups() if part is not None), "")


def _letter(escape: re.Match[str]) -> str:
    number = int(escape[1], 16)
    return chr(number) if 0 < number <= sys.maxunicode else ""


def _of_set(text: str) -> Iterator[str]:
    for found in CANDIDATE.finditer(text):
        if found[1]:
            yield found[1]


def _plain(name: str) -> str:
    """Return an attribute's name without what tells scripts that it is theirs."""
    return re.sub(r"^data-(?:[\w-]+-)?(?=(?:src|srcset|href|poster|background|src-\w+)$)", "", name)


def _of_attribute(tag: str, name: str, value: str) -> Iterator[tuple[bool, str]]:
    """Yield the addresses of an attribute, each with whether it is loaded."""
    name = _plain(name)
    if name in PAINTED:
        yield from ((True, address) for address in of_style(value))
    elif name in SETS:
        yield from ((True, address) for address in _of_set(value))
    elif name in NAMED:
        yield from ((False, f"#{one}") for one in value.split())
    elif name in FOLLOWED | LOADED or (tag, name) == ("object", "data"):
        loaded = name not in FOLLOWED or (tag in LOADING and name.endswith("href"))
        for address in value.split() if name in LISTS else [value.strip()]:
            yield loaded, address


def addresses(tag: str, given: Mapping[str, str]) -> Iterator[tuple[bool, str]]:
    """Yield every address that an element holds, each with whether a browser loads it by itself."""
    for name, value in given.items():
        yield from _of_attribute(tag, name, value)
    refreshed = tag == "meta" and given.get("http-equiv", "").lower() == "refresh"
    # without an address it is this page again
    if refreshed and (found := REFRESH.sub(r"\1", given.get("content", ""))):
        yield False, found
