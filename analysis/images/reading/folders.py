"""A folder of pictures, one folder in it for each class, as Pillow reads them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.images.reading.pictures import refuse_few
from analysis.problem import Problem
from analysis.toml_files import is_line, markup_in

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS = (".png", ".jpg", ".jpeg", ".gif", ".bmp")
NAMED = 3  # files that a message names
HELD = 2**31  # bytes of pixels, the most that are held at once
DEEP = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")  # modes with more than 8 bits


@dataclass(frozen=True, eq=False)
class Folder:
    """Images (image, y, x, channel) uint8, labels (image) or None, names of classes, remarks."""

    images: np.ndarray
    labels: np.ndarray | None
    names: tuple[str, ...]
    remarks: tuple[str, ...]


def read_folder(path: Path) -> Folder:
    """Return the pictures of a folder, class by class, each in the order of their names.

    Raises:
        Problem: there are none, a class has none, some cannot be read, or they differ in size.
    """
    classes = _classes(path)
    files = [(file, label) for label, (_, own) in enumerate(classes) for file in own]
    refuse_few(len(files), str(path))
    images = _pixels([file for file, _ in files], path)
    names = tuple(name for name, _ in classes)
    if len(names) < 2:
        alone = f"All pictures lie in one folder, {names[0]}, which tells no classes."
        return Folder(images, None, (), (alone,) if names[0] else ())
    return Folder(images, np.array([label for _, label in files]), names, _order(names))


def pictures_in(path: Path) -> list[Path]:
    """Return the files of pictures in a folder, class by class; ``Raises Problem`` as
    ``read_folder`` does, before any is read.
    """
    return [file for _, own in _classes(path) for file in own]


def _order(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return a remark where folders are numbered and their order is not that of the numbers."""
    if all(name.isdecimal() for name in names) and list(names) != sorted(names, key=int):
        return (
            f"Classes go by the names of their folders as texts: {', '.join(names[:3])}, and so on,"
            " as Keras orders them too.",
        )
    return ()


def _classes(path: Path) -> list[tuple[str, list[Path]]]:
    """Return names of classes with their pictures, sorted; one without a name for a folder that
    holds pictures itself.

    Raises:
        Problem: there are none, or a class has none.
    """
    below, pictures = _inside(path)
    if below and pictures:
        raise Problem(
            f"{path} holds pictures beside folders, first {pictures[0].name}. Put every picture"
            " into the folder of its class."
        )
    if not below and not pictures:
        raise Problem(
            f"{path} holds no pictures ({', '.join(KINDS)}). Put them there, in one folder for each"
            " class."
        )
    _refuse_unspeakable([one.name for one in below], path)
    return [(one.name, _of_class(one)) for one in below] or [("", pictures)]


def _refuse_unspeakable(names: list[str], path: Path) -> None:
    """``Raises Problem`` for a class whose name cannot stand on a page."""
    for name in names:
        if not is_line(name):
            raise Problem(
                f"{path}: the folder {name!r} gives its class a name that is no text of one line,"
                " in UTF-8. Rename it."
            )
        if one := markup_in(name):
            raise Problem(
                f"{path}: the folder {name!r} gives its class a name in which {one!r} would be"
                " markup on a page. Rename it."
            )


def _of_class(folder: Path) -> list[Path]:
    """Return the pictures of a class; ``Raises Problem`` where there are none, or more folders."""
    below, pictures = _inside(folder)
    if below:
        raise Problem(
            f"{folder.parent}: the class {folder.name} holds a folder, {below[0].name}; one level"
            f" of folders is read. If its folders are the classes, name {folder} itself."
        )
    if not pictures:
        raise Problem(
            f"{folder.parent}: the class {folder.name} holds no pictures ({', '.join(KINDS)})."
            " Fill it or remove it."
        )
    return pictures


