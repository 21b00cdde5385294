"""What stands around a run changes nothing: neither what a person has configured nor how many
processors are usable.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import surroundings
from analysis.artifacts import REPOSITORY
from analysis.problem import Problem


@pytest.mark.parametrize(
    "name",
    [
        "TF_ENABLE_ONEDNN_OPTS",
        "TF_XLA_FLAGS",
        "NVIDIA_TF32_OVERRIDE",
        "JAX_ENABLE_X64",
        "KERAS_MAX_EPOCHS",
        "NPY_DISABLE_CPU_FEATURES",
        "OPENBLAS_CORETYPE",
        "ONEDNN_DEFAULT_FPMATH_MODE",
        "GLIBC_TUNABLES",
        "PYTHONSTARTUP",
        "PYTHONOPTIMIZE",
        "PYTHONWARNINGS",
        "PYTHON_CPU_COUNT",
        "JUPYTER_PATH",
        "IPYTHONDIR",
        "LANGUAGE",
        "GIT_DIR",
        "https_proxy",
        "SOURCE_DATE_EPOCH",
    ],
)
def test_what_a_person_has_set_stays_outside(name):
    assert name not in surroundings.own({name: "1", "PATH": "/bin"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OMP_NUM_THREADS", "7"),
        ("TF_NUM_INTRAOP_THREADS", "1"),
        ("PYTHONHASHSEED", "random"),
        ("PYTHONUTF8", "0"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("TZ", "Asia/Tokyo"),
        ("MPLBACKEND", "tkagg"),
        ("KERAS_HOME", "/home/somebody/keras"),
        ("XLA_FLAGS", "--xla_gpu_deterministic_ops=false"),
    ],
)
def test_what_the_project_sets_is_not_overruled(name, value):
    assert surroundings.own({name: value}) == surroundings.own({})


def test_operations_of_a_graphics_processor_are_deterministic_under_jax_too():
    assert surroundings.own({})["XLA_FLAGS"] == "--xla_gpu_deterministic_ops=true"


def test_what_tells_where_things_lie_and_which_device_to_use_is_taken_over():
    given = {"PATH": "/bin", "HOME": "/h", "CUDA_VISIBLE_DEVICES": "1", "BUILD": "/b"}
    assert given.items() <= surroundings.own(given | {"KERAS_BACKEND": "jax"}).items()
    assert surroundings.own({"KERAS_BACKEND": "jax"})["KERAS_BACKEND"] == "jax"
    wheels = str(REPOSITORY / "build" / "gpu")
    assert surroundings.own({"PYTHONPATH": f"/elsewhere:{wheels}:"})["PYTHONPATH"] == wheels
    own = surroundings.own(given)
    assert surroundings.own(own) == own


def elsewhere(code: str, folder: Path, *before: str, **environment: str) -> subprocess.Popen[str]:
    """Start code as a command of the project is started, in another folder."""
    return subprocess.Popen(
        [*before, sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


ENTERED = """
from analysis import surroundings
surroundings.enter()
import json, os, sys
print(json.dumps([dict(os.environ), sys.flags.utf8_mode, hash("a"), sys.argv[1:]]))
"""


def test_a_command_begins_again_in_the_projects_own_environment(tmp_path):
    """Python reads these before any code of the project, and runs a person's ``sitecustomize``."""
    (tmp_path / "sitecustomize.py").write_text("import os; os.environ['XLA_FLAGS'] = '--own'")
    paths = f"{tmp_path}{os.pathsep}{REPOSITORY}"
    process = elsewhere(
        ENTERED, tmp_path, PYTHONPATH=paths, PYTHONHASHSEED="5", PYTHONUTF8="0", TZ="Asia/Tokyo"
    )
    out, err = process.communicate()
    environment, utf8, hashed, _ = json.loads(out or err)
    assert environment == surroundings.own(os.environ | {"PYTHONPATH": str(REPOSITORY)})
    assert utf8 == 1
    again = elsewhere(ENTERED, REPOSITORY).communicate()[0]
    assert json.loads(again)[2] == hashed


