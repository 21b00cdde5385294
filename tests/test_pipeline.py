"""What is stale is told by names and bytes, wherever the project lies, and no task is an error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from site_config.build import pytask_adapter
from site_config.build.content import Files, digest, digests, link, of_folder

ROOT = Path(__file__).parent.parent
TASK = """
from pathlib import Path
from pytask import Product, task
from typing import Annotated
from site_config.build.content import Folder
HERE = Path(__file__).parent

@task(id="one", kwargs={
    "pages": sorted(HERE.glob("*.md")),
    "made": HERE / "made.txt",
    "site": Folder(name="site", folder=HERE / "site"),
})
def join(
    pages: list[Path], made: Annotated[Path, Product], site: Annotated[Path, Product]
) -> None:
    made.write_text("".join(page.read_text() for page in pages))
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text("a page")
"""
RUN = """
import sys
from pathlib import Path
from analysis.ending import status_of
from site_config.build import pipeline, pytask_adapter
pytask_adapter.TASKS = (Path(sys.argv[1]),)
sys.exit(status_of(lambda: pipeline.run("quick") and None))
"""


def run(folder: Path) -> str:
    """Run the tasks of a folder in a fresh process; return what is said."""
    (folder / "build" / "quick").mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(folder)],
        cwd=ROOT,
        env=os.environ | {"BUILD": str(folder / "build")},
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr and (done.returncode == 0) == ("error" not in done.stderr)
    return done.stderr


def written(folder: Path, *pages: str) -> Path:
    folder.mkdir()
    (folder / "task_join.py").write_text(TASK)
    for page in pages:
        (folder / page).write_text(page)
    return folder


def keep_time(path: Path, text: str) -> None:
    times = path.stat()
    path.write_text(text)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize("name", ["proj[v1]", "-Größe's *?{x}"])
def test_a_project_is_built_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path / name, "a.md")
    assert run(folder) == "- join: first time\n1 of 1 tasks ran\n"


def test_bytes_and_names_count_and_time_stamps_do_not(tmp_path: Path) -> None:
    folder = written(tmp_path / "project", "a.md", "b.md", "c.md")
    run(folder)
    keep_time(folder / "a.md", "A.md")
    keep_time(folder / "made.txt", "tampered!!!!")
    said = run(folder)
    assert "- join: a.md changed, made.txt changed" in said
    assert (folder / "made.txt").read_text() == "A.mdb.mdc.md"
    (folder / "b.md").unlink()
    (folder / "site" / "more.html").write_text("foreign")
    said = run(folder)
    assert "- join: site changed, b.md is gone" in said
    (folder / "c.md").rename(folder / "d.md")
    assert "- join: d.md changed, c.md is gone" in run(folder)
    assert run(folder) == "Nothing to do: all 1 tasks are up to date\n"


@pytest.mark.parametrize(
    "content", [b"garbage [", b"\xff\xfe\x00", b'lock-version = "7"', b"x = 1", b"task = 3"]
)
def test_a_damaged_record_of_what_has_run_is_named_and_made_anew(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "pytask.lock"
    lock.write_bytes(content)
    assert not pytask_adapter.recorded(tmp_path)
    said = f"{lock} is damaged and was removed: everything is made again\n"
    assert capfd.readouterr().err == said and not lock.exists()
    assert not pytask_adapter.recorded(tmp_path)
    assert capfd.readouterr().err == ""


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "project", "a.md")
    (folder / "made.txt").mkdir()
    said = f"error: {folder / 'made.txt'} is a folder where a file belongs. Move it away.\n"
    assert run(folder) == said


def test_no_task_is_an_error(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert said.startswith(f"error: no task was found in {tmp_path}. Restore")


def test_a_copy_of_a_task_file_is_named_as_such(tmp_path: Path) -> None:
    folder = written(tmp_path / "project", "a.md")
    (folder / "task_join (copy).py").write_text(TASK)
    said = run(folder)
    assert said.startswith(
        "error: the task files task_join (copy).py and task_join.py make the same"
    )
    assert said.count("\n") == 1 and "fault of the program" not in said


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def join(:", "error: the tasks: SyntaxError: invalid syntax (task_join.py, line 1)"),
        (TASK.replace("site.mkdir(", "1 / 0, site.mkdir("), "error: join: ZeroDivisionError"),
        (
            TASK.replace("site.mkdir(exist_ok=True)", "exit(7)"),
            "error: RuntimeError: pytask ended with status 7",
        ),
    ],
    ids=["no task can be taken up", "a task fails", "a task ends the process"],
)
def test_a_failure_of_the_machinery_or_of_a_task_is_one_line(
    tmp_path: Path, code: str, expected: str
) -> None:
    folder = written(tmp_path / "project", "a.md")
    (folder / "task_join.py").write_text(code)
    said = run(folder).splitlines()
    assert said[-1].startswith(expected)
    assert sum(line.startswith("error: ") for line in said) == 1


def test_a_folder_is_told_by_its_names_and_contents(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert of_folder(folder) is None
    written(folder, "a.md", "b.md")
    before = of_folder(folder)
    (folder / "a.md").rename(folder / "c.md")
    assert of_folder(folder) != before
    (folder / "c.md").rename(folder / "a.md")
    assert of_folder(folder) == before
    keep_time(folder / "a.md", "A.md")
    assert of_folder(folder) != before
    whole, elsewhere = of_folder(folder), tmp_path / "elsewhere.md"
    (folder / "a.md").rename(elsewhere)
    (folder / "a.md").symlink_to(elsewhere)
    assert of_folder(folder) != whole  # what a build makes is no link
    assert digest(folder / "a.md") == digest(elsewhere)
    assert digest(folder / "nothing") is None
    assert dict(digests([folder / "a.md", folder / "b.md"])).keys() == {
        str(folder / "a.md"),
        str(folder / "b.md"),
    }


def test_many_files_are_one_thing_of_which_is_told_what_differs(tmp_path: Path) -> None:
    folder = written(tmp_path / "pages", "a.md", "b.md", "c.md")
    before = Files(name="pages", files=tuple(sorted(folder.iterdir()))).state()
    assert not list(Files.differing(before, before))
    (folder / "b.md").unlink()
    keep_time(folder / "a.md", "A.md")
    (folder / "d.md").touch()
    now = Files(name="pages", files=tuple(sorted(folder.iterdir()))).state()
    assert list(Files.differing(before, now)) == [
        ("a.md", "changed"),
        ("b.md", "is gone"),
        ("d.md", "changed"),
    ]


def test_a_file_that_gets_another_name_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "site", "a.md")
    known = digest(folder / "a.md")
    link(f"{folder}/a.md", f"{folder}/b.md")
    (folder / "a.md").unlink()
    with monkeypatch.context() as patch:
        patch.setattr("os.open", lambda *_: pytest.fail("it is read"))
        assert digest(folder / "b.md") == known
    (folder / "b.md").write_text("something else")
    assert digest(folder / "b.md") != known
