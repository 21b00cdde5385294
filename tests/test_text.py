"""What a writer of MkDocs or MyST types is rendered, or refused with its line; nothing vanishes and
nothing leads nowhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from project import REPOSITORY
from test_prose import prose
from test_slips import html

from analysis.problem import Problem
from site_config import paths
from site_config.build import content
from site_config.build import proofread as proof
from site_config.build.proofread import Sheet, with_line
from site_config.build.seen import see
from site_config.pages import listed, unfit
from site_config.pages.blocks import without_code
from site_config.pages.directives import BOXES
from site_config.pages.page import read
from site_config.pages.written import Manuscript, head_of, page, read_text

FENCE = "```"


class Site:
    """A site of one page, published as the pipeline does it."""

    def __init__(self, root: Path) -> None:
        self.docs, self.site = root / "docs", root / "site"
        for name in ("about/x/index.html", "about/trust/index.html", "assets/a.png"):
            (self.site / name).parent.mkdir(parents=True, exist_ok=True)
            (self.site / name).write_text('<h1 id="here">x</h1>')
        (self.docs / "about").mkdir(parents=True)

    def publish(self, text: str | bytes) -> str:
        """Return the page as a browser gets it; the page is ``docs/about/x.md``."""
        file = self.docs / "about" / "x.md"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        page = read(Manuscript("docs/about/x.md", _text(file)), False)
        body = prose().render(page.body, "about/x.md", Path(page.file), page.text)
        made = html(body)
        target = self.site / "about" / "x" / "index.html"
        target.write_text(f"<body><article>{made}</article></body>")
        proof.proofread(Sheet(self.site, "about/x.md"))
        return made


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = Site(tmp_path)
    monkeypatch.setattr(proof, "DOCS", made.docs)
    return made


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("!!! note\n    Text.", '<div class="admonition note">'),
        ('??? tip "Title"\n    Text.', "<summary>Title</summary>"),
        ("???+ note\n    Text.", '<details class="note" open="open">'),
        (f"{FENCE}{{note}}\nText *so*.\n{FENCE}", "<p>Text <em>so</em>.</p>"),
        (":::{warning} Take care\nText.\n:::", '<p class="admonition-title">Take care</p>'),
        (":::{admonition} Take care\n:class: tip\nText.\n:::", '<div class="admonition tip">'),
        (
            f'{FENCE}python title="a b" hl_lines="1"\nx\n{FENCE}',
            '<span class="filename">a b</span>',
        ),
        (f"{FENCE} {{.python #mine}}\nx\n{FENCE}", 'id="mine"'),
        ("::: tip\nText.\n:::", '<div class="admonition tip">'),
        ("::::{important}\n:::{hint}\nText.\n:::\n::::", '<p class="admonition-title">Hint</p>'),
        (":::{dropdown} More\n:open:\n\nText.\n:::", '<details class="note" open="open">'),
        ("Text[^1].\n\n[^1]: The note.", '<div class="footnote">'),
        ("Term\n:   Meaning.", "<dd>Meaning.</dd>"),
        ("*[OIP]: a pattern\n\nAn OIP.", '<abbr title="a pattern">OIP</abbr>'),
        ("- [x] done", 'type="checkbox"'),
        ("| a \\| b | `c|d` |\n|---|---|\n| 1 | 2 |", "<td>2</td>"),
        ("#\n\n\\#1 of all", "#1 of all"),
        ("~~struck~~", "<del>struck</del>"),
        ("## Heading { #mine .big }", 'class="big" id="mine"'),
        (f"{FENCE}{{math}}\na = b\n{FENCE}", "\\[\na = b\n\\]"),
        (f"{FENCE}{{code-block}} python\nx\n{FENCE}", '<span class="n">x</span>'),
        ("[text][here]\n\n[here]: ../trust.md", 'href="../trust.md"'),
        ("See [#68](../trust/) and [#69](#here).\n\n# A {#here}\n\nC#] end", ">#68</a> and <a"),
        (
            "a [% raw %][= value('x') =][% endraw %] b".replace("[=", "`[=").replace("=]", "=]`"),
            "<code>[= ",
        ),
        ("Sets {0, 1}, [0, 1], a_b, 2 * 3, f(x)[0], C++, 3 - 4, <https://a.b>.", "Sets {0, 1}"),
        ("<!-- [% raw %] -->\nText.<!-- [% endraw %] -->", "Text."),
    ],
)
def test_what_is_written_is_rendered(site: Site, written: str, shown: str) -> None:
    written = written.replace("../trust.md", "../trust/")
    assert shown.replace("../trust.md", "../trust/") in site.publish(written)


@pytest.mark.parametrize(
    "written",
    [
        "See {ref}`here`.",
        "The sum $$x$$ of all.",
        "$$x$$ is the sum.",
        f"{FENCE}py linenums=1\nx\n{FENCE}",
        f"{FENCE}c++ -O2\nx\n{FENCE}",
        f"{FENCE}sh $ ls\nx\n{FENCE}",
        f"{FENCE}py:mine.py\nx\n{FENCE}",
        "[Note]: important.",
        "[//]: # (said to nobody)\n\nText.",
        ":::{note}\n:class: margin\nText.\n:::",
        "!!! note\n\nText.",
        "??? note",
        "A {math}`a` role.",
        "x {cite:p}`erhan2009` y",
        "A note[^2] without its text.",
        "See [text][nowhere].",
        "See [nowhere][].",
        "[[trust]]",
        "[text](two words.md)",
        "{{ value('x') }}",
        "{% if a %}b",
        "[# a comment #]",
        "Text\n- a list",
        "Text\n1. a list",
        "1) a list",
        "Text\n| a |\n|---|\n| 1 |",
        "**bold",
        "==marked==",
        "++ctrl+c++",
        "^^inserted^^",
        "a :smile: b",
        '=== "Tab"\n    Text.',
        "/// note\nText.\n///",
        '--8<-- "other.md"',
        "> [!NOTE]\n> Text.",
        "$$ a = b",
        "H~2~O",
        "A ^[note in the line].",
        "{++added++} text",
        "{!other.md!}",
        "\\newpage",
        "> [!tip]\n> Text.",
        f"{FENCE}{{note}}\n---\nclass: dropdown\n---\nText.\n{FENCE}",
        "x^2^",
        "As [@erhan2009, p. 3] says.",
        "| no table |\n| at all |",
        "+---+---+\n| a | b |\n+---+---+",
        "[span]{.small}",
        "[](../trust/)",
        "![](../../assets/a.png)",
        "<details>",
        "<div>text",
        "text</div>",
        "<div>\n**raw**\n</div>",
        "<textarea>",
        f"{FENCE}mermaid\na\n{FENCE}",
        "a \\begin{align} b",
        "!!! note: text",
        "a line\\\nbroken",
        "`code without end",
        "(label)=\n## Heading",
        "% a comment",
        "Say <file> here.",
        "pip install <yourpackage>",
        '<a href="trust.md">dead</a>',
        '<a href="../nowhere/">dead</a>',
        '<a href="../trust/#gone">dead</a>',
        '<img src="gone.png" alt="x">',
        '<a href="/about/trust/">of the server</a>',
        '<img src="https://example.org/a.png" alt="x">',
        "![x](//example.org/a.png)",
        "<script src='https://example.org/a.js'></script>",
        ":::{figure} a.png\n:::",
        f"{FENCE}{{include}} a.md\n{FENCE}",
        f"{FENCE}{{eval-rst}}\nx\n{FENCE}",
        ":::{note}\nno end",
        f"{FENCE}python\nno end",
        "<!-- no end",
        "- a\n  - b",
        "1. a\n   - b",
        "- a\n\n  belongs to it",
        f"1. a\n\n   {FENCE}\n   b\n   {FENCE}",
        "a \x02 b",
        "| a | b |\n|---|---|\n| 1 | 2 | lost |",
        "a | b\n--|--\n`|` | 2 | lost",
        "[^n]: One.\n[^n]: Another, for [^n].",
        "[n]: ../trust.md\n[N]: trust.md",
        "#1 of all layers",
        "!!! note\nNot within.",
        "<<<<<<< HEAD",
        ">>>>>>> branch",
        f"[^n]: A note.\n\n    {FENCE}{{code-cell}}\n    1\n    {FENCE}",
        f"{FENCE}{{code-cell }} python\n1\n{FENCE}",
        "See trust](trust.md).",
        "See [trust] (trust.md).",
        "Text <!--\n\n-->",
        "a &nosuch; b",
        "## A { #x }\n## B { #x }",
    ],
)
def test_what_would_be_raw_lost_or_dead_is_refused_with_its_line(site: Site, written: str) -> None:
    with pytest.raises(Problem, match=r"^docs/about/x\.md:[678]: .+\.$") as error:
        site.publish(f"---\ntitle: x\n---\n# Title\n\n{written}\n\nLast words.\n")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "dead",
    [
        '<img src="../../assets/a.png" srcset="../../assets/a.png 1x, ../b.png 2x" alt="a">',
        '<picture><source srcset="../no.webp"><img src="../../assets/a.png" alt="a"></picture>',
        '<video poster="../no.png"></video>',
        '<img src="../../assets/a.png" data-src="no.png" alt="a">',
        '<img src="../../assets/a.png" data-lazy-srcset="no.png 2x" alt="a">',
        '<div style="background: url(no.png)">x</div>',
        "<p style=\"list-style-image: url( 'no.png' )\">x</p>",
        "<style>p { background: url(no.png) }</style>",
        '<style>@import "no.css";</style>',
        '<form action="no.html"></form>',
        '<button formaction="no.html">x</button>',
        '<blockquote cite="no.html"><p>x</p></blockquote>',
        '<q cite="no.html">x</q>',
        '<map name="m"><area href="no.html" alt="x"></map>',
        '<img src="../../assets/a.png" usemap="#no" alt="a">',
        '<table background="no.png"><tr><td>x</td></tr></table>',
        '<svg><use href="#no"/></svg>',
        '<svg><image xlink:href="no.png"/></svg>',
        '<svg><rect fill="url(#no)"/></svg>',
        '<img src="../../assets/a.png" longdesc="no.html" alt="a">',
        "<iframe srcdoc=\"<img src='no.png' alt='a'>\"></iframe>",
        '<div style="background: url(https://example.org/a.png)">x</div>',
        '<img src="" alt="a">',
        "[text](file:///home/me/x.html)",
        "[text](http://localhost:8000/about/)",
        "[text](C:/x.html)",
        "[text]()",
        "[text](mailto:)",
        "[text](htp://example.org)",
        "[text](http://)",
        "[text](//example.org)",
        '<a href="//example.org/x">x</a>',
        "[text](ftp://example.org/x)",
        '<a href="data:text/html,x">x</a>',
        '<iframe src="data:image/svg+xml,x"></iframe>',
        '<script src="data:text/javascript,x"></script>',
        '<style>@import "https://example.org/a.css";</style>',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        '<p aria-describedby="no">x</p>',
        '<label for="no">x</label>',
    ],
)
def test_every_address_that_html_knows_is_looked_at(site: Site, dead: str) -> None:
    with pytest.raises(Problem, match=r"^docs/about/x\.md:5: .* (?:leads|loads) .+\.$"):
        site.publish(f"# Title\n\nWords.\n\n{dead}\n\nLast words.\n")


UNFIT = [
    ("<script>go()</script>", "<script> runs what stands within"),
    ('<SCRIPT TYPE=" module ">go()</SCRIPT>', "<script> runs"),
    ("<svg><script>go()</script></svg>", "<script> runs"),
    ('<b ONCLICK="go()">bold</b>', "onclick= is never run"),
    ("<svg/onload=go()></svg>", "onload= is never run"),
    ('<a href="javascript:go()">x</a>', "href= holds a script"),
    ('<a href=" java&#9;script:go()">x</a>', "href= holds a script"),
    ('<svg><a><set attributeName="href" to="javascript:go()"/></a></svg>', "to= holds a script"),
    ('<meta http-equiv="refresh" content="30">', "<meta http-equiv> turns a page away"),
    ('<meta http-equiv="refresh" content="3; url=no.html">', "<meta http-equiv> turns"),
    ('<base target="_blank">', "<base> turns every address"),
    ('<object data="../../assets/a.png"></object>', "<object> shows nothing"),
    ('<embed src="../../assets/a.png">', "<embed> shows nothing"),
    ('<a href="../trust/" ping="../trust/">x</a>', "ping= tells a server"),
    ('<form action="https://example.org/find"></form>', "action= sends what is typed elsewhere"),
    ('<button formaction="mailto:a@example.org">x</button>', "formaction= sends"),
]


@pytest.mark.parametrize(("written", "said"), UNFIT)
def test_what_acts_unasked_or_is_dead_is_refused_where_it_was_typed(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, said: str
) -> None:
    """On a page, in what pages repeat, in a picture that is shown as a page, and once rendered."""
    with pytest.raises(Problem, match=rf"^docs/about/x\.md:6: {said}.*\.$"):
        site.publish(f"# Title\n\nWords.\n\nMore words.\n{written}\n\nLast words.\n")
    for module in (paths, unfit):
        monkeypatch.setattr(module, "DOCS", tmp_path / "files")
    monkeypatch.setattr(unfit, "REPEATED", (tmp_path / "repeated",))
    for name, begin in (("files/a.svg", "<svg>"), ("repeated/a.toml", "a = '''One, `<script>`,")):
        (path := tmp_path / name).parent.mkdir()
        path.write_text(f"{begin}\n{written}")
        with pytest.raises(Problem, match=rf"{name}:2: {said}.*\.$"):
            unfit.refuse_unfit_files()
        path.unlink()
    assert any(why.startswith(said) for _, why in see(f"<article>{written}</article>").unfit)


@pytest.mark.parametrize(
    "typed",
    [
        "[x](javascript:go())",
        "[x](JaVaScRiPt:go())",
        "[x](&#106;avascript:go())",
        "[x](<vbscript:go()>)",
        "![x](java&#115;cript:go())",
        "[x][r]\n\n[r]: javascript:go()",
        "[x](../trust/), href= and javascript: in words\n\n[x](java&#9;script&colon;gone())",
    ],
)
def test_a_script_that_markdown_makes_of_a_link_has_its_line(site: Site, typed: str) -> None:
    line = 5 + typed.count("\n")
    with pytest.raises(Problem, match=rf"^docs/about/x\.md:{line}: (?:href|src)= holds a script"):
        site.publish(f"# Title\n\nWords.\n\n{typed}\n\nLast words.\n")


@pytest.mark.parametrize(
    "made", ["[a](../trust/){ onclick='go()' }", "[= '<b ' ~ 'onclick=go()>b</b>' =]"]
)
def test_what_only_rendering_shows_is_refused_as_well(site: Site, made: str) -> None:
    with pytest.raises(Problem, match=r"^docs/about/x\.md:3: onclick= is never run"):
        site.publish(f"# Title\n\n{made}\n\nLast words.\n")


@pytest.mark.parametrize(
    "fine",
    [
        '<img src="../../assets/a.png" srcset="../../assets/a.png, ../../assets/a.png 2x" alt="a">',
        '<img src="data:image/gif;base64,R0lGOD,x" srcset="data:image/gif;base64,R0l= 1x" alt="a">',
        '<div style="color: red; background: url(../../assets/a.png)">x</div>',
        "<style>/* url(no.png) */ p { background: URL('../../assets/a.png') }</style>",
        '<svg><g id="mine"></g><use href="#mine"/><rect fill="url(#mine)"/></svg>',
        '<map name="m"><area href="../trust/#here" alt="x"></map>'
        '<img src="../../assets/a.png" usemap="#m" alt="a">',
        '<form action="../trust/"></form>',
        '<script type="application/json">{"a": 1}</script>',
        '<script src="../../assets/a.png"></script>',
        "Write `<script>`, `onclick=` or javascript: so, a < b on=c.",
        '<q cite="https://example.org/">x</q>',
        "Write `<img srcset=no.png>`, or url(no.png).",
        "[mail](mailto:a@example.org), <me@example.org>",
        "[host](https://user@例え.example.org:8080/x?y#z)",
        '<p id="one" aria-describedby="two one">x</p><p id="two">x</p>',
    ],
)
def test_an_address_that_leads_somewhere_may_stand_anywhere(site: Site, fine: str) -> None:
    site.publish(f"# Title\n\nWords.\n\n{fine}\n\nLast words.\n")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<![CDATA[ x ]]>", r":3: <!\[CDATA\[> is no element of HTML"),
        ("<?php echo 1 ?>", r":3: <\?php> is no element of HTML"),
        ('<base href="../">', ":3: <base> turns every address"),
        ("wo\u200brd", ":3: it holds the control character U\\+200B"),
        ("a\u202eb", ":3: it holds the control character U\\+202E"),
        ("a\u2029b", ":3: it holds the control character U\\+2029"),
        ("[% for i in range(10**9) %]x[% endfor %]", ":3: OverflowError: Range too big"),
        ("[= ''.__class__ =]", ":3: SecurityError: "),
    ],
)
def test_what_no_reader_sees_or_no_build_ends_with_is_refused(
    site: Site, written: str, said: str
) -> None:
    with pytest.raises(Problem, match=rf"^docs/about/x\.md{said}.*[^.]\.$"):
        site.publish(f"# Title\n\n{written}\n\nLast words.\n")


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "---\ntitle: x\n---\n", "---\ntitle: x\n---\n\n \n"]
)
def test_an_empty_page_is_refused(site: Site, text: str) -> None:
    with pytest.raises(
        Problem, match=r"^docs/about/x\.md: the page is empty\. Write it, or remove"
    ):
        site.publish(text)


def test_boxes_have_names_that_the_theme_knows() -> None:
    known = "note abstract info tip success question warning failure danger bug example quote"
    assert set(BOXES.values()) <= set(known.split())


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_of_editors_hide_no_header(site: Site, content: bytes, end: str) -> None:
    text = "---\ntitle: x\n---\n\n# Title\n\n:::{note}\nText.\n:::\n".replace("\n", end)
    made = site.publish(content + text.encode())
    assert "title: x" not in made and "admonition note" in made


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\nb\xff", r"docs/about/x\.md:2: it is not UTF-8"),
        (b"---\ntitle: x\n\n# T\n", r"docs/about/x\.md:1: its header does not end"),
        (b"\n---\ntitle: x\n---\n", r"docs/about/x\.md:1: empty lines stand above its header"),
        (b"---\ntitle: [\n---\n", r"docs/about/x\.md: its header is not valid YAML"),
        (b"---\ndate: 2026-13-01\n---\n", r"docs/about/x\.md: its header is not valid YAML: month"),
        (
            b"---\ntitle: [a]\n---\n",
            r"docs/about/x\.md: 'title' in its header is \['a'\], which is no",
        ),
        (b'---\ntitle: "[= 1 =]"\n---\n', r"docs/about/x\.md: 'title' in its header holds a word"),
        (b"---\n- a\n---\n", r"docs/about/x\.md: its header is no list of names and values"),
        (b"---\ntitel: x\n---\n# T\n", r"x\.md: 'titel' in its header is unknown; nearest 'title'"),
        (b"---\nsaw:\n  - a\n---\n# T\n", r"x\.md: 'saw' in its header is unknown; known: "),
        (b"---\n1: x\n---\n# T\n", r"x\.md: 1 in its header is unknown"),
        (b"---\ntitle: x\ntitle: y\n---\n# T\n", r"x\.md: 'title' stands twice in its header"),
    ],
)
def test_a_file_that_is_no_page_is_refused(site: Site, content: bytes, message: str) -> None:
    path = site.docs / "about" / "x.md"
    path.write_bytes(content)
    with pytest.raises(Problem, match=message):
        read(Manuscript("docs/about/x.md", _text(path)), False)


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except Problem as problem:
        raise Problem(re.sub(r"^\S*docs/", "docs/", str(problem))) from None


@pytest.mark.parametrize(
    "name", ["index.md~", "#trust.md#", ".foo.md", ".#x.md", "a.md.orig", "~a.md"]
)
def test_what_editors_leave_is_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(paths, "DOCS", tmp_path)
    for folder in ("", "series", ".ipynb_checkpoints", "a/__pycache__"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / name).write_text("x")
        (tmp_path / folder / "page.md").write_text("x")
        assert not paths.written(tmp_path / folder / name)
        assert paths.written(tmp_path / folder / "page.md") == (folder in ("", "series"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda parts: parts[0].pop("page"), r"series\.toml, part I: it names no page"),
        (lambda parts: parts[1].update(page=7), r"series\.toml, part II: it names no page"),
        (
            lambda parts: parts[2].update(page="series/03-schedul.md"),
            r"part III: its page docs/series/03-schedul\.md does not exist; nearest 'series/03-",
        ),
        (lambda parts: parts.pop(3), r"docs/series/04-activation-maps\.md is not listed in"),
    ],
)
def test_parts_and_pages_belong_together(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], Any], message: str
) -> None:
    parts = [dict(part) for part in listed.series()]
    change(parts)
    monkeypatch.setattr(listed, "series", lambda: parts)
    with pytest.raises(Problem, match=message):
        listed.check()


@pytest.mark.parametrize("name", ["a.MD", "about/b.markdown", "c.mkd"])
def test_a_page_of_another_suffix_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "about").mkdir()
    (tmp_path / name).write_text("x")
    for module in (paths, listed):
        monkeypatch.setattr(module, "DOCS", tmp_path)
    with pytest.raises(Problem, match=rf"docs/{name}: pages end with '\.md'\. Rename it\."):
        listed.check()


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        lambda path: path.symlink_to("nowhere.md"),
        lambda path: path.symlink_to(path.parent),
    ],
)
def test_what_would_not_be_published_is_refused_and_never_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(paths, "DOCS", tmp_path)
    monkeypatch.setattr(listed, "DOCS", tmp_path)
    monkeypatch.setattr(listed, "series", list)
    monkeypatch.setattr(listed, "PAGES", ())
    (tmp_path / ".#page.md").symlink_to("me@host.1:2")  # an editor's
    listed.check()
    make(tmp_path / "page.md")
    assert content.digest(tmp_path / "page.md") is None
    with pytest.raises(Problem, match=r"^docs/page\.md is neither a file nor a folder, or a link"):
        listed.check()


def test_backquotes_without_end_take_no_time() -> None:
    text = "a " + " ".join("`" * length for length in range(1, 60))
    assert without_code(text + "\n") == text + "\n"
    assert without_code("a `b` c ``d ` e`` f") == "a  c  f"


def test_a_page_where_code_makes_one_is_refused() -> None:
    with pytest.raises(Problem, match=r"docs/about/claims\.md would be overwritten"):
        listed.check_free(["index.md", "about/claims.md"], ["about/claims.md", "figures/a.md"])
    with pytest.raises(Problem, match=r"docs/gallery/conv2d-3\.md belongs to no gallery; nearest"):
        listed.check_galleries(["gallery/conv2d-1.md", "gallery/conv2d-2.md"])


def test_a_complaint_of_mkdocs_gets_the_line_of_its_page(site: Site) -> None:
    (site.docs / "about" / "x.md").write_text("# T\n\nSee [it](nowhere.md).\n")
    said = "Doc file 'about/x.md' contains a link 'nowhere.md', but the target is not found."
    assert with_line(said) == f"docs/about/x.md:3: {said}"
    assert with_line("no page at all") == "no page at all"


def test_the_page_for_missing_pages_needs_no_file_at_any_depth() -> None:
    from jinja2 import Environment, FileSystemLoader

    theme = Environment(loader=FileSystemLoader(REPOSITORY / "templates" / "theme"))
    for address in ("", "https://example.org/sub/"):
        config = {"site_name": "N", "site_url": address}
        page = theme.get_template("404.html").render(config=config)
        assert "<style>" in page and "background: var(--paper)" in page
        assert not re.search(r"""<(?:img|script)\b""", page)
        links = re.findall(r'<a href="([^"]*)"', page)
        # without an address of the site there are steps up, which lead on from any depth
        assert links and all(link.startswith(address or ".") for link in links)


def test_what_a_page_of_cells_says_of_itself_reaches_its_header():
    from site_config.words.parts import series

    for entry in series():
        own = page(Path(entry["page"])).header
        staged = Manuscript("x.md", head_of(own, entry["title"]) + "\nText.").header
        assert staged["title"] and staged["description"] == own["description"]
        assert not {"before", "seen", "jupytext"} & set(staged)
    kept = {"title": "Its own", "description": 'He said "x": \u00e4', "hide": ["toc"]}
    staged = Manuscript("x.md", head_of(kept | {"seen": ["y"]}, "Else") + "\nText.").header
    assert staged == kept
    assert Manuscript("x.md", head_of({}, "Else") + "\nText.").header == {"title": "Else"}


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ('@import"https://x.org/a.css";', "https://x.org/a.css"),
        ("a { b: url(//x.org/a.png) }", "//x.org/a.png"),
        ("a { b: u\\72l(http://x.org/a) }", "http://x.org/a"),
        ('a { b: image-set("https://x.org/a.png" type("image/png") 1x) }', "https://x.org/a.png"),
        ("a { b: url(../nowhere.png) }", "../nowhere.png"),
        ("a { b: url(../../outside.png) }", "../../outside.png"),
        ("a { b: url(/a.png) }", "/a.png"),
    ],
)
def test_a_style_sheet_loads_nothing_but_what_the_site_holds(
    site: Site, monkeypatch: pytest.MonkeyPatch, written: str, target: str
) -> None:
    assets = site.docs / "assets"
    for module in (proof, paths):
        monkeypatch.setattr(module, "ASSETS", assets)
    (assets / "sub").mkdir(parents=True)
    (site.site.parent / "outside.png").touch()
    sheet = assets / "sub" / "mine.css"
    sheet.write_text("a { b: url(../a.png?v#x) } c { d: url(data:image/png;base64,x), url(#e) }")
    proof.refuse_foreign_styles(site.site)
    sheet.write_text(f"/* */\n{written}")
    with pytest.raises(Problem) as problem:
        proof.refuse_foreign_styles(site.site)
    assert str(problem.value).startswith(f"docs/assets/sub/mine.css:2: {target!r} ")
