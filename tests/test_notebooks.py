"""Exported notebooks: plain Markdown, pictures inside, links that lead somewhere, and a first cell
that finds the project from any folder.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.problem import Problem
from site_config.pages.notebooks import export, finds_project, notebook
from site_config.pages.page import Cell
from site_config.pages.plain import Plain
from site_config.pages.shown import Shown
from site_config.paths import REPOSITORY, Place, site_address

PAGE = "series/05.md"
FILES = {
    "assets/figures/one.light.svg": b"<svg/>",
    "assets/figures/one.dark.svg": b"<svg/>",
    "assets/figures/one.png": b"png",
    "series/drawn.svg": b"<svg/>",
    "series/photo.jpg": b"jpg",
}
FIGURE = """<figure markdown="1" id="fig-one" class="published">

![What is seen](../assets/figures/one.light.svg#only-light){ width="10" loading="lazy" }
![What is seen](../assets/figures/one.dark.svg#only-dark){ width="10" loading="lazy" }

<figcaption markdown="1">

[**Figure V.1**](../figures/one.md "How") Its caption.

</figcaption>
</figure>"""


def plain(text: str, site: str = "") -> str:
    return Plain(PAGE, FILES, site).write(text)


def test_a_figure_is_one_picture_inside_the_notebook_with_its_caption() -> None:
    writer = Plain(PAGE, FILES, "")
    assert writer.write(FIGURE) == (
        "![What is seen](attachment:one.png)\n\n**Figure V.1** Its caption."
    )
    png = base64.b64encode(b"png").decode()
    assert writer.attachments() == {"one.png": {"image/png": png}}
    writer.write("![a](drawn.svg) ![b](photo.jpg) ![c](gone.png)")
    kinds = {kind for picture in writer.attachments().values() for kind in picture}
    assert kinds == {"image/svg+xml", "image/jpeg"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[part VI](06.md)", "part VI"),
        ("[(credit)](#credit)", "(credit)"),
        ('[**bold** text](../about/x.md#y "why")', "**bold** text"),
        ("[out](https://example.org/a)", "[out](https://example.org/a)"),
        ("[text][name]\n\n[name]: ../index.md", "text"),
        ("[text][]\n\n[text]: ../index.md", "text"),
        ("[text], not [other]\n\n[text]: ../index.md", "text, not [other]"),
        ("[text](a.md 'why') and [b](<two words.md>)", "text and b"),
        ("[text](a_(b).md), 1", "text, 1"),
        ('<a href="../trust/">raw</a>', "raw"),
        ("<a href=../trust/>raw</a>", "raw"),
        ("<a class='x' href='../trust/'>raw</a>", "raw"),
        ('<img src="photo.jpg" alt="seen">', "![seen](attachment:photo.jpg)"),
        ("![seen][p]\n\n[p]: photo.jpg", "![seen](attachment:photo.jpg)"),
        ("!!! note\n    Take *care*.\n\n    - a", "> **Note**\n>\n> Take *care*.\n>\n> - a"),
        ('??? tip "More"\n    Text.\n\nAfter.', "> **More**\n>\n> Text.\n\nAfter."),
        ("Text[^1].\n\n[^1]: Note.", "Text<sup>1</sup>.\n\n<sup>1</sup> Note."),
        ("## Heading { #mine .big }", "## Heading"),
        ('<div class="slip" role="note" markdown="1">\n\nText.\n\n</div>', "Text."),
        ('$$\nx_{ij}\n$$\n\n<span class="number">(V.1)</span>', "$$\nx_{ij}\n$$\n\n(V.1)"),
        ("`{ .a }` and $x_{ .5 }$", "`{ .a }` and $x_{ .5 }$"),
        ("```text { .cell-output }\n[a](b.md)\n```", "```text\n[a](b.md)\n```"),
        ("*[OIP]: a pattern\n\nText.", "Text."),
        ("Term\n:   Meaning.", "Term\n\n> Meaning."),
    ],
)
def test_what_only_the_site_renders_is_written_plainly(written: str, expected: str) -> None:
    assert plain(written) == expected


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("06.md", "series/06/"),
        ("#here", "series/05/#here"),
        ("../index.md#a", "#a"),
        ("../assets/arrays/x.npz", "assets/arrays/x.npz"),
    ],
)
def test_links_lead_to_the_site_where_its_address_is_known(target: str, leads: str) -> None:
    site = "https://example.org/cnn/"
    assert plain(f"[a]({target})", site) == f"[a]({site}{leads})"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('site_url: ""', ""),
        ("site_url: https://example.org/a/  # here", "https://example.org/a/"),
        ("site_name: x", ""),
    ],
)
def test_the_address_of_the_site_is_read_from_its_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, expected: str
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"a: 1\n{line}\n")
    monkeypatch.setattr("site_config.paths.MKDOCS", tmp_path / "mkdocs.yml")
    assert site_address() == expected


def made(*code: str) -> str:
    cells = [Shown(Cell("markdown", FIGURE, 1)), *(Shown(Cell("code", one, 1)) for one in code)]
    return notebook(PAGE, cells, FILES, "quick")


def test_a_notebook_is_valid_and_holds_nothing_of_this_machine() -> None:
    text = made("1 + 1")
    whole = json.loads(text)
    nbformat.validate(whole)
    assert [cell["cell_type"] for cell in whole["cells"]] == ["code", "markdown", "code"]
    assert str(REPOSITORY) not in text and text == made("1 + 1")


@pytest.mark.parametrize(
    ("project", "missing", "said"),
    [
        (False, "", r"The project is not found: write %env PROJECT=/its/folder into .*both\.$"),
        (True, "pydantic", r"Its packages are not found: take .*python as the kernel\.$"),
        (True, "", r"It has no results yet: run make site PROFILE=none in .*\.$"),
    ],
)
def test_the_first_cell_says_in_one_sentence_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: bool, missing: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ARTIFACTS", raising=False)
    monkeypatch.delenv("PROJECT", raising=False)
    if missing:
        monkeypatch.setattr("importlib.util.find_spec", lambda name: name != missing)
    with pytest.raises(SystemExit, match=said):
        exec(finds_project("none", str(REPOSITORY) if project else ""), {})


def test_a_notebook_runs_from_a_folder_outside_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ``make notebooks`` writes it, in a kernel that knows nothing of the project."""
    from nbclient import NotebookClient

    monkeypatch.setenv("BUILD", str(tmp_path / "build"))
    for name in ("ARTIFACTS", "PROJECT", "PYTHONPATH", "PROFILE"):
        monkeypatch.delenv(name, raising=False)
    place = Place("quick")
    place.artifacts.mkdir(parents=True)
    (place.artifacts / "manifest.json").write_text("{}")
    (place.staged / "notebooks").mkdir(parents=True)
    code = "import analysis.problem, os; print(os.environ['ARTIFACTS'], analysis.__file__)"
    (place.staged / "notebooks" / "05.ipynb").write_text(made(code))
    assert export("quick") == 0
    (tmp_path / "elsewhere").mkdir()
    there: Any = nbformat.read(place.build / "notebooks" / "05.ipynb", as_version=4)
    folder = {"metadata": {"path": str(tmp_path / "elsewhere")}}
    NotebookClient(there, kernel_name="python3", timeout=60, resources=folder).execute()
    (printed,) = there.cells[-1].outputs
    assert printed.text.split()[0] == str(place.artifacts)
    assert Path(printed.text.split()[1]).is_relative_to(REPOSITORY)


def test_nothing_to_export_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUILD", str(tmp_path))
    with pytest.raises(Problem, match=r"profile 'quick' has no pages yet\. Run: make site PROF"):
        export("quick")
