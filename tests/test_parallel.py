"""Work on many articles: in order, a few at a time; on a Dask cluster the same to the byte, a lost worker included."""

import itertools
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from monitor import Corpus
from monitor.errors import InputError
from monitor.loaders import load
from monitor.parallel import AHEAD, FEW, begin, beside, cluster, each, taken
from monitor.store import Store
from monitor.tables import to_arrow

TABLES = ("articles", "quotes", "stance", "syndication")


def square(number):
    return number * number


def slow_process(number):
    time.sleep(0.1)
    return number, os.getpid()


@pytest.fixture(scope="module")
def workers():
    """A Dask cluster of two worker processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def test_the_results_come_in_the_order_of_the_chunks():
    assert list(each(square, range(30))) == [number * number for number in range(30)]


def test_the_chunks_are_read_a_few_at_a_time():
    read = []
    chunks = (read.append(n) or n for n in itertools.count())
    results = each(square, chunks, workers=2)
    assert next(results) == 0
    assert len(read) <= FEW + 2 * AHEAD
    results.close()


def run(program):
    """A program of its own, as a command is; (exit code, what it printed)."""
    start = "import sys, time, os\nfrom monitor.parallel import begin, beside, each, forked, taken\n"
    done = subprocess.run([sys.executable, "-c", start + program], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout.split()


def test_what_is_begun_is_done_here_and_now_unless_it_is_to_be_done_beside():
    assert taken(begin(os.getpid)) == os.getpid()
    with beside():
        assert taken(begin(os.getpid)) != os.getpid()


def test_copies_of_a_program_work_for_it_and_know_its_functions():
    program = (
        "with forked(), beside():\n    print(*each(lambda n: n * n, range(9)), taken(begin(os.getppid)), os.getpid())"
    )
    code, (*squares, parent, own) = run(program)
    assert code == 0
    assert [*map(int, squares)] == [n * n for n in range(9)]
    assert parent == own or sys.platform != "linux"


@pytest.mark.parametrize(
    "words", ["raise SystemExit(4)", "next(each(lambda chunk: time.sleep(9e9), iter([b'x' * 10**6] * 50)))"]
)
def test_a_program_that_stops_does_not_wait_for_its_copies(words):
    stop = "import signal\nsignal.signal(signal.SIGALRM, lambda *_: sys.exit(4))\nsignal.alarm(1)\n"
    assert run(f"{stop}with forked(), beside():\n    begin(time.sleep, 9e9)\n    {words}")[0] == 4


@pytest.mark.parametrize("start", ["forked()", "nullcontext()"])
@pytest.mark.parametrize(
    "work", ["list(each(lambda n: os.kill(os.getpid(), 9), range(20)))", "taken(begin(os._exit, 9)), begin(int)"]
)
def test_a_process_that_is_killed_is_told_in_words(start, work):
    program = f"""from contextlib import nullcontext
with {start}, beside():
    try:
        {work}
    except Exception as error:
        print(error)
"""
    code, words = run(program)
    assert code == 0
    assert "probably for lack of memory" in " ".join(words)


def test_a_cluster_makes_the_same_tables_as_this_machine(tmp_path, workers, shared, monkeypatch):
    monkeypatch.setattr("monitor.steps.CHUNK", 5)
    path = shared("nato/2018.jsonl")
    here, there = Corpus(tmp_path / "here"), Corpus(tmp_path / "there")
    here.add(load(path), batch="b")
    with cluster(workers.scheduler_address):
        there.add(load(path), batch="b")
        for name in TABLES:
            pd.testing.assert_frame_equal(there.table(name), here.table(name))


def ids_of(chunk):
    return chunk["article_id"].to_pylist()


def test_each_chunk_of_a_store_reaches_a_worker_as_it_is(tmp_path, workers):
    store, ids = Store(tmp_path), [f"a{number:04}" for number in range(1000)]
    rows = pd.DataFrame({"article_id": ids, "signature": b"hash" * 500, "version": 1})
    store.append("signatures", to_arrow("signatures", rows), "t", 1)
    with cluster(workers.scheduler_address):
        sent = each(ids_of, store.stream("signatures", rows=100, copy=True))
        assert list(itertools.chain.from_iterable(sent)) == ids


def test_the_work_of_a_killed_worker_is_done_by_the_others(workers):
    with cluster(workers.scheduler_address):
        results, done = each(slow_process, range(40)), []
        for number, process in results:
            done.append(number)
            if number == 3:
                os.kill(process, signal.SIGKILL)
    assert done == list(range(40))


def test_an_address_where_no_scheduler_answers_is_named(monkeypatch):
    monkeypatch.setattr("monitor.parallel.ANSWER", 0.5)
    with (
        pytest.raises(InputError, match=r"no Dask scheduler with a worker answers at tcp://127.0.0.1:9"),
        cluster("tcp://127.0.0.1:9"),
    ):
        pass
