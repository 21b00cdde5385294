"""Code cells: found by one parser, with MyST's options; their outputs as nbconvert shows them, and
nothing of them that another run would not give.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import time
from pathlib import Path
from typing import Any

import jupytext
import psutil
import pytest
from nbconvert import HTMLExporter
from PIL import Image
from project import Project
from test_slips import html

from analysis.problem import Problem
from site_config.build.proofread import raw
from site_config.build.rendered import SEEN_FROM_OUTSIDE
from site_config.build.seen import see
from site_config.pages import outputs as judged
from site_config.pages.cells import outputs_of, run_cells
from site_config.pages.outputs import kept, too_much
from site_config.pages.page import TAGS, Cell, Page, code_of, read
from site_config.pages.shown import shown
from site_config.pages.steady import Where, may_differ, may_vary
from site_config.pages.written import Manuscript, page
from site_config.paths import DOCS, PAGES

HERE = Where("docs/x.md", 3, process=4711)
NOW = 1_773_489_600  # s, noon of 14 March 2026 in UTC: a run of the suite may see two days
NOON = time.localtime(NOW)
FENCE = "```"


def cells(text: str) -> list[Cell]:
    """Return the code cells of a page of the series."""
    return [cell for cell in _page(text).cells if cell.kind == "code"]


def _page(text: str) -> Page:
    return read(Manuscript("docs/x.md", text), True)


def code(source: str, fence: str = FENCE, info: str = "{code-cell} python") -> str:
    return f"{fence}{info}\n{source}\n{fence}\n"


@pytest.mark.parametrize(
    "prose",
    [
        f"<!--\n{code('no')}-->\n",
        f"<!-- a\n\n{code('no')}\n-->\n",
        f"````md\n{code('no')}````\n",
        f"~~~~\n{code('no')}~~~~\n",
        "    ```{code-cell}\n    no\n    ```\n",
    ],
)
def test_what_only_looks_like_a_cell_is_prose_and_moves_no_output(prose: str) -> None:
    page = _page(f"# T\n\n{code('one')}\n{prose}\n{code('two')}")
    assert [cell.source for cell in page.cells if cell.kind == "code"] == ["one", "two"]
    assert any("no" in cell.source for cell in page.cells if cell.kind == "markdown")


@pytest.mark.parametrize(
    ("fence", "info"), [("````", "{code-cell}"), ("~~~", "{code-cell} ipython3")]
)
def test_a_cell_has_a_fence_of_any_length_and_says_its_line(fence: str, info: str) -> None:
    (cell,) = cells(f"---\ntitle: x\n---\n# T\n\n{code('1 + 1', fence, info)}")
    assert (cell.source, cell.line) == ("1 + 1", 6)


@pytest.mark.parametrize(
    ("options", "tags"),
    [
        (":tags: [remove-input]\n\n", {"remove-input"}),
        (":tags: [hide-input, hide-output]\n", {"hide-input", "hide-output"}),
        ("---\ntags:\n  - raises-exception\n---\n", {"raises-exception"}),
        ("---\ntags: [skip-execution]\n---\n", {"skip-execution"}),
        ("---\n---\n", set()),
    ],
)
def test_options_of_myst_are_read_and_do_not_run(options: str, tags: set[str]) -> None:
    (cell,) = cells(f"# T\n\n{code(options + '1 + 1')}")
    assert cell.tags == tags and cell.source == "1 + 1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            code(":tags: [remove-inptu]\n1"),
            r"docs/x\.md:3: tag 'remove-inptu' .* nearest 'remove-input'",
        ),
        (code(":label: a\n1"), r"docs/x\.md:3: option 'label' of a code cell is not known"),
        (code(":tags: [[a]]\n1"), r"docs/x\.md:3: tags of a code cell are a list"),
        (
            code(":tags: [hide-input]\n:tags: [hide-output]\n1"),
            r"docs/x\.md:3: option 'tags' of the cell stands twice",
        ),
        (
            code("---\ntags: [hide-input]\ntags:\n  - hide-output\n---\n1"),
            r"docs/x\.md:3: option 'tags' of the cell stands twice",
        ),
        (code(":tags: [a\n1"), r"docs/x\.md:3: options of the cell are no YAML"),
        (code(":tags: hide-input\n1"), r"docs/x\.md:3: tags of a code cell are a list"),
        (code("---\n- tags\n---\n1"), r"docs/x\.md:3: options of a code cell are names"),
        (code("1", info="{code-cell} r"), r"docs/x\.md:3: a cell in 'r' cannot run"),
        (code("1", info="{raw-cell}"), r"docs/x\.md:3: {raw-cell} is not rendered here"),
        (
            f"- a\n\n    {FENCE}{{code-cell}}\n    1\n    {FENCE}\n",
            r"docs/x\.md:5: a code cell cannot",
        ),
        (f":::{{note}}\n{code('1')}:::\n", r"docs/x\.md:4: a code cell cannot stand within"),
        (
            f"{FENCE}{{code-cell}}\n1\n",
            r"docs/x\.md:3: what begins with '```{code-cell}' does not end",
        ),
        ('+++ {"tags": ["a"]}\n', r"docs/x\.md:3: \+\+\+ has no options"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(Problem, match=message):
        cells(f"# T\n\n{text}")


def test_code_cells_run_on_no_other_page() -> None:
    with pytest.raises(Problem, match=r"docs/about/x\.md:2: code cells run on pages of"):
        read(Manuscript("docs/about/x.md", "\n" + code("1")), False)


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_cells_and_text_are_those_that_jupytext_reads(path: Path) -> None:
    there = jupytext.reads((DOCS / path).read_text(), fmt="md:myst").cells
    here = read(page(path), True).cells
    assert [(cell.kind, cell.source) for cell in here] == [(c.cell_type, c.source) for c in there]


@pytest.mark.parametrize("stored", ["[[]]", "[[], [], []]", "{", "3"])
def test_outputs_of_other_cells_are_refused(tmp_path: Path, stored: str) -> None:
    (tmp_path / "x.json").write_text(stored)
    two = [Cell("code", "1", 1), Cell("code", "2", 2)]
    with pytest.raises(
        Problem, match=r"docs/x\.md: its stored outputs do not belong to its 2 code"
    ):
        outputs_of(tmp_path / "x.json", two, "docs/x.md")


def display(**data: str) -> dict[str, Any]:
    kinds = {
        "html": "text/html",
        "markdown": "text/markdown",
        "latex": "text/latex",
        "plain": "text/plain",
        "png": "image/png",
        "jpeg": "image/jpeg",
        "svg": "image/svg+xml",
        "js": "application/javascript",
        "json": "application/json",
    }
    return {"output_type": "display_data", "data": {kinds[name]: it for name, it in data.items()}}


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def picture(kind: str) -> str:
    buffer = io.BytesIO()
    Image.new("L", (3, 2)).save(buffer, format=kind)
    return base64.b64encode(buffer.getvalue()).decode()


def given(*outputs: dict[str, Any], tags: str = "") -> tuple[str, dict[str, bytes]]:
    """Return what stands on a page of a cell's outputs, and its pictures."""
    cell = Cell("code", "code()", 1, frozenset(tags.split()))
    files: dict[str, bytes] = {}
    return shown(cell, kept(outputs, HERE, cell.tags), "series/x-0", files), files


