"""A real browser for tests, and a server for it: each page that is opened has to carry a strict
content policy, and whatever it asks of another host, logs as an error (as each breach of the policy
is) or breaks in fails the test.

``SITE=<folder> pytest tests/test_browser_shell.py`` asks a site that is already built; else it is
that of the copy that all tests share. ``visit`` is the fixture to use::

    def test_a_page(visit):
        tab = visit("about/claims/", scheme="dark", width=390)
        assert axe(tab) == ""
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# a browser that asks nobody anything by itself
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (1280, 390, 360)
SCHEMES = ("light", "dark")
CARRIED = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
# what a policy must not allow: scripts that stand within pages, and other hosts
LOOSE = re.compile(r"script-src [^;]*(?:'unsafe|data:|\*)|https?:|//|\*")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 120  # s in which a page has done what is asked of it, on a machine with much else to do
LONGEST = 160  # letters of an element that are shown


class Quiet(SimpleHTTPRequestHandler):
    """Files of a site at ``below``; what is missing gets the site's own page."""

    below = "/"

    def log_message(self, *arguments: object) -> None:
        pass

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.below):
            return str(Path(self.directory) / "outside of the site")
        return super().translate_path("/" + path.removeprefix(self.below))

    def send_error(self, code: int, *said: Any) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not self.path.startswith(self.below) or not page.is_file():
            super().send_error(code, *said)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """Answers all that a page asks for at once, on a busy machine too."""

    daemon_threads = True
    request_queue_size = 128


