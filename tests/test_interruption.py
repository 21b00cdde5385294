"""``kill -9`` at the worst moments: the next run resumes and ends with what an undisturbed run
makes.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from project import Project

GALLERY = "arrays/oip-gallery-conv2d-1.npz"
FIGURES = (
    "learning-rates",
    "one-oip",
    "oips-conv2d-1",
    "response-curves",
    "start-by-scale",
    "tensor-shapes",
    "three-fours-images",
    "fill-rate",
)


def published(project: Project) -> dict[str, object]:
    """Return the manifest without what may differ between two runs."""
    manifest = json.loads((project.artifacts / "manifest.json").read_text())
    del manifest["made_with"]
    return manifest


@pytest.fixture
def unmade(tiny: Project, tmp_path: Path) -> Project:
    """A copy of the tiny project in which a network, a gallery, some figures and the site are still
    to be made.

    The rest is kept: making everything twice would take as long as all other tests together.
    """
    project = Project(tmp_path / "interrupted")
    shutil.copytree(tiny.root, project.root, symlinks=True)
    shutil.rmtree(project.site)
    shutil.rmtree(project.build_folder / "checkpoints", ignore_errors=True)
    made = [
        "manifest.json",
        "networks/full-recipe.keras",
        "arrays/training-full-recipe.npz",
        GALLERY,
        *(f"figures/{name}.png" for name in FIGURES),
    ]
    for path in [
        *(project.artifacts / name for name in made),
        project.build_folder / "staged.sha256",
        project.build_folder / "published.sha256",
        project.build_folder / "measured.sha256",
    ]:
        path.unlink()
    return project


def test_a_build_killed_again_and_again_ends_with_the_artifacts_of_an_undisturbed_one(
    unmade: Project, tiny: Project
) -> None:
    project = unmade
    figures = [unmade.artifacts / "figures" / f"{name}.png" for name in FIGURES]
    checkpoint = project.build_folder / "checkpoints" / "full-recipe.json"
    project.kill_when(checkpoint.is_file)
    resumed = project.kill_when((project.artifacts / GALLERY).is_file)
    assert "full-recipe goes on after epoch 1 of 2" in resumed
    project.kill_when(lambda: sum(path.is_file() for path in figures) > 3)
    assert not (project.artifacts / "manifest.json").exists()  # written last
    project.kill_when((project.build_folder / "staged.sha256").is_file)
    assert not (project.site / "index.html").exists()
    status, output = project.build()
    assert status == 0, output
    assert "train" not in output
    assert published(project) == published(tiny)
    assert (project.site / "index.html").read_bytes() == (tiny.site / "index.html").read_bytes()
