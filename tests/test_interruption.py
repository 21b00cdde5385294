"""``kill -9`` at the worst moments: the next run resumes and ends with what an undisturbed run makes."""

from __future__ import annotations

import json
from pathlib import Path

from project import Project, copy_project


def published(project: Project) -> dict[str, object]:
    """Return the manifest without what may differ between two runs."""
    manifest = json.loads((project.artifacts / "manifest.json").read_text())
    del manifest["made_with"]
    return manifest


def test_a_build_killed_again_and_again_ends_with_the_artifacts_of_an_undisturbed_one(tmp_path: Path, tiny: Project) -> None:
    project = copy_project(tmp_path / "interrupted")
    checkpoint = project.build_folder / "checkpoints" / "full-recipe.json"
    project.kill_when(checkpoint.is_file)
    resumed = project.kill_when((project.artifacts / "arrays" / "oip-gallery-conv2d-1.npz").is_file)
    assert "full-recipe goes on after epoch 1 of 2" in resumed
    project.kill_when(lambda: len(list(project.artifacts.glob("figures/*.png"))) > 5)
    assert not (project.artifacts / "manifest.json").exists()  # written last
    project.kill_when((project.build_folder / "staged.sha256").is_file)
    assert not (project.site / "index.html").exists()
    status, output = project.build()
    assert status == 0, output
    assert "train" not in output
    assert published(project) == published(tiny)
    assert (project.site / "index.html").read_bytes() == (tiny.site / "index.html").read_bytes()
