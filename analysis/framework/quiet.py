"""TensorFlow greets whoever loads it with lines about its processor, past every setting of its log.

They are kept aside while it is loaded, and shown where that fails. Uses no other room.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


@contextmanager
def aside() -> Iterator[None]:
    """Keep aside what anything writes to standard error, and show it where an error follows."""
    sys.stderr.flush()
    terminal = os.dup(2)
    told = os.environ.setdefault("TERMINAL_FD", str(terminal))  # for whoever must be heard
    with tempfile.TemporaryFile() as kept:
        os.dup2(kept.fileno(), 2)
        try:
            yield
        except BaseException:
            kept.seek(0)
            os.write(terminal, kept.read())
            raise
        finally:
            os.dup2(terminal, 2)
            if told == str(terminal):
                del os.environ["TERMINAL_FD"]
            os.close(terminal)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds TensorFlow as everybody does, and has it loaded quietly."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != "tensorflow":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            load = spec.loader.exec_module

            def quietly(module: ModuleType) -> None:
                with aside():
                    load(module)

            spec.loader.exec_module = quietly  # type: ignore[method-assign]
        return spec


def load_quietly() -> None:
    """From now on TensorFlow is loaded without a word, whoever asks for it first."""
    sys.meta_path.insert(0, _Finder())
