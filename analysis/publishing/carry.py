"""Take the speed measurement to a machine with a graphics processor: Python with JAX and NumPy is
all it needs to have, no package index and no TensorFlow.

``python -m analysis.publishing.carry wheels`` puts the other packages, as pinned, into a folder;
with ``run`` they are unpacked beside the build, and the measurement runs on JAX. Needs nothing but
the standard library itself.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
WHEELS = REPOSITORY / "build" / "gpu" / "wheels"  # a folder in it for each version of Python
UNPACKED = REPOSITORY / "build" / "gpu" / "packages"
# what the measurement imports, but for what comes with JAX
CARRIED = (
    "absl-py",
    "annotated-types",
    "h5py",
    "keras",
    "namex",
    "optree",
    "packaging",
    "pydantic",
    "pydantic-core",
    "pygments",
    "rich",
    "typing-extensions",
    "typing-inspection",
)
# NumPy and what JAX needs itself
THERE = ("jax", "jaxlib", "ml-dtypes", "numpy", "opt-einsum", "scipy")
# pip takes each by its exact name
PLATFORMS = tuple(f"manylinux{age}_x86_64" for age in ("_2_28", "_2_27", "_2_17", "2014", "1"))


def pins(requirements: str) -> dict[str, str]:
    """Return what a requirements file says of each package that is carried, with its hashes.

    Raises:
        SystemExit: one is not pinned there.
    """
    lines = re.finditer(r"^([a-z0-9-]+)==(?:.*\\\n)*.*$", requirements, re.MULTILINE)
    found = {match[1]: match[0] for match in lines}
    if missing := [name for name in CARRIED if name not in found]:
        raise SystemExit(
            f"error: requirements.txt pins no {', '.join(missing)}. Run make lock, or take the name"
            " out of CARRIED in analysis/publishing/carry.py."
        )
    return {name: found[name] for name in CARRIED}


def _have(folder: Path, wanted: dict[str, str]) -> bool:
    """Whether a folder holds a wheel of every pinned version."""
    there = {tuple(path.name.split("-")[:2]) for path in folder.glob("*.whl")}
    versions = {name: line.split("==")[1].split()[0] for name, line in wanted.items()}
    return {(name.replace("-", "_"), version) for name, version in versions.items()} <= there


def fetch(folder: Path, python: str) -> None:
    """Download the wheels for Linux on x86-64 and a version of Python, unless they are there."""
    wanted = pins((REPOSITORY / "requirements.txt").read_text())
    if _have(folder, wanted):
        return
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / "requirements.txt"
    listed.write_text("\n".join(wanted.values()) + "\n")
    platforms = [part for name in PLATFORMS for part in ("--platform", name)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation", "cp"]
    command += ["--python-version", python, *platforms, "--dest", str(folder), "-r", str(listed)]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit(
            f"error: the wheels for Python {python} could not be fetched into {folder}. Run"
            f" make bench-gpu-wheels GPU_PYTHON={python} where there is a package index, and carry"
            " build/gpu along."
        )
    print(f"{len(list(folder.glob('*.whl')))} wheels for Python {python} in {folder}")


def run(folder: Path, arguments: list[str]) -> int:
    """Unpack the wheels and measure with them; return the exit status."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    command += ["--no-compile", "--upgrade", "--disable-pip-version-check"]
    command += ["--target", str(UNPACKED), *map(str, sorted(folder.glob("*.whl")))]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit(
            f"error: the wheels in {folder} cannot be unpacked into {UNPACKED}. Remove both"
            " folders, and begin again with make bench-gpu-wheels."
        )
    paths = [str(UNPACKED), str(REPOSITORY)]
    environment = os.environ | {"KERAS_BACKEND": "jax", "PYTHONPATH": os.pathsep.join(paths)}
    measure = [sys.executable, "-m", "analysis", "speed", *arguments]
    return subprocess.run(measure, cwd=REPOSITORY, env=environment, check=False).returncode


def main() -> int:
    """Fetch the wheels, and with ``run`` measure; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["wheels", "run"])
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser.add_argument("--python", default=own, help="version on the machine that measures")
    known, rest = parser.parse_known_args()
    fetch(WHEELS / known.python, known.python)
    return run(WHEELS / known.python, rest) if known.what == "run" else 0


if __name__ == "__main__":
    sys.exit(main())
