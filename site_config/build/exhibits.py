"""Pages and pictures that show what was measured, and nothing that a person wrote: hundreds of
them, made once for what was published, so that an edited sentence need not wait for them.
"""

from __future__ import annotations

from analysis.artifacts import Artifacts
from site_config.build.folder import bring_to
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
    found = [one for one in shelves(artifacts) if one.id("map-portraits") in artifacts.measurements]
    for shelf in found:
        subject = [one for one in found if one.prefix == shelf.prefix]
        files |= map_files(prose, shelf, subject)
        files |= layer_files(artifacts, shelf, subject)
        files |= map_cards(prose, Gallery(artifacts, shelf))
    files |= image_files(prose, files)
    return files


def exhibit(place: Place) -> None:
    """Bring the folder of exhibits to what was published."""
    bring_to(place.exhibits, compose(place))
