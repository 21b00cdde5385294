"""What a search finds: the theme's index, without what would only swell it, in a file of its own
that is fetched when somebody searches.

The theme loads ``search_index.json`` with every page. What is left there is how words are told
apart; ``docs/assets/search.js`` fetches the entries.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.artifacts import write_atomically

SEARCH = "search/search_index.json"  # as the theme makes and reads it
ENTRIES = "search/entries.json"


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def looked_up(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries without the sections of pages that have names of their own, their tags:
    a map, a figure or a claim is looked up, and its first lines say what it is.
    """
    return [entry for entry in entries if not (entry.get("tags") and "#" in entry["location"])]


def arrange(site: Path) -> None:
    """Move the entries of a site's index to their own file."""
    index = json.loads((site / SEARCH).read_text(encoding="utf-8"))
    write_atomically(site / ENTRIES, _json(looked_up(index["docs"])))
    write_atomically(site / SEARCH, _json({**index, "docs": []}))
