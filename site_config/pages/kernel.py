"""The kernel in which a page's cells run: the project's own Python in the project's own
surroundings, whatever kernels, profiles and start-up files a person has.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from analysis import surroundings
from site_config.paths import REPOSITORY

WRITTEN_TO = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")


class OwnKernel(AsyncKernelManager):
    """Starts a kernel without asking which ones are installed; what it and IPython write lies in a
    folder that is removed with it.
    """

    def __init__(self, **options: Any) -> None:
        self.folder = TemporaryDirectory(prefix="cells-")
        super().__init__(**options)
        self.connection_file = os.path.join(self.folder.name, "connection.json")

    def end_rest(self) -> None:
        """End what cells have started and left behind, also apart from the kernel: the environment
        of each such process names the folder of this kernel.
        """
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.environ().get(WRITTEN_TO[0]) == self.folder.name:
                    process.kill()

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return how the kernel is started."""
        return KernelSpec(
            argv=[
                sys.executable,
                "-m",
                "site_config.pages.kernel_process",
                "-f",
                "{connection_file}",
            ],
            env=dict.fromkeys(WRITTEN_TO, self.folder.name),
            display_name="Python of the project",
            language="python",
        )


def environment(artifacts: Path) -> dict[str, str]:
    """Return the environment of a kernel that reads these artifacts."""
    return surroundings.own(os.environ) | {
        "ARTIFACTS": str(artifacts),
        "PYTHONPATH": str(REPOSITORY),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
