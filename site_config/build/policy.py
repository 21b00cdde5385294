"""The content policy that each page carries: everything comes from the site itself, and no script
runs that stands within a page, unless it is one of the theme's, which is named by its digest.

As a part of the page it holds wherever the site is served, and from a folder as well.
"""

from __future__ import annotations

import base64
import hashlib
import re

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S)
# a type that is none of these makes a script a block of data, which no browser runs
RUNS = re.compile(r"""type=["']?(?:text/javascript|application/javascript|module)\b""")
# browsers look for the encoding in the first bytes
CHARSET, HEAD = re.compile(r"<meta charset=[^>]*>", re.I), re.compile(r"<head>", re.I)


def _digest(script: str) -> str:
    taken = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{taken}'"


def _inline(html: str) -> list[str]:
    """Return the scripts that stand within a page."""
    return [
        text
        for attributes, text in SCRIPT.findall(html)
        if text.strip() and ("type=" not in attributes or RUNS.search(attributes))
    ]


def policy(html: str) -> str:
    """Return the policy of a page: the theme, formulas and tables set styles on elements."""
    scripts = " ".join(["'self'", *sorted({_digest(one) for one in _inline(html)})])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
    )


def under_policy(html: str) -> str:
    """Return a page that carries its policy, before anything that it loads."""
    told = f'<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    first = CHARSET if CHARSET.search(html) else HEAD
    return first.sub(lambda found: f"{found[0]}\n{told}", html, count=1)
