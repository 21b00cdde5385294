"""Each page carries the policy for what it may load and run."""

from __future__ import annotations

import base64
import hashlib

import pytest
from browser import loose

from site_config.build.policy import under_policy

CALL = 'f("a")'
PAGE = '<!doctype html><html><head>\n<meta charset="utf-8">\n{}</head><body></body></html>'


def sha(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def test_a_page_carries_its_policy_before_anything_that_it_loads() -> None:
    html = under_policy(PAGE.format('<link rel="stylesheet" href="a.css"><script src="a.js">'))
    assert html.index("<meta charset") < html.index("Content-Security-Policy") < html.index("a.css")
    assert "script-src 'self';" in html and loose(html) == ""


def test_a_script_within_a_page_is_named_by_its_digest_a_block_of_data_is_not() -> None:
    inline = f'<script>{CALL}</script><script type="module">g()</script>'
    data = '<script type="application/ld+json">{"a": 1}</script>'
    html = under_policy(PAGE.format(inline + data + '<script src="a.js"></script>'))
    assert f"'sha256-{sha(CALL)}'" in html and f"'sha256-{sha('g()')}'" in html
    assert html.count("sha256-") == 2 and loose(html) == ""


@pytest.mark.parametrize(
    "html",
    [
        PAGE.format(""),
        PAGE.format("<script src=a.js></script>").replace(
            "</head>", under_policy("<head>").removeprefix("<head>") + "</head>"
        ),
        under_policy(PAGE.format("")).replace("script-src 'self'", "script-src 'unsafe-inline'"),
        under_policy(PAGE.format("")).replace("img-src 'self'", "img-src https://example.org"),
    ],
    ids=["none", "late", "inline", "other host"],
)
def test_the_harness_refuses_a_page_without_a_strict_policy(html: str) -> None:
    assert loose(html)
