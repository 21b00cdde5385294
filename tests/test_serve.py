"""The preview: on this machine alone unless a person says otherwise, and without a trace."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.problem import Problem
from site_config import __main__ as command
from site_config.build import serve
from site_config.paths import Place


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The folders of a small site."""
    monkeypatch.setenv("BUILD", str(tmp_path))
    monkeypatch.setattr(serve, "stop_at_once", lambda said: None)
    monkeypatch.setattr(serve, "follow", lambda *_: None)
    monkeypatch.setattr(serve.Server, "serve_forever", lambda self: self.server_close())
    (tmp_path / "quick" / "site").mkdir(parents=True)
    (tmp_path / "quick" / "site" / "index.html").write_text("a page")
    return Place("quick")


def test_nobody_else_is_let_in_unasked() -> None:
    assert command._parser().parse_args(["serve"]).host == "127.0.0.1"
    assert command._parser().parse_args(["serve", "--host", "::1"]).host == "::1"


@pytest.mark.parametrize(
    ("host", "warned"),
    [("127.0.0.1", False), ("localhost", False), ("::1", False), ("0.0.0.0", True)],
)
def test_another_address_comes_with_a_warning(
    place: Place, capfd: pytest.CaptureFixture[str], host: str, warned: bool
) -> None:
    assert serve.serve("quick", host, 0) == 0
    said = capfd.readouterr().err.splitlines()
    assert len(said) == 1 + warned and said[0].startswith("warning: everyone") == warned


@pytest.mark.parametrize("host", ["nowhere.invalid", "300.1.1.1", "a" * 80, "\udcff", "", " "])
def test_an_address_that_is_none_is_refused_in_one_sentence(place: Place, host: str) -> None:
    with pytest.raises(Problem, match=r"cannot be used: .*Name others"):
        serve.serve("quick", host, 0)


@pytest.mark.parametrize("port", [70000, -1, 2**40])
def test_a_port_that_is_none_is_refused_in_one_sentence(place: Place, port: int) -> None:
    with pytest.raises(Problem, match=f"port {port} of 127.0.0.1 cannot be used: .*Name others"):
        serve.serve("quick", "127.0.0.1", port)


@pytest.fixture
def port(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A running server of the small site."""
    monkeypatch.undo()
    server = serve.Server(("127.0.0.1", 0), place)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def _get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_a_page_reloads_itself_by_a_script_from_a_file_which_its_policy_allows(
    port: int, place: Place
) -> None:
    place.site.mkdir(parents=True, exist_ok=True)
    (place.site / "index.html").write_text("<p>words")
    status, page = _get(port, "/")
    assert status == 200 and b"<script>" not in page
    assert _get(port, "/__reload.js")[0] == 200 and b'src="/__reload.js"' in page


@pytest.mark.parametrize("path", ["/__version", "/", "/missing/", "/%ff", "/%00", "/a%00/"])
def test_a_page_is_asked_for_while_a_new_site_takes_its_place(
    port: int, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    status, _ = _get(port, path)
    assert status in (200, 404)
    assert capfd.readouterr().err == ""
