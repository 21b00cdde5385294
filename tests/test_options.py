"""What is typed at a terminal is looked at before anything is loaded, and refused in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from project import REPOSITORY

from analysis.__main__ import main
from analysis.networks.series import MAPS, NODES
from analysis.networks.windows import windows
from analysis.oips.asked import Request, checked
from analysis.oips.one import find_oip
from analysis.options import OURS, refuse_among_sources, refuse_unwritable
from analysis.problem import Problem
from analysis.settings import load_settings
from analysis.subject import address, called
from site_config.__main__ import main as site


@pytest.fixture
def refused(monkeypatch, capfd):
    """A function from what is typed to the one line that says why nothing is done."""

    def loaded(*arguments: object, **more: object) -> None:
        raise AssertionError("something was loaded before the question was looked at")

    monkeypatch.delenv("TERMINAL_FD", raising=False)
    for name in ("stop_at_once", "load_quietly"):
        monkeypatch.setattr(f"analysis.__main__.{name}", lambda *said: None)
    for name in ("load_model", "load_dataset", "framework.prepare"):
        monkeypatch.setattr(f"analysis.oips.one.{name}", loaded)
    monkeypatch.setattr("analysis.publishing.reproduce.Artifacts", loaded)
    monkeypatch.setattr("analysis.artifacts.Artifacts", loaded)

    def refused(*typed: str) -> str:
        monkeypatch.setattr("sys.argv", ["analysis", *typed])
        try:
            status = main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        (line,) = capfd.readouterr().err.splitlines()
        assert status != 0 and line.startswith("error: ")
        return line

    return refused


OIP = ("oip", "--layer", "conv2d-3", "--map", "3")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((*OIP, "--steps", "0"), "--steps: '0' should be a whole number from 1 to 100000"),
        ((*OIP, "--steps", "-5"), "--steps: '-5' should be a whole number"),
        ((*OIP, "--steps", "1e3"), "--steps: '1e3' should be a whole number"),
        ((*OIP, "--steps", "10000000"), "--steps: '10000000' should be a whole number"),
        ((*OIP, "--seed", "-1"), "--seed: '-1' should be a whole number from 0 to 4294967295"),
        ((*OIP, "--seed", "4294967296"), "--seed: '4294967296' should be a whole number"),
        ((*OIP, "--seed", "nan"), "--seed: 'nan' should be a whole number"),
        ((*OIP, "--map", "-1"), "--map: '-1' should be a whole number"),
        ((*OIP, "--map", "128"), "map 128 does not exist in Conv2D_3; it has 128 maps, 0 to 127"),
        ((*OIP, "--domain", "bocks"), "domain 'bocks' does not exist; nearest 'box'. There are"),
        ((*OIP, "--network", "mlp"), "network 'mlp' does not exist. There are full-recipe and"),
        ((*OIP, "--objective", "node:3,0"), "a map of Conv2D_3 has 3 x 3 nodes"),
        ((*OIP, "--start", "image:55000"), "image:INDEX with an index up to 54999"),
        ((*OIP, "--start", "noise:1"), "start 'noise:1' does not exist. There are fluctuation"),
        ((*OIP, "--start", "blak"), "start 'blak' does not exist; nearest 'black'"),
        ((*OIP, "--start", "black"), "start 'black' does not lie on the sphere"),
        ((*OIP, "--profile", "ful"), "profile 'ful' does not exist in site_config/profiles; near"),
        ((*OIP, "--out", "oip.png"), "--out oip.png looks like a file; it names a folder"),
        ((*OIP, "--out", "/dev/null"), "--out /dev/null: /dev/null is no folder"),
        ((*OIP, "--layer", "Conv2D_4"), "layer 'Conv2D_4' has no maps; nearest 'Conv2D_"),
        ((*OIP, "--layer", "max-pool-1"), "layer 'max-pool-1' has no maps. Layers with maps: Conv"),
        (("oip", "--layer", "conv2d-3"), "the following arguments are required: --map"),
        (("reproduce", "Conv2D_3/128"), "map 128 does not exist in Conv2D_3"),
        (("reproduce", "conv2d-3/x"), "map 'x' does not exist in Conv2D_3"),
        (("reproduce", "conv2d-33/1"), "layer 'conv2d-33' has no maps; nearest 'conv2d-3'"),
        (("reproduce", "oip-evolutoin"), "is no published figure; nearest 'oip-evolution'"),
        (("verify", "--sample", "-1"), "--sample: '-1' should be a whole number from 0 to 10000"),
        (("verify", "--profile", "quik"), "profile 'quik' does not exist"),
        (("bench", "--steps", "0"), "--steps: '0' should be a whole number"),
        (("bench", "--layer", "conv3"), "layer 'conv3' has no maps; nearest 'conv2d-3'"),
        (("atlas", "a\udcff.keras"), "'a\\udcff.keras' is not UTF-8; name it otherwise"),
        (("atlas", "x.keras", "--layers", ","), "--layers: ',' should be names, separated by com"),
        (
            ("atlas", "日本.keras"),
            "日本.keras gives the atlas no name: use small letters",
        ),
        (("--profile", "quik", "atlas", "x.keras", "--images", "x"), "key 'profile' should be 'q"),
        (("atlas", "~nobody-of-this-name/x.keras", "--images", "/x.npz"), "/x.npz does not exist"),
        (("speed", "--steps", "many"), "--steps: 'many' should be a whole number"),
        (("speed", "--out", "/dev/null/below"), "/dev/null is no folder. Name another place"),
    ],
)
def test_a_mistyped_option_is_refused_before_anything_is_loaded(refused, typed, said):
    assert said in refused(*typed)


@pytest.mark.parametrize("port", ["70000", "-1", "http", "80.5"])
def test_a_port_that_cannot_be_is_refused(monkeypatch, capfd, port):
    monkeypatch.delenv("TERMINAL_FD", raising=False)
    monkeypatch.setattr("sys.argv", ["site_config", "serve", "--port", port])
    with pytest.raises(SystemExit):
        site()
    (line,) = capfd.readouterr().err.splitlines()
    assert f"--port: '{port}' should be a whole number from 0 to 65535" in line


def test_a_mistyped_layer_is_told_without_any_framework():
    code = (
        "import sys; sys.argv[1:] = ['oip', '--layer', 'Conv2D_9', '--map', '1'];"
        "from analysis.__main__ import main; status = main();"
        "sys.exit(3 if {'keras', 'tensorflow', 'jax'} & set(sys.modules) else status)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1 and "layer 'Conv2D_9' has no maps" in ended.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": 0}, "steps is 0; it should be a whole number from 1"),
        ({"steps": 2.5}, "steps is 2.5; it should be a whole number"),
        ({"seed": -1}, "seed is -1; it should be a whole number from 0"),
        ({"map": True}, "map True does not exist in Conv2D_3"),
        ({"layer": "Dense_100"}, "layer 'Dense_100' has no maps"),
        ({"starts": 0}, "starts is 0; it should be a whole number from 1"),
        ({"rule": "serious"}, "rule 'serious' does not exist; nearest 'series'"),
        ({"weights": (1.0, 2.0)}, "weights 1,2 should be 4 numbers"),
        ({"weights": (1e-320, 0.0, 0.0, 0.0)}, "weights 9.99989e-321,0,0,0 should be .* not all 0"),
        ({"weights": (0.0, -1e200, 0.0, 0.0)}, "weights .* should be 4 .* none beyond 1000 and"),
        ({"weights": ()}, "weights  should be 4 numbers"),
        ({"weights": (0.0, 0.0, 0.0, 0.0)}, "weights 0,0,0,0 should be .* not all 0"),
        ({"weights": (1, 0, 0, 0), "start": "noise"}, "weights 1,0,0,0 belong to fluctuations"),
    ],
)
def test_a_notebook_is_told_the_same(monkeypatch, change, said):
    monkeypatch.setattr("analysis.oips.one.framework.prepare", pytest.fail)
    with pytest.raises(Problem, match=said):
        find_oip(Request(**{"layer": "Conv2D_3", "map": 3, "profile": "quick", **change}))


@pytest.mark.parametrize("spelling", ["Conv2D_3", "conv2d-3", "conv2d_3", "CONV2D-3"])
def test_a_layer_is_called_by_its_name_or_its_address(spelling):
    assert called(spelling, MAPS) == "Conv2D_3"
    assert checked(Request(spelling, 1), load_settings("quick")).layer == "Conv2D_3"


def test_layers_that_differ_in_their_spelling_alone_are_told_apart():
    assert [called(name, ("conv_1", "Conv_1")) for name in ("conv_1", "Conv_1")] == [
        "conv_1",
        "Conv_1",
    ]


def test_addresses_lead_back_to_every_layer_of_the_series():
    assert [called(address(layer), MAPS) for layer in MAPS] == list(MAPS)


def test_the_sizes_that_questions_are_held_against_are_the_networks(model):
    for layer, maps in MAPS.items():
        assert model.get_layer(layer).filters == maps
        assert [window.count for window in windows(model, layer)] == [NODES[layer]] * 2


def test_a_folder_that_does_not_exist_yet_is_not_made_by_looking(tmp_path):
    refuse_unwritable(tmp_path / "new" / "folder", ("a.png",))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("file", "is no folder. Name another place"),
        ("file/below/it", "is no folder. Name another place"),
        ("picture.PNG", "looks like a file; it names a folder, in which a.png are written"),
        ("taken", "a.png is a folder. Name another place"),
        ("/proc", "cannot be written: "),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path, folder, said):
    (tmp_path / "file").write_text("kept")
    (tmp_path / "taken" / "a.png").mkdir(parents=True)
    if folder == "/proc" and not Path("/proc").is_dir():
        pytest.skip("needs a folder in which nobody can write")
    with pytest.raises(Problem, match=said):
        refuse_unwritable(tmp_path / folder, ("a.png",))
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize("named", [*OURS, "docs/about", "build/../templates", "site/series"])
def test_nothing_is_built_among_what_builds_are_made_from(monkeypatch, capfd, named):
    monkeypatch.delenv("TERMINAL_FD", raising=False)
    monkeypatch.setenv("BUILD", named)
    monkeypatch.setattr("sys.argv", ["site_config", "verify", "--profile", "quick"])
    assert site() == 1
    assert "which is a part of the project. Name another folder" in capfd.readouterr().err
    assert not (REPOSITORY / named / "quick").exists()


@pytest.mark.parametrize("named", ["build", "documents", "build/docs", "../elsewhere", "."])
def test_builds_lie_anywhere_else(named):
    refuse_among_sources(REPOSITORY / named / "quick", REPOSITORY)
