from __future__ import annotations

import shutil
import subprocess
import sys
from typing import Any

import pytest
from pytask import Task

from analysis.catalogue import FIGURES, MEASUREMENTS, declarations
from analysis.catalogue.captions import Words
from analysis.catalogue.declarations import Figure, Measurement
from analysis.catalogue.series.measurements import (
    EXAMPLE_IMAGES,
    GEOMETRY,
    OIP_GALLERY_3,
    PIXEL_STATISTICS,
)
from analysis.looking.confusion import measure_confusion
from analysis.oips.series import measure_gallery
from analysis.problem import Problem
from analysis.publishing import digests, reach
from analysis.publishing.counted import pytask_collect_modify_tasks

CACHES = (reach.meaning, reach._reached, digests._mnist_digest, reach._imports)


@pytest.fixture(autouse=True)
def forgotten():
    """Nothing is remembered from one test to the next."""
    yield
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture
def edit(tmp_path, monkeypatch):
    """A function that edits a file of a copied ``analysis``, which from then on is the one that is
    digested.
    """
    shutil.copytree(
        digests.REPOSITORY / "analysis",
        tmp_path / "analysis",
        ignore=shutil.ignore_patterns("__pycache__", "mnist"),
    )
    monkeypatch.setattr(reach, "REPOSITORY", tmp_path)
    reach.meaning.cache_clear()

    def change(file: str, old: str, new: str) -> None:
        path = tmp_path / "analysis" / file
        assert old in path.read_text(), f"{file} no longer holds {old!r}"
        path.write_text(path.read_text().replace(old, new, 1))
        reach.meaning.cache_clear()

    return change


@pytest.fixture
def say(monkeypatch):
    """A function that puts words in the place of those that the files of captions hold."""

    def change(**words: str) -> None:
        told = Words(**{"title": "t", "caption": "c", "alt": "a", **words})
        monkeypatch.setattr(declarations, "words_of", lambda id: told)

    return change


@pytest.mark.parametrize(
    "inputs", [(), (GEOMETRY,), (PIXEL_STATISTICS, GEOMETRY), (GEOMETRY, EXAMPLE_IMAGES)]
)
def test_the_order_of_what_a_measurement_reads_counts(inputs, settings):
    def parts(*read):
        item = Measurement("any", measure_confusion, inputs=read)
        return digests.measurement_parts(item, settings)["inputs"]

    assert parts(*inputs) != parts(GEOMETRY, PIXEL_STATISTICS)
    assert parts(GEOMETRY, PIXEL_STATISTICS) == parts(GEOMETRY, PIXEL_STATISTICS)


def test_a_comment_changes_nothing(edit):
    before = digests.code_digest(measure_gallery)
    edit(
        "ascent/domains.py",
        "TINY = 1e-12  # keeps what is exactly 0 at 0",
        "# another comment\n\n\nTINY = 1e-12",
    )
    assert digests.code_digest(measure_gallery) == before


@pytest.mark.parametrize(
    ("file", "old"),
    [
        (
            "ascent/climb.py",
            "Activation maximisation: gradient ascent on input images",
        ),  # of a module
        ("ascent/climb.py", "Raise the response of every image."),  # of a function
        ("study.py", "Images + networks + settings."),  # of a class
    ],
)
def test_another_wording_of_a_docstring_changes_nothing(edit, file, old):
    before = digests.code_digest(measure_gallery)
    edit(file, old, "Other words for the same.")
    assert digests.code_digest(measure_gallery) == before


def test_a_first_docstring_changes_nothing(edit):
    before = digests.code_digest(measure_gallery)
    line = "    def __init__(self, settings: Settings, keys: tuple[str, ...]) -> None:\n"
    edit("study.py", line, line + '        """Keep both."""\n')
    assert digests.code_digest(measure_gallery) == before


def test_a_task_counts_by_what_its_file_means(tmp_path):
    path = tmp_path / "task_one.py"
    path.write_text('"""One."""\nNUMBER = 1\n')
    one = Task(base_name="one", path=path, function=print)
    pytask_collect_modify_tasks(session=None, tasks=[one])
    before = one.state()

    def after(text: str) -> str:
        path.write_text(text)
        reach.meaning.cache_clear()
        return one.state()

    assert after('"""In other words."""\n# and more\nNUMBER = (1)\n') == before
    assert after('"""One."""\nNUMBER = 2\n') != before


