"""Every entry that the site offers compiles, and the literature behind it is whole."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
import rispy
import yaml
from project import REPOSITORY, Project

from analysis.artifacts import Artifacts
from analysis.catalogue import FIGURES
from analysis.problem import Problem
from site_config.citing import formats
from site_config.citing.bibtex import entry_of, escaped
from site_config.citing.head import TYPES, head
from site_config.citing.item import Download, Item
from site_config.citing.publication import citation, cited_here, year_of
from site_config.pages.citations import figure_item
from site_config.paths import CITATION, CONTENT, DOCS
from site_config.words.bibliography import Bibliography
from site_config.words.cited import bibtex
from site_config.words.reproduced import NEW, NOTHING, known, reproduces

BIBLIOGRAPHY = Bibliography(CONTENT / "bibliography.bib")
AUTHORS, SITE = "The authors of A simple CNN", "A simple CNN, seen from inside"
TEXT = {"type": "string", "minLength": 1}
# of what CSL 1.0.2 knows, that which we say
CSL = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "type", "title", "author", "issued", "publisher", "language"],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(("id", "title", "container-title", "publisher", "version"), TEXT),
            **dict.fromkeys(("abstract", "note", "language"), TEXT),
            "URL": {"type": "string", "pattern": "^https?://"},
            "type": {"enum": ["webpage", "figure", "dataset", "software"]},
            "author": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["literal"],
                    "additionalProperties": False,
                    "properties": {"literal": TEXT},
                },
            },
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "items": {"type": "integer"},
                            "minItems": 1,
                            "maxItems": 3,
                        },
                    }
                },
            },
        },
    },
}
ODD = "Conv2D_3 & 50 % of #1: $x$ {a} ~ ^ \\ é, Łódź, ß – 4 × 4 ≥ λ “q” <a|b>"


def _item(title: str = "A map", id: str = "one-oip", page: str = "figures/one-oip.md") -> Item:
    """Return a figure that is cited."""
    note = "Figure id x, commit 0a1b2c, profile my_own%, CC BY 4.0"
    files = (Download("assets/figures/one-oip.png", "picture"),)
    return Item("figure", id, title, "What <b>is</b> seen; a\nb.", page, note, files[0].path, files)


def _offered(title: str = ODD) -> list[str]:
    """Return an entry for every figure of the catalogue, and all others that the site offers."""
    here: Any = SimpleNamespace(publication=SimpleNamespace(bibliography=BIBLIOGRAPHY))
    keys = ["publication", *BIBLIOGRAPHY.entries]
    blocks = [bibtex(here, key).removeprefix("```bibtex\n").removesuffix("\n```") for key in keys]
    items = [_item(f"Figure I.1: {one.title}", one.id) for one in FIGURES]
    return blocks + [formats.bibtex(one) for one in [*items, _item(title, "another-one")]]


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
    (entry,) = _parsed(formats.bibtex(_item())).values()
    assert entry.fields["date"] == "2026-11-21" and entry.fields["year"] == str(year_of())
    assert entry.fields["version"] == "0.1.0"
    assert entry.fields["note"].endswith(r"commit 0a1b2c, profile my\_own\%, CC BY 4.0")
    assert [str(one) for one in entry.persons["author"]] == ["{The authors of A simple CNN}"]


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

    (entry,) = _parsed(formats.bibtex(_item(text))).values()
    assert entry.fields["title"].startswith("{") and entry.fields["title"].endswith("}")
    assert isinstance(Text.from_latex(entry.fields["title"]), Text)


def test_an_address_stands_in_every_citation_once_there_is_one(monkeypatch):
    assert "url" not in formats.bibtex(_item()) and "UR  -" not in formats.ris(_item())
    monkeypatch.setenv("SITE_URL", "https://example.org/cnn_inside")
    wanted = "https://example.org/cnn_inside/figures/one-oip/"
    (entry,) = _parsed(formats.bibtex(_item())).values()
    assert entry.fields["url"] == wanted and entry.fields["urldate"] == "2026-11-21"
    assert json.loads(formats.csl(_item()))[0]["URL"] == wanted
    assert rispy.loads(formats.ris(_item()))[0]["urls"] == [wanted]
    assert formats.plain(_item()).endswith(wanted)


@pytest.mark.parametrize("address", ["example.org", "https://a b/", "https://example.org/'x"])
def test_a_wrong_address_of_the_site_is_one_clear_error(monkeypatch, address):
    monkeypatch.setenv("SITE_URL", address)
    with pytest.raises(Problem, match="should be like https:"):
        _ = _item().url


def test_a_record_of_ris_says_what_kind_of_thing_it_is_by_whom_where_and_when():
    (found,) = rispy.loads(formats.ris(_item(ODD)))
    assert found["type_of_reference"] == "ELEC" and found["authors"] == [AUTHORS]
    assert found["title"] == ODD and found["publisher"] == found["secondary_title"] == SITE
    assert found["year"] == "2026" and found["date"] == "2026/11/21" and found["language"] == "en"
    assert found["abstract"] == "What <b>is</b> seen; a b."


def test_csl_is_what_its_schema_asks_for():
    found = json.loads(formats.csl(_item(ODD)))
    jsonschema.validate(found, CSL)
    assert found[0]["author"] == [{"literal": AUTHORS}] and found[0]["container-title"] == SITE
    assert found[0]["issued"] == {"date-parts": [[2026, 11, 21]]}


def test_the_sentence_names_all_that_finds_a_thing_again():
    assert formats.plain(_item("Figure I.1: One OIP")) == (
        f"{AUTHORS} (2026). Figure I.1: One OIP. In: {SITE}. Version 0.1.0. Figure id x, commit"
        " 0a1b2c, profile my_own%, CC BY 4.0."
    )


def _tags(item: Item) -> dict[str, str]:
    return dict(head(item)["tags"])


def test_reference_managers_find_one_author_the_site_a_date_and_a_language(monkeypatch):
    """By the rules of Zotero's reader of embedded metadata: it splits authors at ; and at commas
    with words on both sides, a name at a comma or else at its last space, and guesses an article
    unless told otherwise.
    """
    monkeypatch.setenv("SITE_URL", "https://example.org/cnn/")
    found = _tags(_item())
    assert found["citation_author"] == f"{AUTHORS},"
    assert found["citation_publisher"] == SITE and found["citation_language"] == "en"
    assert found["citation_publication_date"] == "2026/11/21"
    assert found["citation_public_url"] == "https://example.org/cnn/figures/one-oip/"
    assert found["DC.type"] == "webpage"
    assert not any(name.endswith(("journal_title", "conference_title")) for name in found)


@pytest.mark.parametrize("site", ["", "https://example.org/cnn/"])
def test_typed_links_lead_to_what_describes_a_thing_and_to_its_files(monkeypatch, site):
    monkeypatch.setenv("SITE_URL", site)
    links = head(_item())["links"]
    place = {one["href"]: one["rel"] for one in links}
    up, own = (site, f"{site}figures/one-oip/") if site else ("../../", "")
    assert place[own or "./"] == "cite-as" and place[site or "../../"] == "collection"
    assert place[f"{own}cite.bib"] == place[f"{own}cite.csl.json"] == "describedby"
    assert place[f"{up}assets/figures/one-oip.png"] == "item"
    assert place["https://creativecommons.org/licenses/by/4.0/"] == "license"


@pytest.mark.parametrize("kind", TYPES)
def test_of_several_files_of_json_the_one_named_after_its_kind_describes_a_thing(kind):
    names = (f"{kind}.json", "more.json")
    files = tuple(Download(f"things/x/{name}", "what is known of it") for name in names)
    links = head(Item(kind, "x", "X", "It is.", "things/x.md", "a note", "", files))["links"]
    told = {one["href"]: one["rel"] for one in links}
    assert [told[name] for name in names] == ["describedby", "item"]


def test_linked_data_can_stand_in_a_page_whatever_a_caption_holds(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/cnn/")
    item = _item("</script><b>")
    text = head(item)["data"]
    assert "<" not in text
    told = json.loads(text)
    assert told["@type"] == "ImageObject" and told["name"] == "</script><b>"
    assert told["url"] == item.url and told["creator"][0]["name"] == AUTHORS
    assert told["contentUrl"] == "https://example.org/cnn/assets/figures/one-oip.png"


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


def test_the_page_of_a_figure_offers_its_citations(tiny: Project):
    artifacts = Artifacts(tiny.artifacts)
    staged = tiny.build_folder / "site_docs"
    item = figure_item(artifacts, artifacts.figures["receptive-fields"])
    page = (staged / item.page).read_text()
    assert f"```bibtex\n{formats.bibtex(item)}\n```" in page
    assert f"``` {{ .text .wraps }}\n{formats.plain(item)}\n```" in page
    for one in formats.FORMATS:
        assert (staged / "figures/receptive-fields" / one.file).read_text() == one.write(
            item
        ).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("series", "said"),
    [
        ((), NEW),
        (("F-III-1",), NEW),
        (("F-VII-1",), "of part VII one OIP, plain and with its contrast enhanced"),
        (("F-VII-4", "F-VII-5"), "of part VII the OIPs that repeat themselves least, in the"),
        (("F-HM-1",), "of “Hand of MNIST” an OIP that grows"),
    ],
)
def test_a_figure_says_in_words_what_of_the_series_it_reproduces(series, said):
    assert said in reproduces(series)


def test_a_figure_without_a_picture_reproduces_none():
    said = reproduces(("F-VII-5",), NOTHING)
    assert said.endswith("in the series complex ones; this network has none to show")
    assert "Reproduces" not in said and reproduces((), NOTHING) == NEW


def test_what_is_told_of_the_series_are_figures_of_it():
    named = {id for figure in FIGURES for id in figure.series}
    assert set(known()) <= named


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
        (WHOLE.replace("of A simple", "of A, simple"), "'authors.0.name' is "),
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


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ('released = "2020-02-20"', "2020-02-20"),
        ("released = 2020-02-20", "2020-02-20"),
        ("", str(citation().released)),
    ],
)
def test_an_atlas_is_of_the_day_that_its_file_names_or_of_that_of_the_publication(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, day: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'title = "Mine"\n{said}\n')
    monkeypatch.setattr("site_config.citing.publication.subject", lambda: "mine")
    monkeypatch.setattr("site_config.citing.publication.subject_file", lambda _: file)
    cited_here.cache_clear()
    try:
        assert str(cited_here().released) == day
    finally:
        cited_here.cache_clear()
