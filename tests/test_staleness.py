"""A walk through edits of everything a result or a page may depend on: each makes stale what it can
change, all of it, and nothing else.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.catalogue import FIGURES, MEASUREMENTS
from analysis.catalogue.declarations import Figure, Measurement, Training
from analysis.catalogue.series.measurements import ATLAS
from analysis.publishing import digests, reach, versions
from site_config.build import cell_inputs, printed, renderer
from site_config.pages.page import code_of
from site_config.paths import PAGES

Item = Measurement | Figure
CACHES = (reach.meaning, reach._reached, reach._imports, printed._parsed)


def _forget() -> None:
    for cache in (*CACHES, versions.version):
        getattr(cache, "cache_clear", lambda: None)()


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    _forget()
    yield
    _forget()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of ``analysis``, which is the one that is digested and printed."""
    shutil.copytree(
        reach.REPOSITORY / "analysis",
        tmp_path / "analysis",
        ignore=shutil.ignore_patterns("__pycache__", "mnist"),
    )
    for module in (reach, printed):
        monkeypatch.setattr(module, "REPOSITORY", tmp_path)
    _forget()
    return tmp_path / "analysis"


@pytest.fixture
def stale(settings: Any) -> Callable[[Callable[[], None]], set[str]]:
    """A function from an edit to the ids of all that it makes stale."""

    def state() -> dict[str, object]:
        told: dict[str, object] = {
            item.id: digests.measurement_parts(item, settings) for item in MEASUREMENTS
        }
        told |= {f"figure {item.id}": digests.figure_parts(item) for item in FIGURES}
        cells = ((page, code_of(page)) for page in PAGES)
        return told | {f"page {page.stem}": cell_inputs.cells_digest(code) for page, code in cells}

    def walk(edit: Callable[[], None]) -> set[str]:
        before = state()
        edit()
        _forget()
        after = state()
        return {name for name in before if before[name] != after[name]}

    return walk


TRAININGS = {item.id for item in MEASUREMENTS if isinstance(item, Training)}
TAKEN = {item.id for item in MEASUREMENTS} - TRAININGS
DRAWN = {f"figure {item.id}" for item in FIGURES}
KIN = {item.id for item in ATLAS.kin.values()}
OTHERS = {"other-network-digits", "other-network-photographs"}  # their images come with it
NOTHING: set[str] = set()


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, f"{path.name} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("publishing/tasks/drawing.py", "DOTS = 160", "DOTS = 161", DRAWN),
        ("publishing/tasks/drawing.py", '"Date": None', '"Date": "today"', DRAWN),
        ("figures/style.py", "#0b62a4", "#0b62a5", DRAWN),
        ("publishing/tasks/measuring.py", "inputs]", "inputs][::-1]", TAKEN),
        ("publishing/taking.py", "wanted.settings, progress", "(), progress", TAKEN),
        ("study.py", "self.all_settings.seed, purpose", "self.all_settings.seed, ''", TAKEN),
        ("publishing/tasks/learning.py", 'f"training {run}"', 'f"learning {run}"', TRAININGS),
        ("networks/training.py", "batch_size=500", "batch_size=250", TRAININGS | {"mlp-runs"}),
        ("seeds.py", ">> 4", ">> 5", TAKEN | TRAININGS),
        ("framework/on_tensorflow.py", "tf.constant(0)", "tf.constant(1)", TAKEN | TRAININGS),
        ("framework/on_jax.py", '"highest"', '"high"', NOTHING),
        ("results/files.py", "sorted(arrays)", "arrays", TAKEN | TRAININGS | DRAWN),
        ("publishing/tasks/workplace.py", '"checkpoints"', '"halfway"', NOTHING),
        ("publishing/verify.py", "1e-4", "1e-5", NOTHING),
        ("publishing/provenance.py", "3)", "2)", NOTHING),
        ("publishing/numbers.py", '"undefined"', '"none"', NOTHING),
        ("__main__.py", "default=3", "default=4", NOTHING),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith(".py") else "",
)
def test_an_edit_makes_stale_what_it_can_change_and_nothing_else(
    copy: Path, stale: Any, file: str, old: str, new: str, expected: set[str]
) -> None:
    found = stale(lambda: _replace(copy / file, old, new))
    results = {name for name in found if not name.startswith("page ")}
    if file == "networks/training.py":  # other short trainings may use it too
        assert expected <= results and not results & DRAWN
    else:
        assert results == expected


