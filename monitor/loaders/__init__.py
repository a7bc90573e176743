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

PARALLEL_FROM = 100  # files; fewer are read faster by one process
CHUNK = 16  # files that a process reads at a time
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
    if not path.is_dir():
        return _load_file(path, printable(path.name), options)
    files = [file for file in list_files(path) if options.skip not in file.absolute().parents]
    if len(files) < PARALLEL_FROM:
        return _load_files(files, path, options)
    chunks = (files[at : at + CHUNK] for at in range(0, len(files), CHUNK))
    load_chunk = partial(_load_chunk, folder=path, options=options)
    return itertools.chain.from_iterable(each(load_chunk, chunks, options.workers))


def _load_chunk(files, folder, options):
    return list(_load_files(files, folder, options))


def _load_files(files, folder, options):
    for path in files:
        name = printable(path.relative_to(folder.parent if path == folder else folder))
        # os.path.realpath stops at a link that leads to itself; Path.resolve would raise.
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
            yield Rejected(name, "a link that leads out of the folder; put the file itself there")
        elif _ABOUT_FILES.fullmatch(path.name):
            yield Rejected(name, "a file about the other files, not an article")
        else:
            yield from _load_file(path, name, options)


def _load_file(path, name, options):
    if not path.is_file():
        yield Rejected(name, "not a file: a broken link, or a folder that cannot be opened")
        return
    allowance = Allowance(path.stat().st_size, options)
    file = File(name, path.name, partial(path.open, "rb"), allowance=allowance)
    for item in read_file(file, options):
        yield enrich(item, options)
