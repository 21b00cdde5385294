"""Words that number formulas and tables, and refer to them."""

from __future__ import annotations

from site_config.words.context import Body, Here
from site_config.words.references import Target
from site_config.words.unknown import UnknownId, look_up

ANCHORS = {"equation": "eq", "table": "tab"}


def _target(here: Here, kind: str, name: str) -> Target:
    call = f"{kind}('{name}', caption)" if kind == "table" else f"{kind}('{name}')"
    remedy = (
        f"On a page of the series, put [% call {call} %] before it and [% endcall %] behind it."
    )
    known = here.publication.references.of(kind)
    return look_up(kind, name, known, remedy, "is numbered nowhere")


def _enclose(here: Here, kind: str, name: str, body: Body, caption: str = "") -> str:
    if body is None:
        remedy = f"It encloses what it numbers: [% call {kind}('{name}') %] ... [% endcall %]."
        raise UnknownId(kind, name, [name], remedy, "encloses nothing")
    return here.fill(
        f"{kind}.md.j2",
        anchor=f"{ANCHORS[kind]}-{name}",
        number=_target(here, kind, name).number,
        body=body().strip("\n"),
        caption=caption,
    )


def _refer(here: Here, kind: str, name: str) -> str:
    found = _target(here, kind, name)
    where = "" if found.page == here.page else here.link(found.page)
    return f"[{kind.capitalize()}\u00a0{found.number}]({where}#{ANCHORS[kind]}-{name})"


def equation(here: Here, name: str, caller: Body = None) -> str:
    """Return the formula that this word encloses, with its number."""
    return _enclose(here, "equation", name, caller)


def table(here: Here, name: str, caption: str, caller: Body = None) -> str:
    """Return the table that this word encloses, with its number and caption."""
    return _enclose(here, "table", name, caller, caption)


def eq(here: Here, name: str) -> str:
    """Return a formula's number, a link to it."""
    return _refer(here, "equation", name)


def tab(here: Here, name: str) -> str:
    """Return a table's number, a link to it."""
    return _refer(here, "table", name)
