from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis import artifacts as contract
from analysis.artifacts import (
    SCHEMA,
    ArrayRecord,
    Artifacts,
    FigureRecord,
    MadeWith,
    Manifest,
    MeasurementRecord,
    NetworkRecord,
    Run,
    Source,
    array_digest,
    file_record,
    open_artifacts,
    refuse_orphans,
    show,
    to_json,
    write_atomically,
)
from analysis.problem import Problem
from analysis.profiles import build_folder
from analysis.results.files import pack_arrays

ARRAYS = {
    "images": np.arange(32, dtype=np.float32).reshape(2, 4, 4),
    "role": np.array(["one", "two"]),
}
SOURCE = Source(
    function="analysis.looking.examples.choose_examples",
    file="analysis/examples.py",
    first_line=1,
    last_line=2,
)
RUN = Run(commit="c", device="d", framework="", versions={"numpy": "2"}, seconds=0.5)


def _made(folder: Path) -> Manifest:
    """Write a small set of artifacts of every kind."""
    network = folder / "networks/full-recipe.keras"
    arrays = folder / "arrays/example-images.npz"
    figure = folder / "figures/two-digits.light.svg"
    write_atomically(network, b"a network")
    write_atomically(arrays, pack_arrays(ARRAYS))
    write_atomically(figure, "<svg xmlns='http://www.w3.org/2000/svg'/>")
    records = tuple(
        ArrayRecord(
            name=n,
            axes=("image", "y", "x")[: v.ndim],
            shape=v.shape,
            dtype=str(v.dtype),
            unit="",
            sha256=array_digest(v),
        )
        for n, v in sorted(ARRAYS.items())
    )
    manifest = Manifest(
        schema_version=SCHEMA,
        profile="quick",
        settings={"seed": 1},
        values=(),
        claims=(),
        questions=(),
        findings=(),
        variations=(),
        choices=(),
        networks=(
            NetworkRecord(
                id="full-recipe",
                file=file_record(network, folder),
                parameters=3,
                source=SOURCE,
                settings={},
            ),
        ),
        measurements=(
            MeasurementRecord(
                id="example-images",
                file=file_record(arrays, folder),
                arrays=records,
                source=SOURCE,
                settings={},
                keywords={},
                inputs=(),
                digest="d",
            ),
        ),
        figures=(
            FigureRecord(
                id="two-digits",
                part="IV",
                number="IV.1",
                series=(),
                title="t",
                caption="c",
                alt="a",
                shows=("example-images",),
                source=SOURCE,
                keywords={},
                digest="d",
                width=1,
                height=1,
                panels=(),
                files={"light.svg": file_record(figure, folder)},
            ),
        ),
        made_with=MadeWith(commit="c", runs={"measurements/example-images": RUN}),
    )
    write_atomically(folder / "manifest.json", to_json(manifest))
    return manifest


@pytest.fixture
def folder(tmp_path) -> Path:
    _made(tmp_path)
    return tmp_path


def _message(action) -> str:
    with pytest.raises(Problem) as problem:
        action()
    return str(problem.value)


def _edit(folder: Path, **changes) -> None:
    content = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**content, **changes}))


def test_what_was_written_comes_back(folder):
    artifacts = Artifacts(folder)
    assert artifacts.manifest == _made(folder)
    assert (artifacts.arrays("example-images").images == ARRAYS["images"]).all()
    assert artifacts.arrays("example-images").role.tolist() == ["one", "two"]
    assert artifacts.network().read_bytes() == b"a network"
    assert artifacts.figures["two-digits"].number == "IV.1" and artifacts.values == {}
    assert artifacts.verify() == 3


def test_two_writes_of_the_same_are_the_same_bytes(folder, tmp_path):
    _made(tmp_path / "again")
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "again" not in p.parts):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(folder)).read_bytes()


def test_packed_arrays_do_not_depend_on_the_order_of_their_names():
    assert pack_arrays(ARRAYS) == pack_arrays(dict(reversed(ARRAYS.items())))


def test_an_arrays_digest_tells_dtype_shape_and_content():
    digests = {
        array_digest(a)
        for a in (
            np.zeros(4, np.int32),
            np.zeros(4, np.float32),
            np.zeros((2, 2), np.int32),
            np.ones(4, np.int32),
        )
    }
    assert len(digests) == 4
    assert array_digest(np.arange(6).reshape(2, 3).T) == array_digest(
        np.ascontiguousarray(np.arange(6).reshape(2, 3).T)
    )


def test_json_has_sorted_keys_and_one_trailing_newline(folder):
    text = (folder / "manifest.json").read_text()
    assert (
        text.endswith("}\n")
        and json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        == text
    )


