"""Open files as streams of bytes, unpacked, that cannot be read past the limits of the options."""

import bz2
import contextlib
import gzip
import io
import lzma
import os
import re
from pathlib import PurePath

from monitor.loaders.options import Unreadable

LITTER = {"thumbs.db", "desktop.ini", "__macosx"}  # files of operating systems
MAX_RATIO = 100  # of a text to its compressed form; real ones stay below 20
RATIO_FROM = 32 << 20  # bytes; below, the ratio may be higher
_OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


class _LimitedStream(io.RawIOBase):
    """The bytes of `inner`; Unreadable is raised past the largest size or the largest ratio.

    `compressed_size` gives the number of compressed bytes read so far, None where nothing is
    compressed. `depth` is the number of archives around it; Unreadable is raised for too many.
    """

    def __init__(self, inner, options, compressed_size=None, depth=0):
        if depth > options.max_depth:
            raise Unreadable(f"inside more than {options.max_depth} archives; unpack it first")
        self.inner, self.depth = inner, depth
        self.max_bytes = options.max_bytes
        self.compressed_size = compressed_size

    def readable(self):
        return True

    def seekable(self):
        return self.depth == 0 and not self.compressed_size and self.inner.seekable()

    def seek(self, offset, whence=io.SEEK_SET):
        return self.inner.seek(offset, whence)

    def tell(self):
        return self.inner.tell()

    def readinto(self, buffer):
        data = self.inner.read(len(buffer))
        size = self.inner.tell()
        if size > self.max_bytes:
            raise Unreadable(
                f"over {self.max_bytes:,} bytes unpacked; split the file, or raise max_bytes in "
                "monitor.toml, [limits]"
            )
        if self.compressed_size and size > max(RATIO_FROM, MAX_RATIO * self.compressed_size()):
            raise Unreadable(
                f"expands to more than {MAX_RATIO} times its compressed size; rejected as a "
                "possible decompression bomb"
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self):
        self.inner.close()
        super().close()


@contextlib.contextmanager
def open_file(path, options):
    """The buffered bytes of `path`, unpacked where its name says that it is compressed."""
    if not path.is_file():
        raise Unreadable("not a regular file" if path.exists() else "a link to nothing")
    with path.open("rb") as raw:
        yield unpack(raw, path.name, options)


def unpack(stream, filename, options, compressed_size=None, depth=0):
    """The buffered bytes of a stream, unpacked where the name ends in .gz, .bz2 or .xz."""
    limited = _LimitedStream(stream, options, compressed_size, depth)
    if opener := _opener(filename):
        limited = _LimitedStream(opener(limited), options, stream.tell, depth)
    return io.BufferedReader(limited, 1 << 16)


def unpacked_name(filename):
    """The name that a compressed file has once it is unpacked."""
    filename = _full_name(filename)
    return PurePath(filename).stem if _opener(filename) else filename


def _opener(filename):
    return _OPENERS.get(PurePath(_full_name(filename)).suffix.lower())


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


def list_files(folder):
    """Paths of the files under `folder`, in sorted order, without hidden files and litter.

    Links to folders, and folders that may not be opened, are listed as they are, to be rejected.
    """
    for path in [folder, *sorted(folder.rglob("*"))]:
        is_open = path.is_dir() and not path.is_symlink() and os.access(path, os.R_OK | os.X_OK)
        if not is_open and not any(map(is_litter, path.relative_to(folder).parts)):
            yield path


def is_litter(name):
    """Whether a file is hidden, or left behind by an operating system or an office program."""
    return name.startswith((".", "~$")) or name.lower() in LITTER


def printable(name):
    """`name` with U+FFFD for each control, direction or undecodable character."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in os.fspath(name))
