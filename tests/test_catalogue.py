from __future__ import annotations

import inspect
import re
import string
from collections import Counter
from pathlib import Path
from typing import get_type_hints

import pytest

from analysis import catalogue
from analysis.catalogue import MEASUREMENTS
from analysis.catalogue.declarations import Measurement, ResponseValue, Training, Value
from analysis.catalogue.series.measurements import TRAININGS
from analysis.publishing.numbers import claim_record, value_record
from analysis.results.base import Result
from analysis.results.training import TrainingHistory
from site_config.words.parts import series

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PARTS = tuple(part["number"] for part in series())
KINDS = {"figure": catalogue.FIGURES, "value": catalogue.VALUES, "measurement": MEASUREMENTS}
LIST = Path(__file__).parent / "permanent_ids.txt"

figures = pytest.mark.parametrize("figure", catalogue.FIGURES, ids=lambda f: f.id)
values = pytest.mark.parametrize("value", catalogue.VALUES, ids=lambda v: v.id)
measurements = pytest.mark.parametrize("measurement", MEASUREMENTS, ids=lambda m: m.id)
claims = pytest.mark.parametrize("claim", catalogue.CLAIMS, ids=lambda c: c.id)


def _permanent() -> list[tuple[str, str]]:
    lines = [line for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    return [tuple(line.split()) for line in lines]


@pytest.mark.parametrize("kind", KINDS)
def test_something_of_every_kind_is_published(kind):
    assert KINDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_lower_case_words_with_hyphens(kind):
    ids = [item.id for item in KINDS[kind]]
    assert [i for i, count in Counter(ids).items() if count > 1] == []
    assert [i for i in ids if not ID.fullmatch(i)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_id_that_was_published_is_ever_renamed_or_removed(kind):
    published = {name for of, name in _permanent() if of == kind}
    gone = published - {item.id for item in KINDS[kind]}
    assert not gone, (
        f"{sorted(gone)} can be cited and must stay. Give them back to analysis/catalogue; never"
        " edit tests/permanent_ids.txt to agree."
    )


def test_the_list_of_permanent_ids_names_each_once_and_by_its_kind():
    entries = _permanent()
    assert len(entries) == len(set(entries)) and {kind for kind, _ in entries} == set(KINDS)


@figures
def test_a_figure_shows_declared_measurements(figure):
    assert figure.shows and all(
        any(shown is declared for declared in MEASUREMENTS) for shown in figure.shows
    )


@figures
def test_a_draw_function_takes_the_results_its_figure_shows(figure):
    signature = inspect.signature(figure.draw)
    bound = signature.bind(*(object() for _ in figure.shows), **figure.keywords)
    hints = get_type_hints(figure.draw)
    named = [
        name
        for name, value in signature.parameters.items()
        if name in bound.arguments and value.kind is value.POSITIONAL_OR_KEYWORD
    ]
    for name, shown in zip(named, figure.shows, strict=False):
        if name in hints and inspect.isclass(hints[name]):
            assert issubclass(shown.result, hints[name]), (
                f"{name}: {hints[name].__name__}, shown {shown.result.__name__}"
            )


@figures
def test_a_figure_has_title_caption_and_alt_text_that_differ(figure):
    texts = [figure.title, figure.caption, figure.alt]
    assert all(text.strip() == text and text for text in texts) and len(set(texts)) == 3
    assert (
        figure.caption.endswith(".") and figure.alt.endswith(".") and not figure.title.endswith(".")
    )


@figures
def test_captions_and_alt_texts_are_format_strings_with_named_fields(figure):
    for text in (figure.caption, figure.alt):
        assert all(
            name is None or re.match(r"[a-z_]\w*$", name)
            for _, name, _, _ in string.Formatter().parse(text)
        )


# counts that the drawing fixes, whatever was measured
FIXED = {
    "ascent-data-flow": "six",  # boxes of the loop
    "recipe-factorial": "seven",  # effects of three knobs
}
COUNTS = re.compile(r"\b(five|six|seven|eight|nine|eleven|twelve|forty|\d+ by \d+)\b", re.I)


@figures
def test_counts_in_captions_and_alt_texts_are_filled_in_and_not_typed(figure):
    said = re.sub(r"\{\w+\}", "", f"{figure.caption} {figure.alt}")
    typed = {word.lower() for word in COUNTS.findall(said)}
    assert typed - {FIXED.get(figure.id), "10 by 10"} == set()


OUTCOMES = re.compile(
    r"\b(bows|crossings|strokes|slant\w*|nearly nothing|mostly|far above|far below|alike"
    r"|much|most of them)\b"
)


@figures
def test_alt_texts_do_not_describe_what_one_training_led_to(figure):
    assert OUTCOMES.findall(figure.alt) == []


@figures
def test_a_figure_names_the_series_figures_it_reproduces(figure):
    assert figure.part in PARTS
    assert all(re.fullmatch(rf"F-({'|'.join(PARTS)})-\d+", name) for name in figure.series)


def test_figures_stand_in_the_order_of_the_series():
    parts = [PARTS.index(figure.part) for figure in catalogue.FIGURES]
    assert parts == sorted(parts)


@values
def test_a_value_is_read_from_a_declared_measurement(value):
    assert (
        any(value.of is declared for declared in MEASUREMENTS)
        and value.digits >= 0
        and callable(value.read)
    )


@pytest.mark.parametrize(
    ("unit", "digits", "number", "text"),
    [
        ("%", 2, 0.99234, "99.23 %"),
        ("", 0, 208982.0, "208,982"),
        ("px", 1, 9.333, "9.3 px"),
        ("nat", 4, 0.02714, "0.0271 nat"),
        ("", 2, -0.424, "-0.42"),
        ("", 2, -0.004, "0.00"),
        ("P", 4, 0.9356, "0.9356"),
        ("P", 4, 0.99996, "> 0.9999"),
        ("P", 4, 1e-9, "< 0.0001"),
    ],
)
def test_a_value_is_written_with_its_unit_and_digits(unit, digits, number, text):
    assert Value("v", MEASUREMENTS[0], float, unit, digits).text(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.0036688, "0.00367"), (0.0999, "0.0999"), (327.478, "327"), (0.0, "0"), (7.38, "7.38")],
)
def test_a_response_is_written_with_significant_digits(number, text):
    assert ResponseValue("v", MEASUREMENTS[0], float, "", 3).text(number) == text


