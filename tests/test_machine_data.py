"""Files for machines: each of a site is what its published schema says, leads where it says, and
can be read as the page about them shows.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import posixpath
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import numpy as np
import pytest
from browser import served
from bs4 import BeautifulSoup
from pydantic import ValidationError
from test_claims import claim

from analysis.artifacts import Artifacts, QuestionRecord, ToleranceRecord, ValueRecord
from analysis.publishing.numbers import with_premises
from site_config.data.claims import claim_data
from site_config.data.kinds import KINDS, Kind, schema
from site_config.data.names import NAMES
from site_config.data.values import value_data
from site_config.data.written import as_json, known
from site_config.paths import DOCS, REPOSITORY, SITE_URL, Place
from site_config.words.swhid import content_id

MOST = 300_000  # bytes of a list
SEARCH = "search/"  # its files belong to the theme
CSL = ".csl.json"  # a format of its own, with a schema of its own
OF_PAGES = ("figure", "map", "claim", "image")
SWHID = re.compile(r"(swh:1:cnt:[0-9a-f]{40});lines=(\d+)-(\d+)")
LEADING = ("address", "json", "numbers", "figure_address")
EXAMPLE = re.compile(r"```(\w+)\n(.*?)```", re.S)


def kind_of(path: str) -> Kind:
    """Return the one kind of file that stands at a path."""
    same = [one for one in KINDS if one.path.count("/") == path.count("/")]
    (kind,) = (one for one in same if fnmatch(path, one.path))
    return kind


def refused(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


@pytest.fixture(scope="module")
def files(published: Path) -> dict[str, Any]:
    """What stands in every JSON file of the site, the schemas aside."""
    every = (path.relative_to(published).as_posix() for path in published.rglob("*.json"))
    return {
        path: json.loads((published / path).read_text(), parse_constant=refused)
        for path in sorted(every)
        if not path.startswith(SEARCH) and not path.endswith((CSL, ".schema.json"))
    }


def test_every_file_is_what_its_published_schema_says(published, files):
    told = {kind.name: json.loads((published / kind.schema).read_text()) for kind in KINDS}
    held = {name: jsonschema.Draft202012Validator(one) for name, one in told.items()}
    assert {kind_of(path) for path in files} == set(KINDS)
    for path, content in files.items():
        kind = kind_of(path)
        held[kind.name].validate(content)
        own = (published / path).parent / content["$schema"]
        assert own.resolve() == (published / kind.schema).resolve()


def leads(told: Any) -> Iterator[str]:
    """Yield all addresses below the site that a file names."""
    for key, value in told.items() if isinstance(told, dict) else enumerate(told):
        if isinstance(value, (dict, list)):
            yield from leads(value)
        elif key in LEADING and value:
            yield value.partition("#")[0]


def test_every_address_leads_to_a_page_or_a_file(published, files):
    for path, content in files.items():
        if kind_of(path).name in ("layer", "decision"):  # theirs count from a page
            continue
        for place in set(leads(content)):
            found = published / place
            assert (found / "index.html" if place.endswith("/") or not place else found).is_file()


@pytest.mark.parametrize("name", ["figures", "maps", "claims", "images"])
def test_a_list_names_each_thing_once_and_stays_small(published, files, name):
    listed = files[f"{name}.json"][name]
    own = [path for path in files if kind_of(path).name == name.removesuffix("s")]
    assert sorted(one["json"] for one in listed) == sorted(own)
    assert len({one["id"] for one in listed}) == len(listed)
    assert (published / f"{name}.json").stat().st_size < MOST
    for one in listed:
        told = files[one["json"]]
        assert {key: told[key] for key in one} == one


def test_pages_lead_to_what_is_known_of_their_subject(published, files):
    for path in files:
        kind = kind_of(path).name
        if kind in OF_PAGES:
            page = (published / path).with_name("index.html").read_text()
            assert re.search(rf'href="?{kind}\.json"?', page), path


@pytest.mark.parametrize("kind", OF_PAGES)
def test_the_head_of_a_page_names_the_json_that_stands_beside_it(published, files, kind):
    pages = [published / path for path in files if kind_of(path).name == kind]
    assert pages
    for file in pages:
        head = file.with_name("index.html").read_text().partition("</head>")[0]
        told = [
            link["href"]
            for link in BeautifulSoup(head, "html.parser").select("link[rel=describedby]")
            if link["type"] == "application/json"
        ]
        assert [posixpath.basename(place) for place in told] == [file.name], file
        if "//" not in told[0]:
            assert (file.parent / told[0]).samefile(file)


def code(told: Any) -> Iterator[dict[str, Any]]:
    """Yield everything in a file that names the function behind it."""
    for one in told.values() if isinstance(told, dict) else told:
        if isinstance(one, (dict, list)):
            yield from code(one)
    if isinstance(told, dict) and "source" in told:
        yield told


def test_code_is_named_by_the_lines_on_which_it_stands(files):
    naming = {kind_of(path).name for path, content in files.items() if list(code(content))}
    assert naming == {"figure", "claim", "image"}
    for one in {one["swhid"]: one for content in files.values() for one in code(content)}.values():
        content = (REPOSITORY / one["source"]["file"]).read_bytes()
        id, first, last = SWHID.fullmatch(one["swhid"]).groups()
        assert id == content_id(content)
        lines = content.decode().splitlines()[int(first) - 1 : int(last)]
        assert f"def {one['source']['function'].rpartition('.')[2]}(" in "\n".join(lines)


def test_the_page_of_a_figure_shows_the_lines_that_its_json_names(published, files):
    for path, content in files.items():
        if kind_of(path).name == "figure":
            page = (published / path).with_name("index.html").read_text()
            assert {one["swhid"] for one in code(content)} == {
                found.group() for found in SWHID.finditer(page)
            }


@pytest.fixture(scope="module")
def values(request: pytest.FixtureRequest, files: dict[str, Any]) -> tuple[ValueRecord, ...]:
    """What the manifest behind the site holds of numbers."""
    if os.environ.get("SITE"):
        return Artifacts(Place(files["values.json"]["profile"]).artifacts).manifest.values
    return Artifacts(request.getfixturevalue("tiny").artifacts).manifest.values


def test_every_quoted_number_is_told_as_it_was_published(values, files, published):
    told = files["values.json"]["values"]
    assert (published / "values.json").stat().st_size < MOST
    assert [one["id"] for one in told] == [one.id for one in values]
    for one, record in zip(told, values, strict=True):
        assert (one["told"], one["number"]) == (record.text, record.number)
        assert (one["unit"], one["measurement"]) == (record.unit, record.of)
        assert one["tolerance"] == record.tolerance.model_dump()
    assert set(files["values.json"]["files"]) == {record.of for record in values}


def test_a_map_says_what_each_of_its_numbers_is_called_and_means(files):
    maps = [content for path, content in files.items() if kind_of(path).name == "map"]
    for told in maps:
        labels = {one["id"]: one for one in told["meanings"]}
        assert all(one["label"] and one["reading"] for one in labels.values())
        for oip in filter(None, told["oips"].values()):
            assert set(oip["numbers"]) < set(labels)
        assert told["measured"]["rate"]["value"] == told["rate"]
    assert any(one["means"] for told in maps for one in told["oips"]["sphere"]["numbers"].values())


def example(language: str, at: str) -> str:
    """Return the example of the page, for a site that is served elsewhere."""
    found = dict(EXAMPLE.findall((DOCS / "about/data.md").read_text()))
    return found[language].replace("[= site() =]", at)


def test_the_example_in_python_runs(published, files):
    out = io.StringIO()
    with served(published) as at, contextlib.redirect_stdout(out):
        exec(example("python", at), {})
    first, *rest = out.getvalue().splitlines()
    assert re.fullmatch(r"Map \d+ of \w+ http://.+/gallery/.+/\d+/", first)
    assert len(rest) == len(files["maps.json"]["meanings"]) - 3  # rate, change and response


def test_the_example_in_javascript_runs(visit: Callable[..., Any], address: str, files):
    tab, lines = visit("about/data/"), []
    tab.on("console", lambda message: lines.append(message.text))
    tab.evaluate(f"(async () => {{ {example('javascript', address)} }})()")
    wrong = [one for one in files["claims.json"]["claims"] if one["verdict"] == "refuted"]
    assert [line.split(" ")[0] for line in lines] == [one["id"] for one in wrong]


def artifacts() -> Any:
    """Return what was published of two claims and a question."""
    asked = QuestionRecord(
        id="Q-I-1", part="I", question="Why?", answered=True, answer="3.", figure="", of=()
    )
    manifest = SimpleNamespace(
        profile="tiny",
        settings={"seed": 1},
        made_with=SimpleNamespace(commit="abc", runs={}),
        claims=with_premises([claim("C-I-1", "refuted"), claim("C-I-2", "mixed", "C-I-1")]),
        questions=(asked,),
        findings=(),
        variations=(),
        choices=(),
    )
    return SimpleNamespace(manifest=manifest, measurements={})


def test_claims_and_questions_are_told_with_their_addresses(monkeypatch):
    told = {path: json.loads(content) for path, content in claim_data(artifacts()).items()}
    assert list(told) == ["claims.json", "claims/c-i-1/claim.json", "claims/c-i-2/claim.json"]
    first, second = told["claims.json"]["claims"]
    assert (first["address"], first["url"]) == ("claims/c-i-1/", None)
    assert second["refuted_premises"] == ["C-I-1"]
    assert first["told"] == {"value": "1", "low": "0", "high": "2"}
    assert told["claims.json"]["questions"][0]["address"] == "about/claims/#q-i-1"
    monkeypatch.setenv(SITE_URL, "https://example.org/cnn")
    told = {path: json.loads(content) for path, content in claim_data(artifacts()).items()}
    assert told["claims/c-i-1/claim.json"]["url"] == "https://example.org/cnn/claims/c-i-1/"
    assert told["claims.json"]["site"] == "https://example.org/cnn/"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (1 / 3, "0.3333"),
        (0.9, "0.9"),
        (0.899961, "0.89996"),
        (99.99996, "99.99996"),
        (0.1 + 0.2, "0.3"),
        (0.0, "0"),
    ],
)
def test_what_misses_a_bar_by_little_does_not_look_as_if_it_met_it(value, told):
    judged = artifacts()
    one = claim("C-I-1", "mixed").model_copy(update={"value": value, "unit": ""})
    judged.manifest.claims = (one,)
    assert json.loads(claim_data(judged)["claims.json"])["claims"][0]["told"]["value"] == told


def test_a_quoted_number_says_what_it_rests_on_and_none_where_there_is_none():
    near = ToleranceRecord(kind="network", within=0.01)
    shown = {"of": "confusion", "digits": 0, "tolerance": near}
    told = artifacts()
    told.manifest.values = (
        ValueRecord(id="share", number=0.125, text="13 %", unit="%", **shown),
        ValueRecord(id="none", number=None, text="undefined", unit="", **shown),
    )
    one, other = json.loads(value_data(told)["values.json"])["values"]
    assert one == {
        "id": "share",
        "told": "13 %",
        "number": 0.125,
        "unit": "%",
        "tolerance": {"kind": "network", "within": 0.01},
        "measurement": "confusion",
    }
    assert (other["told"], other["number"]) == ("undefined", None)


def test_what_is_wrong_is_refused_by_type_and_schema():
    whole = json.loads(claim_data(artifacts())["claims.json"])
    kind = kind_of("claims.json")
    held = jsonschema.Draft202012Validator(json.loads(schema(kind)))
    held.validate(whole)
    whole["claims"][0]["verdict"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError, match="perhaps"):
        held.validate(whole)
    with pytest.raises(ValidationError, match="perhaps"):
        as_json(kind.type, whole)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_schema_is_one_and_says_what_its_file_holds(kind):
    told = json.loads(schema(kind))
    jsonschema.Draft202012Validator.check_schema(told)
    assert told["description"] == kind.type.__doc__
    for type in (told, *told["$defs"].values()):
        for name, one in type.get("properties", {}).items():
            assert one.get("description"), f"{type['title']}.{name} is not explained"


def test_every_name_that_is_explained_is_one_of_a_field():
    told = [json.loads(schema(kind)) for kind in KINDS]
    types = [one for whole in told for one in (whole, *whole["$defs"].values())]
    fields = {name for one in types for name in one.get("properties", {})}
    assert {name.rpartition(".")[2] for name in NAMES} <= fields


def test_numbers_are_the_shortest_that_stand_for_what_was_measured():
    assert known(np.float32(0.1)) == 0.1 and known(np.float64(1) / 3) == 1 / 3
    assert [known(one) for one in (np.nan, np.inf, None)] == [None] * 3
