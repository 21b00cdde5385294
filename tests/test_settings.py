from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.problem import Problem, nearest
from analysis.settings import PROFILES, Settings, fingerprint, load_settings


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A folder with a copy of the two profiles, to be spoiled."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    for path in PROFILES.glob("*.toml"):
        (folder / path.name).write_text(path.read_text())
    return folder


def _own(folder: Path, text: str) -> None:
    (folder / "own.toml").write_text('extends = "quick"\n' + text)


@pytest.mark.parametrize("profile", [path.stem for path in sorted(PROFILES.glob("*.toml"))])
def test_every_profile_that_ships_is_valid(profile):
    assert isinstance(load_settings(profile), Settings)


@pytest.mark.parametrize("profile", [path.name for path in sorted(PROFILES.glob("*.toml"))])
def test_every_number_of_a_profile_says_where_it_comes_from(profile):
    section_says = False
    for line in (PROFILES / profile).read_text().splitlines():
        origin = "ours" in line or "series" in line
        if line.startswith("["):
            section_says = origin
        elif (
            "=" in line
            and not line.startswith(("#", "extends"))
            and any(c.isdigit() for c in line.split("=", 1)[1].split("#")[0])
        ):
            assert origin or section_says, f"{profile}: {line}"


def test_a_profile_that_extends_another_holds_only_what_differs(profiles):
    _own(profiles, "[oip]\nsteps = 77\n")
    own = load_settings("own", profiles).model_dump()
    quick = load_settings("quick", profiles).model_dump()
    assert own["oip"].pop("steps") == 77
    quick["oip"].pop("steps")
    assert own == quick


def test_settings_cannot_be_changed_after_they_were_read():
    with pytest.raises(ValueError, match="frozen"):
        load_settings("quick").seed = 1


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[oip]\nstepz = 10", "key 'oip.stepz' is unknown; nearest 'steps'"),
        ("[training.mlp]\nepoch = 1", "key 'training.mlp.epoch' is unknown; nearest 'epochs'"),
        ("sead = 1", "key 'sead' is unknown; nearest 'seed'"),
        (
            "[oip]\nsteps = 0",
            "key 'oip.steps': Input should be greater than or equal to 10; received 0",
        ),
        (
            '[training.mlp]\noptimiser = "adamm"',
            (
                "key 'training.mlp.optimiser': Input should be 'rmsprop', 'sgd' or 'adam'; received"
                " 'adamm'"
            ),
        ),
    ],
)
def test_a_wrong_key_is_named_with_its_file_and_what_would_be_right(profiles, text, hint):
    _own(profiles, text)
    with pytest.raises(Problem) as problem:
        load_settings("own", profiles)
    assert (
        str(problem.value)
        == f"profiles/own.toml: {hint}. Mend the profile; analysis/settings.py describes every key."
    )


@pytest.mark.parametrize(
    ("text", "key", "received"),
    [
        ('[oip]\nsteps = "many"', "oip.steps", "'many'"),
        ("[oip]\nsteps = 10.5", "oip.steps", "10.5"),
        ("oip = 3", "oip", "3"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_what_was_received(profiles, text, key, received):
    _own(profiles, text)
    with pytest.raises(
        Problem,
        match=(
            rf"^profiles/own\.toml: key '{key}': Input should be .*; received {received}\. Mend the"
            r" profile; "
        ),
    ):
        load_settings("own", profiles)


def test_a_grid_list_of_the_wrong_length_is_refused(profiles):
    _own(profiles, "[oip]\ngrids = [3, 7, 14]")
    with pytest.raises(Problem, match=r"own.toml: key 'oip.grids.3': Field required"):
        load_settings("own", profiles)


def test_a_missing_key_is_named(profiles):
    (profiles / "own.toml").write_text("seed = 1\n")
    with pytest.raises(Problem, match=r"profiles/own.toml: key 'data': Field required"):
        load_settings("own", profiles)


def test_a_profile_that_does_not_exist_names_the_nearest(profiles):
    with pytest.raises(Problem) as problem:
        load_settings("quik", profiles)
    assert (
        str(problem.value)
        == "profile 'quik' does not exist in profiles/; nearest 'quick'. Copy profiles/quick.toml"
        " to make one."
    )


def test_a_file_that_is_not_toml_is_named_with_the_line(profiles):
    _own(profiles, "[oip\n")
    with pytest.raises(
        Problem, match=r"profiles/own.toml is not valid TOML: .*line 2.*Mend that line\."
    ):
        load_settings("own", profiles)


def test_profiles_that_extend_one_another_in_a_circle_are_refused(profiles):
    (profiles / "own.toml").write_text('extends = "own"\n')
    with pytest.raises(Problem, match=r"own\.toml"):
        load_settings("own", profiles)


@pytest.mark.parametrize(
    "text", ['[oip]\nsteps = "60"', "[oip]\nsteps = true", '[oip]\nstep_size = "0.01"']
)
def test_a_number_in_quotes_or_a_truth_value_is_not_taken_for_a_number(profiles, text):
    _own(profiles, text)
    with pytest.raises(Problem, match=r"own\.toml: key 'oip\.step"):
        load_settings("own", profiles)


def test_the_fluctuation_weights_are_found_by_the_name_of_the_layer():
    fluctuation = load_settings("full").oip.fluctuation
    assert fluctuation.weights("Conv2D_1") == fluctuation.conv2d_1
    assert fluctuation.weights("Conv2D_3") == fluctuation.conv2d_3


def test_a_fingerprint_holds_the_named_keys_and_nothing_else(make_settings):
    settings = make_settings()
    told = json.loads(fingerprint(settings, ("seed", "training.mlp")))
    assert told == {"seed": settings.seed, "training.mlp": settings.training.mlp.model_dump()}


def test_a_fingerprint_does_not_depend_on_the_order_of_its_keys(settings):
    assert fingerprint(settings, ("seed", "data")) == fingerprint(settings, ("data", "seed"))


def test_the_nearest_name_is_told_or_the_known_ones():
    assert (
        nearest("oip-conv3-galery", ["oip-conv3-gallery", "confusion"])
        == "nearest 'oip-conv3-gallery'"
    )
    assert nearest("xyz", ["one", "two"]) == "known: one, two"
    assert nearest("xyz", []) == "none exist"
    assert nearest("qqq", [f"name-{n:02}" for n in range(20)]).endswith("name-11, ...")
