"""What a stored network's description asks for, looked at before anything of it is built.

A description may name classes that somebody else wrote, and carry code. Neither is ever built or
run from a file; a class that the running program has registered is known, and is taken.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.networks.reading.kinds import KERAS, SAVE, WEIGHTS
from analysis.problem import Problem

SPACES = ("layers", "initializers", "regularizers", "constraints", "activations", "models")
PLAIN = ("dict", "list", "tuple")  # of Python, that descriptions are made of
CODE = ("Lambda", "__lambda__")
REGISTER = "keras.saving.register_keras_serializable"


@dataclass(frozen=True)
class Description:
    """The description of a network's layers, and which Keras wrote it."""

    layers: dict[str, Any]
    keras: str


@dataclass(frozen=True)
class Named:
    """A class or function that a description names, and the layer in which it does."""

    name: str
    module: str | None
    registered: str | None
    layer: str

    @property
    def where(self) -> str:
        return f"the layer {self.layer!r}" if self.layer else "the network"


def description_of(path: Path) -> Description:
    """Return what a file says of its layers.

    Raises:
        Problem: it is damaged, or says nothing of layers.
    """
    read = _of_archive if path.suffix.lower() in KERAS else _of_hdf5
    try:
        found = read(path)
    except (Problem, MemoryError):
        raise
    except RecursionError:
        raise Problem(f"{path} describes layers in layers without end. {_rebuild()}") from None
    except Exception:  # whatever stands in a file that somebody else wrote
        raise Problem(
            f"{path} is damaged or cut short: its description of layers cannot be read. Copy it"
            f" anew, or save it anew: {SAVE}"
        ) from None
    if not isinstance(found.layers, dict) or "class_name" not in found.layers:
        raise Problem(f"{path} describes no network. Save it anew: {SAVE}")
    return found


def _of_archive(path: Path) -> Description:
    with zipfile.ZipFile(path) as stored:
        layers = json.loads(stored.read("config.json"))
        about = json.loads(stored.read("metadata.json"))
    return Description(layers, str(about.get("keras_version", "")))


def _of_hdf5(path: Path) -> Description:
    import h5py  # with it Keras reads such files

    with h5py.File(path, "r") as stored:
        if "model_config" not in stored.attrs:
            raise Problem(f"{path} is {WEIGHTS}")
        layers = json.loads(stored.attrs["model_config"])
        return Description(layers, str(stored.attrs.get("keras_version", "")))


def refuse_foreign(description: Description, path: Path) -> None:
    """``Raises Problem`` where a network needs code out of its file, or a class that nobody has
    registered.
    """
    try:
        named = list(_named({**description.layers, "compile_config": None}, ""))
    except RecursionError:
        raise Problem(f"{path} describes layers in layers without end. {_rebuild()}") from None
    for one in named:
        if one.name in CODE:
            raise Problem(
                f"{path}: {one.where} is a Lambda, which carries code, and code out of"
                " a file is not run (Keras' safe mode stays on). Use a layer of Keras in its place,"
                f" or write it as a layer class under {REGISTER}, and save the model anew."
            )
    for one in named:
        if not _is_known(one):
            raise Problem(
                f"{path}: {one.where} needs {_called(one)}, which is not of Keras and"
                f" not registered here. Register it by {REGISTER} before the network is read, or"
                " rebuild the network of Keras' own layers."
            )


def _rebuild() -> str:
    return "Rebuild the network of Keras' own layers."


def _called(one: Named) -> str:
    """Return the name of a class, or of a function, as its author knows it."""
    return (one.registered or one.name).split(">")[-1]


def _named(described: Any, layer: str) -> Iterator[Named]:
    """Yield all classes and functions of a description, with the layer around each."""
    if isinstance(described, dict):
        inner = described.get("config")
        if "class_name" in described:
            if isinstance(inner, dict):
                layer = str(inner.get("name") or layer)
            yield _as_named(described, layer)
        described = list(described.values())
    for part in described if isinstance(described, list) else ():
        yield from _named(part, layer)


def _as_named(described: dict[str, Any], layer: str) -> Named:
    name, registered = str(described["class_name"]), described.get("registered_name")
    if name == "function":  # its own name is all that is configured
        name = registered = str(described.get("config"))
    module = described.get("module")
    return Named(name, _text(module), _text(registered), layer)


def _text(value: object) -> str | None:
    """Return what stands where a name should, as a text; None where nothing does."""
    return None if value is None else str(value)


def _is_known(one: Named) -> bool:
    """Whether something is of Keras, or registered in the running program."""
    import keras

    if one.module == "keras" or (one.module or "").startswith("keras."):
        return True
    if one.module == "builtins" and one.name in PLAIN:
        return True
    if keras.saving.get_registered_object(one.registered or one.name) is not None:
        return True
    if one.module or one.registered:
        return False
    own = any(hasattr(getattr(keras, space), one.name) for space in SPACES)
    return own or one.name in ("Functional", "DTypePolicy") or one.name.startswith("__")
