"""Published figures are drawn again from the stored arrays: what was altered together with its
checksum comes out otherwise.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from analysis import surroundings
from analysis.artifacts import Artifacts, file_record
from analysis.catalogue import FIGURES
from analysis.catalogue.series.measurements import FLUCTUATIONS
from analysis.problem import Problem
from analysis.publishing import digests, redrawn
from analysis.publishing.tasks import drawing, publishing, workplace
from analysis.results.files import pack_arrays
from analysis.settings import load_settings
from analysis.study import Study

SHOWN = [figure for figure in FIGURES if figure.shows == (FLUCTUATIONS,)]
NAMES = [figure.id for figure in SHOWN]


class Build:
    """A build of the figures of one measurement."""

    def __init__(self, folder: Any) -> None:
        self.folder = folder
        self.records = {figure.id: publishing._figure(figure, "I.1") for figure in SHOWN}

    @property
    def artifacts(self) -> Any:
        """Return the folder as ``Artifacts`` reads it, with the records as they are now."""
        runs = {f"figures/{item.id}": workplace.load_record(item).made for item in SHOWN}
        manifest = SimpleNamespace(profile="quick", made_with=SimpleNamespace(runs=runs))
        made = SimpleNamespace(folder=self.folder, figures=self.records, manifest=manifest)
        made.read = lambda record: Artifacts.read(made, record)  # type: ignore[arg-type]
        return made

    def alter(self, name: str, variant: str, old: bytes, new: bytes) -> None:
        """Change a file, and its checksum with it."""
        record = self.records[name]
        path = self.folder / record.files[variant].path
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new, 1))
        files = record.files | {variant: file_record(path, self.folder)}
        self.records[name] = record.model_copy(update={"files": files})


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a build, by path; drawn once."""
    root = tmp_path_factory.mktemp("build")
    result = FLUCTUATIONS.take(Study(load_settings("quick"), {}, FLUCTUATIONS.settings))
    with pytest.MonkeyPatch.context() as patch:
        _lie_in(patch, root)
        path = workplace.arrays_path(FLUCTUATIONS)
        path.parent.mkdir(parents=True)
        path.write_bytes(pack_arrays(result.arrays()))
        for figure in SHOWN:
            files = {one: workplace.figure_path(figure, one) for one in workplace.VARIANTS}
            parts, record = digests.figure_parts(figure), workplace.record_path(figure)
            drawing.draw(figure, parts, {}, files, record)
    paths = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def _lie_in(patch: pytest.MonkeyPatch, root: Any) -> None:
    for name in ("artifacts", "records"):
        patch.setattr(workplace, name.upper(), root / name)
    patch.setattr(workplace, "PROFILE", "quick")


@pytest.fixture
def build(drawn: dict[str, bytes], tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Build:
    _lie_in(monkeypatch, tmp_path)
    for name, content in drawn.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return Build(tmp_path / "artifacts")


def _said(build: Build, sample: int) -> list[str]:
    said: list[str] = []
    redrawn.check_figures(build.artifacts, sample, 1, said.append)
    return said


def test_which_figures_were_drawn_again_is_said_and_of_how_many_checksums_were_compared(
    build: Build,
) -> None:
    assert sorted(_said(build, 100)) == [
        f"{n}: drawn again, every byte is the same" for n in sorted(NAMES)
    ]
    first, rest = _said(build, 1)
    assert first.split(":")[0] in NAMES
    assert rest == (
        "1 more figures were compared by checksum, id and digest alone, not drawn again"
    )
    assert _said(build, 0) == [
        "2 figures were compared by checksum, id and digest, none was drawn again"
    ]


@pytest.mark.parametrize(
    ("variant", "old", "new"),
    [
        ("light.svg", b"</svg>", b"<!-- mine --></svg>"),
        ("dark.svg", b"<path d=", b"<path  d="),
        ("png", b"IEND", b"IEND."),
    ],
)
def test_a_picture_that_was_altered_together_with_its_checksum_does_not_come_out_again(
    build: Build, variant: str, old: bytes, new: bytes
) -> None:
    name = NAMES[0]
    build.alter(name, variant, old, new)
    with pytest.raises(Problem) as error:
        _said(build, 2)
    said = str(error.value)
    assert said.startswith(f"figure {name!r} does not come out again: figures/{name}.{variant}")
    assert "was changed together with its checksum. Remove figures/" in said and "\n" not in said


@pytest.mark.parametrize("key", ["caption", "alt", "width"])
def test_what_is_told_of_a_picture_is_held_against_what_is_drawn(build: Build, key: str) -> None:
    name = NAMES[1]
    other: Any = 7 if key == "width" else "Nothing is seen here."
    build.records[name] = build.records[name].model_copy(update={key: other})
    with pytest.raises(
        Problem, match=f"figure '{name}' does not come out again: its {key} differs"
    ):
        _said(build, 2)


def test_pictures_that_changed_places_are_found_without_drawing(build: Build) -> None:
    one, other = (build.records[name] for name in NAMES)
    build.records[NAMES[0]] = one.model_copy(update={"files": other.files})
    with pytest.raises(
        Problem, match=rf"{NAMES[1]}\..* is not the drawing that the manifest speaks"
    ):
        _said(build, 0)


def test_where_another_device_or_version_drew_it_that_is_named(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.alter(NAMES[0], "png", b"IEND", b"IEND.")
    artifacts = build.artifacts
    run = artifacts.manifest.made_with.runs[f"figures/{NAMES[0]}"]
    old = {"versions": run.versions | {"matplotlib": "3.0"}, "device": surroundings.processor()}
    artifacts.manifest.made_with.runs[f"figures/{NAMES[0]}"] = run.model_copy(update=old)
    with pytest.raises(Problem, match=r"The likely cause: it was made with matplotlib 3\.0, here"):
        redrawn.check_drawn(artifacts, SHOWN[0])


def test_elsewhere_than_in_a_build_no_figure_is_drawn_and_that_is_said(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(workplace, "ARTIFACTS", tmp_path / "another")
    assert _said(build, 9) == [
        "2 figures were compared by checksum, id and digest, none was drawn again"
    ]
