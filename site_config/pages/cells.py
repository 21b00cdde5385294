"""Code cells of a page: found, run in a fresh kernel, and kept as plain JSON apart from the
prose.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from analysis.artifacts import write_atomically
from analysis.problem import Problem
from site_config.paths import REPOSITORY, place

SECONDS = 120  # longest time for a cell: pages load results, they never train


def read_page(path: Path) -> Any:
    """Return a page as a notebook; ``Raises Problem`` when it cannot be read as one."""
    import jupytext

    try:
        return jupytext.reads(path.read_text(), fmt="md:myst")
    except Exception as error:  # the readers beneath raise many kinds
        raise Problem(
            f"{path.relative_to(REPOSITORY)} cannot be read as a MyST notebook: {error}. Mend its"
            " header or its code cells."
        ) from None


def code_of(path: Path) -> list[str]:
    """Return the sources of a page's code cells, quickly: without building a notebook."""
    return re.findall(r"^```\{code-cell\}[^\n]*\n(.*?)^```", path.read_text(), flags=re.S | re.M)


def run_cells(page: str, sources: list[str], artifacts: Path) -> str:
    """Run the cells in order in a fresh kernel; return their outputs as JSON, one list for each
    cell.

    Raises:
        Problem: a cell fails; the message names page and cell and shows the error.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from site_config.pages.kernel import OwnKernel, environment

    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source.rstrip("\n")) for source in sources]
    )
    client = NotebookClient(
        notebook,
        kernel_manager_class=OwnKernel,
        timeout=SECONDS,
        coalesce_streams=True,
        resources={"metadata": {"path": str(REPOSITORY)}},
    )
    try:
        client.execute(env=environment(artifacts))
    except CellExecutionError as error:
        number = 1 + sum(
            bool(cell.get("execution_count"))
            for cell in notebook.cells
            if not any(o.output_type == "error" for o in cell.outputs)
        )
        raise Problem(
            f"{page}, cell {number}: {error.ename}: {error.evalue}. Mend the cell; the site is"
            " unchanged."
        ) from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise Problem(
            f"{page}: a cell did not end within {SECONDS} s or its kernel died"
            f" ({type(error).__name__}). The site is unchanged."
        ) from None
    return json.dumps([cell.outputs for cell in notebook.cells], indent=1, sort_keys=True)


def run_page(page: str, code: list[str], published: Path, output: Path) -> None:
    """Run a page's cells on the published artifacts beside which the outputs belong, and store
    these.
    """
    write_atomically(output, run_cells(f"docs/{page}", code, place().artifacts))
