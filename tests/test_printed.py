"""Source that pages print is found without importing it, word for word as ``inspect`` finds it."""

from __future__ import annotations

import inspect

import pytest

from analysis.ascent import climb, domains
from site_config.build.cell_inputs import cells_digest
from site_config.build.printed import printed
from site_config.pages.page import Cell, code_of
from site_config.paths import PAGES


@pytest.mark.parametrize(
    ("imports", "name", "what"),
    [
        ("from analysis.ascent import climb", "climb.Annealed", climb.Annealed),
        ("from analysis.ascent.climb import Annealed as A", "A", climb.Annealed),
        ("import analysis.ascent.domains", "analysis.ascent.domains.Sphere", domains.Sphere),
        ("import analysis.ascent.domains as d", "d.Sphere.nearest", domains.Sphere.nearest),
        # by way of a module that only imports it
        ("from analysis.oips.series import Ascent", "Ascent", climb.Ascent),
    ],
)
def test_what_is_printed_is_what_inspect_finds(imports: str, name: str, what: object) -> None:
    cells = [f"import inspect\n{imports}\n", f"print(inspect.getsource({name}))\n"]
    (text,) = printed(cells)
    assert text.rstrip("\n") == inspect.getsource(what).rstrip("\n")  # type: ignore[arg-type]


def test_a_module_is_printed_as_a_whole() -> None:
    (text,) = printed(["from analysis.ascent import climb", "inspect.getsource(climb)"])
    assert text == inspect.getsource(climb)


def test_what_cannot_be_told_from_a_cell_counts_as_all_that_it_imports() -> None:
    cells = ["from analysis.ascent import climb", "[getsource(f) for f in (climb.ascend,)]"]
    assert printed(cells) == [inspect.getsource(climb)]


def test_a_cell_that_prints_nothing_depends_on_its_own_code_alone() -> None:
    assert printed(["from analysis.ascent import climb", "climb.ascend"]) == []
    assert printed(["1 +"]) == []
    assert cells_digest([Cell("code", "a", 1)]) != cells_digest([Cell("code", "b", 1)])


def test_a_tag_counts_and_the_place_of_a_cell_does_not() -> None:
    plain, moved = Cell("code", "a", 1), Cell("code", "a", 9)
    tagged = Cell("code", "a", 1, frozenset({"raises-exception"}))
    assert cells_digest([plain]) == cells_digest([moved]) != cells_digest([tagged])


@pytest.mark.parametrize("magic", ["%matplotlib inline", "!ls", "  %time 1"])
def test_what_only_ipython_understands_hides_no_printed_source(magic: str) -> None:
    cells = [f"{magic}\nfrom analysis.ascent import climb", "1 +", "inspect.getsource(climb)"]
    assert printed(cells) == [inspect.getsource(climb)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_everything_that_a_page_prints_is_found(page) -> None:  # type: ignore[no-untyped-def]
    code = [cell.source for cell in code_of(page)]
    wanted = "".join(code).count("getsource(")
    texts = printed(code)
    assert len(texts) == wanted and all(
        text.lstrip().startswith(("def", "class", "@")) for text in texts
    )
