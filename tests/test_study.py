from __future__ import annotations

import numpy as np
import pytest

from analysis.study import Study, no_progress


def test_settings_that_were_declared_can_be_read(make_study, settings):
    assert make_study("oip").settings.oip == settings.oip


def test_settings_that_were_not_declared_are_refused(make_study):
    with pytest.raises(AttributeError) as error:
        _ = make_study("oip", "evolution").settings.precursor
    assert (
        str(error.value)
        == "settings section 'precursor' was not declared. Declared: ('oip', 'evolution'). Add it"
        " to the Measurement's settings."
    )


def test_every_purpose_has_its_own_seed_with_room_for_consecutive_starts(make_study):
    seeds = {
        purpose: make_study().seed(purpose)
        for purpose in ("starts Conv2D_1", "starts Conv2D_3", "evolution", "precursors", "geometry")
    }
    assert len(set(seeds.values())) == len(seeds)
    assert all(0 <= seed < 2**28 for seed in seeds.values())


def test_seeds_follow_from_the_profiles_seed_alone(make_study, make_settings):
    assert make_study().seed("evolution") == Study(make_settings({"oip.steps": 50})).seed(
        "evolution"
    )
    assert make_study().seed("evolution") != Study(make_settings({"seed": 1})).seed("evolution")


def test_a_network_comes_back_ready_to_be_asked(make_study, data):
    assert make_study().network()(data.standardise(data.test.images[:1])).shape == (1, 10)


def test_without_a_progress_bar_nothing_is_shown(capsys):
    with no_progress("anything", 10) as advance:
        advance(5)
    assert capsys.readouterr() == ("", "")


def test_the_first_network_that_was_declared_is_looked_at(settings, networks):
    study = Study(settings, {name: networks[name] for name in ("first-run", "full-recipe")})
    found, expected = study.subject, study.network("first-run")
    assert found.name == "first-run"
    np.testing.assert_array_equal(found.network.get_weights()[0], expected.get_weights()[0])


def test_a_network_that_was_not_declared_is_refused(settings, networks):
    said = r"network 'full-recipe' was not declared. Declared: {}. Add it to the Measurement's net"
    with pytest.raises(LookupError, match=said.format(r"\(\)")):
        _ = Study(settings).subject
    with pytest.raises(LookupError, match=said.format(r"\('mlp',\)")):
        Study(settings, {"mlp": networks["mlp"]}).network()
