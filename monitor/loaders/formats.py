"""The reader of each format, and how the failures of a reader become rejections."""

import functools
import gzip
import logging
import lzma
import zlib
from pathlib import PurePath

from monitor.article import Rejected
from monitor.loaders import archives, documents, feeds, pages, rows, web_archives
from monitor.loaders.columns import read_rows
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import unpacked_name

# What a file whose name promises text or a Word document may be in truth.
_SIGNATURES = {b"{\\rtf": ".rtf", b"<!doctype html": ".html", b"<html": ".html"}
_log = logging.getLogger(__name__)


def read_file(open_stream, filename, source, options):
    """Yield what the reader of a file's format yields, and why the rest cannot be read.

    `open_stream()` is a context manager around the buffered bytes.
    """
    count = 0
    try:
        with open_stream() as stream:
            if not stream.peek(1):
                raise Unreadable("an empty file")
            for item in _reader_of(filename, stream)(stream, source, options):
                count += 1
                yield item
        if not count:
            raise Unreadable("no articles in it")
    except Unreadable as refusal:
        yield Rejected(source, str(refusal))
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile):
        yield Rejected(source, f"the compressed file is damaged or cut off; {_until(count)}")
    except OSError as error:
        reason = (error.strerror or "damaged, or the disk does not answer").lower()
        yield Rejected(source, f"cannot be read: {reason}; {_until(count)}")
    except Exception:
        _log.debug("reader failed on %s", source, exc_info=True)
        yield Rejected(source, f"damaged, or not what its name says; {_until(count)}")


def _until(count):
    return f"{count} items before that were read"


def _reader_of(filename, stream):
    suffix = PurePath(unpacked_name(filename)).suffix.lower()
    if suffix in (".txt", ".text", ".doc", ".rtf"):
        head = stream.peek(64)[:64].lstrip().lower()
        matches = (kind for sign, kind in _SIGNATURES.items() if head.startswith(sign))
        suffix = next(matches, suffix)
    if suffix not in READERS:
        raise Unreadable(
            f"unknown format; known formats: {', '.join(READERS)}, also compressed as .gz, .bz2 "
            "or .xz"
        )
    return READERS[suffix]


def _read_table(rows_of, stream, source, options):
    return read_rows(rows_of(stream, options), source, options)


def _read_archive(entries_of, stream, source, options):
    for entry in entries_of(stream, source, options):
        if isinstance(entry, Rejected):
            yield entry
        else:
            yield from read_file(entry.open, entry.filename, entry.source, options)


_csv = functools.partial(_read_table, rows.csv_rows)
_jsonl = functools.partial(_read_table, rows.jsonl_rows)
_xlsx = functools.partial(_read_table, rows.xlsx_rows)
READERS = {
    ".txt": documents.read_text,
    ".text": documents.read_text,
    ".md": documents.read_text,
    ".docx": documents.read_docx,
    ".docm": documents.read_docx,
    ".rtf": documents.read_rtf,
    ".html": pages.read,
    ".htm": pages.read,
    ".xhtml": pages.read,
    ".mhtml": web_archives.read_mhtml,
    ".mht": web_archives.read_mhtml,
    ".warc": web_archives.read_warc,
    ".xml": feeds.read,
    ".rss": feeds.read,
    ".atom": feeds.read,
    ".csv": _csv,
    ".tsv": _csv,
    ".tab": _csv,
    ".json": functools.partial(_read_table, rows.json_rows),
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
    ".parquet": functools.partial(_read_table, rows.parquet_rows),
    ".zip": functools.partial(_read_archive, archives.zip_entries),
    ".tar": functools.partial(_read_archive, archives.tar_entries),
}
