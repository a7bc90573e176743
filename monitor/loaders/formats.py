"""The reader of each format, and how the failures of a reader become rejections."""

import logging
from functools import partial
from pathlib import PurePath

from monitor.article import Rejected
from monitor.loaders import archives, documents, feeds, pages, rows, web_archives
from monitor.loaders.columns import read_rows
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import unpack, unpacked_name

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
    except Exception as error:
        _log.debug("reader failed on %s", source, exc_info=True)
        reason = getattr(error, "strerror", None) or "damaged, cut off, or not what its name says"
        yield Rejected(source, f"{reason.lower()}; {count} items before that were read")


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
            opened = partial(_open_entry, entry, options, stream.raw.depth + 1)
            yield from read_file(opened, entry.filename, entry.source, options)


def _open_entry(entry, options, depth):
    return unpack(entry.open(), entry.filename, options, entry.compressed_size, depth)


_SUFFIXES = {
    documents.read_text: ".txt .text .md",
    documents.read_docx: ".docx .docm",
    documents.read_rtf: ".rtf",
    pages.read: ".html .htm .xhtml",
    web_archives.read_mhtml: ".mhtml .mht",
    web_archives.read_warc: ".warc",
    feeds.read: ".xml .rss .atom",
    partial(_read_table, rows.csv_rows): ".csv .tsv .tab",
    partial(_read_table, rows.json_rows): ".json",
    partial(_read_table, rows.jsonl_rows): ".jsonl .ndjson",
    partial(_read_table, rows.xlsx_rows): ".xlsx .xlsm",
    partial(_read_table, rows.parquet_rows): ".parquet",
    partial(_read_archive, archives.zip_entries): ".zip",
    partial(_read_archive, archives.tar_entries): ".tar",
}
READERS = {suffix: reader for reader, names in _SUFFIXES.items() for suffix in names.split()}
