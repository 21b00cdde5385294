"""A commit is cited where it says something of the code that made a result, and nowhere else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from analysis import history
from analysis.catalogue.series.measurements import FLUCTUATIONS
from analysis.publishing import provenance

A_COMMIT = "0123456789" * 4


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit_all(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "some words")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files that ``history`` takes for the project, under git with one commit."""
    folder = tmp_path / "a project"
    (folder / "code").mkdir(parents=True)
    for name in ("one.py", "two.py"):
        (folder / "code" / name).write_text(f"# {name}\n")
    git(folder, "init", "-q")
    commit_all(folder)
    monkeypatch.setattr(history, "REPOSITORY", folder)
    history.stand.cache_clear()
    yield folder
    history.stand.cache_clear()


def cited(project: Path, *names: str) -> str:
    history.stand.cache_clear()
    return history.commit([project / "code" / name for name in names] if names else None)


def test_a_clean_tree_cites_its_commit_without_a_warning(project):
    assert cited(project) == cited(project, "one.py") == git(project, "rev-parse", "HEAD")
    assert history.warning() == ""


def test_only_the_files_that_a_result_depends_on_count(project):
    (project / "code" / "two.py").write_text("other\n")
    assert cited(project, "one.py") == git(project, "rev-parse", "HEAD")
    assert cited(project, "one.py", "two.py").endswith("+changes")
    assert cited(project).endswith("+changes")


@pytest.mark.parametrize("change", ["edited", "new", "moved", "staged"])
def test_every_kind_of_change_counts(project, change):
    folder = project / "code"
    if change == "moved":
        git(project, "mv", "code/one.py", "code/three.py")
    else:
        (folder / ("three.py" if change == "new" else "one.py")).write_text("other\n")
    if change == "staged":
        git(project, "add", "-A")
    name = "three.py" if change in ("new", "moved") else "one.py"
    assert cited(project, name).endswith("+changes")
    assert commit_all(project) == cited(project, name)


def inside_another(project: Path) -> str:
    shutil.rmtree(project / ".git")
    git(project.parent, "init", "-q")
    commit_all(project.parent)
    return "the project lies inside another repository"


def copied_without_history(project: Path) -> str:
    shutil.rmtree(project / ".git")
    return "not a git repository"


def damaged(project: Path) -> str:
    (project / ".git" / "HEAD").write_bytes(b"\0")
    return "not a git repository"


def without_objects(project: Path) -> str:
    shutil.rmtree(project / ".git" / "objects")
    (project / ".git" / "objects").mkdir()
    return ""  # the words are git's


def without_index(project: Path) -> str:
    (project / ".git" / "index").write_bytes(b"no index")
    return ""


def not_yet_committed(project: Path) -> str:
    shutil.rmtree(project / ".git")
    git(project, "init", "-q")
    return ""


KINDS = [inside_another, copied_without_history, damaged, without_objects, without_index]


@pytest.mark.parametrize("spoil", [*KINDS, not_yet_committed])
def test_elsewhere_no_commit_is_cited_and_one_sentence_says_why(project, spoil):
    said = spoil(project)
    assert cited(project) == cited(project, "one.py") == "unknown"
    warning = history.warning()
    assert said in warning and "\n" not in warning
    assert warning.startswith("warning: what is published cites no commit but 'unknown': ")


def test_without_git_no_commit_is_cited(project, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cited(project) == "unknown" and "git cannot be run" in history.warning()


def on_a_branch_without_commits(project: Path) -> None:
    git(project, "checkout", "-q", "--orphan", "new")


def belongs_to_another(project: Path) -> None:
    """Let git take its user for another one, as its own tests do."""
    other = project.parent / "bin" / "git"
    other.parent.mkdir()
    other.write_text(
        f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {shutil.which("git")} "$@"\n'
    )
    other.chmod(0o755)
    os.environ["PATH"] = f"{other.parent}:{os.environ['PATH']}"


@pytest.mark.parametrize(
    ("spoil", "why", "remedy"),
    [
        (not_yet_committed, "nothing is committed yet on the branch", "git commit"),
        (
            on_a_branch_without_commits,
            "nothing is committed yet on the branch",
            "a branch that has",
        ),
        (
            belongs_to_another,
            "belongs to another user",
            "git config --global --add safe.directory ",
        ),
        (lambda _: os.environ.update(PATH="/nowhere"), "git cannot be run", "Install git"),
        (without_objects, "is damaged", "Restore its folder .git"),
        (without_index, "is damaged", "Restore its folder .git"),
        (copied_without_history, "not a git repository", "in a repository of its own"),
    ],
)
def test_why_no_commit_is_cited_comes_with_what_helps(project, monkeypatch, spoil, why, remedy):
    monkeypatch.setenv("PATH", os.environ["PATH"])  # and so it is put back
    spoil(project)
    assert cited(project, "one.py") == "unknown"
    said = history.warning()
    assert why in said and remedy in said and said.endswith(", then run: make site")


def test_a_shallow_copy_knows_its_commit(project, tmp_path, monkeypatch):
    git(tmp_path, "clone", "-q", "--depth=1", project.as_uri(), "copy")
    monkeypatch.setattr(history, "REPOSITORY", tmp_path / "copy")
    assert cited(project) == git(project, "rev-parse", "HEAD")


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"])
def test_what_a_hook_sets_does_not_lead_elsewhere(project, monkeypatch, tmp_path, name):
    monkeypatch.setenv(name, str(tmp_path))
    found = cited(project)
    monkeypatch.delenv(name)
    assert found == git(project, "rev-parse", "HEAD")


def test_changes_are_no_longer_told_once_they_are_committed_as_they_are(project):
    (project / "code" / "one.py").write_text("other\n")
    made = cited(project, "one.py")

    def now() -> str:
        history.stand.cache_clear()
        return history.settled(made, lambda: [project / "code" / "one.py"])

    assert now() == made and made.endswith("+changes")
    head = commit_all(project)
    assert now() == head
    (project / "code" / "two.py").write_text("no part of it\n")
    assert now() == head
    assert history.is_final(head) and not history.is_final(made)
    assert history.settled(A_COMMIT, lambda: pytest.fail("is final")) == A_COMMIT
    assert history.settled("unknown", list) == head


def test_a_measurement_depends_on_its_code_its_data_and_its_profile():
    found = {path.name for path in provenance.files(FLUCTUATIONS, "quick")}
    assert {"starts.py", "measuring.py", "quick.toml", "full.toml"} <= found
    assert any(name.endswith(".gz") for name in found)
    assert not found & {"style.py", "tiny.toml", "drawing.py"}


def test_a_profile_may_begin_with_an_editors_mark(tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text('\ufeffextends = "quick"\n')
    (tmp_path / "quick.toml").write_text("seed = 1\n")
    monkeypatch.setattr(provenance, "PROFILES", tmp_path)
    assert provenance.profile_files("mine") == [tmp_path / "mine.toml", tmp_path / "quick.toml"]
