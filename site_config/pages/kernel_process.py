"""The process of a kernel: IPython without the configuration and the start-up files that it looks
for on this machine.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp


class BareKernel(IPKernelApp):
    """A kernel as it comes; what is configured for a person or a machine is not read."""

    def load_config_file(self, *arguments: Any, **more: Any) -> None:
        """Read no configuration."""

    # not promised by IPython; a test sees to it that no start-up file runs
    def _run_startup_files(self) -> None:
        """Run no file before the cells."""

    def initialize(self, *arguments: Any, **more: Any) -> None:
        """Get ready. A cell that leaves by ``exit`` fails as one that leaves by ``sys.exit``:
        IPython's own words for it ask whoever sits before it to end, and here nobody does.
        """
        super().initialize(*arguments, **more)
        if self.shell:
            self.shell.user_ns |= {"exit": sys.exit, "quit": sys.exit}


if __name__ == "__main__":
    # which takes a matplotlibrc from the folder it is imported in before any other
    with contextlib.chdir(Path(__file__).parent):
        import matplotlib as matplotlib
    # that its channel on this machine is not encrypted is no news
    BareKernel.launch_instance(exec_PYTHONSTARTUP=False, log_level="ERROR")
