"""Networks as files: packed without the time of saving, loaded with their weights checked."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.problem import Problem

if TYPE_CHECKING:
    import keras


def pack_model(model: keras.Model) -> bytes:
    """Return the model in Keras' own format, without the time of saving: equal weights give equal
    bytes.
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
                target.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def load_model(path: Path, *, training: bool = False) -> keras.Model:
    """Load a stored network; ``training`` also restores the optimiser.

    Raises:
        Problem: the file is missing or no network.
    """
    import keras

    try:
        model = keras.saving.load_model(path, compile=training)
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise Problem(
            f"{path} cannot be read as a network: {str(error).splitlines()[0]} Remove it, then run:"
            " make site"
        ) from None
    if bad := [weight.path for weight in model.weights if not np.isfinite(weight.numpy()).all()]:
        raise Problem(
            f"{path} holds weights that are no numbers, first in {bad[0]}: its training went"
            " astray. Remove it, lower the learning rate, then run: make site"
        )
    return model


def bare_copy(model: keras.Model) -> keras.Model:
    """Return the model without optimiser and penalties: what is published."""
    import keras

    config = model.get_config()
    for layer in config["layers"]:
        layer["config"].pop("kernel_regularizer", None)
    copy = keras.Sequential.from_config(config)
    copy.set_weights(model.get_weights())
    return copy
