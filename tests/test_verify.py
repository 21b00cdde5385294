from __future__ import annotations

import subprocess
import sys

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
    pack_arrays,
    to_json,
    write_atomically,
)
from analysis.catalogue.series.measurements import FLUCTUATIONS
from analysis.problem import Problem
from analysis.publishing.digests import source_of
from analysis.publishing.verify import _largest_deviation, verify
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
        made = MadeWith(commit="", device="", versions={}, seconds={}, commits={})
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
        == "measurement 'fluctuations' does not come out again: largest deviation 0.0099 of its"
        " range, allowed 1e-04. Run make clean, then make site."
    )


def test_a_tampered_file_is_found_before_anything_is_taken_again(publish):
    folder = publish()
    (folder / "arrays" / "fluctuations.npz").write_bytes(b"?")
    with pytest.raises(Problem, match=r"fluctuations\.npz was changed after it was published"):
        verify(folder, report=lambda text: None)


def test_the_deviation_is_relative_to_the_range_of_each_array(result):
    import dataclasses

    assert _largest_deviation(result, result) == 0
    other = dataclasses.replace(result, power=result.power + 0.5 * abs(result.power).max())
    assert _largest_deviation(result, other) == pytest.approx(0.5)
    assert (
        _largest_deviation(
            result,
            dataclasses.replace(
                result, samples=result.samples[:1], scale=result.scale[:1], power=result.power[:1]
            ),
        )
        == np.inf
    )


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