def test_the_kind_shown_is_the_one_that_nbconvert_would_show() -> None:
    order = HTMLExporter().default_config.NbConvertBase["display_data_priority"]
    assert [kind for kind in order if kind in judged.PRIORITY] == list(judged.PRIORITY)
    said, files = given(display(png=picture("PNG"), html="<b>bold</b>", plain="<x object>"))
    assert '<div class="cell-output"><b>bold</b></div>' in said and not files


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            display(html="<table>\n\n<tr><td>a\n```\nb</td></tr>"),
            "<tr><td>a&#10;```&#10;b</td></tr></table></div>",
        ),
        (display(markdown="A **b**\n\n- c"), "A <strong>b</strong></p>"),
        (display(latex=r"$\displaystyle a<b$"), '<div class="arithmatex">\\[a&lt;b\\]</div>'),
        (display(plain="```\nx"), "<code>```\nx"),
        (stream("\x1b[31m1 %\r50 %\r\x1b[0m100 %\nend"), "<code>100 %\nend"),
        (display(svg="<svg xmlns='http://www.w3.org/2000/svg'/>"), 'src="x-0-0.svg"'),
        (
            display(jpeg=picture("JPEG"), plain="a [b]"),
            'alt="a [b]" class="cell-picture" src="x-0-0.jpg"',
        ),
    ],
)
def test_outputs_are_shown_as_what_they_are(output: dict[str, Any], expected: str) -> None:
    said, _ = given(output)
    assert expected in html(said + "\n\nAfter *it*.") and "After <em>it</em>." in html(
        said + "\n\nAfter *it*."
    )


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (display(plain="<Axes at 0x7f102a732850>"), "holds a memory address"),
        (stream("see /tmp/ipykernel_4711/12.py"), "holds a temporary path"),
        (stream(f"{DOCS.parent}/analysis"), "holds a path of this machine"),
        (stream(str(DOCS.parent)), "holds a path of this machine"),
        (stream(f"{Path.home()}/.cache/x"), "holds a path of this machine"),
        (stream(os.__file__), "holds a path of this machine"),
        (stream("in /tmp"), "holds a temporary path"),
        (stream(time.strftime("%d.%m.%Y", NOON)), "holds the date of today"),
        (stream(time.strftime("on %d %B %Y", NOON)), "holds the date of today"),
        (stream(str(NOW * 1000)), "holds the time of day"),
        (stream("a\x00b"), r"holds the character U\+0000"),
        (stream("a\udcffb"), r"holds the character U\+DCFF"),
        (display(html="<b>x</b><script>alert(1)</script>"), "shows a script or widget"),
        (display(html='<i onclick="x()">x</i>'), "shows a script or widget"),
        (display(markdown="<script>x</script>"), "shows a script or widget"),
        (display(html="<a href='&#x6a;avascript:x()'>x</a>"), "no page may hold: href= holds a"),
        (display(html='<iframe srcdoc="&lt;script&gt;x()&lt;/script&gt;">'), "may hold: <script>"),
        (display(html="<object data='x'></object>"), "may hold: <object> shows nothing"),
        (display(markdown="<base href='/x'>"), "may hold: <base> turns every address"),
        (display(html="<i>process 4711</i>"), "holds a process number"),
        (stream(time.strftime("%Y-%m-%d", NOON)), "holds the date of today"),
        (display(markdown=str(NOW)), "holds the time of day"),
        (stream("Wall time: 3 ms"), "holds how long something took"),
        (display(png=base64.b64encode(b"no picture").decode()), "shows a picture that is no PNG"),
        (display(jpeg=picture("PNG")), "shows a picture that is no JPEG"),
        (display(svg="<svg"), "shows a picture that is no SVG"),
        (display(png="%%%"), "shows a picture that is no PNG"),
        (display(js="alert(1)", plain="x"), "shows a script or widget"),
        (display(json="{}"), "shows only application/json"),
        (stream("x\n" * 60_000), "gives more than 100,000 characters of output"),
        (display(png="x" * 4_000_001), "pictures take more than 4,000,000 characters"),
        (stream("x" * 2001), "prints a line of 2,001 characters; 2,000 are the most"),
        (display(plain="y" * 9999), "prints a line of 9,999 characters"),
        (display(markdown="a\n" * 6000), "more than 10,000 characters of Markdown"),
    ],
)
def test_what_no_page_can_publish_is_one_sentence(
    output: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: float(NOW))
    with pytest.raises(
        Problem, match=rf"docs/x\.md, cell 3: it.*{message}.*The site is unchanged\.$"
    ) as error:
        kept([output], HERE, frozenset())
    assert "\n" not in str(error.value)
    assert kept([output], HERE, frozenset({"remove-output"})) == []


