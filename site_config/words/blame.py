"""Which line of which file an error of a page or of a template stands for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from analysis.ending import one_line
from site_config.paths import REPOSITORY, TEMPLATES

TEXT = "<template>"  # how Jinja names a text that is no file


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def line_in_text(error: BaseException) -> int:
    """Return the innermost line of the rendered text that an error went through.

    Jinja writes the lines of templates into the error's traceback.
    """
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [line for name, line in _frames(error.__traceback__) if name == TEXT]
    return lines[-1] if lines else 1


def line_in_file(line: int, text: str, whole: str) -> int:
    """Return the line of the whole file for a line of a piece of it.

    A piece that does not stand there letter by letter, such as one that a header folds, counts
    where its own line stands, or at the top.
    """
    if text in whole:
        return whole.count("\n", 0, whole.index(text)) + line
    said = text.splitlines()[line - 1].strip() if text else ""
    return next((n for n, one in enumerate(whole.splitlines(), 1) if said and said in one), 1)


def place_in_template(error: BaseException, template: str) -> str:
    """Return file and line of a template in which an error arose."""
    name, line = template, 0
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or template, error.lineno
    for file, number in _frames(error.__traceback__):
        if Path(file).is_relative_to(TEMPLATES) and not isinstance(error, TemplateSyntaxError):
            name, line = Path(file).relative_to(TEMPLATES).as_posix(), number
    file = (TEMPLATES / name).relative_to(REPOSITORY).as_posix()
    return f"{file}:{line}" if line else file


def said_of(error: BaseException, known: str = "") -> str:
    """Return what is said of an error in one line, with what to do."""
    said = one_line(error) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        return f"template {error.name!r} does not exist in {TEMPLATES.name}. Put it back."
    if isinstance(error, TemplateSyntaxError):
        return f"{said.rstrip('.')}. Mend what stands between [= and =], or [% and %]."
    if isinstance(error, UndefinedError | TypeError) and known:
        return f"{said}. Known words: {known}."
    return f"{type(error).__name__}: {said.rstrip('.')}. Mend what stands between [= and =]."