@contextmanager
def served(folder: Path, below: str = "/") -> Iterator[str]:
    """Serve a folder from a thread; yield the address of the site, which ends with a slash."""
    handler = type("Below", (Quiet,), {"below": below})
    server = Server(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{below}"
    finally:
        server.shutdown()
        server.server_close()


def browser_path() -> str | None:
    """Return the browser of this machine; None lets playwright take its own."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def launched() -> Iterator[Any]:
    """Start the browser of this machine, or the one that playwright has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield running
        running.close()


def opened(browser: Any, **wanted: Any) -> Any:
    """Return an empty page: ``scheme``, ``width``, ``height``, ``motion``, ``forced`` and
    ``javascript`` say for which reader; other options are playwright's own.
    """
    size = {"width": wanted.pop("width", 1280), "height": wanted.pop("height", 900)}
    options = {
        "viewport": size,
        "color_scheme": wanted.pop("scheme", "light"),
        "reduced_motion": "no-preference" if wanted.pop("motion", True) else "reduce",
        "forced_colors": "active" if wanted.pop("forced", False) else "none",
        "java_script_enabled": wanted.pop("javascript", True),
        "has_touch": size["width"] < 600,
    }
    context = browser.new_context(**options, **wanted)
    context.set_default_timeout(1000 * PATIENCE)
    return context.new_page()


def guarded(tab: Any, address: str) -> list[str]:
    """Return a list that fills with what a page must not do; breaches of the policy are errors of
    the console.
    """
    wrong: list[str] = []
    own = (address, "data:", "blob:", "about:")

    def asked(request: Any) -> None:
        if not request.url.startswith(own):
            wrong.append(f"asks {request.url}")

    def said(message: Any) -> None:
        if message.type == "error":
            wrong.append(f"logs {message.text} ({message.location.get('url', '')})")

    tab.on("request", asked)
    tab.on("console", said)
    tab.on("pageerror", lambda error: wrong.append(f"breaks: {error}"))
    return wrong


def loose(html: str) -> str:
    """Return what is wrong with the policy that a page carries, or nothing."""
    found = CARRIED.search(html)
    if not found or not found[1].startswith("default-src 'self';"):
        return "carries no policy"
    if found.start() > html.find("<script") > 0 or found.start() > html.find("<link") > 0:
        return "loads something before its policy"
    return f"has the policy {found[1]}" if LOOSE.search(found[1]) else ""


def told(rule: dict[str, Any]) -> str:
    """Return one line for a violated rule: how often, the first place, and what is wrong there."""
    nodes = rule["nodes"]
    first = nodes[0]
    why = [check["message"] for kind in ("any", "all", "none") for check in first[kind]]
    where = " ".join(str(part) for part in first["target"])
    html = first["html"][:LONGEST]
    return f"{rule['id']} ({rule['impact']}), {len(nodes)}: {where} {html} - {'; '.join(why)}"


# colours that are on their way to another scheme are nobody's
SETTLED = """() => Promise.all(document.getAnimations()
    .filter((one) => one.playState === "running")
    .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
    .map((one) => one.finished.catch(() => null))).then(() => null)"""


# of what is made alike, of the same elements with the same classes and attributes, so many within
# a parent stay
ALIKE = """(many) => {
    const named = (one) =>
        [one.localName, ...[...one.classList].sort(), ...one.getAttributeNames().sort()].join(".");
    const kind = (one) =>
        named(one) + [...new Set([...one.querySelectorAll("*")].map(named))].sort();
    for (const parent of document.querySelectorAll("body, body *")) {
        if (parent.children.length <= many) continue;
        const seen = {};
        for (const one of parent.children) {
            const its = kind(one);
            seen[its] = (seen[its] ?? 0) + 1;
            if (seen[its] > many) one.dataset.alike = one.style.display;
        }
    }
    for (const one of document.querySelectorAll("[data-alike]")) one.style.display = "none";
}"""
BACK = """() => {
    for (const one of document.querySelectorAll("[data-alike]")) {
        one.style.display = one.dataset.alike;
        delete one.dataset.alike;
    }
}"""
MANY = 12


def axe(tab: Any, *more: str) -> str:
    """Return what axe finds against WCAG 2.2 AA once all moves have ended, a line for each rule, or
    nothing; ``more`` tags, such as best-practice, ask for more. Of long lists only a part is shown
    to it, as what it does grows with the square of what a page holds.
    """
    from axe_playwright_python.sync_playwright import Axe

    tab.evaluate(SETTLED)
    tab.evaluate(ALIKE, MANY)
    options = {"runOnly": [*WCAG, *more], "resultTypes": ["violations"]}
    found = Axe().run(tab, options=options).response["violations"]
    tab.evaluate(BACK)
    return "\n".join(map(told, found))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import Error

    try:
        with launched() as running:
            yield running
    except Error as error:
        pytest.skip(
            f"no browser: none of {', '.join(NAMES)} is on PATH, and playwright has none"
            f" ({str(error).splitlines()[0]})"
        )


@pytest.fixture(scope="session")
def published(request: pytest.FixtureRequest) -> Path:
    """The folder of the site that is asked."""
    named = os.environ.get("SITE")
    return Path(named).resolve() if named else request.getfixturevalue("built").site


@pytest.fixture(scope="session")
def address(browser: Any, published: Path) -> Iterator[str]:
    """Where the site is served; it ends with a slash. Without a browser nothing is built for it."""
    with served(published) as found:
        yield found


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """A function that opens a page of the site for a reader (see ``opened``); at the end the test
    fails where any of them did what it must not. ``at`` is another address of a site; ``may`` are
    beginnings of complaints that the test expects.
    """
    tabs: list[tuple[Any, list[str], tuple[str, ...]]] = []

    def go(page: str, at: str = address, may: tuple[str, ...] = (), **reader: Any) -> Any:
        tab = opened(browser, **reader)
        wrong = guarded(tab, at)
        tabs.append((tab, wrong, may))
        answer = tab.goto(f"{at}{page}", wait_until="networkidle")
        if answer and "html" in answer.headers.get("content-type", "html"):
            wrong += filter(None, [loose(answer.text())])
        return tab

    yield go
    said = []
    for tab, wrong, may in tabs:
        said += [f"{tab.url} {one}" for one in wrong if not (may and one.startswith(may))]
        tab.context.close()
    assert said == []
