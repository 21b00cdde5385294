"""What Markdown leaves as it stands when it is not written as the site renders it."""

from __future__ import annotations

import re

from site_config.build.seen import CODE, START


def compiled(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns, § standing for the beginning of a block, compiled, with their remedies."""
    return tuple((re.compile(pattern.replace("§", START)), remedy) for pattern, remedy in pairs)


# what Markdown left as it stood, § at the beginning of a block, and what to write instead
RAW = compiled(
    (
        (r"\[[=%].{0,40}|.{0,40}[=%]\]", "Words stand between [= and =]."),
        (r"\[#[^§]{0,200}?#\]", "Comments are written <!-- ... -->."),
        (r"\{\{.{0,40}|\{%.{0,40}", "Words stand between [= and =], blocks between [% and %]."),
        (r"§(?:!!!|\?\?\?).{0,40}", "A box is '!!! note', its text moved in by 4 spaces."),
        (r":::.{0,40}", "A box is ':::{note}' on a line of its own, closed by ':::'."),
        (r"```.{0,40}|~~~.{0,40}", "Code begins and ends with ``` on lines of their own."),
        (r"\[\^[^\]]{1,40}\]", "Write what the note says: '[^1]: ...' on a line of its own."),
        (r"(?i)\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", "A box is written '!!! note'."),
        (r"\[\[[^\]]{1,40}\]\]", "A link is written [text](page.md)."),
        (
            r"\[[^\[\]\n]{1,60}\]\[[^\[\]\n]{0,40}\]",
            "Write '[name]: page.md' for it, or [text](page.md).",
        ),
        (
            r"\[[^\[\]\n]{1,60}\]\([^()]{0,60}\)",
            "A link has no space in its address, or %20 for it.",
        ),
        (
            r".{0,40}\]\(\S.{0,40}|\((?:[\w.-]+/)*[\w.-]+\.md(?:#[\w-]+)?\)",
            "A link is written [text](page.md), the name of a file between backquotes.",
        ),
        (r"<!--.{0,40}", "A comment that spans paragraphs begins on a line of its own."),
        (r"&(?:[a-zA-Z]\w*|#\d+|#x[\da-fA-F]+);", "No letter has this name; write it itself."),
        (
            rf"\{{[a-zA-Z][\w:.+-]*\}}{CODE}",
            "Roles of MyST are not rendered; words are, as [= ref('id') =].",
        ),
        (
            r"\{:?[ ]*[.#][\w-][^{}\n]{0,40}\}",
            "Attributes stand right behind a link, picture or heading.",
        ),
        (r"§\*\[[^\]]{1,40}\]:.{0,40}", "An abbreviation stands on a line of its own."),
        (
            r"\|[ ]*:?-{2,}:?[ ]*\|.{0,40}",
            "A table needs an empty line above it, and a line of bars below its head.",
        ),
        (r"\*\*\S.{0,40}|\S\*\*|(?<!\w)__\w.{0,40}", "Bold text is **so**, without spaces inside."),
        (r"(?<=\w)(?:~\w{1,20}~|\^\w{1,20}\^)", "Write <sub>2</sub>, <sup>2</sup> or a formula."),
        (r"\[-?@[\w:-]+[^\]]{0,40}\]", "A citation is written [= cite('erhan2009') =]."),
        (r"\+[-=]{3,}\+.{0,40}", "A table is written with bars: | a | b |."),
        (r"\^\[[^\]]{1,40}\]", "A note is written [^1] and, on a line of its own, [^1]: ..."),
        (r"\{(?:--|\+\+|>>|==|!).{0,40}", "Marks of revision and files are not rendered."),
        (r"(?<![\w\\:])\\[a-zA-Z]{2,}.{0,40}", "A formula stands between $ and $."),
        (r"~~\S.{0,40}", "Struck text is ~~so~~."),
        (r"(?<![=<>!])==[^\s=][^=\n]{0,40}==", "Marked text is not rendered; write **so**."),
        (r"\+\+[\w-]+(?:\+[\w-]+)*\+\+", "Keys are not rendered; write `Ctrl-C`."),
        (r"\^\^\S[^\n]{0,40}\^\^", "Inserted text is not rendered; write *so*."),
        (r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])", "Pictures by name are not rendered."),
        (
            r"§(?:===[!+]? |///).{0,40}",
            "Tabs and blocks of this kind are not rendered; write headings.",
        ),
        (r"-{1,2}8<-{1,2}.{0,40}", "Files are not inserted; write the text on the page."),
        (rf".{{0,20}}\${CODE}\$.{{0,20}}", "A formula within a line stands between single $."),
        (
            r"\$\$.{0,40}|\\begin\{\w+.{0,40}",
            "A formula stands between $$ and $$, each on its own line.",
        ),
        (r"`.{0,40}", "Code stands between backquotes within one paragraph."),
        (r".{0,40}\\(?:\n|[<|~\"':;,/^&%@?=])", "This backslash is shown; leave it out."),
    )
)

# what counts only where a person typed it: a number that a word gives may begin a line as well
TYPED = compiled(
    (
        (r"(?:§|\n)[-*+] (?=\S).{0,40}", "A list needs an empty line above it."),
        (
            r"(?:§|\n)1[.)] (?=\S).{0,40}",
            "A list needs an empty line above it, and a point behind numbers.",
        ),
        (
            r"(?:§|\n):[ ]{1,3}(?=\S).{0,40}",
            "A definition stands right below its term, as ':   text'.",
        ),
        (r"(?:§|\n)#{1,6} (?=\S).{0,40}", "A heading stands on a line of its own."),
        (r"(?:§|\n)\|[ ]?\w.{0,40}", "A table needs a line of bars and dashes below its head."),
    )
)
