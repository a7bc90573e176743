"""Work on many articles, on all cores or on the workers of a Dask cluster; the results come in order."""

import collections
import contextlib
import itertools
import warnings

import joblib

from monitor.errors import InputError

FEW = 4  # chunks: fewer are done sooner than other processes start
ANSWER = 10  # seconds within which a scheduler has to
# Where what is asked for ends early, as with a disk that is full, so does what was begun for it.
warnings.filterwarnings("ignore", ".*tasks have been successfully executed")
AHEAD = 4  # chunks for each worker in a window; two windows are in memory at a time


def each(work, chunks, workers=-1):
    """Iterator of `work(chunk)` for each chunk, in their order; the chunks are read a few at a time."""
    chunks = iter(chunks)
    few = list(itertools.islice(chunks, FEW))
    chunks, step = itertools.chain(few, chunks), joblib.delayed(work)
    if len(few) < FEW or workers == 1:
        yield from map(work, chunks)
        return
    size, ahead = AHEAD * joblib.effective_n_jobs(workers), collections.deque()
    while window := list(itertools.islice(chunks, size)):
        pool = joblib.Parallel(workers, return_as="generator", batch_size=1, pre_dispatch="all")
        ahead.append(pool(step(chunk) for chunk in window))
        # One is being worked on while the results of the other are taken, so that no worker waits.
        if len(ahead) == 2:
            yield from ahead.popleft()
    yield from itertools.chain.from_iterable(ahead)


@contextlib.contextmanager
def cluster(address=""):
    """Within it, `each` works on the Dask cluster whose scheduler has this address; on this machine if it is empty.

    Raises InputError where no scheduler answers, or the packages for it are missing.
    """
    if not address:
        yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError("a cluster needs the package distributed; install monitor-kit[cluster]") from None
    try:
        client = Client(address, timeout=ANSWER)
    except (OSError, ValueError) as error:
        raise InputError(f"no Dask scheduler answers at {address}; start one there, or mend the address") from error
    with client, joblib.parallel_config("dask", wait_for_workers_timeout=60):
        yield
