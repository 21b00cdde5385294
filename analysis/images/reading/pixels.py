"""Arrays of images: which are taken for such, and between which values their pixels can lie."""

from __future__ import annotations

import numpy as np

from analysis.images.reading.pictures import CHANNELS, SMALLEST, portions, refuse_few
from analysis.problem import Problem

BYTE = 255
DIM = 127  # a set of 8-bit images without any brighter pixel has a range of its own
# ranges in which floats are usually kept
UNIT, SIGNED, GREY = (0.0, 1.0), (-1.0, 1.0), (0.0, 255.0)

Span = tuple[tuple[float, ...], tuple[float, ...], tuple[str, ...]]


def as_images(array: np.ndarray, where: str) -> np.ndarray:
    """Return images (image, y, x, channel), uint8 or a kind of float; no copy where none is needed.

    Raises:
        Problem: the array has another shape, other values, or holds too few images.
    """
    if array.dtype.kind not in "biuf":
        raise Problem(
            f"{where}: pixels of type {array.dtype}. Save them as numbers: uint8 from 0 to 255, or"
            " floats."
        )
    images = _with_channels(array, where)
    refuse_few(len(images), where)
    if array.dtype.kind == "b":
        return images.view(np.uint8)
    return images if array.dtype.kind == "f" or array.dtype == np.uint8 else _bytes(images, where)


def _with_channels(array: np.ndarray, where: str) -> np.ndarray:
    """Return the array as (image, y, x, channel); ``Raises Problem`` where it is no such thing."""
    shape = f"{where}: an array of shape {array.shape}"
    if array.ndim == 2:
        raise Problem(
            f"{shape} is a table, or one picture. Give (image, y, x): rows of pixels become images"
            " by x.reshape(-1, rows, columns), one picture by x[None]."
        )
    if array.ndim == 3 and array.shape[2] in CHANNELS:
        raise Problem(
            f"{shape} is one picture with channels, or images {array.shape[2]} px wide. Give"
            " (image, y, x) or (image, y, x, channel); one picture alone is too few."
        )
    if array.ndim not in (3, 4):
        raise Problem(
            f"{shape} holds no images. Give (image, y, x) or (image, y, x, channel) with one or"
            " three channels."
        )
    images = array if array.ndim == 4 else array[..., np.newaxis]
    _refuse_channels(images.shape, shape)
    if min(images.shape[1:3]) < SMALLEST:
        raise Problem(
            f"{shape} holds images of {images.shape[1]} x {images.shape[2]} px; no side may be"
            f" shorter than {SMALLEST}. Use larger ones."
        )
    return images


def _refuse_channels(shape: tuple[int, ...], said: str) -> None:
    """``Raises Problem`` for images whose channels come first, or are not one or three."""
    if shape[3] in CHANNELS:
        return
    if shape[1] in CHANNELS:
        raise Problem(
            f"{said} has its channels first. Put them last: numpy.moveaxis(x, 1, -1), which gives"
            f" {(shape[0], *shape[2:], shape[1])}."
        )
    alpha = " Leave the fourth, transparency, out: x[..., :3]." if shape[3] == 4 else ""
    raise Problem(f"{said} has {shape[3]} channels; images have one or three.{alpha}")


def _bytes(images: np.ndarray, where: str) -> np.ndarray:
    """Return whole numbers as uint8; ``Raises Problem`` where one is not from 0 to 255."""
    least, most = int(images.min()), int(images.max())
    if least < 0 or most > BYTE:
        raise Problem(
            f"{where}: pixels are whole numbers from {least} to {most}. Whole numbers are read from"
            f" 0 to {BYTE}; save others as floats, e.g. x.astype('float32') / {max(most, 1)}."
        )
    return images.astype(np.uint8)


def extremes(images: np.ndarray, where: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the greatest value (channel) in images.

    Raises:
        Problem: a pixel is no finite number; the message says in which image.
    """
    ends = [
        (some.min(axis=(0, 1, 2)), some.max(axis=(0, 1, 2)))
        for some in portions(images)  # NaN comes through both
    ]
    least, most = np.min([low for low, _ in ends], axis=0), np.max([high for _, high in ends], 0)
    if not (np.isfinite(least).all() and np.isfinite(most).all()):
        bad = [not np.isfinite(image).all() for image in images]
        raise Problem(
            f"{where}: {sum(bad)} of {len(images)} images hold pixels that are NaN or infinite,"
            f" first image {bad.index(True)} (counted from 0). Mend or leave out these images."
        )
    return least, most


def span(images: np.ndarray, where: str) -> Span:
    """Return the values of the darkest and of the brightest pixel there can be, by channel, and a
    remark where these were not plain.

    Raises:
        Problem: a pixel is no finite number, or all pixels are alike.
    """
    least, most = extremes(images, where)
    with np.errstate(over="ignore"):
        alike = np.float32(least.min()) == np.float32(most.max())
    if alike:  # for a network, which computes with such numbers
        raise Problem(
            f"{where}: every pixel of every image is {least.min():g}. Use images that differ."
        )
    channels = images.shape[3]
    if usual := _usual(images.dtype, float(least.min()), float(most.max())):
        return (usual[0],) * channels, (usual[1],) * channels, ()
    if least.min() >= 0:  # counts or other values that begin at 0, as black does
        high = float(most.max())
        remark = f"The brightest pixel is {high:g}, taken for the brightest there can be."
        return (0.0,) * channels, (high,) * channels, (remark,)
    remark = "The least and the greatest value found are taken for the least and greatest possible."
    if (least == most).any():  # a channel that never varies tells no range
        least, most = np.full(channels, least.min()), np.full(channels, most.max())
    return tuple(map(float, least)), tuple(map(float, most)), (remark,)


def _usual(dtype: np.dtype, least: float, most: float) -> tuple[float, float] | None:
    """Return the range that images of such values are usually kept in, if it is plain."""
    if dtype == np.uint8:
        return GREY if most > DIM else None
    if least >= 0 and most <= 1:
        return UNIT
    if least >= -1 and most <= 1:
        return SIGNED
    return GREY if least >= 0 and DIM < most <= BYTE else None
