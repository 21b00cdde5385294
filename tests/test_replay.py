"""A build beside another one: what is the same, what is within its tolerance, what is another."""

from __future__ import annotations

import json
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from test_artifacts import ARRAYS, _made

from analysis.artifacts import (
    Artifacts,
    ClaimRecord,
    FindingRecord,
    Manifest,
    ToleranceRecord,
    ValueRecord,
    array_digest,
    file_record,
    to_json,
    write_atomically,
)
from analysis.catalogue import MEASUREMENTS, VALUES
from analysis.catalogue.declarations import DesignValue, IndexValue, Value
from analysis.catalogue.tolerance import DATA, NAME, NETWORK
from analysis.problem import Problem
from analysis.publishing.replay import compared, replay
from analysis.publishing.replay.published import there
from analysis.results.files import pack_arrays
from site_config.data.claims import claim_list

Build = Callable[..., Path]
MEASURED = {one.id: one for one in MEASUREMENTS}
WORDS = ["part", "statement", "test", "confirmed", "refuted", "unit", "sample", "alone", "figure"]


def _value(number: float | None = 10.0, within: float = 1.0) -> ValueRecord:
    tolerance = ToleranceRecord(kind="network", within=within)
    text = "undefined" if number is None else f"{number:.0f}"
    return ValueRecord(
        id="maps", of="m", number=number, text=text, unit="", digits=0, tolerance=tolerance
    )


def _claim(
    verdict: str = "confirmed", value: float | None = 0.5, evidence: str = ""
) -> ClaimRecord:
    told = dict.fromkeys(WORDS, "") | dict.fromkeys(
        ("requires", "refuted_premises", "changes", "of"), ()
    )
    low, high, n = (None, None, None) if value is None else (0.4, 0.7, 10)
    numbers = {"value": value, "low": low, "high": high, "n": n}
    return ClaimRecord.model_validate(
        told | numbers | {"id": "C-I-1", "verdict": verdict, "evidence": evidence, "derived": False}
    )


def _finding(holds: bool | None = True, evidence: str = "3 of 4") -> FindingRecord:
    return FindingRecord(
        id="most", part="I", statement="", test="", open="?", holds=holds, evidence=evidence, of=()
    )


@pytest.fixture
def build(tmp_path) -> Build:
    """A function that makes a small build of every kind, some of it otherwise."""

    def make(name: str, array: np.ndarray | None = None, **changes: object) -> Path:
        folder = tmp_path / name / "artifacts"
        manifest = _made(folder)
        told = {"values": (_value(),), "claims": (_claim(),), "findings": (_finding(),)} | changes
        if array is not None:
            told["measurements"] = (_measured(folder, manifest, array),)
        write_atomically(folder / "manifest.json", to_json(manifest.model_copy(update=told)))
        return folder

    return make


def _measured(folder: Path, manifest: Manifest, images: np.ndarray):
    """Write other images of the one measurement; return its record."""
    (record,) = manifest.measurements
    path = folder / record.file.path
    write_atomically(path, pack_arrays({**ARRAYS, "images": images}))
    arrays = tuple(
        one.model_copy(update={"sha256": array_digest(images)}) if one.name == "images" else one
        for one in record.arrays
    )
    return record.model_copy(update={"arrays": arrays, "file": file_record(path, folder)})


def _outcomes(here: Path, other: Path) -> dict[str, str]:
    with there(str(other)) as opened:
        return {f"{o.kind} {o.id}": o.outcome for o in compared(Artifacts(here), opened)}


def test_a_build_replays_itself_byte_for_byte(build, capsys):
    folder = build("here")
    assert replay(folder, str(folder))
    assert set(_outcomes(folder, folder).values()) == {"same"}
    assert "Replayed: no verdict or finding is another one" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("number", "outcome"),
    [(10.0, "same"), (11.0, "within"), (9.0, "within"), (11.5, "changed"), (None, "changed")],
)
def test_a_value_is_held_against_the_tolerance_that_the_other_build_recorded(
    build, number, outcome
):
    here = build("here", values=(_value(number, within=100),))
    assert _outcomes(here, build("there"))["values maps"] == outcome


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        (_claim(), "same"),
        (_claim(value=0.69), "within"),
        (_claim(value=0.71), "changed"),
        (_claim(evidence="other words, no number", value=None), "within"),
        (_claim("mixed"), "flipped"),
        (_claim("not tested", None), "flipped"),
    ],
)
def test_a_verdict_is_held_against_its_interval_and_flips_where_it_is_another_one(
    build, claim, outcome
):
    here, other = build("here", claims=(claim,)), build("there")
    assert _outcomes(here, other)["verdicts C-I-1"] == outcome
    assert replay(here, str(other)) == (outcome != "flipped")


