"""Images of a person's own: whatever they are kept in, they come out the same; what is no set of
images ends in one sentence with the way out.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis.images.examples.digits import digits
from analysis.images.examples.photographs import photographs, pieces
from analysis.images.idx import UNSIGNED_BYTE
from analysis.images.reading import folders, pictures
from analysis.images.reading.pixels import extremes
from analysis.images.reading.read import READ, files_of, read_pictures
from analysis.problem import Problem

RNG = np.random.default_rng(3)
GREY = RNG.integers(0, 256, (24, 7, 9)).astype(np.uint8)  # not square
COLOURED = RNG.integers(0, 256, (24, 7, 9, 3)).astype(np.uint8)
LABELS = np.arange(24) % 3


def idx(array: np.ndarray) -> bytes:
    head = bytes((0, 0, UNSIGNED_BYTE, array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(np.uint8).tobytes()


def save_pictures(folder: Path, images: np.ndarray, labels: np.ndarray, ending: str) -> None:
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        place = folder / "abc"[label]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(place / f"{number:02}.{ending}")


def why(path: Path, labels: Path | None = None) -> str:
    with pytest.raises(Problem) as problem:
        read_pictures(path, labels)
    said = str(problem.value)
    assert "\n" not in said and said.startswith(str(path if path.exists() else path.parent)), said
    return said


def why_archive(folder: Path, arrays: dict[str, np.ndarray]) -> str:
    """Return what is said of an archive of these arrays, behind its path."""
    path = folder / "mine.npz"
    np.savez(path, **arrays)
    said = why(path)
    assert said.startswith(str(path))
    return said.removeprefix(str(path))


# --- NumPy's files


@pytest.mark.parametrize(
    ("names", "images", "labels"),
    [
        (("x", "y"), GREY, LABELS),
        (("images", "labels"), COLOURED, LABELS.astype(np.uint8)),
        (("x_test", "y_test"), GREY[..., None], LABELS[:, None]),
        (("X", "y"), GREY, np.eye(3)[LABELS]),
        (("arr_0", "arr_1"), COLOURED, LABELS.astype(float)),
        (("test_images", "test_labels"), GREY.astype(np.int64), LABELS.astype(">i4")),
    ],
)
def test_an_archive_is_read_under_names_of_many_habits(tmp_path, names, images, labels):
    path = tmp_path / "mine.npz"
    np.savez(path, **dict(zip(names, (images, labels), strict=True)))
    found = read_pictures(path)
    assert found.images.dtype == np.uint8 and found.labels.dtype == np.int64
    np.testing.assert_array_equal(found.images.reshape(images.shape), images)
    np.testing.assert_array_equal(found.labels, LABELS)
    assert found.shape == (7, 9, images.shape[3] if images.ndim == 4 else 1)
    assert found.classes == 3 and (found.low[0], found.high[0]) == (0, 255)
    assert found.remarks == (
        () if names == ("x", "y") else (f"Images are the array {names[0]}, labels the array"
                                        f" {names[1]}.",)
    )  # fmt: skip


def test_of_training_and_test_images_the_test_images_are_taken_and_it_is_said(tmp_path):
    path = tmp_path / "mnist.npz"
    np.savez_compressed(path, x_train=GREY, y_train=LABELS, x_test=GREY[:12], y_test=LABELS[:12])
    found = read_pictures(path)
    assert len(found.images) == 12
    assert found.remarks == (
        "Images are the array x_test, labels the array y_test; not looked at: x_train, y_train.",
    )


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (["b", "<script>go()</script>", "a\x1b[2J"], "b and 2 more"),
        (["`x", "a" * 60], "2 arrays"),
        (["**"], "1 array"),
        (
            [f"a{n:02}" for n in range(40)],
            ", ".join(f"a{n:02}" for n in range(12)) + " and 28 more",
        ),
    ],
)
def test_a_name_of_an_array_that_no_page_could_say_is_counted(tmp_path, other, said):
    np.savez(tmp_path / "a.npz", x=GREY, **dict.fromkeys(other, np.zeros(1)))
    named = "Images are the array x, without labels"
    assert read_pictures(tmp_path / "a.npz").remarks == (f"{named}; not looked at: {said}.",)
    assert why_archive(tmp_path, dict.fromkeys([*other, "mine"], GREY)).startswith(" holds ")
    np.savez(tmp_path / "c.npz", **{"[x](y)": GREY})
    remark = "Images are the only array, without labels."
    assert read_pictures(tmp_path / "c.npz").remarks == (remark,)


def test_without_labels_there_are_none(tmp_path):
    np.savez(tmp_path / "a.npz", x=GREY)
    np.savez(tmp_path / "b.npz", whatever=GREY)
    np.save(tmp_path / "c.npy", GREY)
    for name in ("a.npz", "b.npz", "c.npy"):
        found = read_pictures(tmp_path / name)
        assert found.labels is None and found.classes is None and len(found.images) == 24


def test_an_array_stays_on_disk_and_its_labels_lie_beside_it(tmp_path):
    np.save(tmp_path / "x_test.npy", GREY)
    np.save(tmp_path / "y_test.npy", LABELS)
    np.save(tmp_path / "images.npy", COLOURED.astype(np.float32) / 255)
    np.save(tmp_path / "labels.npy", LABELS)
    for name, beside in (("x_test", "y_test"), ("images", "labels")):
        found = read_pictures(tmp_path / f"{name}.npy")
        np.testing.assert_array_equal(found.labels, LABELS)
        assert isinstance(found.images.base, np.memmap) or isinstance(found.images, np.memmap)
        assert found.remarks == (f"Labels are those of {beside}.npy, beside it.",)


def test_labels_that_are_given_go_before_those_that_are_found(tmp_path):
    other = (LABELS + 1) % 3
    np.savez(tmp_path / "mine.npz", x=GREY, y=LABELS)
    np.save(tmp_path / "other.npy", other)
    (tmp_path / "other-idx1-ubyte").write_bytes(idx(other))
    for name in ("other.npy", "other-idx1-ubyte"):
        found = read_pictures(tmp_path / "mine.npz", tmp_path / name)
        np.testing.assert_array_equal(found.labels, other)


# --- IDX files


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
        ("emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte"),
    ],
)
def test_idx_files_find_their_labels_packed_or_not(tmp_path, images, labels, packed):
    pack, end = (gzip.compress, ".gz") if packed else (bytes, "")
    (tmp_path / (images + end)).write_bytes(pack(idx(GREY)))
    (tmp_path / labels).write_bytes(idx(LABELS))
    found = read_pictures(tmp_path / (images + end))
    np.testing.assert_array_equal(found.images[..., 0], GREY)
    np.testing.assert_array_equal(found.labels, LABELS)


def test_idx_files_are_known_by_their_start_and_may_have_colours(tmp_path):
    (tmp_path / "mine").write_bytes(idx(COLOURED))
    found = read_pictures(tmp_path / "mine")
    np.testing.assert_array_equal(found.images, COLOURED)
    assert found.labels is None


# --- folders of pictures


@pytest.mark.parametrize("ending", ["png", "bmp", "gif"])
def test_grey_pictures_are_read_class_by_class(tmp_path, ending):
    save_pictures(tmp_path, GREY, LABELS, ending)
    (tmp_path / "a" / ".DS_Store").write_bytes(b"hidden")
    (tmp_path / "a" / "notes.txt").write_text("no picture")
    found = read_pictures(tmp_path)
    order = np.argsort(LABELS, kind="stable")
    np.testing.assert_array_equal(found.images[..., 0], GREY[order])
    np.testing.assert_array_equal(found.labels, LABELS[order])
    assert found.names == ("a", "b", "c") and found.classes == 3 and found.remarks == ()


def test_pictures_with_colours_have_three_channels_and_grey_ones_among_them_too(tmp_path):
    save_pictures(tmp_path, COLOURED, LABELS, "png")
    Image.fromarray(GREY[0]).save(tmp_path / "a" / "99.png")
    found = read_pictures(tmp_path)
    assert found.shape == (7, 9, 3) and len(found.images) == 25
    np.testing.assert_array_equal(found.images[0], COLOURED[0])
    np.testing.assert_array_equal(found.images[8], GREY[0][..., None].repeat(3, -1))


def test_jpegs_palettes_and_transparency_are_read_as_pillow_reads_them(tmp_path):
    for number, (image, label) in enumerate(zip(COLOURED, LABELS, strict=True)):
        place = tmp_path / "abc"[label]
        place.mkdir(exist_ok=True)
        picture = Image.fromarray(image)
        name = place / f"{number:02}"
        (
            picture.save(f"{name}.JPG", quality=95),
            picture.convert("RGBA").save(f"{name}.png"),
            picture.quantize(16).save(f"{name}.gif"),
        )
    found = read_pictures(tmp_path)
    assert found.images.shape == (72, 7, 9, 3) and np.bincount(found.labels).tolist() == [24] * 3
    with Image.open(tmp_path / "a" / "00.JPG") as picture:
        np.testing.assert_array_equal(found.images[0], np.asarray(picture))
    np.testing.assert_array_equal(found.images[2], COLOURED[0])


def test_dim_pictures_are_still_pictures_of_8_bits(tmp_path):
    save_pictures(tmp_path, GREY // 8, LABELS, "png")
    assert read_pictures(tmp_path).high == (255.0,)
    np.savez(tmp_path / "dim.npz", x=GREY // 8, y=LABELS)
    found = read_pictures(tmp_path / "dim.npz")
    assert found.high == (31.0,)
    assert found.remarks == ("The brightest pixel is 31, taken for the brightest there can be.",)


def test_one_folder_tells_no_classes(tmp_path):
    save_pictures(tmp_path / "flat", GREY, np.zeros(24, int), "png")
    found, inside = read_pictures(tmp_path / "flat"), read_pictures(tmp_path / "flat" / "a")
    assert found.labels is None and inside.labels is None and inside.remarks == ()
    assert found.remarks == ("All pictures lie in one folder, a, which tells no classes.",)
    np.save(tmp_path / "y.npy", LABELS)
    given = read_pictures(tmp_path / "flat" / "a", tmp_path / "y.npy")
    np.testing.assert_array_equal(given.labels, LABELS)


def test_numbered_folders_go_as_texts_and_it_is_said(tmp_path):
    save_pictures(tmp_path, GREY, LABELS, "png")
    for old, new in (("a", "1"), ("b", "2"), ("c", "10")):
        (tmp_path / old).rename(tmp_path / new)
    found = read_pictures(tmp_path)
    assert found.names == ("1", "10", "2")
    assert found.remarks[0].startswith(
        "Classes go by the names of their folders as texts: 1, 10, 2"
    )


# --- values


@pytest.mark.parametrize(
    ("images", "low", "high"),
    [
        (GREY / 255, 0, 1),
        (GREY.astype(np.float16) / 300, 0, 1),
        (GREY / 127.5 - 1, -1, 1),
        (GREY.astype(np.float32), 0, 255),
        ((GREY // 16).astype(float), 0, 15),
        (GREY > 100, 0, 1),
        ((GREY - GREY.mean()) / GREY.std(), None, None),
    ],
)
def test_the_values_that_a_pixel_can_have_are_told_from_those_it_has(tmp_path, images, low, high):
    np.savez(tmp_path / "mine.npz", x=images)
    found = read_pictures(tmp_path / "mine.npz")
    least, most = (images.min(), images.max()) if low is None else (low, high)
    assert found.low == (pytest.approx(least),) and found.high == (pytest.approx(most),)


def test_images_are_looked_through_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr(pictures, "AT_ONCE", 2 * 63)
    assert [len(some) for some in pictures.portions(GREY[:5, ..., None])] == [2, 2, 1]
    least, most = extremes(COLOURED, "here")
    np.testing.assert_array_equal(least, COLOURED.min(axis=(0, 1, 2)))
    np.testing.assert_array_equal(most, COLOURED.max(axis=(0, 1, 2)))


def test_images_taken_evenly_are_of_every_class(tmp_path):
    np.savez(tmp_path / "mine.npz", x=GREY, y=np.sort(LABELS))
    found = read_pictures(tmp_path / "mine.npz")
    few = found.taken(found.spread(6))
    assert np.bincount(few.labels).tolist() == [2, 2, 2] and len(few.images) == 6
    assert (found.spread(24) == np.arange(24)).all()


# --- what is refused


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        (
            {"x": np.moveaxis(COLOURED, -1, 1)},
            "an array of shape (24, 3, 7, 9) has its channels first. Put them last:"
            " numpy.moveaxis(x, 1, -1), which gives (24, 7, 9, 3).",
        ),
        (
            {"x": GREY.reshape(24, -1)},
            "an array of shape (24, 63) is a table, or one picture. Give (image, y, x): rows of"
            " pixels become images by x.reshape(-1, rows, columns), one picture by x[None].",
        ),
        (
            {"x": COLOURED[0]},
            "an array of shape (7, 9, 3) is one picture with channels, or images 3 px wide. Give"
            " (image, y, x) or (image, y, x, channel); one picture alone is too few.",
        ),
        (
            {"x": COLOURED[None]},
            "an array of shape (1, 24, 7, 9, 3) holds no images. Give (image, y, x) or (image, y,"
            " x, channel) with one or three channels.",
        ),
        (
            {"x": np.dstack([COLOURED[..., :1]] * 4).reshape(24, 7, 9, 4)},
            "an array of shape (24, 7, 9, 4) has 4 channels; images have one or three. Leave the"
            " fourth, transparency, out: x[..., :3].",
        ),
        ({"x": COLOURED[..., :2]}, "an array of shape (24, 7, 9, 2) has 2 channels; images have"),
        (
            {"x": GREY[:, :2]},
            "an array of shape (24, 2, 9) holds images of 2 x 9 px; no side may be shorter than 3.",
        ),
        (
            {"x": GREY[:9]},
            "9 images; 10 or more are needed, and some hundreds tell more.",
        ),
        ({"x": GREY[:1]}, "1 image; 10 or more are needed"),
        ({"x": GREY[:0]}, "0 images; 10 or more are needed"),
        (
            {"x": GREY.astype(str)},
            "pixels of type <U3. Save them as numbers: uint8 from 0 to 255, or floats.",
        ),
        ({"x": GREY * 1j}, "pixels of type complex128. Save them as numbers"),
        (
            {"x": GREY.astype(np.uint16) * 257},
            "pixels are whole numbers from 0 to 65535. Whole numbers are read from 0 to 255; save"
            " others as floats, e.g. x.astype('float32') / 65535.",
        ),
        ({"x": GREY.astype(int) - 5}, "pixels are whole numbers from -5 to 250."),
        (
            {"x": np.where(np.arange(24)[:, None, None] % 10 == 4, np.nan, GREY)},
            "2 of 24 images hold pixels that are NaN or infinite, first image 4 (counted from 0)."
            " Mend or leave out these images.",
        ),
        ({"x": np.where(GREY > 250, np.inf, GREY)}, "15 of 24 images hold pixels that are NaN or"),
        (
            {"x": np.full_like(GREY, 7)},
            "every pixel of every image is 7. Use images that differ.",
        ),
        ({"x": GREY * 1e-300}, "every pixel of every image is 0. Use images that differ."),
        (
            {"x": GREY, "y": LABELS[:-1]},
            "24 images, but 23 labels. Give one label for each image, in the same order.",
        ),
        ({"x": GREY, "y": np.array(3)}, "24 images, but 1 labels."),
        (
            {"x": GREY, "y": LABELS + 0.5},
            "labels are whole numbers, but one of these is 0.5. Number the classes from 0 on, in"
            " the order of the network's outputs.",
        ),
        ({"x": GREY, "y": LABELS * np.nan}, "labels are whole numbers, but one of these is nan."),
        (
            {"x": GREY, "y": np.array(["cat", "dog"] * 12)},
            "labels are whole numbers, but these are of type <U3. Number the classes from 0 on",
        ),
        (
            {"x": GREY, "y": LABELS + 1e300},
            "labels are numbers of classes, but one of these is 1e+300. Number the classes from 0",
        ),
        (
            {"x": GREY, "y": np.full(24, 2**64 - 1, np.uint64)},
            "labels are numbers of classes, but one of these is 18446744073709551615.",
        ),
        ({"x": GREY, "y": LABELS - 1}, "labels count from 0, but one of these is -1. Number the"),
        (
            {"x": GREY, "y": RNG.random((24, 3))},
            "labels have the shape (24, 3); they are read as (image), (image, 1), or (image, class)"
            " with a single 1 in each row. Give one whole number for each image.",
        ),
    ],
)
def test_arrays_that_are_no_images_with_labels_say_why(tmp_path, arrays, said):
    assert why_archive(tmp_path, arrays).startswith(f": {said}")


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        (
            {"pixels": GREY, "classes": LABELS},
            " holds classes, pixels, none of which is called as images are. Call them x, and the"
            " labels y: numpy.savez(FILE, x=images, y=labels)",
        ),
        ({}, " holds nothing, none of which is called as images are."),
        (
            {"x": np.array([GREY[0], GREY[1, :5]], object)},
            " holds Python objects, which could run code and are never loaded. Save numbers alone:"
            " one array (image, y, x) or (image, y, x, channel), all images of one size.",
        ),
    ],
)
def test_archives_that_hold_something_else_say_so(tmp_path, arrays, said):
    assert why_archive(tmp_path, arrays).startswith(said)


@pytest.mark.parametrize("name", ["mine.npz", "mine.npy"])
@pytest.mark.parametrize("keep", [0, 3, 200, 900])
def test_a_file_cut_short_is_told(tmp_path, name, keep):
    path = tmp_path / name
    np.savez(path, x=GREY) if name.endswith("z") else np.save(path, GREY)
    path.write_bytes(path.read_bytes()[:keep])
    said = why(path)
    assert said.startswith(f"{path} is damaged or no file of NumPy: ")
    assert said.endswith(". Save it anew: numpy.savez(FILE, x=images, y=labels)")


def _header(described: str) -> bytes:
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(described)) + described.encode()


@pytest.mark.parametrize(
    "described",
    [
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-24, 7, 9)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (10**9, 7, 9)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (999999999999, 7, 9)}",
        "{'descr': [], 'fortran_order': 0, 'shape': None}",
        "__import__('os').abort()",
        "(" * 300,
    ],
)
@pytest.mark.parametrize("name", ["mine.npz", "mine.npy"])
def test_a_header_that_is_none_is_told(tmp_path, name, described):
    path, content = tmp_path / name, _header(described) + GREY.tobytes()
    path.write_bytes(content)
    if name.endswith("z"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x.npy", content)
    said = why(path).removeprefix(f"{path} is ")
    assert said.startswith(("damaged or no file of NumPy: ", "more than the memory holds"))


@pytest.mark.parametrize("change", [(8, 1), (10, 99)], ids=["encrypted", "packed otherwise"])
def test_an_archive_that_python_cannot_open_is_told(tmp_path, change):
    path, (place, value) = tmp_path / "mine.npz", change
    np.savez(path, x=GREY)
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\1\2") + place] = value
    path.write_bytes(content)
    assert why(path).startswith(f"{path} is damaged or no file of NumPy: ")


def test_a_member_that_is_no_array_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "mine.npz", "w") as archive:
        archive.writestr("x.npy", "whatever it holds")
    assert "its member x is no array. Save it anew" in why(tmp_path / "mine.npz")


def test_objects_are_never_loaded(tmp_path):
    path = tmp_path / "mine.npy"
    np.save(path, np.array([GREY[0], None], object), allow_pickle=True)
    assert why(path).startswith(f"{path} holds Python objects, which could run code")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (idx(LABELS), " holds labels. Name the file of their images; its labels are found beside"),
        (idx(GREY)[:-1], " is damaged or no IDX file of images: its header states 24 x 7 x 9"),
        (
            b"no IDX file at all",
            " is damaged or no IDX file of images: its magic number is 6e6f2049",
        ),
        (gzip.compress(idx(GREY))[:-9], " is damaged or no IDX file of images: Compressed file"),
        (
            b"\0\0\x0d\3" + idx(GREY)[4:],
            " is damaged or no IDX file of images: its magic number is",
        ),
        (b"", " is damaged or no IDX file of images: it has 0 bytes"),
    ],
    ids=["labels", "cut short", "text", "packed and cut short", "numbers of another kind", "empty"],
)
def test_idx_files_that_are_not_what_they_say_are_told(tmp_path, content, said):
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(content)
    assert why(path).startswith(f"{path}{said}")


def test_labels_beside_that_are_of_other_images_are_told(tmp_path):
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(idx(GREY))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(LABELS[:20]))
    assert why(path).startswith(f"{path}: 24 images, but 20 labels. Give one label for each image")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x.pt", "is a file of PyTorch. {}. Save its tensors by numpy.savez('images.npz', x="),
        ("x.H5", "is a file of HDF5 or MATLAB. {}. Save its arrays by numpy.savez("),
        ("x.zip", "is an archive. {}. Unpack it, name the folder."),
        ("x.tar.gz", "is an archive. {}. Unpack it, name the folder."),
        ("x.pkl", "is a pickle, which could run code. {}. Use numpy.savez("),
        ("x.csv", "is a table. {}. Bring rows to (image, y, x), then use numpy.savez("),
        ("x.tfrecord", "is a file of TensorFlow. {}. Save its images by numpy.savez("),
        ("x.png", "is one picture. {}. Name the folder that holds all of them."),
        ("x.tiff", "is a picture of a kind not read. {}. Save all as PNG."),
        ("x.unknown", "is of an unknown kind. {}."),
    ],
)
def test_other_kinds_of_files_end_in_the_way_out(tmp_path, name, said):
    path = tmp_path / name
    path.write_bytes(b"whatever it holds")
    assert why(path).startswith(f"{path} {said.format(READ)}")


def test_what_is_not_there_is_told(tmp_path):
    assert why(tmp_path / "none.npz") == f"{tmp_path / 'none.npz'} does not exist. {READ}."
    np.save(tmp_path / "x.npy", GREY)
    with pytest.raises(Problem, match=re.escape(f"{tmp_path / 'no.npy'} does not exist.")):
        read_pictures(tmp_path / "x.npy", tmp_path / "no.npy")
    (tmp_path / "y.txt").write_text("0 1 2")
    with pytest.raises(Problem, match=r"y.txt holds no labels as they are read: an .npy or IDX"):
        read_pictures(tmp_path / "x.npy", tmp_path / "y.txt")


KINDS = ".png, .jpg, .jpeg, .gif, .bmp"


def test_a_pipe_is_not_waited_at(tmp_path):
    os.mkfifo(tmp_path / "mine.npz")
    assert why(tmp_path / "mine.npz") == (
        f"{tmp_path / 'mine.npz'} is neither a file nor a folder. {READ}."
    )


def test_a_class_has_a_name_that_can_be_written_down(tmp_path):
    for name, said in (
        ("a\nb", "a name that is no text of one line"),
        (os.fsdecode(b"a\xff"), "a name that is no text of one line"),
        ("a|b", "a name in which '|' would be markup on a page"),
        ("<b>", "a name in which '<' would be markup on a page"),
    ):
        folder = tmp_path / "b" / name
        folder.mkdir(parents=True)
        Image.fromarray(GREY[0]).save(folder / "0.png")
        assert f"gives its class {said}" in why(tmp_path / "b")
        shutil.rmtree(folder)


# --- on what depends what is read


def test_labels_that_are_looked_for_count_there_or_not(tmp_path):
    np.save(tmp_path / "x_test.npy", GREY)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx(GREY))
    there = [tmp_path / "x_test.npy", tmp_path / "y_test.npy"]
    assert files_of(tmp_path / "x_test.npy") == there
    found = files_of(tmp_path / "train-images-idx3-ubyte")
    assert {one.name for one in found} > {"train-labels-idx1-ubyte", "train-labels-idx1-ubyte.gz"}
    np.save(tmp_path / "given.npy", LABELS)
    given = files_of(tmp_path / "x_test.npy", tmp_path / "given.npy")
    assert given == [there[0], tmp_path / "given.npy"]


def test_of_a_folder_its_pictures_count_and_nothing_that_is_never_read(tmp_path):
    save_pictures(tmp_path, GREY, LABELS, "png")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "large").touch()
    (tmp_path / "notes.txt").touch()
    assert len(files_of(tmp_path)) == 24


def test_what_is_never_read_is_refused_before_anything_is(tmp_path):
    for path, labels, said in (
        (Path("/"), None, "one level of folders is read|holds no pictures"),
        (tmp_path / "none.npz", None, "does not exist"),
        (Path(__file__), None, "is of an unknown kind"),
        (tmp_path, tmp_path, "holds no labels as they are read"),
    ):
        with pytest.raises(Problem, match=said):
            files_of(path, labels)


def test_folders_without_pictures_are_told(tmp_path):
    assert why(tmp_path) == (
        f"{tmp_path} holds no pictures ({KINDS}). Put them there, in one folder for each class."
    )
    save_pictures(tmp_path, GREY, LABELS, "png")
    (tmp_path / "d").mkdir()
    assert why(tmp_path) == (
        f"{tmp_path}: the class d holds no pictures ({KINDS}). Fill it or remove it."
    )
    (tmp_path / "d" / "e").mkdir()
    assert why(tmp_path) == (
        f"{tmp_path}: the class d holds a folder, e; one level of folders is read. If its folders"
        f" are the classes, name {tmp_path / 'd'} itself."
    )


def test_pictures_beside_folders_are_told(tmp_path):
    save_pictures(tmp_path, GREY, LABELS, "png")
    Image.fromarray(GREY[0]).save(tmp_path / "stray.png")
    assert why(tmp_path) == (
        f"{tmp_path} holds pictures beside folders, first stray.png. Put every picture into the"
        " folder of its class."
    )


def test_few_pictures_are_told(tmp_path):
    save_pictures(tmp_path, GREY[:9], LABELS[:9], "png")
    assert why(tmp_path).startswith(f"{tmp_path}: 9 images; 10 or more are needed")


def test_pictures_of_different_sizes_are_told(tmp_path):
    save_pictures(tmp_path, GREY, LABELS, "png")
    Image.fromarray(GREY[0, :5]).save(tmp_path / "b" / "small.png")
    assert why(tmp_path) == (
        f"{tmp_path}: 24 pictures have 7 x 9 px, 1 another size, first b/small.png with 5 x 9."
        " Bring all to the size of the network's input first."
    )


@pytest.mark.parametrize("bad", [1, 3, 5])
def test_unreadable_pictures_are_counted_and_the_first_named(tmp_path, bad):
    save_pictures(tmp_path, GREY, LABELS, "png")
    files = sorted(tmp_path.rglob("*.png"))[:bad]
    for number, file in enumerate(files):
        file.write_bytes(b"no picture" if number % 2 else file.read_bytes()[:50])
    said = why(tmp_path)
    pictures = "1 picture" if bad == 1 else f"{bad} pictures"
    assert said.startswith(f"{tmp_path}: {pictures} cannot be read: a/00.png (")
    assert said.endswith(". Save them anew as 8-bit PNG, or remove them.")
    named = [file for file in files if str(file.relative_to(tmp_path)) in said]
    assert named == files[:3] and (", ..." in said) == (bad > 3)
    assert bad == 1 or "a/03.png (no picture)" in said


def test_pictures_of_16_bits_are_told(tmp_path):
    save_pictures(tmp_path, GREY.astype(np.uint16) * 200, LABELS, "png")
    assert why(tmp_path).startswith(
        f"{tmp_path}: 24 pictures cannot be read: a/00.png (it has more than 8 bits a pixel"
    )


def test_more_pictures_than_can_be_held_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "HELD", 4000)
    save_pictures(tmp_path, GREY, LABELS, "png")
    assert why(tmp_path) == (
        f"{tmp_path}: 24 pictures of 7 x 9 px are more than can be held. Bring them to the size of"
        " the network's input, or use fewer."
    )


def test_labels_are_not_told_twice(tmp_path):
    save_pictures(tmp_path / "all", GREY, LABELS, "png")
    np.save(tmp_path / "y.npy", LABELS)
    assert why(tmp_path / "all", tmp_path / "y.npy") == (
        f"{tmp_path / 'all'} tells classes by its folders, and labels are given as well. Leave"
        " --labels out, or put all pictures into one folder."
    )


# --- examples that come with scikit-learn


def test_digits_are_those_of_scikit_learn_whatever_its_version():
    found = digits()
    assert found.images.shape == (1797, 8, 8, 1) and found.classes == 10
    assert (found.images.min(), found.images.max()) == (0, 16) and found.high == (16.0,)
    content = found.images.tobytes() + found.labels.astype(np.uint8).tobytes()
    assert hashlib.sha256(content).hexdigest()[:16] == "87ff0c9e40dc7e2c"


@pytest.mark.parametrize("side", [16, 32])
def test_pieces_of_photographs_lie_side_by_side(side):
    found = photographs(side)
    each = (427 // side) * (640 // side)
    assert found.images.shape == (2 * each, side, side, 3) and found.images.dtype == np.uint8
    assert np.bincount(found.labels).tolist() == [each, each] and found.classes == 2
    strip = np.concatenate(list(found.images[: 640 // side]), axis=1)
    again = pieces(np.concatenate([strip, strip]), side)
    np.testing.assert_array_equal(again[: 640 // side], found.images[: 640 // side])
    assert len(np.unique(found.images.reshape(2 * each, -1), axis=0)) > 0.9 * 2 * each


def test_photographs_are_of_different_colours():
    found = photographs()
    mean = [found.images[found.labels == label].mean(axis=(0, 1, 2)) for label in (0, 1)]
    assert np.abs(mean[0] - mean[1]).max() > 20
