"""Networks as files: packed without the time of saving, loaded with their weights checked."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

SHARED = re.compile(r'("shared_object_id": )(\d+)')
FROM_KERAS = re.compile(r"keras\.|builtins\.(dict|list|tuple)$")


def pack_model(model: keras.Model) -> bytes:
    """Return the model in Keras' own format, without the time of saving and with what its layers
    share numbered: equal networks give equal bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        packed = io.BytesIO()
        with (
            zipfile.ZipFile(path) as source,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in sorted(source.namelist()):
                content = source.read(name)
                if name == "metadata.json":
                    content = json.dumps(
                        {**json.loads(content), "date_saved": ""}, sort_keys=True
                    ).encode()
                elif name == "config.json":
                    content = _numbered(content.decode()).encode()
                target.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def _numbered(described: str) -> str:
    """Return a description in which objects that layers share are numbered from 1 as they come;
    Keras takes their addresses in memory.
    """
    numbers: dict[str, int] = {}
    return SHARED.sub(
        lambda found: f"{found[1]}{numbers.setdefault(found[2], len(numbers) + 1)}", described
    )


def load_model(path: Path, *, training: bool = False) -> keras.Model:
    """Load a stored network; ``training`` also restores the optimiser.

    Nothing but Keras' own classes is built, and no code that a file carries is run.

    Raises:
        Problem: the file is missing or no network.
    """
    import keras

    if foreign := _foreign_class(path):
        raise _unreadable(path, f"it asks for {foreign}, which is no class of Keras")
    try:
        model = keras.saving.load_model(path, compile=training, safe_mode=True)
    except Exception as error:  # whatever Keras stumbles over in a file that it did not write
        raise _unreadable(path, _first_sentence(error)) from None
    if bad := [weight.path for weight in model.weights if not np.isfinite(weight.numpy()).all()]:
        raise Problem(
            f"{path} holds weights that are no numbers, first in {bad[0]}: its training went"
            " astray. Remove it, lower the learning rate, then run: make site"
        )
    return model


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(f"{path} cannot be read as a network: {why}. Remove it, then run: make site")


def _first_sentence(error: Exception) -> str:
    """Return what an error says first, on one line."""
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return re.split(r"\.\s", said, maxsplit=1)[0].rstrip(".")[:200]


def _foreign_class(path: Path) -> str | None:
    """Return the first class in a stored network's description that does not come from Keras.

    Raises:
        Problem: the file is missing, no archive, or its description cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as stored:
            described = json.loads(stored.read("config.json"))
    except FileNotFoundError:
        raise Problem(f"{path} does not exist. Run: make site") from None
    except zipfile.BadZipFile:
        raise _unreadable(path, "it is no archive, or cut short") from None
    except (KeyError, ValueError, OSError, zlib.error, RecursionError):
        raise _unreadable(path, "its description, config.json, is missing or damaged") from None
    if not isinstance(described, dict) or "class_name" not in described:
        raise _unreadable(path, "its description, config.json, names no network")
    return next((name for name in _classes(described) if not FROM_KERAS.match(name)), None)


def _classes(described: Any) -> Iterator[str]:
    """Return the full names of all classes in a description."""
    if isinstance(described, dict):
        if "class_name" in described:
            yield f"{described.get('module') or 'keras'}.{described['class_name']}"
        described = list(described.values())
    for part in described if isinstance(described, list) else ():
        yield from _classes(part)


def bare_copy(model: keras.Model) -> keras.Model:
    """Return the model without optimiser and penalties: what is published."""
    import keras

    config = model.get_config()
    for layer in config["layers"]:
        layer["config"].pop("kernel_regularizer", None)
    copy = keras.Sequential.from_config(config)
    copy.set_weights(model.get_weights())
    return copy
