"""Which packages computed or drew something, and their versions, as they are while it is made."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable
from functools import cache

from analysis import surroundings
from analysis.framework import name as framework

# packages that a framework brings along and computes with
ALONG = {"jax": ("jaxlib",)}
# the frameworks that Keras can run on, and what an upgrade of one changes
FRAMEWORKS = {name: (name, *ALONG.get(name, ())) for name in surroundings.FRAMEWORKS}
# by the name that is imported, where that is not the name of the package
PACKAGES = {"sklearn": "scikit-learn", "PIL": "pillow", "fontTools": "fonttools"}
# they check a profile's form, show a picture in a notebook, read imports: no result comes from them
NOTHING_COMPUTED = {"pydantic", "IPython", "grimp"}


@cache
def version(package: str) -> str:
    """Return the installed version of a package; 'not installed' where there is none."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def packages(imported: Iterable[str]) -> list[str]:
    """Return the packages behind imported names: of two frameworks only the one that is used."""
    names = set(imported) - NOTHING_COMPUTED
    found = {PACKAGES.get(name, name) for name in names - FRAMEWORKS.keys()}
    if framework() in names:
        found |= set(FRAMEWORKS[framework()])
    return sorted(found)


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of packages, and Python's."""
    return {"python": platform.python_version(), **{name: version(name) for name in names}}
