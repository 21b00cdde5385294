"""What stands around every page: mended HTML, a dark style without scripts, words in attributes."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from project import REPOSITORY

from site_config.build.dark import dark_rules
from site_config.build.tidy import valid


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ('<label for="a" tabindex="">', '<label for="a">'),
        ('<input type="checkbox" autocomplete="off">', '<input type="checkbox">'),
        ('<label for="__toc">On this page</label>', "<label>On this page</label>"),
        ('<label for="__toc"></label><input id="__toc">',) * 2,
        ("<thead><th>a</th>", '<thead><th scope="col">a</th>'),
        ('<th style="text-align: right;">', '<th scope="col" style="text-align: right;">'),
        ('<th scope="row">',) * 2,
    ],
)
def test_what_html_does_not_allow_is_mended_and_nothing_else(written: str, mended: str) -> None:
    assert valid(written) == mended


def test_the_dark_style_holds_the_rules_of_the_dark_scheme_alone() -> None:
    css = """/* [data-md-color-scheme="slate"] { a: b } */
    p { color: red } [data-md-color-scheme="default"] { --x: 1 }
    @media screen { [data-md-color-scheme="slate"] { --x: 2; } }
    .y, [data-md-color-scheme=slate] img[src$="#only-light"] { display: none }"""
    assert dark_rules(css).splitlines() == [
        "[data-md-color-scheme]{--x: 2;}",
        '[data-md-color-scheme] img[src$="#only-light"]{display: none}',
    ]


def rendered(**page: Any) -> str:
    """The head and the scripts of a page, without what the theme puts around them."""
    base = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("site_meta", "scripts"))
    own = FileSystemLoader(REPOSITORY / "templates/theme")
    theme = Environment(loader=ChoiceLoader([DictLoader({"base.html": base}), own]))
    theme.filters["url"] = str
    config = {"site_author": 'A "quoted" name', "site_description": "d", "theme": {}, "extra": {}}
    return theme.get_template("main.html").render(config=config, page=page)


def test_a_quotation_mark_ends_no_attribute() -> None:
    head = rendered(meta={"description": 'so <it> "says"'}, content="")
    assert 'name="author" content="A &#34;quoted&#34; name"' in head
    assert 'content="so &lt;it&gt; &#34;says&#34;"' in head


@pytest.mark.parametrize(
    ("content", "script"),
    [('<span class="arithmatex">', "mathjax"), ('<figure class="published">', "lightbox")],
)
def test_a_script_comes_where_it_has_something_to_do(content: str, script: str) -> None:
    assert script in rendered(meta={}, content=content)
    assert script not in rendered(meta={}, content="<p>words</p>")
