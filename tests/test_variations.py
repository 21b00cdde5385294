"""Claims judged on other trainings and with other choices: what is declared, what is taken again,
and what pages say of it.
"""

from __future__ import annotations

import inspect
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.artifacts import ChoiceRecord, ClaimRecord, VariationRecord, VerdictRecord
from analysis.catalogue import CLAIMS, MEASUREMENTS
from analysis.catalogue.declarations import Claim, Judged, Judgement
from analysis.catalogue.series.measurements import (
    LAYER_ABSTRACTION,
    ON_THRESHOLDS,
    TRAINING_FULL_RECIPE,
)
from analysis.catalogue.statements import Statement
from analysis.catalogue.variations import Variation, choices, variations
from analysis.catalogue.variations.choices import FILE
from analysis.problem import Problem
from analysis.publishing import agreement
from analysis.publishing.numbers import claim_record
from analysis.publishing.tasks import varying
from analysis.publishing.tasks import workplace as place
from analysis.settings import PROFILES, load_settings
from site_config.pages.standing import changed_by, standing

THOROUGH = load_settings("thorough")
DECLARED = variations(THOROUGH)
ALTERNATIVES = [one for one in DECLARED if one.kind == "alternative"]


def test_a_profile_says_how_many_trainings_there_are_and_whether_choices_are_varied():
    for profile, trainings in (("quick", 2), ("full", 3), ("thorough", 5)):
        settings = load_settings(profile)
        declared = variations(settings)
        others = [one for one in declared if one.kind == "training"]
        assert settings.robustness.trainings == trainings == 1 + len(others)
        assert (len(declared) > len(others)) == (profile == "thorough")
    assert {path.stem for path in PROFILES.glob("*.toml")} >= {"quick", "full", "thorough"}


def test_a_training_differs_in_its_seed_alone_and_each_has_another():
    trainings = [one for one in DECLARED if one.kind == "training"]
    seeds = {one.settings(THOROUGH).seed for one in trainings} | {THOROUGH.seed}
    assert len(seeds) == 5
    for one in trainings:
        same = one.settings(THOROUGH).model_copy(update={"seed": THOROUGH.seed})
        assert same == THOROUGH


@pytest.mark.parametrize("one", ALTERNATIVES, ids=lambda one: one.id)
def test_an_alternative_is_another_choice_than_the_published_one(one):
    ours, theirs = one.settings(THOROUGH).model_dump(), one.over.settings(THOROUGH).model_dump()
    assert ours != theirs and one.over.kind == "smaller"
    assert varying.moved(one, varying.resting()), "it touches nothing that a claim rests on"


def test_about_a_dozen_choices_are_made_otherwise():
    assert len(choices().choices) >= 12


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"oip.stairs": 3}, r"'oip.stairs' is no key of a profile"),
        ({"oops.steps": 3}, r"'oops' is no key of a profile"),
        ({"oip.steps": 1}, r"oip.steps Input should be greater than or equal to 10"),
        ({"training.full_recipe.optimiser": "adam"}, r"only sgd has a momentum"),
    ],
)
def test_a_change_that_no_profile_could_make_is_one_clear_error(changes, said):
    with pytest.raises(
        Problem, match=rf"choices.toml: variation 'a-b': .*{said}.* Mend that table"
    ):
        Variation("a-b", "alternative", changes).settings(THOROUGH)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('what = "The opti', 'by = 3\nwhat = "The opti', "'choices.optimiser.by' is unknown"),
        ("[choices.on]\n", "[choices.on]\nif = 3\n", "'choices.on.if' is unknown"),
        ("[smaller.changes]", "[smaller.chnages]", "'smaller.changes' is missing"),
    ],
)
def test_a_table_of_choices_that_is_wrong_is_one_clear_error(tmp_path, old, new, said):
    text = FILE.read_text()
    assert old in text
    path = tmp_path / "choices.toml"
    path.write_text(text.replace(old, new))
    with pytest.raises(Problem, match=f"choices.toml: key {said}"):
        choices(path)


def test_all_that_claims_rest_on_comes_after_what_it_reads():
    items = varying.resting()
    order = {item.id: place for place, item in enumerate(items)}
    assert {one.id for claim in CLAIMS for one in claim.of} <= set(order)
    assert all(
        order[other.id] < order[item.id] for item in items for other in varying.read_by(item)
    )
    assert all(item in MEASUREMENTS for item in items)


