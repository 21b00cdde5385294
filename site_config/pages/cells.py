"""Code cells of a page: run in a fresh kernel, their outputs kept as plain JSON apart from the
prose.

Whatever a page's cells say is run, as in any notebook: build only pages whose authors you trust.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
from itertools import chain
from pathlib import Path
from typing import Any

from analysis.artifacts import write_atomically
from analysis.ending import one_line
from analysis.problem import Problem
from site_config.pages.outputs import SAID, failed_to_show, kept, size, too_much
from site_config.pages.page import Cell
from site_config.pages.steady import Where, compare, may_differ, may_vary
from site_config.paths import REPOSITORY, place

IN_CELL = re.compile(r"(?<=\()\d+\.py, ")  # the file that IPython makes of a cell
SECONDS = 120  # longest time for a cell: pages load results, they never train


def _notebook(cells: list[Cell]) -> Any:
    """Return cells as a notebook; nbclient reads their tags."""
    import nbformat

    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(cell.source, metadata={"tags": sorted(cell.tags)})
            for cell in cells
        ]
    )


def _watched(notebook: Any, **options: Any) -> Any:
    """Return a client that knows which cell runs, and ends one that gives more than a page shows.

    It is asked with every piece of output, since a cell that prints without end would otherwise
    fill the memory until its time is over. nbclient's own joining of streams is not used: it looks
    for overwritten text in a time that grows with the square of a line's length.
    """
    from nbclient import NotebookClient

    class Watched(NotebookClient):
        number = 0  # of the cell that runs, counted from 1
        process = 0
        kernel: Any = None
        running: Any = None  # its process; asked how it ended
        excess = ""

        def output(self, outs: Any, msg: Any, display_id: Any, cell_index: int) -> Any:
            found = super().output(outs, msg, display_id, cell_index)
            if len(outs) % 50 == 0 or (found and sum(size(found)) > 1000):
                self.excess = self.excess or too_much(outs)
            if self.excess and self.process:
                process, self.process = self.process, 0  # once: numbers are used again
                with contextlib.suppress(OSError):
                    os.killpg(process, signal.SIGKILL)  # and what it has started
            return found

    def begin(cell: Any, cell_index: int) -> None:
        client.number = cell_index + 1
        provisioner = getattr(client.km, "provisioner", None)
        client.process = getattr(provisioner, "pid", None) or 0
        client.kernel, client.running = client.km, getattr(provisioner, "process", None)

    client = Watched(notebook, on_cell_start=begin, shutdown_kernel="immediate", **options)
    return client


def _client(notebook: Any) -> Any:
    """Return what runs a notebook from the root of the project."""
    from site_config.pages.kernel import OwnKernel

    return _watched(
        notebook,
        kernel_manager_class=OwnKernel,
        timeout=SECONDS,
        # by default a cell whose output is late is passed over, without it and without a word
        iopub_timeout=SECONDS,
        raise_on_iopub_timeout=True,
        resources={"metadata": {"path": str(REPOSITORY)}},
    )


def _said(error: Any, outputs: list[Any]) -> str:
    """Return an error of a cell in one line. Of what fails when it is shown, the kernel answers
    that there was none, and gives it among the outputs.
    """
    shown = [output for output in outputs if output["output_type"] == "error"]
    if error.ename == "NoneType" and shown:
        return failed_to_show(shown[-1])
    said = one_line(f"{error.ename}: {IN_CELL.sub('', error.evalue)}")
    said = said if said.endswith("...") else said.rstrip(".: ")
    return said if len(said) <= SAID else said[:SAID] + " ..."


def _ended(error: Exception, running: Any) -> str:
    """Return how a cell ended that did not give all it had to give."""
    from nbclient.exceptions import DeadKernelError

    status = running.poll() if running else None
    if isinstance(error, DeadKernelError):
        if status is not None and status >= 0:  # no signal has ended it
            return f"it ended its own process, with status {status}. Leave out what does so."
        return (
            "its process was ended; usually memory was short. Close other programs, run it again."
        )
    if "IOPub" in str(error):
        return (
            f"what it gave did not arrive within {SECONDS} s. Close other programs, run it again."
        )
    return f"it did not end within {SECONDS} s."


def _execute(client: Any, page: str, cells: list[Where], artifacts: Path) -> None:
    """Run all cells. ``Raises Problem`` when one fails, does not end or gives too much."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from site_config.pages.kernel import environment

    try:
        client.execute(env=environment(artifacts))
    except CellExecutionError as error:
        said = _said(error, client.nb.cells[client.number - 1].outputs)
        raise cells[client.number - 1].problem(f"{said}. Mend the cell.") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise cells[client.number - 1].problem(
            client.excess or _ended(error, client.running)
        ) from None
    except RuntimeError as error:  # how a kernel is told of that never spoke
        raise Problem(
            f"{page}: the process of its cells did not begin: {error}. Close other programs, then"
            " run it again."
        ) from None
    finally:
        if client.kernel:
            client.kernel.end_rest()


def _places(page: str, cells: list[Cell], process: int = 0) -> list[Where]:
    return [Where(page, number, process, cell.line) for number, cell in enumerate(cells, 1)]


def _run(page: str, cells: list[Cell], artifacts: Path) -> list[list[dict[str, Any]]]:
    """Run the cells in order in a fresh kernel; return what is kept of their outputs."""
    client = _client(_notebook(cells))
    _execute(client, page, _places(page, cells), artifacts)
    places = _places(page, cells, client.process)
    return [
        kept(made.outputs, where, cell.tags)
        for where, cell, made in zip(places, cells, client.nb.cells, strict=True)
    ]


def run_cells(page: str, cells: list[Cell], artifacts: Path) -> str:
    """Run the cells; return their outputs as JSON, one list for each cell. Where their code or what
    they give lets doubt that another run gives the same, they are run twice.

    Raises:
        Problem: a cell fails, or gives what no page can show; the message names page and cell.
    """
    outputs = _run(page, cells, artifacts)
    if may_vary(cell.source for cell in cells) or may_differ(chain.from_iterable(outputs)):
        compare(outputs, _run(page, cells, artifacts), _places(page, cells))
    return json.dumps(outputs, indent=1, sort_keys=True)


def outputs_of(stored: Path, cells: list[Cell], page: str) -> list[list[Any]]:
    """Return the stored outputs of a page's code cells, one list for each.

    Raises:
        Problem: there are more or fewer than cells.
    """
    try:
        found = json.loads(stored.read_text())
        if len(found) == len(cells):
            return found
    except (OSError, ValueError, TypeError, RecursionError):
        pass
    raise Problem(
        f"{page}: its stored outputs do not belong to its {len(cells)} code cells. Remove"
        f" {stored.name} in {stored.parent}, then build again."
    )


def run_page(page: str, code: list[Cell], published: Path, output: Path) -> None:
    """Run a page's cells on the published artifacts beside which the outputs belong, and store
    these.
    """
    write_atomically(output, run_cells(f"docs/{page}", code, place().artifacts))
