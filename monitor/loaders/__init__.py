"""A path in, a file or a folder of any known format; its articles, and each input not taken with the reason, out."""

import functools
import gzip
import logging
import zlib
from pathlib import Path

from monitor.article import Rejected
from monitor.errors import InputError
from monitor.loaders import documents, files, pages, records, tables
from monitor.loaders.options import LoadOptions, Unreadable

__all__ = ["LoadOptions", "load"]


def _document(lines_of):
    return functools.partial(documents.read, lines_of=lines_of)


def _table(rows_of):
    return functools.partial(tables.read, rows_of=rows_of)


# One reader a format: read(stream of bytes, name, options) yields Article and Rejected, and may raise Unreadable.
READERS = {
    ".txt": documents.read_text,
    ".text": documents.read_text,
    ".md": documents.read_text,
    ".docx": _document(documents.docx_lines),
    ".rtf": _document(documents.rtf_lines),
    ".html": pages.read,
    ".htm": pages.read,
    ".xhtml": pages.read,
    ".csv": _table(records.csv_rows),
    ".tsv": _table(records.csv_rows),
    ".tab": _table(records.csv_rows),
    ".json": _table(records.json_rows),
    ".jsonl": _table(records.jsonl_rows),
    ".ndjson": _table(records.jsonl_rows),
    ".xlsx": _table(records.xlsx_rows),
    ".xlsm": _table(records.xlsx_rows),
    ".parquet": _table(records.parquet_rows),
}
_log = logging.getLogger(__name__)


def load(path, options=None):
    """Iterator of `Article` and `Rejected` over a file, or over a folder and all its folders in sorted order.

    `options`: a `LoadOptions`. `source` of each is the file, relative to the folder given, and the place in it. Bad
    content never raises: what is sound is yielded, the rest is `Rejected`. Raises InputError where there is no `path`.
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"there is no file or folder {files.harmless(path)}")
    return _load_all(path, options or LoadOptions())


def _load_all(path, options):
    if not path.is_dir():
        yield from load_file(path, files.harmless(path.name), options)
        return
    for found in files.files_of(path):
        name = files.harmless(found.relative_to(path).as_posix()) if found != path else files.harmless(path.name)
        if reason := _no_entry(found, path):
            yield Rejected(name, reason)
        else:
            yield from load_file(found, name, options)


def _no_entry(found, folder):
    if found.is_symlink() and not found.resolve().is_relative_to(folder.resolve()):
        return "a link that leads out of the folder; put the file itself there"
    if found.is_dir():
        return "a link to a folder" if found.is_symlink() else "no permission to open this folder"
    return ""


def load_file(path, name, options):
    """Yield the articles of one file, called `name` in what is yielded; whatever is wrong with it is Rejected."""
    count = 0
    try:
        if path.is_file() and path.stat().st_size == 0:
            raise Unreadable("an empty file")
        with files.open_file(path, options.max_bytes) as stream:
            for item in _reader_of(path.name, stream)(stream, name, options):
                count += 1
                yield item
        if not count:
            raise Unreadable("no articles in it")
    except Unreadable as refusal:
        yield Rejected(name, str(refusal))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Rejected(name, f"the gzip archive is damaged or cut off; {count} items before that were read")
    except OSError as error:
        yield Rejected(name, f"cannot be read: {(error.strerror or 'the disk does not answer').lower()}")
    except Exception:
        _log.debug("reader failed on %s", name, exc_info=True)
        yield Rejected(name, f"damaged, or not what its name says; {count} items before that were read")


def _reader_of(name, stream):
    suffixes = [suffix.lower() for suffix in Path(name).suffixes if suffix.lower() != ".gz"]
    reader = READERS.get(suffixes[-1] if suffixes else "")
    if reader is None:
        raise Unreadable(f"format not known; known are {', '.join(READERS)}, and each of them with .gz")
    if reader is documents.read_text and stream.peek(64)[:64].lstrip().lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        return pages.read
    return reader
