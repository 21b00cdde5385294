"""What scrolls can be reached and is told apart by its name."""

from __future__ import annotations

import re

from site_config.build.scrolling import in_regions

PAGE = """<h1>Trust</h1><table><tr><td>1</td></tr></table>
<h2 id="a">Bars &amp; <code>dots</code><a class="headerlink" href="#a">&para;</a></h2>
<p>text</p><table class="plain"><tr><td>2</td></tr></table><table><tr><td>3</td></tr></table>"""


def test_every_table_stands_in_a_region_with_a_name_of_its_own() -> None:
    made = in_regions(PAGE)
    names = re.findall(
        r'<div class="scrolls" role="region" tabindex="0" aria-label="([^"]*)"><table', made
    )
    assert names == ["Table: Trust", "Table: Bars &amp; dots", "Table 2: Bars &amp; dots"]


def test_nothing_else_of_a_page_is_touched() -> None:
    assert re.sub(r'<div class="scrolls"[^>]*>|(?<=</table>)</div>', "", in_regions(PAGE)) == PAGE


def test_code_is_a_region_of_its_own() -> None:
    page = "<h2>Run</h2><pre><span></span><code>a</code></pre><pre id='x'><code>b</code></pre>"
    names = re.findall(
        r'<code class="scrolls" role="region" tabindex="0" aria-label="([^"]*)">', in_regions(page)
    )
    assert names == ["Code: Run", "Code 2: Run"]
