"""What devices needed for the heavy parts, as a table: the processor's column, and that of a
graphics processor where one has been recorded.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.problem import Problem
from site_config.paths import CONTENT
from site_config.words.context import Here

Device = dict[str, Any]
NONE_YET = "No graphics processor has been recorded yet: `make bench-gpu` on one writes its column."
NOTHING_YET = "No device has been recorded yet: the commands below write a column each."


def load_devices(folder: Path = CONTENT) -> list[Device]:
    """Return what was recorded of a processor and of a graphics processor, as far as it was.

    Raises:
        Problem: a record cannot be read.
    """
    devices = []
    for path in (folder / "bench-cpu.json", folder / "bench-gpu.json"):
        if not path.is_file():
            continue
        try:
            device = json.loads(path.read_text())
            [read(device) for _, read in rows(device)]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Problem(
                f"{path.name} is no record of a device ({type(error).__name__}: {error}). Write it"
                f" again: python -m analysis speed --out site_config/{folder.name}"
            ) from None
        devices.append(device)
    return devices


def _oips(device: Device, key: str) -> float:
    """Return a number of all OIP sets together."""
    return sum(one[key] for layer in device["oips"].values() for one in layer.values())


def _ascent(layer: str) -> Callable[[Device], str]:
    def read(device: Device) -> str:
        found = device["ascents"][layer]
        share = found["share_of_matrix_rate"]
        told = f"{share:.0%}" if share >= 0.01 else f"{share:.2%}"  # little is not nothing
        return f"{found['seconds']:.2f} s ({told} of that rate)"

    return read


def _silent(device: Device) -> str:
    sets = [one for layer in device["oips"].values() for one in layer.values()]
    count = sum(one["rungs"].get("silent", 0) for one in sets)
    return f"{count} of {sum(one['maps'] for one in sets)}"


def rows(first: Device) -> list[tuple[str, Callable[[Device], str]]]:
    """Return the rows of the table: what is told, and how it is read from a record."""
    learnt = first["training"]
    ascents = [
        (f"{layer}: {one['steps']} steps of all {one['maps']} maps", _ascent(layer))
        for layer, one in first["ascents"].items()
    ]
    return [
        ("profile", lambda device: device["profile"]),
        ("computed by", lambda device: " ".join(_framework(device))),
        (
            "large matrix product, operations per second",
            lambda device: f"{device['matrix_rate'] / 1e9:,.0f} billion",
        ),
        (
            f"training, {learnt['epochs']} epochs of {learnt['images']:,} images",
            lambda device: f"{device['training']['seconds']:.0f} s",
        ),
        *ascents,
        (
            "OIPs of all layers in both domains",
            lambda device: f"{_oips(device, 'oip_seconds'):.0f} s",
        ),
        ("their trust numbers", lambda device: f"{_oips(device, 'trust_seconds'):.0f} s"),
        (
            "validation accuracy reached",
            lambda device: f"{device['training']['validation_accuracy']:.2%}",
        ),
        ("maps left silent", _silent),
    ]


def _framework(device: Device) -> tuple[str, str]:
    name = next(name for name in device["made_with"] if name not in ("keras", "numpy"))
    return {"jax": "JAX", "tensorflow": "TensorFlow"}.get(name, name), device["made_with"][name]


def speeds(folder: Path = CONTENT) -> str:
    """Return the table of all recorded devices, and a sentence where none has graphics."""
    devices = load_devices(folder)
    if not devices:
        return NOTHING_YET
    said = "" if (folder / "bench-gpu.json").is_file() else NONE_YET
    lines = [["", *(device["device"] for device in devices)], ["---"] * (len(devices) + 1)]
    lines += [[what, *(read(device) for device in devices)] for what, read in rows(devices[0])]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\n{said}".rstrip()


def speeds_word(here: Here) -> str:
    """Return the table of all recorded devices."""
    return speeds()
