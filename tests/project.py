"""A whole copy of the project with a tiny profile, for tests that build, break and interrupt it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

REPOSITORY = Path(__file__).parent.parent
PARTS = ("analysis", "site_config", "templates", "docs")
FILES = ("mkdocs.yml", "CITATION.cff", "LICENSE", "README.md", "pyproject.toml")

TINY = """
extends = "quick"

[data]
training_images = 1500
validation_images = 200
test_images = 500

[training.full_recipe]
epochs = 2

[training.mlp]
epochs = 1

[oip]
steps = 12
starts = 2

[ladder]
starts = 2
steps = 10
wake = 6
candidates = 32

[precursor]
candidates = 64

[spectrum]
samples = 8

[variants]
images = 128
held_out = 60
rates = [0.15]

[others]
epochs = 2
evaluations = [20, 20]

[twins]
images = 600
epochs = 1

[robustness]
trainings = 1

[distributions]
images = 120
blocks = 4

[clusters]
counts = [10, 20]

[dreams]
steps = 4
tiles = [168, 84]
maps = 4
"""


@dataclass
class Project:
    """A copy under ``root``; ``build`` runs what ``make site`` runs."""

    root: Path
    kept: dict[Path, bytes] = field(default_factory=dict)
    running: subprocess.Popen[str] | None = None  # what was started last

    @property
    def build_folder(self) -> Path:
        return self.root / "build" / "tiny"

    @property
    def artifacts(self) -> Path:
        return self.build_folder / "artifacts"

    @property
    def site(self) -> Path:
        return self.build_folder / "site"

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        command = [
            sys.executable,
            "-m",
            *(arguments or ("site_config", "build", "--profile", "tiny")),
        ]
        clean = {
            k: v
            for k, v in os.environ.items()
            if k not in ("PROFILE", "BUILD", "ARTIFACTS", "PYTHONPATH")
        }
        self.running = subprocess.Popen(
            command,
            cwd=self.root,
            env=clean | environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self.running

    def end(self) -> None:
        """Kill what still runs."""
        if self.running and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)

    def build(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Return exit status and everything that was printed."""
        process = self.start(*arguments, **environment)
        output, _ = process.communicate(timeout=2400)
        return process.returncode, output

    def kill_when(self, reached: Callable[[], bool], *, patience: float = 900) -> str:
        """Start a build, kill it without warning at the moment ``reached`` first holds, and return
        what it had printed.
        """
        process = self.start()
        deadline = time.monotonic() + patience
        while process.poll() is None and not reached():
            assert time.monotonic() < deadline, "the build never reached the moment to kill it"
            time.sleep(0.02)
        assert process.poll() is None, (
            f"the build ended before it could be killed:\n{process.communicate()[0]}"
        )
        os.killpg(process.pid, signal.SIGKILL)
        return process.communicate()[0]

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a piece of a file until ``restore``."""
        file = self.root / path
        text = file.read_text()
        self.kept.setdefault(file, text.encode())
        assert old in text, f"{path} does not hold {old!r}"
        file.write_text(text.replace(old, new, 1))

    def restore(self) -> None:
        """Put every edited file back."""
        for file, content in self.kept.items():
            file.write_bytes(content)
        self.kept.clear()

    @contextmanager
    def tried(self) -> Iterator[None]:
        """Put every edited file back at the end, and all that was built: copying takes a second, a
        build that leads back as long as the one that led away.
        """
        kept = self.root.with_name(f"{self.root.name}-kept")
        subprocess.run(["cp", "-a", "-T", str(self.build_folder), str(kept)], check=True)
        try:
            yield
        finally:
            self.restore()
            shutil.rmtree(self.build_folder)
            kept.rename(self.build_folder)


def ran(output: str) -> list[str]:
    """Return the tasks that a build says it ran."""
    return [line[2:].split(":")[0] for line in output.splitlines() if line.startswith("- ")]


def copy_project(root: Path) -> Project:
    """Copy what the project's commits hold, not what was made from it."""
    root.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        shutil.copytree(
            REPOSITORY / part,
            root / part,
            ignore=shutil.ignore_patterns("__pycache__"),
            symlinks=True,
        )
    for file in FILES:
        shutil.copy2(REPOSITORY / file, root / file)
    (root / "site_config" / "profiles" / "tiny.toml").write_text(TINY)
    return Project(root)


def build_once(project: Project) -> None:
    """Copy the project and build it there, unless another process has, or does: then wait for it.

    Raises:
        AssertionError: the build failed, here or there.
    """
    failed = project.root.with_suffix(".failed")
    with FileLock(project.root.with_suffix(".lock")):
        assert not failed.exists(), failed.read_text()
        if not project.root.exists():
            failed.write_text("its build did not end")
            copy_project(project.root)
            status, output = project.build()
            failed.write_text(output)
            assert status == 0, output
            failed.unlink()
