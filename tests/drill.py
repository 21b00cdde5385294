"""``make drill``: kill a tiny build at random moments, put it into bad surroundings, print a table.

Not part of ``make test``, since it takes as long as all tests together. Each row says what was
done, how the build ended and whether that is right: a build that fails says so in one line and
leaves the old site alone; the next one ends with the artifacts of an undisturbed build.

    .venv/bin/python tests/drill.py [--kills 20] [--seed 1] [--only WORD] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from project import Project, copy_project

sys.path.insert(0, str(Path(__file__).parent.parent))
# root may write everywhere, which would hide mistakes
DROP = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
PLAIN = DROP if os.geteuid() == 0 and shutil.which("setpriv") else ()
STALE = (
    "artifacts/networks/mlp.keras",
    "artifacts/arrays/training-mlp.npz",
    "artifacts/arrays/ink-sums.npz",
    "artifacts/figures/one-oip.png",
    "artifacts/figures/tensor-shapes.png",
    "cells/01-cnn-basics.json",
    "cells/07-towards-oips.json",
    "site_docs/index.md",
)
COMMAND = (*PLAIN, sys.executable, "-m", "site_config", "build", "--profile", "tiny")


class Bench:
    """The built project, a copy of it as it was, and the rows of the table."""

    def __init__(self, project: Project) -> None:
        self.project, self.rows = project, list[tuple[str, str, bool]]()
        self.good = project.root.with_name("good")

    def restore(self) -> None:
        """Put the built project back as it was."""
        if self.project.root.exists():
            subprocess.run(["chmod", "-R", "u+rwX", str(self.project.root)], check=True)
            shutil.rmtree(self.project.root)
        subprocess.run(["cp", "-a", "-T", str(self.good), str(self.project.root)], check=True)

    def start(
        self, before: Callable[[], None] | None = None, **environment: str
    ) -> subprocess.Popen[str]:
        clean = {k: v for k, v in os.environ.items() if k not in ("PROFILE", "BUILD", "ARTIFACTS")}
        home = {"HOME": str(self.project.root.parent / "home")}
        return subprocess.Popen(
            COMMAND,
            cwd=self.project.root,
            env=clean | home | environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=before,
        )

    def add(self, name: str, said: str, right: bool) -> None:
        self.rows.append((name, said, right))
        print(f"{'ok   ' if right else 'WRONG'}  {name:<44}  {said}", flush=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but those that tell when and how fast it was made."""
    passing = ("sitemap", "manifest.json", "figures/", "search/")
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    drawn = {".svg", ".png"}
    return {
        name: path.read_bytes()
        for name, path in names.items()
        if path.is_file() and (path.suffix in drawn or not name.startswith(passing))
    }


def identical(bench: Bench) -> bool:
    """Return whether artifacts and site are those of the undisturbed build; tell what is not."""
    ours, good = bench.project.build_folder, bench.good / "build" / "tiny"
    for name in ("artifacts", "site"):
        found, wanted = contents(ours / name), contents(good / name)
        other = sorted(n for n in found.keys() | wanted if found.get(n) != wanted.get(n))
        if other:
            print(f"       differs in {name}: {', '.join(other[:5])} ({len(other)} in all)")
            return False
    return True


def left_running(root: Path) -> list[str]:
    """Return what still runs of a build of the project, after it has had five seconds to end."""

    def found() -> list[str]:
        here = []
        for process in psutil.process_iter(["cmdline", "cwd"]):
            if process.info["cwd"] == str(root):
                here.append(" ".join(process.info["cmdline"] or [])[:60])
        return here

    end = time.monotonic() + 5
    while (still := found()) and time.monotonic() < end:
        time.sleep(0.2)
    if still:
        print(f"       still runs: {still}")
    return still


def last(output: str) -> str:
    lines = output.strip().splitlines()
    return (lines[-1] if lines else "(no word)")[:110]


def one_word(output: str) -> bool:
    """Return whether a failed build said why in one line, without a trace."""
    errors = [line for line in output.splitlines() if line.startswith("error: ")]
    return len(errors) == 1 and "Traceback" not in output and "leaked" not in output


def stale(project: Project, names: tuple[str, ...] = STALE) -> None:
    for name in names:
        (project.build_folder / name).unlink()


