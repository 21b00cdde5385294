"""``kill -9`` at the worst moments: the next run resumes and ends with what an undisturbed run makes."""

from __future__ import annotations

import json

import pytest
from project import Project, copy_project


def published(project: Project) -> dict[str, object]:
    """Return the manifest without what may differ between two runs."""
    manifest = json.loads((project.artifacts / "manifest.json").read_text())
    del manifest["made_with"]
    return manifest


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A build killed during a training, during a measurement, while drawing and while rendering, then finished."""
    project = copy_project(tmp_path_factory.mktemp("interrupted"))
    moments = {
        "training": lambda: (project.build_folder / "checkpoints" / "full-recipe.json").is_file(),
        "measuring": lambda: (project.artifacts / "arrays" / "oip-gallery-conv2d-1.npz").is_file(),
        "drawing": lambda: len(list(project.artifacts.glob("figures/*.png"))) > 5,
        "rendering": lambda: (project.build_folder / "site_docs").is_dir(),
    }
    for reached in moments.values():
        project.kill_when(reached)
        assert not (project.artifacts / "manifest.json").exists() or json.loads((project.artifacts / "manifest.json").read_text())
    status, output = project.build()
    assert status == 0, output
    return project


def test_a_killed_build_ends_with_the_artifacts_of_an_undisturbed_one(interrupted: Project, tiny: Project) -> None:
    assert published(interrupted) == published(tiny)


def test_a_killed_training_goes_on_after_its_last_whole_epoch(tmp_path, tiny: Project) -> None:
    project = copy_project(tmp_path / "training")
    project.kill_when(lambda: (project.build_folder / "checkpoints" / "full-recipe.json").is_file())
    status, output = project.build()
    assert status == 0, output
    assert "full-recipe goes on after epoch 1 of 2" in output
    assert published(project) == published(tiny)
