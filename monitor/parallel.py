"""Work on many articles, on all cores or on the workers of a Dask cluster; the results come in order."""

import contextlib
import itertools

import joblib

from monitor.errors import InputError

FEW = 4  # chunks: fewer are done sooner than other processes start
ANSWER = 10  # seconds within which a scheduler has to
AHEAD = 8  # chunks for each worker that are in memory at a time


def each(work, chunks, workers=-1):
    """Iterator of `work(chunk)` for each chunk, in their order; the chunks are read a few at a time."""
    chunks = iter(chunks)
    few = list(itertools.islice(chunks, FEW))
    chunks, step = itertools.chain(few, chunks), joblib.delayed(work)
    if len(few) < FEW or workers == 1:
        yield from map(work, chunks)
        return
    size = AHEAD * joblib.effective_n_jobs(workers)
    with joblib.Parallel(workers) as pool:
        while ahead := list(itertools.islice(chunks, size)):
            yield from pool(step(chunk) for chunk in ahead)


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