def test_a_cell_that_ran_before_midnight_is_checked_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    midnight = NOW + 12 * 3600  # of UTC, which steady asks beside the machine's own zone
    monkeypatch.setattr(time, "time", lambda: midnight + 300.0)
    printed = time.strftime("%Y-%m-%d", time.gmtime(midnight - 60))
    with pytest.raises(Problem, match="holds the date of today"):
        kept([stream(printed)], HERE, frozenset())


def test_ordinary_numbers_and_words_are_published() -> None:
    fine = "0x6D2B79F5 at 3\nprocess 12: 2020-07-12\n1/3 at 0.5\n0x7f\nhttps://a.b/tmp"
    assert kept([stream(fine)], HERE, frozenset())[0]["text"] == fine


def test_what_terminals_are_told_is_not_shown() -> None:
    told = "\x1b]8;;https://a.b\x1b\\a link\x1b]8;;\x07, \x1b[31mred\x1b[0m\x07"
    assert kept([stream(told)], HERE, frozenset())[0]["text"] == "a link, red"


def test_a_kernel_that_never_spoke_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: Any, **__: Any) -> None:
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr("nbclient.NotebookClient.execute", ended)
    with pytest.raises(
        Problem, match=r"docs/x\.md: the process of its cells did not begin: Kernel"
    ):
        run("1")


