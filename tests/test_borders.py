"""Who may know whom: measured in fresh processes, and read from the sources."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOOR = {"analysis", "analysis.artifacts", "analysis.problem"}
LOADED = "import json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
HEAVY = {"tensorflow", "keras", "jax", "torch"}


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


def test_there_is_a_renderer_to_look_at():
    assert "site_config.build.stage" in _modules(
        "site_config"
    ) and "analysis.catalogue" in _modules("analysis")


def test_the_renderer_loads_no_framework_and_of_the_analysis_only_its_door():
    loaded = _loaded_by(*_modules("site_config"))
    assert not loaded & HEAVY
    assert _inner(loaded, "analysis") == DOOR


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "site_config").rglob("*.py")),
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_no_file_of_the_renderer_names_more_of_the_analysis_than_its_door(path):
    named = {name for name in _inner(_imports(path), "analysis") if _is_module(name)}
    assert named <= DOOR


@pytest.mark.parametrize(
    "path", sorted((ROOT / "analysis").rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_no_module_of_the_analysis_knows_the_site(path):
    assert not _inner(_imports(path), "site_config")
    assert not _imports(path) & {"mkdocs", "jinja2", "jupytext", "nbclient", "nbconvert"}


def test_the_catalogue_is_read_without_a_framework():
    assert (
        not _loaded_by(
            "analysis.catalogue",
            "analysis.catalogue.series.measurements",
            "analysis.publishing.digests",
        )
        & HEAVY
    )


def test_figures_are_drawn_without_a_framework_and_without_windows():
    loaded = _loaded_by(
        *(name for name in _modules("analysis") if name.startswith("analysis.figures"))
    )
    assert not loaded & (HEAVY | {"matplotlib.pyplot"})
    assert {
        name
        for name in _inner(loaded, "analysis")
        if not name.startswith(("analysis.figures", "analysis.results"))
    } <= {"analysis", "analysis.images.similarity"}


def test_results_are_read_with_numpy_alone():
    loaded = _loaded_by("analysis.results")
    assert not loaded & (HEAVY | {"matplotlib", "pydantic", "scipy"})


def test_the_contract_needs_numpy_and_pydantic_and_nothing_more():
    loaded = _loaded_by("analysis.artifacts")
    assert not loaded & (HEAVY | {"matplotlib", "scipy", "IPython", "pytask", "grimp"})


def test_no_module_of_the_analysis_loads_a_framework_when_it_is_imported():
    doors = ("__main__", "on_tensorflow", "on_jax")
    assert (
        not _loaded_by(*(name for name in _modules("analysis") if not name.endswith(doors))) & HEAVY
    )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "analysis").rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_a_framework_is_known_to_its_room_alone(path):
    knows = bool({name.split(".")[0] for name in _imports(path)} & {"tensorflow", "jax", "torch"})
    # the bench compares with a loop as readers of part VIII write it
    assert not knows or path.name in ("on_tensorflow.py", "on_jax.py", "peers.py")


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "analysis" / "figures").rglob("*.py")),
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_drawing_reads_no_files_and_no_clock(path):
    assert not _imports(path) & {"time", "datetime", "pathlib", "os", "random", "io"}
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "open" not in calls


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_no_module_is_a_drawer_for_odds_and_ends(name):
    assert not [
        module
        for package in ("analysis", "site_config")
        for module in _modules(package)
        if name in module.split(".")
    ]
