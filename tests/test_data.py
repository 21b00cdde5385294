from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import numpy as np
import pytest

from analysis.images.datasets import FILES, FOLDER, checksums, load_dataset, load_mnist
from analysis.problem import Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the four files, to be damaged."""
    copy = tmp_path / "mnist"
    shutil.copytree(FOLDER, copy)
    return copy


def test_mnist_is_whole_and_in_its_official_order():
    train, test = load_mnist()
    assert train.images.shape == (60000, 28, 28) and test.images.shape == (10000, 28, 28)
    assert train.images.dtype == np.uint8 and train.images.max() == 255
    assert train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_the_checksums_name_every_file():
    assert set(checksums()) == set(FILES)


def test_images_are_standardised_by_the_mean_and_deviation_of_the_training_images_alone(data):
    training = data.standardise(data.training.images)
    assert training.shape == (1000, 28, 28, 1) and training.dtype == np.float32
    assert training.mean() == pytest.approx(0, abs=1e-4) and training.std() == pytest.approx(
        1, abs=1e-4
    )
    pixel = float(data.test.images[0, 10, 10])
    assert data.standardise(data.test.images)[0, 10, 10, 0] == pytest.approx(
        (pixel - data.training.images.mean()) / data.training.images.std(), rel=1e-6
    )


def test_the_validation_images_are_the_last_of_the_training_images_and_never_trained_on(data):
    train, test = load_mnist()
    assert (data.training.images == train.images[:1000]).all()
    assert (data.validation.images == train.images[1000:1200]).all() and (
        data.validation.labels == train.labels[1000:1200]
    ).all()
    assert (data.test.images == test.images[:500]).all()


def test_more_validation_images_than_training_images_are_refused(make_settings):
    with pytest.raises(Problem) as problem:
        load_dataset(make_settings({"data.validation_images": 1200}))
    assert (
        str(problem.value)
        == "data.validation_images is 1200, but only 1200 training images are used. Keep fewer for"
        " validation."
    )


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named_with_the_remedy(folder, name):
    (folder / f"{name}.gz").unlink()
    with pytest.raises(Problem) as problem:
        load_mnist(folder)
    assert (
        str(problem.value)
        == f"MNIST file {name}.gz is missing from {folder}. Restore it with: git checkout --"
        " analysis/images/mnist"
    )


def test_a_file_cut_short_is_named(folder):
    path = folder / "t10k-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(
        Problem,
        match=(
            r"MNIST file .*t10k-images-idx3-ubyte.gz is damaged: it does not decompress \(.*\)\."
            r" Restore it with: git checkout"
        ),
    ):
        load_mnist(folder)


def test_a_file_that_is_no_gzip_is_named(folder):
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"not a gzip file at all")
    with pytest.raises(
        Problem, match=r"train-labels-idx1-ubyte.gz is damaged: it does not decompress"
    ):
        load_mnist(folder)


def test_a_flipped_bit_in_the_stream_is_found(folder):
    path = folder / "t10k-labels-idx1-ubyte.gz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(Problem, match=r"t10k-labels-idx1-ubyte.gz is damaged"):
        load_mnist(folder)


def test_a_valid_file_with_other_labels_is_found_by_its_checksum(folder):
    path = folder / "t10k-labels-idx1-ubyte.gz"
    content = bytearray(gzip.decompress(path.read_bytes()))
    content[-1] = (content[-1] + 1) % 10
    path.write_bytes(gzip.compress(bytes(content)))
    with pytest.raises(
        Problem,
        match=(
            r"t10k-labels-idx1-ubyte.gz is damaged: SHA-256 [0-9a-f]{12}\.\.\., stated"
            r" [0-9a-f]{12}\.\.\. Restore it with"
        ),
    ):
        load_mnist(folder)


def test_missing_checksums_are_a_problem_with_a_remedy(folder):
    (folder / "SHA256SUMS.uncompressed").unlink()
    with pytest.raises(Problem, match=r"SHA256SUMS"):
        load_mnist(folder)