def test_a_change_moves_what_reads_it_and_all_that_rests_on_that():
    by_id = {one.id: varying.moved(one, varying.resting()) for one in ALTERNATIVES}
    assert "on-thresholds" in by_id["on-lower"] and "training-mlp" not in by_id["on-lower"]
    assert {"training-full-recipe", "layer-abstraction"} <= by_id["epochs-fewer"]
    assert "training-first-run" not in by_id["epochs-fewer"]
    assert len(by_id["scaler-range"]) == len(varying.resting())


@pytest.fixture
def few(make_settings, tmp_path, monkeypatch):
    """A place with small settings where claims rest on two measurements of one training."""
    settings = make_settings({"training.full_recipe.epochs": 1})
    resting = (TRAINING_FULL_RECIPE, LAYER_ABSTRACTION, ON_THRESHOLDS)
    monkeypatch.setattr(place, "settings", lambda: settings)
    monkeypatch.setattr(place, "VARIATIONS", tmp_path)
    monkeypatch.setattr(varying, "resting", lambda: resting)
    return tmp_path


def made(folder) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.suffix in (".npz", ".keras")
    }


def told(folder, name: str) -> VariationRecord:
    return VariationRecord.model_validate_json((folder / f"{name}.json").read_text())


def vary(one: Variation) -> None:
    varying.vary(one, varying.parts(one), None, varying.verdicts_path(one))


def test_a_variation_is_taken_where_it_is_stale_and_shares_what_it_does_not_touch(few):
    base = Variation("smaller", "smaller", {})
    vary(base)
    first, files = told(few, "smaller"), made(few)
    judged = {one.claim: one for one in first.verdicts}
    assert "C-IV-1" in judged and all(one.touched for one in first.verdicts)
    assert set(files) == {
        "smaller/networks/full-recipe.keras",
        *(f"smaller/arrays/{item.id}.npz" for item in varying.resting()),
    }
    # again: nothing is made anew, and the verdicts are the same
    vary(base)
    assert made(few) == files and told(few, "smaller") == first
    # a kill after the first result, a damaged record, a damaged array: only these are made again
    for lost in (
        few / "smaller/arrays/on-thresholds.npz",
        few / "smaller/records/measurements/on-thresholds.json",
    ):
        lost.write_bytes(b"half")
        vary(base)
        again = made(few)
        assert [name for name in files if again[name] != files[name]] == [
            "smaller/arrays/on-thresholds.npz"
        ]
        assert told(few, "smaller") == first
        files = again
    # an alternative takes only what it moves, and says which claims that are
    other = Variation("on-lower", "alternative", {"examples.on_share": 0.25}, base, "on")
    vary(other)
    assert set(made(few)) - set(files) == {"on-lower/arrays/on-thresholds.npz"}
    touched = {one.claim for one in told(few, "on-lower").verdicts if one.touched}
    assert touched == {one.id for one in CLAIMS if ON_THRESHOLDS in one.of} & set(judged)
    # what it shares was made anew: so is what rests on that
    (few / "smaller/networks/full-recipe.keras").unlink()
    files = made(few)
    vary(base)
    again = made(few)
    assert again["smaller/networks/full-recipe.keras"] and all(
        again[name] == files[name] for name in files if "training" not in name
    ), "the same network gives the same results, which are left"


def verdict(claim: str, said: str, *, touched: bool = True) -> VerdictRecord:
    return VerdictRecord(
        claim=claim,
        verdict=said,
        evidence="seen",
        value=None,
        low=None,
        high=None,
        n=None,
        unit="",
        touched=touched,
    )


def variation(id: str, kind: str, said: str, *, touched: bool = True) -> VariationRecord:
    changes = {"seed": 7} if kind == "training" else {"examples.on_share": 0.25}
    return VariationRecord(
        id=id,
        kind=kind,
        choice="on" if kind == "alternative" else "",
        changes=changes,
        verdicts=(verdict("C-I-1", said, touched=touched),),
    )


