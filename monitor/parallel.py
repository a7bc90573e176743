"""Work on many articles, on all cores or on the workers of a Dask cluster; the results come in order."""

import collections
import contextlib
import gc
import itertools
import warnings

import joblib
from joblib.externals.loky import get_reusable_executor

from monitor.errors import InputError

FEW = 4  # chunks: fewer are done sooner than other processes start
ANSWER = 10  # seconds within which a scheduler has to, and has to have a worker
AHEAD = 4  # chunks for each worker that are in memory at a time
IDLE = 3  # seconds after which a process without work ends, and its memory is free
# One that ends as new work comes is replaced; nobody needs to be told.
warnings.filterwarnings("ignore", "A worker stopped while some jobs were given")
_clients = []  # of the clusters that are in use, the innermost last


def each(work, chunks, workers=-1):
    """Iterator of `work(chunk)` for each chunk, in their order; the chunks are read a few at a time."""
    chunks = iter(chunks)
    few = list(itertools.islice(chunks, FEW))
    chunks, ahead = itertools.chain(few, chunks), collections.deque()
    if len(few) < FEW or workers == 1:
        yield from map(work, chunks)
        return
    executor, n = _executor(workers)
    try:
        for chunk in chunks:
            ahead.append(executor.submit(work, chunk))
            if len(ahead) == AHEAD * n:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        for begun in ahead:
            begun.cancel()


def _executor(workers):
    """(executor, number of its workers)."""
    if _clients:
        return _clients[-1].get_executor(), sum(_clients[-1].ncores().values())
    n = joblib.effective_n_jobs(workers)
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return get_reusable_executor(n, timeout=IDLE, env=one, initializer=gc.set_threshold, initargs=(100_000,)), n


@contextlib.contextmanager
def cluster(address=""):
    """Within it, `each` works on the Dask cluster whose scheduler has this address; on this machine if it is empty.

    Raises InputError where no scheduler or no worker answers, or the packages for it are missing.
    """
    if not address:
        yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError("a cluster needs the package distributed; install monitor-kit[cluster]") from None
    with contextlib.ExitStack() as stack:
        try:
            client = stack.enter_context(Client(address, timeout=ANSWER))
            client.wait_for_workers(1, timeout=ANSWER)
        except (OSError, ValueError) as error:
            reason = "no Dask scheduler with a worker answers"
            raise InputError(f"{reason} at {address}; start them there, or mend the address") from error
        _clients.append(client)
        stack.callback(_clients.pop)
        yield
