"""One version, said alike everywhere, and told on a page of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from analysis.problem import Problem
from site_config.paths import CITATION, REPOSITORY
from site_config.release.ready import one_version
from site_config.words.versions import versions

TWO = """
[[version]]
number = "0.2.0"
day = 2027-01-02
what = ["Something new."]

[[version]]
number = "0.1.0"
day = 2026-11-21
what = ["All of it."]
"""


def test_every_place_names_the_version_that_is_newest():
    assert one_version() == versions()[0]
    assert one_version(f"v{versions()[0].number}") == versions()[0]


def test_a_tag_without_a_version_is_one_clear_error():
    with pytest.raises(Problem, match=r"the tag 'v9\.9\.9' says 9\.9\.9, versions\.toml says"):
        one_version("v9.9.9")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TWO.replace("2027", "2025"), "Put the newest first"),
        (TWO.replace("0.2.0", "0.1.0"), "stands there twice"),
        (TWO.replace("0.2.0", "two"), "number"),
        (TWO.replace('["Something new."]', "[]"), "what"),
        ("", "version"),
    ],
)
def test_a_wrong_list_of_versions_is_one_clear_error(tmp_path: Path, text: str, said: str):
    path = tmp_path / "versions.toml"
    path.write_text(text)
    with pytest.raises(Problem) as problem:
        versions(path)
    assert "versions.toml" in str(problem.value) and said in str(problem.value)


def test_the_list_is_read_newest_first(tmp_path: Path):
    path = tmp_path / "versions.toml"
    path.write_text(TWO)
    assert [one.number for one in versions(path)] == ["0.2.0", "0.1.0"]


def _checked(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    return subprocess.run([*command, *map(str, files)], capture_output=True, text=True)


def test_the_citation_file_is_valid(tmp_path: Path):
    done = _checked("citation-file-format", CITATION)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "CITATION.cff"
    wrong.write_text(CITATION.read_text().replace("cff-version", "cff-vision"))
    assert _checked("citation-file-format", wrong).returncode != 0


def test_workflows_are_valid_pinned_bounded_and_grant_little():
    files = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
    assert _checked("github-workflows", *files).returncode == 0
    for file in files:
        flow = yaml.safe_load(file.read_text())
        assert flow["permissions"] in ({}, {"contents": "read"}), file
        for name, job in flow["jobs"].items():
            assert job["timeout-minutes"] <= 120, (file, name)
            for step in job["steps"]:
                used = step.get("uses", "").partition("@")
                assert not used[0] or len(used[2]) == 40, (file, used)
                assert "${{" not in step.get("run", ""), (file, "a name could be a command")