@pytest.mark.parametrize(
    "complaint",
    ["/tmp/ipykernel_4711/1.py:1: UserWarning: hm", "\x1b[31mERROR\x1b[0m of a log", "50 %\r"],
)
def test_standard_error_is_kept_out_and_what_was_printed_around_it_is_one_block(
    complaint: str,
) -> None:
    said, _ = given(stream("a\n"), stream(complaint, "stderr"), stream("b\n"))
    assert "```text { .cell-output }\na\nb\n```" in said and said.count("```") == 4


@pytest.mark.parametrize(
    ("tags", "expected", "absent"),
    [
        ("", ["code()", "printed"], ["details"]),
        ("remove-cell", [], ["code()", "printed"]),
        ("remove-input", ["printed"], ["code()"]),
        ("remove-output", ["code()"], ["printed"]),
        ("hide-input", ["<summary>Code</summary>", "code()", "printed"], []),
        ("hide-output", ["code()", "<summary>Output</summary>", "printed"], []),
        ("hide-cell", ["<summary>Code and output</summary>", "code()", "printed"], []),
    ],
)
def test_tags_say_what_of_a_cell_is_shown(
    tags: str, expected: list[str], absent: list[str]
) -> None:
    said, _ = given(stream("printed"), tags=tags)
    places = [said.index(piece) for piece in expected]
    assert places == sorted(places) and not any(piece in said for piece in absent)
    assert html(said).count("<details") == html(said).count("</details>") == said.count("<summary>")


