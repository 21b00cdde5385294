"""What a release says of itself to a repository: ``.zenodo.json``, in the words of CITATION.cff."""

from __future__ import annotations

import html
from typing import Any

from site_config.citing.publication import OURS
from site_config.release.ready import Ready
from site_config.words.swhid import directory_id, revision_id

LICENCES = (
    "Text and figures are under CC BY 4.0, code under the MIT licence, MNIST under CC BY-SA 3.0."
)


def _related(release: Ready, tree: str, address: str) -> list[dict[str, str]]:
    """Return what else there is of this publication, by identifiers that repositories know."""
    source = [
        {"identifier": told, "scheme": "swh", "relation": "hasPart", "resource_type": "software"}
        for told in (revision_id(release.commit), directory_id(tree))
    ]
    online = [{"identifier": address, "scheme": "url", "relation": "isVariantFormOf"}]
    return source + (online if address else [])


def deposit(release: Ready, tree: str, address: str) -> dict[str, Any]:
    """Return the metadata of a deposit.

    Args:
        tree: what git calls the source.
        address: of the site; empty where it has none.
    """
    cited = release.citation
    told = "".join(f"<li>{html.escape(one)}</li>" for one in release.version.what)
    return {
        "title": cited.title,
        "upload_type": "software",
        "description": f"<p>{html.escape(cited.abstract)}</p><ul>{told}</ul>",
        "creators": [{"name": author.name} for author in cited.authors],
        "version": release.version.number,
        "publication_date": release.version.day.isoformat(),
        "access_right": "open",
        "license": OURS.id.lower(),
        "language": "eng",
        "keywords": list(cited.keywords),
        "notes": LICENCES,
        "related_identifiers": _related(release, tree, address),
    }
