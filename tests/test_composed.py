"""What nothing has changed for is taken as it was composed before; all else is made again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from site_config.build import composed
from site_config.build.content import of_folder
from site_config.build.folder import bring_to, contents
from site_config.pages import kept
from site_config.paths import Place

FILES = {"a.md": b"a page", "a-0.png": b"a picture", "notebooks/a.ipynb": b"{}"}


class Staging:
    """A staged folder; ``made`` counts how often its piece was composed."""

    def __init__(self) -> None:
        self.place, self.made = Place("quick"), 0

    def compose(self) -> dict[str, bytes]:
        self.made += 1
        return dict(FILES)

    def again(self, of: str = "words") -> bool:
        """Stage; return whether the piece was composed."""
        known, count = composed.before(self.place), self.made
        files = known.piece("a.md", of, self.compose)
        assert files == FILES
        bring_to(self.place.staged, files)
        composed.remember(self.place, known)
        return self.made > count


@pytest.fixture
def staging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Staging:
    monkeypatch.setenv("BUILD", str(tmp_path))
    return Staging()


def test_a_piece_is_composed_once_and_again_where_it_is_made_of_something_else(
    staging: Staging,
) -> None:
    assert staging.again() and not staging.again()
    assert staging.again("other words") and not staging.again("other words")
    assert staging.again()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"tampered", None])
def test_a_piece_is_composed_again_where_one_of_its_files_is_not_as_it_was_left(
    staging: Staging, name: str, content: bytes | None
) -> None:
    staging.again()
    path = staging.place.staged / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert staging.again() and not staging.again()


def _link(path: Path) -> None:
    path.rename(elsewhere := path.parents[1] / "elsewhere")
    path.symlink_to(elsewhere)


def _folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    _foreign(path)


def _foreign(path: Path) -> None:
    path.mkdir()
    (path / "page.md").write_text("foreign")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a.md", _link),
        ("notebooks", _link),
        ("a.md", _folder),
        ("pipe", os.mkfifo),
        ("dead.md", lambda path: path.symlink_to("nowhere")),
        ("foreign", _foreign),
    ],
)
def test_what_is_no_file_of_the_folder_is_made_good(
    staging: Staging, name: str, change: Callable[[Path], None]
) -> None:
    staging.again()
    whole = of_folder(staging.place.staged)
    change(staging.place.staged / name)
    assert of_folder(staging.place.staged) != whole
    staging.again()
    assert of_folder(staging.place.staged) == whole
    assert contents(staging.place.staged) == FILES


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a.md": 1}', '{"a.md": {"of": "words"}}'])
def test_a_damaged_record_is_none(staging: Staging, content: str) -> None:
    staging.again()
    (staging.place.build / composed.FILE).write_text(content)
    assert staging.again() and not staging.again()


def test_a_piece_that_is_gone_is_forgotten(staging: Staging) -> None:
    staging.again()
    composed.remember(staging.place, composed.before(staging.place))
    assert json.loads((staging.place.build / composed.FILE).read_text()) == {}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return what begins a run that knows what the last one kept alone."""
    monkeypatch.setenv("BUILD", str(tmp_path))
    (tmp_path / "full").mkdir()

    def begin() -> None:
        monkeypatch.setattr(kept, "_used", {})
        kept._before.cache_clear()

    begin()
    yield begin
    kept._before.cache_clear()


def test_what_was_read_off_a_text_is_kept_as_long_as_it_is_used(run) -> None:
    asked: list[str] = []

    def read(text: str) -> str:
        asked.append(text)
        return text.upper()

    assert [kept.kept(read, text) for text in ("one", "two", "one")] == ["ONE", "TWO", "ONE"]
    kept.keep()
    run()
    assert kept.kept(read, "two") == "TWO" and asked == ["one", "two"]
    kept.keep()
    run()
    assert kept.kept(read, "one") == "ONE" and asked == ["one", "two", "one"]


def test_a_run_that_forgets_takes_nothing_from_what_was_kept(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def read(text: str) -> str:
        asked.append(text)
        return text.upper()

    monkeypatch.setattr(kept, "_anew", False)
    assert kept.kept(read, "one") == "ONE"
    kept.keep()
    run()
    kept.forget()
    assert kept.kept(read, "one") == "ONE" and asked == ["one", "one"]


def test_what_another_reader_made_of_a_text_or_a_damaged_file_keeps_is_read_again(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upper(text: str) -> str:
        return text.upper()

    def title(text: str) -> str:
        return text.title()

    assert kept.kept(upper, "one") == "ONE"
    kept.keep()
    run()
    assert kept.kept(title, "one") == "One"
    (tmp_path / "full" / kept.FILE).write_bytes(b"\x80no pickle")
    run()
    assert kept.kept(upper, "one") == "ONE"
    monkeypatch.setattr(kept, "_makers", lambda _: "other code")
    assert kept.kept(upper, "one") == "ONE" and len(kept._used) == 2
