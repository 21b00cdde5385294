"""A run with nothing to do says so at once; whatever differs by a byte is judged by the tasks."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest

from analysis.problem import Problem
from site_config import __main__ as command
from site_config import paths
from site_config.build import again, changes, pipeline, seal
from site_config.pages import kept
from site_config.paths import Place

FIELDS = [field.name for field in fields(seal.Seal)]
SOURCES = {
    "analysis/door.py": "code",
    "analysis/images/mnist/digits.gz": "data",
    "site_config/profiles/quick.toml": "seed = 1",
    "templates/page.j2": "page",
    "docs/index.md": "words",
    "mkdocs.yml": "name",
}
MADE = {
    "artifacts/manifest.json": "{}",
    "artifacts/figures/one.svg": "a picture",
    "records/figures/one.json": "{}",
    "variations/training-2.json": "{}",
    "cells/01.json": "[]",
    "published.sha256": "1",
    "measured.sha256": "1",
    "manifest.sha256": "4",
    "staged.sha256": "2",
    "pytask.lock": "3",
    "composed.json": "5",
    "read.json": "6",
    "rendered.json": "7",
    "told.json": "8",
    "site/index.html": "a page",
    "site/sitemap.xml": "<loc>one</loc><lastmod>2026-01-01</lastmod>",
    "site/figures/one/index.html": "another page",
    "site_docs/index.md": "words, filled in",
    "exhibits/cards/one.png": "a card",
}


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


class Builds:
    """A small project; ``runs`` counts how often its tasks were asked for."""

    def __init__(self, root: Path) -> None:
        self.root, self.place = root, Place("quick")
        self.runs, self.fails, self.spared = 0, False, 0
        self.announced: list[bool] = []  # whether it was sealed by then
        self.meanwhile = lambda: None
        _write(root, SOURCES)

    def tasks(self, profile: str, spared: int = 0) -> seal.Tasks:
        self.runs, self.spared = self.runs + 1, spared
        self.meanwhile()
        if self.fails:
            raise Problem("a page is wrong")
        _write(self.place.build, MADE)
        return seal.Tasks(171, 150)

    def announce(self, place: Place) -> None:
        sealed = seal._stored(place)
        self.announced.append(bool(sealed and sealed.read))

    def again(self) -> bool:
        """Build; return whether the tasks were asked."""
        before = self.runs
        with suppress(Problem):
            command.build("quick")
        return self.runs > before


@pytest.fixture
def builds(tmp_path, monkeypatch):
    monkeypatch.setenv("BUILD", str(tmp_path / "build"))
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setattr(seal, "REPOSITORY", tmp_path)
    folders = ("analysis", "site_config", "templates", "docs")
    monkeypatch.setattr(seal, "SOURCES", tuple(tmp_path / name for name in folders))
    project = Builds(tmp_path)
    monkeypatch.setattr(pipeline, "run", project.tasks)
    monkeypatch.setattr(changes, "announce", project.announce)

    def made(folder: str) -> dict[str, bytes]:
        start = f"{folder}/"
        return {n.removeprefix(start): MADE[n].encode() for n in MADE if n.startswith(start)}

    def render_whole(place: Place, fresh: Path) -> None:
        _write(fresh, {name: text.decode() for name, text in made("site").items()})
        (fresh / "sitemap.xml").write_text("<loc>one</loc><lastmod>2026-11-28</lastmod>")

    monkeypatch.setattr(again.exhibits, "compose", lambda place: made("exhibits"))
    monkeypatch.setattr(again.stage, "compose", lambda place: made("site_docs"))
    monkeypatch.setattr(again, "render_whole", render_whole)
    monkeypatch.setattr(kept, "_anew", False)
    monkeypatch.setattr(again, "PAGES", [Path("series/01.md")])
    monkeypatch.setattr(again, "code_of", lambda page: [])
    monkeypatch.setattr(again, "run_cells", lambda page, code, artifacts: MADE["cells/01.json"])
    return project


def test_a_second_build_says_that_nothing_is_to_be_done_without_asking_any_task(builds, capfd):
    assert builds.again() and not builds.again()
    assert capfd.readouterr().err == "Nothing to do: all 171 tasks are up to date\n"


def test_what_changed_is_announced_of_builds_that_ended_well_before_nobody_asks_again(builds):
    assert builds.again() and not builds.again()
    assert builds.announced == [False]
    _write(builds.root, {"docs/index.md": "other words"})
    builds.fails = True
    assert builds.again()
    assert builds.announced == [False]
    builds.fails = False
    assert builds.again()
    assert builds.announced == [False, False]


@pytest.mark.parametrize("name", SOURCES)
def test_any_byte_that_a_build_may_read_is_judged_by_the_tasks(builds, name):
    builds.again()
    (builds.root / name).write_text(SOURCES[name] + ".")
    assert builds.again() and not builds.again()
    (builds.root / name).unlink()
    assert builds.again()


@pytest.mark.parametrize("name", MADE)
def test_any_byte_that_a_build_left_is_judged_by_the_tasks(builds, name):
    builds.again()
    (builds.place.build / name).write_text("tampered")
    assert builds.again() and not builds.again()
    (builds.place.build / name).unlink()
    assert builds.again()


OF_PAGES = ("templates/page.j2", "docs/index.md", "mkdocs.yml")
SHOWN = [name for name in MADE if not name.startswith(seal.OF_MEASURING)]


@pytest.mark.parametrize("name", SOURCES)
def test_what_measures_is_spared_where_only_what_pages_are_made_of_has_changed(builds, name):
    builds.again()
    assert builds.spared == 0
    (builds.root / name).write_text(SOURCES[name] + ".")
    builds.again()
    assert builds.spared == (150 if name in OF_PAGES else 0)


@pytest.mark.parametrize("name", MADE)
def test_what_measures_is_spared_where_nothing_has_changed_that_it_made(builds, name):
    builds.again()
    (builds.place.build / name).write_text("tampered")
    builds.again()
    assert builds.spared == (150 if name in SHOWN else 0)
    _write(builds.place.build, {"artifacts/foreign.svg": "?"})
    builds.again()
    assert builds.spared == 0


@pytest.mark.parametrize("name", seal.MEMORIES)
def test_nothing_is_taken_from_what_was_remembered_and_is_another_thing_by_now(builds, name):
    builds.again()
    memory, found = builds.place.build / name, list[bool]()
    builds.meanwhile = lambda: found.append(memory.exists())
    for content in ("tampered", None):
        memory.unlink()
        memory.write_text(content) if content else memory.mkdir()
        builds.fails = True  # what a build that failed has left is its own
        assert builds.again() and builds.again()
        builds.fails = False
        assert builds.again() and not builds.again()
    assert not any(found)
    _write(builds.root, {"docs/index.md": "other words"})
    assert builds.again() and found[-1]


def test_a_page_that_is_wrong_leaves_the_part_of_the_seal_that_is_of_measuring(builds, capfd):
    builds.again()
    _write(builds.root, {"docs/index.md": "other words"})
    builds.fails = True
    for _ in range(3):
        assert builds.again() and builds.spared == 150
        with pytest.raises(Problem, match="no build has ended there"):
            verified(capfd)
    builds.fails = False
    assert builds.again() and builds.spared == 150
    assert not builds.again()
    capfd.readouterr()
    assert verified(capfd)


def test_a_page_edited_while_a_build_runs_leaves_that_part_and_code_does_not(builds):
    builds.meanwhile = lambda: _write(builds.root, {"docs/index.md": f"run {builds.runs}"})
    builds.again()
    assert builds.again() and builds.spared == 150
    builds.meanwhile = lambda: _write(builds.root, {"analysis/door.py": f"run {builds.runs}"})
    assert builds.again() and builds.again() and builds.spared == 0


def _flip(path: Path) -> None:
    times = path.stat()
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _rename(path: Path) -> None:
    path.rename(path.with_name(f"other-{path.name}"))


def _link(path: Path) -> None:
    """Put a link to the same bytes in the place of a file."""
    elsewhere = next(one for one in path.parents if one.name == "build").with_name("moved")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


@pytest.mark.parametrize("change", [_flip, _rename, Path.unlink])
@pytest.mark.parametrize(
    "name",
    [
        "docs/index.md",
        "templates/page.j2",
        "analysis/images/mnist/digits.gz",
        "build/quick/site/figures/one/index.html",
        "build/quick/site_docs/index.md",
        "build/quick/artifacts/figures/one.svg",
    ],
)
def test_neither_an_old_time_stamp_nor_an_equal_size_hides_a_change(
    builds: Builds, name: str, change: Callable[[Path], None]
) -> None:
    builds.again()
    change(builds.root / name)
    assert builds.again()


@pytest.mark.parametrize(
    "name",
    ["artifacts/arrays/mine.npz", "artifacts/.one.svg.part", "site/new/index.html", "site_docs/a"],
)
def test_a_foreign_file_among_what_was_made_is_judged_by_the_tasks(builds, name):
    builds.again()
    _write(builds.place.build, {name: "?"})
    assert builds.again()


def test_a_new_file_is_judged_by_the_tasks_and_what_python_leaves_is_not(builds):
    builds.again()
    _write(builds.root, {"analysis/__pycache__/door.pyc": "?"})
    assert not builds.again()
    _write(builds.root, {"docs/new.md": "?"})
    assert builds.again()


def test_of_another_subject_its_files_count_with_labels_beside_and_nothing_else(
    builds, monkeypatch
):
    monkeypatch.setenv("PROFILE", "atlas-mine")
    mine, data = builds.root / "build" / "atlas-mine", builds.root / "data"
    told = {"network": "net.keras", "images": "x.npy", "title": "/", "author": "~nobody-so-called"}
    told = {key: str(data / one) if "." in one else one for key, one in told.items()}
    written = "\n".join(f"{key} = {json.dumps(one)}" for key, one in told.items())
    _write(builds.root, {"data/net.keras": "1", "data/x.npy": "2", "data/other": "3"})
    _write(mine, {"subject.toml": written + f'\nversion = "{"9" * 300}"'})
    for damaged in ("", "[]", '{"beside": 3}'):
        _write(mine, {"outlook.json": damaged})
        assert [path.name for path in seal._of_subject()] == ["subject.toml", "net.keras", "x.npy"]
    _write(mine, {"outlook.json": json.dumps({"beside": [str(data / "y.npy")]})})
    without = seal.read()
    _write(builds.root, {"data/y.npy": "4"})
    assert seal.read() != without


def test_another_framework_or_package_is_judged_by_the_tasks(builds, monkeypatch):
    builds.again()
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert builds.again() and not builds.again()
    monkeypatch.setattr(seal, "_installed", lambda: ["numpy-3.0.dist-info"])
    assert builds.again()


def test_the_framework_that_a_build_takes_unasked_breaks_no_seal(builds, monkeypatch):
    builds.meanwhile = lambda: monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    assert builds.again() and not builds.again()
    monkeypatch.delenv("KERAS_BACKEND")
    assert not builds.again()


def test_installed_packages_are_told_with_their_versions():
    import numpy

    assert f"numpy-{numpy.__version__}.dist-info" in seal._installed()


def test_what_is_edited_while_a_build_runs_is_judged_by_the_next(builds):
    builds.meanwhile = lambda: _write(builds.root, {"docs/index.md": f"run {builds.runs}"})
    builds.again()
    builds.meanwhile = lambda: None
    assert builds.again() and not builds.again()


def test_a_build_that_failed_or_was_killed_is_not_sealed(builds):
    builds.again()
    _write(builds.root, {"docs/index.md": "other words"})
    builds.fails = True
    assert builds.again() and builds.again()

    def killed():
        raise KeyboardInterrupt

    builds.fails, builds.meanwhile = False, killed
    with pytest.raises(KeyboardInterrupt):
        builds.again()
    _write(builds.root, {"docs/index.md": SOURCES["docs/index.md"]})
    builds.meanwhile = lambda: None
    assert builds.again() and not builds.again()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"read": 1}', json.dumps(dict.fromkeys(FIELDS, "an old one"))],
)
def test_a_damaged_seal_is_none(builds, content):
    builds.again()
    (builds.place.build / "seal.json").write_text(content)
    with pytest.raises(Problem, match=r"seal\.json, which tells what .* is missing or damaged"):
        seal.check(builds.place)
    assert builds.again()


def verified(capfd):
    arguments = command._parser().parse_args(["verify", "--profile", "quick"])
    assert arguments.run(arguments) == 0
    return capfd.readouterr().out


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_flip, "changed"),
        (Path.unlink, "removed"),
        (_rename, "(add|remov)ed"),
        (_link, "removed"),
    ],
)
def test_verify_names_what_is_no_longer_as_the_build_left_it(builds, capfd, name, change, said):
    builds.again()
    assert verified(capfd).startswith(
        f"{len(MADE)} files of build and site are as the last build left them\n"
    )
    change(builds.place.build / name)
    with pytest.raises(
        Problem, match=rf" was {said} after the last build( \(and 1 more\))?\. To"
    ) as it:
        verified(capfd)
    assert str(it.value).startswith(str((builds.place.build / name).parent))
    builds.runs = 0
    assert builds.again()


def _seal_again(builds):
    seal.put(builds.place, seal.read(), seal.Tasks(171, 150))


@pytest.mark.parametrize(
    ("name", "remove"),
    [
        ("site/index.html", "site"),
        ("site/added.json", "site"),
        ("site/sitemap.xml", "site"),
        ("site_docs/index.md", "site_docs"),
        ("exhibits/cards/one.png", "exhibits"),
        ("cells/01.json", "cells/01.json"),
    ],
)
def test_what_was_changed_with_its_seal_does_not_come_out_again(builds, capfd, name, remove):
    builds.again()
    (builds.place.build / name).write_text("another number")
    _seal_again(builds)
    where = builds.place.build
    with pytest.raises(Problem) as error:
        verified(capfd)
    assert str(error.value).startswith(f"{where / name} is not what is made of what was published,")
    assert f" Remove {where / remove}, then run: make site PROFILE=quick" in str(error.value)
    assert len(capfd.readouterr().out.splitlines()) >= 1


TODAY = b"<loc>one</loc><lastmod>2026-11-28</lastmod>"
PACKED = gzip.compress(TODAY, mtime=0)
SITEMAPS = {
    "another day": (b"<loc>one</loc><lastmod>2026-01-01</lastmod>", PACKED, True),
    "packed at another time": (TODAY, gzip.compress(TODAY, mtime=7), True),
    "another page": (b"<loc>two</loc>", PACKED, False),
    "another page, packed": (TODAY, gzip.compress(b"<loc>two</loc>", mtime=0), False),
    "no archive": (TODAY, b"no archive", False),
    "half an archive": (TODAY, PACKED[:-9], False),
}


@pytest.mark.parametrize(("plain", "packed", "same"), SITEMAPS.values(), ids=SITEMAPS)
def test_sitemaps_are_the_same_but_for_their_day(tmp_path, plain, packed, same):
    there, fresh = tmp_path / "there", tmp_path / "fresh"
    for folder, one, other in ((there, plain, packed), (fresh, TODAY, PACKED)):
        folder.mkdir()
        (folder / "sitemap.xml").write_bytes(one)
        (folder / "sitemap.xml.gz").write_bytes(other)
    assert (again._below(there) == again._below(fresh)) is same


def test_verify_makes_pages_again_and_says_how_many_and_whose_cells(builds, capfd):
    builds.again()
    assert verified(capfd).splitlines()[1:] == [
        "2 files are composed again of what was published, every byte is the same",
        "3 files of the site are rendered again, every byte is the same",
        "series/01.md: its cells give again what is shown",
    ]


def test_of_a_project_that_was_edited_no_page_is_made_again_which_is_said(builds, capfd):
    builds.again()
    (builds.root / "docs" / "index.md").write_text("other words")
    (said,) = verified(capfd).splitlines()[1:]
    assert said.startswith("the project is another one than the site was built from")
    assert said.endswith("were not made again. Run: make site PROFILE=quick")


def test_verify_names_a_page_that_was_put_there_and_counts_the_rest(builds, capfd):
    builds.again()
    _write(builds.place.build, {"site/one/index.html": "?", "site/two/index.html": "?"})
    with pytest.raises(
        Problem, match=r"site/one/index\.html was added .* \(and 1 more\)\. To make"
    ):
        verified(capfd)


def test_the_site_of_the_full_profile_is_looked_at_where_it_lies(builds, monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "REPOSITORY", tmp_path)
    place = Place("full")
    _write(tmp_path, {"site/index.html": "a page"})
    seal.put(place, seal.read(), seal.Tasks(1, 0))
    count = seal.check(place)
    (tmp_path / "site" / "index.html").write_text("another page")
    with pytest.raises(Problem, match=rf"^{tmp_path}/site/index\.html was changed"):
        seal.check(place)
    assert count == 1 + len(seal.NOTES)


def test_what_was_never_built_or_is_being_built_is_one_clear_error(builds, capfd):
    for prepare in (lambda: None, lambda: (builds.again(), seal.lift(builds.place))):
        prepare()
        with pytest.raises(
            Problem, match=r"no build has ended there, or one is running\. Run: make"
        ):
            verified(capfd)
        assert capfd.readouterr().out == ""
