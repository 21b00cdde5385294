from __future__ import annotations

import dataclasses
import inspect
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import numpy as np
import pytest

import analysis.results
from analysis.results.base import Result, array
from analysis.results.visible import visible_part

KINDS = [
    kind
    for module in iter_modules(analysis.results.__path__)
    for _, kind in inspect.getmembers(
        import_module(f"analysis.results.{module.name}"), inspect.isclass
    )
    if issubclass(kind, Result)
    and kind is not Result
    and kind.__module__ == f"analysis.results.{module.name}"
]


@dataclass(frozen=True)
class Example(Result):
    images: np.ndarray = array("map y=4 x=4", unit="standardised pixel")
    response: np.ndarray = array("map", unit="mean activation")
    name: np.ndarray = array("map")
    total: np.ndarray = array("", optional_nan=True)


def _example(**changes):
    return Example(
        **{
            "images": np.zeros((3, 4, 4)),
            "response": np.ones(3),
            "name": np.array(["a", "b", "c"]),
            "total": 2.0,
            **changes,
        }
    )


def test_arrays_that_fit_together_are_kept_and_numbers_become_arrays():
    example = _example()
    assert set(example.arrays()) == {"images", "response", "name", "total"}
    assert example.total.shape == () and isinstance(example.total, np.ndarray)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"response": np.ones((3, 1))},
            "Example.response has axes ('map',). Received: shape=(3, 1)",
        ),
        (
            {"response": np.ones(2)},
            (
                "Example.response: axis 'map' has size 3 (bound: {'map': 3, 'y': 4, 'x': 4})."
                " Received: shape=(2,)"
            ),
        ),
        (
            {"images": np.zeros((3, 4, 5))},
            (
                "Example.images: axis 'x' has size 4 (bound: {'map': 3, 'y': 4, 'x': 4}). Received:"
                " shape=(3, 4, 5)"
            ),
        ),
        (
            {"name": np.array(["a", None, 3], object)},
            "Example.name must be numbers, booleans or text. Received: dtype=object",
        ),
        (
            {"response": np.array([1, np.nan, np.inf])},
            "Example.response holds values that are not finite. Received: 2 of 3",
        ),
        ({"total": np.ones(1)}, "Example.total has axes (). Received: shape=(1,)"),
    ],
)
def test_arrays_that_do_not_fit_are_refused_with_the_sizes_bound_so_far(changes, message):
    with pytest.raises(ValueError) as error:
        _example(**changes)
    assert str(error.value) == message


def test_a_missing_value_is_allowed_only_where_it_is_declared():
    assert np.isnan(_example(total=np.nan).total)


def test_a_result_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        _example().total = np.array(1)


def test_axes_and_units_are_told_without_their_fixed_sizes():
    assert Example.describe() == {
        "images": (("map", "y", "x"), "standardised pixel"),
        "response": (("map",), "mean activation"),
        "name": (("map",), ""),
        "total": ((), ""),
    }


def test_a_result_comes_back_from_its_arrays():
    example = _example()
    assert Example.from_arrays(example.arrays()).arrays().keys() == example.arrays().keys()
    with pytest.raises(TypeError, match="unexpected keyword"):
        Example.from_arrays({**example.arrays(), "more": np.ones(1)})
    with pytest.raises(TypeError, match="missing"):
        Example.from_arrays({"images": np.zeros((3, 4, 4))})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_of_every_result_names_its_axes(kind):
    for field in dataclasses.fields(kind):
        assert {"axes", "unit", "nan"} <= set(field.metadata), field.name
        *axes, last = ("none", *field.metadata["axes"])
        axes.append(last.removesuffix("?"))  # an axis that may be missing stands last
        assert all(axis.partition("=")[0].isidentifier() for axis in axes)
    assert kind.__doc__ and dataclasses.fields(kind)


def test_the_visible_part_is_what_the_result_says_of_its_layer():
    found = SimpleNamespace(visible_rows=np.array([0, 26]), visible_columns=np.array([1, 28]))
    images = np.random.default_rng(1).standard_normal((2, 3, 28, 28))
    assert (visible_part(found, images) == images[:, :, :26, 1:]).all()
    assert visible_part(found, images[0, 0]).shape == (26, 27)
