"""The built site: every figure has its picture, words, page and citation; nothing is asked of
another host.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from project import Project, ran

from analysis.artifacts import Artifacts
from site_config.build.cell_inputs import sees_figures
from site_config.build.proofread import Sheet, proofread
from site_config.pages.page import code_of
from site_config.paths import PAGES


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page.read_text())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attributes}))

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def pages(tiny: Project) -> dict[str, Tags]:
    return {
        page.relative_to(tiny.site).as_posix(): Tags(page) for page in tiny.site.rglob("*.html")
    }


def test_every_figure_has_a_page_with_picture_alt_caption_and_citation(tiny: Project) -> None:
    for figure in Artifacts(tiny.artifacts).manifest.figures:
        page = tiny.site / "figures" / figure.id / "index.html"
        text, tags = page.read_text(), Tags(page)
        pictures = [
            image
            for image in tags.of("img")
            if f"assets/figures/{figure.id}." in image.get("src", "")
        ]
        assert len(pictures) == 2, figure.id
        assert all(len(image["alt"]) > 30 for image in pictures), figure.id
        assert "<figcaption" in text
        assert "@misc{simplecnninside-" in re.sub(r"<[^>]+>", "", text), figure.id
        assert any(meta.get("name") == "citation_title" for meta in tags.of("meta"))
        assert figure.digest in text
        for variant, record in figure.files.items():
            assert record.sha256 in text, (figure.id, variant)


def test_every_figure_names_its_panels_and_no_number_is_missing_from_its_words(
    tiny: Project,
) -> None:
    for figure in Artifacts(tiny.artifacts).manifest.figures:
        assert figure.panels, figure.id
        missing = re.findall(r"\{\w*\}|\b(?:nan|inf|None)\b", f"{figure.caption} {figure.alt}")
        assert not missing, (figure.id, missing)


def test_every_figure_of_short_trainings_says_its_sample(tiny: Project) -> None:
    artifacts = Artifacts(tiny.artifacts)
    short = {"recipe-factorial", "rate-tuning", "penalty-scan", "rivals", "scaler-maps"}
    images = f"{int(artifacts.arrays('rivals').images):,}"
    told = [figure for figure in artifacts.manifest.figures if short & set(figure.shows)]
    assert len(told) >= len(short)
    assert [
        figure.id
        for figure in told
        if images not in figure.caption or "epoch" not in figure.caption
    ] == []


def test_every_figure_stands_on_a_page_of_the_series_or_of_a_companion(tiny: Project) -> None:
    series = "".join(
        page.read_text()
        for folder in ("series", "companions")
        for page in (tiny.site / folder).rglob("*.html")
    )
    missing = [
        f.id for f in Artifacts(tiny.artifacts).manifest.figures if f'id="fig-{f.id}"' not in series
    ]
    assert missing == []


def test_no_page_loads_anything_from_another_host(pages: dict[str, Tags]) -> None:
    for name, page in pages.items():
        for tag, attribute in (
            ("script", "src"),
            ("img", "src"),
            ("iframe", "src"),
            ("source", "src"),
        ):
            for found in page.of(tag):
                assert not re.match(r"(https?:)?//", found.get(attribute, "")), (name, found)
        for found in page.of("link"):
            if found.get("rel") not in ("canonical", "license", "type"):  # these load nothing
                assert not re.match(r"(https?:)?//", found.get("href", "")), (name, found)


def test_every_internal_link_and_fragment_leads_somewhere(
    tiny: Project, pages: dict[str, Tags]
) -> None:
    broken = []
    for name, page in pages.items():
        if name == "404.html":  # served from any depth, so its links are absolute
            continue
        for link in page.of("a"):
            target, _, fragment = link.get("href", "").partition("#")
            target = target.partition("?")[0]  # what a page is to show
            if re.match(r"[a-z]+:", target):
                continue
            path = (tiny.site / name).parent / target if target else tiny.site / name
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                broken.append((name, link["href"]))
            elif fragment and path.suffix == ".html":
                found = pages[path.resolve().relative_to(tiny.site.resolve()).as_posix()]
                if fragment not in {attributes.get("id") for _, attributes in found.tags}:
                    broken.append((name, link["href"]))
    assert broken == []


def test_the_pages_of_figures_read_as_well_as_those_that_are_proofread(tiny: Project) -> None:
    for figure in Artifacts(tiny.artifacts).manifest.figures:
        proofread(Sheet(tiny.site, f"figures/{figure.id}.md"))


def test_no_sign_stands_in_a_page_as_if_it_opened_a_tag(tiny: Project) -> None:
    for page in tiny.site.rglob("*.html"):
        text = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text(), flags=re.S)
        assert not re.search(r"<(?![a-zA-Z/!]).{40}", text), page
    assert [*tiny.site.glob("images/*/index.html")]


def test_every_image_has_an_alternative_text(pages: dict[str, Tags]) -> None:
    """An empty one says that the words of the link around it tell all; who is proofread knows."""
    silent = [
        (name, image["src"])
        for name, page in pages.items()
        for image in page.of("img")
        if "alt" not in image
    ]
    assert [item for item in silent if "logo" not in item[1]] == []


def test_every_series_page_credits_the_original_and_offers_its_notebook(tiny: Project) -> None:
    for page in sorted(
        path
        for folder in ("series", "companions")
        for path in (tiny.root / "docs" / folder).glob("*.md")
    ):
        text = (tiny.site / page.parent.name / page.stem / "index.html").read_text()
        assert "Mönchmeyer" in text, page
        assert f"notebooks/{page.stem}.ipynb" in text, page
        notebook = json.loads((tiny.site / "notebooks" / f"{page.stem}.ipynb").read_text())
        nbformat.validate(notebook)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert len(cells) >= 2, page
        assert all(
            cell["outputs"]
            for cell in cells
            if "print" in cell["source"] or "plt" in cell["source"]
        ), page


def test_notebooks_are_plain_and_hold_one_variant_of_each_figure(tiny: Project) -> None:
    for path in sorted((tiny.site / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text())["cells"]
        said = [cell for cell in cells if cell["cell_type"] == "markdown"]
        text = "\n".join(re.sub(r"```.*?```|`[^`]*`", "", c["source"], flags=re.S) for c in said)
        raw = r"#only-|\{ ?[.#]|markdown=|</?div|</?fig|\[[=%]|\]\((?!https?:|attachment:|mailto:)"
        assert not re.search(raw, text), (path.name, re.search(raw, text))
        shown = re.findall(r"\(attachment:([^)]+)\)", text)
        inside = [name for cell in said for name in cell.get("attachments", {})]
        assert shown and sorted(set(shown)) == sorted(set(inside)), path.name
        assert str(tiny.root) not in path.read_text()


def test_no_page_shows_an_unrendered_expression(pages: dict[str, Tags], tiny: Project) -> None:
    for name in pages:
        if name != "about/architecture/index.html":  # which explains the syntax
            text = re.sub(r"<(code|pre)\b.*?</\1>", "", (tiny.site / name).read_text(), flags=re.S)
            assert "[=" not in text, name


@pytest.mark.parametrize("sealed", [True, False])
def test_nothing_changed_runs_nothing_and_loads_nothing_heavy(tiny: Project, sealed: bool) -> None:
    """By the seal, and by the task graph where the seal is gone; the latter reads the pages."""
    heavy = ["tensorflow", "keras", "matplotlib", "mkdocs", "nbclient", *["jupytext"] * sealed]
    code = (
        "import sys; from site_config.__main__ import build; status = build('tiny');"
        f" print([name for name in {heavy} if name in sys.modules]); sys.exit(status)"
    )
    if not sealed:
        (tiny.build_folder / "seal.json").unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tiny.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Nothing to do" in done.stderr
    assert done.stdout.strip() == "[]"


def test_changed_drawing_code_draws_again_and_a_changed_setting_measures_what_reads_it_only(
    tiny: Project,
) -> None:
    manifest = tiny.artifacts / "manifest.json"
    cells = [tiny.build_folder / "cells" / f"{page.stem}.json" for page in PAGES]

    def begun(*made: Path) -> list[str]:
        """Build until one of these is made again: what goes before has been said by then."""
        before = {path: path.stat().st_mtime_ns for path in made}
        said = tiny.kill_when(lambda: any(path.stat().st_mtime_ns > before[path] for path in made))
        return ran(said)

    with tiny.tried():
        tiny.edit(
            "analysis/figures/convolution.py",
            "from __future__ import annotations\n",
            "from __future__ import annotations\n\nCHANGED = 1\n",
        )
        tasks = begun(*cells)
        assert not [task for task in tasks if task.startswith(("train", "measure"))]
        again = {task for task in tasks if task.startswith("cells")}
        assert again == {f"cells {page.stem}" for page in PAGES if sees_figures(code_of(page))}
        assert "draw convolution-by-hand" in tasks
        assert len([task for task in tasks if task.startswith("draw")]) < 10
        tiny.edit("site_config/profiles/tiny.toml", "samples = 8", "samples = 9")
        made = [task for task in begun(manifest) if task.startswith(("train", "measure"))]
        assert made == ["measure fluctuations"]
