"""The command for one map, and the one that computes a published thing again: right answers, and
one clear error for each wrong question.
"""

from __future__ import annotations

import json
import re

import numpy as np
import oracles
import pytest
from PIL import Image
from project import Project

from analysis.__main__ import main
from analysis.artifacts import Artifacts
from analysis.networks.storage import load_model
from analysis.oips.asked import Request
from analysis.oips.found import told
from analysis.oips.one import find_oip


@pytest.fixture(scope="module")
def published(tiny: Project) -> Artifacts:
    return Artifacts(tiny.artifacts)


@pytest.fixture
def here(tiny: Project, monkeypatch):
    """The tiny project as the one that profiles and artifacts are looked for in."""
    monkeypatch.setenv("BUILD", str(tiny.build_folder.parent))
    monkeypatch.setattr(
        "analysis.settings.profiles.PROFILES", tiny.root / "site_config" / "profiles"
    )
    return tiny


@pytest.fixture
def ask(here, monkeypatch, capsys):
    """Ask in this process what a person asks at the terminal; return the exit status and all that
    was said.

    A process for each question would start the framework each time and take ten seconds for it.
    """

    def ask(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["analysis", *arguments, "--profile", "tiny"])
        status = main()
        said = capsys.readouterr()
        return status, said.out + said.err

    return ask


@pytest.mark.parametrize(
    ("domain", "objective"),
    [
        ("sphere", "mean"),
        ("box", "mean"),
        ("sphere", "node:1,1"),
        ("box", "any-node"),
        ("sphere", "negative"),
    ],
)
def test_an_oip_raises_its_objective_and_is_saved_with_its_numbers(
    here, published, tmp_path, domain, objective
):
    request = Request("Conv2D_3", 7, domain=domain, objective=objective, profile="tiny")
    found = find_oip(request)
    assert found.response == max(found.numbers.responses_of_all_starts) >= found.curve[0]
    weights = load_model(published.network()).get_weights()
    before = oracles.forward(weights, found.image)["Conv2D_3/pre"][..., 7]
    slow = {
        "mean": np.maximum(before, 0).mean(),
        "node:1,1": max(before[1, 1], 0),
        "any-node": max(before.max(), 0),
        "negative": -before.mean(),
    }
    assert found.response == pytest.approx(slow[objective], rel=1e-3, abs=1e-4)
    picture, arrays, numbers = found.save(tmp_path)
    assert json.loads(numbers.read_text())["response"] == found.response
    with np.load(arrays) as stored:
        assert (stored["image"] == found.image).all()
    low, high = found.numbers.ends
    back = low + np.asarray(Image.open(picture), float) / 255 * (high - low)
    assert abs(back - found.image).max() <= (high - low) / 510 + 1e-6
    assert "Conv2D_3, map 7" in told(found)


def test_the_command_prints_numbers_and_writes_three_files(ask, tmp_path):
    status, output = ask(
        "oip",
        "--layer",
        "Conv2D_2",
        "--map",
        "3",
        "--out",
        str(tmp_path / "new" / "folder"),
        "--steps",
        "12",
    )
    assert status == 0, output
    assert "Conv2D_2, map 3, sphere: mean" in output and "after 12 steps" in output
    assert re.search(r"^  published: \d", output, re.M)
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == [
        "conv2d-2-3.json",
        "conv2d-2-3.npz",
        "conv2d-2-3.png",
    ]


@pytest.mark.parametrize(
    ("start", "count", "domain"),
    [
        ("fluctuation", 2, "sphere"),
        ("noise", 2, "sphere"),
        ("noise", 2, "box"),
        ("black", 1, "box"),
        ("image:12", 1, "sphere"),
        ("image:12", 1, "box"),
    ],
)
def test_other_starts_lead_to_oips_too(here, start, count, domain):
    found = find_oip(Request("Conv2D_1", 4, start=start, domain=domain, profile="tiny"))
    assert len(found.numbers.responses_of_all_starts) == count
    assert found.numbers.request.start == start
    assert np.isfinite(found.image).all() and found.response >= found.curve[0]


@pytest.mark.parametrize("domain", ["sphere", "box"])
def test_what_a_person_finds_is_no_more_than_what_is_published(here, published, domain):
    shown = published.arrays(f"oip-set-conv2d-3-{domain}")
    number = int(np.flatnonzero(shown.rung != "plain")[0])  # a scan had replaced its plain starts
    found = find_oip(Request("conv2d-3", number, domain=domain, profile="tiny"))
    assert found.response <= shown.response[number] * (1 + 1e-3)


def test_a_figure_comes_out_again(ask):
    status, output = ask("reproduce", "fluctuation-spectrum")
    assert status == 0, output
    assert "fluctuations: recomputed, largest deviation 0 of its range" in output


def test_a_map_comes_out_again_in_both_domains(ask):
    status, output = ask("reproduce", "conv2d-3/5")
    assert status == 0, output
    for domain in ("sphere", "box"):
        assert f"map 5 of Conv2D_3 on the {domain}: the published picture, from " in output
