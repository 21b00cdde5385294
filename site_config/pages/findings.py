"""The page that lists our own findings: each with its test, and what this network gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from analysis.artifacts import FindingRecord
from site_config.pages.claims import JSON
from site_config.words.parts import series
from site_config.words.prose import Prose
from site_config.words.ways import part_first

PAGE = "about/findings.md"
SAID = {True: "yes", False: "no", None: "cannot be told"}


def _by_part(findings: tuple[FindingRecord, ...]) -> Iterator[tuple[str, list[FindingRecord]]]:
    """Yield the parts that have findings, in the order of reading, with theirs."""
    for entry in series():
        if own := [one for one in findings if one.part == entry["number"]]:
            yield entry["number"], own


def finding_list(prose: Prose) -> str:
    """Return the page as Markdown."""
    here = prose.on(PAGE)
    findings = here.artifacts.manifest.findings
    return here.fill(
        "findings.md.j2",
        total=len(findings),
        holding=sum(one.holds is True for one in findings),
        parts=list(_by_part(findings)),
        part=partial(part_first, here),
        said=SAID,
        json=JSON,
    )
