"""Published figures drawn again from their stored arrays: every byte is to come out again.

Each file carries the id and the digest of what it was drawn from, which is looked at in all of
them; drawing takes a second or so for each, so that a sample is drawn.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.artifacts import Artifacts, FigureRecord
from analysis.catalogue.declarations import Figure
from analysis.problem import Problem
from analysis.publishing import causes, digests
from analysis.publishing.contents import contents
from analysis.publishing.tasks import drawing
from analysis.publishing.tasks import workplace as place

TOLD = ("caption", "alt", "panels", "width", "height")  # by what was drawn


def check_notes(artifacts: Artifacts) -> None:
    """Look into every file of a figure for the id and the digest that were written into it.

    Raises:
        Problem: a file is that of another figure, or of another drawing of it.
    """
    for record in artifacts.figures.values():
        note = f"{record.id}, digest {record.digest}".encode()
        for file in record.files.values():
            if note not in artifacts.read(file):
                raise Problem(
                    f"{artifacts.folder / file.path} is not the drawing that the manifest speaks"
                    f" of: it does not say {note.decode()[:60]!r}. Remove it, then run: make site"
                )


def _differences(artifacts: Artifacts, figure: Figure, record: FigureRecord) -> Iterator[str]:
    """Yield what a figure that is drawn again differs in: its files, or what is told of it."""
    with TemporaryDirectory(prefix="drawn-again-") as name:
        files = {variant: Path(name) / variant for variant in place.VARIANTS}
        left, parts = Path(name) / "record.json", digests.figure_parts(figure)
        drawing.draw(figure, parts, {}, files, left)
        for variant, path in files.items():
            if path.read_bytes() != artifacts.read(record.files[variant]):
                yield record.files[variant].path
        told = place.Left.model_validate_json(left.read_text()).more
        for key in TOLD:
            if told[key] != record.model_dump(mode="json")[key]:
                yield f"its {key}"


def check_drawn(artifacts: Artifacts, figure: Figure) -> None:
    """Draw a figure of a build again and compare. ``Raises Problem``, with the likely cause, where
    a single byte differs.
    """
    if found := list(_differences(artifacts, figure, artifacts.figures[figure.id])):
        raise Problem(
            f"figure {figure.id!r} does not come out again: {', '.join(found)}"
            f" {'differs' if len(found) == 1 else 'differ'} from what is drawn of the arrays."
            f" {causes.told(artifacts, figure)}"
        )


def check_figures(
    artifacts: Artifacts, sample: int, seed: int | None, report: Callable[[str], None]
) -> None:
    """Draw some figures again, chosen at random, and say of how many only checksums were compared.

    Raises:
        Problem: a figure does not come out again.
    """
    check_notes(artifacts)
    declared = contents(artifacts.manifest.profile).figures
    known = [figure for figure in declared if figure.id in artifacts.figures]
    drawable = known if artifacts.folder == place.ARTIFACTS else []  # what else is no build
    drawn = random.Random(seed).sample(drawable, min(sample, len(drawable)))
    for figure in drawn:
        check_drawn(artifacts, figure)
        report(f"{figure.id}: drawn again, every byte is the same")
    if rest := len(artifacts.figures) - len(drawn):
        report(
            f"{rest} more figures were compared by checksum, id and digest alone, not drawn again"
            if drawn
            else f"{rest} figures were compared by checksum, id and digest, none was drawn again"
        )