def test_formatting_changes_nothing(edit):
    before = digests.code_digest(measure_gallery)
    edit("ascent/domains.py", "TINY = 1e-12", "TINY = (\n    1e-12\n)")
    assert digests.code_digest(measure_gallery) == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("oips/series.py", "first + 1", "first + 2"),
        ("ascent/climb.py", "BLOCK = 128", "BLOCK = 64"),
        (
            "framework/on_tensorflow.py",
            "tape.gradient(values, images)",
            "tape.gradient(values, images) * 2",
        ),
        ("results/base.py", "optional_nan: bool = False", "optional_nan: bool = True"),
    ],
    ids=[
        "its own module",
        "a module it imports",
        "a module it imports indirectly",
        "the form of its result",
    ],
)
def test_code_that_a_function_can_reach_changes_its_digest(edit, file, old, new):
    before = digests.code_digest(measure_gallery)
    edit(file, old, new)
    assert digests.code_digest(measure_gallery) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("looking/confusion.py", "HARD_CASES = 24", "HARD_CASES = 25"),
        ("figures/style.py", "#0b62a4", "#0b62a5"),
        ("settings/searching.py", "ge=16", "ge=17"),
        ("catalogue/series/measurements.py", '("oip", "precursor")', '("precursor", "oip")'),
        ("results/classification.py", 'unit="nat"', 'unit="bit"'),
    ],
    ids=[
        "another measurement",
        "a colour",
        "the shape of a profile",
        "the catalogue",
        "another result",
    ],
)
def test_code_that_a_function_cannot_reach_leaves_its_digest(edit, file, old, new):
    before = digests.code_digest(measure_gallery)
    edit(file, old, new)
    assert digests.code_digest(measure_gallery) == before


def test_a_string_that_is_no_docstring_counts(edit):
    before = digests.code_digest(measure_confusion)
    edit("looking/confusion.py", 'network("mlp")', 'network("first-run")')
    assert digests.code_digest(measure_confusion) != before


def test_two_functions_of_one_module_have_their_own_digests():
    from analysis.looking.examples import choose_examples, measure_pixels

    assert digests.code_digest(choose_examples) != digests.code_digest(measure_pixels)


def test_a_closure_holds_what_is_imported_directly_or_not_and_itself():
    closure = digests.closure("analysis.oips.series")
    assert {
        "analysis.oips.series",
        "analysis.ascent.climb",
        "analysis.framework",
        "analysis.ascent.starts",
        "analysis.images.datasets",
        "analysis.results.base",
    } <= set(closure)
    assert not {"analysis.looking.confusion", "analysis.settings", "analysis.catalogue"} & set(
        closure
    )


NEW_IMPORT = """
from analysis.publishing import digests
from analysis.looking.confusion import measure_confusion
reached = digests.closure("analysis.looking.confusion")
print(digests.code_digest(measure_confusion), "analysis.fresh.inner" in reached)
"""


def test_a_module_that_is_newly_imported_counts_and_so_do_those_behind_it(tmp_path):
    shutil.copytree(
        digests.REPOSITORY / "analysis",
        tmp_path / "analysis",
        ignore=shutil.ignore_patterns("__pycache__"),
    )

    def digest() -> list[str]:
        return subprocess.run(
            [sys.executable, "-c", NEW_IMPORT],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()

    fresh = tmp_path / "analysis" / "fresh"
    fresh.mkdir()
    (fresh / "__init__.py").write_text("from analysis.fresh import inner\n")
    (fresh / "inner.py").write_text("NUMBER = 1\n")
    without = digest()
    path = tmp_path / "analysis" / "looking" / "confusion.py"
    path.write_text(
        path.read_text().replace(
            "from analysis.study", "from analysis import fresh\nfrom analysis.study"
        )
    )
    imported = digest()
    (fresh / "inner.py").write_text("NUMBER = 2\n")
    assert (without[1], imported[1]) == ("False", "True")
    assert len({without[0], imported[0], digest()[0]}) == 3


@pytest.mark.parametrize("measurement", MEASUREMENTS, ids=lambda m: m.id)
def test_no_measurement_depends_on_drawing_the_catalogue_or_the_tasks(measurement):
    reached = digests.closure(measurement.take.__module__)
    assert not [
        name
        for name in reached
        if name.startswith(
            (
                "analysis.figures",
                "analysis.catalogue",
                "analysis.publishing.tasks",
                "analysis.publishing.digests",
            )
        )
    ]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.id)
def test_no_drawing_depends_on_measuring_code(figure):
    allowed = (
        "analysis.figures",
        "analysis.results",
        "analysis.problem",
        "analysis.statistics",
        "analysis.images.similarity",
        "analysis.counts",  # how numbers are told
        "analysis.digits",
        "analysis.signs",
        "analysis.greys",
    )
    assert not [
        name for name in digests.closure(figure.draw.__module__) if not name.startswith(allowed)
    ]


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"oip.steps": 20}, {"settings"}),
        ({"seed": 2}, {"settings"}),
        ({"data.test_images": 600}, {"settings"}),
        ({"precursor.candidates": 65}, set()),
        ({"training.mlp.epochs": 7}, set()),
        ({"examples.quantile": 0.9}, set()),
    ],
)
def test_only_declared_settings_and_those_of_all_make_a_measurement_stale(
    settings, make_settings, changes, parts
):
    before, after = (
        digests.measurement_parts(OIP_GALLERY_3, s) for s in (settings, make_settings(changes))
    )
    assert {name for name in before if before[name] != after[name]} == parts


