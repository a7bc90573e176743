"""Find files, note which reader reads which, and open them as streams of bytes, unpacked, with
limits to what they expand to.
"""

import bz2
import gzip
import io
import lzma
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from monitor.loaders.options import Unreadable
from monitor.resources import pattern

LITTER = {"thumbs.db", "desktop.ini", "__macosx"}  # files of operating systems
MAX_RATIO = 100  # of a text to its compressed form; real ones stay below 20
RATIO_FROM = 32 << 20  # bytes; below, the ratio may be higher
MAX_UNPACKED = 128 << 20  # bytes of all parts of an Office document
READERS = []  # (suffixes, how the file begins, reader); the first one that fits counts
_PARTS_FOLDER = pattern("parts_folder")
_OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def reads(suffixes, beginning=b""):
    """Decorator of a reader: it reads all files with these suffixes, such as ".htm .html".

    With a `beginning`, a regular expression, it reads those alone that begin so, and is asked
    before all others. A reader is a function `read(stream, name, options)` that yields an `Article`
    or `Rejected` (with a reason a person can act on) for each article. `stream` is the buffered
    bytes, unpacked; `name` is what they are cited as. It may raise Unreadable, and any other error
    is a rejection too; it may also yield a `File`, which is then read in its turn.
    """

    def declare(reader):
        READERS.insert(0 if beginning else len(READERS), (suffixes.split(), beginning, reader))
        return reader

    return declare


class Allowance:
    """The bytes to which one file on disk may still expand, with all archives inside it."""

    def __init__(self, size, options):
        self.most = min(options.max_bytes, max(RATIO_FROM, MAX_RATIO * size))
        self.left = self.most

    def spend(self, size):
        """Take bytes off; raises Unreadable where too few are left."""
        self.left -= size
        if self.left < 0:
            raise Unreadable(
                f"expands to over {self.most:,} bytes, more than max_bytes in monitor.toml or "
                f"{MAX_RATIO} times its compressed size; rejected as a possible decompression bomb"
            )


class File(NamedTuple):
    """A file on disk, or inside an archive.

    `source` is what it is cited as, `open()` gives its bytes, `url` is the address that it was
    fetched from. `allowance` is that of the file on disk, `depth` the number of archives around it.
    """

    source: str
    filename: str
    open: Callable
    url: str = ""
    allowance: Allowance | None = None
    depth: int = 0


class _LimitedStream(io.RawIOBase):
    """The bytes of `inner`, taken off an allowance."""

    def __init__(self, inner, allowance):
        self.inner = inner
        self.allowance = allowance

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.inner.read(len(buffer))
        self.allowance.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def open_stream(file):
    """The buffered bytes of a File, unpacked where its name ends in .gz, .bz2 or .xz.

    Only those of a file on disk that is not compressed can be read in any order.
    """
    stream = file.open()
    opener = _OPENERS.get(PurePath(_full_name(file.filename)).suffix.lower())
    if opener:
        stream = opener(stream)
    elif not file.depth:
        return stream
    return io.BufferedReader(_LimitedStream(stream, file.allowance), 1 << 16)


def unpacked_name(filename):
    """The name that a compressed file has once it is unpacked."""
    path = PurePath(_full_name(filename))
    return path.stem if path.suffix.lower() in _OPENERS else path.name


def _full_name(filename):
    return re.sub(r"\.t(gz|bz2|xz)$", r".tar.\1", filename, flags=re.I)


def read_all(stream, options, kind, limit="max_whole"):
    """All bytes of a stream; raises Unreadable for more than the option named `limit` allows."""
    most = getattr(options, limit)
    data = stream.read(most + 1)
    if len(data) > most:
        raise Unreadable(
            f"over {most:,} bytes, too large for {kind}; raise {limit} in monitor.toml, [limits]"
        )
    return data


def read_office(stream, options, kind):
    """An Office document as a BytesIO; raises Unreadable where its parts are too large."""
    data = io.BytesIO(read_all(stream, options, kind))
    with zipfile.ZipFile(data) as parts:
        if sum(entry.file_size for entry in parts.infolist()) > MAX_UNPACKED:
            raise Unreadable(
                f"{kind} that unpacks to over {MAX_UNPACKED >> 20} MB; save it in parts"
            )
    return data


def list_files(folder):
    """Paths of the files under `folder`, in sorted order, without hidden files and litter.

    Links to folders, and folders that may not be opened, are listed as they are, to be rejected.
    """
    for path in [folder, *sorted(folder.rglob("*"))]:
        is_open = path.is_dir() and not path.is_symlink() and os.access(path, os.R_OK | os.X_OK)
        inside = path.relative_to(folder)
        if is_open or is_litter(inside):
            continue
        if not is_page_part(inside, lambda page: (folder / page).exists()):
            yield path


def is_litter(path):
    """Whether a file is hidden, or left behind by an operating system or an office program."""
    names = PurePath(path).parts
    return any(name.startswith((".", "~$")) or name.lower() in LITTER for name in names)


def is_page_part(path, exists):
    """Whether a file belongs to a page saved with its parts: ``a_files/x`` beside ``a.html``.

    `exists` says whether there is a file of that path.
    """
    pages = [_PARTS_FOLDER.sub(".htm", str(folder)) for folder in path.parents]
    pages = [page for page in pages if page.endswith(".htm")]
    return any(exists(page) or exists(f"{page}l") for page in pages)


def printable(name):
    """`name` with U+FFFD for each control, direction or undecodable character."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in os.fspath(name))
