"""Work on many articles, on all cores or on the workers of a Dask cluster, and work beside what goes on here."""

import collections
import contextlib
import ctypes
import functools
import gc
import itertools
import multiprocessing
import signal
import sys
import warnings
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import joblib
from joblib.externals.loky import get_reusable_executor

from monitor.errors import InputError, MonitorError

FEW = 3  # chunks: fewer are done sooner here than other processes start and load what they need
ANSWER = 10  # seconds within which a scheduler has to, and has to have a worker
AHEAD = 4  # chunks for each worker that are in memory at a time
PARENT_DEATH = 1  # the option of prctl(2) by which a process gets a signal when its parent dies
LOST = "a process of this command was ended from outside, perhaps for want of memory; run the command again, what was "
LOST += "finished is kept"
IDLE = 3  # seconds after which a process without work ends, and its memory is free
# One that ends as new work comes is replaced; nobody needs to be told.
warnings.filterwarnings("ignore", "A worker stopped while some jobs were given")
_clients = []  # of the clusters that are in use, the innermost last
_open = []  # as many as there are `beside` around
_forked = []  # the executor of `forked`


@contextlib.contextmanager
def _told():
    """Within it, that a process was ended is told in words for an analyst."""
    try:
        yield
    except BrokenProcessPool as error:
        raise MonitorError(LOST) from error


@_told()
def taken(begun):
    """Result of a Future of `begin`; raises MonitorError where its process was ended."""
    return begun.result()


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
            with _told():
                ahead.append(_submit(executor, work, chunk))
            if len(ahead) == AHEAD * n:
                yield taken(ahead.popleft())
        while ahead:
            yield taken(ahead.popleft())
    finally:
        # The standard executor cannot end while one is cancelled: it is ended with its processes.
        for begun in ahead if executor not in _forked else ():
            begun.cancel()


@contextlib.contextmanager
def forked():
    """Within it, other processes are copies of this one as it is now, and need not load what it has loaded.

    For a program of its own, before it opens a store: neither threads nor what Delta holds survive in a copy. On
    another system than Linux it does nothing, and processes are started anew.
    """
    if sys.platform != "linux":
        yield
        return
    gc.freeze()
    with ProcessPoolExecutor(joblib.effective_n_jobs(-1), multiprocessing.get_context("fork"), _obey) as executor:
        others = multiprocessing.active_children()
        executor.submit(int)
        children = [child for child in multiprocessing.active_children() if child not in others]
        _forked.append(executor)
        try:
            yield
        finally:
            _forked.pop()
            # What they are still at, nobody waits for any more.
            for child in children:
                child.kill()


def _obey():
    """Leave it to the parent to be interrupted, and end with it, whatever ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGKILL)


@contextlib.contextmanager
def beside():
    """Within it, `begin` gives its work to another process of this machine."""
    _open.append(True)
    try:
        yield
    finally:
        _open.pop()


def is_beside():
    """Whether `begin` gives its work to another process."""
    return bool(_open)


@_told()
def begin(work, *arguments):
    """Future, for `taken`, of `work(*arguments)`; outside `beside` it is done here, at once."""
    if _open:
        return _submit(_local(-1)[0], _done, work, *arguments)
    done = Future()
    done.set_result(work(*arguments))
    return done


def _done(work, *arguments):
    """`work(*arguments)`; the memory that it leaves unused is given back at once, where the C library can."""
    result = work(*arguments)
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
    return result


def _executor(workers):
    """(executor, number of its workers)."""
    if _clients:
        return _clients[-1].get_executor(), sum(_clients[-1].ncores().values())
    return _local(workers)


def _submit(executor, work, *arguments):
    if executor in _forked:
        # As the other executors do: the standard one cannot send a function within a function.
        work = joblib.wrap_non_picklable_objects(functools.partial(work, *arguments), keep_wrapper=False)
        return executor.submit(work)
    return executor.submit(work, *arguments)


def _local(workers):
    n = joblib.effective_n_jobs(workers)
    if _forked:
        return _forked[-1], n
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
