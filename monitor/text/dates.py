"""Read dates as sources write them: in figures, in words, and in addresses and file names."""

import datetime
import itertools
import re

from monitor.resources import pattern, words
from monitor.text.cleaning import clean_line

EARLIEST = datetime.date(1700, 1, 1)
LAST_SHORT_YEAR = 68  # of two digits that stands for 2068, as in POSIX; 69 is 1969
_MONTHS = {}
for _number, _names in enumerate(words("dates", "months"), start=1):
    _MONTHS |= dict.fromkeys(_names.split(), _number)
_IN_PATH, _STAMP = pattern("date_in_path"), pattern("date_stamp")
_DAY_OR_MONTH_FIRST = pattern("date_year_last"), pattern("date_short_year")
_FORMS = [pattern(f"date_{name}") for name in words("dates", "forms")]
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e\+?\d+)?", re.I)
_EXCEL_START = datetime.date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 60_000)  # 1954 to 2064
_REST_OF_LINE, _UPDATE = pattern("rest_of_date_line"), pattern("update")


def parse_date(value, day_first=True):
    """(date or None, note) of a date as sources write it, in the time zone it is written in.

    `day_first` decides where ``03/04/2020`` leaves it open; None stands for true. A number is taken
    as a day of Excel, or as seconds since 1970 or thousandths of them, in UTC. The note is empty
    for a valid date and for an empty value; it names a value that is no date from 1700 to today.
    """
    line = clean_line(value)[:80]
    if _NUMBER.fullmatch(line) and not _STAMP.match(line):
        line = str(_date_of_number(float(line)) or line)
    match = _search(line)
    day = _date_of(match, day_first) if match else None
    return day, f"not a date from 1700 to today: {line[:40]}" if line and not day else ""


def _date_of_number(number):
    """The date of a day of Excel, or of seconds since 1970 or thousandths (and so on) of them."""
    if int(number) in _EXCEL_DAYS:
        return _EXCEL_START + datetime.timedelta(number)
    while number > 1e11:
        number /= 1000
    return datetime.datetime.fromtimestamp(number, datetime.UTC).date() if number > 1e8 else None


def find_date(line, day_first=True):
    """The first date in a line that may hold more, but for that of an update; or None."""
    match = _search(_UPDATE.sub("", clean_line(line)[:200]))
    return _date_of(match, day_first) if match else None


def find_date_in_path(path):
    """The date that an address or a file name holds; or None."""
    match = _IN_PATH.search(path)
    return _date_of(match) if match else None


def detect_day_first(values):
    """Whether dates such as ``3/14/2023`` name the day first, as far as some of them prove it.

    None where none does, or they contradict each other.
    """
    pairs = itertools.product(values, _DAY_OR_MONTH_FIRST)
    matches = [match for value, form in pairs if (match := form.match(value))]
    day_first = any(int(match["day"]) > 12 for match in matches)
    month_first = any(int(match["month"]) > 12 for match in matches)
    return None if day_first == month_first else day_first


def may_be_either(value):
    """Whether a date, such as ``3/4/2023``, is another one if the month is named first."""
    return parse_date(value, day_first=True) != parse_date(value, day_first=False)


def match_date_line(line):
    """The date, as written, of a line that holds no more than it, a label and a time; or ""."""
    match = _search(line)
    if match and _REST_OF_LINE.fullmatch(f"{line[: match.start()]}@{line[match.end() :]}"):
        return match.group()
    return ""


def _search(line):
    matches = itertools.chain.from_iterable(form.finditer(line) for form in _FORMS)
    return next((match for match in matches if _month_of(match)), None)


def _month_of(match):
    """The number of the month that a match names; None where it names none."""
    month = match["month"].lower()
    return int(month) if month.isdecimal() else _MONTHS.get(month)


def _date_of(match, day_first=True):
    """The date that a match states; None for one that is impossible, before 1700 or to come."""
    day, month = int(match["day"]), _month_of(match)
    if match.re in _DAY_OR_MONTH_FIRST and (month > 12 or (day_first is False and day <= 12)):
        day, month = month, day
    year = int(match["year"])
    if year < 100:
        year += 1900 if year > LAST_SHORT_YEAR else 2000
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return date if EARLIEST <= date <= datetime.date.today() + datetime.timedelta(days=1) else None