@pytest.mark.parametrize(
    "path",
    ["arrays/example-images.npz", "networks/full-recipe.keras", "figures/two-digits.light.svg"],
)
def test_a_tampered_file_is_named_with_both_checksums(folder, path):
    (folder / path).write_bytes((folder / path).read_bytes() + b"!")
    message = _message(Artifacts(folder).verify)
    stated = Artifacts(folder).manifest.files()[path].sha256
    found = contract.sha256((folder / path).read_bytes())
    assert (
        message
        == f"{folder / path} was changed after it was published: SHA-256 {found[:12]}..., manifest"
        f" {stated[:12]}... Remove it, then run: make site"
    )


def test_tampered_arrays_and_networks_are_not_even_read(folder):
    for path in ("arrays/example-images.npz", "networks/full-recipe.keras"):
        (folder / path).write_bytes(b"something else")
    assert "example-images.npz was changed after it was published" in _message(
        lambda: Artifacts(folder).arrays("example-images")
    )
    assert "full-recipe.keras was changed after it was published" in _message(
        lambda: Artifacts(folder).network()
    )


def test_a_missing_file_is_named(folder):
    (folder / "arrays/example-images.npz").unlink()
    assert (
        _message(Artifacts(folder).verify)
        == f"{folder}/arrays/example-images.npz is in the manifest but missing. Run: make site"
    )


def test_an_array_that_is_not_the_recorded_one_is_named(folder):
    content = json.loads((folder / "manifest.json").read_text())
    content["measurements"][0]["arrays"][1]["sha256"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(content))
    assert (
        _message(Artifacts(folder).verify)
        == f"{folder}/arrays/example-images.npz was changed after it was published: array 'role' is"
        " not the one the manifest recorded. Remove it, then run: make site"
    )


def test_a_file_that_no_entry_stands_for_is_named(folder):
    (folder / "figures/foreign.png").write_bytes(b"?")
    assert (
        _message(Artifacts(folder).verify)
        == f"{folder}/figures/foreign.png belongs to no entry of the catalogue. Remove it, or"
        " declare it in analysis/catalogue."
    )
    (folder / "arrays/older.npz").write_bytes(b"?")
    assert _message(Artifacts(folder).verify).startswith(
        f"{folder}/arrays/older.npz (and 1 more) belongs to no entry of the catalogue."
    )


def test_what_an_interrupted_write_left_is_swept_away(folder):
    left = folder / "arrays/.example-images.npz.part"
    left.write_bytes(b"half")
    refuse_orphans(folder, Artifacts(folder).manifest.files())
    assert not left.exists()


def test_a_folder_without_a_manifest_says_what_to_run(tmp_path):
    assert (
        _message(lambda: Artifacts(tmp_path))
        == f"{tmp_path} has no manifest.json: nothing has been published there yet. Run: make site"
    )


def test_a_manifest_of_another_schema_is_refused(folder):
    _edit(folder, schema_version=SCHEMA + 1)
    assert (
        _message(lambda: Artifacts(folder))
        == f"{folder}/manifest.json has schema version {SCHEMA + 1}; this code reads {SCHEMA}. Run:"
        " make site, which writes it again and measures only what is stale."
    )


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda m: {**m, "colour": 1}, "colour: Extra inputs are not permitted"),
        (lambda m: {k: v for k, v in m.items() if k != "claims"}, "claims: Field required"),
        (lambda m: {**m, "profile": 3}, "profile: Input should be a valid string"),
        (
            lambda m: {**m, "networks": [{**m["networks"][0], "sise": 1}]},
            "networks.0.sise: Extra inputs are not permitted",
        ),
        (
            lambda m: {**m, "networks": [{**m["networks"][0], "parameters": "many"}]},
            "networks.0.parameters: Input should be a valid integer",
        ),
    ],
    ids=[
        "unknown key",
        "missing key",
        "mistyped value",
        "unknown inner key",
        "mistyped inner value",
    ],
)
def test_an_unknown_missing_or_mistyped_key_is_named(folder, spoil, what):
    content = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(spoil(content)))
    message = _message(lambda: Artifacts(folder))
    assert message.startswith(f"{folder}/manifest.json is not a manifest of this project: {what}")
    assert message.endswith(". Remove it, then run: make site")


@pytest.mark.parametrize(
    "content", [b"", b"[" * 99_999, b'{"schema_version": 1', b"[]", b"null", b"\xff\xfe\x00"]
)
def test_a_file_that_is_no_manifest_is_named(tmp_path, content):
    (tmp_path / "manifest.json").write_bytes(content)
    message = _message(lambda: Artifacts(tmp_path))
    assert message.startswith(
        f"{tmp_path}/manifest.json is not a manifest of this project: "
    ) and message.endswith(". Remove it, then run: make site")


