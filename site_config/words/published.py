"""Words that say what was published: numbers, figures, verdicts."""

from __future__ import annotations

from typing import get_args

from analysis.artifacts import FigureRecord, Verdict
from site_config.words.context import Here
from site_config.words.unknown import look_up

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def value(here: Here, name: str) -> str:
    """Return a published number with its unit, in one piece."""
    remedy = "Declare it in analysis/catalogue, with its part or its companion."
    return look_up("value", name, here.artifacts.values, remedy).text.replace(" ", "\u00a0")


def _record(here: Here, name: str) -> FigureRecord:
    return look_up("figure", name, here.artifacts.figures, "Declare it in analysis/catalogue.")


def figure(here: Here, name: str) -> str:
    """Return a figure, light and dark, with its caption."""
    return here.fill("figure.md.j2", figure=_record(here, name))


def ref(here: Here, name: str) -> str:
    """Return a figure's number, a link to its permanent page."""
    number = _record(here, name).number
    return f"[Figure\u00a0{number}]({here.link(f'figures/{name}.md')})"


def address_of_claim(name: str) -> str:
    """Return the staged page of one claim."""
    return f"claims/{name.lower()}.md"


def claim(here: Here, name: str) -> str:
    """Return a claim of the series with its verdict, a link to its page."""
    verdicts = {record.id: record.verdict for record in here.artifacts.manifest.claims}
    remedy = "See analysis/catalogue/claims/statements.toml."
    verdict = look_up("claim", name, verdicts, remedy, "is none of the series")
    return f"[{name}]({here.link(address_of_claim(name))}) (*{verdict}*)"


def verdicts(here: Here) -> str:
    """Return how many claims of the series have each verdict, a link to the list of all of them."""
    given = [record.verdict for record in here.artifacts.manifest.claims]
    told = [f"{given.count(verdict)} {verdict}" for verdict in VERDICTS]
    return f"[{', '.join(told[:-1])} and {told[-1]}]({here.link('about/claims.md')})"
