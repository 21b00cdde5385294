"""The page of each image whose decision was taken apart, and the list of them: static and complete;
a script lets readers choose another class and look into every node.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from site_config.citing.item import Item
from site_config.pages.cases import Case, cases
from site_config.pages.citations import block, citing_files, image_item, in_header
from site_config.pages.decisions import Decisions, decisions, in_lab
from site_config.pages.image_facts import (
    SHOWN,
    layer_facts,
    lens_facts,
    map_address,
    paper,
    sums,
)
from site_config.pages.image_pictures import image_pictures, legend, reach, wall_of
from site_config.pages.image_words import plain, probability, right, says, signed, why
from site_config.pages.numerals import number_of
from site_config.paths import schema_of
from site_config.words.context import Here
from site_config.words.lengths import bare
from site_config.words.prose import Prose
from site_config.words.published import value
from site_config.words.ways import cite

INDEX = "images/index.md"
CLASSES = 24  # listed on the page of an image


def as_json(case: Case, pages: Collection[str]) -> dict[str, Any]:
    """Return all that adds up to the logits of all classes, as it was measured, and how pictures
    and fields of the nodes lie.
    """
    page, named = f"{case.stem}.md", case.of.chosen
    return {
        "$schema": schema_of("decision", f"{case.stem}/decision.json"),
        "image": case.index,
        "label": case.label if case.of.labelled else None,
        "side": list(case.of.side),
        "grey": case.grey.ravel().tolist(),
        "shown": SHOWN,
        "logits": case.logits.tolist(),
        "probabilities": case.probabilities.tolist(),
        **({"names": [case.name(one) for one in range(len(case.logits))]} if named else {}),
        "pixels": case.pixels.sum(axis=(1, 2)).tolist(),
        "paper": paper(case).tolist(),
        "biases": [
            {"layer": name, "added": values.tolist()} for name, values in case.biases.items()
        ],
        "layers": [
            {
                "layer": one.layer.shelf.layer,
                "address": one.layer.shelf.address,
                "page": map_address(one, pages, page),
                "maps": one.layer.maps,
                **({"chosen": one.layer.shelf.chosen} if one.layer.shelf.chosen else {}),
                "across": wall_of(one).across,
                "size": wall_of(one).size,
                **{key: one.layer.fields[key] for key in ("count", "first", "step")},
                "field": one.layer.fields["size"],
                **({"around": one.around.tolist()} if one.around.any() else {}),
                "behind": one.behind.tolist(),
                "contribution": one.contribution.tolist(),
                "lost": one.lost.tolist(),
            }
            for one in case.layers
        ],
    }


def image_page(
    here: Here, case: Case, pages: Collection[str], beside: Sequence[Case | None], item: Item
) -> str:
    """Return the page of an image as Markdown.

    Args:
        here: the page.
        pages: the staged paths of pages that it may lead to.
        beside: the images before and after it.
        item: the image as what is cited.
    """
    said = case.said
    return here.fill(
        "image_page.md.j2",
        cited=in_header(item),
        citation=block(here, item),
        case=case,
        side=case.of.side,
        right=right(case),
        says=says(case),
        why=why(case),
        rival=None if (rival := case.rival(said)) is None else case.name(rival),
        image=case.of.called.said("Test image"),
        name=case.name,
        around=any(share.around.any() for share in case.layers),
        others=any(share.layer.shelf.chosen for share in case.layers),
        classes=case.shown(CLASSES),
        further=max(0, len(case.logits) - CLASSES),
        logits=[plain(one) for one in case.logits],
        probabilities=[probability(one) for one in case.probabilities],
        reach=plain(reach(case)),
        legend=legend(),
        sums=sums(case, said),
        paper=float(paper(case)[said]),
        biases={name: signed(values[said]) for name, values in case.biases.items()},
        layers=[layer_facts(share, pages, here.page) for share in case.layers],
        lens=lens_facts(case.layers[-1], pages, here.page) if case.layers else None,
        signed=signed,
        plain=plain,
        data=case.of.measurements,
        before=beside[0],
        after=beside[1],
        in_lab=case.of == in_lab(here.artifacts),
    )


def _bent(of: Decisions) -> list[str]:
    """Return for the pixels and each layer why what they add is no sum; empty where it is one."""
    return [of.bent, *(one.bent for one in of.layers)]


def image_index(here: Here, every: Sequence[Case]) -> str:
    """Return the list of all images as Markdown."""
    chosen = [one for one in every if one.of.chosen]
    groups = {
        "Example digits": [one for one in every if not one.hard and not one.of.chosen],
        "Example images": [one for one in chosen if not one.hard],
        "Hard cases": [one for one in every if one.hard],
    }
    networks = {one.of.prefix: one.of for one in chosen}.values()
    gaps = [float(one.arrays.gap) for one in networks if not one.bent]
    gaps += [float(layer.shares.gap) for one in networks for layer in one.layers if not layer.bent]
    return here.fill(
        "image_index.md.j2",
        groups={name: members for name, members in groups.items() if members},
        every=len(every),
        images=every[0].of.called.said("Test images") if every else "",
        exact=len(chosen) < len(every),  # over every test image, as for the series
        gap=number_of(max(gaps), 1) if gaps else None,
        bent=[next(filter(None, reasons)) for one in networks if any(reasons := _bent(one))],
        labelled=all(one.of.labelled for one in every),
        wrong=sum(right(one) == "wrong" for one in every),
        right=right,
        probability=probability,
        value=partial(value, here),
        source=cite(here, "srinivas2019"),
        layers=[share.layer.shelf for share in every[0].layers] if every else [],
    )


def image_files(prose: Prose, pages: Collection[str]) -> dict[str, bytes]:
    """Return the page of each image with all that belongs to it, and their list, by staged path.

    Args:
        pages: the staged paths of pages that they may lead to.
    """
    every = [case for of in decisions(prose.publication.artifacts) for case in cases(of)]
    files: dict[str, bytes] = {}
    for before, case, after in zip([None, *every], every, [*every[1:], None], strict=False):
        here = prose.on(f"{case.stem}.md")
        item = image_item(
            here.artifacts, case.stem, case.index, bare(says(case)), of=case.of.called
        )
        files[here.page] = image_page(here, case, pages, (before, after), item).encode()
        numbers = json.dumps(as_json(case, pages), separators=(",", ":"))
        files[f"{case.stem}/decision.json"] = numbers.encode()
        files |= image_pictures(case)
        files |= citing_files(item)
    if every:
        files[INDEX] = image_index(prose.on(INDEX), every).encode()
    return files
