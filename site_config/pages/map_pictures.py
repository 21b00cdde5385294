"""The pictures on the page of a map: its portraits one by one, and rows of small pictures as one
file each, so that a page loads few files.
"""

from __future__ import annotations

from html import escape

import numpy as np

from site_config.pages.files import inline, png
from site_config.pages.gallery import DOMAINS, Gallery, enhanced, hatched, plain

GAP = 2  # px between the pictures of a row
PAPER = 0  # grey of what no picture covers; transparent in the file


def row(pictures: np.ndarray) -> np.ndarray:
    """Return 8-bit pictures, grey (picture, y, x) or of colours (picture, y, x, 3), side by side
    with alpha behind the others (y, x, 2 or 4).
    """
    count, height, width = pictures.shape[:3]
    channels = np.reshape(pictures, (count, height, width, -1))
    made = np.zeros((height, count * (width + GAP) - GAP, channels.shape[-1] + 1), np.uint8)
    for k, picture in enumerate(channels):
        place = slice(k * (width + GAP), k * (width + GAP) + width)
        made[:, place, :-1], made[:, place, -1] = picture, 255
    return made


def framed(image: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return an 8-bit picture (y, x, perhaps colours) in which all that a node does not see is
    faded.
    """
    made = (image // 4).astype(np.uint8)
    seen = slice(*rows), slice(*columns)
    made[seen] = np.maximum(image[seen], 40)
    return made


def portraits(gallery: Gallery, number: int) -> dict[str, np.ndarray]:
    """Return the single pictures of a map by name, 8 bits deep; what it does not answer is left
    out.
    """
    sphere, box = (gallery.sets[name] for name in DOMAINS)
    more, seen, node = gallery.portraits, gallery.visible, gallery.seen_by_node
    shown = {}
    if sphere.response[number] > gallery.rest:
        shown["oip"] = enhanced(sphere.images[number], seen)
        shown["oip-plain"] = plain(sphere.images[number])
    if box.response[number] > gallery.rest:
        shown["oip-box"] = enhanced(box.images[number], seen)
    shown["negative"] = enhanced(more.negative_images[number], seen)
    made = {name: hatched(grey, seen) for name, grey in shown.items()}
    if more.node_response[number] > gallery.rest:
        # what the node does not see is left over from where its ascent began
        made["node"] = hatched(enhanced(more.node_images[number], node), node)
    return made


def _real(gallery: Gallery, number: int) -> dict[str, np.ndarray]:
    """Return the rows of training images that excite a map, and what its strongest node sees."""
    data = gallery.data
    fires = data.top_response[number] > gallery.rest
    images = gallery.shades(data.top_image[number][fires])
    places = zip(images, data.top_rows[number][fires], data.top_columns[number][fires], strict=True)
    return {
        "strongest": images,
        "where": np.stack([framed(*one) for one in places]),
        "quantiles": gallery.shades(
            data.quantile_image[number][data.quantile_response[number] > gallery.rest]
        ),
    }


def strips(gallery: Gallery, number: int) -> dict[str, np.ndarray]:
    """Return the rows of pictures of a map by name, with alpha."""
    sphere, data, more = gallery.sets["sphere"], gallery.data, gallery.portraits
    seen = gallery.visible
    fired = np.flatnonzero(sphere.every_response[number] > gallery.rest)
    found = {}
    if len(fired):
        order = fired[np.argsort(-sphere.every_response[number][fired], kind="stable")]
        others = sphere.every_image[number][order].astype(np.float32)
        found["starts"] = np.stack([hatched(enhanced(one, seen), seen) for one in others])
    if more.curve[:, number].max() > gallery.rest:
        waking = more.wake_frames[more.woken == number].reshape(-1, *more.frames.shape[2:])
        frames = np.concatenate([waking, more.frames[number]]).astype(np.float32)
        found["evolution"] = np.stack([hatched(plain(one), seen) for one in frames])
    if data.maximum[number] > gallery.rest:
        found |= _real(gallery, number)
    return {name: row(pictures) for name, pictures in found.items()}


def svg(grey: np.ndarray, title: str) -> bytes:
    """Return a picture as SVG: its pixels as they are, in squares at any size, with its title."""
    height, width = grey.shape[:2]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<image width="{width}" height="{height}" style="image-rendering:pixelated"'
        f' href="{inline(grey)}"/></svg>\n'
    ).encode()


def map_pictures(gallery: Gallery, number: int) -> dict[str, bytes]:
    """Return every picture of a map's page by its staged path."""
    folder = gallery.shelf.map_stem(number)
    alone = portraits(gallery, number)
    made = {**alone, **strips(gallery, number)}
    files = {f"{folder}/{name}.png": png(grey) for name, grey in made.items()}
    if "oip" in alone:
        files[f"{folder}/oip.svg"] = svg(
            alone["oip"], f"OIP of map {gallery.shelf.number(number)} of {gallery.shelf.layer}"
        )
    return files
