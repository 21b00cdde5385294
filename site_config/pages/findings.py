"""The page that lists our own findings: each with its test, and what this network gives."""

from __future__ import annotations

from functools import partial

from analysis.artifacts import FindingRecord
from site_config.pages.claims import JSON
from site_config.words.parts import series
from site_config.words.prose import Prose
from site_config.words.ways import part

PAGE = "about/findings.md"
SAID = {True: "yes", False: "no", None: "cannot be told"}


def _in_order(findings: tuple[FindingRecord, ...]) -> list[FindingRecord]:
    """Return findings in the order in which their parts are read."""
    numbers = [entry["number"] for entry in series()]
    return sorted(findings, key=lambda one: numbers.index(one.part))


def finding_list(prose: Prose) -> str:
    """Return the page as Markdown."""
    here = prose.on(PAGE)
    findings = here.artifacts.manifest.findings
    return here.fill(
        "findings.md.j2",
        counts={said: sum(one.holds is holds for one in findings) for holds, said in SAID.items()},
        findings=_in_order(findings),
        part=partial(part, here),
        said=SAID,
        json=JSON,
    )
