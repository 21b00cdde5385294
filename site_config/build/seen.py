"""What a reader sees of a rendered page: its text without code and formulas, its links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from site_config.build.addresses import addresses, of_style
from site_config.pages.unfit import unfit

START, CODE = "\u2029", "\u2060"  # where a block of text begins; what stands for code
HIDDEN = {"code", "pre", "script", "style", "svg", "math", "title"}
NOT_PROSE = {"arithmatex", "cell-output"}  # by class
INLINE = {"a", "abbr", "b", "cite", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s"}
INLINE |= {"small", "span", "strong", "sub", "sup", "u", "wbr", "input", "label"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
VOID |= {"track", "wbr"}
MAY_STAY_OPEN = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"}
ELEMENTS = """
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas
    caption cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
    img input ins kbd label legend li link main map mark math menu meta meter nav noscript object
    ol optgroup option output p picture pre progress q rp rt ruby s samp script search section
    select slot small source span strong style sub summary sup svg table tbody td template
    textarea tfoot th thead time title tr track u ul var video wbr
"""
KNOWN = frozenset(ELEMENTS.split())


@dataclass
class Seen:
    """The article of a page."""

    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)  # tag and address
    loads: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unended: list[str] = field(default_factory=list)  # elements that do not end, or only end
    wordless: list[str] = field(default_factory=list)  # addresses of links and pictures
    ids: list[str] = field(default_factory=list)
    # how it may have been typed, and what to do
    unfit: list[tuple[tuple[str, ...], str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self.said: list[str] = []
        self.hidden: list[str] = []  # the open elements from the first hidden one on
        self.within = 0  # the depth below the article
        self.open: list[str] = []  # elements of the article
        self.link = ""  # the address of the link that has no words yet

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.within and tag != "article":
            return
        self.within += tag == "article"
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag not in VOID:
            self.open.append(tag)
        if self.hidden:
            if tag not in VOID:
                self.hidden.append(tag)
            return
        if tag not in KNOWN and "-" not in tag:
            self.seen.unknown.append(tag)
        if tag in HIDDEN or not NOT_PROSE.isdisjoint(given.get("class", "").split()):
            self.hidden.append(tag)
            self.said.append(CODE)
        elif tag not in INLINE:
            self.said.append("\n" if tag == "br" else START)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if "id" in given:
            self.seen.ids.append(given["id"])
        self._lead(tag, addresses(tag, given))
        self.seen.unfit += unfit(tag, given)
        if tag == "a" and "href" in given:
            self.link = given["href"]
        if tag == "img" and "logo" not in given.get("class", ""):
            if given.get("alt", "").strip():
                self.link = ""
            # beside the words of a link a picture says nothing new; a link without any is found
            elif "alt" not in given or "a" not in self.open:
                self.seen.wordless.append(given.get("src", ""))
        if "srcdoc" in given:
            inner = see(f"<article>{given['srcdoc']}</article>")
            self.seen.links += inner.links
            self.seen.loads += inner.loads
            self.seen.unfit += inner.unfit

    def _lead(self, tag: str, found: Iterable[tuple[bool, str]]) -> None:
        for loaded, address in found:
            (self.seen.loads if loaded else self.seen.links).append((tag, address))

    def _ended(self, tag: str) -> None:
        if tag not in self.open:
            self.seen.unended += [f"/{tag}"] * (tag not in VOID)
            return
        while (last := self.open.pop()) != tag:
            self.seen.unended += [last] * (last not in MAY_STAY_OPEN)

    def handle_endtag(self, tag: str) -> None:
        if self.within:
            self._ended(tag)
        if tag == "a" and self.link:
            self.seen.wordless.append(self.link)
            self.link = ""
        if self.hidden:
            while self.hidden and tag in self.hidden and self.hidden.pop() != tag:
                pass
        elif self.within:
            self.within -= tag == "article"
            if tag not in INLINE:
                self.said.append(START)

    def handle_pi(self, data: str) -> None:
        """Note what begins with ``<?``: HTML takes it for a comment."""
        self._lost(f"?{data.split()[0]}" if data.split() else "?")

    def unknown_decl(self, data: str) -> None:
        """Note what begins with ``<![``: HTML takes it for a comment as well."""
        self._lost(f"![{data.partition('[')[0]}[")

    def handle_comment(self, data: str) -> None:
        """Note the same where the parser calls it a comment, as browsers do."""
        if data.startswith(("[CDATA[", "?")):
            self._lost(f"!{data[:7]}" if data.startswith("[") else data.split()[0])

    def _lost(self, tag: str) -> None:
        if self.within and not self.hidden:
            self.seen.unknown.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.link = ""
        if self.within and self.hidden[-1:] == ["style"]:
            self._lead("style", ((True, address) for address in of_style(data)))
        if self.within and not self.hidden:
            self.said.append(data)


def see(html: str) -> Seen:
    """Return what a reader sees of a page's article."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.seen.unended += reader.open
    reader.seen.text = "".join(reader.said)
    return reader.seen
