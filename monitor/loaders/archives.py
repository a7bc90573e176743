"""List the files inside zip and tar archives."""

import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

from monitor.article import Rejected
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import is_litter, printable, read_all


class Entry(NamedTuple):
    """A file inside an archive.

    `source` is what it is cited as, `open()` gives its bytes, `compressed_size()` their number in
    the archive.
    """

    source: str
    filename: str
    open: Callable
    compressed_size: Callable | None


def zip_entries(stream, name, options):
    """Yield an Entry, or Rejected, for each file in a zip archive."""
    if not stream.seekable():
        stream = io.BytesIO(read_all(stream, options, "an archive inside another"))
    archive = zipfile.ZipFile(stream)
    for entry in limit_number(archive.infolist(), options):
        if entry.is_dir() or _is_litter(entry.filename):
            continue
        source = f"{name}, {printable(entry.filename)}"
        reason = _reason_against(entry.filename, stat.S_ISLNK(entry.external_attr >> 16))
        if entry.flag_bits & 1:
            reason = "protected by a password; unpack it first"
        if reason:
            yield Rejected(source, reason)
        else:
            size = partial(getattr, entry, "compress_size")
            yield Entry(source, entry.filename, partial(archive.open, entry), size)


def tar_entries(stream, name, options):
    """Yield an Entry, or Rejected, for each file in a tar archive."""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in limit_number(archive, options):
            if entry.isdir() or _is_litter(entry.name):
                continue
            source = f"{name}, {printable(entry.name)}"
            if reason := _reason_against(entry.name, not entry.isreg() or entry.issparse()):
                yield Rejected(source, reason)
            else:
                yield Entry(source, entry.name, partial(archive.extractfile, entry), None)


def limit_number(entries, options):
    """Yield the entries of an archive; raises Unreadable past the option `max_entries`."""
    for number, entry in enumerate(entries):
        if number >= options.max_entries:
            raise Unreadable(
                f"over {options.max_entries:,} files; split the archive, or raise max_entries in "
                "monitor.toml, [limits]"
            )
        yield entry


def _is_litter(name):
    parts = PurePosixPath(name).parts
    return any(is_litter(part) for part in parts if part not in ("..", "."))


def _reason_against(name, is_link):
    path = PurePosixPath(name.replace("\\", "/"))
    if is_link:
        return "a link or a device, not a file"
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "its name leads out of the archive"
    return ""
