"""What a site tells of its conclusions, where no artifacts are at hand."""

from __future__ import annotations

import json
from pathlib import Path

from analysis.artifacts import (
    SCHEMA,
    ClaimRecord,
    FindingRecord,
    Manifest,
    QuestionRecord,
    Record,
    VariationRecord,
)
from analysis.problem import Problem

CONCLUSIONS = "claims.json"
ARTIFACTS = ("manifest.json", "artifacts/manifest.json")  # which tell more
# what a site tells of each may be more than its record holds
TOLD: dict[str, type[Record]] = {
    "claims": ClaimRecord,
    "questions": QuestionRecord,
    "findings": FindingRecord,
    "variations": VariationRecord,
}


def found(path: Path) -> Path | None:
    """Return the conclusions of a site, where that is all that was named."""
    if path.is_file():
        return path if path.name == CONCLUSIONS else None
    inner = path / CONCLUSIONS
    has_artifacts = any(any(path.glob(place)) for place in ARTIFACTS)
    return inner if inner.is_file() and not has_artifacts else None


def manifest(file: Path, path: str) -> Manifest:
    """Return what a site tells of its conclusions, the rest left empty."""
    nothing = dict.fromkeys(("networks", "measurements", "figures", "values", "choices"), ())
    try:
        content = json.loads(file.read_bytes())
        made = {"commit": content.get("commit", ""), "runs": {}}
        told = {"profile": content["profile"], "settings": {}, "made_with": made}
        for name, kind in TOLD.items():
            told[name] = [{key: one[key] for key in kind.model_fields} for one in content[name]]
        return Manifest.model_validate({"schema_version": SCHEMA, **nothing, **told})
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise Problem(
            f"AGAINST={path}: {file.name} does not tell claims as this code reads them: it is of"
            " another time, or of another project. Compare with the archive of a release."
        ) from None
