"""Work on many articles: in order, a few at a time; on a Dask cluster the same to the byte, a lost
worker included.
"""

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from monitor import Corpus
from monitor.corpus.store import Store
from monitor.errors import InputError
from monitor.loaders import load
from monitor.parallel import AHEAD, FEW, cluster, each
from monitor.tables import COLUMNS, to_arrow


def square(number):
    return number * number


def slow_process(number):
    time.sleep(0.1)
    return number, os.getpid()


@pytest.fixture(scope="module")
def workers():
    """A Dask cluster of two worker processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as made:
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


def start(program):
    """A program of its own, as a command is."""
    program = f"import os, signal, sys, time\nfrom monitor.parallel import each\n{program}"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", program], start_new_session=True, **pipes)


def test_a_killed_process_is_reported_in_words():
    program = start("list(each(lambda n: os.kill(os.getpid(), 9), range(20)))")
    _, errors = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "A worker process was killed, probably for lack of memory." in errors


def test_an_interrupted_program_does_not_wait_for_its_workers():
    work = "lambda chunk: time.sleep(1 if chunk == b'first' else 9e9)"
    program = start(
        f"for _ in each({work}, [b'first'] + [b'x' * 10**6] * 50): print('one', flush=True)"
    )
    assert program.stdout.readline() == "one\n"
    os.killpg(program.pid, signal.SIGINT)
    _, errors = program.communicate(timeout=30)
    assert program.returncode
    assert errors.splitlines()[-1] == "KeyboardInterrupt"


def test_workers_end_when_the_program_is_killed():
    work = "lambda chunk: print(os.getpid(), flush=True) or time.sleep(9e9)"
    program = start(f"list(each({work}, range(20), 2))")
    worker = int(program.stdout.readline())
    program.kill()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not Path(f"/proc/{worker}").exists()


def test_a_cluster_makes_the_same_tables_as_this_machine(tmp_path, workers, shared, monkeypatch):
    monkeypatch.setattr("monitor.corpus.derived.CHUNK", 5)
    path = shared("nato/2018.jsonl")
    here, there = Corpus(tmp_path / "here"), Corpus(tmp_path / "there")
    here.add(load(path), batch="b")
    with cluster(workers.scheduler_address):
        there.add(load(path), batch="b")
        for name in COLUMNS:
            tables = (corpus.table(name) for corpus in (there, here))
            # They were added at different times.
            one, other = (table.drop(columns="changed_at", errors="ignore") for table in tables)
            pd.testing.assert_frame_equal(one, other)


def ids_of(chunk):
    return chunk["article_id"].tolist()


def test_each_chunk_of_a_store_reaches_a_worker_as_it_is(tmp_path, workers):
    store, ids = Store(tmp_path), [f"a{number:04}" for number in range(1000)]
    rows = pd.DataFrame({"article_id": ids, "signature": b"word " * 500, "version": 1})
    store.write("signatures", to_arrow("signatures", rows), {"signatures": 1})
    with cluster(workers.scheduler_address):
        sent = each(ids_of, store.stream("signatures", rows=100))
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
        pytest.raises(
            InputError, match=r"no Dask scheduler with workers answers at tcp://127.0.0.1:9"
        ),
        cluster("tcp://127.0.0.1:9"),
    ):
        pass
