"""A Dask cluster: what is done there is what would have been done here, also where a worker is
killed on the way.
"""

from __future__ import annotations

import os
import runpy
import signal
import time
from concurrent.futures import wait
from pathlib import Path

import pytest

from analysis.catalogue.variations import variations
from analysis.networks.storage import pack_model
from analysis.problem import Problem
from analysis.settings import SubjectSettings, load_settings
from site_config import __main__ as command
from site_config.build import beside, cluster, pool

# says that it began, takes its time, and writes what it is to write whole
WORK = """
import os, time
from pathlib import Path
name = Path(__file__).stem
folder = Path(__file__).parent
with open(folder / "begun", "a") as begun:
    begun.write(f"{name} {os.getppid()}\\n")
time.sleep(1)
whole = folder / f"{name}.part"
whole.write_text(f"{name} {os.environ['PYTHONHASHSEED']} {os.environ.get('FOREIGN')}")
whole.rename(folder / f"{name}.txt")
"""


@pytest.fixture(scope="module")
def workers():
    """A scheduler with two workers, which start with a person's own settings."""
    import distributed

    os.environ["FOREIGN"] = "a person's own"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as local:
        yield local
    del os.environ["FOREIGN"]


def begun(folder: Path) -> list[tuple[str, int]]:
    path = folder / "begun"
    lines = path.read_text().split("\n") if path.exists() else []
    return [(line.split()[0], int(line.split()[1])) for line in lines if line]


def test_a_killed_worker_changes_no_result(workers, tmp_path):
    names = [f"task{number}" for number in range(5)]
    for name in names:
        (tmp_path / f"{name}.py").write_text(WORK)
    crew = cluster.Cluster(workers.scheduler_address)
    futures = [
        crew.submit(name, runpy.run_path, {"path_name": str(tmp_path / f"{name}.py")})
        for name in names
    ]
    end = time.monotonic() + 60
    while len({worker for _, worker in begun(tmp_path)}) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    lost, victim = begun(tmp_path)[0]
    os.kill(victim, signal.SIGKILL)
    assert not wait(futures, timeout=120).not_done
    assert [future.exception() for future in futures] == [None] * 5
    crew.shutdown()
    # each process has the project's environment, not that of whoever started the worker
    for name in names:
        assert (tmp_path / f"{name}.txt").read_text() == f"{name} 0 None"
    again = [name for name, _ in begun(tmp_path)]
    assert again.count(lost) >= 2, "what the lost worker was at has begun again on another one"


def kill_one_at_work(workers) -> None:
    """Kill a worker that has begun something."""
    import psutil

    end = time.monotonic() + 60
    while time.monotonic() < end:
        those = [psutil.Process(one.pid) for one in workers.workers.values()]
        if busy := next((one for one in those if one.children()), None):
            return busy.kill()
        time.sleep(0.05)
    raise AssertionError("no worker has begun")


def test_blocks_of_maps_are_found_there_as_here_though_a_worker_is_lost(workers, tmp_path):
    import keras
    from test_atlas_command import chain, saved_images

    from analysis.catalogue.atlas import Atlas, Outline
    from analysis.publishing.studies import take
    from analysis.publishing.tasks import measuring
    from analysis.results.files import pack_arrays

    network = chain(keras.layers.Conv2D(4, 3, activation="relu", name="conv"))
    stored = {"net": tmp_path / "net.keras"}
    stored["net"].write_bytes(pack_model(network))
    told = SubjectSettings(network=str(stored["net"]), images=saved_images(tmp_path))
    settings = load_settings("quick").model_copy(update={"subject": told})
    atlas = Atlas(Outline("net", ("conv",), blocks={"conv": ((0, 1), (2, 3))}))
    responses = take(atlas.data_responses["conv"], settings, stored, [])
    crew, here, futures = cluster.Cluster(workers.scheduler_address), {}, []
    for block in atlas.galleries["conv"].inputs:
        (read,) = block.inputs
        given = tmp_path / f"{read.id}.npz"
        part = take(read, settings, stored, [responses])
        given.write_bytes(pack_arrays(part.arrays()))
        into = {name: tmp_path / f"{block.id}.{name}" for name in ("arrays", "record")}
        asked = {"wanted": block, "parts": {}, "networks": stored, "inputs": {read.id: given}}
        asked |= {"into": into, "settings": settings}
        futures.append(crew.submit(block.id, measuring.measure, asked))
        if len(futures) == 1:
            kill_one_at_work(workers)
        here[into["arrays"]] = pack_arrays(take(block, settings, stored, [part]).arrays())
    assert not wait(futures, timeout=300).not_done
    crew.shutdown()
    assert [future.exception() for future in futures] == [None, None]
    for path, content in here.items():
        assert path.read_bytes() == content, path.name


