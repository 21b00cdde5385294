from __future__ import annotations

import dataclasses
import json
import os
import platform
import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from analysis import surroundings
from analysis.artifacts import (
    REPOSITORY,
    SCHEMA,
    ArrayRecord,
    MadeWith,
    Manifest,
    MeasurementRecord,
    Run,
    array_digest,
    file_record,
    sha256,
    to_json,
    write_atomically,
)
from analysis.catalogue import SERIES
from analysis.catalogue.asked import Asked
from analysis.catalogue.declarations import (
    Answered,
    Claim,
    Judged,
    Judgement,
    Measurement,
    Question,
    Value,
)
from analysis.catalogue.series.measurements import FLUCTUATIONS
from analysis.catalogue.statements import Change, Statement
from analysis.problem import Problem
from analysis.publishing import agreement, redrawn
from analysis.publishing import verify as checking
from analysis.publishing.digests import measurement_parts, of_parts, source_of
from analysis.publishing.numbers import claim_record, value_record
from analysis.publishing.sentences import question_record
from analysis.publishing.verify import array_deviation, largest_deviation, verify
from analysis.results.files import pack_arrays
from analysis.settings import load_settings
from analysis.study import Study


@pytest.fixture(scope="module")
def result():
    return FLUCTUATIONS.take(Study(load_settings("quick"), {}, FLUCTUATIONS.settings))


# the series says nothing that so few numbers decide
VALUE = Value("power", FLUCTUATIONS, lambda result: result.power.sum(), digits=2)
CONFIRMED = Judgement("confirmed", "because")
CHANGE = Change(on=date(2026, 11, 26), what="more", why="it was little")
SAID = Statement(statement="It is said.", test="it is tried", changes=(CHANGE,))
CLAIM = Claim("C-I-1", SAID, Judged("C-I-1", (FLUCTUATIONS,), lambda _: CONFIRMED))
QUESTION = Question(
    "Q-I-0", Asked(question="Why?"), Answered("Q-I-0", (FLUCTUATIONS,), lambda _: "So.")
)


@pytest.fixture
def publish(tmp_path, result, monkeypatch):
    """A function that publishes one measurement of the quick profile, with some of its arrays
    replaced.
    """

    few = dataclasses.replace(
        SERIES, claims=(CLAIM,), questions=(QUESTION,), findings=(), values=(VALUE,)
    )
    for module in (agreement, checking, redrawn):
        monkeypatch.setattr(module, "contents", lambda profile: few)

    def make(digest="", **changes):
        arrays = {**result.arrays(), **changes}
        folder = tmp_path / "artifacts"
        path = folder / "arrays" / "fluctuations.npz"
        write_atomically(path, pack_arrays(arrays))
        described = FLUCTUATIONS.result.describe()
        records = tuple(
            ArrayRecord(
                name=n,
                axes=described.get(n, (("extra",), ""))[0],
                shape=v.shape,
                dtype=str(v.dtype),
                unit="",
                sha256=array_digest(v),
            )
            for n, v in sorted(arrays.items())
        )
        file, source = file_record(path, folder), source_of(FLUCTUATIONS.take)
        record = MeasurementRecord(
            id="fluctuations",
            file=file,
            arrays=records,
            source=source,
            settings={},
            keywords={},
            inputs=(),
            digest=digest,
        )
        made = MadeWith(commit="", runs={})
        manifest = Manifest(
            schema_version=SCHEMA,
            profile="quick",
            settings={},
            networks=(),
            measurements=(record,),
            figures=(),
            values=(value_record(VALUE, SimpleNamespace(**arrays)),),
            claims=(claim_record(CLAIM, [result]),),
            questions=(question_record(QUESTION, [result]),),
            findings=(),
            variations=(),
            choices=(),
            made_with=made,
        )
        write_atomically(folder / "manifest.json", to_json(manifest))
        return sealed(folder)

    return make


def sealed(folder):
    """Leave the digest of the manifest beside the artifacts, as a build does."""
    (folder.parent / "manifest.sha256").write_text(
        sha256((folder / "manifest.json").read_bytes()) + "\n"
    )
    return folder


def test_a_published_set_is_verified_by_checksums_and_by_taking_a_sample_again(publish):
    said: list[str] = []
    verify(publish(), report=said.append)
    assert said == [
        "1 files have the recorded checksums",
        "1 values and 1 verdicts are what the arrays give",
        "results and figures made with the code, settings, data and versions that lie here: 0 of 1;"
        " others: fluctuations",
        "fluctuations: recomputed, largest deviation 0 of its range",
        "devices, seconds, versions and commits are as recorded; nothing can compute them again",
    ]


