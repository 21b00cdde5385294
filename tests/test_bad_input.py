"""Bad input gets one clear error, no stack trace, exit status not 0, and what was there before
stays.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from project import Project

from analysis.problem import Problem
from site_config.build.stage import compose
from site_config.pages import page as reading
from site_config.pages.written import Manuscript
from site_config.paths import Place


@pytest.fixture
def project(tiny: Project) -> Iterator[Project]:
    """The built tiny project; every file a test edits is put back."""
    yield tiny
    tiny.restore()


def refused(project: Project, *arguments: str, **environment: str) -> str:
    """Build, expect a refusal that leaves the site alone, and return the one line that says why."""
    before = {path: path.stat().st_mtime_ns for path in project.site.rglob("*.html")}
    status, output = project.build(*arguments, **environment)
    assert status != 0, output
    assert "Traceback" not in output, output
    errors = [line for line in output.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, output
    assert {path: path.stat().st_mtime_ns for path in project.site.rglob("*.html")} == before
    return errors[0]


PAGE = "docs/series/07-towards-oips.md"
HEADING = "## From reaction to cause"


@pytest.fixture
def composed(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """A function from what is written on the page to why its site is not composed: what a build
    does before it renders, without the seconds in which its tasks are looked through.
    """
    monkeypatch.setenv("BUILD", str(tiny.build_folder.parent))
    as_written = reading.page

    def why(written: str) -> str:
        def page(path: Path) -> Manuscript:
            found = as_written(path)
            return Manuscript(found.file, found.text.replace(HEADING, f"{written}\n\n{HEADING}"))

        monkeypatch.setattr(reading, "page", page)
        with pytest.raises(Problem) as problem:
            compose(Place("tiny"))
        return str(problem.value)

    return why


def test_a_page_that_cannot_be_composed_ends_the_build_in_one_line(project: Project) -> None:
    project.edit(PAGE, HEADING, f"[= figure('one-oop') =]\n\n{HEADING}")
    line = (project.root / PAGE).read_text().splitlines().index(HEADING) - 1
    assert f"{PAGE}:{line}: figure 'one-oop' is not in the manifest; nearest" in refused(project)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "[= figure('one-oop') =]",
            (
                f"{PAGE}:{{line}}: figure 'one-oop' is not in the manifest; nearest 'one-oip'."
                " Declare it in analysis/catalogue."
            ),
        ),
        (
            "[= value('oip-stops') =]",
            (
                f"{PAGE}:{{line}}: value 'oip-stops' is not in the manifest; nearest 'oip-steps'."
                " Declare it in analysis/catalogue"
            ),
        ),
        (
            "[= cite('frank2008') =]",
            (
                f"{PAGE}:{{line}}: citation 'frank2008' is not in the bibliography; nearest"
                " 'frank2009'. Add it to site_config/content/bibliography.bib."
            ),
        ),
        ("[= layer('Conv2D_4') =]", f"{PAGE}:{{line}}: layer 'Conv2D_4'"),
        (
            "[= term('oipp') =]",
            (
                f"{PAGE}:{{line}}: term 'oipp' is not in the glossary; nearest 'oip'. Add it to"
                " site_config/content/glossary.toml."
            ),
        ),
        ("[= valeu('oip-steps') =]", f"{PAGE}:{{line}}: 'valeu' is undefined"),
        ("[= value('oip-steps' =]", f"{PAGE}:{{line}}: "),
    ],
)
def test_an_unknown_id_on_a_page_names_file_line_and_the_nearest_id(
    composed: Callable[[str], str], tiny: Project, written: str, expected: str
) -> None:
    line = (tiny.root / PAGE).read_text().splitlines().index(HEADING) + 1
    assert composed(written).startswith(expected.format(line=line))


def test_a_failing_cell_names_page_and_cell_and_shows_the_error(project: Project) -> None:
    lines = (project.root / PAGE).read_text().splitlines()
    fence = next(n for n, line in enumerate(lines) if line.startswith("```{code-cell}"))
    code = next(line for line in lines[fence + 1 :] if not line.startswith(":"))  # below its tags
    project.edit(PAGE, f"{code}\n", f"1 / 0\n{code}\n")
    assert f"{PAGE}:{fence + 1}, cell 1: ZeroDivisionError: division by zero" in refused(project)


def test_a_mistyped_key_of_a_profile_names_file_key_and_the_nearest_one(project: Project) -> None:
    project.edit("site_config/profiles/tiny.toml", "steps = 12", "stepps = 12")
    assert "profiles/tiny.toml: key 'oip.stepps' is unknown; nearest 'steps'" in refused(project)


def test_an_unknown_profile_is_refused_before_anything_starts(project: Project) -> None:
    assert "profile 'tinny' does not exist in site_config/profiles; nearest 'tiny'" in refused(
        project, "site_config", "build", "--profile", "tinny"
    )


def test_a_missing_mnist_file_says_how_to_restore_it(project: Project) -> None:
    path = project.root / "analysis/images/mnist/t10k-labels-idx1-ubyte.gz"
    content = path.read_bytes()
    path.unlink()
    try:
        assert "MNIST file t10k-labels-idx1-ubyte.gz is missing" in refused(project)
    finally:
        path.write_bytes(content)


def test_a_damaged_mnist_file_is_told_by_its_checksum(project: Project) -> None:
    path = project.root / "analysis/images/mnist/train-images-idx3-ubyte.gz"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    try:
        assert "is damaged: it does not decompress" in refused(project)
    finally:
        path.write_bytes(content)


def test_a_foreign_file_among_the_artifacts_is_refused(project: Project) -> None:
    foreign = project.artifacts / "arrays" / "mine.npz"
    foreign.write_bytes(b"mine")
    try:
        message = refused(project)
        assert "arrays/mine.npz belongs to no entry of the catalogue" in message
    finally:
        foreign.unlink()


def test_a_tampered_artifact_is_told_by_verify_and_made_again_by_build(project: Project) -> None:
    path = project.artifacts / "arrays" / "fluctuations.npz"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"x")
    status, output = project.build("analysis", "verify", "--profile", "tiny", "--sample", "0")
    assert status == 1
    assert "fluctuations.npz was changed after it was published" in output
    status, output = project.build()
    assert status == 0, output
    assert re.search(r"- measure fluctuations: .*artifacts/arrays/fluctuations.npz changed", output)
    assert path.read_bytes() == content


def test_a_file_that_is_no_manifest_is_refused_by_readers(project: Project) -> None:
    path = project.artifacts / "manifest.json"
    content = path.read_bytes()
    path.write_text("{}")
    status, output = project.build("analysis", "verify", "--profile", "tiny", "--sample", "0")
    path.write_bytes(content)
    assert status == 1
    assert "has schema version None" in output
    assert "Traceback" not in output


def test_a_build_folder_that_cannot_be_written_is_one_clear_error(
    project: Project, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be: also root cannot write below it")
    assert "cannot write" in refused(project, BUILD=str(blocked))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_one_clear_error_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from analysis.artifacts import write_atomically
    from analysis.problem import Problem

    target = tmp_path / "kept.txt"
    target.write_text("old")

    def full(self: Path, content: bytes) -> int:
        with open("/dev/full", "wb", buffering=0) as device:
            return device.write(content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Problem, match=f"cannot write .*: {os.strerror(errno.ENOSPC)}"):
        write_atomically(target, b"new")
    assert target.read_text() == "old"