def test_an_error_there_is_the_same_error_here(workers, tmp_path):
    crew = cluster.Cluster(workers.scheduler_address)
    missing = crew.submit("missing", runpy.run_path, {"path_name": str(tmp_path / "none.py")})
    assert isinstance(missing.exception(timeout=60), FileNotFoundError)
    ended = crew.submit("ended", os._exit, {"status": 3})
    assert "ended with status 3" in str(ended.exception(timeout=60))
    crew.shutdown()


@pytest.mark.parametrize("lost", ["executable", "REPOSITORY"])
def test_a_worker_that_does_not_see_the_project_says_so(workers, monkeypatch, lost):
    crew = cluster.Cluster(workers.scheduler_address)
    owner = cluster.sys if lost == "executable" else cluster
    monkeypatch.setattr(owner, lost, Path("/nowhere"))
    said = str(crew.submit(f"lost {lost}", print, {}).exception(timeout=60))
    assert "does not see /nowhere. Share the project's folder" in said
    crew.shutdown()


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "nonsense", "tcp://127.0.0.1", "tcp://h:99999"]
)
def test_a_scheduler_that_does_not_answer_is_one_clear_error(address):
    with pytest.raises(Problem, match=rf"DASK={address}: no scheduler answers .* make worker"):
        cluster.Cluster(address, patience=0.5)


@pytest.mark.parametrize(
    "address", ["nonsense", "tcp://127.0.0.1", "tcp://h:99999", "tcp://h:0", "http://h:8786", "-x"]
)
def test_an_address_that_is_none_is_refused_before_anything_starts(monkeypatch, address):
    monkeypatch.setenv("DASK", address)
    with pytest.raises(Problem, match=f"DASK='{address}' should be the address of a scheduler"):
        command.build("quick")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "host:1", "tls://[::1]:8786"])
def test_an_address_that_a_scheduler_can_have_is_taken(address):
    cluster.refuse_unusable(address)


@pytest.mark.parametrize("asked", ["0", "-1", "many", "65", "2.0", "²"])
def test_a_number_of_workers_that_is_none_is_one_clear_error(monkeypatch, asked):
    monkeypatch.setenv("WORKERS", asked)
    with pytest.raises(Problem, match=rf"WORKERS='{asked}' should be a whole number from 1 to 64"):
        pool.count()


def test_as_many_helpers_as_are_asked_for(monkeypatch):
    monkeypatch.setenv("WORKERS", "4")
    assert pool.count() == 4
    monkeypatch.delenv("WORKERS")
    assert 1 <= pool.count() <= max(1, (os.cpu_count() or 1) - 1)


def test_only_what_is_worth_a_journey_goes_to_the_cluster(monkeypatch):
    from pytask import Mark, TaskWithoutPath

    def task(**marked):
        marks = [Mark("beside", (), {"run": print, **marked})]
        return TaskWithoutPath(name="task", function=print, markers=marks)

    near, far = task(), task(framework=True, far=True)
    monkeypatch.setattr(beside, "_has_gpu", lambda: True)
    monkeypatch.delenv("DASK", raising=False)
    assert not beside._goes_far(far) and not beside._may_leave(far)
    monkeypatch.setenv("DASK", "tcp://host:8786")
    assert beside._goes_far(far) and beside._may_leave(far) and not beside._goes_far(near)


def test_every_variation_can_travel():
    import pickle

    for one in variations(load_settings("thorough")):
        assert pickle.loads(pickle.dumps(one)) == one
