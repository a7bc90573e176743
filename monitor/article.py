"""The record of a news article, and how its texts, names and dates are normalised."""

import datetime
import functools
import hashlib
import re
import unicodedata
import warnings
from dataclasses import dataclass, field

from monitor.shipped import words

# Languages in which dates may be written out.
LANGUAGES = "en de fr es it pt nl pl ru uk tr ar zh ja ko sv nb da fi cs el he hu ro".split()
EARLIEST = datetime.date(1700, 1, 1)
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\s*$")
_DASHED = re.compile(r"\b\d{4}-\d\d?-\d\d?(?!\d)")
_NUMERIC = re.compile(r"\s*(\d{1,2})\s?[./|-]\s?(\d{1,2})\s?[./|-]\s?(\d{4})(?!\d)")
_EASTERN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_WORDED = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?(?:\sde)?\s(?P<month>[^\W\d_]{3,10})\.?,?"
    r"(?:\sde)?,?\s"
    r"|(?P<month2>[^\W\d_]{3,10})\.?\s(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?:,\s?|\s))"
    r"(?P<year>\d{4})(?!\d)"
)
_MONTHS = {
    name: number
    for number, names in enumerate(words("dates", "months"), start=1)
    for name in names.split()
}
# Control and direction characters, and surrogates; _UNCLEAN adds the line ends of other systems.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_UNCLEAN = re.compile(_CONTROL.pattern[:-1] + "\u2028\u2029]")
_BY = re.compile(r"^(?:(?:written|story|words|analysis|text)\s+)?by[:\s]+", re.I)
_BETWEEN_NAMES = re.compile(r"\s*(?:;|,|\||·|•|&|/|\b(?:and|und)\b)\s*", re.I)
_BEFORE_PLACE = re.compile(r"\s(?:in|for|at|from|reports)\s")
# What a byline adds to a name without a comma: ``Dan Lee defence and security editor``.
_ROLE = re.compile(
    r"(?<=[^\W\d_]{2}\s)(?i:chief|senior|deputy|foreign|international|defen[cs]e|security"
    r"|diplomatic|political|health|home|legal|science|economics|education|environment|energy"
    r"|technology|business|middle east|world affairs)\b(?-i:\s[a-z].*|$)"
)
_EMPLOYER = re.compile(
    r"^the\s|\b(?:staff|correspondents?|editors?|reporters?|writers?|columnists?|contributors?"
    r"|bureau|desk|team|news|newspapers?|times|press|journal|tribune|herald|agency|agencies|media"
    r"|tv|radio|magazine|reuters|afp|ap|bbc|cnn|usa today|special to)\b|@",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as its source states it; a field that the source does not state is empty.

    `date_rule` says where the date was found, or why a stated one was rejected. `source` is the
    file and the place in it. `source_id` is the file's own id. `agency` is the wire agency
    credited. `note` says what makes it less than a whole article, such as a teaser.
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
        """16 hexadecimal digits from outlet, title and text; however spaced or encoded."""
        key = "\x1f".join(clean_line(part) for part in (self.outlet, self.title, self.text))
        return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that was rejected, and why, in words that a person can act on."""

    source: str
    reason: str


def clean_line(value):
    """`value` in Unicode form NFC on one line, without control characters; None becomes empty."""
    return " ".join(clean_text(value).split())


def clean_text(value):
    """`value` in Unicode form NFC, with line feeds, without control and direction characters."""
    text = "" if value is None else str(value)
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    if _UNCLEAN.search(text):
        text = _CONTROL.sub("", re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text))
    return text


def split_authors(value):
    """Tuple of the names in a byline, or in a list of bylines.

    A byline is like ``By Ann Lee in Oslo and Bo Ek, Daily News``. Places and employers after a name
    are left out; an employer alone is kept as the author.
    """
    if isinstance(value, (list, tuple)):
        names = [name for item in value for name in split_authors(item)]
    else:
        line = _BY.sub("", clean_line(value)[:1000])
        names = _without_places(_BETWEEN_NAMES.split(line))
    names = [re.sub(r"^(?:by|von)\s", "", name, flags=re.I) for name in names]
    names = [name for name in names if re.search(r"[^\W\d_]", name)]
    people = [name for name in names if not _EMPLOYER.search(name)]
    return tuple(dict.fromkeys(people or names))


def _without_places(parts):
    """List of the names in the parts of a byline; single words after a place are places."""
    names = []
    after_place = False
    for part in parts:
        name, *place = _BEFORE_PLACE.split(part, maxsplit=1)
        name = _ROLE.sub("", name).strip(" .,:-–—")
        if after_place and " " not in name and not _EMPLOYER.search(name):
            continue
        names.append(name)
        after_place = bool(place)
    return names


@functools.lru_cache(maxsize=4096)
def parse_date(value, day_first=True):
    """(date or None, note) of a date as sources write it, as a day in the zone it is written in.

    `day_first` decides where ``03/04/2020`` leaves it open. The note is empty for a valid date or
    an empty value; it says what is wrong with a value that is not a date, or with one before 1700
    or in the future.
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
    """(date or None, note) of the first date in a line that may say more, such as a time."""
    line = clean_line(line)[:200]
    for pattern in (_WORDED, _EASTERN, _DASHED, _NUMERIC):
        for match in pattern.finditer(line):
            day, note = parse_date(match.group().strip(), day_first)
            if day or pattern is not _WORDED:
                return day, note
    return None, f"no date in: {line[:40]}" if line else ""


def _read_date(text, day_first):
    match = _WORDED.search(text[:60])
    month = match and _MONTHS.get((match["month"] or match["month2"]).lower())
    if month:
        return datetime.date(int(match["year"]), month, int(match["day"] or match["day2"]))
    if match := _EASTERN.match(text) or _ISO.match(text) or _COMPACT.match(text):
        return datetime.date(*map(int, match.groups()))
    if match := _NUMERIC.match(text):
        first, second, year = map(int, match.groups())
        is_day_first = first > 12 or (day_first and second <= 12)
        day, month = (first, second) if is_day_first else (second, first)
        return datetime.date(year, month, day)
    if len(re.findall(r"\d+", text[:80])) < 2:
        return None
    return _read_unusual_date(text[:80], day_first)


def _read_unusual_date(text, day_first):
    import dateparser  # takes a second to load, and hardly any source needs it

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": "DMY" if day_first else "MDY",
        "PARSERS": ["absolute-time"],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = dateparser.parse(text, languages=LANGUAGES, settings=settings)
    return parsed.date() if parsed else None
