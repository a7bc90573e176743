"""Parallel work on many articles, on all cores or on the workers of a Dask cluster."""

import contextlib
import itertools
import os
import threading
import time
from concurrent.futures.process import BrokenProcessPool

from joblib import Parallel, delayed, effective_n_jobs, parallel_config

from monitor.errors import InputError, MonitorError

FEW = 3  # chunks: fewer are done here before other processes have started
AHEAD = 8  # chunks in memory for each worker
IDLE = 10  # seconds without work after which a process ends and its memory is free
ANSWER = 10  # seconds within which a scheduler must answer and have a worker


def each(work, chunks, workers=-1):
    """Iterator of `work(chunk)` for each chunk, in order; chunks are read a few at a time.

    `workers`: number of processes, -1 for one a core. Raises MonitorError if a process was killed.
    """
    chunks = iter(chunks)
    first = list(itertools.islice(chunks, FEW))
    chunks = itertools.chain(first, chunks)
    if workers == 1 or len(first) < FEW:
        yield from map(work, chunks)
        return
    parallel = Parallel(
        workers,
        return_as="generator",
        pre_dispatch="all",
        batch_size=1,
        idle_worker_timeout=IDLE,
        initializer=_end_with,  # not called on a cluster
        initargs=[os.getpid()],
    )
    # In blocks, because joblib goes on reading however slowly its results are used.
    block = AHEAD * effective_n_jobs(workers)
    while tasks := list(map(delayed(work), itertools.islice(chunks, block))):
        try:
            yield from parallel(tasks)
        except BrokenProcessPool as error:
            raise MonitorError(
                "A worker process was killed, probably for lack of memory. Finished work is saved; "
                "run the command again."
            ) from error


def _end_with(program):
    """Let this process end, in the midst of its work, once the program that needs it was killed."""

    def wait():
        while os.getppid() == program:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


@contextlib.contextmanager
def cluster(address=""):
    """Let `each` work on the Dask cluster with the scheduler at `address`; empty: on this machine.

    Raises InputError if no scheduler or no worker answers, or the package distributed is missing.
    """
    if not address:
        yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "a cluster needs the package distributed; install monitor-kit[cluster]"
        ) from None
    try:
        client = Client(address, timeout=ANSWER)
        client.wait_for_workers(1, timeout=ANSWER)
    except (OSError, ValueError) as error:
        raise InputError(
            f"no Dask scheduler with workers answers at {address}; start it there, or correct "
            "the address"
        ) from error
    with client, parallel_config("dask"):
        yield
