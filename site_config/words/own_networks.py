"""What comes of each kind of network and images: one TOML file becomes a table, and the cases of a
test. Also the keys of a file that describes a network, as the source declares them.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from analysis.toml_files import Entry
from site_config.paths import CONTENT, REPOSITORY
from site_config.words.context import Here
from site_config.words.written import Id, Text, read, refuse_twice

FILE = CONTENT / "own_networks.toml"
KEYS = REPOSITORY / "analysis" / "settings" / "subjects.py"


def _quoted(part: str) -> str:
    """Return a part of what the program says in quotes, with dots where it begins earlier."""
    return f"“{'' if part[0].isupper() else '… '}{part}”"


class Row(Entry):
    """A kind of network, file or images; it ends in a gallery, with a remark where one is needed,
    or in a sentence that says the way out.

    ``remark`` and ``says`` are parts of what the program says.
    """

    id: Id
    given: Text
    says: str = ""
    remark: str = ""

    @property
    def ends(self) -> str:
        """How the command ends, in a cell of a table."""
        if self.says:
            return f"one sentence: {_quoted(self.says)}"
        return f"a gallery, and a remark: {_quoted(self.remark)}" if self.remark else "a gallery"


class Rows(Entry):
    row: tuple[Row, ...]


@cache
def load_rows(path: Path = FILE) -> dict[str, Row]:
    """Read the rows by id; ``Raises Problem`` when an entry is wrong or repeats an id."""
    rows = read(Rows, path).row
    refuse_twice(path, "id", [row.id for row in rows])
    return {row.id: row for row in rows}


def own_networks(here: Here) -> str:
    """Return the table of all rows."""
    lines = ["| given | what comes of it |", "|---|---|"]
    lines += [f"| {row.given} | {row.ends} |" for row in load_rows().values()]
    return "\n".join(lines)


def _declared(file: Path) -> list[tuple[str, dict[str, str]]]:
    """Return the keys of the one class of a file, with what their ``Field`` says as literals."""
    (made,) = (node for node in ast.parse(file.read_text()).body if isinstance(node, ast.ClassDef))
    found = []
    for line in made.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.value, ast.Call):
            said = {
                str(one.arg): ast.literal_eval(one.value)
                for one in line.value.keywords
                if one.arg in ("default", "description")
            }
            found.append((ast.unparse(line.target), said))
    return found


def subject_keys(here: Here) -> str:
    """Return the table of the keys of a subject's file."""
    lines = ["| key | what it is | without it |", "|---|---|---|"]
    for name, said in _declared(KEYS):
        without = f"`{said['default']}`" if said.get("default") else ""
        if "default" not in said:
            without = "it has to be there"
        lines.append(f"| `{name}` | {said['description']} | {without} |")
    return "\n".join(lines)
