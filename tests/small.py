"""A small site that each renderer can make in seconds: a stub for each entry of the navigation, and
a few pages with what readers meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from carried import assets

from site_config.build.belonging import entries
from site_config.build.finish import finish
from site_config.build.renderers import NAMES, renderer
from site_config.words.context import environment

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300">'
    '<rect width="9" height="9"/></svg>'
)
NOTE = environment().get_template("margin.md.j2")
NOTED = NOTE.render(title="A word", body="It is *defined* elsewhere.")
PAGES = {
    "about/trust.md": f"""# Trust

Such a response is small.{NOTED}A kernel stays silent; see [a figure](../figures/one.md) and the
[glossary](glossary.md#kernel).

*[kernel]: gives nothing

Inline \\(a^2\\), and

\\[ a^2 + b^2 = c^2 \\]

## A table

| a | b |
|---|---|
| 1 | 2 |

```python
print("one rather long line of code that is wider than any telephone", 1 + 1 + 1 + 1 + 1 + 1)
```
""",
    "about/glossary.md": """# Glossary

## dead (of a map) { #kernel }

Its response is 0 on every input, with a rare word: zephyr.
""",
    "figures/one.md": """---
template: figure.html
title: Figure I.1. A rectangle
description: A rectangle.
figure_id: one
tags: [one]
---
# Figure I.1. A rectangle

<figure class="published" id="fig-one"><img src="../../assets/figures/one.svg" alt="A rectangle."
width="600" height="300"><figcaption>A caption.</figcaption></figure>
""",
    "about/claims.md": """# Claims

<div class="claim-table" data-of="claims" data-by="verdict" markdown="1">

| claim | part | verdict |
|---|---|---|
| [C-I-1](#c) | I | confirmed |
| [C-I-2](#c) | I | refuted |

</div>

## c { #c }

<script type="module" src="../../assets/claims.js"></script>
""",
}


def stage(folder: Path) -> Path:
    """Write the staged pages."""
    for name in entries():
        text = PAGES.get(name, f"# The page {Path(name).stem}\n\nWords.\n")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "figures/one.md").write_text(PAGES["figures/one.md"])
    assets(folder / "assets")
    (folder / "assets/figures").mkdir(exist_ok=True)
    (folder / "assets/figures/one.svg").write_text(PICTURE)
    (folder / "assets/build.css").write_text("")
    return folder


def make(staged: Path, site: Path) -> Path:
    """Render staged pages by the renderer that is chosen."""
    theme = renderer()
    assert theme.write(staged, site, None) == []
    theme.arrange(site)
    names = (path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file())
    finish(site, sorted(names), theme)
    return site


@pytest.fixture(scope="module", params=NAMES)
def small(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The small site, as each renderer makes it."""
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RENDERER", request.param)
        yield make(stage(folder / "staged"), folder / "site")


def go_by_search(tab: Any) -> None:
    """Go from a page to the term that a word of its meaning finds."""
    tab.keyboard.press("/")
    tab.keyboard.type("zephyr", delay=20)
    found = tab.locator("a[href*='about/glossary/']:visible", has_text="dead")
    found.first.wait_for(timeout=20000)
    found.first.click()
