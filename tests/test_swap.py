"""A new site takes the place of the old one or leaves it; what builds made is removed as safely."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.problem import Problem
from site_config.build import clean, lock, swap
from site_config.build.lock import alone

WAYS = ["in one step", "in two steps"]


def page(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text)
    return folder


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways: as the system can, and as every system can."""
    if request.param == "in two steps":
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system, where there is one."""
    other = "/dev/shm" if os.path.isdir("/dev/shm") else str(tmp_path)
    with tempfile.TemporaryDirectory(dir=other) as folder:
        yield Path(folder)


@pytest.mark.parametrize("there", [True, False])
def test_the_new_site_takes_the_place_of_the_old_one(
    tmp_path: Path, there: bool, way: None
) -> None:
    site = tmp_path / "site"
    if there:
        page(site, "old")
    page(swap.beside(site), "new")
    swap.put_in_place(site)
    assert (site / "index.html").read_text() == "new"
    swap.settle()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_link_to_another_file_system_is_followed(
    tmp_path: Path, elsewhere: Path, way: None
) -> None:
    site = tmp_path / "site"
    site.symlink_to(page(elsewhere / "public", "old"))
    assert swap.beside(site) == elsewhere / "public.new"
    page(swap.beside(site), "new")
    swap.put_in_place(site)
    assert site.is_symlink() and (elsewhere / "public" / "index.html").read_text() == "new"


def test_where_the_new_site_cannot_go_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: None
) -> None:
    site = page(tmp_path / "site", "old")
    fresh = page(swap.beside(site), "new")
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self == fresh:
            raise OSError(18, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    with pytest.raises(Problem, match=r"site: Invalid cross-device link\. The old site"):
        swap.put_in_place(site)
    assert (site / "index.html").read_text() == "old"


@pytest.mark.parametrize("make", [Path.touch, lambda path: os.mkfifo(path)])
def test_what_is_no_folder_is_not_replaced(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "site")
    with pytest.raises(Problem, match=r"site is no folder, .* Move it away"):
        swap.beside(tmp_path / "site")


def test_an_interruption_is_undone_and_leaves_nothing(tmp_path: Path) -> None:
    page(tmp_path / "site.old", "old")
    for left in ((), ("site.old",), ("site.new",), ("site.old", "site.new")):
        for name in left:
            page(tmp_path / name, "left by a build that was killed")
        swap.bring_back(tmp_path / "site")
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
        assert (tmp_path / "site" / "index.html").read_text() == "old"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two builds, of which one is reached by a link."""
    monkeypatch.setenv("BUILD", str(tmp_path / "build"))
    monkeypatch.setattr(clean, "REPOSITORY", tmp_path)
    monkeypatch.setattr("site_config.paths.REPOSITORY", tmp_path)
    monkeypatch.setattr(lock, "PATIENCE", 0)
    for profile in ("full", "quick"):
        with alone(tmp_path / "build" / profile):
            page(tmp_path / "build" / profile / "artifacts", "artifact")
    for name in ("site", "site.new", "site.old", ".ruff_cache", "tests/__pycache__", "docs"):
        page(tmp_path / name, "page")
    return tmp_path


def test_cleaning_removes_what_was_made_and_nothing_else(project: Path) -> None:
    assert clean.clean() == 0
    assert sorted(path.name for path in project.iterdir()) == ["docs", "tests"]
    assert list((project / "tests").iterdir()) == []
    assert clean.clean() == 0


def test_cleaning_leaves_a_link_where_a_person_has_set_it(project: Path, elsewhere: Path) -> None:
    for name in ("build", "site"):
        (project / name).rename(project / f"real-{name}")
        (project / name).symlink_to(project / f"real-{name}")
    clean.clean()
    for name in ("build", "site"):
        assert (project / name).is_symlink() and not list((project / name).iterdir())


@pytest.mark.parametrize("profile", ["full", "quick"])
def test_nothing_is_removed_while_a_build_runs(project: Path, profile: str) -> None:
    with (
        alone(project / "build" / profile),
        pytest.raises(Problem, match=f"another build of profile '{profile}' is running"),
    ):
        clean.clean()
    assert (project / "build" / "full" / "artifacts" / "index.html").is_file()
    assert (project / "site" / "index.html").is_file()
