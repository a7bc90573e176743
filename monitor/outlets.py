"""The outlets of `outlets.csv`: which names mean the same outlet, and which agency is credited."""

import csv
import functools
import re
import unicodedata
from pathlib import Path

from monitor.errors import InputError
from monitor.resources import resource_path

COLUMNS = ("name", "aliases", "country", "kind", "agency")
# A desk or edition after the name: ``New York Times - News``, ``USA Today (Online)``, ``The Guardian - Final Edition``.
_DESK = re.compile(
    r"\s*(?:[-–—|:,]+\s*(?:\w+\s){0,3}|\((?:\w+\s){0,2})"
    r"(?:news|opinion|editorial|online|edition|print|web|website|world|politics|blogs?|fact check)\)?$",
    re.I,
)


class Outlets:
    """The outlets listed in an `outlets.csv`. `path`: the analyst's file; default: the shipped one.

    Columns: name, aliases (separated by semicolons), country, kind, agency (yes or no); optional:
    lean (any word) and per_day (articles that the outlet publishes a day). Raises InputError for a
    row without a name, an `agency` other than yes or no, a `per_day` that is not a number, or an
    alias of two outlets.
    """

    def __init__(self, path=None):
        self.path = Path(path or resource_path("data/outlets.csv"))
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as lines:
                self.rows = list(csv.DictReader(lines))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{self.path} cannot be read: {error}") from error
        self.names, self.leans, self.per_day = {}, {}, {}
        for number, row in enumerate(self.rows, start=2):
            self._take(number, row)

    def _take(self, number, row):
        name, agency = (row.get("name") or "").strip(), row.get("agency")
        if not name or agency not in ("yes", "no"):
            raise InputError(
                f"{self.path.name}, row {number}: name is empty or agency is not yes or no; "
                f"the columns are {', '.join(COLUMNS)}"
            )
        if lean := (row.get("lean") or "").strip():
            self.leans[name] = lean
        if per_day := (row.get("per_day") or "").strip():
            if not re.fullmatch(r"\d+(\.\d+)?", per_day):
                raise InputError(
                    f"{self.path.name}, row {number}: per_day {per_day!r} is not a number; write it as 120"
                )
            self.per_day[name] = float(per_day)
        for alias in (name, *filter(None, map(str.strip, (row.get("aliases") or "").split(";")))):
            if self.names.setdefault(_folded(alias), name) != name:
                other = self.names[_folded(alias)]
                raise InputError(
                    f"{self.path.name}, row {number}: {alias!r} is also an alias of {other}; delete one of the two"
                )

    def name_of(self, stated):
        """The outlet's name in the list; if it is not listed, `stated` without a desk after it."""
        stated = stated or ""
        without = _DESK.sub("", stated)
        return self.names.get(_folded(stated)) or self.names.get(_folded(without)) or without or stated

    def is_known(self, stated):
        """Whether the outlet is listed."""
        return self.name_of(stated) in self.names.values()

    def unknown(self, stated):
        """DataFrame[outlet, articles] of the names missing from the list, the most frequent first."""
        import pandas as pd

        counts = pd.Series(stated, dtype=object).map(self.name_of).value_counts()
        kept = counts[[name for name in counts.index if name and not self.is_known(name)]]
        return kept.rename_axis("outlet").reset_index(name="articles")

    def agency_in(self, text, byline=""):
        """Name of the wire agency credited in the byline, the dateline or the last line; "" if none."""
        first, last = text[:160].partition("\n")[0], text[-160:].rpartition("\n")[2]
        credits = [pattern.search(line) for pattern, line in ((_PLACE, first), (_DATELINE, first), (_CREDIT, last))]
        for credit in (byline, *(found[1] for found in credits if found)):
            for part in re.split(r"[/,;()&|]| and | with | in ", credit):
                if found := self._agencies.get(_folded(part.strip(" .-–—"))):
                    return found
        return ""

    @functools.cached_property
    def _agencies(self):
        wires = {row["name"] for row in self.rows if row["agency"] == "yes"}
        return {alias: name for alias, name in self.names.items() if name in wires}


# ``BRUSSELS (AP) —`` and ``WASHINGTON, Reuters -`` at the start; ``— Reuters`` and ``(AP)`` at the end.
_PLACE = re.compile(r"^[^()]{0,60}\(([^()]{2,40})\)\s*[-–—:]")
_DATELINE = re.compile(r"^[A-Z][A-Z .'’-]{2,40}[,:/]\s?([A-Z][\w/ -]{1,30}?)\s*[-–—:]")
_CREDIT = re.compile(r"(?:[-–—]\s?|\()([A-Z][^()–—]{1,40})\)?\.?\s*$")


@functools.lru_cache(maxsize=4096)
def _folded(name):
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.findall(r"\w+", plain.casefold().replace("&", " and ").replace("'", ""))
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