@pytest.mark.parametrize(
    ("name", "there", "said"),
    [
        ("jax", (), "KERAS_BACKEND=jax, but jax is not installed. Install it"),
        ("tensorflow", (), "KERAS_BACKEND=tensorflow, but tensorflow is not installed."),
        ("torch", ("torch",), "'torch' has no implementation; there are jax and tensorflow."),
        ("JAX", ("jax",), "'JAX' has no implementation; there are jax and tensorflow."),
    ],
)
def test_a_framework_that_cannot_be_used_is_refused_in_one_sentence(monkeypatch, name, there, said):
    monkeypatch.setattr(os, "environ", surroundings.own({"KERAS_BACKEND": name}))
    monkeypatch.setattr("importlib.util.find_spec", lambda package: package in there or None)
    with pytest.raises(Problem) as problem:
        surroundings.check_framework()
    assert said in str(problem.value) and "\n" not in str(problem.value)
    with pytest.raises(SystemExit, match="error: KERAS_BACKEND"):
        surroundings.enter()


def test_no_framework_named_is_tensorflow(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "")
    assert surroundings.framework() == "tensorflow"
    surroundings.check_framework()


MADE = """
from analysis import surroundings
surroundings.enter()
import hashlib, io, json
import numpy as np
from analysis import framework
from analysis.ascent.climb import Climber, Series, ascend
from analysis.ascent.objectives import response
from analysis.figures import style
from analysis.networks.series import build_cnn

def digest(*arrays):
    return hashlib.sha256(b"".join(np.ascontiguousarray(a).tobytes() for a in arrays)).hexdigest()

random = np.random.default_rng(1)
images = random.standard_normal((256, 28, 28, 1)).astype(np.float32)
framework.prepare(7)
model = build_cnn(7)
model.compile("adam", "sparse_categorical_crossentropy", jit_compile=False)
model.fit(images, np.arange(256) % 10, batch_size=128, epochs=1, shuffle=False, verbose=0)
climber = Climber(response(model, "Conv2D_3"), Series(0.01))
climbed = ascend(climber, images[:16, ..., 0], np.arange(16, dtype=np.int32), steps=5)
many = random.standard_normal((900, 400))

def drawn():
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    with style.theme("light"):
        sheet, buffer = style.sheet(3, 2), io.BytesIO()
        axes = sheet.subplots()
        axes.imshow(many[:9, :9], cmap=style.grey())
        axes.plot(many[0, :9])
        style.settle(sheet)
        FigureCanvasSVG(sheet).print_svg(buffer, metadata={"Date": None})
    return np.frombuffer(buffer.getvalue(), np.uint8)

print(json.dumps({
    "training": digest(*model.get_weights()),
    "ascent": digest(climbed.response),
    "product of matrices": digest(many @ random.standard_normal((400, 500))),
    "eigenvectors": digest(*np.linalg.eigh(many[:300].T @ many[:300])),
    "figure": digest(drawn()),
}))
"""
KERAS = {"floatx": "float64", "image_data_format": "channels_first", "epsilon": 0.1}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Digests of what is made with all processors, and with one of them in the home of a person who
    has configured everything.
    """
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
        pytest.skip("needs a system that can withhold a processor, and two of them")
    home = tmp_path_factory.mktemp("home")
    (home / ".keras").mkdir()
    (home / ".keras" / "keras.json").write_text(json.dumps(KERAS))
    (home / "matplotlibrc").write_text("image.lut: 16\nimage.origin: lower\nlines.linewidth: 9\n")
    person = {
        "HOME": str(home),
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_NUM_INTRAOP_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "2",
        "MATPLOTLIBRC": str(home),
    }
    first = str(min(os.sched_getaffinity(0)))
    both = [
        elsewhere(MADE, REPOSITORY),
        elsewhere(MADE, home, "taskset", "-c", first, **person),
    ]
    said = [process.communicate() for process in both]
    return [json.loads(out.splitlines()[-1]) if out else pytest.fail(err) for out, err in said]


@pytest.mark.parametrize(
    "what", ["training", "ascent", "product of matrices", "eigenvectors", "figure"]
)
def test_usable_processors_and_a_persons_configuration_change_no_bit(made, what):
    plain, configured = made
    assert plain[what] == configured[what]
