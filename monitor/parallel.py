"""Parallel work on many articles, on all cores or on the workers of a Dask cluster."""

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

FEW = 3  # chunks: fewer are done here before other processes have started
ANSWER = 10  # seconds within which a scheduler must answer and have a worker
AHEAD = 4  # chunks in memory for each worker
PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2): a signal when the parent process dies
LOST = "A worker process was killed, probably for lack of memory. Finished work is saved; run the command again."
IDLE = 3  # seconds after which an idle process ends and frees its memory
# joblib replaces a worker that times out as new work arrives; the warning is of no use.
warnings.filterwarnings("ignore", "A worker stopped while some jobs were given")
_clients = []  # of the clusters in use, the innermost last
_open = []  # one entry for each enclosing `beside`
_forked = []  # the executor of `forked`


@contextlib.contextmanager
def _told():
    """Report the loss of a process in words for an analyst."""
    try:
        yield
    except BrokenProcessPool as error:
        raise MonitorError(LOST) from error


@_told()
def taken(begun):
    """Result of a Future returned by `begin`; raises MonitorError if its process was killed."""
    return begun.result()


def each(work, chunks, workers=-1):
    """Iterator of `work(chunk)` for each chunk, in order; chunks are read a few at a time."""
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
        # The standard executor cannot shut down while a future is cancelled; its processes are killed.
        for begun in ahead if executor not in _forked else ():
            begun.cancel()


@contextlib.contextmanager
def forked():
    """Use forks of this process as workers, which need not import again what it has imported.

    Only for the command line, before it opens a store: neither threads nor open Delta tables survive
    a fork. Without effect on systems other than Linux.
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
            # Nobody waits for the rest of their work.
            for child in children:
                child.kill()


def _obey():
    """Leave interrupts to the parent process, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGKILL)


@contextlib.contextmanager
def beside():
    """Let `begin` give its work to another process of this machine."""
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
    """Future (for `taken`) of `work(*arguments)`; outside `beside` the work is done here, at once."""
    if _open:
        return _submit(_local(-1)[0], _done, work, *arguments)
    done = Future()
    done.set_result(work(*arguments))
    return done


def _done(work, *arguments):
    """`work(*arguments)`; frees unused memory at once where the C library can."""
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
        # As the other executors do: the standard one cannot send nested functions.
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
    """Let `each` work on the Dask cluster with the scheduler at `address`; empty: on this machine.

    Raises InputError if no scheduler or no worker answers, or the package distributed is missing.
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
            raise InputError(f"{reason} at {address}; start them there, or correct the address") from error
        _clients.append(client)
        stack.callback(_clients.pop)
        yield
