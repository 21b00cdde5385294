"""Whether a manifest still says what the arrays give and what the tasks recorded: numbers,
verdicts, answers, captions, settings, and how each result was made.

Nothing is measured or drawn for it. What no record holds, the digest of the whole manifest does,
which the build leaves beside the artifacts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.artifacts import Artifacts, Manifest, sha256
from analysis.catalogue.declarations import Measurement
from analysis.catalogue.variations import variations
from analysis.history import is_final
from analysis.problem import Problem
from analysis.publishing.contents import contents
from analysis.publishing.numbers import told
from analysis.publishing.tasks import publishing, varying
from analysis.publishing.tasks import workplace as place
from analysis.results.base import Result

SHOWN = 60  # characters of what differs
# the commit that a build stands at differs between two runs, and lines move
PASSING = publishing.PASSING | {"made_with": {"commit"}}


def stored_result(artifacts: Artifacts, measurement: Measurement) -> Result:
    """Return a published result as its type.

    Raises:
        Problem: its arrays are not those of this type.
    """
    try:
        return measurement.result.from_arrays(vars(artifacts.arrays(measurement.id)))
    except (TypeError, ValueError) as error:
        path = artifacts.folder / artifacts.measurements[measurement.id].file.path
        raise Problem(
            f"{path} was changed after it was published, or the code was: {error}. Remove it, then"
            " run: make site"
        ) from None


def _named(value: Any) -> Any:
    """Return nested values in which lists of records are found by their ids, or by their places
    where they have none.
    """
    if isinstance(value, dict):
        return {name: _named(inner) for name, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        names = [one.get("id") or one.get("name") or f"{n}" for n, one in enumerate(value)]
        # one that stands there twice would hide behind itself
        return dict(zip(names, map(_named, value), strict=True)) | {"their order": names}
    return value


def _differences(one: Any, other: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where two nested values differ, and both."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        if one != other:
            yield where, one, other
        return
    for name in sorted(one.keys() | other.keys()):
        inner = f"{where}, {name}" if where else name
        yield from _differences(one.get(name, "missing"), other.get(name, "missing"), inner)


def _told(manifest: Manifest) -> Any:
    """Return what a manifest says, by names."""
    return _named(manifest.model_dump(mode="json", exclude=PASSING))  # type: ignore[arg-type]


def _numbers(artifacts: Artifacts) -> Manifest:
    """Return the manifest with every value read, every claim judged and every question
    answered again.
    """
    every = contents(artifacts.manifest.profile)
    results = {
        item.id: stored_result(artifacts, item)
        for item in every.measurements
        if item.id in artifacts.measurements
    }
    return artifacts.manifest.model_copy(update=told(results, every)._asdict())


def _may_pass(where: str) -> bool:
    """Whether a difference may come with time: the commit of a result that was made with changes is
    cited when these are committed.
    """
    if not where.endswith(", commit"):
        return False
    *_, name, _ = where.split(", ")
    left = place.Left.model_validate_json((place.RECORDS / f"{name}.json").read_text())
    return not is_final(left.made.commit)


def _composed(artifacts: Artifacts) -> Manifest:
    """Return the manifest as it is composed of what a build left, or, elsewhere than in a build, as
    it is with its numbers read again.
    """
    if artifacts.folder != place.ARTIFACTS:
        return _numbers(artifacts)
    try:
        return publishing.compose()
    except FileNotFoundError as error:
        raise Problem(
            f"{error.filename} is missing: it was removed, or the code has changed since it was"
            " published. Run: make site"
        ) from None


def check_variations(artifacts: Artifacts) -> int:
    """Judge the claims of each variation again, from its stored results; return how many verdicts
    that are: none elsewhere than in the folder of a build, where only the published results lie.

    Raises:
        Problem: a verdict is another one, or a result is gone.
    """
    if artifacts.folder != place.ARTIFACTS or not place.VARIATIONS.is_dir():
        return 0
    says = {one.id: one for one in artifacts.manifest.variations}
    for variation in variations(place.settings()):
        try:
            gives = varying.judged(variation)
        except FileNotFoundError as error:
            raise Problem(f"{error.filename} is missing: it was removed. Run: make site") from None
        if gives != says.get(variation.id):
            raise Problem(
                f"variation {variation.id!r}: its verdicts in {artifacts.folder / 'manifest.json'}"
                " are not what its results give. Run: make site"
            )
    return sum(len(one.verdicts) for one in says.values())


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= SHOWN else said[:SHOWN] + " ..."


def check_agreement(artifacts: Artifacts) -> None:
    """Compare a manifest with what its arrays give and, in the folder of a build, with what that
    left.

    Raises:
        Problem: they differ; the message names the first difference.
    """
    right = _composed(artifacts)
    path = artifacts.folder / "manifest.json"
    for where, says, gives in _differences(_told(artifacts.manifest), _told(right)):
        if not _may_pass(where):
            raise Problem(
                f"{path} was changed after it was published, or code or profile were: {where}"
                f" is {_short(says)} there, {_short(gives)} by arrays and records. Run: make site"
            )
    seal = artifacts.folder.parent / publishing.SEAL
    if not seal.is_file():
        raise Problem(
            f"{seal} is missing, and with it what tells whether {path.name} was changed after it"
            " was published. Run: make site"
        )
    if seal.read_bytes().strip() != sha256(path.read_bytes()).encode():
        raise Problem(f"{path} was changed after it was published. Run: make site")
