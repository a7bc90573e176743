"""Knows the outlets by the names that sources give them, and the wire agency that is credited."""

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
_DESKS = (
    "(?:news|opinion|editorial|online|edition|print|web|website|world|politics|blogs?|fact check)"
)
_DESK = re.compile(rf"\s*(?:[-–—|:,]+\s*(?:\w+\s){{0,3}}|\((?:\w+\s){{0,2}}){_DESKS}\)?$", re.I)
# Before and after an outlet of the list, as in ``By Reuters`` and ``CNN Politics``.
_LOOSE = re.compile(rf"^by\s|\s{_DESKS}$", re.I)
# ``BRUSSELS (AP) —``, ``WASHINGTON, Reuters -`` at the start; ``— Reuters``, ``(AP)`` at the end.
_PLACE = re.compile(r"^[^()]{0,60}\(([^()]{2,40})\)\s*[-–—:]")
_DATELINE = re.compile(r"^[A-Z][A-Z .'’-]{2,40}[,:/]\s?([A-Z][\w/ -]{1,30}?)\s*[-–—:]")
_CREDIT = re.compile(r"(?:[-–—]\s?|\()([A-Z][^()–—]{1,40})\)?\.?\s*$")


class Outlets:
    """The outlets that are known by name. `path`: the analyst's `outlets.csv`, or the shipped one.

    Columns: name, aliases (separated by semicolons), country, kind, agency (yes or no); where the
    analyst adds them, lean (any word) and per_day (articles that the outlet publishes a day).
    The aliases of a row without a name are no outlets. Raises InputError for a row without either,
    an `agency` that is neither yes nor no, a `per_day` that is not a number, or an alias that two
    outlets claim.
    """

    def __init__(self, path=None):
        path = Path(path or resource_path("data/outlets.csv"))
        try:
            table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise InputError(f"{path} cannot be read: {error}") from error
        table = table.reindex(columns=[*COLUMNS, "lean", "per_day"], fill_value="").fillna("")
        self.table = table.map(str.strip)
        self.names = {}
        self.agencies = {}
        for number, row in enumerate(self.table.itertuples(), start=2):
            if problem := self._add(row):
                raise InputError(f"{path.name}, row {number}: {problem}")
        self._known = {*self.names.values()} - {""}
        self._by_name = self.table.set_index("name").replace("", None)
        self.per_day = self._by_name["per_day"].dropna().astype(float).to_dict()

    def _add(self, row):
        """Add the names of a row; returns what is wrong with it, if anything."""
        if not row.name + row.aliases or row.agency not in ("yes", "no"):
            return "it needs a name, and agency must be yes or no"
        if not re.fullmatch(r"(\d+(\.\d+)?)?", row.per_day):
            return f"per_day {row.per_day!r} is not a number; write one such as 120"
        for alias in filter(None, map(_fold, [row.name, *row.aliases.split(";")])):
            if self.names.setdefault(alias, row.name) != row.name:
                return f"{alias!r} is also a name of {self.names[alias]}; remove one"
            if row.agency == "yes":
                self.agencies[alias] = row.name
        return ""

    def name_of(self, stated):
        """The outlet's name in the list; else `stated` itself, without a desk after it."""
        bare = _DESK.sub("", stated or "").strip(" .,;:")
        forms = map(_fold, (stated or "", bare, _LOOSE.sub("", bare)))
        return next((self.names[form] for form in forms if form in self.names), bare)

    def names_of(self, stated):
        """Series of the names of outlets, of a Series of names as stated.

        Unlisted ones that differ in case, The or punctuation are one outlet, which has the most
        frequent of these names.
        """
        names = stated.fillna("").map(self.name_of)
        counts = names.value_counts()
        by_count = sorted(counts.index, key=lambda name: (counts[name], name.istitle(), name))
        return names.map(_fold).map({_fold(name): name for name in by_count})

    def column(self, name):
        """Dict from outlets to what a column says of them, such as lean; without those it leaves
        empty.
        """
        return self._by_name[name].dropna().to_dict()

    def is_known(self, stated):
        """Whether the list has the outlet."""
        return self.name_of(stated) in self._known

    def is_publisher(self, stated):
        """Whether the list has the outlet, and not as a portal that also prints those of others."""
        return self.is_known(stated) and self.column("kind").get(self.name_of(stated)) != "portal"

    def unknown(self, stated):
        """DataFrame[outlet, articles] of the stated names missing from the list, most first."""
        names = self.names_of(pd.Series(stated, dtype=object)).rename("outlet")
        missing = names[(names != "") & ~names.isin(self._known)]
        return missing.value_counts().reset_index(name="articles")

    def agency_in(self, text, byline=""):
        """Name of the wire agency credited in a byline, in the dateline or at the end of a text.

        The empty text where there is none.
        """
        first = text[:160].partition("\n")[0]
        last = text[-160:].rpartition("\n")[2]
        matches = [_PLACE.search(first), _DATELINE.search(first), _CREDIT.search(last)]
        for credit in [byline, *(match[1] for match in matches if match)]:
            for part in re.split(r"[/,;()&|]| and | with | in ", credit):
                if agency := self.agencies.get(_fold(part)):
                    return agency
        return ""


@functools.lru_cache(maxsize=4096)
def _fold(name):
    """The name in small ASCII letters, without punctuation and a leading The."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.findall(r"\w+", re.sub("['.]", "", plain.casefold()).replace("&", " and "))
    return " ".join(words).removeprefix("the ")