def test_a_result_that_does_not_come_out_again_is_named_although_its_checksums_agree(
    publish, result
):
    with pytest.raises(Problem) as problem:
        verify(publish(power=result.power * 1.01), report=lambda text: None)
    assert (
        str(problem.value)
        == "measurement 'fluctuations' does not come out again: array 'power' deviates by 0.0099 of"
        " its range, allowed 1e-04. No difference of device, versions or code explains it: the file"
        " was changed together with its checksum. Remove arrays/fluctuations.npz, then run: make"
        " site"
    )


def test_a_record_of_other_settings_than_those_here_is_named(publish):
    def told(digest):
        folder = publish(digest=digest)
        said: list[str] = []
        verify(folder, sample=0, report=said.append)
        return next(line for line in said if line.startswith("results and figures made"))

    settings = load_settings("quick")
    here, other = (
        of_parts(measurement_parts(FLUCTUATIONS, settings.model_copy(update={"seed": seed})))
        for seed in (settings.seed, settings.seed + 1)
    )
    assert told(here).endswith("that lie here: 1 of 1")
    assert told(other).endswith("that lie here: 0 of 1; others: fluctuations")


def test_a_tampered_file_is_found_before_anything_is_taken_again(publish):
    folder = publish()
    (folder / "arrays" / "fluctuations.npz").write_bytes(b"?")
    with pytest.raises(Problem, match=r"fluctuations\.npz was changed after it was published"):
        verify(folder, report=lambda text: None)


def test_the_deviation_is_relative_to_the_range_of_each_array(result):
    assert largest_deviation(result, result)[0] == 0
    other = dataclasses.replace(result, power=result.power + 0.5 * abs(result.power).max())
    assert largest_deviation(result, other)[0] == pytest.approx(0.5)
    fewer = {name: getattr(result, name)[:1] for name in ("samples", "scale", "power")}
    assert largest_deviation(result, dataclasses.replace(result, **fewer))[0] == np.inf


NAN, INF = np.nan, np.inf


@pytest.mark.parametrize(
    ("published", "again", "lost"),
    [
        ([1.0, 2.0], [NAN, NAN], 2),
        ([1.0, 2.0], [1.0, NAN], 1),
        ([NAN, 2.0], [1.0, 2.0], 1),
        ([1.0, 2.0], [1.0, INF], 1),
        ([INF, 2.0], [1.0, 2.0], 1),
        ([INF, 2.0], [-INF, 2.0], 1),
        ([INF, 2.0], [NAN, 2.0], 1),
        ([NAN, NAN], [NAN, 0.0], 1),
    ],
)
def test_a_number_that_became_nan_or_infinite_or_stopped_being_so_deviates(published, again, lost):
    deviation, words = array_deviation(np.array(published), np.array(again))
    assert deviation == np.inf
    assert words == f"is NaN or infinite in one of both at {lost} of 2 numbers"


def test_what_was_nan_or_infinite_and_still_is_agrees():
    values = np.array([NAN, INF, -INF, 4.0])
    assert array_deviation(values, values.copy())[0] == 0
    assert array_deviation(values, np.array([NAN, INF, -INF, 5.0]))[0] == pytest.approx(0.25)
    assert array_deviation(values[:1], values[:1])[0] == 0


@pytest.mark.parametrize("dtype", [np.int64, np.bool_, str])
def test_whole_numbers_and_words_agree_or_deviate(dtype):
    values = np.array([0, 1, 1]).astype(dtype)
    assert array_deviation(values, values)[0] == 0
    deviation, words = array_deviation(values, values[[1, 1, 2]])
    assert (deviation, words) == (np.inf, "differs in 1 of 3 entries")


def test_a_seed_that_is_off_by_one_deviates_however_large_it_is():
    assert array_deviation(np.array([268435455]), np.array([268435454]))[0] == np.inf


