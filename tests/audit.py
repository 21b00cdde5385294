"""Look at every page of a finished site as a reader's browser does, and print what is wrong.

``make audit`` takes the site of the profile. Each page is opened on a screen and on a phone, under
the content policy of the tests: axe in light and dark, layout shifts, requests to other hosts and
errors of the console, and what the first load weighs, text compressed as servers do. The end is a
table by kind of page, then each fault once. Where ``VNU`` names the checker's jar, the HTML of all
pages is checked as well.

This is for people who work on the pages; it takes a few seconds for each page.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from browser import FLAGS, WCAG, browser_path, guarded, served, told

from site_config.paths import place

KB = 1000
# kind of page: which addresses, and what the first load may weigh in KB
KINDS: dict[str, tuple[str, int]] = {
    "home": (r"", 350),
    "card": (r".*card\.html", 60),
    "map": (r"gallery/[^/]+/\d+/", 400),
    "layer": (r"gallery/[^/]+/", 1500),
    "gallery": (r"gallery/", 1500),
    "image": (r"images/.*", 600),
    "figure": (r"figures/.+/", 600),
    "figure index": (r"figures/", 1500),
    # with the figure that it rests on
    "claim": (r"claims/.*", 600),
    "part": (r"(series|companions)/.*", 1500),
    # images to learn come along with the network, once
    "training": (r"lab/training/", 2400),
    # the network comes along, once
    "lab": (r"lab/.+/", 1800),
    # their formulas are drawn by a script that weighs more than they do
    "with formulas": (r"about/(trust|slips)/", 1000),
    "other": (r".*", 600),
}
SHIFT = 0.02
WIDTHS = (1280, 390)
# what axe asks in light; of these alone the answer may be another one in dark
ASKED = {"runOnly": WCAG, "resultTypes": ["violations"]}
OF_COLOURS = ASKED | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
SHIFTS = """
window.__shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# what the checker also says: of a policy, which a browser judges, and nobody can judge of files
# without a host, and of slashes that mean nothing
NO_FAULTS = (
    "Resource violates Content",
    "Inline script violates Content",
    "Trailing slash on void",
)
TEXT = re.compile(r"text/|javascript|json|svg")


