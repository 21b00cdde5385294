"""Texts as long as a place allows: what shows only so much of them cuts the rest off anywhere."""

from __future__ import annotations

import re

TITLE, DESCRIPTION = 70, 160  # letters of a page's title and description that others show
LINE = 130  # of an entry in a list of many; what is said of a map fits, its numbers stand last
# what Markdown adds to words: the signs of emphasis and code, addresses of links
LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
SIGNS = re.compile(r"(?<!\w)[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}(?!\w)|[`$]")


def bare(text: str) -> str:
    """Return a text in Markdown as its words alone, on one line."""
    return " ".join(SIGNS.sub("", LINK.sub(r"\1", text)).split())


def shortened(text: str, most: int) -> str:
    """Return a text as it is where it fits, or else its first sentences, or its first words with a
    sign that some are left out.
    """
    if len(text) <= most:
        return text
    sentences = [found.end() for found in re.finditer(r"[.!?](?=\s)", text)]
    whole = [end for end in sentences if most // 2 <= end <= most]
    if whole:
        return text[: whole[-1]]
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"
