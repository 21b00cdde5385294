"""A network of a person's own, read and made ready for the images that it is to be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis import framework
from analysis.networks.graph import address
from analysis.networks.reading.described import Description, description_of, refuse_foreign
from analysis.networks.reading.fitting import Image, all_layers, fitted
from analysis.networks.reading.kinds import SAVE, refuse_other_kinds
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras


NAME = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.>-]*")  # of a scope
SEED = 20200712  # of the weights of a network that has none


@dataclass(frozen=True)
class ReadNetwork:
    """A network that reads images of one shape and gives a number for each class.

    Attributes:
        classes: how many numbers it gives.
        remarks: what a person should know of how it was read, a sentence each.
    """

    path: Path
    model: keras.Model
    classes: int
    remarks: tuple[str, ...] = ()


def read_network(path: Path, shape: Image) -> ReadNetwork:
    """Return the network in a file, built for images of a shape (y, x, channel).

    Nothing but Keras' own classes and those registered in the running program is built, and no code
    that a file carries is run.

    Raises:
        Problem: there is no network, it is of another kind, or not one for such images; the message
            says the way out.
    """
    refuse_other_kinds(path)
    description = description_of(path)
    refuse_foreign(description, path)
    framework.prepare(SEED)
    model = _loaded(path, description)
    _refuse_names(model, path)
    _refuse_index(model, path)
    _refuse_no_numbers(model, path)
    ready, classes, remarks = fitted(model, shape, path)
    return ReadNetwork(path, ready, classes, remarks)


def _loaded(path: Path, description: Description) -> keras.Model:
    """Return what Keras makes of a file; ``Raises Problem`` where it stumbles."""
    import keras

    try:
        return keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # whatever Keras stumbles over in a file that it did not write
        said = _first_sentence(error)
    written, here = description.keras, keras.__version__
    by = f" It was saved by Keras {written}; here is {here}." if written not in ("", here) else ""
    raise Problem(f"{path} cannot be read as a network: {said}.{by} Save it anew: {SAVE}")


def _first_sentence(error: Exception) -> str:
    """Return what an error says first, on one line; of errors in errors the innermost."""
    innermost = str(error).rsplit("Exception encountered:", 1)[-1]
    lines = innermost.strip().splitlines() or [type(error).__name__]
    return re.split(r"\.\s", lines[0], maxsplit=1)[0].rstrip(".:")[:200]


def _refuse_names(model: keras.Model, path: Path) -> None:
    """``Raises Problem`` where a layer has a name under which it cannot be called alone."""
    for layer in all_layers(model):
        if not NAME.fullmatch(text := str(layer.name)):
            raise Problem(
                f"{path}: a layer is called {text!r}, and TensorFlow runs none of such a name: it"
                " takes letters of English, digits, points, hyphens and underscores, no underscore"
                " or hyphen first. Build the model with another name, load the weights into it, and"
                " save it anew."
            )


def _refuse_index(model: keras.Model, path: Path) -> None:
    """``Raises Problem`` where a layer would have the address of the overview of all."""
    for layer in model.layers:
        if address(str(layer.name)) == "index":
            raise Problem(
                f"{path}: a layer is called {layer.name!r}, and so is the page of all maps. Build"
                " the model with another name, load the weights into it, and save it anew."
            )


def _refuse_no_numbers(model: keras.Model, path: Path) -> None:
    """``Raises Problem`` where a weight is NaN or infinite; the message names its layer."""
    for layer in all_layers(model):
        if hasattr(layer, "layers"):  # whose weights are those of its layers
            continue
        for weight in layer.weights:
            values = np.asarray(weight)
            if values.dtype.kind == "f" and not np.isfinite(values).all():
                raise Problem(
                    f"{path}: weights of the layer {layer.name!r} ({weight.name}) are NaN or"
                    " infinite, so its training went astray. Train it anew, with a lower learning"
                    " rate."
                )