@pytest.mark.parametrize(
    ("finding", "outcome"),
    [
        (_finding(), "same"),
        (_finding(evidence="4 of 4"), "within"),
        (_finding(False), "flipped"),
        (_finding(None), "flipped"),
    ],
)
def test_a_finding_has_nothing_but_its_outcome(build, finding, outcome):
    here, other = build("here", findings=(finding,)), build("there")
    assert _outcomes(here, other)["findings most"] == outcome
    assert replay(here, str(other)) == (outcome != "flipped")


@pytest.mark.parametrize(
    ("factor", "array", "figure"),
    [(1.0, "same", "same"), (1.00001, "within", "same"), (1.1, "changed", "same")],
)
def test_an_array_may_differ_by_what_rounding_does_to_its_largest_number(
    build, factor, array, figure
):
    images = ARRAYS["images"] * np.float32(factor)
    found = _outcomes(build("here", images), build("there"))
    assert found["arrays example-images/images"] == array
    assert found["arrays example-images/role"] == "same"
    assert found["figures two-digits"] == figure


@pytest.mark.parametrize(
    ("factor", "outcome"), [(1.0, "changed"), (1.00001, "within"), (1.1, "changed")]
)
def test_another_picture_is_as_far_away_as_its_arrays_and_changed_where_these_are_the_same(
    build, factor, outcome
):
    here, other = build("here", ARRAYS["images"] * np.float32(factor)), build("there")
    path = here / "figures/two-digits.light.svg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>")
    content = json.loads((here / "manifest.json").read_text())
    content["figures"][0]["files"]["light.svg"] = file_record(path, here).model_dump()
    (here / "manifest.json").write_text(json.dumps(content))
    assert _outcomes(here, other)["figures two-digits"] == outcome


def test_what_is_missing_decides_and_what_is_new_does_not(build, capsys):
    fewer, more = build("fewer", values=()), build("more")
    assert _outcomes(fewer, more)["values maps"] == "only there"
    assert not replay(fewer, str(more))
    assert "missing here: values maps" in capsys.readouterr().out
    assert _outcomes(more, fewer)["values maps"] == "only here"
    assert replay(more, str(fewer))