def _inside(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return folders and pictures in a folder, sorted by name; hidden and other files are left."""
    there = sorted(one for one in folder.iterdir() if not one.name.startswith("."))
    pictures = [one for one in there if one.suffix.lower() in KINDS and one.is_file()]
    return [one for one in there if one.is_dir()], pictures


def _pixels(files: list[Path], folder: Path) -> np.ndarray:
    """Return the pictures (image, y, x, channel): of one channel where none has a colour.

    Raises:
        Problem: some cannot be read, or they differ in size.
    """
    sizes: dict[Path, tuple[int, int]] = {}
    unreadable: dict[Path, str] = {}
    for file in files:  # headers alone, so that what is far too large is never held
        _note(file, sizes, unreadable)
    _refuse_sizes(sizes, folder)
    read = {}
    for file in sizes:
        try:
            read[file] = _opened(file)
        except Exception as error:  # whatever Pillow stumbles over in a file it did not write
            unreadable[file] = _said(error)
    _refuse_unreadable({file: unreadable[file] for file in files if file in unreadable}, folder)
    grey = all(image.shape[2] == 1 for image in read.values())
    every = [
        image if grey or image.shape[2] == 3 else image.repeat(3, 2) for image in read.values()
    ]
    return np.stack(every)


def _note(file: Path, sizes: dict[Path, tuple[int, int]], unreadable: dict[Path, str]) -> None:
    """Note rows and columns of a picture, or why it cannot be read."""
    from PIL import Image

    try:
        with Image.open(file) as picture:
            sizes[file] = picture.height, picture.width
            if picture.mode in DEEP:
                unreadable[file] = f"it has more than 8 bits a pixel (mode {picture.mode})"
    except Exception as error:  # whatever Pillow stumbles over in a file it did not write
        unreadable[file] = _said(error)


def _opened(file: Path) -> np.ndarray:
    """Return a picture (y, x, 1) where it is grey, else (y, x, 3), uint8; of several frames the
    first, without transparency.
    """
    from PIL import Image

    with Image.open(file) as picture:
        if _is_grey(picture):
            return np.asarray(picture.convert("L"))[..., np.newaxis]
        pixels = np.asarray(picture.convert("RGB"))
        palette_of_grey = picture.mode == "P" and (pixels == pixels[..., :1]).all()
        return pixels[..., :1] if palette_of_grey else pixels


def _is_grey(picture: Image) -> bool:
    return picture.mode in ("1", "L", "LA")


def _said(error: Exception) -> str:
    """Return what Pillow says, without the address of the file, on one line."""
    said = str(error).splitlines() or [type(error).__name__]
    return "no picture" if "cannot identify" in said[0] else said[0].rstrip(".")


def _refuse_sizes(sizes: dict[Path, tuple[int, int]], folder: Path) -> None:
    """``Raises Problem`` for pictures of different sizes, or more than can be held."""
    found = Counter(sizes.values()).most_common()
    if len(found) > 1:
        (usual, often), (_, _) = found[:2]
        other = next(file for file, size in sizes.items() if size != usual)
        rows, columns = sizes[other]
        raise Problem(
            f"{folder}: {often} pictures have {usual[0]} x {usual[1]} px, {len(sizes) - often}"
            f" another size, first {other.relative_to(folder)} with {rows} x {columns}. Bring all"
            " to the size of the network's input first."
        )
    for (rows, columns), count in found:
        if 3 * rows * columns * count > HELD:
            raise Problem(
                f"{folder}: {count} pictures of {rows} x {columns} px are more than can be held."
                " Bring them to the size of the network's input, or use fewer."
            )


def _refuse_unreadable(unreadable: dict[Path, str], folder: Path) -> None:
    """``Raises Problem`` where any picture cannot be read; the first few are named."""
    if not unreadable:
        return
    first = list(unreadable.items())[:NAMED]
    count = f"{len(unreadable)} picture{'s' * (len(unreadable) > 1)}"
    named = ", ".join(f"{file.relative_to(folder)} ({why})" for file, why in first)
    raise Problem(
        f"{folder}: {count} cannot be read: {named}"
        f"{', ...' * (len(unreadable) > NAMED)}. Save them anew as 8-bit PNG, or remove them."
    )