def test_a_published_number_that_comes_out_as_nan_fails_the_verification(publish, result):
    def lost(*_: object, **__: object) -> tuple[float, str]:
        spoiled = {**result.arrays(), "power": result.power * NAN}
        return largest_deviation(result, SimpleNamespace(arrays=lambda: spoiled))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "recompute", lost)
        with pytest.raises(Problem, match="array 'power' is NaN or infinite in one of both at"):
            verify(publish(), report=lambda text: None)


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("quick", "{build}/quick/artifacts has no manifest.json: nothing has been published there"),
        ("never-built", "profile 'never-built' does not exist in site_config/profiles; known: "),
    ],
)
def test_what_was_never_built_is_one_clear_error_without_a_trace(profile, said, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "verify", "--profile", profile],
        cwd=REPOSITORY,
        env=os.environ | {"BUILD": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith(f"error: {said.format(build=tmp_path)}")
    assert done.stderr.count("\n") == 1


def rewritten(folder, change):
    """Change a published manifest as a person with an editor would."""
    path = folder / "manifest.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(to_json(content))
    return folder


def stored_anew(folder, arrays):
    """Store other arrays, and the checksum that their file has now."""
    path = folder / "arrays" / "fluctuations.npz"
    np.savez_compressed(path, **arrays)
    record = file_record(path, folder).model_dump()
    return rewritten(folder, lambda content: content["measurements"][0].update(file=record))


def refusal(folder):
    with pytest.raises(Problem) as problem:
        verify(folder, sample=0, report=lambda text: None)
    assert "\n" not in str(problem.value) and "run: make site" in str(problem.value).lower()
    return str(problem.value)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"zzz": np.ones(3)}, "array 'zzz' is not the one the manifest recorded"),
        ({"power": np.array([None, {}], object)}, "it does not hold arrays of numbers and words"),
        ({"power": np.ones(3)}, "array 'power' is not the one"),
        ({"scale": np.array(["a", "b"])}, "array 'scale' is not the one"),
    ],
    ids=["extra", "objects", "other numbers", "words"],
)
def test_other_arrays_under_a_right_checksum_are_told_in_one_sentence(publish, result, more, said):
    found = refusal(stored_anew(publish(), {**result.arrays(), **more}))
    assert "fluctuations.npz was changed after it was published: " in found and said in found


def test_a_missing_array_and_a_file_of_something_else_are_told_in_one_sentence(publish, result):
    fewer = dict(list(result.arrays().items())[1:])
    assert "is not the one the manifest recorded" in refusal(stored_anew(publish(), fewer))
    folder = stored_anew(publish(), result.arrays())
    path = folder / "arrays" / "fluctuations.npz"
    path.write_bytes(b"PK no archive")
    record = file_record(path, folder).model_dump()
    rewritten(folder, lambda content: content["measurements"][0].update(file=record))
    assert "does not hold arrays" in refusal(folder)


def test_an_array_that_manifest_and_file_both_have_in_addition_is_refused(publish):
    assert "was changed after it was published" in refusal(publish(zzz=np.ones(3)))


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("values", {"number": 999.0}, "values, power, number is 999.0 there"),
        ("values", {"text": "12"}, "values, power, text is '12' there"),
        ("values", {"id": "other"}, "values, other is "),
        ("claims", {"verdict": "refuted"}, "verdict is 'refuted' there, 'confirmed' by arrays"),
        ("claims", {"evidence": "hearsay"}, "evidence is 'hearsay' there"),
        ("claims", {"statement": "It is so."}, "statement is 'It is so.' there"),
        ("claims", {"changes": []}, "changes is [] there"),
        ("questions", {"answer": "Or so."}, "answer is 'Or so.' there, 'So.' by arrays"),
    ],
)
def test_a_number_or_verdict_that_the_arrays_do_not_give_is_named(publish, kind, change, said):
    folder = rewritten(publish(), lambda content: content[kind][0].update(change))
    assert said in refusal(folder)


def test_what_stands_twice_in_a_manifest_or_in_another_order_differs():
    one, other = {"id": "a", "text": "1"}, {"id": "b", "text": "2"}

    def differences(these, those):
        named = agreement._named({"claims": these}), agreement._named({"claims": those})
        return [where for where, *_ in agreement._differences(*named)]

    assert differences([one, other], [one, other]) == []
    assert differences([one, other, other], [one, other]) == ["claims, their order"]
    assert differences([other, one], [one, other]) == ["claims, their order"]


@pytest.mark.parametrize("where", ["settings", "made_with", "measurements"])
def test_whatever_else_was_changed_breaks_the_seal_on_the_manifest(publish, where):
    folder = publish()
    verify(folder, sample=0, report=lambda text: None)
    changes = {
        "settings": lambda content: content["settings"].update(seed=2),
        "made_with": lambda content: content["made_with"].update(commit="another"),
        "measurements": lambda content: content["measurements"][0].update(digest="another"),
    }
    assert "manifest.json was changed after it was published." in refusal(
        rewritten(folder, changes[where])
    )


@pytest.mark.parametrize("spoil", [lambda seal: seal.unlink(), lambda seal: seal.write_bytes(b"")])
def test_a_manifest_without_its_digest_is_not_taken_for_the_published_one(publish, spoil):
    folder = publish()
    spoil(folder.parent / "manifest.sha256")
    said = refusal(folder)
    assert "manifest.sha256 is missing, and with it" in said or "manifest.json was changed" in said


