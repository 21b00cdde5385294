from __future__ import annotations

import dataclasses
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.artifacts import (
    REPOSITORY,
    SCHEMA,
    ArrayRecord,
    MadeWith,
    Manifest,
    MeasurementRecord,
    array_digest,
    file_record,
    to_json,
    write_atomically,
)
from analysis.catalogue.series.measurements import FLUCTUATIONS
from analysis.problem import Problem
from analysis.publishing import verify as checking
from analysis.publishing.digests import source_of
from analysis.publishing.verify import array_deviation, largest_deviation, verify
from analysis.results.files import pack_arrays
from analysis.settings import load_settings
from analysis.study import Study


@pytest.fixture(scope="module")
def result():
    return FLUCTUATIONS.take(Study(load_settings("quick"), {}, FLUCTUATIONS.settings))


@pytest.fixture
def publish(tmp_path, result):
    """A function that publishes one measurement of the quick profile, with some of its arrays
    replaced.
    """

    def make(**changes):
        arrays = {**result.arrays(), **changes}
        path = tmp_path / "arrays" / "fluctuations.npz"
        write_atomically(path, pack_arrays(arrays))
        described = FLUCTUATIONS.result.describe()
        records = tuple(
            ArrayRecord(
                name=n,
                axes=described[n][0],
                shape=v.shape,
                dtype=str(v.dtype),
                unit="",
                sha256=array_digest(v),
            )
            for n, v in sorted(arrays.items())
        )
        file, source = file_record(path, tmp_path), source_of(FLUCTUATIONS.take)
        record = MeasurementRecord(
            id="fluctuations",
            file=file,
            arrays=records,
            source=source,
            settings={},
            keywords={},
            inputs=(),
            digest="",
        )
        made = MadeWith(commit="", runs={})
        manifest = Manifest(
            schema_version=SCHEMA,
            profile="quick",
            settings={},
            networks=(),
            measurements=(record,),
            figures=(),
            values=(),
            claims=(),
            made_with=made,
        )
        write_atomically(tmp_path / "manifest.json", to_json(manifest))
        return tmp_path

    return make


def test_a_published_set_is_verified_by_checksums_and_by_taking_a_sample_again(publish):
    said: list[str] = []
    verify(publish(), report=said.append)
    assert said == [
        "1 files have the recorded checksums",
        "fluctuations: recomputed, largest deviation 0 of its range",
    ]


def test_a_result_that_does_not_come_out_again_is_named_although_its_checksums_agree(
    publish, result
):
    with pytest.raises(Problem) as problem:
        verify(publish(power=result.power * 1.01), report=lambda text: None)
    assert (
        str(problem.value)
        == "measurement 'fluctuations' does not come out again: array 'power' deviates by 0.0099 of"
        " its range, allowed 1e-04. Run make clean, then make site."
    )


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


def test_a_folder_without_artifacts_is_one_clear_error_without_a_trace():
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "verify", "--profile", "never-built"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and done.stdout == ""
    assert (
        done.stderr
        == f"error: {REPOSITORY}/build/never-built/artifacts has no manifest.json: nothing has been"
        " published there yet. Run: make site\n"
    )
