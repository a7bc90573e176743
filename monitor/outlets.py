"""Knows the outlets by the names that sources give them, and the wire agency that is credited."""

import csv
import functools
import re
import unicodedata
from pathlib import Path

import pandas as pd

from monitor.errors import InputError
from monitor.resources import resource_path

COLUMNS = ("name", "aliases", "country", "kind", "agency")
# A desk or edition after the name, as in ``New York Times - News``, ``USA Today (Online)`` and
# ``The Guardian - Final Edition``.
_DESK = re.compile(
    r"\s*(?:[-–—|:,]+\s*(?:\w+\s){0,3}|\((?:\w+\s){0,2})"
    r"(?:news|opinion|editorial|online|edition|print|web|website|world|politics|blogs?|fact check)"
    r"\)?$",
    re.I,
)
# ``BRUSSELS (AP) —``, ``WASHINGTON, Reuters -`` at the start; ``— Reuters``, ``(AP)`` at the end.
_PLACE = re.compile(r"^[^()]{0,60}\(([^()]{2,40})\)\s*[-–—:]")
_DATELINE = re.compile(r"^[A-Z][A-Z .'’-]{2,40}[,:/]\s?([A-Z][\w/ -]{1,30}?)\s*[-–—:]")
_CREDIT = re.compile(r"(?:[-–—]\s?|\()([A-Z][^()–—]{1,40})\)?\.?\s*$")


class Outlets:
    """The outlets that are known by name. `path`: the analyst's `outlets.csv`, or the shipped one.

    Columns: name, aliases (separated by semicolons), country, kind, agency (yes or no); where the
    analyst adds them, lean (any word) and per_day (articles that the outlet publishes a day).
    Raises InputError for a row without a name, an `agency` that is neither yes nor no, a `per_day`
    that is not a number, or an alias that two outlets claim.
    """

    def __init__(self, path=None):
        self.path = Path(path or resource_path("data/outlets.csv"))
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as lines:
                self.rows = list(csv.DictReader(lines))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{self.path} cannot be read: {error}") from error
        self.names = {}
        self.leans = {}
        self.per_day = {}
        for number, row in enumerate(self.rows, start=2):
            try:
                self._add(row)
            except InputError as error:
                raise InputError(f"{self.path.name}, row {number}: {error}") from error

    def _add(self, row):
        cells = {column: (value or "").strip() for column, value in row.items() if column}
        name = cells.get("name")
        if not name or row.get("agency") not in ("yes", "no"):
            raise InputError(f"it needs {', '.join(COLUMNS)}; agency is yes or no")
        if lean := cells.get("lean"):
            self.leans[name] = lean
        if per_day := cells.get("per_day"):
            if not re.fullmatch(r"\d+(\.\d+)?", per_day):
                raise InputError(f"per_day {per_day!r} is not a number; write it as 120")
            self.per_day[name] = float(per_day)
        for alias in [name, *cells.get("aliases", "").split(";")]:
            if not alias.strip():
                continue
            other = self.names.setdefault(_folded(alias), name)
            if other != name:
                raise InputError(f"{alias.strip()!r} is also a name of {other}; remove one")

    def name_of(self, stated):
        """The outlet's name in the list; else `stated` itself, without a desk after it."""
        stated = stated or ""
        bare = _DESK.sub("", stated)
        return self.names.get(_folded(stated)) or self.names.get(_folded(bare)) or bare or stated

    def is_known(self, stated):
        """Whether the list has the outlet."""
        return self.name_of(stated) in self.names.values()

    def unknown(self, stated):
        """DataFrame[outlet, articles] of the stated names missing from the list, most first."""
        counts = pd.Series(stated, dtype=object).map(self.name_of).value_counts()
        missing = [name for name in counts.index if name and not self.is_known(name)]
        return counts[missing].rename_axis("outlet").reset_index(name="articles")

    def agency_in(self, text, byline=""):
        """Name of the wire agency credited in a byline, in the dateline or at the end of a text.

        The empty text where there is none.
        """
        first = text[:160].partition("\n")[0]
        last = text[-160:].rpartition("\n")[2]
        credits = [byline]
        for pattern, line in ((_PLACE, first), (_DATELINE, first), (_CREDIT, last)):
            if match := pattern.search(line):
                credits.append(match[1])
        for credit in credits:
            for part in re.split(r"[/,;()&|]| and | with | in ", credit):
                if agency := self._agencies.get(_folded(part.strip(" .-–—"))):
                    return agency
        return ""

    @functools.cached_property
    def _agencies(self):
        agencies = {row["name"] for row in self.rows if row["agency"] == "yes"}
        return {alias: name for alias, name in self.names.items() if name in agencies}


@functools.lru_cache(maxsize=4096)
def _folded(name):
    """The name in small ASCII letters, without punctuation and a leading The."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.findall(r"\w+", plain.casefold().replace("&", " and ").replace("'", ""))
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
