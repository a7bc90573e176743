"""Load articles from a file or a folder of any known format, with a reason for each rejection."""

import itertools
import os
from functools import partial
from pathlib import Path

from monitor.article import Rejected
from monitor.errors import InputError
from monitor.loaders.enrichment import enrich
from monitor.loaders.formats import read_file
from monitor.loaders.options import LoadOptions
from monitor.loaders.streams import Allowance, File, list_files, printable
from monitor.parallel import each
from monitor.resources import pattern

__all__ = ["LoadOptions", "load"]

CHUNK = 16  # files or rows that a process reads at a time
# Fewer are read faster by one process.
MANY_FILES = 100
MANY_ROWS = 60  # chunks
_ABOUT_FILES = pattern("about_files")


def load(path, options=None):
    """Iterator of `Article` and `Rejected` over a file, or over all files under a folder.

    `options`: a `LoadOptions`. Files come in sorted order; `source` of each item is the file,
    relative to the folder given, and the place in it. Bad content never raises: what is sound is
    yielded, the rest is `Rejected`. Raises InputError where `path` does not exist.
    """
    path, options = Path(path), options or LoadOptions()
    if not path.exists():
        raise InputError(f"no file or folder {printable(path)}; check the path")
    if path.is_dir():
        files = [file for file in list_files(path) if options.skip not in file.absolute().parents]
        read = partial(_read_listed, folder=path, options=options)
    else:
        files = [path]
        read = partial(_read_file, name=printable(path.name), options=options)
    if len(files) < MANY_FILES:
        few, parts = MANY_ROWS, itertools.chain.from_iterable(map(read, files))
    else:
        few, parts = 0, (partial(read, file) for file in files)
    chunks = iter(lambda: list(itertools.islice(parts, CHUNK)), [])
    complete = partial(_complete, options=options)
    return itertools.chain.from_iterable(each(complete, chunks, options.workers, few))


def _complete(parts, options):
    """List of the Article and Rejected of what was read; what is a function is read first."""
    items = []
    for part in parts:
        items += _complete(part(), options) if callable(part) else [enrich(part, options)]
    return items


def _read_listed(path, folder, options):
    """Yield what is read of a file that was found in a folder."""
    name = printable(path.relative_to(folder.parent if path == folder else folder))
    # os.path.realpath stops at a link that leads to itself; Path.resolve would raise.
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        yield Rejected(name, "a link that leads out of the folder; put the file itself there")
    elif _ABOUT_FILES.fullmatch(path.name):
        yield Rejected(name, "a file about the other files, not an article")
    else:
        yield from _read_file(path, name, options)


def _read_file(path, name, options):
    if not path.is_file():
        yield Rejected(name, "not a file: a broken link, or a folder that cannot be opened")
        return
    allowance = Allowance(path.stat().st_size, options)
    file = File(name, path.name, partial(path.open, "rb"), allowance=allowance)
    yield from read_file(file, options)
