"""The reader of a file, and how its failures become rejections.

JSON of any shape is read by names (`[columns]` of data/reading.toml): try those first. To add a
format, such as what the API of an archive answers, write a module in this folder with a function
`read(stream, name, options)` under `@reads(".json", rb'{"api"')` (`streams.reads` says what it has
to yield; `fields.make_article` makes an Article of texts as the source writes them), and one test
file. All modules of this folder are imported here, and with them their readers.
"""

import dataclasses
import importlib
import pkgutil
import re
from pathlib import Path, PurePath

from monitor.article import Article, Rejected
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import READERS, File, open_stream, unpacked_name
from monitor.wording import counted

# Each reader declares, above itself, which files it reads.
for _module in pkgutil.iter_modules([str(Path(__file__).parent)]):
    importlib.import_module(f"monitor.loaders.{_module.name}")
BEGINNING = 4096  # bytes
SUFFIXES = sorted({suffix for suffixes, _, _ in READERS for suffix in suffixes})


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
    for suffixes, beginning, reader in READERS:
        if suffix in suffixes and re.match(beginning, head, re.I):
            return reader
    raise Unreadable(
        f"unknown format; known formats: {', '.join(SUFFIXES)}, also compressed as .gz, .bz2 or .xz"
    )
