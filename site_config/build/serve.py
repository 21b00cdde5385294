"""A live preview: the built site on this machine, built again whenever a page, a template or the
style changes.
"""

from __future__ import annotations

import ipaddress
import socket
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from analysis.ending import one_line, say, stop_at_once, told
from analysis.problem import Problem
from site_config.build.finish import MISSING
from site_config.build.renderers import chosen
from site_config.paths import CONFIG, DOCS, REPOSITORY, TEMPLATES, Place

# a file, since the policy of the pages allows no script within them
RELOAD = b"""(async () => {
  let seen;
  for (;;) {
    try {
      const now = await (await fetch("/__version")).text();
      if (seen !== undefined && seen !== now) location.reload();
      seen = now;
    } catch {}
    await new Promise((later) => setTimeout(later, 700));
  }
})();
"""
LOAD = b'<script src="/__reload.js"></script>'


class Server(ThreadingHTTPServer):
    """Goes on where a page was left before it was sent."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], place: Place) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, partial(Preview, place=place))

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        if error and not isinstance(error, ConnectionError):
            say(f"error: a page was not sent: {one_line(error)}")


class Preview(SimpleHTTPRequestHandler):
    """Serves the site; pages ask for a version now and then and reload themselves when it has
    changed.
    """

    def __init__(self, *arguments: object, place: Place, **more: object) -> None:
        self.place = place
        super().__init__(*arguments, directory=str(place.site), **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path == "/__version":
            return self._send(self._version().encode(), "text/plain")
        if self.path == "/__reload.js":
            return self._send(RELOAD, "text/javascript")
        page = Path(self.translate_path(self.path))
        page = page / "index.html" if page.is_dir() and self.path.endswith("/") else page
        if page.suffix == ".html" and page.is_file():
            return self._send(page.read_bytes() + LOAD, "text/html; charset=utf-8")
        return super().do_GET()

    def translate_path(self, path: str) -> str:
        """Return which file an address asks for; one that no file can have is that of none."""
        return super().translate_path(path).replace("\0", "%00")

    def _version(self) -> str:
        try:
            return str((self.place.site / MISSING).stat().st_mtime_ns)
        except OSError:  # a new site is just taking its place
            return "none"

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Say nothing of single requests."""


def follow(profile: str, stopped: threading.Event) -> None:
    """Build again after each change, in a process of its own so that changed code counts; errors
    are shown and the old site stays. Where another build of the profile runs, this one waits.
    """
    try:
        _build_again(profile, stopped)
    except Exception as error:
        say(f"error: edits are no longer followed: {told(error)}")


def _build_again(profile: str, stopped: threading.Event) -> None:
    from watchfiles import watch

    command = [sys.executable, "-m", "site_config", "build"]
    folders = (DOCS, TEMPLATES, CONFIG, REPOSITORY / "analysis", REPOSITORY / "mkdocs.yml")
    for _ in watch(*folders, stop_event=stopped, raise_interrupt=False):
        subprocess.run(
            [*command, "--profile", profile, "--renderer", chosen(), "--wait"],
            cwd=REPOSITORY,
            check=False,
        )


def serve(profile: str, host: str, port: int) -> int:
    """Serve until interrupted.

    Raises:
        Problem: the site does not exist yet, or address or port cannot be used.
    """
    stop_at_once("the preview has ended")
    place, stopped = Place(profile), threading.Event()
    if not (place.site / "index.html").is_file():
        raise Problem(f"{place.site} does not exist yet. Run: make site PROFILE={profile}")
    try:
        if not host.strip():  # for the system that is every address of this machine
            raise ValueError("it is empty")
        server = Server((host, port), place)
    except (OSError, OverflowError, TypeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Problem(
            f"port {port} of {host or repr(host)} cannot be used: {reason}. Name others: python -m"
            " site_config serve --host 127.0.0.1 --port 8001"
        ) from None
    follower = threading.Thread(target=follow, args=(profile, stopped), daemon=True)
    follower.start()
    if not _only_here(host):
        say(
            f"warning: everyone who reaches {host}:{port} can read the pages, what their cells"
            " print and every published file; leave --host out to keep them on this machine"
        )
    address = f"[{host}]" if ":" in host else host
    say(
        f"http://{address}:{server.server_port}/ follows edits of docs, templates, site_config and"
        " analysis; end it with Ctrl-C"
    )
    server.serve_forever()
    return 0


def _only_here(host: str) -> bool:
    """Return whether an address can be reached from this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
