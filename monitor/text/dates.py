"""Read dates as sources write them: in figures, in words, and in addresses and file names."""

import datetime
import functools
import re
import warnings

from monitor.resources import words
from monitor.text.cleaning import clean_line

EARLIEST = datetime.date(1700, 1, 1)
# Languages of dates in words; dateparser would try all 200 of its own.
LANGUAGES = "en de fr es it pt nl pl ru uk tr ar zh ja ko sv nb da fi cs el he hu ro".split()
_MONTHS = {
    name: number
    for number, names in enumerate(words("dates", "months"), start=1)
    for name in names.split()
}
_IN_WORDS = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?(?:\sde)?\s"
    r"(?P<month>[^\W\d_]{3,10})\.?,?(?:\sde)?,?\s"
    r"|(?P<month2>[^\W\d_]{3,10})\.?\s(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?:,\s?|\s))"
    r"(?P<year>\d{4})(?!\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s?[-年년]\s?(?P<month>\d{1,2})\s?[-月월]\s?(?P<day>\d{1,2})(?!\d)"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?$")
_YEAR_LAST = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})\s?[./|-]\s?(?P<second>\d{1,2})\s?[./|-]\s?(?P<year>\d{4})(?!\d)"
)
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./]?)(\d\d)\2(\d\d)(?!\d)")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE_LINE = re.compile(
    r"(?P<label>(?:first |last )?(?:published|posted|updated|modified|date|created)(?: on| at)?"
    r"\s?:?\s*)?"
    r"(?P<date>(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s\d{{4}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}))(?P<rest>\b.{0,60})$",
    re.I,
)
_CLOCK = re.compile(
    r"(?:[\s,.;|–—-]|at|\d{1,2}[:.h]\d\d(?:[:.]\d\d)?|[ap]\.?m\.?"
    r"|\b(?:[a-z]{2,4}|[+-]\d\d:?\d\d|z)\b|t(?=\d))*+$",
    re.I,
)
_UPDATE = re.compile(
    r"\b(?:updated|modified|mis à jour|aktualisiert|actualizad|aggiornat).*?"
    r"(?=\b(?:first|published|posted|publié|veröffentlicht|publicad|pubblicat)|$)",
    re.I,
)
_UNKNOWN = {"", "nan", "nat", "none", "null", "-"}


def parse_date(value, day_first=True):
    """(date or None, note) of a date as sources write it, in the time zone it is written in.

    `day_first` decides where ``03/04/2020`` leaves it open. A number is taken as seconds or
    milliseconds since 1970, in UTC. The note is empty for a valid date and for an empty value; it
    says what is wrong with a value that is not a date, lies before 1700 or in the future.
    """
    if isinstance(value, (int, float)) and 1e8 < value < 1e14:
        seconds = value / 1000 if value > 1e11 else value
        value = datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    return _parse_line(clean_line(value), day_first)


@functools.lru_cache(maxsize=4096)
def _parse_line(text, day_first):
    if text.lower() in _UNKNOWN:
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


def detect_day_first(values, default=True):
    """Whether dates such as ``3/14/2023`` name the day first, as far as some of them prove it."""
    pairs = [match.group("first", "second") for match in map(_YEAR_LAST.match, values) if match]
    day_first = any(int(first) > 12 for first, _ in pairs)
    month_first = any(int(second) > 12 for _, second in pairs)
    return default if day_first == month_first else day_first


def find_date(line, day_first=True):
    """(date or None, note) as `parse_date`, of the first date in a line that may hold more."""
    line = clean_line(line)[:200]
    for pattern in (_IN_WORDS, _YEAR_FIRST, _YEAR_LAST):
        for match in pattern.finditer(line):
            day, note = parse_date(match.group(), day_first)
            if day or pattern is not _IN_WORDS:
                return day, note
    return None, f"no date in: {line[:40]}" if line else ""


def without_update(line):
    """A line without what it says about later changes, such as ``Updated 16 March 2023``."""
    return _UPDATE.sub("", line)


def has_date(line):
    """Whether a line holds a date."""
    return find_date(line)[0] is not None


def match_date_line(line):
    """Match with `label` and `date` of a line that holds no more than these and a time; or None."""
    match = _DATE_LINE.match(line)
    return match if match and _CLOCK.match(match["rest"]) else None


def date_in_path(path):
    """The date that an address or a file name holds, as ``2016-01-29``; "" where there is none."""
    match = _IN_PATH.search(path)
    return "-".join(match.group(1, 3, 4)) if match else ""


def _read_date(text, day_first):
    match = _IN_WORDS.search(text[:60])
    if match and (month := _MONTHS.get((match["month"] or match["month2"]).lower())):
        return _date(match["year"], month, match["day"] or match["day2"])
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        return _date(match["year"], match["month"], match["day"])
    if match := _YEAR_LAST.match(text):
        first, second = int(match["first"]), int(match["second"])
        if first > 12 or (day_first and second <= 12):
            return _date(match["year"], second, first)
        return _date(match["year"], first, second)
    # A date needs a day and a year in figures; dateparser would complete a lone year by today.
    if len(re.findall(r"\d+", text[:80])) < 2:
        return None
    return _parse_other(text[:80], "DMY" if day_first else "MDY")


def _date(year, month, day):
    return datetime.date(int(year), int(month), int(day))


def _parse_other(text, order):
    import dateparser  # takes long to load and is rarely needed

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": order,
        "PARSERS": ["absolute-time"],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = dateparser.parse(text, languages=LANGUAGES, settings=settings)
    return parsed.date() if parsed else None
