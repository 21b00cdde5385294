"""A release is whole, valid and the same each time, or it is not made and nothing is lost."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analysis import history
from analysis.artifacts import (
    SCHEMA,
    Artifacts,
    FigureRecord,
    MadeWith,
    Manifest,
    MeasurementRecord,
    NetworkRecord,
    Run,
    Source,
    file_record,
    to_json,
)
from analysis.problem import Problem
from site_config import __main__ as command
from site_config.build import seal
from site_config.citing.publication import citation
from site_config.paths import REPOSITORY, SITE_URL, Place
from site_config.release import make, ready, validator
from site_config.release.archive import SUMS, write
from site_config.release.deposit import deposit
from site_config.release.ready import Ready
from site_config.release.source import File
from site_config.words.versions import versions

COMMIT, TREE = "0a" * 20, "0b" * 20
CODE = Source(
    function="analysis.problem.nearest", file="analysis/problem.py", first_line=1, last_line=2
)
RUN = Run(commit=COMMIT, device="CPU", framework="jax", versions={"numpy": "2"}, seconds=1.5)
MADE = {
    "networks/one.keras": b"weights",
    "arrays/training-one.npz": b"curves",
    "arrays/maps.npz": b"maps",
    "figures/maps.light.svg": b"<svg/>",
}


def _manifest(folder: Path, commit: str = COMMIT) -> Manifest:
    """Return the manifest of a network, its training, a measurement and a figure."""
    files = {path: file_record(folder / path, folder) for path in MADE}

    def measured(name: str, *inputs: str) -> MeasurementRecord:
        return MeasurementRecord(
            id=name, file=files[f"arrays/{name}.npz"], arrays=(), source=CODE, settings={},
            keywords={}, inputs=inputs, digest="0",
        )  # fmt: skip

    figure = FigureRecord(
        id="maps", part="IV", number="IV.1", series=(), title="Maps", caption="c", alt="a",
        shows=("maps",), source=CODE, keywords={}, digest="0", width=1, height=1, panels=(),
        files={"light.svg": files["figures/maps.light.svg"]},
    )  # fmt: skip
    network = NetworkRecord(
        id="one", file=files["networks/one.keras"], parameters=1, source=CODE, settings={}
    )
    names = ("measurements/training-one", "measurements/maps", "figures/maps")
    runs = {name: RUN.model_copy(update={"commit": commit}) for name in names}
    return Manifest(
        schema_version=SCHEMA, profile="quick", settings={}, networks=(network,),
        measurements=(measured("training-one"), measured("maps", "one")), figures=(figure,),
        values=(), claims=(), questions=(), findings=(), variations=(), choices=(),
        made_with=MadeWith(commit=COMMIT, runs=runs),
    )  # fmt: skip


@pytest.fixture
def what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ready:
    """A build with one result of each kind, ready to be released."""
    monkeypatch.setenv("BUILD", str(tmp_path))
    place = Place("quick")
    for path, content in {**MADE, "../site/index.html": b"<p>a page"}.items():
        (place.artifacts / path).parent.mkdir(parents=True, exist_ok=True)
        (place.artifacts / path).write_bytes(content)
    (place.artifacts / "manifest.json").write_text(to_json(_manifest(place.artifacts)))
    monkeypatch.setattr(make, "tree_of", lambda commit: TREE)
    names = ("CITATION.cff", "LICENSE", "analysis/problem.py", ".ci/run")
    source = {name: File((REPOSITORY / name).read_bytes(), name == ".ci/run") for name in names}
    monkeypatch.setattr(make, "source_at", lambda commit: source)
    return Ready(place, COMMIT, citation(), versions()[0], Artifacts(place.artifacts))


@pytest.fixture
def passes(what: Ready, monkeypatch: pytest.MonkeyPatch) -> Ready:
    """The same, and whoever asks is told that it may be released and is valid."""
    monkeypatch.setattr(make, "ready", lambda place, tag: what)
    monkeypatch.setattr(make, "validate", lambda folder, passing: None)
    return what


def _unpacked(what: Ready, folder: Path, edit: Callable[[dict], None] = lambda graph: None) -> Path:
    """Return a folder with the release, its metadata changed."""
    files = make.gather(what)
    told = json.loads(files[make.METADATA].content)
    edit({entity["@id"]: entity for entity in told["@graph"]})
    files[make.METADATA] = File(json.dumps(told).encode())
    for name, file in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(file.content)
    (folder / SUMS).touch()
    return folder


needs_validator = pytest.mark.skipif(
    not (validator.HOME / "rocrate-validator").exists(), reason="needs .venv/crate/ready"
)


@needs_validator
def test_a_release_has_all_that_its_profile_requires(what: Ready, tmp_path, monkeypatch):
    monkeypatch.setattr(validator, "PROFILES", ("process-run-crate",))  # and what it inherits
    validator.validate(_unpacked(what, tmp_path / "release"), tmp_path)


@needs_validator
def test_a_run_without_its_code_is_refused(what: Ready, tmp_path, monkeypatch):
    monkeypatch.setattr(validator, "PROFILES", ("process-run-crate",))
    folder = _unpacked(what, tmp_path / "release", lambda graph: graph["#site"].pop("instrument"))
    with pytest.raises(Problem, match=r"not valid for the profile process-run-crate: .*instrument"):
        validator.validate(folder, tmp_path)


# what it leaves out, and may: see the validator's own words on it
LEFT_OUT = {
    "The Action SHOULD have an endTime in ISO 8601 format",
    "The SoftwareApplication id SHOULD be an absolute URI",
    "The Application SHOULD have a url",
}


@needs_validator
def test_of_what_is_recommended_a_release_leaves_out_what_nobody_knows(what, tmp_path, monkeypatch):
    monkeypatch.setenv(SITE_URL, "https://example.org/cnn/")
    folder = _unpacked(what, tmp_path / "release")
    report = validator.asked(folder, "process-run-crate", tmp_path, "recommended")
    assert {issue["message"] for issue in report["issues"]} == LEFT_OUT
    bare = [one for one in report["issues"] if one["message"].endswith("have a url")]
    assert [one["violatingEntity"] for one in bare] == ["./source/analysis/problem.py"]


def test_every_run_names_its_code_what_it_read_and_what_it_made(what: Ready):
    told = json.loads(make.gather(what)[make.METADATA].content)
    graph = {entity["@id"]: entity for entity in told["@graph"]}
    trained, drawn = graph["#measurements/training-one"], graph["#figures/maps"]
    made = [{"@id": "artifacts/arrays/training-one.npz"}, {"@id": "artifacts/networks/one.keras"}]
    assert trained["result"] == made and "object" not in trained
    assert graph["#measurements/maps"]["object"] == {"@id": "artifacts/networks/one.keras"}
    assert drawn["object"] == {"@id": "artifacts/arrays/maps.npz"}
    assert drawn["instrument"] == {"@id": "source/analysis/problem.py"}
    assert f"swh:1:rev:{COMMIT}" in drawn["description"] and ";lines=" in drawn["description"]
    assert len(graph["./"]["mentions"]) == 4
    assert f"swh:1:dir:{TREE}" in graph["source/"]["identifier"]
    assert graph["source/analysis/problem.py"]["identifier"].startswith("swh:1:cnt:")


def test_every_file_that_the_crate_names_is_in_the_archive(passes: Ready):
    archive = zipfile.ZipFile(make.release(passes.place))
    names, graph = archive.namelist(), json.loads(archive.read(make.METADATA))["@graph"]
    named = [entity["@id"] for entity in graph if "File" in entity["@type"]]
    assert len(named) > len(MADE) and set(named) <= set(names)
    assert "artifacts/manifest.json" in names and "site/index.html" in names


def test_the_same_files_make_the_same_archive_with_checksums_of_all(tmp_path: Path):
    files = {"b/run": File(b"#!", executable=True), "a.png": File(b"picture")}
    for name in ("one.zip", "two.zip"):
        write(tmp_path / name, dict(reversed(files.items())), date(2026, 11, 21))
        files = dict(reversed(files.items()))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    archive = zipfile.ZipFile(tmp_path / "one.zip")
    assert archive.namelist() == [SUMS, "a.png", "b/run"]
    assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 21, 0, 0, 0)}
    assert archive.getinfo("b/run").external_attr >> 16 == 0o100755
    told = archive.read(SUMS).decode().splitlines()
    assert [line.split("  ")[1] for line in told] == ["a.png", "b/run"]


def test_a_repository_is_told_who_what_when_and_from_which_source(what: Ready):
    told = deposit(what, TREE, "https://example.org/cnn/")
    assert told["title"] == citation().title and told["version"] == versions()[0].number
    assert told["creators"] == [{"name": author.name} for author in citation().authors]
    related = {one["identifier"] for one in told["related_identifiers"]}
    assert related == {f"swh:1:rev:{COMMIT}", f"swh:1:dir:{TREE}", "https://example.org/cnn/"}
    assert what.citation.abstract in told["description"]


def test_a_release_that_is_not_valid_is_not_made_and_the_last_one_stays(passes, monkeypatch):
    target = make.release(passes.place)
    before = target.read_bytes()

    def refuse(folder: Path, passing: Path) -> None:
        raise Problem("not valid")

    monkeypatch.setattr(make, "validate", refuse)
    (passes.place.site / "index.html").write_text("another page")
    with pytest.raises(Problem, match="not valid"):
        make.release(passes.place)
    assert target.read_bytes() == before
    assert {path.name for path in target.parent.iterdir()} == {target.name, f"{target.name}.sha256"}


def test_what_a_killed_run_has_left_is_swept_away(passes: Ready):
    left = passes.place.release / f"{make.PARTLY}old"
    left.mkdir(parents=True)
    make.release(passes.place)
    assert not left.exists()


def test_a_result_that_was_changed_is_not_released(passes: Ready):
    (passes.place.artifacts / "arrays/maps.npz").write_bytes(b"others")
    with pytest.raises(Problem, match="was changed after it was published"):
        make.release(passes.place)
    assert not list(passes.place.release.glob("*.zip"))


def _stand(monkeypatch: pytest.MonkeyPatch, **known: object) -> None:
    monkeypatch.setattr(history, "stand", lambda: history.Stand(**known))


def test_files_in_no_commit_and_no_commit_at_all_are_refused(monkeypatch):
    _stand(monkeypatch, head=COMMIT, changed=frozenset({REPOSITORY / "docs" / "index.md"}))
    with pytest.raises(Problem, match=r"in none as it is: docs/index\.md\. Commit it"):
        ready.committed()
    _stand(monkeypatch, head=COMMIT, new=frozenset({REPOSITORY / "b", REPOSITORY / "a"}))
    with pytest.raises(Problem, match=r"as it is: a \(and 1 more\)"):
        ready.committed()
    _stand(monkeypatch, why="git cannot be run", remedy="Install git")
    with pytest.raises(Problem, match=r"git cannot be run\. Install git"):
        ready.committed()
    _stand(monkeypatch, head=COMMIT)
    assert ready.committed() == COMMIT


def test_a_site_that_is_missing_or_stale_is_refused(what: Ready, monkeypatch):
    with pytest.raises(Problem, match="Run: make site PROFILE=quick"):
        ready.whole(what.place)
    monkeypatch.setattr(seal, "read", lambda: seal.Read("before", "before"))
    seal.put(what.place, seal.read(), seal.Tasks(1, 0))
    assert ready.whole(what.place).manifest.profile == "quick"
    monkeypatch.setattr(seal, "read", lambda: seal.Read("after", "before"))
    with pytest.raises(Problem, match="not built from the project as it is now"):
        ready.whole(what.place)
    (what.place.site / "index.html").unlink()
    with pytest.raises(Problem, match="was removed after the last build"):
        ready.whole(what.place)


def test_a_result_of_code_in_no_commit_is_refused(what: Ready):
    ready.refuse_unsettled(what.artifacts.manifest)
    loose = _manifest(what.place.artifacts, f"{COMMIT}{history.CHANGES}")
    with pytest.raises(Problem, match=r"none for figures/maps \(and 2 more\)"):
        ready.refuse_unsettled(loose)


def test_the_command_refuses_an_unknown_profile(capfd, monkeypatch):
    monkeypatch.setattr("sys.argv", ["site_config", "release", "--profile", "quik"])
    assert command.main() != 0
    assert "nearest 'quick'" in capfd.readouterr().err
