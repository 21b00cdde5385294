from __future__ import annotations

import gzip
import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from analysis.images.carried import FILES, FOLDER, checksums
from analysis.images.datasets import Dataset, Images, load_dataset, load_mnist
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


def test_validation_images_that_leave_nothing_to_train_on_are_refused(make_settings):
    with pytest.raises(ValueError, match=r"data.validation_images = 1200, data.training_images"):
        make_settings({"data.validation_images": 1200})


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


def _written(folder: Path, name: str, content: bytes) -> None:
    """Write a file of the set with a checksum that is right for it."""
    (folder / f"{name}.gz").write_bytes(gzip.compress(content, 1))
    sums = folder / "SHA256SUMS.uncompressed"
    new = hashlib.sha256(content).hexdigest()
    sums.write_text(sums.read_text().replace(checksums(folder)[name], new))


def _content(folder: Path, name: str) -> bytes:
    return gzip.decompress((folder / f"{name}.gz").read_bytes())


TEST_IMAGES, TEST_LABELS = FILES[2:]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (TEST_IMAGES, lambda c: b"\0\0\x08\x01" + c[4:], "magic number is 00000801, not 00000803"),
        (TEST_IMAGES, lambda c: b"\0\0\x0d\x03" + c[4:], "magic number is 00000d03, not 00000803"),
        (TEST_LABELS, lambda c: b"\x1f\x8b" + c[2:], "magic number is 1f8b0801, not 00000801"),
        (TEST_IMAGES, lambda c: c[:-1], "states 10000 x 28 x 28 numbers, 7839999 follow"),
        (TEST_LABELS, lambda c: c + b"\0", "states 10000 numbers, 10001 follow"),
        (TEST_LABELS, lambda c: c[:5], "it has 5 bytes, its header alone takes 8"),
        (
            TEST_IMAGES,
            lambda c: c[:4] + (9999).to_bytes(4, "big") + c[8:-784],
            "t10k-images-idx3-ubyte holds 9999 images, t10k-labels-idx1-ubyte 10000 labels",
        ),
        (
            TEST_IMAGES,
            lambda c: c[:8] + (14).to_bytes(4, "big") + (56).to_bytes(4, "big") + c[16:],
            "holds images of 14 x 56 px, not of 28 x 28",
        ),
        (TEST_LABELS, lambda c: c[:-1] + b"\x0a", "holds the label 10; there are digits only"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_spite_of_its_checksum(
    folder, name, change, said
):
    _written(folder, name, change(_content(folder, name)))
    with pytest.raises(Problem) as problem:
        load_mnist(folder)
    assert said in str(problem.value) and str(problem.value).endswith("analysis/images/mnist")


def test_more_images_than_the_files_hold_are_refused(folder, settings):
    for name, size in ((TEST_IMAGES, 784), (TEST_LABELS, 1)):
        content = _content(folder, name)
        _written(
            folder,
            name,
            content[:4]
            + (400).to_bytes(4, "big")
            + content[8 : 16 if size > 1 else 8]
            + content[16 if size > 1 else 8 :][: 400 * size],
        )
    with pytest.raises(Problem, match=r"data.test_images is 500, but there are 400"):
        load_dataset(settings, folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "leave out train-images-idx3-ubyte"),
        (b"0fa7898d  t10k-images-idx3-ubyte\n", "are damaged in line 1"),
        (b"0" * 64 + b"\n", "are damaged in line 1: not a SHA-256 and a file name"),
        (b"\xff\xfe0\0f\0a\0", "cannot be read: "),
        (b"0" * 64 + b"  t10k-labels-idx1-ubyte\n", "leave out train-images-idx3-ubyte"),
    ],
)
def test_a_damaged_list_of_checksums_is_one_clear_error(folder, text, said):
    (folder / "SHA256SUMS.uncompressed").write_bytes(text)
    with pytest.raises(Problem, match=said):
        load_mnist(folder)


def test_images_that_are_all_alike_everywhere_are_refused():
    grey = Images(np.full((3, 4, 4), 7, np.uint8), np.zeros(3, np.uint8))
    with pytest.raises(Problem, match=r"deviation of 0\.0, so nothing can be measured"):
        Dataset(grey, grey, grey, mean=7.0, deviation=0.0)