@pytest.mark.parametrize(
    ("unit", "digits", "number", "text"),
    [
        ("%", 0, 0.7996, "79.96 %"),
        ("%", 0, 0.8, "80 %"),
        ("%", 0, 0.912, "91 %"),
        ("%", 0, 0.9997, "99.97 %"),
        ("%", 1, 1.0000003, "100.0 %"),
        ("P", 3, 0.79998, "0.79998"),
        ("P", 3, 0.99999, "> 0.999"),
    ],
)
def test_a_value_beside_a_bar_stays_on_its_side_of_it(unit, digits, number, text):
    assert Value("v", MEASUREMENTS[0], float, unit, digits, bars=(0.8,)).text(number) == text


@values
def test_a_value_can_be_read_from_a_result_of_small_settings(value, take, small_history):
    result = small_history if isinstance(value.of, Training) else take(value.of)
    record = value_record(value, result)
    assert record.text and (record.number is not None or value.may_be_nan)


@pytest.fixture(scope="module")
def small_history():
    import numpy as np

    falling = np.linspace(1.0, 0.1, 3)
    return TrainingHistory(
        training_loss=falling,
        training_accuracy=1 - falling,
        validation_loss=falling,
        validation_accuracy=1 - falling,
        learning_rate=np.linspace(0.1, 0, 30),
    )


@measurements
def test_every_declared_setting_exists(measurement, settings):
    for key in measurement.settings:
        value = settings
        for part in key.split("."):
            assert part in type(value).model_fields, f"{measurement.id}: no setting {key!r}"
            value = getattr(value, part)


@measurements
def test_a_measurement_reads_measurements_and_networks_declared_before_it(measurement):
    before = MEASUREMENTS[: MEASUREMENTS.index(measurement)]
    assert all(any(item is earlier for earlier in before) for item in measurement.inputs)
    assert set(measurement.networks) <= {training.network for training in TRAININGS}


@measurements
def test_a_measurement_returns_a_result_and_receives_the_results_it_names(measurement):
    assert issubclass(measurement.result, Result)
    if isinstance(measurement, Training):
        return
    signature = inspect.signature(measurement.take)
    hints = get_type_hints(measurement.take)
    signature.bind(None, *measurement.inputs, **measurement.keywords)
    named = [p.name for p in signature.parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD][1:]
    for name, given in zip(named, measurement.inputs, strict=False):
        assert given.result is hints[name]


@measurements
def test_what_a_measurement_declares_is_enough_for_it(measurement, take):
    if not isinstance(measurement, Training):
        assert isinstance(take(measurement), measurement.result)


def _once_for_all_layers() -> list[Measurement]:
    """Return the measurements, of those that differ in their layer alone the first."""
    kinds: dict[object, Measurement] = {}
    for one in MEASUREMENTS:
        if not isinstance(one, Training):
            asked = sorted((name, str(of)) for name, of in one.keywords.items() if name != "layer")
            kinds.setdefault((one.take, *asked), one)
    return list(kinds.values())


@pytest.mark.parametrize("measurement", _once_for_all_layers(), ids=lambda m: m.id)
def test_a_measurement_gives_the_same_twice(measurement, take, make_study):
    import numpy as np

    again = measurement.take(
        make_study(*measurement.settings),
        *(take(item) for item in measurement.inputs),
        **measurement.keywords,
    )
    assert isinstance(again, measurement.result)
    for name, values in take(measurement).arrays().items():
        np.testing.assert_array_equal(again.arrays()[name], values, err_msg=name)


@claims
def test_a_claim_is_judged_from_declared_measurements(claim, take, small_history):
    assert (
        re.fullmatch(rf"C-({'|'.join(PARTS)})-\d+", claim.id)
        and claim.id.split("-")[1] == claim.part
    )
    assert all(any(item is declared for declared in MEASUREMENTS) for item in claim.of)
    assert bool(claim.of) != bool(claim.said.needs), "either judged, or told what that would need"
    record = claim_record(
        claim, [small_history if isinstance(item, Training) else take(item) for item in claim.of]
    )
    assert record.evidence
    assert (record.confirmed and record.refuted) or not claim.of
    assert not record.figure or record.figure in {figure.id for figure in catalogue.FIGURES}


def test_claims_have_ids_of_their_own():
    assert len({claim.id for claim in catalogue.CLAIMS}) == len(catalogue.CLAIMS)