def test_keywords_make_a_measurement_stale(settings):
    one, other = (
        Measurement("m", measure_gallery, ("oip",), keywords={"layer": layer})
        for layer in ("Conv2D_1", "Conv2D_2")
    )
    assert (
        digests.measurement_parts(one, settings)["settings"]
        != digests.measurement_parts(other, settings)["settings"]
    )


def test_other_image_files_make_every_measurement_stale(settings, tmp_path, monkeypatch):
    before = digests.measurement_parts(GEOMETRY, settings)["data"]
    shutil.copytree(digests.FOLDER, tmp_path / "mnist")
    monkeypatch.setattr(digests, "FOLDER", tmp_path / "mnist")
    digests._mnist_digest.cache_clear()
    assert digests.measurement_parts(GEOMETRY, settings)["data"] == before
    path = tmp_path / "mnist" / "t10k-labels-idx1-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    digests._mnist_digest.cache_clear()
    assert digests.measurement_parts(GEOMETRY, settings)["data"] != before
    path.unlink()
    digests._mnist_digest.cache_clear()
    with pytest.raises(
        Problem,
        match=(
            r"MNIST file t10k-labels-idx1-ubyte.gz is missing from .* Restore it with: git checkout"
            r" -- analysis/images/mnist"
        ),
    ):
        digests._mnist_digest()


PLAIN: dict[str, Any] = {
    "id": "a",
    "part": "IV",
    "shows": (EXAMPLE_IMAGES,),
    "draw": FIGURES[0].draw,
}


@pytest.mark.parametrize(
    "changes",
    [
        {"part": "V"},
        {"series": ("F-I-2",)},
        {"keywords": {"rows": 2}},
        {"shows": (PIXEL_STATISTICS,)},
    ],
)
def test_every_field_of_its_entry_makes_a_figure_stale(changes, say):
    say()
    before = digests.figure_parts(Figure(**PLAIN))
    after = digests.figure_parts(Figure(**{**PLAIN, **changes}))
    assert before["code"] == after["code"] and before["entry"] != after["entry"]


@pytest.mark.parametrize("changes", [{"title": "u"}, {"caption": "d"}, {"alt": "b"}])
def test_every_word_that_is_said_of_a_figure_makes_it_stale(changes, say):
    say()
    before = digests.figure_parts(Figure(**PLAIN))
    say(**changes)
    after = digests.figure_parts(Figure(**PLAIN))
    assert before["code"] == after["code"] and before["entry"] != after["entry"]


def test_a_colour_makes_every_figure_stale(edit):
    before = digests.figure_parts(FIGURES[0])
    edit("figures/style.py", "#0b62a4", "#0b62a5")
    after = digests.figure_parts(FIGURES[0])
    assert before["code"] != after["code"] and before["entry"] == after["entry"]


def test_a_line_that_moves_is_stated_anew_in_the_manifest(edit):
    before = digests.catalogue_digest()
    edit("oips/evolution.py", "def measure_scales", "\n\ndef measure_scales")
    assert digests.catalogue_digest() != before


def test_words_of_a_claim_or_question_are_stated_anew_in_the_manifest(edit, tmp_path, monkeypatch):
    monkeypatch.setattr(digests, "CATALOGUE", tmp_path / "analysis" / "catalogue")
    before = digests.catalogue_digest()
    edit("catalogue/questions/questions.toml", "Are silent maps dead?", "Do silent maps live?")
    assert digests.catalogue_digest() != before


def test_named_digests_have_one_digest_whatever_their_order():
    assert (
        digests.of_parts({"a": "1", "b": "2"})
        == digests.of_parts({"b": "2", "a": "1"})
        != digests.of_parts({"a": "2", "b": "1"})
    )


def test_the_source_of_a_function_is_where_it_stands():
    source = digests.source_of(measure_gallery)
    lines = (digests.REPOSITORY / source.file).read_text().splitlines()
    assert (
        source.function == "analysis.oips.series.measure_gallery"
        and source.file == "analysis/oips/series.py"
    )
    assert (
        lines[source.first_line - 1].startswith("def measure_gallery(")
        and lines[source.last_line - 1].strip()
    )
    assert not "".join(lines[source.last_line :][:1]).strip()
