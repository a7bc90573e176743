"""A path in, a file or a folder of any known format; its articles, and each input not taken with the reason, out."""

import dataclasses
import gzip
import itertools
import logging
import lzma
import pkgutil
import zlib
from functools import partial
from pathlib import Path, PurePath

from monitor.article import Rejected
from monitor.errors import InputError
from monitor.loaders import streams
from monitor.loaders.enrichment import completed
from monitor.loaders.options import LoadOptions, Unreadable
from monitor.parallel import each

__all__ = ["LoadOptions", "load"]

PARALLEL_FROM = 100  # files: fewer are read faster by one process
CHUNK = 16
DRAFTS = 500_000  # characters of the rows of a table that one process makes articles of at a time


def _read_entry(stream, filename, name, options):
    if options.depth >= options.max_depth:
        yield Rejected(name, f"an archive in {options.max_depth} others; unpack it first")
    else:
        deeper = dataclasses.replace(options, depth=options.depth + 1)
        yield from _read(lambda: streams.unpacked(stream, filename, options.max_bytes), filename, name, deeper)


# One reader a format: read(stream of bytes, name, options) yields Article and Rejected, and may raise Unreadable; what
# is named after it is its fourth argument. Loaded once they are used: all would take a tenth of a second.
_FORMATS = {
    ".txt .text .md": "documents.read_text",
    ".docx .docm": "documents.read documents.docx_lines",
    ".rtf": "documents.read documents.rtf_lines",
    ".html .htm .xhtml": "pages.read",
    ".mhtml .mht": "archives.read_mhtml",
    ".warc": "archives.read_warc",
    ".xml .rss .atom": "feeds.read",
    ".csv .tsv .tab": "columns.read rows.csv_rows",
    ".json": "columns.read rows.json_rows",
    ".jsonl .ndjson": "columns.read rows.jsonl_rows",
    ".xlsx .xlsm": "columns.read rows.xlsx_rows",
    ".parquet": "columns.read rows.parquet_rows",
    ".zip": "archives.read_zip _read_entry",
    ".tar": "archives.read_tar _read_entry",
}
READERS = {suffix: reader for suffixes, reader in _FORMATS.items() for suffix in suffixes.split()}
# What a file whose name promises text may be in truth.
_SIGNS = ((b"{\\rtf", ".rtf"), (b"<!doctype html", ".html"), (b"<html", ".html"))
_NO_ARTICLES = frozenset("readme license licence copying notice changelog contributing authors".split())
_log = logging.getLogger(__name__)


def load(path, options=None):
    """Iterator of `Article` and `Rejected` over a file, or over a folder and all its folders in sorted order.

    `options`: a `LoadOptions`. `source` of each is the file, relative to the folder given, and the place in it. Bad
    content never raises: what is sound is yielded, the rest is `Rejected`. Raises InputError where there is no `path`.
    """
    path, options = Path(path), options or LoadOptions()
    if not path.exists():
        raise InputError(f"there is no file or folder {streams.harmless(path)}")
    if not path.is_dir():
        return _load_file(path, streams.harmless(path.name), options)
    found = list(streams.files_of(path))
    if len(found) < PARALLEL_FROM:
        return _load_some(found, path, options)
    chunks = (found[at : at + CHUNK] for at in range(0, len(found), CHUNK))
    load_chunk = partial(_load_chunk, folder=path, options=dataclasses.replace(options, workers=1))
    return itertools.chain.from_iterable(each(load_chunk, chunks, options.workers))


def _load_chunk(found, folder, options):
    return list(_load_some(found, folder, options))


def _load_some(found, folder, options):
    for path in found:
        name = streams.harmless(path.relative_to(folder).as_posix() if path != folder else folder.name)
        if reason := _no_entry(path, folder):
            yield Rejected(name, reason)
        else:
            yield from _load_file(path, name, options)


def _no_entry(found, folder):
    if found.is_symlink() and not found.resolve().is_relative_to(folder.resolve()):
        return "a link that leads out of the folder; put the file itself there"
    if found.is_dir():
        return "a link to a folder" if found.is_symlink() else "no permission to open this folder"
    if found.stem.lower() in _NO_ARTICLES and found.suffix.lower() in ("", ".md", ".txt", ".rst"):
        return "a file about the others, and no article"
    return ""


def _load_file(path, name, options):
    return _read(lambda: streams.open_file(path, options.max_bytes), path.name, name, options)


def _read(opened, filename, name, options):
    count = 0
    try:
        with opened() as stream:
            if not stream.peek(1):
                raise Unreadable("an empty file")
            failed = []
            reader, *more = _reader_of(filename, stream)
            drafts = _drafts(reader(stream, name, options, *more), failed)
            for items in each(partial(_complete, options=options), drafts, options.workers):
                count += len(items)
                yield from items
            if failed:
                raise failed[0]
        if not count:
            raise Unreadable("no articles in it")
    except Unreadable as refusal:
        yield Rejected(name, str(refusal))
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile):
        yield Rejected(name, f"the packed file is damaged or cut off; {count} items before that were read")
    except OSError as error:
        reason = (error.strerror or "damaged, or the disk does not answer").lower()
        yield Rejected(name, f"cannot be read: {reason}; {count} items before that were read")
    except Exception:
        _log.debug("reader failed on %s", name, exc_info=True)
        yield Rejected(name, f"damaged, or not what its name says; {count} items before that were read")


def _drafts(items, failed):
    """Lists of what a reader yields, each of bounded size; where it fails, all before that, and the error in `failed`.

    A reader of tables yields, in the place of an article, a function that makes it of its row.
    """
    drafts, size = [], 0
    try:
        for item in items:
            drafts.append(item)
            row = item.args[0].values() if callable(item) else (getattr(item, "text", ""),)
            size += 1000 + sum(len(cell) for cell in row if isinstance(cell, str))
            if size > DRAFTS:
                yield drafts
                drafts, size = [], 0
    except Exception as error:
        failed.append(error)
    yield drafts


def _complete(drafts, options):
    items = [_made(draft) if callable(draft) else draft for draft in drafts]
    # What stands in an archive is completed with the archive.
    return items if options.depth else [completed(item, options) for item in items]


def _made(draft):
    try:
        return draft()
    except Exception:
        _log.debug("row failed", exc_info=True)
        return Rejected(draft.keywords["source"], "this row is damaged, or not what its columns say")


def _reader_of(filename, stream):
    suffix = PurePath(streams.plain_name(filename)).suffix.lower()
    if suffix in (".txt", ".text", ".doc", ".rtf"):
        head = stream.peek(64)[:64].lstrip().lower()
        suffix = next((kind for sign, kind in _SIGNS if head.startswith(sign)), suffix)
    if suffix not in READERS:
        known = f"{', '.join(READERS)}, and each of them packed as .gz, .bz2 or .xz"
        raise Unreadable(f"format not known; known are {known}")
    return [pkgutil.resolve_name(f"{__name__}.{part}") for part in READERS[suffix].split()]