def kill(bench: Bench, number: int, draw: random.Random) -> None:
    """End a build at a random moment by a random signal; the next one must make up for it."""
    bench.restore()
    stale(bench.project)
    how = draw.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    moment = draw.uniform(0.05, 40)
    build = bench.start()
    try:
        output, _ = build.communicate(timeout=moment)
        ended = "had ended before"
        right = build.returncode == 0
    except subprocess.TimeoutExpired:
        (os.killpg if how == signal.SIGKILL else os.kill)(build.pid, how)
        asked = time.monotonic()
        output, _ = build.communicate()
        took = time.monotonic() - asked
        ended = f"ended after {took:.1f} s: {last(output) if how != signal.SIGKILL else '-'}"
        expected = -how if how == signal.SIGKILL else 128 + how
        right = build.returncode == expected and took < 5 and "Traceback" not in output
        right &= how == signal.SIGKILL or output.count("stopped: ") == 1
    still = left_running(bench.project.root)
    again = bench.start()
    output, _ = again.communicate()
    same = identical(bench)
    right &= not still and again.returncode == 0 and same
    more = f"; still runs: {still}" * bool(still) + "; NOT identical" * (not same)
    bench.add(f"kill {number}: {how.name} after {moment:.1f} s", ended + more, right)


@dataclass(frozen=True)
class Surroundings:
    """What is wrong, and how the build is to end: with one line, or as if nothing were wrong."""

    name: str
    prepare: Callable[[Project], None]
    succeeds: bool = False
    limits: Callable[[], None] | None = None


def _replace(path: Path, content: bytes | str) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    """Change one bit and keep the time stamp."""
    times = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _move_away(path: Path, where: Path) -> None:
    """Put a folder somewhere else, and a link in its place."""
    shutil.move(path, where)
    path.symlink_to(where)


def _shared_memory(project: Project) -> Path:
    """Return a new folder on another file system, where there is one."""
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    return Path(tempfile.mkdtemp(prefix="drill-", dir=base)) / "moved"


def _rename(project: Project) -> None:
    project.edit("docs/series/07-towards-oips.md", "# ", "# ")
    (project.root / "templates" / "credit.md.j2").rename(project.root / "templates" / "c.md.j2")


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def _few_files() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))


def _little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))


MNIST = "analysis/images/mnist"
TABLE = [
    Surroundings("build is a file", lambda p: _replace(p.root / "build", "")),
    Surroundings("build/tiny is a file", lambda p: _replace(p.build_folder, "")),
    Surroundings("the build folder is read-only", lambda p: p.build_folder.chmod(0o555)),
    Surroundings(
        "the folder of figures is read-only",
        lambda p: (stale(p), (p.artifacts / "figures").chmod(0o555))[0],
    ),
    Surroundings(
        "the project is read-only",
        lambda p: (shutil.rmtree(p.root / "build"), p.root.chmod(0o555))[0],
    ),
    Surroundings("site is a file", lambda p: _replace(p.site, "")),
    Surroundings(
        "site leads to another file system",
        lambda p: (_move_away(p.site, _shared_memory(p)), stale(p))[0],
        succeeds=True,
    ),
    Surroundings(
        "build leads to another file system",
        lambda p: (_move_away(p.root / "build", _shared_memory(p)), stale(p))[0],
        succeeds=True,
    ),
    Surroundings("a full disk (files end at 20 kB)", stale, limits=_small_files),
    Surroundings("few open files", stale, limits=_few_files),
    Surroundings("little memory", stale, limits=_little_memory),
    Surroundings("a page cannot be read", lambda p: (p.root / "docs/index.md").chmod(0)),
    Surroundings("an artifact cannot be read", lambda p: (p.artifacts / "manifest.json").chmod(0)),
    Surroundings("a template is renamed", _rename),
    Surroundings(
        "the checksums of MNIST are damaged",
        lambda p: _replace(p.root / MNIST / "SHA256SUMS.uncompressed", b"\xff\x00 ?"),
    ),
    Surroundings("an MNIST file is cut", lambda p: _cut(next((p.root / MNIST).glob("t10k-i*")))),
    Surroundings(
        "a task file has a mistake",
        lambda p: p.edit("analysis/publishing/tasks/task_draw.py", "for _figure", "for for"),
    ),
    Surroundings(
        "a page is removed from the site",
        lambda p: (p.site / "about/claims/index.html").unlink(),
        succeeds=True,
    ),
    Surroundings(
        "a bit of a page is flipped", lambda p: _flip(p.site / "index.html"), succeeds=True
    ),
    Surroundings(
        "a bit of an array is flipped",
        lambda p: _flip(p.artifacts / "arrays" / "ink-sums.npz"),
        succeeds=True,
    ),
    Surroundings("an array is cut", lambda p: _cut(p.artifacts / "arrays/ink-sums.npz"), True),
    Surroundings("an empty manifest", lambda p: _replace(p.artifacts / "manifest.json", ""), True),
    Surroundings(
        "a damaged record", lambda p: _cut(p.build_folder / "records/figures/one-oip.json"), True
    ),
    Surroundings("a damaged seal", lambda p: _cut(p.build_folder / "seal.json"), True),
    Surroundings("a damaged digest", lambda p: _cut(p.build_folder / "published.sha256"), True),
    Surroundings(
        "a damaged memory of rendering",
        lambda p: (_cut(p.build_folder / "rendered.json"), _flip(p.site / "index.html"))[0],
        True,
    ),
    Surroundings("a damaged pytask.lock", lambda p: _cut(p.build_folder / "pytask.lock"), True),
]


