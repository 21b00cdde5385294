"""Words that say what was published: numbers, figures, verdicts."""

from __future__ import annotations

from analysis.artifacts import FigureRecord, ValueRecord
from analysis.counts import out_of
from analysis.signs import true_signs
from site_config.words.context import Here
from site_config.words.outcomes import OPEN, VERDICTS
from site_config.words.unknown import Unsaid, look_up

STATED = "See analysis/catalogue/claims/statements.toml."
NO_CLAIM = "is none of the series"
NEAR = ", within chance of a bar"  # another sample may be judged otherwise
NOTED = "Claims stand in analysis/catalogue/claims, findings in analysis/catalogue/findings."


def _value(here: Here, name: str) -> ValueRecord:
    remedy = "Declare it in analysis/catalogue, with its part or its companion."
    return look_up("value", name, here.artifacts.values, remedy)


def value(here: Here, name: str) -> str:
    """Return a published number with its unit, in one piece."""
    return true_signs(_value(here, name).text).replace(" ", "\u00a0")


def image(here: Here, name: str) -> str:
    """Return the number of a test image, a link to the page that takes its decision apart."""
    return f"[{value(here, name)}]({here.link(f'images/{_value(here, name).text}.md')})"


def count(here: Here, name: str, one: str, many: str, none: str = "") -> str:
    """Return a published count with the words that follow it, which have another form for one, and
    where it is 0 what is said in place of both, if anything is.
    """
    if none and _value(here, name).number == 0:
        return none
    return f"{value(here, name)}\u00a0{one if _value(here, name).text == '1' else many}"


def among(here: Here, part: str, whole: str | int, one: str, many: str) -> str:
    """Return a published count out of another, or out of a number, as ``counts.out_of`` says it."""
    some, told = _value(here, part).number, value(here, part)
    every: float | None
    if isinstance(whole, str):
        every, of = _value(here, whole).number, value(here, whole)
    else:
        every, of = whole, str(whole)
    if some is None or every is None:  # nothing could be measured
        return f"{told} of {of}\u00a0{many}"
    return out_of(some, every, one, many, (told, of))


def among_first(here: Here, part: str, whole: str | int, one: str, many: str) -> str:
    """Return the same where it begins a sentence."""
    told = among(here, part, whole, one, many)
    return told[0].upper() + told[1:]


def compared(here: Here, left: str, right: str, above: str, below: str, equal: str) -> str:
    """Return which of three wordings fits two published numbers, as precisely as they are shown."""
    one, other = _value(here, left), _value(here, right)
    if one.number is None or other.number is None or one.text == other.text:
        return equal
    return above if one.number > other.number else below


def _record(here: Here, name: str) -> FigureRecord:
    return look_up("figure", name, here.artifacts.figures, "Declare it in analysis/catalogue.")


def figure(here: Here, name: str) -> str:
    """Return a figure, light and dark, with its caption."""
    return here.fill("figure.md.j2", figure=_record(here, name))


def ref(here: Here, name: str) -> str:
    """Return a figure's number, a link to its permanent page."""
    number = _record(here, name).number
    return f"[Figure\u00a0{number}]({here.link(address_of_figure(name))})"


def address_of_figure(name: str) -> str:
    """Return the staged page of one figure."""
    return f"figures/{name}.md"


def address_of_claim(name: str) -> str:
    """Return the staged page of one claim."""
    return f"claims/{name.lower()}.md"


def _linked(here: Here, name: str) -> tuple[str, str]:
    """Return a claim of the series, a link to its page, and its verdict."""
    claims = {record.id: record for record in here.artifacts.manifest.claims}
    found = look_up("claim", name, claims, STATED, NO_CLAIM)
    near = NEAR if found.near_bar else ""
    return f"[{name}]({here.link(address_of_claim(name))})", f"*{found.verdict}*{near}"


def claim(here: Here, name: str) -> str:
    """Return a claim of the series with its verdict, a link to its page."""
    link, verdict = _linked(here, name)
    return f"{link} ({verdict})"


def judged(here: Here, name: str) -> str:
    """Return the same in brackets, behind a sentence that rests on the claim."""
    link, verdict = _linked(here, name)
    return f"({link}: {verdict})"


def evidence(here: Here, name: str) -> str:
    """Return what a claim of the series or a finding of ours was judged by, as its page tells it,
    without a full stop: where it cannot be told, what is missing.
    """
    manifest = here.artifacts.manifest
    told = {one.id: one.evidence for one in manifest.claims}
    told |= {one.id: one.evidence for one in manifest.findings}
    return look_up("claim or finding", name, told, NOTED).rstrip(".")


def of_profile(here: Here) -> str:
    """Return the option by which a command looks at this build; none for the profile that it looks
    at by itself.
    """
    name = here.artifacts.manifest.profile
    return "" if name == "full" else f" --profile {name}"


def verdicts(here: Here) -> str:
    """Return how many claims, ours among them, have each verdict, a link to the list of them."""
    given = [record.verdict for record in here.artifacts.manifest.claims]
    told = [f"{given.count(verdict)} {verdict}" for verdict in VERDICTS]
    return f"[{', '.join(told[:-1])} and {told[-1]}]({here.link('about/claims.md')})"


def falls_so(
    here: Here, kind: str, id: str, outcomes: tuple[str, ...], told: tuple[str, ...]
) -> bool:
    """Return whether the outcome of a claim or a finding is one of some; that a finding holds is
    the outcome without a name.

    Raises:
        UnknownId: there is no such claim or finding.
        Unsaid: it cannot be told, and there is no sentence for that.
    """
    if kind == "verdict":
        verdicts = {one.id: one.verdict for one in here.artifacts.manifest.claims}
        return VERDICTS[look_up("claim", id, verdicts, STATED, NO_CLAIM)] in outcomes
    known = {one.id: one for one in here.artifacts.manifest.findings}
    finding = look_up("finding", id, known, "Declare it in analysis/catalogue/findings.")
    if finding.open and OPEN not in told:
        remedy = f"Add [% {OPEN} %], for the case that it cannot be told: {finding.open}."
        raise Unsaid("finding", id, OPEN, remedy)
    if finding.holds is None:
        return outcomes == (OPEN,)
    return finding.holds and not outcomes
