"""What an analyst may set for the loaders, the limits that protect the machine, and the signal for input not taken."""

from dataclasses import dataclass, field, replace

from monitor.errors import InputError

FIELDS = ("text", "title", "outlet", "date", "authors", "url", "language", "source_id")
MAX_TEXT = 1_000_000
MAX_WHOLE = 64 << 20
MAX_PAGE = 8 << 20
MAX_FEED = 16 << 20
MAX_LINE = 16 << 20
SWELL, SWELL_FROM = 100, 32 << 20


@dataclass(frozen=True)
class LoadOptions:
    """How inputs are read; `monitor.toml` holds the analyst's own values.

    `columns` maps a field (text, title, outlet, date, authors, url, language, source_id) to the column that holds it.
    `day_first` reads 03/04/2020 as 3 April. `outlet` is given to articles that state none. `outlets` is the analyst's
    list of outlets, which tells wire agencies (default: the shipped one). Limits: `max_bytes` is the most that is read
    of one file, unpacked; `max_entries` the most files in one archive, `max_depth` how deep archives may stand in one
    another. `workers` processes read large folders (-1: one a core). Raises InputError for an unknown field.
    """

    columns: dict = field(default_factory=dict)
    day_first: bool = True
    outlet: str = ""
    outlets: str | None = None
    max_bytes: int = 4 << 30
    max_entries: int = 100_000
    max_depth: int = 3
    workers: int = -1
    depth: int = 0

    def __post_init__(self):
        for name in self.columns:
            if name not in FIELDS:
                raise InputError(f"monitor.toml, [columns]: unknown field {name!r}; allowed are {', '.join(FIELDS)}")

    def deeper(self):
        """The options for what stands in an archive."""
        return replace(self, depth=self.depth + 1)


class Unreadable(Exception):
    """An input, or the rest of it, cannot be taken; the message is the reason that the analyst sees."""
