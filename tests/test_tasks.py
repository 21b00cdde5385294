"""What the tasks leave on the disk: checkpoints of an interrupted training, and records."""

from __future__ import annotations

import platform
from collections import Counter

import numpy as np
import pytest

from analysis import catalogue, framework, history, surroundings
from analysis.artifacts import (
    SCHEMA,
    FileRecord,
    MadeWith,
    Manifest,
    NetworkRecord,
    Run,
    Source,
)
from analysis.catalogue import MEASUREMENTS
from analysis.catalogue.declarations import Figure
from analysis.catalogue.series.measurements import OIP_SCALES, TRAININGS
from analysis.networks import training
from analysis.problem import Problem
from analysis.publishing import versions
from analysis.publishing.provenance import Watch
from analysis.publishing.tasks import drawing, learning, publishing
from analysis.publishing.tasks import workplace as place
from analysis.results.files import pack_arrays

SEED = 5


@pytest.fixture
def kept(tmp_path):
    """Where a checkpoint is kept, in a folder that is empty."""
    return learning.kept("mlp", tmp_path / "checkpoints")


@pytest.fixture(scope="module")
def checkpoint(settings, data):
    """An MLP after its first epoch of two."""
    after: list[training.Checkpoint] = []
    recipe = training.recipe_of(settings, "mlp").model_copy(update={"epochs": 1})
    training.train(
        training.begin(settings, "mlp", data, SEED),
        recipe,
        data,
        seed=SEED,
        after_epoch=after.append,
    )
    return after[0]


def test_without_a_checkpoint_a_training_begins_at_the_beginning(kept):
    assert learning._stored(kept, "key", SEED, Watch(())) is None


def test_a_checkpoint_comes_back_with_weights_optimiser_and_history(kept, checkpoint):
    learning._keep(kept, "key", checkpoint, 2.5)
    again = learning._stored(kept, "key", SEED, Watch(()))
    assert again.measured == checkpoint.measured and again.epochs == 1
    assert all(
        (a == b).all()
        for a, b in zip(again.model.get_weights(), checkpoint.model.get_weights(), strict=True)
    )
    ours = again.model.optimizer.variables
    theirs = checkpoint.model.optimizer.variables
    assert all((np.asarray(a) == np.asarray(b)).all() for a, b in zip(ours, theirs, strict=True))


def test_a_checkpoint_of_another_recipe_or_code_is_not_taken_up(kept, checkpoint):
    learning._keep(kept, "key", checkpoint, 2.5)
    assert learning._stored(kept, "another key", SEED, Watch(())) is None


def test_a_kill_between_the_two_files_of_a_checkpoint_is_noticed(kept, checkpoint):
    learning._keep(kept, "key", checkpoint, 2.5)
    kept.model.write_bytes(kept.model.read_bytes() + b" of a later epoch")
    assert learning._stored(kept, "key", SEED, Watch(())) is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'{"key": "key"}', b'"key"']
)
def test_a_damaged_state_of_a_checkpoint_is_none(kept, checkpoint, content):
    learning._keep(kept, "key", checkpoint, 2.5)
    kept.state.write_bytes(content)
    assert learning._stored(kept, "key", SEED, Watch(())) is None


def test_nothing_is_left_after_a_training_has_ended(kept, checkpoint):
    learning._keep(kept, "key", checkpoint, 2.5)
    learning._drop(kept)
    assert list(kept.state.parent.iterdir()) == []
    learning._drop(kept)


def test_no_two_entries_of_the_catalogue_write_the_same_file():
    paths = [place.arrays_path(m) for m in MEASUREMENTS] + [
        place.network_path(t.network) for t in TRAININGS
    ]
    paths += [
        place.figure_path(f, variant) for f in catalogue.FIGURES for variant in place.VARIANTS
    ]
    paths += [
        place.record_path(item) for items in (MEASUREMENTS, catalogue.FIGURES) for item in items
    ]
    assert [path for path, count in Counter(paths).items() if count > 1] == []


def test_a_stored_result_is_checked_again_when_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "ARTIFACTS", tmp_path)
    path = place.arrays_path(OIP_SCALES)
    path.parent.mkdir()
    path.write_bytes(pack_arrays({f"conv2d_{n}": np.ones(3) for n in (1, 2, 3)}))
    assert place.load_result(OIP_SCALES).conv2d_3.tolist() == [1, 1, 1]
    path.write_bytes(
        pack_arrays({"conv2d_1": np.ones((3, 1)), "conv2d_2": np.ones(3), "conv2d_3": np.ones(3)})
    )
    with pytest.raises(
        Problem,
        match=(
            r"oip-scales.npz is not a OipScales: OipScales.conv2d_1 has axes .* Remove it, then"
            r" run: make site"
        ),
    ):
        place.load_result(OIP_SCALES)
    path.write_bytes(pack_arrays({"conv2d_1": np.ones(3)}))
    with pytest.raises(Problem, match=r"oip-scales.npz is not a OipScales: .*missing"):
        place.load_result(OIP_SCALES)


