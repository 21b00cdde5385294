"""Figures, maps, claims and images as what is cited, and what their pages offer for that: a block
of citations to be copied, the same as files, and what their head says.
"""

from __future__ import annotations

import json

from analysis.artifacts import Artifacts, ClaimRecord, FigureRecord
from site_config.citing.formats import FORMATS, plain
from site_config.citing.head import head
from site_config.citing.item import Download, Item
from site_config.citing.publication import cited_here
from site_config.paths import address
from site_config.words.context import Here
from site_config.words.galleries import Shelf
from site_config.words.lengths import bare
from site_config.words.published import address_of_claim, address_of_figure
from site_config.words.subjects import Called

SERIES = Called()


def _note(artifacts: Artifacts, commit: str, id: str) -> str:
    """Return what tells a thing from the same thing of another build."""
    licence, profile = cited_here().licence, f"profile {artifacts.manifest.profile}"
    made = [f"commit {commit}"] if commit else []
    return ", ".join([id, *made, profile, *([licence.name] if licence else [])])


def figure_item(artifacts: Artifacts, figure: FigureRecord) -> Item:
    """Return a figure as what is cited, with its pictures and the data behind it."""
    run = artifacts.manifest.made_with.runs[f"figures/{figure.id}"]
    stem, page = f"assets/figures/{figure.id}", address_of_figure(figure.id)
    files = [
        Download(f"{address(page)}figure.json", "what is known of it"),
        Download(f"{stem}.png", "picture"),
        Download(f"{stem}.light.svg", "picture, light"),
        Download(f"{stem}.dark.svg", "picture, dark"),
    ]
    files += [Download(f"assets/arrays/{name}.npz", f"data: {name}") for name in figure.shows]
    return Item(
        "figure",
        figure.id,
        f"Figure {figure.number}: {figure.title}",
        bare(figure.caption),
        page,
        _note(artifacts, run.commit, f"Figure id {figure.id}"),
        f"{stem}.png",
        tuple(files),
    )


def claim_item(artifacts: Artifacts, claim: ClaimRecord) -> Item:
    """Return the verdict on a claim as what is cited."""
    page = address_of_claim(claim.id)
    files = [Download(f"{address(page)}claim.json", "the verdict and what it rests on")]
    files += [Download(f"assets/arrays/{name}.npz", f"data: {name}") for name in claim.of]
    return Item(
        "claim",
        claim.id,
        f"Claim {claim.id}: {claim.verdict}",
        f"{bare(claim.statement)} Measured: {claim.evidence}.",
        page,
        _note(artifacts, artifacts.manifest.made_with.commit, f"Claim {claim.id}"),
        "",
        tuple(files),
    )


def map_item(
    artifacts: Artifacts, shelf: Shelf, number: int, line: str, domains: tuple[str, ...]
) -> Item:
    """Return a map as what is cited, with its OIPs.

    Args:
        line: what was measured of it.
        domains: those in which an OIP was found.
    """
    stem, id, name = shelf.map_stem(number), shelf.map_id(number), shelf.map_name(number)
    files = [Download(f"{stem}/map.json", "numbers")]
    files += [Download(f"{stem}/oip-{name}.npy", f"OIP, {name}") for name in domains]
    pictured = "sphere" in domains
    if pictured:
        files += [
            Download(f"{stem}/oip.png", "OIP"),
            Download(f"{stem}/oip.svg", "OIP"),
        ]
    return Item(
        "map",
        id,
        name,
        f"{name}: {line}.",
        f"{stem}.md",
        _note(artifacts, artifacts.manifest.made_with.commit, f"Map {id}"),
        f"{stem}/oip.png" if pictured else "",
        tuple(files),
    )


def image_item(artifacts: Artifacts, stem: str, index: int, says: str, of: Called = SERIES) -> Item:
    """Return the page of an image as what is cited.

    Args:
        stem: staged, of the page and its folder.
        says: what the network says of the image.
        of: what the images of its subject are called.
    """
    name = of.said(f"Test image {index}")
    commit = artifacts.manifest.made_with.commit
    return Item(
        "image",
        stem,
        f"{name}: what makes the network say what it says",
        says,
        f"{stem}.md",
        _note(artifacts, commit, name),
        f"{stem}/image.png",
        (
            Download(f"{stem}/image.json", "what is known of it"),
            Download(f"{stem}/decision.json", "shares and losses of all classes"),
        ),
    )


def block(here: Here, item: Item) -> str:
    """Return how a thing is cited, as a part of its page."""
    return here.fill(
        "citation.md.j2",
        item=item,
        address=address(item.page),
        plain=plain(item),
        formats=[(one, one.write(item).replace("\r", "").strip()) for one in FORMATS],
    ).strip("\n")


def in_header(item: Item) -> str:
    """Return what the head of the page says, as a line of its header."""
    return f"cited: {json.dumps(head(item), ensure_ascii=False)}"


def citing_files(item: Item) -> dict[str, bytes]:
    """Return the citations as files beside the page, by staged path."""
    folder = address(item.page)
    return {f"{folder}{one.file}": one.write(item).encode() for one in FORMATS}