def test_the_table_as_json_is_what_its_schema_says(build, tmp_path, capsys):
    here, other = build("here", values=(_value(30.0),), settings={"seed": 2}), build("there")
    replay(here, str(other.parent), tmp_path / "table.json")
    table = json.loads((tmp_path / "table.json").read_text())
    schema = json.loads((tmp_path / table["$schema"]).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(table, schema)
    assert table["agrees"] and table["counts"]["values"]["changed"] == 1
    assert table["settings"] == [{"key": "seed", "here": 2, "there": 1}]
    (value,) = (one for one in table["items"] if one["kind"] == "values")
    assert (value["difference"], value["within"], value["rests_on"]) == (20, 1, "network")
    assert "other settings here: seed 2 for 1" in capsys.readouterr().out


def test_a_flip_by_a_number_within_its_interval_is_told_as_one(build, capsys):
    other = build("there")
    for number, near in ((0.45, 1), (0.3, 0)):
        assert not replay(build("here", claims=(_claim("mixed", number),)), str(other))
        said = capsys.readouterr().out
        assert ("flipped, by a number within its interval: verdicts C-I-1" in said) == bool(near)
        assert f"flipped 1, of these by a number within its interval {near}; missing here 0" in said


@pytest.mark.parametrize("kind", ["zip", "gztar"])
def test_an_archive_is_looked_into_also_below_a_folder_of_its_own(build, tmp_path, kind):
    other = build("release-1.0")
    archive = shutil.make_archive(str(tmp_path / "archive"), kind, tmp_path, "release-1.0")
    assert replay(build("here"), archive)
    assert other.is_dir()


def test_an_archive_writes_nothing_outside_of_its_folder(tmp_path):
    outside = tmp_path / "artifacts" / "outside"
    outside.parent.mkdir()
    outside.write_text("?")
    with tarfile.open(tmp_path / "bad.tar", "w") as packed:
        packed.add(outside, "artifacts/../../outside")
    with (
        pytest.raises(Problem, match="neither a folder nor a whole archive"),
        there(str(tmp_path / "bad.tar")),
    ):
        pass


def _refused(path: str) -> str:
    with pytest.raises(Problem) as problem, there(path):
        pass
    return str(problem.value)


def test_what_cannot_be_compared_is_refused_in_one_line(build, tmp_path):
    assert _refused("").startswith("AGAINST names nothing to compare with.")
    assert _refused(f"{tmp_path}/none").startswith(f"AGAINST={tmp_path}/none: there is no such")
    (tmp_path / "empty").mkdir()
    assert "holds no artifacts/manifest.json" in _refused(f"{tmp_path}/empty")
    (tmp_path / "words.zip").write_text("words")
    assert "neither a folder nor a whole archive" in _refused(f"{tmp_path}/words.zip")
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as packed:
        packed.writestr("site/index.html", "")
    assert "holds no artifacts/manifest.json" in _refused(f"{tmp_path}/site.zip")


def test_another_time_and_a_damaged_file_are_named(build):
    folder = build("there")
    (folder / "arrays/example-images.npz").write_bytes(b"?")
    assert "is damaged" in _refused(str(folder)) and "example-images" in _refused(str(folder))
    (folder / "figures/two-digits.light.svg").unlink()
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "schema_version": 6}))
    assert "has schema version 6" in _refused(str(folder))
    assert "the commit that it was made at, c," in _refused(str(folder))
    manifest.write_text("[]")
    assert "is none of this project" in _refused(str(folder))


def test_of_a_site_the_conclusions_are_compared(build, tmp_path, capsys):
    here, other = build("here"), build("there", claims=(_claim("mixed"),))
    site = tmp_path / "site"
    write_atomically(site / "claims.json", claim_list(Artifacts(other)))
    for path in (site, site / "claims.json"):
        assert _outcomes(here, path) == {"verdicts C-I-1": "flipped", "findings most": "same"}
        assert not replay(here, str(path))
    said = capsys.readouterr().out
    assert "there profile quick, commit not told" in said and "values" not in said
    (site / "claims.json").write_text("{}")
    assert "does not tell claims as this code reads them" in _refused(str(site))


def test_a_network_may_lie_elsewhere_in_an_archive(build):
    folder = build("there")
    (folder / "networks/full-recipe.keras").unlink()
    assert replay(build("here"), str(folder))


def test_a_number_may_differ_by_what_it_rests_on():
    of_data, of_network = MEASURED["pixel-statistics"], MEASURED["confusion"]

    def kind(one: Value):
        return one.tolerance

    assert kind(Value("a", of_data, float)) == DATA
    assert kind(Value("a", of_network, float)) == NETWORK
    assert kind(Value("a", MEASURED["rivals"], float)) == NETWORK  # trains networks of its own
    assert kind(DesignValue("a", of_network, float)) == DATA
    assert kind(IndexValue("a", of_data, float)) == NAME


@pytest.mark.parametrize(
    ("tolerance", "number", "unit", "digits", "within"),
    [
        (DATA, 208982, "", 0, 0.01),
        (DATA, 0.55, "%", 0, 0.0001),
        (NAME, 120, "", 0, 0),
        (NETWORK, 1200, "", 0, 120),
        (NETWORK, 3, "", 0, 1),
        (NETWORK, 0.99, "%", 2, 0.001),
        (NETWORK, 1.0, "%", 0, 0.01),
        (NETWORK, -0.05, "points", 2, 0.005),
        (NETWORK, None, "", 0, 0),
    ],
)
def test_a_share_may_differ_by_a_tenth_of_the_lesser_of_itself_and_what_is_left(
    tolerance, number, unit, digits, within
):
    assert tolerance.record(number, unit, digits).within == pytest.approx(within)


def test_every_value_has_a_tolerance_and_no_count_of_data_may_differ_by_one():
    kinds = {value.tolerance.kind for value in VALUES}
    assert kinds == {"data", "network", "name"}
    assert DATA.record(1_000_000, "", 0).within < 1