RUN = Run(commit="c", device="CPU", framework="", versions={"numpy": "2"}, seconds=0.5)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "{",
        lambda text: "{}",
        lambda text: text.replace("seconds", "secs"),
        lambda text: text.replace("0.5", '"some"'),
    ],
    ids=["half", "empty", "unknown key", "mistyped"],
)
def test_a_damaged_record_is_named(tmp_path, monkeypatch, damage):
    monkeypatch.setattr(place, "RECORDS", tmp_path)
    path = place.record_path(OIP_SCALES)
    place.save_record(path, RUN, {"code": "1"}, parameters=3)
    left = place.load_record(OIP_SCALES)
    assert left.made == RUN and left.digest and left.more == {"parameters": 3}
    path.write_text(damage(path.read_text()))
    with pytest.raises(Problem) as problem:
        place.load_record(OIP_SCALES)
    assert str(problem.value) == f"{path} is damaged. Remove it, then run: make site"


def test_the_time_before_an_interruption_counts(kept, checkpoint):
    learning._keep(kept, "key", checkpoint, 2.5)
    watch = Watch(())
    learning._stored(kept, "key", SEED, watch)
    assert 2.5 <= watch.told().seconds < 1000
    other = Watch(())
    assert learning._stored(kept, "another key", SEED, other) is None and other.earlier == 0


def test_a_run_tells_the_framework_only_where_it_computed(monkeypatch):
    monkeypatch.setattr(versions, "version", lambda package: f"{package} 1")
    packages = ["keras", "numpy", "tensorflow"]
    told = Watch(packages).told()
    assert (told.framework, told.device) == ("", surroundings.processor())
    assert told.versions == {"python": platform.python_version(), "numpy": "numpy 1"}
    double = framework.compiled(lambda values: values * 2)
    busy = Watch(packages)  # what was compiled before runs without asking for the framework again
    double(np.ones(3, np.float32))
    told = busy.told()
    assert told.framework == "tensorflow" and told.device == framework.device()
    assert told.versions.keys() == {"python", *packages}


def test_the_manifest_copies_what_each_run_told_and_asks_nothing_of_what_is_installed(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(place, "RECORDS", tmp_path)
    for name in ("version", "versions", "framework"):
        monkeypatch.setattr(versions, name, lambda *_: pytest.fail("asked at publication"))
    monkeypatch.setattr(framework, "device", lambda: pytest.fail("asked at publication"))
    told = {}
    for number, item in enumerate((*MEASUREMENTS, *catalogue.FIGURES)):
        kind = "figures" if isinstance(item, Figure) else "measurements"
        run = RUN.model_copy(update={"device": f"device {number}", "framework": "jax"})
        place.save_record(place.record_path(item), run, {"code": "1"})
        told[f"{kind}/{item.id}"] = run
    assert publishing.runs() == told


def test_changes_that_were_committed_as_they_are_are_cited_by_that_commit(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "RECORDS", tmp_path)
    monkeypatch.setattr(publishing, "ITEMS", (OIP_SCALES,))
    monkeypatch.setattr(place, "PROFILE", "quick")

    def told(made: str, now: str) -> tuple[str, str]:
        run = RUN.model_copy(update={"commit": made})
        place.save_record(place.record_path(OIP_SCALES), run, {"code": "1"})
        monkeypatch.setattr(history, "commit", lambda files: now)
        return publishing.runs()["measurements/oip-scales"].commit, publishing.committed_since()

    nothing = told("a", "b")[1]
    assert told("a", "b")[0] == "a"
    assert told("a+changes", "a+changes") == ("a+changes", nothing)
    assert told("unknown", "unknown") == ("unknown", nothing)
    cited, since = told("a+changes", "b")
    assert cited == "b" and since != nothing
    # the next commit writes no manifest again
    assert told("a+changes", "c")[1] == told("unknown", "d")[1] == since


def test_a_comment_that_grew_does_not_run_the_cells_of_pages_again(tmp_path):
    source = Source(function="f", file="a.py", first_line=1, last_line=2)
    network = NetworkRecord(
        id="n",
        file=FileRecord(path="n", sha256="s", size=1),
        parameters=1,
        source=source,
        settings={},
    )
    manifest = Manifest(
        schema_version=SCHEMA,
        profile="p",
        settings={},
        networks=(network,),
        measurements=(),
        figures=(),
        values=(),
        claims=(),
        questions=(),
        findings=(),
        variations=(),
        choices=(),
        made_with=MadeWith(commit="c", runs={}),
    )

    def lasting(**changes):
        changed = network.model_copy(update=changes)
        return publishing.lasting(manifest.model_copy(update={"networks": (changed,)}))

    assert lasting(source=source.model_copy(update={"first_line": 9})) == lasting()
    assert lasting(source=source.model_copy(update={"function": "g"})) != lasting()
    assert lasting(parameters=2) != lasting()


@pytest.mark.parametrize(
    ("template", "words", "said"),
    [
        ("A median of {x:.2f}.", {"x": float("nan")}, "A median of undefined."),
        ("{x} of all maps", {"x": f"{float('nan'):.0f} %"}, "undefined of all maps"),
        ("Nan's finance, {x}", {"x": 0.5}, "Nan's finance, 0.5"),
    ],
)
def test_a_number_that_is_none_reads_undefined(template, words, said):
    assert drawing._filled(catalogue.FIGURES[0], template, words) == said


def test_a_caption_that_asks_for_what_its_drawing_does_not_offer_is_named():
    with pytest.raises(Problem, match="caption or alt text asks for 'y', its drawing offers x"):
        drawing._filled(catalogue.FIGURES[0], "{y}", {"x": 1})
