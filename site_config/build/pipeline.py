"""Run every stale task of a profile with pytask, as far as its private parts do not matter."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from analysis.artifacts import write_atomically
from analysis.problem import Problem
from site_config.build.seal import Tasks
from site_config.paths import REPOSITORY, Place

HOOKS = [
    f"site_config.build.{name}" for name in ("pytask_adapter", "content", "reporter", "beside")
]
HOOKS.append("analysis.publishing.counted")
# one record of what has run is enough: its lock file, which can be read and mended
SETTINGS = f"""[tool.pytask.ini_options]
hook_module = {HOOKS!r}
database_url = "sqlite://"
editor_url_scheme = "no_link"
[tool.pytask.ini_options.markers]
beside = "may run in a helper process"
"""


def _configure(folder: Path) -> Path:
    """Write what pytask is to know. The profile's own folder is its root, so that lock files of
    profiles never mix.
    """
    config = folder / "pipeline.toml"
    write_atomically(config, SETTINGS)
    return config


def run(profile: str, spared: int = 0) -> Tasks:
    """Run what is stale; return how many tasks there are.

    Args:
        spared: how many tasks measure, draw and publish, where all are known to have nothing to do:
            none of them is looked at.

    Raises:
        Exception: what stopped the first task that failed, or pytask itself.
    """
    config = _configure(Place(profile).build)
    os.environ["PROFILE"] = profile
    # progress bars go past pytask's capture of what frameworks print
    os.environ.setdefault("TERMINAL_FD", str(os.dup(2)))
    os.chdir(REPOSITORY)
    from pytask import cli

    from site_config.build import pytask_adapter, reporter
    from site_config.build.pytask_adapter import OF_PAGES, TASKS

    if not pytask_adapter.recorded(config.parent):
        spared = 0
    pytask_adapter.folders = (OF_PAGES,) if spared else TASKS
    reporter.spared, status = spared, 0
    if spared:  # pages alone leave so little that to look for it costs more
        gc.disable()
    try:
        # which task is stale is said by the reporter alone, so pytask is to run what it is given
        cli.main(
            args=["build", "--config", str(config), "--verbose=0", "--max-failures=1", "--force"],
            standalone_mode=False,
        )
    except SystemExit as ended:  # how pytask's command reports its status
        status = int(ended.code or 0)
    if status:
        silent = RuntimeError(f"pytask ended with status {status}, and no word")
        raise pytask_adapter.explained(reporter.failure() or silent)
    if not reporter.tasks.all:
        raise Problem(
            f"no task was found in {' and '.join(map(str, pytask_adapter.folders))}. Restore the"
            " files of tasks with: git checkout -- analysis site_config"
        )
    return reporter.tasks
