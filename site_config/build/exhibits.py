"""Pages and pictures that show what was measured, and nothing that a person wrote: hundreds of
them, made once for what was published, so that an edited sentence need not wait for them.
"""

from __future__ import annotations

from analysis.artifacts import Artifacts
from site_config.build.folder import bring_to
from site_config.data.maps import LIST, map_data, map_list
from site_config.pages.cards import card_files, map_cards
from site_config.pages.gallery import Gallery
from site_config.pages.images import image_files
from site_config.pages.map_numbers import layer_files
from site_config.pages.maps import map_files
from site_config.pages.miniatures import miniatures
from site_config.paths import CONTENT, Place
from site_config.words.bibliography import Bibliography
from site_config.words.context import Publication
from site_config.words.galleries import shelves
from site_config.words.prose import Prose


def compose(place: Place) -> dict[str, bytes]:
    """Return every file by its staged path; nothing is written."""
    artifacts = Artifacts(place.artifacts)
    prose = Prose(Publication(artifacts, Bibliography(CONTENT / "bibliography.bib"), {}))
    files = miniatures(artifacts) | card_files(prose)
    every = [
        Gallery(artifacts, shelf)
        for shelf in shelves(artifacts)
        if shelf.id("map-portraits") in artifacts.measurements
    ]
    for gallery in every:
        subject = [one for one in every if one.shelf.prefix == gallery.shelf.prefix]
        files |= map_files(prose, gallery, subject)
        files |= layer_files(gallery, subject)
        files |= map_cards(prose, gallery)
        files |= map_data(gallery, files)
    files[LIST] = map_list(artifacts, every, files)
    return files | image_files(prose, files)


def exhibit(place: Place) -> None:
    """Bring the folder of exhibits to what was published."""
    bring_to(place.exhibits, compose(place))
