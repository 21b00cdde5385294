"""The table of trust numbers, as it was published with them."""

from __future__ import annotations

from types import SimpleNamespace

from site_config.words.context import Here
from site_config.words.unknown import look_up

DOMAINS = ("sphere", "box")


def _table(here: Here, address: str, domain: str) -> SimpleNamespace:
    id, remedy = f"trust-table-{address}-{domain}", "Declare it in analysis/catalogue."
    look_up("measurement", id, here.artifacts.measurements, remedy)
    return here.artifacts.arrays(id)


def trust_numbers(here: Here, address: str) -> str:
    """Return every trust number of a layer's OIPs, with its meaning, its formula and what it comes
    to over all maps, in both domains.

    Args:
        address: of the layer, e.g. ``conv2d-3``.
    """
    sphere, box = (_table(here, address, domain) for domain in DOMAINS)
    columns = (sphere.label, sphere.reading, sphere.formula, sphere.middle_text, box.middle_text)
    rows = zip(*columns, strict=True)
    # a bar would end the cell, in a formula as well
    cells = [[str(cell).replace("|", r"\vert ") for cell in row] for row in rows]
    head = ["number", "what it says", "formula", *DOMAINS]
    lines = [head, ["---"] * 3 + ["--:"] * 2, *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
