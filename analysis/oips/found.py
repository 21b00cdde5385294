"""One OIP as a person gets it: numbers beside the pixels, three files, a few lines to read."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from analysis.artifacts import to_json, write_atomically
from analysis.oips.asked import Request
from analysis.subject import address


@dataclass(frozen=True)
class Numbers:
    """What is known of an OIP beside its pixels."""

    request: Request  # with the steps that were made
    response: float
    seed: int  # of the start that led to it
    ends: tuple[float, float]  # pixel values that black and white of the 8-bit picture stand for
    response_as_stored: float  # of the image as it comes back from that picture
    seeds: list[int]  # of all starts, as the next
    responses_of_all_starts: list[float]
    share_outside_the_box: float  # of pixels whose value no real image can have
    device: str

    def as_text(self) -> dict[str, Any]:
        """Return everything by name, as it is written to a file."""
        own = asdict(self)
        return own.pop("request") | own


@dataclass(frozen=True)
class OneOip:
    """An OIP with what is known of it."""

    image: np.ndarray  # (y, x) or (y, x, 3), standardised pixels
    start: np.ndarray  # likewise
    curve: np.ndarray  # (step), response
    numbers: Numbers = field(repr=False)

    @property
    def response(self) -> float:
        return self.numbers.response

    def save(self, folder: str | Path) -> list[Path]:
        """Write picture, arrays and numbers into a folder; return the three paths. ``Raises
        Problem`` when it cannot be written.
        """
        from PIL import Image  # comes with matplotlib

        names = files_of(self.numbers.request)
        low, high = self.numbers.ends
        grey = np.rint(255 * (self.image - low) / (high - low or 1.0)).astype(np.uint8)
        picture, arrays = io.BytesIO(), io.BytesIO()
        Image.fromarray(grey).save(picture, format="PNG")
        np.savez_compressed(arrays, image=self.image, start=self.start, curve=self.curve)
        contents: list[bytes | str] = [picture.getvalue(), arrays.getvalue()]
        contents.append(to_json(self.numbers.as_text()))
        written = [Path(folder) / name for name in names]
        for path, content in zip(written, contents, strict=True):
            write_atomically(path, content)
        return written


def files_of(request: Request) -> tuple[str, str, str]:
    """Return the names of the files that an OIP is saved as: picture, arrays, numbers."""
    name = f"{address(request.layer)}-{request.map}"
    return f"{name}.png", f"{name}.npz", f"{name}.json"


def told(found: OneOip) -> str:
    """Return the numbers of an OIP as a few lines for a terminal."""
    numbers, request = found.numbers, found.numbers.request
    every = sorted(numbers.responses_of_all_starts, reverse=True)
    fired = sum(value > 0 for value in every)
    name = f"{request.layer}, map {request.map}, {request.domain}"
    lines = [
        f"{name}: {request.objective} {found.response:.4g} after {request.steps} steps",
        f"  as stored in 8 bit: {numbers.response_as_stored:.4g};"
        f" pixels outside the box: {numbers.share_outside_the_box:.0%}",
        f"  best of {len(every)} starts: seed {numbers.seed}; {fired} of them fired,"
        f" the median reached {np.median(every):.4g}",
    ]
    if not found.response > 0:
        lines.append(
            "  The map stayed silent: this image excites nothing. Another seed, or the objective"
            " pre-activation, may."
        )
    return "\n".join(lines)
