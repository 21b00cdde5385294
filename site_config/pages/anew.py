"""What a reader's browser climbs anew: whether it can climb as the ascents of a subject did, and
under which address the lab shows that of a map.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from analysis.artifacts import Artifacts
from site_config.pages.gallery import Gallery

PORTABLE = "portable-network"
MIXED = (
    "The ascents of this network moved among uncorrelated colours, which this page does not: its"
    " films stand on the pages of its maps."
)


def refused(artifacts: Artifacts) -> str:
    """Return why a browser that runs the network cannot climb as the ascents did, as a sentence;
    empty where it can.
    """
    told = artifacts.manifest.settings.get("subject") or {}
    return MIXED if told.get("colours") == "decorrelated" else ""


def asked(gallery: Gallery, number: int) -> str:
    """Return the query of the lab's address that shows the ascent of a map's frames, by the map's
    place; nothing where the lab has another network, or cannot run it.
    """
    artifacts, shelf = gallery.artifacts, gallery.shelf
    if shelf.prefix or str(artifacts.arrays(PORTABLE).why) or refused(artifacts):
        return ""
    ladder, walk = artifacts.manifest.settings["ladder"], gallery.walk
    told: dict[str, Any] = {"layer": shelf.layer, "map": shelf.number(number)}
    told["seed"] = int(gallery.portraits.seed[number])
    # the walk of a silent map keeps the first of its seeds
    tried = 0 if walk.silent[number] else int(walk.attempts[number]) - 1
    first = int(walk.seed[number]) - tried
    if not 0 <= told["seed"] - first < ladder["starts"]:  # a candidate, of other scales
        told["weights"] = ",".join(f"{weight:g}" for weight in ladder["weights"])
    return urlencode(told | {"wake": 1}, safe=",")
