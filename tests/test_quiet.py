"""What a framework says when it is loaded stands before no answer; where it fails it is shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GREETING = "import os\nos.write(2, b'I0000 custom operations are on\\n')\n"


@pytest.mark.parametrize(
    ("module", "code", "said"),
    [
        (GREETING, "import tensorflow", ""),
        (GREETING + "raise ImportError('no kernel')", "import tensorflow", "I0000 custom"),
        (GREETING, "import tensorflow, os; os.write(2, b'an error\\n')", "an error\n"),
        ("import warnings\nwarnings.warn('old')", "import tensorflow", ""),
        ("from analysis.ending import say\nsay('heard')", "import tensorflow", "heard\n"),
    ],
    ids=["greets", "fails", "errors later", "warns", "is interrupted"],
)
def test_a_framework_is_loaded_without_a_word(
    tmp_path: Path, module: str, code: str, said: str
) -> None:
    (tmp_path / "tensorflow.py").write_text(module)
    start = "from analysis.framework.quiet import load_quietly; load_quietly(); "
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    if said:
        assert done.stderr.startswith(said)
    else:
        assert done.stderr == ""
