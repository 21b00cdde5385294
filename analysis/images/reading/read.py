"""The way in: a path that a person names, read by whoever knows its kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.images.reading.arrays import read_npy, read_npz
from analysis.images.reading.checked import checked
from analysis.images.reading.folders import KINDS, pictures_in, read_folder
from analysis.images.reading.idx_files import (
    is_idx,
    labels_beside,
    read_idx,
    read_idx_labels,
)
from analysis.images.reading.pictures import Pictures
from analysis.problem import Problem
from analysis.toml_files import markup_in

READ = (
    "Images are read from .npz and .npy files, IDX files, and folders of pictures with one folder"
    " for each class"
)
SAVE = "numpy.savez('images.npz', x=images, y=labels)"
# files that are often meant, and what to do with them
WAYS_OUT = (
    ((".pt", ".pth", ".safetensors"), "a file of PyTorch", f"Save its tensors by {SAVE}."),
    ((".h5", ".hdf5", ".hdf", ".mat"), "a file of HDF5 or MATLAB", f"Save its arrays by {SAVE}."),
    ((".pkl", ".pickle", ".joblib"), "a pickle, which could run code", f"Use {SAVE} instead."),
    ((".zip", ".tar", ".gz", ".tgz", ".rar", ".7z"), "an archive", "Unpack it, name the folder."),
    ((".csv", ".tsv", ".parquet"), "a table", f"Bring rows to (image, y, x), then use {SAVE}."),
    ((".tfrecord", ".tfrecords"), "a file of TensorFlow", f"Save its images by {SAVE}."),
    (KINDS, "one picture", "Name the folder that holds all of them."),
    ((".tif", ".tiff", ".webp", ".svg"), "a picture of a kind not read", "Save all as PNG."),
)


def read_pictures(path: Path, labels: Path | None = None) -> Pictures:
    """Return the images of a file or folder, with labels where there are any.

    Args:
        labels: a file of labels, ``.npy`` or IDX; without it they are looked for where they usually
            are: in the archive, beside the file, in the names of folders.

    Raises:
        Problem: nothing can be read there, or it is no set of images; the message says the way out.
    """
    for one in (path, *([labels] if labels else [])):
        _refuse_missing(one)
    try:
        return _read(path, labels)
    except PermissionError as error:
        raise Problem(f"{error.filename} may not be read. Mend its permissions.") from None
    except MemoryError:
        raise Problem(f"{path} is more than the memory holds. Use fewer images.") from None


def files_of(path: Path, labels: Path | None = None) -> list[Path]:
    """Return all files on which depends what ``read_pictures`` returns, there or not.

    Raises:
        Problem: something is missing, or of a kind that is not read; nothing was read.
    """
    for one in (path, *([labels] if labels else [])):
        _refuse_missing(one)
    if labels:
        _refuse_no_labels(labels)
    own = [labels] if labels else beside(path)
    if path.is_dir():
        return [*pictures_in(path), *own]
    if not _is_known(path):
        raise _unknown(path)
    return [path, *own]


def beside(path: Path) -> list[Path]:
    """Return where the labels of a path are looked for when none are given, there or not."""
    suffix = path.suffix.lower()
    if path.is_dir() or suffix == ".npz":
        return []
    return _npy_beside(path) if suffix == ".npy" else labels_beside(path)


def _is_known(path: Path) -> bool:
    return path.suffix.lower() in (".npz", ".npy") or is_idx(path)


def _refuse_missing(path: Path) -> None:
    if not path.exists():
        raise Problem(f"{path} does not exist. {READ}.")
    if not (path.is_file() or path.is_dir()):  # a pipe would be waited at for ever
        raise Problem(f"{path} is neither a file nor a folder. {READ}.")


def _read(path: Path, labels: Path | None) -> Pictures:
    """Return what a path holds, by its kind; ``Raises Problem`` for one that is not known."""
    given, where = _labels(labels) if labels else None, str(path)
    if path.is_dir():
        return _of_folder(path, given)
    if not _is_known(path):
        raise _unknown(path)
    suffix = path.suffix.lower()
    if suffix == ".npz":
        images, own, remarks = read_npz(path)
        return checked(images, own if given is None else given, where, remarks=remarks)
    images = read_npy(path) if suffix == ".npy" else read_idx(path)
    if given is not None:
        return checked(images, given, where)
    there = next((one for one in beside(path) if one.is_file()), None)
    if there is None:
        return checked(images, None, where)
    # a page says it as it stands
    name = "another file" if markup_in(there.name) else there.name
    remark = f"Labels are those of {name}, beside it."
    return checked(images, _labels(there), where, remarks=(remark,))


def _of_folder(path: Path, given: np.ndarray | None) -> Pictures:
    """Return the pictures of a folder; ``Raises Problem`` where labels are given twice."""
    found = read_folder(path)
    if given is not None and found.labels is not None:
        raise Problem(
            f"{path} tells classes by its folders, and labels are given as well. Leave --labels"
            " out, or put all pictures into one folder."
        )
    labels = found.labels if given is None else given
    pictures = checked(found.images, labels, str(path), names=found.names)
    return _of_bytes(pictures, found.remarks)


def _of_bytes(pictures: Pictures, remarks: tuple[str, ...]) -> Pictures:
    """Return pictures with the range that every file of 8 bits has, bright or not."""
    channels = pictures.shape[2]
    return replace(pictures, low=(0.0,) * channels, high=(255.0,) * channels, remarks=remarks)


def _npy_beside(path: Path) -> list[Path]:
    """Return where the labels of an array of images usually lie: ``y_test.npy`` beside
    ``x_test.npy``, ``labels.npy`` beside ``images.npy``.
    """
    name = path.name
    others = [name.replace("images", "labels")] if "images" in name else []
    others += [f"y{name[1:]}"] if name[:2] in ("x.", "x_", "X.", "X_") else []
    return [path.with_name(other) for other in others]


def _labels(path: Path) -> np.ndarray:
    """Return labels from a file of their own; ``Raises Problem`` for any other kind."""
    _refuse_no_labels(path)
    return np.array(read_npy(path)) if path.suffix.lower() == ".npy" else read_idx_labels(path)


def _refuse_no_labels(path: Path) -> None:
    """``Raises Problem`` for a path that is no file of a kind in which labels are read."""
    if not path.is_file() or not (path.suffix.lower() == ".npy" or is_idx(path)):
        raise Problem(
            f"{path} holds no labels as they are read: an .npy or IDX file with one whole number"
            " for each image. Save them: numpy.save('labels.npy', labels)"
        )


def _unknown(path: Path) -> Problem:
    """Return what a person reads of a file of another kind."""
    for suffixes, what, way_out in WAYS_OUT:
        if path.suffix.lower() in suffixes:
            return Problem(f"{path} is {what}. {READ}. {way_out}")
    return Problem(f"{path} is of an unknown kind. {READ}.")
