"""One map, figure or claim as a small page of its own, which other sites show in a frame: complete,
without scripts, light and dark as the reader has it, with a link to the whole page.

Cards do not go through MkDocs: the staged folder holds them as they are published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from analysis.artifacts import ClaimRecord, FigureRecord
from analysis.signs import true_signs
from site_config.citing.item import absolute
from site_config.citing.publication import year_of
from site_config.pages.deciding import deciding
from site_config.pages.files import inline
from site_config.pages.gallery import (
    DOMAINS,
    Gallery,
    enhanced,
    favourite,
    hatched,
    status,
    unexcited,
)
from site_config.pages.miniatures import CARD
from site_config.pages.numerals import number_of, points_of, share_of
from site_config.paths import address
from site_config.words.context import Here
from site_config.words.lengths import bare
from site_config.words.prose import Prose
from site_config.words.published import address_of_claim, address_of_figure

WIDTH = 480  # px of the frame that is offered
WORDS, LINE = 160, 22  # px: head, foot and margins of a card, a line of its caption
LETTERS = 62  # of a caption in a line
SIDE = 140  # px of the longer side of the picture of a map


@dataclass(frozen=True)
class Picture:
    """What a card shows: a file beside it, or the picture itself."""

    source: str
    alt: str
    width: int
    height: int
    sharp: bool = False  # its pixels are to be seen


@dataclass(frozen=True)
class Card:
    """What stands on a card."""

    page: str  # staged path of the whole page
    name: str
    caption: str
    badge: str = ""
    pictures: tuple[Picture, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        """Its staged path: below the page, as a browser sees it."""
        return f"{PurePosixPath(self.page).with_suffix('')}/card.html"

    @property
    def height(self) -> int:
        """The px that a frame of the offered width has to be high."""
        tallest = max((round(one.height * self.scale) for one in self.pictures), default=0)
        lines = len(self.caption) // LETTERS + 1 + (len(self.numbers) + 1) // 2
        return WORDS + tallest + LINE * lines

    @property
    def scale(self) -> float:
        """By how much the pictures shrink to stand side by side in the frame."""
        wide = sum(one.width for one in self.pictures)
        return min(1, (WIDTH - 34) / wide) if wide else 1


def _inside(grey: Any, alt: str) -> Picture:
    """Return a picture of 8 bits as one within the card: of a map it is less than a file."""
    height, width = grey.shape[:2]
    scale = SIDE / max(height, width)
    return Picture(inline(grey), alt, round(width * scale), round(height * scale), sharp=True)


def _map_numbers(gallery: Gallery, number: int) -> Iterator[tuple[str, str]]:
    for name, found in gallery.sets.items():
        if found.response[number] > gallery.rest:
            yield f"response, {name}", number_of(float(found.response[number]))
    has = [name for name in DOMAINS if gallery.sets[name].response[number] > gallery.rest]
    for name in has[:1]:
        table = gallery.tables[name]
        for heading, text in zip(table.heading, table.text[:, number], strict=True):
            if heading:
                yield f"{heading}, {name}", true_signs(str(text))


def map_line(gallery: Gallery, number: int) -> str:
    """Return what is said of a map in one line, by what was measured of it."""
    data, change = gallery.data, 100 * float(gallery.ablation.change[number])
    if not data.maximum[number] > gallery.rest:
        said = unexcited(gallery, number)
    else:
        said = f"fires on {share_of(float(data.rate[number]))} of the training images"
        best = favourite(gallery, number)
        said += "" if best is None else f", answers class {gallery.called.name(best)} most"
    if not gallery.called.labelled:
        others = share_of(float(gallery.ablation.flipped[number]))
        said += f"; without it the network answers otherwise on {others} of the images"
    else:
        moved = f"changes by {points_of(change)}\u00a0points" if change else "is the same"
        said += f"; without it the test accuracy {moved}"
    return gallery.called.said(said)


def map_card(gallery: Gallery, number: int) -> Card:
    """Return the card of a map: its OIP, where it has one, and the image that excites it most."""
    name = gallery.shelf.map_name(number)
    pictures = []
    if gallery.sets["sphere"].response[number] > gallery.rest:
        seen = gallery.visible
        oip = hatched(enhanced(gallery.sets["sphere"].images[number], seen), seen)
        pictures.append(_inside(oip, f"OIP of {name}, contrast enhanced"))
    if gallery.data.maximum[number] > gallery.rest:
        strongest = gallery.shades(gallery.data.top_image[number, 0])
        told = gallery.called.said(f"Training image that excites {name} most")
        pictures.append(_inside(strongest, told))
    said = map_line(gallery, number)
    return Card(
        f"{gallery.shelf.map_stem(number)}.md",
        name,
        f"{said[0].upper()}{said[1:]}.",
        status(gallery, number),
        tuple(pictures),
        tuple(_map_numbers(gallery, number)),
    )


def figure_card(figure: FigureRecord) -> Card:
    """Return the card of a figure."""
    picture = Picture("card.webp", figure.alt, *CARD.shown(figure))
    name = f"Figure {figure.number}: {figure.title}"
    return Card(address_of_figure(figure.id), name, bare(figure.caption), pictures=(picture,))


def claim_card(claim: ClaimRecord) -> Card:
    """Return the card of a claim: what the series says, and what was measured."""
    numbers = []
    if number := deciding(claim):
        numbers.append(("95 % interval", number.interval))
    if claim.n is not None:
        numbers.append((claim.sample, f"{claim.n:,}"))
    caption = f"{bare(claim.statement)} Measured: {claim.evidence}."
    page = address_of_claim(claim.id)
    return Card(page, f"Claim {claim.id}", caption, claim.verdict, (), tuple(numbers))


def as_html(prose: Prose, card: Card) -> bytes:
    """Return a card as the page that is published."""
    here = prose.on(card.file)
    made_with = here.artifacts.manifest.made_with
    depth = address(card.page).count("/")
    text = here.fill(
        "card.html.j2",
        card=card,
        year=year_of(),
        commit=made_with.commit,
        home="../" * depth,
    )
    return text.encode()


def shared(here: Here, card: Card, item: str) -> str:
    """Return what a page offers to those who want to show its subject elsewhere.

    Args:
        item: how lists name it.
    """
    source = absolute(card.file)
    return here.fill(
        "shared.md.j2",
        card=card,
        item=item,
        width=WIDTH,
        source=source or card.file,
        known=bool(source),
    ).strip("\n")


def card_files(prose: Prose) -> dict[str, bytes]:
    """Return the cards of all figures and claims by staged path."""
    manifest = prose.publication.artifacts.manifest
    cards = [figure_card(one) for one in manifest.figures]
    cards += [claim_card(one) for one in manifest.claims]
    return {card.file: as_html(prose, card) for card in cards}


def map_cards(prose: Prose, gallery: Gallery) -> dict[str, bytes]:
    """Return the cards of all maps of a layer by staged path."""
    cards = (map_card(gallery, number) for number in range(gallery.maps))
    return {card.file: as_html(prose, card) for card in cards}