@pytest.mark.parametrize(
    ("file", "old", "pages"),
    [
        ("ascent/domains.py", "# ", NOTHING),
        ("ascent/rules.py", '"""Return the gradient', {"page 08-the-ascent-in-code"}),
        ("networks/training.py", '"""Train until', {"page 02-building-the-cnn"}),
        ("networks/training.py", '"""Training, epoch by epoch', NOTHING),
        ("figures/marks.py", '"""Return', {"page 06-classification"}),
        ("oips/ladder.py", '"""The starts of every map', NOTHING),
        ("study.py", '"""What every measurement receives', NOTHING),
    ],
)
def test_reworded_comments_and_docstrings_are_news_for_the_pages_that_print_them_alone(
    copy: Path, stale: Any, file: str, old: str, pages: set[str]
) -> None:
    if old not in (copy / file).read_text():
        pytest.fail(f"{file} no longer holds {old!r}")
    assert stale(lambda: _replace(copy / file, old, old + "In other words: ")) == pages


def _upgrade(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setattr(versions, "version", lambda name: "2" if name == package else "1")


def _reaching(package: str) -> set[str]:
    found = {item.id for item in MEASUREMENTS if package in digests.made_with(item)}
    return found | {f"figure {item.id}" for item in FIGURES if package in digests.made_with(item)}


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ("tensorflow", TAKEN | TRAININGS),
        ("keras", TAKEN | TRAININGS),
        ("numpy", TAKEN | TRAININGS | DRAWN),
        ("matplotlib", DRAWN),
        ("pillow", DRAWN | OTHERS),
        ("scikit-learn", {"clusters", "probes", "separation", *KIN, *OTHERS}),
        ("jax", NOTHING),
        ("pydantic", NOTHING),
        ("mkdocs", NOTHING),
    ],
)
def test_an_upgrade_makes_stale_what_the_package_computes_or_draws(
    stale: Any, monkeypatch: pytest.MonkeyPatch, package: str, expected: set[str]
) -> None:
    monkeypatch.setattr(versions, "version", lambda name: "1")
    assert stale(lambda: _upgrade(monkeypatch, package)) == expected


def test_an_upgrade_of_scipy_touches_what_reaches_it_alone(
    stale: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _reaching("scipy")
    assert "best-of-many" in expected and "kernels" not in expected
    monkeypatch.setattr(versions, "version", lambda name: "1")
    assert stale(lambda: _upgrade(monkeypatch, "scipy")) == expected


def test_another_framework_computes_everything_again_and_draws_nothing(
    stale: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = stale(lambda: monkeypatch.setenv("KERAS_BACKEND", "jax"))
    assert found == TAKEN | TRAININGS
    assert "jax" in digests.made_with(MEASUREMENTS[0])
    assert "tensorflow" not in digests.made_with(MEASUREMENTS[0])


@pytest.mark.parametrize("package", ["mkdocs", "mkdocs-material", "pygments"])
def test_another_renderer_renders_every_page_anew(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setattr(renderer, "version", lambda name: "1")
    before = renderer.digest(), renderer.versions(renderer.COMPOSING)
    monkeypatch.setattr(renderer, "version", lambda name: "2" if name == package else "1")
    after = renderer.digest(), renderer.versions(renderer.COMPOSING)
    assert before[0] != after[0] and before[1] == after[1]


def test_the_code_that_composes_pages_counts_and_how_a_build_runs_does_not() -> None:
    names = {path.name for path in renderer.composing()}
    assert {"stage.py", "prose.py", "paths.py", "glossary.toml", "cells.py"} <= names
    assert not names & {"serve.py", "reporter.py", "beside.py", "task_site.py", "full.toml"}
    assert {"render.py", "rendered.py", "mkdocs.yml"} <= {path.name for path in renderer.theme()}
    there = {path.name for path in renderer.files(renderer.CONFIG)}
    assert there >= renderer.RUNNING