def hinder(bench: Bench, bad: Surroundings) -> None:
    """Build in bad surroundings, then see that the old site stays and that a mended build works."""
    bench.restore()
    bad.prepare(bench.project)
    before = contents(bench.project.site)
    build = bench.start(bad.limits)
    output, _ = build.communicate()
    if bad.succeeds:
        right = build.returncode == 0 and identical(bench)
    else:
        right = build.returncode != 0 and one_word(output)
        right &= contents(bench.project.site) == before
    right &= not left_running(bench.project.root)
    bench.add(bad.name, last(output), right)
    for path in Path("/dev/shm").glob("drill-*"):
        shutil.rmtree(path)


def ended_within(bench: Bench, name: str, which: Callable[[psutil.Process], bool]) -> None:
    """Kill a process inside a build, as a system does that is short of memory."""
    bench.restore()
    stale(bench.project)
    build = bench.start()
    victim: psutil.Process | None = None
    while victim is None and build.poll() is None:
        family = psutil.Process(build.pid).children(recursive=True)
        victim = next((one for one in family if which(one)), None)
        time.sleep(0.1)
    time.sleep(1)
    if victim:
        victim.kill()
    output, _ = build.communicate()
    right = build.returncode != 0 and one_word(output) and not left_running(bench.project.root)
    bench.add(name, last(output), right)


def at_once(bench: Bench) -> None:
    """Two builds of one profile: one works, the other says in one line that it does."""
    bench.restore()
    stale(bench.project)
    builds = [bench.start(), bench.start()]
    outputs = [build.communicate()[0] for build in builds]
    refused = [output for output in outputs if "another build of profile 'tiny'" in output]
    right = sorted(build.returncode for build in builds) == [0, 1] and len(refused) == 1
    right &= identical(bench)
    bench.add("two builds at once", last(refused[0]) if refused else last(outputs[0]), right)


def named(bench: Bench, name: str) -> None:
    """Build in a folder whose name holds what others take for patterns or options."""
    bench.restore()
    here, there = bench.project, Project(bench.project.root.with_name(name))
    here.root.rename(there.root)
    bench.project = there
    stale(there)
    build = bench.start()
    output, _ = build.communicate()
    right = build.returncode == 0 and identical(bench)
    bench.add(f"the project lies in {name!r}", last(output), right)
    shutil.rmtree(there.root)
    bench.project = here


def built(folder: Path) -> Bench:
    """Return a bench with a tiny project, built without disturbance."""
    project = Project(folder / "project")
    bench = Bench(project)
    if not bench.good.exists():
        copy_project(bench.good)
        (folder / "home").mkdir()
        bench.restore()
        print("building without disturbance (some minutes)", flush=True)
        build = bench.start()
        output, _ = build.communicate()
        bench.add("undisturbed", last(output), build.returncode == 0)
        shutil.rmtree(bench.good)
        shutil.copytree(project.root, bench.good, symlinks=True)
        subprocess.run(["cp", "-a", "-T", str(project.root), str(bench.good)], check=True)
    return bench


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="rows whose name holds this")
    parser.add_argument("--keep", type=Path, help="folder for the built project, used again")
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="drill-"))
    folder.mkdir(parents=True, exist_ok=True)
    bench, draw = built(folder.resolve()), random.Random(arguments.seed)
    rows: list[tuple[str, Callable[[], None]]] = [
        (bad.name, lambda bad=bad: hinder(bench, bad))
        for bad in TABLE  # type: ignore[misc]
    ]
    rows += [
        ("two builds at once", lambda: at_once(bench)),
        ("a helper is killed", lambda: ended_within(bench, "a helper is killed", _is_helper)),
        ("the build is killed", lambda: ended_within(bench, "the build is killed", _is_build)),
    ]
    for name in ("proj[v1]", "a b", "*", "what?", "Größe", "-x", "it's"):
        rows.append((f"the project lies in {name!r}", lambda name=name: named(bench, name)))
    for number in range(1, arguments.kills + 1):
        rows.append((f"kill {number}", lambda number=number: kill(bench, number, draw)))
    for name, run in rows:
        if arguments.only in name:
            run()
    wrong = [name for name, _, right in bench.rows if not right]
    bench.restore()
    print(f"{len(bench.rows)} rows, {len(wrong)} wrong{': ' if wrong else ''}{', '.join(wrong)}")
    if not arguments.keep:
        shutil.rmtree(folder)
    return 1 if wrong else 0


def _is_helper(process: psutil.Process) -> bool:
    return "spawn_main" in " ".join(process.cmdline())


def _is_build(process: psutil.Process) -> bool:
    return "site_config" in process.cmdline()


if __name__ == "__main__":
    sys.exit(main())
