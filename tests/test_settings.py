from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from analysis.experiments.recipes import measure
from analysis.problem import Problem, nearest
from analysis.settings import PROFILES, Settings, fingerprint, load_settings
from analysis.settings.experiments import Tile
from analysis.settings.together import LARGEST, RULES


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
            '[mlp_runs]\n"" = 3',
            "key 'mlp_runs.' is unknown; known: repetitions",
        ),
        (
            "[oip]\nsteps = 0",
            "key 'oip.steps' should be greater than or equal to 10; received 0",
        ),
        (
            '[training.mlp]\noptimiser = "adamm"',
            ("key 'training.mlp.optimiser' should be 'rmsprop', 'sgd' or 'adam'; received 'adamm'"),
        ),
    ],
)
def test_a_wrong_key_is_named_with_its_file_and_what_would_be_right(profiles, text, hint):
    _own(profiles, text)
    with pytest.raises(Problem) as problem:
        load_settings("own", profiles)
    assert (
        str(problem.value)
        == f"profiles/own.toml: {hint}. Mend the profile; analysis/settings describes every key."
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
            rf"^profiles/own\.toml: key '{key}' should be .*; received {received}\. Mend the"
            r" profile; "
        ),
    ):
        load_settings("own", profiles)


def test_a_grid_list_of_the_wrong_length_is_refused(profiles):
    _own(profiles, "[oip]\ngrids = [3, 7, 14]")
    with pytest.raises(Problem, match=r"own.toml: key 'oip.grids' has too few items; received"):
        load_settings("own", profiles)


def test_a_missing_key_is_named(profiles):
    (profiles / "own.toml").write_text("seed = 1\n")
    with pytest.raises(Problem, match=r"profiles/own.toml: key 'data' is missing"):
        load_settings("own", profiles)


def test_a_profile_that_does_not_exist_names_the_nearest(profiles):
    with pytest.raises(Problem) as problem:
        load_settings("quik", profiles)
    assert (
        str(problem.value)
        == "profile 'quik' does not exist in profiles; nearest 'quick'. Copy profiles/quick.toml"
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


def _refused(folder: Path, text: str) -> str:
    _own(folder, text)
    with pytest.raises(Problem) as problem:
        load_settings("own", folder)
    said = str(problem.value)
    assert said.startswith("profiles/own.toml") and "\n" not in said
    return said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[oip]\nstep_size = inf", "'oip.step_size' should be a finite number; received inf"),
        ("[training.mlp]\nlearning_rate = nan", "'training.mlp.learning_rate' should be a finite"),
        ("[training.full_recipe]\nl2 = -inf", "'training.full_recipe.l2' should be a finite"),
        ("[ladder]\nfirst_step = -0.5", "'ladder.first_step' should be greater than 0"),
        ("[training.mlp]\nmomentum = 1.0", "'training.mlp.momentum' should be less than 1"),
        ("[examples]\nquantile = 1.5", "'examples.quantile' should be less than 1; received 1.5"),
        ("[examples]\nclear = 4", "'examples.clear' should be 3; received 4"),
        ("[examples]\nunclear = 0", "'examples.unclear' should be 2; received 0"),
        ("seed = -1", "'seed' should be greater than or equal to 0; received -1"),
        ("seed = 2147483648", "'seed' should be less than 2147483648"),
        ("[ladder]\nsteps = 1000000000000", "'ladder.steps' should be less than or equal to"),
        ("[oip]\ngrids = [0, 7, 14, 28]", "'oip.grids.0' should be greater than or equal to 2"),
        ("[oip]\ngrids = [-3, 7, 14, 28]", "'oip.grids.0' should be greater than or equal to 2"),
        ("[oip]\ngrids = [3, 14, 7, 28]", "'oip.grids' should rise from each number to the next"),
        ("[oip]\ngrids = [3, 7, 14, 56]", "'oip.grids.3' should be less than or equal to 28"),
        ("[ladder]\nweights = [0.0, 0.0, 0.0, 0.0]", "'ladder.weights' should not all be 0"),
        (
            "[oip.fluctuation]\nconv2d_2 = [0.1, -0.1, 0.2, 0.2]",
            "'oip.fluctuation.conv2d_2.1' should be greater than or equal to 0; received -0.1",
        ),
        (
            "[training]\nmlp_hidden = [30, 30]",
            "'training.mlp_hidden' should be numbers that differ",
        ),
        ("[training]\nmlp_hidden = [10]", "'training.mlp_hidden' should be numbers that differ"),
        ("[training]\nmlp_hidden = [0]", "'training.mlp_hidden.0' should be greater than or equal"),
        ("[training]\nmlp_hidden = []", "'training.mlp_hidden' should have at least 1 item"),
        ("[clusters]\ncounts = [60, 10]", "'clusters.counts' should rise from each number"),
        ("[variants]\npenalties = [1e-3, 1e-3]", "'variants.penalties' should rise from each"),
        ("[variants]\nrates = [0.0, 0.1]", "'variants.rates.0' should be greater than 0"),
        ("[dreams]\ntiles = [84, 168]", "'dreams.tiles' should fall from each number to the next"),
        ("[dreams]\ntiles = [168, 50]", "'dreams.tiles.1' should be 168, 84, 56, 42, 28, 24, 14"),
        ("[dreams]\nmaps = 129", "'dreams.maps' should be less than or equal to 128"),
        ("[ladder.challenge]\nstrangers = [0]", "'ladder.challenge.strangers.0' should be greater"),
        ("oip = [3]", "'oip' should be a table; received [3]"),
    ],
)
def test_a_number_out_of_its_range_is_refused_by_name(profiles, text, said):
    assert f"key {said}" in _refused(profiles, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[data]\nvalidation_images = 2900",
            "data.validation_images = 2900, data.training_images = 3000: of the training images",
        ),
        ("[distributions]\nimages = 5000", "distributions.images = 5000, data.test_images = 1000"),
        ("[variants]\nimages = 2600", "variants.images = 2600, data.training_images = 3000"),
        ("[variants]\nbatch_size = 129", "variants.batch_size = 129, variants.images = 128"),
        ("[variants]\nheld_out = 501", "variants.held_out = 501, data.validation_images = 500"),
        ("[variants]\nmlp_epochs = 1", "variants.epochs = 1, variants.mlp_epochs = 1"),
        ("[clusters]\ncounts = [10, 2501]", "clusters.counts = [10, 2501], data.training_images"),
        ("[training.mlp]\nbatch_size = 2501", "training.mlp.batch_size = 2501, data.training_im"),
        (
            "[training.mlp]\nmomentum = 0.9",
            "training.mlp.optimiser = 'adam', training.mlp.momentum",
        ),
        ("[evolution]\nframes = 31", "evolution.frames = 31, oip.steps = 30: there are no more"),
        ("[ladder]\nlast_step = 2.5", "ladder.last_step = 2.5, ladder.first_step = 2.0: steps get"),
        ("[ladder]\nstarts = 129", "ladder.starts = 129, ladder.candidates = 128"),
        (
            "[ladder.challenge]\nlast_step = 1.5",
            "ladder.challenge.last_step = 1.5, ladder.challenge.first_step = 1.0",
        ),
        (
            "[ladder.challenge]\nevaluations = [40, 7]",
            "ladder.challenge.evaluations = [40, 7], ladder.challenge.strangers = [1]",
        ),
        ("[variants]\npenalties = [0.01, 0.02]", "variants.penalties = [0.01, 0.02]: one of them"),
        ("[distributions]\nblocks = 9", "precursor.candidates = 128, distributions.blocks = 9"),
    ],
)
def test_numbers_that_contradict_one_another_are_named_together(profiles, text, said):
    assert f"own.toml: {said}" in _refused(profiles, text)


