"""Ids of Software Heritage follow from content, and name the lines that are meant."""

from __future__ import annotations

import subprocess

import pytest

from analysis.artifacts import Source
from site_config.paths import REPOSITORY
from site_config.words import swhid
from site_config.words.swhid import content_id, directory_id, lines_of, revision_id

CODE = """# a comment
import functools


@functools.cache
def outer():
    def inner():
        return 1

    return inner


class Kept:
    def way(self):
        return 2
"""


def test_the_id_of_a_content_is_the_one_that_the_archive_gives_it():
    # of nothing at all, and of the example in the book on git
    assert content_id(b"") == "swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert content_id(b"test content\n") == "swh:1:cnt:d670460b4b4aece5915caf5c68d12f560a9fe3e4"


def test_commits_and_folders_have_the_names_that_git_gives_them():
    assert revision_id("0a") == "swh:1:rev:0a" and directory_id("0b") == "swh:1:dir:0b"


def _source(function: str) -> Source:
    return Source(function=f"code.{function}", file="code.py", first_line=90, last_line=91)


@pytest.mark.parametrize(
    ("function", "first", "last"),
    [("outer", 5, 10), ("Kept.way", 14, 15), ("gone", 90, 91)],
)
def test_lines_are_found_where_they_stand_now(tmp_path, monkeypatch, function, first, last):
    (tmp_path / "code.py").write_text(CODE)
    monkeypatch.setattr(swhid, "REPOSITORY", tmp_path)
    found = lines_of(_source(function))
    assert (found.first, found.last) == (first, last)
    assert found.swhid == f"{content_id(CODE.encode())};lines={first}-{last}"


def test_git_gives_a_file_of_the_project_the_same_digest():
    file = REPOSITORY / "analysis" / "problem.py"
    told = subprocess.run(
        ["git", "hash-object", "--no-filters", file], capture_output=True, text=True, check=True
    )
    assert content_id(file.read_bytes()) == f"swh:1:cnt:{told.stdout.strip()}"