@dataclass
class Faults:
    """Each fault once, with the pages that have it."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    example: dict[str, str] = field(default_factory=dict)

    def add(self, fault: str, page: str, example: str = "") -> None:
        self.pages[fault].append(page)
        self.example.setdefault(fault, example)

    def print(self) -> None:
        for fault, pages in sorted(self.pages.items(), key=lambda item: -len(set(item[1]))):
            print(f"\n{fault}: {len(set(pages))} pages, such as {pages[0] or 'home'}")
            print(f"    {self.example[fault]}")


def kind_of(page: str) -> str:
    """Return what kind of page an address leads to."""
    return next(kind for kind, (pattern, _) in KINDS.items() if re.fullmatch(pattern, page))


def pages_of(site: Path) -> list[str]:
    """Return the addresses of all pages of a site."""
    found = (path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")))
    return [re.sub(r"(^|/)index\.html$", r"\1", page) for page in found]


@dataclass
class Audit:
    """What was seen so far."""

    address: str
    faults: Faults = field(default_factory=Faults)
    weights: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    shifts: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    sizes: dict[str, int] = field(default_factory=dict)

    async def size(self, response: Any) -> int:
        """Return what a response weighs on its way; the same file is compressed once."""
        url = response.url.partition("#")[0]
        if url not in self.sizes and url.startswith(self.address):
            body = await response.body()
            packed = TEXT.search(response.headers.get("content-type", ""))
            self.sizes[url] = len(gzip.compress(body)) if packed else len(body)
        return self.sizes.get(url, 0)

    async def ask(self, tab: Any, page: str, options: Any, seen: str) -> None:
        """Ask axe about an open page, as it is seen now."""
        found = await tab.evaluate(f"axe.run(document, {json.dumps(options)})")
        for rule in found["violations"]:
            self.faults.add(f"{rule['id']} ({seen})", page, told(rule))

    async def look(self, browser: Any, axe: str, page: str, width: int) -> None:
        """Open a page once, in light; on the screen turn it dark."""
        context = await browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="light"
        )
        tab = await context.new_page()
        await tab.add_init_script(SHIFTS)
        wrong, answers = guarded(tab, self.address), []
        tab.on("response", lambda answer: answers.append(answer))
        await tab.goto(self.address + page, wait_until="networkidle")
        sizes = [await self.size(answer) for answer in answers if answer.ok]
        kind = kind_of(page)
        self.weights[kind][page] = max(sum(sizes), self.weights[kind].get(page, 0))
        shift = await tab.evaluate("window.__shift")
        self.shifts[kind] = max(self.shifts[kind], shift)
        if shift > SHIFT:
            self.faults.add(f"moves by more than {SHIFT} ({width} px)", page, f"{shift:.3f}")
        for one in wrong:
            self.faults.add(re.sub(r"http://\S+", "...", one)[:120], page, one)
        await tab.evaluate(axe)
        await self.ask(tab, page, ASKED, f"light, {width} px")
        if width == WIDTHS[0]:  # colours are those of the screen on the phone, too
            await tab.emulate_media(color_scheme="dark")
            await tab.evaluate("new Promise((done) => setTimeout(done, 400))")  # they pass over
            await self.ask(tab, page, OF_COLOURS, "dark")
        await context.close()

    def weigh(self) -> None:
        """Note pages that are heavier than their kind may be."""
        for kind, pages in self.weights.items():
            for page, weight in pages.items():
                if weight > KINDS[kind][1] * KB:
                    self.faults.add(f"{kind} over {KINDS[kind][1]} KB", page, f"{weight / KB:.0f}")

    def print(self) -> None:
        """Print the table by kind of page, then the faults."""
        print(f"{'kind':14}{'pages':>6}{'median KB':>11}{'most KB':>9}{'may be':>8}{'shift':>8}")
        for kind, pages in self.weights.items():
            sorted_ = sorted(pages.values())
            print(
                f"{kind:14}{len(sorted_):6}{sorted_[len(sorted_) // 2] / KB:11.0f}"
                f"{sorted_[-1] / KB:9.0f}{KINDS[kind][1]:8}{self.shifts[kind]:8.3f}"
            )
        self.faults.print()


def valid(jar: str, site: Path, faults: Faults) -> None:
    """Ask the checker of HTML about all pages."""
    command = ["java", "-Xss4m", "-jar", jar, "--format", "json", "--skip-non-html", str(site)]
    told = json.loads(subprocess.run(command, capture_output=True, check=False).stderr)
    for message in told["messages"]:
        if message["message"].startswith(NO_FAULTS):
            continue
        said = re.sub(r"“[^”]{24,}”|\d+", "…", message["message"])
        page = message["url"].partition(f"{site}/")[2].removesuffix("index.html")
        faults.add(f"html {message['type']}: {said}", page, message.get("extract", "")[:200])


async def audit(site: Path, address: str, wanted: str, jobs: int) -> Audit:
    """Look at all pages whose address matches, some at a time."""
    import axe_playwright_python
    from playwright.async_api import async_playwright

    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
    made = Audit(address)
    waiting = [
        (page, width) for page in pages_of(site) if re.search(wanted, page) for width in WIDTHS
    ]
    total = len(waiting)

    async def work(browser: Any) -> None:
        while waiting:
            page, width = waiting.pop(0)
            try:
                await made.look(browser, axe, page, width)
            except Exception as error:  # one page must not end the others
                made.faults.add(f"not seen: {type(error).__name__}", page, str(error)[:160])
            seen = total - len(waiting)
            if sys.stderr.isatty():
                print(f"\r{seen} of {total}", end="", file=sys.stderr)
            elif seen % 50 == 0:  # into a file, which somebody may look into
                print(f"{seen} of {total}", file=sys.stderr, flush=True)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        await asyncio.gather(*(work(browser) for _ in range(jobs)))
        await browser.close()
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=place().site)
    parser.add_argument("--pages", default="", help="a pattern that addresses match")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    site = asked.site.resolve()
    with served(site) as address:
        made = asyncio.run(audit(site, address, asked.pages, asked.jobs))
    made.weigh()
    if jar := os.environ.get("VNU"):
        valid(jar, site, made.faults)
    made.print()
    return bool(made.faults.pages)


if __name__ == "__main__":
    sys.exit(main())