def claim(id: str, verdict: str) -> ClaimRecord:
    said = Statement(statement="It is so.", test="Is it?")
    judge = Judged(id, (), lambda: Judgement(verdict, "seen"))  # type: ignore[arg-type]
    return claim_record(Claim(id, said, judge), []).model_copy(update={"of": ("geometry",)})


def manifest(*others: VariationRecord):
    one = claim("C-I-1", "confirmed")
    choice = ChoiceRecord(
        id="on",
        what="When a node is on",
        why="so",
        published={"examples.on_share": 0.5},
        sampled={},
        alternatives={"on-lower": "half", "on-higher": "more"},
        changes={},
    )
    return SimpleNamespace(
        settings={"seed": 3}, claims=(one,), variations=others, choices=(choice,)
    )


def test_a_claim_says_in_how_many_trainings_it_holds():
    of = manifest(
        variation("training-2", "training", "mixed"),
        variation("training-3", "training", "confirmed"),
        variation("training-4", "training", "not tested"),
    )
    stands = standing(of, of.claims[0])
    assert str(stands.on_trainings) == "2 of 3", "what could not be tested says nothing"
    assert stands.on_trainings.told("run", "runs").replace("\u00a0", " ") == "2 of 3 runs"
    assert [(one.name, one.seed) for one in stands.trainings] == [
        ("the published one", 3),
        ("training 2", 7),
        ("training 3", 7),
        ("training 4", 7),
    ]
    assert stands.smaller is None and stands.alternatives == ()


def test_a_claim_says_which_choices_change_its_verdict():
    of = manifest(
        variation("smaller", "smaller", "confirmed"),
        variation("on-lower", "alternative", "refuted"),
        variation("on-higher", "alternative", "confirmed", touched=False),
    )
    stands = standing(of, of.claims[0])
    assert str(stands.on_trainings) == "1 of 1" and str(stands.on_alternatives) == "0 of 1"
    assert [one.variation for one in stands.differing] == ["on-lower"]
    assert changed_by([stands], "on-lower") == [("C-I-1", "confirmed", "refuted")]
    assert changed_by([stands], "on-higher") == []


def test_what_nothing_judges_stands_nowhere():
    of = manifest(variation("training-2", "training", "mixed"))
    stands = standing(of, of.claims[0].model_copy(update={"of": ()}))
    assert stands.trainings == () and str(stands.on_trainings) == ""


def test_the_verdicts_of_variations_are_checked_against_their_results(few, monkeypatch):
    base = Variation("smaller", "smaller", {})
    vary(base)
    monkeypatch.setattr(agreement, "variations", lambda settings: (base,))
    record = told(few, "smaller")

    def check(*records: VariationRecord, folder=place.ARTIFACTS) -> int:
        of = SimpleNamespace(variations=records)
        stored: Any = SimpleNamespace(folder=folder, manifest=of)
        return agreement.check_variations(stored)

    assert check(record) == len(record.verdicts) > 0
    assert check(record, folder=few) == 0, "elsewhere only what is published lies"
    other = record.verdicts[0].model_copy(update={"evidence": "seen otherwise"})
    bent = record.model_copy(update={"verdicts": (other, *record.verdicts[1:])})
    for said in ((bent,), (), (record.model_copy(update={"changes": {"seed": 9}}),)):
        with pytest.raises(Problem, match=r"'smaller': its verdicts .* not what its results give"):
            check(*said)
    (few / "smaller/arrays/on-thresholds.npz").unlink()
    with pytest.raises(Problem, match=r"on-thresholds.npz is missing: it was removed. Run: make"):
        check(record)


def test_every_variation_of_a_profile_is_a_task_of_the_build(monkeypatch):
    made = []
    monkeypatch.setattr(place, "settings", lambda: THOROUGH)
    monkeypatch.setattr(
        "pytask.task", lambda id, kwargs: made.append((id, kwargs)) or (lambda f: f)
    )
    runpy.run_path(Path(varying.__file__).with_name("task_vary.py").as_posix())
    assert [id for id, _ in made] == [one.id for one in DECLARED]
    paths = {id: given["verdicts"] for id, given in made}
    for one, (_, given) in zip(DECLARED, made, strict=True):
        assert given["over"] == (paths["smaller"] if one.over else None)
        assert set(inspect.signature(varying.vary).parameters) == set(given)
