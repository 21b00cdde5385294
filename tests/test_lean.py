"""Scripts as a site carries them: the same tokens as their source, and for no page of the lab more
than a reader's browser should have to load.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.problem import Problem
from site_config.build.lean import carried, lean, ours, tokens
from site_config.paths import ASSETS

LAB = ASSETS / "lab"
PAGES = ("digit", "game", "oip", "train")
MOST = 60_000  # bytes of the scripts that a page of the lab and its worker load
IMPORTED = re.compile(r'(?:from|import) ?\(?"(\.\.?/[\w/.-]+\.js)"')
# which networks with other operations than a plain one load, those of readers' own
OF_OTHERS = LAB / "rare.js"
SCRIPTS = [path for path in sorted(ASSETS.rglob("*.js")) if ours(path.relative_to(ASSETS))]


def _carried(path: Path) -> bytes:
    return carried(path, f"docs/assets/{path.relative_to(ASSETS).as_posix()}")


def _with_imports(*scripts: Path) -> set[Path]:
    """Return scripts with all that they import, and what these do."""
    found, asked = set[Path](), list(scripts)
    while asked:
        path = asked.pop()
        if path not in found:
            found.add(path)
            asked += [(path.parent / one).resolve() for one in IMPORTED.findall(path.read_text())]
    return found


def _loaded(page: str) -> set[Path]:
    """Return all scripts that a page of the lab loads, whatever a reader does there: its own, and
    those of its worker for everything that it asks of it.
    """
    own = _with_imports(LAB / f"{page}.js")
    code = "".join(path.read_text() for path in own)
    asked = set(re.findall(r'\.(?:ask|run)\("(\w+)"', code))
    told = dict(re.findall(r'^  (\w+): \["(\w+)"', (LAB / "worker.js").read_text(), re.M))
    answering = [LAB / f"{told[name]}.js" for name in asked]
    return own | _with_imports(LAB / "worker.js", *answering)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_lab_loads_little(page: str) -> None:
    sizes = {path.name: len(_carried(path)) for path in _loaded(page) - {OF_OTHERS}}
    assert "worker.js" in sizes and "operations.js" in sizes
    assert sum(sizes.values()) <= MOST, sizes


def test_each_script_of_the_lab_is_loaded_by_a_page() -> None:
    assert set(LAB.glob("*.js")) <= set.union(*(_loaded(page) for page in PAGES))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_keeps_its_tokens(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    made = lean(source)
    assert [token for _, token in tokens(made)] == [token for _, token in tokens(source)]
    assert lean(made) == made
    first, rest = _carried(path).decode().split("\n", 1)
    assert first == f"// from docs/assets/{path.relative_to(ASSETS).as_posix()}"
    assert rest == made


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("a = 1; // one\n/* two */ b = 2;\n", "a=1;b=2;\n"),
        ("a = \"// no\", b = '/* no */';", "a=\"// no\",b='/* no */';\n"),
        ("a = `x  ${ b ? `, y ${ c }  ` : `` } // z`;", "a=`x  ${b?`, y ${c}  `:``} // z`;\n"),
        ("a = { b: `${ { c: 1 }.c }` };", "a={b:`${{c:1}.c}`};\n"),
        ("a = /[/\"'`]\\/ +x/g.test(b) / 2 / c;", "a=/[/\"'`]\\/ +x/g.test(b)/2/c;\n"),
        ("if (a) return / b/;", "if(a)return/ b/;\n"),
        ("a\n++b\nc\n(d)\n", "a\n++b\nc\n(d)\n"),
        ("a = 1 .x + +b - -c;", "a=1 .x+ +b- -c;\n"),
        ("a = 1e-3 - b;", "a=1e-3-b;\n"),
        ("const a =\n  b\n  .c;\nexport const d = 1;", "const a=b.c;\nexport const d=1;\n"),
    ],
)
def test_what_only_people_read_is_left_out(source: str, made: str) -> None:
    assert lean(source) == made


@pytest.mark.parametrize("source", ["a = 1;\nb = 'c\n';", "a = `b ${ c }", "a = /b\n/;"])
def test_a_script_that_breaks_off_is_told_with_its_line(tmp_path: Path, source: str) -> None:
    (tmp_path / "a.js").write_text(source)
    with pytest.raises(Problem, match=r"docs/a\.js is no script: what begins in line \d has no"):
        carried(tmp_path / "a.js", "docs/a.js")