@pytest.mark.parametrize("piece", ["{", "](", "<a ", "x", "` ", "[="])
def test_the_longest_output_takes_no_time_to_publish(piece: str) -> None:
    """What grows with the square of a line or of an output would take minutes here."""
    line = (piece * judged.LINE)[: judged.LINE - 1] + "\n"
    output = stream(line * (judged.CHARACTERS // judged.LINE))
    assert not too_much([output])
    before = time.process_time()
    said, _ = given(output)
    SEEN_FROM_OUTSIDE.findall(said)
    assert not list(raw(see(f"<article>{html(said)}</article>"), said))
    assert time.process_time() - before < 5


def test_a_fence_is_longer_than_any_in_its_code() -> None:
    said = shown(Cell("code", 'say("""\n```\n""")', 1), [], "x", {})
    assert said.startswith("````python\n") and html(said).count("<pre>") == 1


def test_every_tag_has_a_meaning() -> None:
    assert all(meaning for meaning in TAGS.values())


def run(*sources: str | tuple[str, str]) -> Any:
    code = [
        Cell("code", it, 1) if isinstance(it, str) else Cell("code", it[0], 1, frozenset({it[1]}))
        for it in sources
    ]
    return json.loads(run_cells("docs/x.md", code, Path("nowhere")))


def test_cells_run_in_order_and_tags_are_heeded() -> None:
    found = run(
        "from IPython.display import HTML\nx = 1\nprint({'b', 'a', 'c'})\nHTML('<b>x</b>')",
        ("x = 2 / 0", "raises-exception"),
        ("x = 3", "skip-execution"),
        "import sys, warnings; warnings.warn('hm'); print('hm', file=sys.stderr); print(x)",
    )
    assert found[0][1]["data"] == {"text/html": "<b>x</b>"}
    assert found[0][0]["text"] == "{'c', 'a', 'b'}\n"  # the order of any run
    assert found[1][0]["traceback"] == ["ZeroDivisionError: division by zero"]
    assert found[2] == [] and [one["text"] for one in found[3]] == ["1\n"]


@pytest.mark.parametrize(
    ("source", "doubtful"),
    [
        ("import random", True),
        ("import numpy, time", True),
        ("from numpy.random import rand", True),
        ("import numpy.random as r", True),
        ("from os import getpid", True),
        ("np.random.default_rng(seed=None)", True),
        ("open('/proc/uptime').read()", True),
        ("frame.sample(3)", True),
        ("np.random.rand()", True),
        ("rng = np.random.default_rng( )", True),
        ("x = 1\n!ls", True),
        ("id(x)", True),
        ("rng = np.random.default_rng(7)\nrng.permutation(3)", False),
        ("width(x); times = 3; candidates.update(a)", False),
    ],
)
def test_code_that_may_vary_is_run_twice_and_other_code_once(source: str, doubtful: bool) -> None:
    assert may_vary(["1", source]) == doubtful


def test_few_pages_of_ours_are_run_twice() -> None:
    twice = [page for page in PAGES if may_vary(cell.source for cell in code_of(page))]
    assert len(twice) <= 2, twice


def test_what_two_runs_give_differently_is_named_by_its_cell() -> None:
    with pytest.raises(Problem, match=r"docs/x\.md:1, cell 2: two runs gave different outputs\."):
        run("import random\nrandom.seed(1)\nrandom.random()", "random.seed()\nrandom.random()")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("while True: print('x' * 50)", r"cell 2: it gives more than 100,000 characters of output"),
        ("print('x' * 10_000_000)", r"cell 2: it (gives more|prints a line of 10,000,000)"),
        (
            "raise ValueError('a\\nb' * 999)",
            r"cell 2: ValueError: a ba ba.{0,300} \.\.\.\. Mend the cell",
        ),
        ("import sys; sys.exit(3)", r"cell 2: SystemExit: 3\. Mend the cell"),
        ("exit('done early')", r"cell 2: SystemExit: done early\. Mend the cell"),
        ("quit()", r"cell 2: SystemExit\. Mend the cell"),
        ("import os; os._exit(7)", r"cell 2: it ended its own process, with status 7\. Leave"),
        ("import os; os.kill(os.getpid(), 9)", r"cell 2: its process was ended; usually memory"),
        ("1 +", r"cell 2: SyntaxError: invalid syntax \(line 1\)\. Mend the cell"),
        ("raise ValueError('one, two, ...')", r"cell 2: ValueError: one, two, \.\.\.\. Mend"),
    ],
)
def test_a_cell_that_floods_or_fails_is_named_at_once(source: str, message: str) -> None:
    began = time.monotonic()
    with pytest.raises(Problem, match=rf"docs/x\.md:1, {message}"):
        run("1", source)
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("apart", ["True", "False"])
def test_what_a_cell_leaves_running_ends_with_its_page(apart: str) -> None:
    command = ["sleep", f"4321.{os.getpid()}"]
    run(f"import subprocess; subprocess.Popen({command}, start_new_session={apart}); 1")
    left = [one for one in psutil.process_iter(["cmdline"]) if one.info["cmdline"] == command]
    assert psutil.wait_procs(left, timeout=10)[1] == []


BAD = "class Bad:\n    def {}(self, **_): {}\n"


