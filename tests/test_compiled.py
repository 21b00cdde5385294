"""What a theme's templates are compiled to is kept, and counts for the very text alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from site_config.build.renderers.compiled import Compiled, folder
from site_config.build.renderers.mkdocs import PACKAGES


def said(text: str) -> str:
    """Return what a template of this text says, in an environment of MkDocs that is new."""
    jinja = Compiled(PACKAGES).on_env(Environment(loader=DictLoader({"page.html": text})))
    return jinja.get_template("page.html").render(number=3)


@pytest.fixture
def prefix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that is the environment of this Python."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    return tmp_path


def kept(prefix: Path) -> list[Path]:
    return sorted(path for path in prefix.rglob("*") if path.is_file())


def test_a_template_is_compiled_once(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said("{{ number + 1 }}") == "4"
    (file,) = kept(prefix)
    assert file.parent == folder(PACKAGES) and "mkdocs-material-" in file.parent.name
    monkeypatch.setattr(Environment, "compile", lambda *_, **__: pytest.fail("compiled again"))
    assert said("{{ number + 1 }}") == "4"


def test_a_changed_template_is_compiled_anew(prefix: Path) -> None:
    assert [said("{{ number + 1 }}"), said("{{ number + 2 }}")] == ["4", "5"]


@pytest.mark.parametrize("left", [b"", b"nonsense", bytes(2000)])
def test_what_was_spoilt_is_compiled_anew(prefix: Path, left: bytes) -> None:
    said("{{ number }}")
    (file,) = kept(prefix)
    file.write_bytes(left)
    assert said("{{ number }}") == "3"


def test_another_version_reads_nothing_of_it(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said("{{ number }}")
    monkeypatch.setattr("site_config.build.renderers.compiled.version", lambda name: f"0 of {name}")
    said("{{ number }}")
    assert len({file.parent for file in kept(prefix)}) == 2


def test_a_python_of_the_system_keeps_nothing(
    prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "base_prefix", str(prefix))
    assert said("{{ number }}") == "3" and not kept(prefix)


def test_a_file_in_its_place_hinders_nothing(prefix: Path) -> None:
    (prefix / "cache").write_text("somebody's")
    assert said("{{ number }}") == "3" and kept(prefix) == [prefix / "cache"]


def test_a_full_disk_hinders_nothing(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jinja2.bccache.tempfile.NamedTemporaryFile", full)
    assert said("{{ number }}") == "3" and not kept(prefix)
