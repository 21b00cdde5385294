"""Put the words of RO-Crate where rocrate-validator looks for them, so that it asks no network.

Run by the validator's own Python, which has none of this project's packages: three arguments, the
cache, an address, and the file that stands there.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

# as the validator asks; the cache tells answers apart by it
ASKED = {"Accept": "application/ld+json, application/json, */*;q=0.1"}


class Carried(HTTPAdapter):
    """Answers every request with one content, without a connection."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Return the content as the answer of a server."""
        answer = HTTPResponse(
            body=io.BytesIO(self.content),
            status=200,
            headers={"Content-Type": "application/ld+json"},
            preload_content=False,
            request_url=request.url,
        )
        return self.build_response(request, answer)


def main(cache: str, address: str, file: str) -> None:
    """Keep a file in a cache as what an address answers."""
    from requests_cache import CachedSession  # the validator has it, the project does not

    session = CachedSession(cache_name=cache, backend="sqlite", expire_after=-1)
    session.mount("https://", Carried(Path(file).read_bytes()))
    session.get(address, headers=ASKED).raise_for_status()


if __name__ == "__main__":
    main(*sys.argv[1:])