def test_every_rule_of_a_profile_names_keys_that_exist(settings):
    assert all(rule.broken(settings) is None for rule in RULES)


def test_the_largest_penalty_of_a_profile_is_the_largest_that_is_chosen():
    assert LARGEST == measure.LARGEST


def test_the_tiles_of_a_profile_are_those_that_fill_the_picture():
    from analysis.experiments.dreams.pictures import SIDE

    even = [side for side in range(SIDE, 10, -1) if SIDE % side == 0 and side % 2 == 0]
    assert list(get_args(Tile)) == even


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'extends = "quick"\n# caf\xe9\n', "is not UTF-8: line 2 holds the byte 0xe9"),
        (b"\xff\xfeextends", "is not UTF-8: line 1 holds the byte 0xff"),
        (b"extends = 3\n", "key 'extends' should be the name of a profile between quotes"),
        (b'extends = ["quick"]\n', "key 'extends' should be the name of a profile"),
        (b"[oip]\nsteps = 11\nsteps = 12\n", "is not valid TOML: Cannot overwrite a value"),
        (b"[oip]\n[oip]\n", "is not valid TOML: Cannot declare"),
        (b"x = " + b"[" * 9999, "is not valid TOML: "),
    ],
)
def test_a_file_that_cannot_be_read_as_a_profile_is_refused_in_one_sentence(
    profiles, content, said
):
    (profiles / "own.toml").write_bytes(content)
    with pytest.raises(Problem) as problem:
        load_settings("own", profiles)
    assert f"profiles/own.toml{':' * said.startswith('key')} {said}" in str(problem.value)


def test_an_editors_byte_order_mark_is_no_part_of_a_profile(profiles):
    (profiles / "own.toml").write_bytes(b'\xef\xbb\xbfextends = "quick"\r\nseed = 7\r\n')
    assert load_settings("own", profiles).seed == 7


@pytest.mark.parametrize("parent", ["", "../profiles/quick", "quick.toml"])
def test_a_profile_extends_a_name_not_a_path(profiles, parent):
    (profiles / "own.toml").write_text(f'extends = "{parent}"\n')
    with pytest.raises(Problem, match=f"profile '{parent}' does not exist in profiles; "):
        load_settings("own", profiles)


def test_profiles_in_a_wider_circle_are_told_with_the_way(profiles):
    (profiles / "own.toml").write_text('extends = "other"\n')
    (profiles / "other.toml").write_text('extends = "own"\n')
    with pytest.raises(Problem, match="by way of own -> other -> own"):
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