def test_unknown_names_are_told_with_the_nearest(folder):
    artifacts = Artifacts(folder)
    assert (
        _message(lambda: artifacts.arrays("exampel-images"))
        == "measurement 'exampel-images' is not in the manifest; nearest 'example-images'."
    )
    assert (
        _message(lambda: artifacts.network("ful-recipe"))
        == "network 'ful-recipe' is not in the manifest; nearest 'full-recipe'."
    )


def test_artifacts_are_opened_by_name_or_by_the_environment(folder, monkeypatch):
    assert open_artifacts(folder).folder == open_artifacts(str(folder)).folder == folder
    monkeypatch.setenv("ARTIFACTS", str(folder))
    assert open_artifacts().folder == folder


def test_a_notebook_shows_a_figure_by_its_id(folder, monkeypatch):
    monkeypatch.setenv("ARTIFACTS", str(folder))
    assert "<svg" in show("two-digits").data
    assert (
        _message(lambda: show("two-digit"))
        == "figure 'two-digit' is not in the manifest; nearest 'two-digits'."
    )


def _full_disk(path: Path, content: bytes, **_) -> int:
    with open(path, "wb") as half:
        half.write(content[: len(content) // 2])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "arrays" / "one.npz"
    write_atomically(path, b"the old content")
    monkeypatch.setattr(Path, "write_bytes", _full_disk)
    assert (
        _message(lambda: write_atomically(path, b"the new content"))
        == f"cannot write {path}: No space left on device. Nothing was changed; free some space or"
        " mend the permissions, then run it again."
    )
    assert path.read_bytes() == b"the old content" and os.listdir(path.parent) == ["one.npz"]


def test_a_rename_that_fails_is_told_and_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "one.npz"
    write_atomically(path, b"the old content")

    def refuse(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "replace", refuse)
    assert _message(lambda: write_atomically(path, b"the new content")).startswith(
        f"cannot write {path}: Read-only file system. Nothing was changed;"
    )
    assert path.read_bytes() == b"the old content" and os.listdir(tmp_path) == ["one.npz"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "arrays").write_text("a file where a folder should be")
    assert _message(lambda: write_atomically(tmp_path / "arrays" / "one.npz", b"x")).startswith(
        f"cannot write {tmp_path}/arrays/one.npz: "
    )


READ_ONLY = """
import os, sys
from pathlib import Path
from analysis.artifacts import write_atomically
from analysis.problem import Problem
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)  # root may write anywhere
try:
    write_atomically(Path(sys.argv[1]) / "one.npz", b"x")
except Problem as problem:
    print(problem)
"""


def test_a_read_only_folder_is_told():
    import tempfile

    # not pytest's own folder, which another user may not even enter
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "build").mkdir()
        os.chmod(name, 0o755)
        os.chmod(Path(name) / "build", 0o555)
        told = subprocess.run(
            [sys.executable, "-c", READ_ONLY, f"{name}/build"],
            cwd=contract.REPOSITORY,
            capture_output=True,
            text=True,
        )
        os.chmod(Path(name) / "build", 0o755)
    assert told.stdout.startswith(
        f"cannot write {name}/build/one.npz: Permission denied. Nothing was changed;"
    ), told.stderr


def test_a_half_written_file_is_never_seen_under_its_own_name(tmp_path, monkeypatch):
    path, seen = tmp_path / "one.npz", []
    write_atomically(path, b"the old content")
    rename = os.replace

    def look_first(source, target):
        seen.append((path.read_bytes(), Path(source).read_bytes(), Path(source).parent))
        rename(source, target)

    monkeypatch.setattr(os, "replace", look_first)
    write_atomically(path, b"the new content")
    assert (
        seen == [(b"the old content", b"the new content", tmp_path)]
        and path.read_bytes() == b"the new content"
    )


KILLED = """
import os, signal, sys
from pathlib import Path
from analysis.artifacts import write_atomically
def half(path, content):
    with open(path, "wb") as file:
        file.write(content[:5])
    os.kill(os.getpid(), signal.SIGKILL)
Path.write_bytes = half
write_atomically(Path(sys.argv[1]), b"the new content")
"""


def test_a_kill_in_the_middle_of_a_write_leaves_what_was_there_and_the_next_write_succeeds(
    tmp_path,
):
    path = tmp_path / "one.npz"
    write_atomically(path, b"the old content")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=contract.REPOSITORY)
    assert killed.returncode == -9 and path.read_bytes() == b"the old content"
    write_atomically(path, b"the new content")
    assert path.read_bytes() == b"the new content" and os.listdir(tmp_path) == ["one.npz"]


@pytest.mark.parametrize(
    ("named", "folder"),
    [("", "build"), ("out", "out"), ("/elsewhere", "/elsewhere")],
)
def test_a_build_lies_at_one_place_whatever_folder_a_process_works_in(monkeypatch, named, folder):
    monkeypatch.setenv("BUILD", named)
    assert build_folder("quick") == contract.REPOSITORY / folder / "quick"
