"""How a result came to be, told by the process that made it while it made it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis import framework
from analysis.artifacts import Run
from analysis.publishing import digests, versions

FRAMEWORK_PACKAGES = {"keras", *(name for names in versions.FRAMEWORKS.values() for name in names)}


@dataclass
class Watch:
    """What is known of a run: when it began, and whether it has used the framework since."""

    packages: Iterable[str]
    earlier: float = 0.0  # seconds that went into it before an interruption
    began: float = field(default_factory=time.perf_counter)
    calls: int = field(default_factory=framework.calls)  # of the framework, before

    @property
    def seconds(self) -> float:
        return self.earlier + time.perf_counter() - self.began

    def told(self) -> Run:
        """Return the provenance of what has just been made."""
        computed = framework.calls() > self.calls
        names = {name for name in self.packages if computed or name not in FRAMEWORK_PACKAGES}
        return Run(
            commit=digests.commit(),
            device=framework.device() if computed else "CPU",
            framework=versions.framework() if computed else "",
            versions=versions.versions(sorted(names)),
            seconds=round(self.seconds, 3),
        )
