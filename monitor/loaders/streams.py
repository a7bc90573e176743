"""Paths in; open streams of bytes, unpacked and bounded, and decoded text out."""

import bz2
import codecs
import gzip
import io
import lzma
import os
import re
from pathlib import Path, PurePath

import charset_normalizer

from monitor.loaders.options import SWELL, SWELL_FROM, Unreadable

LITTER = {"thumbs.db", "desktop.ini", "__macosx"}
SAMPLE = 1 << 16
MAX_ATTRIBUTES = 2000
_LONG_TAG = re.compile(rb"<[^<>]{6000,}")
_PACKED = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_PACKED |= {".tgz": gzip.open, ".tbz2": bz2.open, ".txz": lzma.open}
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an Office document of before 2007",
    b"PAR1": "a Parquet table",
}
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LEGACY = ["cp1252", "gb18030", "cp1251", "cp1250", "shift_jis", "euc_kr", "big5", "cp1256", "cp1253", "cp1254"]


def files_of(folder):
    """Paths of the files under `folder`, in sorted order, without hidden ones and the litter of operating systems.

    Links to folders and folders that may not be opened are in it as they are, for the reader to reject.
    """
    stack = [Path(folder)]
    while stack:
        path = stack.pop()
        if path != Path(folder) and (path.is_symlink() or not path.is_dir()):
            yield path
            continue
        try:
            children = sorted(path.iterdir(), reverse=True)
        except OSError:
            yield path
            continue
        stack += [child for child in children if not is_litter(child.name)]


def is_litter(name):
    """Whether a file is hidden, or left behind by an operating system or an office program."""
    return name.startswith((".", "~$")) or name.lower() in LITTER


def harmless(name):
    """`name` with every control, direction and undecodable character replaced, so that it can be shown."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in os.fspath(name))


def open_file(path, max_bytes):
    """A buffered stream of the bytes of `path`, unpacked where its name says that it is packed."""
    if not path.is_file():
        raise Unreadable("not a regular file" if path.exists() else "the link leads nowhere")
    raw = path.open("rb", buffering=SAMPLE)
    return unpacked(raw, path.name, max_bytes) if _is_packed(path.name) or path.stat().st_size > max_bytes else raw


def unpacked(stream, filename, max_bytes):
    """`stream`, unpacked where the name ends in .gz, .bz2 or .xz; reading it raises Unreadable past the limits."""
    if _is_packed(filename):
        return bounded(_PACKED[PurePath(filename).suffix.lower()](stream), stream.tell, max_bytes, stream)
    return bounded(stream, None, max_bytes)


def _is_packed(filename):
    return PurePath(filename).suffix.lower() in _PACKED


def plain_name(filename):
    """The name that a packed file has once it is unpacked."""
    path = PurePath(filename)
    if path.suffix.lower() in (".tgz", ".tbz2", ".txz"):
        return f"{path.stem}.tar"
    return path.stem if _is_packed(filename) else path.name


def bounded(inner, packed, max_bytes, *beneath):
    """A buffered stream of `inner` that raises Unreadable past `max_bytes`, or when it swells as no text does.

    `packed` gives the number of packed bytes that were read so far; None where nothing is packed. `beneath`: streams
    to be closed with it.
    """
    return io.BufferedReader(_Bounded(inner, packed, max_bytes, beneath), SAMPLE)


class _Bounded(io.RawIOBase):
    def __init__(self, inner, packed, max_bytes, beneath):
        self.inner, self.packed, self.max_bytes, self.count = inner, packed, max_bytes, 0
        self.beneath = beneath

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.inner.read(len(buffer))
        self.count += len(data)
        if self.count > self.max_bytes:
            raise Unreadable(
                f"over {self.max_bytes:,} bytes unpacked; split the file, or raise max_bytes in monitor.toml, [limits]"
            )
        if self.packed and self.count > max(SWELL_FROM, SWELL * self.packed()):
            raise Unreadable(f"swells to over {SWELL} times its packed size, as no text does")
        buffer[: len(data)] = data
        return len(data)

    def close(self):
        for stream in (self.inner, *self.beneath):
            stream.close()
        super().close()


def whole(stream, options, kind, limit="max_whole"):
    """All bytes of `stream`; Unreadable when there are more than the option `limit` allows."""
    most = getattr(options, limit)
    data = stream.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"over {most:,} bytes, too large for {kind}; or raise {limit} in monitor.toml")
    return data


def refuse_many_attributes(data):
    """Raise Unreadable for markup with a tag of thousands of attributes, which parsers take hours for."""
    if any(tag.group().count(b"=") > MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(data)):
        raise Unreadable(f"a tag with over {MAX_ATTRIBUTES:,} attributes, as no page has")


def text_of(data):
    """`data` as text: by byte-order mark, as UTF-8, as UTF-16, or in the likeliest older encoding."""
    return data.decode(encoding_of(data[:SAMPLE]), "cp1252_for_stray_bytes")


def text_stream(stream):
    """`stream` as lines of text with their own line ends, decoded as in `text_of`."""
    encoding = encoding_of(stream.peek(SAMPLE)[:SAMPLE])
    return io.TextIOWrapper(stream, encoding, "cp1252_for_stray_bytes", newline="")


def bounded_lines(stream, max_line):
    """Lines of a text stream; None stands for one that is too long to be held."""
    while line := stream.readline(max_line):
        if len(line) < max_line:
            yield line
            continue
        while line and not line.endswith("\n"):
            line = stream.readline(max_line)
        yield None


def encoding_of(sample):
    """Name of the encoding that the first bytes of a text are in; Unreadable where they are no text."""
    for bom, name in _BOMS.items():
        if sample.startswith(bom):
            return name
    for magic, kind in _MAGIC.items():
        if sample.startswith(magic):
            raise Unreadable(f"not text but {kind}")
    if name := _utf16_without_mark(sample):
        return name
    if sum(map(sample.count, _CONTROLS)) * 100 > len(sample):
        raise Unreadable("not text but binary data")
    return _eight_bit(sample)


_CONTROLS = [bytes([code]) for code in range(32) if code not in b"\t\n\r\f\x1a\x1b"]


def _utf16_without_mark(sample):
    half = len(sample) // 2
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if half > 1 and zeros.count(0) > 0.6 * half and sample.count(0) < 1.1 * zeros.count(0):
            return name
    return None


def _eight_bit(sample):
    decoded = sample.decode("utf-8", "replace").rstrip("\ufffd")
    strays = decoded.count("\ufffd")
    if strays * 2 <= len(re.findall(r"[^\x00-\x7f\ufffd]", decoded)):
        return "utf-8"
    guess = charset_normalizer.from_bytes(sample, cp_isolation=_LEGACY).best()
    return guess.encoding if guess else "cp1252"


def _cp1252_for_stray_bytes(error):
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("cp1252_for_stray_bytes", _cp1252_for_stray_bytes)
