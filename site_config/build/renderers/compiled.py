"""What a theme's templates are compiled to, kept beside the packages that do it: to compile them
anew takes a tenth of what it costs to change one sentence.

It is code, so it lies where code lies, in the environment of this Python, and never in a build.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket
from mkdocs.plugins import BasePlugin


class _Kept(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk: it is compiled again the next time
            super().dump_bytecode(bucket)


def folder(packages: Sequence[str]) -> Path | None:
    """Return where templates lie that packages have compiled, each in its version of now; None
    where this Python has no environment of its own that can be written.
    """
    if sys.prefix == sys.base_prefix or not os.access(sys.prefix, os.W_OK):
        return None
    return Path(sys.prefix, "cache", "-".join(f"{name}-{version(name)}" for name in packages))


class Compiled(BasePlugin):  # type: ignore[type-arg]  # it has no settings
    """Lets MkDocs compile no template twice."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = packages

    def on_env(self, env: Environment, **_: object) -> Environment:
        """Give Jinja a memory. What it finds there counts only for the very text it was made of."""
        if kept := folder(self.packages):
            with suppress(OSError):
                kept.mkdir(parents=True, exist_ok=True)
                env.bytecode_cache = _Kept(str(kept))
        return env
