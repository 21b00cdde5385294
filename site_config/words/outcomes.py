"""Blocks of a page that say what was found: a sentence for each outcome, of which that of this
network is shown.

``[% verdict 'C-X-3' %]`` depends on a claim, ``[% when 'one-maximum' %]`` on a finding. Every
outcome needs its section, which may be empty on purpose, so that none is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn, get_args

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from analysis.artifacts import Verdict

UNTESTED, OTHERWISE, OPEN = "untested", "otherwise", "open"
# as pages call them: a name of Jinja is one word
VERDICTS: dict[Verdict, str] = {
    one: UNTESTED if one == "not tested" else one for one in get_args(Verdict)
}
SECTIONS = {"verdict": (*VERDICTS.values(), OTHERWISE), "when": (OTHERWISE, OPEN)}
NAMES = "|".join((*SECTIONS, *SECTIONS["verdict"], OPEN))
# what follows the tag of a section on its line begins the line
FIRST = re.compile(rf"(?m)^([ \t]*\[%[ \t]*(?:{NAMES})\b[^%\n]*%\])[ \t]+(?=\S)")
# a tag at the end of a line that holds more than this tag
LAST = re.compile(r"(?m)^(?![ \t]*\[%[^%\n]*%\][ \t]*$)(.*[^-+\s])[ \t]*%\][ \t]*$")
FALLS = "falls_so"
Sections = dict[tuple[str, ...], list[nodes.Node]]  # what is said, by the outcomes it is said of


class Outcomes(Extension):
    """The two kinds of blocks, as tests of the word ``falls_so``."""

    tags = set(SECTIONS)  # noqa: RUF012 - as its base declares it

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Keep the line break behind a tag that shares its line with text, which Jinja drops, and
        drop the space behind the tag of a section, which Jinja keeps.
        """
        return source if name else LAST.sub(r"\1 +%]", FIRST.sub(r"\1", source))

    def parse(self, parser: Parser) -> nodes.If:
        tag = next(parser.stream)
        id = parser.stream.expect("string").value
        sections = Sections(self._sections(parser, tag.value, id))
        if tag.value == "verdict":
            sections.pop(())  # what stands before the first outcome
        self._complete(parser, tag.value, id, sections, tag.lineno)
        return self._branches(parser, tag.value, id, sections, tag.lineno)

    def _sections(
        self, parser: Parser, kind: str, id: str
    ) -> Iterator[tuple[tuple[str, ...], list[nodes.Node]]]:
        """Yield the outcomes of each section with what it says; one without a tag has none."""
        ends = tuple(f"name:{one}" for one in (*SECTIONS[kind], f"end{kind}"))
        outcomes: tuple[str, ...] = ()
        seen: set[str] = set()
        while True:
            body = parser.parse_statements(ends)
            first = bool(outcomes) or kind == "when"
            if not first and _says(body):
                self._refuse(parser, f"{kind} {id!r} says something before its first outcome")
            yield outcomes, body
            outcomes = tuple(self._names(parser, kind))
            if outcomes == (f"end{kind}",):
                return
            if twice := seen.intersection(outcomes):
                self._refuse(parser, f"{kind} {id!r} has two sentences for {min(twice)!r}")
            seen.update(outcomes)

    def _names(self, parser: Parser, kind: str) -> Iterator[str]:
        """Yield the names of a section's tag: one, or several with 'or' between them."""
        yield next(parser.stream).value
        while parser.stream.skip_if("name:or"):
            token = parser.stream.expect("name")
            if token.value not in SECTIONS[kind]:
                self._refuse(parser, f"{token.value!r} is no outcome of a {kind}")
            yield token.value

    def _complete(self, parser: Parser, kind: str, id: str, sections: Sections, line: int) -> None:
        """Refuse a block that has no sentence for some outcome."""
        told = {one for outcomes in sections for one in outcomes}
        needed = VERDICTS.values() if kind == "verdict" else (OTHERWISE,)
        missing = [one for one in needed if one not in told]
        if missing and OTHERWISE not in told:
            parser.fail(
                f"{kind} {id!r} has no sentence for the outcome {missing[0]!r}. Add [%"
                f" {missing[0]} %], empty if nothing is to be said",
                line,
            )

    def _refuse(self, parser: Parser, said: str) -> NoReturn:
        parser.fail(said, parser.stream.current.lineno)

    def _branches(
        self, parser: Parser, kind: str, id: str, sections: Sections, line: int
    ) -> nodes.If:
        """Return the sections as one chain of tests, whatever is left over last."""
        rest = sections.pop((OTHERWISE,), [])
        told = [one for outcomes in sections for one in outcomes]
        if not sections:
            parser.fail(f"{kind} {id!r} says the same of every outcome. Take the block away", line)
        tests = [
            nodes.If(self._test(kind, id, outcomes, told, line), body, [], [], lineno=line)
            for outcomes, body in sections.items()
        ]
        first, *others = tests
        first.elif_, first.else_ = others, rest
        return first

    def _test(
        self, kind: str, id: str, outcomes: tuple[str, ...], told: list[str], line: int
    ) -> nodes.Expr:
        said = [nodes.Const(kind), nodes.Const(id), nodes.Const(outcomes), nodes.Const(tuple(told))]
        return nodes.Call(nodes.Name(FALLS, "load"), said, [], None, None, lineno=line)


def _says(body: list[nodes.Node]) -> bool:
    """Return whether anything but space stands there."""
    texts = [one for node in body for one in node.find_all(nodes.TemplateData)]
    other = any(not isinstance(node, nodes.Output) for node in body)
    return other or any(one.data.strip() for one in texts)
