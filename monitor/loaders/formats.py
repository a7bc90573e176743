"""Which reader reads which file, and how the failures of a reader become rejections.

JSON of any shape is read by names (`[columns]` of data/reading.toml): try those first. To add a
format, such as what the API of an archive answers, write a module with a function
`read(stream, name, options)` that yields an `Article` (`fields.make_article` makes one of texts as
the source writes them) or `Rejected` (with a reason a person can act on) for each article, add one
line to `FORMATS`, above any line that would fit too, and one test file. `stream` is the buffered
bytes, unpacked; `name` is what they are cited as. A reader may raise Unreadable, and any other
error is a rejection too; it may also yield a `File`, which is then read in its turn.
"""

import dataclasses
import logging
import re
from pathlib import PurePath

from monitor.article import Article, Rejected
from monitor.loaders import archives, documents, feeds, pages, pdf, rows
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import File, open_stream, unpacked_name
from monitor.wording import counted

# (suffixes, how the file begins as a regular expression, reader); the first line that fits counts.
FORMATS = (
    (".txt .text .doc .rtf", rb"\s*\{\\rtf", documents.read_rtf),
    (".txt .text .doc .rtf", rb"\s*(?:<!doctype html|<html)", pages.read),
    (".txt .text .md", b"", documents.read_text),
    (".docx .docm", b"", documents.read_docx),
    (".pdf", b"", pdf.read),
    (".rtf", b"", documents.read_rtf),
    (".html .htm .xhtml", b"", pages.read),
    (".xml .rss .atom", b"", feeds.read),
    (".csv .tsv .tab", b"", rows.read_csv),
    (".json", b"", rows.read_json),
    (".jsonl .ndjson", b"", rows.read_json_lines),
    (".xlsx .xlsm", b"", rows.read_xlsx),
    (".parquet", b"", rows.read_parquet),
    (".mhtml .mht", b"", archives.read_mhtml),
    (".warc", b"", archives.read_warc),
    (".zip", b"", archives.read_zip),
    (".tar", b"", archives.read_tar),
)
BEGINNING = 4096  # bytes
SUFFIXES = sorted({suffix for names, _, _ in FORMATS for suffix in names.split()})
_log = logging.getLogger(__name__)


def read_file(file, options):
    """Yield what the reader of a File yields, and why the rest of it cannot be read."""
    count = 0
    try:
        if file.depth > options.max_depth:
            raise Unreadable(f"nested in more than {options.max_depth} archives; unpack it first")
        with open_stream(file) as stream:
            read = _reader_of(file.filename, stream)
            for count, item in enumerate(read(stream, file.source, options), start=1):
                if isinstance(item, File):
                    yield from _read_inner(item, file, count, options)
                elif isinstance(item, Article) and file.url:
                    yield dataclasses.replace(item, url=item.url or file.url)
                else:
                    yield item
        if not count:
            raise Unreadable("contains no articles")
    except Unreadable as refusal:
        yield Rejected(file.source, str(refusal))
    except Exception as error:
        _log.debug("reader failed on %s", file.source, exc_info=True)
        reason = (
            getattr(error, "strerror", None) or "damaged, cut off, or not the format its name says"
        )
        yield Rejected(file.source, f"{reason.lower()}; {counted(count, 'item')} read before that")


def _read_inner(inner, archive, count, options):
    """Yield what is read of a file in an archive, of which it is number `count`."""
    if count > options.max_entries:
        raise Unreadable(
            f"over {options.max_entries:,} files; split the archive, or raise max_entries in "
            "monitor.toml, [limits]"
        )
    archive.allowance.spend(0)
    inner = inner._replace(depth=archive.depth + 1, allowance=archive.allowance)
    yield from read_file(inner, options)


def _reader_of(filename, stream):
    suffix = PurePath(unpacked_name(filename)).suffix.lower()
    head = stream.peek(BEGINNING)[:BEGINNING]
    if not head:
        raise Unreadable("an empty file")
    for names, beginning, reader in FORMATS:
        if suffix in names.split() and re.match(beginning, head, re.I):
            return reader
    raise Unreadable(
        f"unknown format; known formats: {', '.join(SUFFIXES)}, also compressed as .gz, .bz2 or .xz"
    )