TRIED = """
import json, sys
from datetime import date
from pathlib import Path
from analysis.artifacts import Artifacts, Manifest
from analysis.problem import Problem
from analysis.publishing import agreement
from analysis.publishing.agreement import check_agreement
folder = Path("build/tiny/artifacts")
artifacts = Artifacts(folder.resolve())
right = agreement._composed(artifacts)  # what the build left is the same each time
agreement._composed = lambda artifacts: right
told = json.loads((folder / "manifest.json").read_text())
for where in json.loads(sys.argv[1]):
    changed = json.loads(json.dumps(told))
    *path, last = where
    inner = changed
    for key in path:
        inner = inner[key]
    inner[last] = "changed" if isinstance(inner[last], str) else {}
    artifacts.manifest = Manifest.model_validate(changed)
    try:
        check_agreement(artifacts)
    except Problem as problem:
        print(problem)
"""
CHANGED = [
    ("figures", 0, "caption"),
    ("figures", 3, "alt"),
    ("figures", 5, "title"),
    ("measurements", 2, "settings"),
    ("measurements", 4, "digest"),
    ("made_with", "runs", "measurements/confusion", "device"),
    ("made_with", "runs", "figures/oip-evolution", "versions"),
]


def test_captions_settings_and_provenance_are_compared_with_what_the_build_left(tiny):
    done = subprocess.run(
        [sys.executable, "-c", TRIED, json.dumps(CHANGED)],
        cwd=tiny.root,
        env=os.environ | {"PROFILE": "tiny", "PYTHONPATH": str(tiny.root)},
        capture_output=True,
        text=True,
    )
    said = done.stdout.splitlines()
    assert len(said) == len(CHANGED), done.stderr
    for line, (kind, *_, last) in zip(said, CHANGED, strict=True):
        assert f"was changed after it was published, or code or profile were: {kind}, " in line
        assert f", {last}" in line and line.endswith("Run: make site")


MADE = Run(
    commit="c", device="", framework="", versions={"python": platform.python_version()}, seconds=1
)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"device": "CPU x86_64 avx2, 64 cores"}, "made on 'CPU x86_64 avx2, 64 cores', here is"),
        ({"framework": "jax"}, "made with jax, here is tensorflow"),
        ({"versions": {"numpy": "1.0"}}, "made with numpy 1.0, here is 2"),
        ({"versions": {"python": "3.1.4"}}, "made with python 3.1.4, here is 3."),
        ({}, "its code, settings, data or versions have changed since commit c"),
    ],
)
def test_a_result_that_comes_out_differently_names_the_likely_cause(publish, result, made, said):
    folder = publish(power=result.power * 1.01)
    run = MADE.model_copy(update={"device": surroundings.processor(), **made})
    rewritten(
        folder,
        lambda content: content["made_with"].update(
            runs={"measurements/fluctuations": run.model_dump()}
        ),
    )
    sealed(folder)
    with pytest.raises(Problem) as problem:
        verify(folder, report=lambda text: None)
    assert "does not come out again: array 'power' deviates" in str(problem.value)
    assert f"The likely cause: it was {said}" in str(problem.value) or (
        f"The likely cause: {said}" in str(problem.value)
    )
    assert "make clean" not in str(problem.value)


@pytest.mark.parametrize("seed", range(4))
def test_of_each_network_something_quick_that_reads_it_is_taken_again(monkeypatch, seed):
    """Else a network that few measurements read could be exchanged, and hardly ever be found."""
    slow, quick = (Measurement(id, print, networks=("mlp",)) for id in ("slow", "quick"))
    others = [Measurement(f"of-{k}", print, networks=("cnn",)) for k in range(20)]
    every = [slow, quick, *others]
    runs = {"measurements/slow": SimpleNamespace(seconds=9.0)}
    runs |= {f"measurements/of-{k}": SimpleNamespace(seconds=1.0 + k) for k in range(20)}
    monkeypatch.setattr(checking, "contents", lambda profile: SimpleNamespace(measurements=every))
    monkeypatch.setattr(checking, "stored_networks", lambda artifacts: {"mlp": "", "cnn": ""})
    manifest = SimpleNamespace(profile="quick", made_with=SimpleNamespace(runs=runs))
    artifacts = SimpleNamespace(manifest=manifest, measurements={one.id for one in every})
    chosen = [one.id for one in checking._chosen(artifacts, 3, seed)]
    assert {"quick", "of-0"} <= {*chosen} and 3 <= len(chosen) <= 5
    assert len({*chosen}) == len(chosen)
    assert checking._chosen(artifacts, 0, seed) == []
