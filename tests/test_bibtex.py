"""Every entry that the site offers compiles, and the literature behind it is whole."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from project import REPOSITORY, Project

from analysis.artifacts import Artifacts
from analysis.catalogue import FIGURES
from analysis.problem import Problem
from site_config.paths import CITATION, CONTENT, DOCS
from site_config.words.bibliography import Bibliography
from site_config.words.bibtex import entry_of, escaped
from site_config.words.citation import bibtex, citation, figure_entry, year_of

BIBLIOGRAPHY = Bibliography(CONTENT / "bibliography.bib")
ODD = "Conv2D_3 & 50 % of #1: $x$ {a} ~ ^ \\ é, Łódź, ß – 4 × 4 ≥ λ “q” <a|b>"


def _artifacts(title: str = "A map") -> Any:
    """Return a manifest of all figures of the catalogue, and one whose title is given."""
    titles = {figure.id: figure.title for figure in FIGURES} | {"another-one": title}
    figures = [SimpleNamespace(id=id, number="I.1", title=name) for id, name in titles.items()]
    runs = {f"figures/{figure.id}": SimpleNamespace(commit="0a1b2c") for figure in figures}
    manifest = SimpleNamespace(
        figures=figures, profile="my_own%", made_with=SimpleNamespace(runs=runs)
    )
    return SimpleNamespace(manifest=manifest)


def _offered(title: str = ODD) -> list[str]:
    """Return every entry that the site offers."""
    artifacts = _artifacts(title)
    here: Any = SimpleNamespace(publication=SimpleNamespace(bibliography=BIBLIOGRAPHY))
    keys = ["publication", *BIBLIOGRAPHY.entries]
    blocks = [bibtex(here, key).removeprefix("```bibtex\n").removesuffix("\n```") for key in keys]
    return blocks + [figure_entry(artifacts, figure) for figure in artifacts.manifest.figures]


def _parsed(text: str) -> dict[str, Any]:
    from pybtex.database import parse_string

    return dict(parse_string(text, "bibtex").entries)


def test_every_entry_passes_a_strict_parser_and_a_style():
    from pybtex.backends.plaintext import Backend
    from pybtex.style.formatting.plain import Style

    offered = _offered()
    entries = _parsed("\n\n".join(offered))
    assert len(entries) == len(offered) == len(FIGURES) + 2 + len(BIBLIOGRAPHY.entries)
    for entry in Style().format_entries(entries.values()):
        assert entry.text.render(Backend())


def test_entries_say_what_they_stand_for_and_when_it_appeared():
    (entry,) = _parsed(figure_entry(_artifacts(), _artifacts().manifest.figures[0])).values()
    assert entry.fields["date"] == "2026-11-21" and entry.fields["year"] == str(year_of())
    assert entry.fields["version"] == "0.1.0"
    assert entry.fields["note"].endswith(r"commit 0a1b2c, profile my\_own\%, CC BY 4.0")


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("Conv2D_3", r"Conv2D\_3"),
        ("50 % & #1 for $2", r"50 \% \& \#1 for \$2"),
        ("{a} ~ ^", r"\textbraceleft{}a\textbraceright{} \textasciitilde{} \textasciicircum{}"),
        ("a\\b", r"a\textbackslash{}b"),
        ("é Łódź ß", r"{\'e} {\L}{\'o}d{\'z} {\ss}"),
        ("4 × 4 – “q”", r"4 {$\times$} 4 -- ``q''"),
        ("a\n  b", "a b"),
    ],
)
def test_plain_text_is_escaped(text, latex):
    assert escaped(text) == latex


@pytest.mark.parametrize("text", ["{", "}}", "\\{", "a { b \\} c", ODD])
def test_braces_stay_balanced_and_capitals_protected_whatever_a_title_holds(text):
    from pybtex.richtext import Text

    (entry,) = _parsed(citation().entry("k", text, "n")).values()
    assert entry.fields["title"].startswith("{") and entry.fields["title"].endswith("}")
    assert isinstance(Text.from_latex(entry.fields["title"]), Text)


def test_an_address_stands_in_the_entry_once_there_is_one(tmp_path):
    path = tmp_path / "CITATION.cff"
    path.write_text(CITATION.read_text() + "url: https://example.org/cnn_inside/\n")
    (entry,) = _parsed(citation(path).entry("k", "T", "n", "figures/one-oip/")).values()
    assert entry.fields["url"] == "https://example.org/cnn_inside/figures/one-oip/"
    assert entry.fields["urldate"] == "2026-11-21"


TRIAL = r"""\documentclass{article}
\begin{document}
\nocite{*}
\bibliographystyle{plain}
\bibliography{all}
\end{document}
"""


@pytest.mark.skipif(
    not (shutil.which("pdflatex") and shutil.which("bibtex")), reason="needs a LaTeX"
)
def test_every_entry_goes_through_latex(tmp_path: Path):
    (tmp_path / "all.bib").write_text("\n\n".join(_offered()))
    (tmp_path / "all.tex").write_text(TRIAL)
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all"]
    for command in (latex, ["bibtex", "all"], latex, latex):
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout


def test_no_page_holds_an_entry_that_is_typed():
    typed = re.compile(r"^@[a-z]+\{", re.M)
    assert [page.name for page in DOCS.rglob("*.md") if typed.search(page.read_text())] == []


def test_the_page_of_a_figure_offers_its_entry(tiny: Project):
    artifacts = Artifacts(tiny.artifacts)
    figure = artifacts.figures["receptive-fields"]
    page = (tiny.build_folder / "site_docs" / "figures" / f"{figure.id}.md").read_text()
    assert f"```bibtex\n{figure_entry(artifacts, figure)}\n```" in page


def test_the_citation_file_holds_what_its_format_asks_for():
    said = yaml.safe_load(CITATION.read_text())
    assert {"cff-version", "message", "title", "authors"} <= set(said)
    assert said["cff-version"] == "1.2.0" and said["type"] in ("software", "dataset")
    assert set(said) <= {
        *("cff-version", "message", "title", "authors", "abstract", "type", "version", "url"),
        *("date-released", "license", "keywords", "references", "doi", "repository-code"),
    }
    assert all({"type", "title", "authors"} <= set(work) for work in said["references"])
    assert f'version = "{said["version"]}"' in (REPOSITORY / "pyproject.toml").read_text()


WHOLE = CITATION.read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (re.sub("date-released: .*", "date-released: soon", WHOLE), "'date-released' is 'soon'"),
        (
            re.sub("date-released: .*", "date-released: 2026-13-01", WHOLE),
            "is not valid YAML: month",
        ),
        (re.sub("date-released: .*\n", "", WHOLE), "'date-released' is missing"),
        (re.sub("version: 0.1.0", "version: 0.1", WHOLE), "'version' is 0.1: "),
        (WHOLE + "url: somewhere\n", "'url' is 'somewhere'"),
        ("- a list\n", "'the whole' is ['a list']"),
        ("a: b: c\n", "is not valid YAML: "),
        (None, "CITATION.cff is missing from "),
    ],
)
def test_a_wrong_citation_file_is_one_clear_error(tmp_path, text, said):
    path = tmp_path / "CITATION.cff"
    if text is not None:
        path.write_text(text)
    with pytest.raises(Problem) as problem:
        citation(path)
    assert str(problem.value).startswith("CITATION.cff") and said in str(problem.value)
    assert "\n" not in str(problem.value)


ARTICLE = "@article{a, author={B, C.}, title={T}, journal={J}, year={1999}}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ARTICLE.replace("author={B, C.}, ", ""), "a: an entry of type @article needs 'author'"),
        (ARTICLE.replace("journal={J}", "journal={ }"), "a: journal: it is empty"),
        (ARTICLE.replace(", year={1999}", ""), "a: an entry of type @article needs 'year'"),
        ("@misc{m, author={B}, year={1999}}", "m: an entry of type @misc needs 'title'"),
        (
            "@book{b, author={B}, title={T}, year={1999}}",
            "b: an entry of type @book needs 'publish",
        ),
        (ARTICLE.replace("@article", "@artikel"), "a: type @artikel is unknown; nearest 'article'"),
        (ARTICLE + ARTICLE, "repeated"),
        (ARTICLE.replace("{a,", "{a'b,"), 'the key "a\'b" cannot be an anchor'),
        ("@article{a, title={T", "syntax error"),
        (ARTICLE.replace("{a,", "{ä,"), "the key 'ä' cannot be an anchor of a page"),
        (ARTICLE.replace("1999", "soon"), "a: year: 'soon' is not a year, e.g. 2009"),
        (ARTICLE.replace("1999", "99"), "year: '99' is not a year"),
        (ARTICLE.replace("1999", "in press"), "year: 'in press' is not a year"),
        (ARTICLE.replace("{1999}", "{}"), "year: it is empty"),
        (ARTICLE.replace("{T}", "{{}}"), "title: it is empty. Fill it in, or leave it out"),
        (ARTICLE.replace("B, C.", "A and and B"), "author: 'and B': two names have one 'and'"),
        (ARTICLE.replace("B, C.", "A and "), "two names have one 'and' between"),
        (ARTICLE.replace("B, C.", ","), "author: a name without letters"),
        (ARTICLE.replace("B, C.", "A; B"), "names stand apart by 'and'"),
        (ARTICLE.replace("B, C.", "A & B"), "names stand apart by 'and'"),
        (ARTICLE.replace("B, C.", "A, B et al."), "'and others' ends a list"),
        (ARTICLE.replace("{a,", "{a, jurnal={X},"), "field 'jurnal' is unknown; nearest 'journal'"),
        (ARTICLE.replace("{a,", "{a, dio={10.1/x},"), "the field 'dio' is unknown"),
        (ARTICLE.replace("{a,", "{a, doi={https://doi.org/10.1109/5.7},"), "is not the name alone"),
        (ARTICLE.replace("{a,", "{a, url={www.example.org},"), "is not a whole address"),
        (ARTICLE.replace("{a,", "{a, pages={10 - },"), "pages: '10 -' is not e.g. 2278--2324"),
        (ARTICLE.replace("{a,", "{a, isbn={12345},"), "isbn: '12345' is not ten or thirteen"),
        (ARTICLE + "misc{b, author={B}, title={T}, year={1999}}", "b: an entry begins with @"),
        (b"@misc{a, author={Caf\xe9}}", "is not UTF-8"),
        (None, "bibliography.bib is missing from "),
    ],
)
def test_literature_that_is_not_whole_is_one_clear_error(tmp_path, text, said):
    path = tmp_path / "bibliography.bib"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Problem) as problem:
        Bibliography(path)
    assert said in str(problem.value) and "\n" not in str(problem.value)


def test_an_entry_that_can_be_copied_is_the_one_that_was_written():
    (copied,) = _parsed(entry_of("lecun1998", BIBLIOGRAPHY.entries["lecun1998"])).values()
    assert copied.fields["title"] == BIBLIOGRAPHY.entries["lecun1998"].fields["title"]
    assert [str(one) for one in copied.persons["author"]][1] == r"Bottou, L{\'e}on"
