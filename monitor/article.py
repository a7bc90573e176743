"""What one news article is: the `Article` record, its id, and how its dates and names are normalised."""

import datetime
import functools
import hashlib
import re
import unicodedata
import warnings
from dataclasses import dataclass, field

from monitor.resources import words

LANGUAGES = "en de fr es it pt nl pl ru uk tr ar zh ja ko sv nb da fi cs el he hu ro".split()  # of dates in words
EARLIEST = datetime.date(1700, 1, 1)
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\s*$")
_DASHED = re.compile(r"\b\d{4}-\d\d?-\d\d?(?!\d)")
_NUMERIC = re.compile(r"\s*(\d{1,2})\s?[./|-]\s?(\d{1,2})\s?[./|-]\s?(\d{4})(?!\d)")
_EASTERN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_WORDED = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?(?:\sde)?\s(?P<month>[^\W\d_]{3,10})\.?,?(?:\sde)?,?\s"
    r"|(?P<month2>[^\W\d_]{3,10})\.?\s(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?:,\s?|\s))(?P<year>\d{4})(?!\d)"
)
_MONTHS = {name: number for number, names in enumerate(words("dates", "months"), start=1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as its source states it; a field that the source does not state is empty.

    `date_rule` says where the date was found, or why a stated one was not taken. `source` is the file and the place
    in it. `source_id` is the file's own id. `agency` is the wire agency credited. `note` says what makes it
    less than a whole article, such as a teaser.
    """

    title: str
    text: str
    outlet: str = ""
    date: datetime.date | None = None
    date_rule: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    source: str = field(default="", compare=False)
    source_id: str | None = None
    agency: str = ""
    note: str = field(default="", compare=False)

    @property
    def article_id(self):
        """16 hexadecimal digits from outlet, title and text; blanks and Unicode forms make no difference."""
        key = "\x1f".join(clean_line(part) for part in (self.outlet, self.title, self.text))
        return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that was not taken, and why, in words that a person can act on."""

    source: str
    reason: str


def clean_line(value):
    """`value` in Unicode form NFC on one line, without control characters; None becomes the empty text."""
    return " ".join(clean_text(value).split())


def clean_text(value):
    """`value` in Unicode form NFC, lines ended by a line feed, without control and direction characters."""
    text = str(value if value is not None else "")
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    if _UNCLEAN.search(text):
        text = _CONTROL.sub("", re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text))
    return text


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_UNCLEAN = re.compile(_CONTROL.pattern[:-1] + "\u2028\u2029]")


def split_authors(value):
    """Tuple of the names in a byline such as ``By Ann Lee in Oslo and Bo Ek, Daily News``, or in a list of such.

    Places and employers after a name are left out; an employer alone is kept as the author.
    """
    if isinstance(value, (list, tuple)):
        names = [name for item in value for name in split_authors(item)]
    else:
        line = re.sub(
            r"^(?:(?:written|story|words|analysis|text)\s+)?by[:\s]+", "", clean_line(value)[:1000], flags=re.I
        )
        names = list(_without_places(re.split(r"\s*(?:;|,|\||·|•|&|/|\b(?:and|und)\b)\s*", line, flags=re.I)))
    names = [re.sub(r"^(?:by|von)\s", "", name, flags=re.I) for name in names if re.search(r"[^\W\d_]", name)]
    people = [name for name in names if not _EMPLOYER.search(name)]
    return tuple(dict.fromkeys(people or names))


def _without_places(parts):
    """The names in the parts of a byline; single words after ``in Place`` are more places."""
    placed = False
    for part in parts:
        name, *place = re.split(r"\s(?:in|for|at|from|reports)\s", part, maxsplit=1)
        name = _ROLE.sub("", name).strip(" .,:-–—")
        if not (placed and " " not in name and not _EMPLOYER.search(name)):
            placed = bool(place)
            yield name


# What a byline adds to a name without a comma: ``Dan Lee defence and security editor``.
_ROLE = re.compile(
    r"(?<=[^\W\d_]{2}\s)(?i:chief|senior|deputy|foreign|international|defen[cs]e|security|diplomatic|political|health|home|legal|science"
    r"|economics|education|environment|energy|technology|business|middle east|world affairs)\b(?-i:\s[a-z].*|$)"
)
_EMPLOYER = re.compile(
    r"^the\s|\b(?:staff|correspondents?|editors?|reporters?|writers?|columnists?|contributors?|bureau|desk|team|news"
    r"|newspapers?|times|press|journal|tribune|herald|agency|agencies|media|tv|radio|magazine|reuters|afp|ap|bbc|cnn"
    r"|usa today|special to)\b|@",
    re.I,
)


@functools.lru_cache(maxsize=4096)
def parse_date(value, day_first=True):
    """(date or None, note) of a date as sources write it; the day is taken as written, in the zone it is written in.

    `day_first` decides where ``03/04/2020`` leaves it open. The note is empty for a sound date or an empty value; it
    says what is wrong with one that is not a date, lies before 1700 or in the future.
    """
    text = clean_line(value)
    if not text or text.lower() in {"nan", "nat", "none", "null", "-"}:
        return None, ""
    try:
        day = _read_date(text, day_first)
    except ValueError:
        day = None
    if day is None:
        return None, f"not a date: {text[:40]}"
    if not EARLIEST <= day <= datetime.date.today() + datetime.timedelta(days=1):
        return None, f"date out of range (1700 to today): {text[:40]}"
    return day, ""


def find_date(line, day_first=True):
    """(date or None, note) as `parse_date`, of the first date in a line that may hold more, such as a time."""
    line = clean_line(line)[:200]
    for pattern in (_WORDED, _EASTERN, _DASHED, _NUMERIC):
        for found in pattern.finditer(line):
            day, note = parse_date(found.group().strip(), day_first)
            if day or pattern is not _WORDED:
                return day, note
    return None, f"no date in: {line[:40]}" if line else ""


def _read_date(text, day_first):
    found = _WORDED.search(text[:60])
    if found and (month := _MONTHS.get((found["month"] or found["month2"]).lower())):
        return datetime.date(int(found["year"]), month, int(found["day"] or found["day2"]))
    if found := _EASTERN.match(text):
        return datetime.date(*map(int, found.groups()))
    if found := _ISO.match(text) or _COMPACT.match(text):
        return datetime.date(*map(int, found.groups()))
    if found := _NUMERIC.match(text):
        first, second, year = map(int, found.groups())
        day, month = (first, second) if (day_first and second <= 12) or first > 12 else (second, first)
        return datetime.date(year, month, day)
    if len(re.findall(r"\d+", text[:80])) < 2:
        return None
    import dateparser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY" if day_first else "MDY"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = dateparser.parse(text[:80], languages=LANGUAGES, settings={**settings, "PARSERS": ["absolute-time"]})
    return parsed.date() if parsed else None
