"""What stands around a run: none of it may change a number, a picture or a word.

A person's shell, home folder and country reach a program through its environment, and libraries
read more of it than anybody can list. So each process of the project has an environment of its own:
``KEPT`` says what it takes over, ``FIXED`` what it sets, and everything else is left outside. What
still matters, the framework and the processor, stands in the provenance of each result.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path

from analysis.problem import Problem

REPOSITORY = Path(__file__).parent.parent
# each has a file behind the one door to them
FRAMEWORKS = tuple(
    sorted(
        path.stem.removeprefix("on_") for path in Path(__file__).parent.glob("framework/on_*.py")
    )
)
USUAL = "tensorflow"
BEGUN_AGAIN = "SIMPLE_CNN_BEGUN_AGAIN"  # so that nothing can make a command begin for ever
# where programs and libraries lie, who looks at the terminal, which device and how much of its
# memory may be used, which framework, where to build, by how many processes and which cluster, and
# where a process that another one started speaks
_KEPT = """
PATH HOME USER LOGNAME SHELL TMPDIR TMP TEMP VIRTUAL_ENV XDG_CACHE_HOME XDG_CONFIG_HOME
MPLCONFIGDIR LD_LIBRARY_PATH LD_PRELOAD DYLD_LIBRARY_PATH __PYVENV_LAUNCHER__
TERM COLORTERM NO_COLOR COLUMNS LINES PYTHONUNBUFFERED
PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX
CUDA_HOME CUDA_PATH CUDA_VISIBLE_DEVICES CUDA_DEVICE_ORDER NVIDIA_VISIBLE_DEVICES
NVIDIA_DRIVER_CAPABILITIES ROCM_PATH ROCR_VISIBLE_DEVICES HIP_VISIBLE_DEVICES JAX_PLATFORMS
TF_FORCE_GPU_ALLOW_GROWTH XLA_PYTHON_CLIENT_PREALLOCATE XLA_PYTHON_CLIENT_MEM_FRACTION
KERAS_BACKEND BUILD TERMINAL_FD WORKERS DASK
"""
KEPT = frozenset(_KEPT.split())
INSTRUCTIONS = ("avx512f", "avx2", "avx", "sve", "asimd")  # the widest first
MOST_THREADS = 16  # a bound for large machines of which only few processors may be used


def processors() -> int:
    """Return how many processors the machine has, whether or not this process may use them all."""
    return os.cpu_count() or 1


def _instructions() -> str:
    """Return the widest instructions of the processor, where the system tells them."""
    try:
        told = Path("/proc/cpuinfo").read_text().split()
    except OSError:
        return ""
    return next((f" {name}" for name in INSTRUCTIONS if name in told), "")


def processor() -> str:
    """Return the processor in words, and how many of it the machine has: on these, and on the
    widest instructions it offers, the last bits of a sum depend.
    """
    return f"CPU {platform.machine()}{_instructions()}, {processors()} cores"


# Sums are split among threads, and another split ends in other bits. A framework gets as many
# threads as the machine has processors, also where fewer of them may be used; everything else gets
# one, since OpenBLAS never starts more threads than there are usable processors.
THREADS = {
    name: str(min(processors(), MOST_THREADS))
    for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "NPROC")
} | {
    f"{library}_THREADS": "1"
    for library in ("OPENBLAS_NUM", "OMP_NUM", "MKL_NUM", "BLIS_NUM", "VECLIB_MAXIMUM")
}
# read when a library is first imported; an address without a file stands for its own defaults
LIBRARIES = {
    **THREADS,
    "KERAS_HOME": os.devnull,
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # without it, two trainings on one graphics processor end in other weights under JAX
    "XLA_FLAGS": "--xla_gpu_deterministic_ops=true",
}
FIXED = {
    **LIBRARIES,
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "MATPLOTLIBRC": os.devnull,
    "MPLBACKEND": "agg",
    "JUPYTER_NO_CONFIG": "1",
    "NO_MKDOCS_2_WARNING": "1",
}


def framework() -> str:
    """Return the name of the framework that Keras runs on: TensorFlow, unless KERAS_BACKEND names
    another one.
    """
    return os.environ.get("KERAS_BACKEND") or USUAL


def _carried(paths: str) -> dict[str, str]:
    """Return what remains of PYTHONPATH: folders of the project, such as the wheels that
    ``make bench-gpu`` unpacks.
    """
    ours = [path for path in paths.split(os.pathsep) if path and _is_ours(Path(path))]
    return {"PYTHONPATH": os.pathsep.join(ours)} if ours else {}


def _is_ours(path: Path) -> bool:
    return path.resolve().is_relative_to(REPOSITORY.resolve())


def own(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that a process of the project has where a person's is ``given``."""
    kept = {name: value for name, value in given.items() if name in KEPT}
    named = {"KERAS_BACKEND": given.get("KERAS_BACKEND") or USUAL}
    return kept | _carried(given.get("PYTHONPATH", "")) | FIXED | named


def check_framework() -> None:
    """Refuse a framework that this project cannot use, before anything is loaded.

    Raises:
        Problem: KERAS_BACKEND names one that has no implementation here, or that is not installed.
    """
    name = framework()
    if name not in FRAMEWORKS:
        raise Problem(
            f"KERAS_BACKEND={name!r} has no implementation; there are {' and '.join(FRAMEWORKS)}."
            " Unset it, or name one of these."
        )
    if importlib.util.find_spec(name) is None:
        raise Problem(
            f"KERAS_BACKEND={name}, but {name} is not installed. Install it (.venv/bin/pip install"
            " -r requirements-dev.txt), or unset KERAS_BACKEND."
        )


def enter() -> None:
    """Go on in the project's own environment: the first thing that a command does.

    Python itself reads some variables before any of our code runs (the seed of its hashes, its
    path, what it imports from there), so where one differs the same command line begins again.
    """
    begun_again = os.environ.pop(BEGUN_AGAIN, "")
    wanted = own(os.environ)
    if wanted != dict(os.environ) and not begun_again:
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, wanted | {BEGUN_AGAIN: "yes"})
    for name in os.environ.keys() - wanted.keys():  # which the system sets in every process
        del os.environ[name]
    try:
        check_framework()
    except Problem as problem:
        raise SystemExit(f"error: {problem}") from None


def settle() -> None:
    """Set what the libraries read when they are first imported, in a process that somebody else
    began: a notebook, a test.
    """
    os.environ.update(LIBRARIES)
    os.environ["KERAS_BACKEND"] = framework()
