"""Who may know whom: the contracts of ``pyproject.toml``, and what fresh processes load.

The contracts read imports from the sources. What a module loads when it is imported, and which
calls a drawing makes, they cannot see; the other tests can.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from analysis.publishing.digests import AFTERWARDS

ROOT = Path(__file__).parent.parent
DOOR = {
    "analysis",
    *(f"analysis.{name}" for name in ("artifacts", "ending", "history", "problem", "surroundings")),
    *(
        f"analysis.{name}"
        for name in ("counts", "greys", "options", "profiles", "signs", "statuses", "toml_files")
    ),
}
LOADED = "import json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
HEAVY = {"tensorflow", "keras", "jax", "torch"}
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
]
LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def _modules(package: str) -> list[str]:
    """Return every module of a package that lies in importable folders; task files are loaded by
    their path.
    """
    files = [
        p
        for p in (ROOT / package).rglob("*.py")
        if "tasks" not in p.relative_to(ROOT).parts and "__pycache__" not in p.parts
    ]
    names = [".".join(p.relative_to(ROOT).with_suffix("").parts) for p in files]
    return sorted(name.removesuffix(".__init__") for name in names)


def _loaded_by(*modules: str) -> set[str]:
    """Return every module that a fresh process has loaded after it imported these."""
    code = "\n".join(f"import {name}" for name in modules)
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{LOADED}"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def _imports(path: Path) -> set[str]:
    """Return every module a file names in an import, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _inner(names: set[str], package: str) -> set[str]:
    return {name for name in names if name == package or name.startswith(f"{package}.")}


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _lint(folder: Path) -> tuple[int, dict[str, str], str]:
    """Check the contracts of a folder; return the status, KEPT or BROKEN by contract, and all that
    was said.
    """
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    verdicts = re.findall(r"^(.+?) (KEPT|BROKEN)", said, flags=re.M)
    return done.returncode, dict(verdicts), said


def test_every_import_is_one_that_the_contracts_allow():
    status, verdicts, said = _lint(ROOT)
    assert status == 0, said
    assert verdicts == dict.fromkeys(CONTRACTS, "KEPT")


WRONG = {
    "analysis/results/oips.py": "import analysis.images.similarity",
    "analysis/experiments/hand/measure.py": "import analysis.experiments.dreams.scales",
    "analysis/catalogue/companions/hand.py": "import analysis.catalogue.companions.mlp",
    "analysis/figures/style.py": "import analysis.settings",
    "analysis/ascent/climb.py": "import tensorflow",
    "analysis/problem.py": "import jinja2",
    "site_config/paths.py": "import analysis.settings",
    "site_config/words/glossary.py": "import site_config.pages.figures",
    "site_config/pages/cells.py": "import site_config.pages.notebooks",
    "site_config/pages/notebooks.py": "import site_config.pages.cells",
    "analysis/attic.py": "",
}


def test_each_contract_notices_an_import_that_breaks_it(tmp_path):
    for package in ("analysis", "site_config"):
        for path in (ROOT / package).rglob("*.py"):
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line in WRONG.items():
        with (tmp_path / name).open("a") as file:
            file.write(f"\n{line}\n")
    status, verdicts, said = _lint(tmp_path)
    assert status != 0
    assert verdicts == dict.fromkeys(CONTRACTS, "BROKEN"), said
    assert "not listed as layers" in said and "analysis.attic" in said


def test_task_files_lie_in_no_package_and_keep_to_the_same_borders():
    for path in (ROOT / "site_config" / "build" / "tasks").glob("*.py"):
        named = {name for name in _inner(_imports(path), "analysis") if _is_module(name)}
        assert named <= DOOR, path
    for path in (ROOT / "analysis" / "publishing" / "tasks").glob("*.py"):
        assert not _inner(_imports(path), "site_config"), path


@pytest.mark.parametrize(
    "room",
    sorted(
        path.parent.relative_to(ROOT).as_posix()
        for package in ("analysis", "site_config")
        for path in (ROOT / package).rglob("__init__.py")
    ),
)
def test_every_room_says_in_three_sentences_what_happens_there(room):
    said = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text()))
    assert said, room
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", said)) <= 3, room


