"""Cells run in the project's own Python, whatever a person has installed and configured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from analysis.artifacts import REPOSITORY
from site_config.pages.kernel import OwnKernel, environment

TOLD = """
import json, locale, os, sys, time
import matplotlib
import numpy as np
print(json.dumps({
    "python": sys.executable,
    "personal": sorted(name for name in globals() if name.startswith("personal")),
    "decimal": locale.localeconv()["decimal_point"],
    "zone": time.tzname[0],
    "origin": matplotlib.rcParams["image.origin"],
    "colours": matplotlib.colormaps["gray"].N,
    "numbers": repr(np.array([0.123456789])),
    "order": list({"a", "b", "c", "d"}),
    "switch": os.environ.get("TF_XLA_FLAGS"),
    "artifacts": os.environ["ARTIFACTS"],
    "elsewhere": [path for path in sys.path if "personal" in path],
}))
"""


def configured(home: Path) -> dict[str, str]:
    """Fill a person's home; return what that person has set in the shell."""
    startup = home / ".ipython" / "profile_default" / "startup"
    kernels = home / ".local" / "share" / "jupyter" / "kernels" / "python3"
    for folder in (startup, kernels, home / "personal"):
        folder.mkdir(parents=True)
    (startup / "first.py").write_text("personal_startup = 1; print('a startup file')")
    configuration = "c.InteractiveShellApp.exec_lines = ['personal_line = 1']"
    (startup.parent / "ipython_config.py").write_text(configuration)
    (startup.parent / "ipython_kernel_config.py").write_text(configuration)
    (kernels / "kernel.json").write_text(json.dumps({"argv": ["false"], "display_name": "own"}))
    (home / "matplotlibrc").write_text("image.origin: lower\nimage.lut: 16\n")
    (home / "start.py").write_text("personal_python = 1")
    (home / "personal" / "sitecustomize.py").write_text(
        "import numpy; numpy.set_printoptions(precision=2)"
    )
    return {
        "HOME": str(home),
        "IPYTHONDIR": str(home / ".ipython"),
        "JUPYTER_PATH": str(home / ".local" / "share" / "jupyter"),
        "MATPLOTLIBRC": str(home),
        "PYTHONSTARTUP": str(home / "start.py"),
        "PYTHONPATH": str(home / "personal"),
        "PYTHONHASHSEED": "3",
        "TF_XLA_FLAGS": "--own",
        "LC_ALL": "de_DE.UTF-8",
        "TZ": "Asia/Tokyo",
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a cell finds around it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in configured(home).items():
            patch.setenv(name, value)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(TOLD)])
        client = NotebookClient(
            notebook,
            kernel_manager_class=OwnKernel,
            resources={"metadata": {"path": str(REPOSITORY)}},
        )
        before = set(home.rglob("*"))
        client.execute(env=environment(home / "artifacts"))
        assert not {path for path in home.rglob("*") if ".cache" not in path.parts} - before
    (output,) = client.nb.cells[0].outputs
    return json.loads(output.text) | {"home": str(home)}


def test_the_kernel_is_the_projects_own_python(told):
    assert told["python"] == sys.executable
    assert told["artifacts"] == os.path.join(str(told["home"]), "artifacts")


@pytest.mark.parametrize(
    ("what", "right"),
    [
        ("personal", []),
        ("elsewhere", []),
        ("switch", None),
        ("decimal", "."),
        ("zone", "UTC"),
        ("origin", "upper"),
        ("colours", 256),
        ("numbers", "array([0.12345679])"),
    ],
)
def test_nothing_that_a_person_has_configured_reaches_a_cell(told, what, right):
    assert told[what] == right


def test_a_set_is_printed_in_the_order_of_the_projects_hash_seed(told):
    code = "print(list({'a', 'b', 'c', 'd'}))"
    seeded = {**os.environ, "PYTHONHASHSEED": "0"}
    said = subprocess.run([sys.executable, "-c", code], env=seeded, capture_output=True, text=True)
    assert str(told["order"]) == said.stdout.strip()