@pytest.mark.parametrize(
    ("method", "body", "shown", "said"),
    [
        ("__repr__", "raise ValueError('no words')", "Bad()", "ValueError: no words"),
        ("__repr__", "1 / 0", "display(Bad())", "ZeroDivisionError: division by zero"),
        ("_repr_html_", "raise KeyError('k')", "Bad()", "KeyError: 'k'"),
        ("_repr_mimebundle_", "raise RuntimeError('m')", "[1]; Bad()", "RuntimeError: m"),
        ("__repr__", "return 3", "Bad()", "TypeError: __repr__ returned non-string"),
    ],
)
def test_what_fails_to_be_shown_is_told_with_page_line_and_error(
    method: str, body: str, shown: str, said: str
) -> None:
    code = [Cell("code", "1", 5), Cell("code", BAD.format(method, body) + shown, 31)]
    with pytest.raises(Problem) as error:
        run_cells("docs/x.md", code, Path("nowhere"))
    start = f"docs/x.md:31, cell 2: what it shows cannot be shown: {said}"
    assert str(error.value).startswith(start) and "NoneType" not in str(error.value)
    assert str(error.value).endswith("Mend the cell. The site is unchanged.")


def test_what_fails_to_be_shown_may_do_so_where_the_page_says_it() -> None:
    ((found,),) = run(
        (BAD.format("__repr__", "raise ValueError('no')") + "Bad()", "raises-exception")
    )
    assert found["traceback"] == ["ValueError: no"]


STYLED = """
class Styled:
    def _repr_html_(self):
        with open("/" + "dev/urandom", "rb") as source:
            name = "T_" + source.read(3).hex()
        return f"<table class='{name}'><tr><td>1</td></tr></table>"
Styled()
"""


def test_names_that_a_package_draws_are_found_by_a_second_run() -> None:
    with pytest.raises(Problem, match=r"docs/x\.md:1, cell 1: two runs gave .* \(for tables of"):
        run(STYLED)


@pytest.mark.parametrize(
    ("output", "doubtful"),
    [
        ({"data": {"text/html": "<b>x</b>"}}, True),
        ({"data": {"image/png": "abcd", "text/plain": "x"}}, True),
        ({"data": {"text/markdown": "| x |", "text/plain": "<Markdown>"}}, False),
        ({"data": {"text/markdown": "| T_ab12f |", "text/plain": "<Markdown>"}}, True),
        ({"data": {"text/plain": "id: T_ab12f"}}, True),
        ({"text": "run 6fa459ea-ee8a-3ca4-894e-db77e160355e"}, True),
        ({"text": "token V1StGXR8_Z5jdHi6B"}, True),
        ({"text": "node-1f3a9c: 2"}, True),
        ({"text": "Conv2D_3, max_pool_1, 26x26, float64, 1.2389e-05, 12345678"}, False),
        ({"text": "MaxPooling2D, GlobalAveragePooling2D, 2.893907311678049e-07"}, False),
        ({"data": {"text/plain": "array([1., 2.], dtype=float32)"}}, False),
        ({"text": "series/08-the-ascent-in-code, mulberry32(0x6D2B79F5), decade faced"}, False),
        ({"output_type": "error", "ename": "E"}, False),
    ],
)
def test_what_looks_like_drawn_names_is_run_twice(output: Any, doubtful: bool) -> None:
    assert may_differ([{"text": "x"}, output]) == doubtful


def test_no_page_of_ours_gives_what_looks_like_drawn_names(tiny: Project) -> None:
    for stored in (tiny.build_folder / "cells").glob("*.json"):
        assert not any(may_differ(cell) for cell in json.loads(stored.read_text())), stored.name


def test_a_cell_whose_output_is_late_is_not_published_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def nothing(*_: Any) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("site_config.pages.cells.SECONDS", 1)
    monkeypatch.setattr("nbclient.NotebookClient._async_poll_output_msg", nothing)
    with pytest.raises(Problem, match=r"cell 1: what it gave did not arrive within 1 s\. Close"):
        run("print('late')")
