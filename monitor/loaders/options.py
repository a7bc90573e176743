"""What an analyst can configure for the loaders, and the error that rejects an input."""

import functools
from dataclasses import dataclass, field
from pathlib import Path

from monitor.outlets import Outlets

FIELDS = ("text", "title", "outlet", "date", "authors", "url", "language", "source_id", "lean")


@dataclass(frozen=True)
class LoadOptions:
    """How inputs are read; `monitor.toml` holds the analyst's own values.

    `columns` maps a field (text, title, outlet, date, authors, url, language, source_id, lean) to
    the column that holds it. `day_first` reads 03/04/2020 as 3 April; None does so too, and the
    article has a note where its table does not show which is right. `outlets` is the
    analyst's list of outlets, which tells wire agencies (default: the shipped list). `skip` is a
    folder that is not read. `workers` processes read large folders (-1: one a core).

    Limits in bytes: `max_bytes` of a compressed file, unpacked; `max_whole` of what is held in
    memory as one (a document, a workbook, a JSON file); `max_page` of a web page or a feed. Limits
    in characters: `max_line` of one line of a table; `max_text` of one article. `max_entries` is
    the number of files in one archive, `max_depth` the number of archives inside one another.
    """

    columns: dict = field(default_factory=dict)
    day_first: bool | None = None
    outlets: str | None = None
    skip: Path | None = None
    max_bytes: int = 4 << 30
    max_whole: int = 32 << 20
    max_page: int = 8 << 20
    max_line: int = 16 << 20
    max_text: int = 1_000_000
    max_entries: int = 100_000
    max_depth: int = 3
    workers: int = -1


known_outlets = functools.cache(Outlets)  # of the path of a list, read once


class Unreadable(Exception):
    """An input, or the rest of it, cannot be read; the message is the reason shown to people."""