def test_the_picture_of_the_house_shows_every_room_and_nothing_that_is_gone():
    said = (ROOT / "docs" / "about" / "architecture.md").read_text()
    named = set(re.findall(r"`((?:analysis|site_config|docs|templates)[\w./-]*)`", said))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    rooms = {
        path.relative_to(ROOT).as_posix()
        for package in ("analysis", "site_config")
        for path in (ROOT / package).iterdir()
        if (path.is_dir() and any(path.rglob("*.py")))
        or (path.suffix == ".py" and path.stem != "__init__")
    }
    assert sorted(rooms - named) == []


def test_the_readme_names_every_habit_that_the_makefile_prints():
    habits = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), flags=re.M)
    said = (ROOT / "README.md").read_text()
    named = set(re.findall(r"(?:^make |`make |^\| `)([a-z-]+)", said, flags=re.M))
    assert habits and sorted({*habits} - {"help"} - named) == []
    assert sorted(named - {*habits, "make"}) == []


def test_the_renderer_loads_no_framework_and_of_the_analysis_only_its_door():
    modules = _modules("site_config")
    assert "site_config.build.stage" in modules
    loaded = _loaded_by(*modules)
    assert not loaded & HEAVY
    assert _inner(loaded, "analysis") == DOOR


def test_the_catalogue_is_read_without_a_framework():
    assert not HEAVY & _loaded_by(
        "analysis.catalogue",
        "analysis.catalogue.series.measurements",
        "analysis.publishing.digests",
    )


def test_figures_are_drawn_without_a_framework_and_without_windows():
    loaded = _loaded_by(
        *(name for name in _modules("analysis") if name.startswith("analysis.figures"))
    )
    assert not loaded & (HEAVY | {"matplotlib.pyplot"})


def test_results_are_read_with_numpy_alone():
    loaded = _loaded_by("analysis.results")
    assert not loaded & (HEAVY | {"matplotlib", "pydantic", "scipy"})


def test_the_contract_needs_numpy_and_pydantic_and_nothing_more():
    loaded = _loaded_by("analysis.artifacts")
    assert not loaded & (HEAVY | {"matplotlib", "scipy", "IPython", "pytask", "grimp"})


def test_no_module_of_the_analysis_loads_a_framework_when_it_is_imported():
    doors = re.compile(r".*\.(?:__main__|framework\.on_\w+)")
    modules = [name for name in _modules("analysis") if not doors.fullmatch(name)]
    assert "analysis.catalogue" in modules
    assert not _loaded_by(*modules) & HEAVY


def _offered(body: list[ast.stmt]) -> set[str]:
    """Return the names that statements define or declare."""
    functions = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    named = [node.targets for node in body if isinstance(node, ast.Assign)]
    named += [[node.target] for node in body if isinstance(node, ast.AnnAssign)]
    return functions | {one.id for many in named for one in many if isinstance(one, ast.Name)}


def test_every_framework_offers_what_the_contract_asks_for():
    room = ROOT / "analysis" / "framework"
    asked = next(
        node.body
        for node in ast.parse((room / "contract.py").read_text()).body
        if isinstance(node, ast.ClassDef) and node.name == "Framework"
    )
    for path in (found := sorted(room.glob("on_*.py"))):
        assert sorted(_offered(asked) - _offered(ast.parse(path.read_text()).body)) == [], path
    assert len(found) > 1


def test_drawing_reads_no_files_and_no_clock():
    """What is done to a file that was drawn is no drawing, and counts for every figure."""
    afterwards = {name.rpartition(".")[2] for name in AFTERWARDS}
    for path in (ROOT / "analysis" / "figures").rglob("*.py"):
        if path.stem in afterwards:
            continue
        assert not _imports(path) & {"time", "datetime", "pathlib", "os", "random", "io"}, path
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "open" not in calls, path


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_no_module_is_a_drawer_for_odds_and_ends(name):
    assert not [
        module
        for package in ("analysis", "site_config")
        for module in _modules(package)
        if name in module.split(".")
    ]
