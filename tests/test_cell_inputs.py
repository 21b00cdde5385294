"""What runs a page's cells again: what they call, and figures where they may look at one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from site_config.build import printed
from site_config.build.cell_inputs import cells_digest, sees_figures
from site_config.pages.page import Cell

ART = "from analysis.artifacts import open_artifacts\nart = open_artifacts()\n"


@pytest.mark.parametrize(
    "source",
    [
        "from analysis.artifacts import show\nshow('oip-evolution')",
        "import analysis.artifacts as a\na.show('oip-evolution')",
        f"{ART}len(art.figures)",
        f"{ART}art.manifest.figures[0].caption",
        f"{ART}art.manifest.model_dump_json()",
        f"{ART}m = art.manifest\nm.settings",
        f"{ART}list(art.folder.iterdir())",
        f"{ART}art.read(record)",
        "from analysis.figures.mlp import NAMED",
        "import analysis.figures",
        "open('build/full/artifacts/figures/one-oip.light.svg').read()",
        "!ls build/full/artifacts",
        "import os\nos.environ['ARTIFACTS']",
        "getattr(art, 'figures')",
    ],
)
def test_cells_that_may_look_at_a_figure_run_again_where_one_is_drawn(source: str) -> None:
    assert sees_figures([Cell("code", "1", 1), Cell("code", source, 3)])


@pytest.mark.parametrize(
    "source",
    [
        f"{ART}art.arrays('oip-evolution').frames.shape",
        f"{ART}art.manifest.settings['oip']['steps']",
        f"{ART}art.manifest.claims[0].verdict",
        f"{ART}art.values['oip-steps'].text",
        f"{ART}art.network()",
        "from analysis.images.similarity import pairwise\npairwise(a, b)  # no figure of it",
        "'it shows no figure'",
        "1 +",
    ],
)
def test_cells_that_read_numbers_alone_stay_as_they_are(source: str) -> None:
    assert not sees_figures([Cell("code", source, 1)])


@pytest.fixture
def after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """A function from a cell and a module's code to the digest of the cell."""
    monkeypatch.setattr(printed, "REPOSITORY", tmp_path)
    (tmp_path / "analysis").mkdir()

    def digest(cell: str, code: str) -> str:
        (tmp_path / "analysis" / "rule.py").write_text(code)
        return cells_digest([Cell("code", cell, 1)])

    return digest


@pytest.mark.parametrize(
    "cell",
    [
        "from analysis.rule import common",
        "from analysis import rule",
        "import analysis.rule\nanalysis.rule.common()",
    ],
)
def test_what_cells_call_counts_by_its_meaning(after: Callable[[str, str], str], cell: str) -> None:
    first = after(cell, 'def common():\n    """Words."""\n    return 1\n')
    assert first == after(cell, "def common():\n    # other words\n    return 1\n")
    assert first != after(cell, "def common():\n    return 2\n")
