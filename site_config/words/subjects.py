"""What pages call a subject's images and classes, asked of the manifest.

The series has training images and test images, and classes that are their own names. Of another
subject only one set of images may be known, and nobody knows whether its network was trained on
them: then they are images and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.artifacts import Artifacts

MEASURED = "image-sets"
KINDS = re.compile(r"\b(?:(An?|a) )?([Tt])(?:raining|est) (images?|pixels|set|accuracy)\b")


def _plain(found: re.Match[str]) -> str:
    """Return the same words without the kind of the set."""
    article, initial, noun = found.groups()
    if article:
        return f"{article[0]}n {noun}" if noun[0] in "ai" else f"{article[0]} {noun}"
    return noun[0].upper() + noun[1:] if initial == "T" else noun


@dataclass(frozen=True)
class Called:
    """How pages speak of the images and classes of one subject."""

    one_set: bool = False  # whether training and test images are the same images
    names: tuple[str, ...] = ()  # of classes, by number
    labelled: bool = True  # whether classes are those of labels, not of the network's own answers

    def said(self, text: str) -> str:
        """Return a text of training and test images as it is for this subject."""
        return KINDS.sub(_plain, text) if self.one_set else text

    def name(self, number: int) -> str:
        """Return the name of a class, which is its number where nobody named it."""
        return self.names[number] if number < len(self.names) else str(number)


def called(artifacts: Artifacts, prefix: str = "") -> Called:
    """Return how pages speak of the subject whose ids begin with a prefix."""
    name = f"{prefix}{MEASURED}"
    if name not in artifacts.measurements:
        return Called()
    found = artifacts.arrays(name)
    return Called(bool(found.same), tuple(map(str, found.names)), bool(found.labelled))
