"""Find bylines and take them apart into the names of the authors."""

import re

from monitor.resources import pattern
from monitor.text.cleaning import clean_line

MAX_AUTHORS = 50
# Where data keeps the text of a nested object, the likeliest first.
NAME_KEYS = (
    "name main original full_name fullName display_name displayName title value text rendered "
    "content href #text _ $ $date $oid $numberLong"
).split()
_QUOTED = re.compile(r"""['"]([^'"]+)['"]""")  # a name in a list of Python, as text
_BYLINE, _SEPARATOR = pattern("byline"), pattern("byline_separator")
_PLACE, _ADDITION = pattern("byline_place"), pattern("byline_addition")
_EMPLOYER, _NO_PERSON = pattern("byline_employer"), pattern("no_person")
_FULL_STOP = pattern("byline_full_stop")


def line_of(value, names=None):
    """One line of what data nests: a text, an object with a name, or a list of such.

    `names`: dict from the ids of objects (JSON-LD) to their names.
    """
    if isinstance(value, dict):
        texts = (value[key] for key in NAME_KEYS if value.get(key))
        return line_of(next(texts, None) or (names or {}).get(str(value.get("@id"))), names)
    if isinstance(value, (list, tuple)):
        return "; ".join(line_of(item, names) for item in value[:MAX_AUTHORS])
    return clean_line(value)


def author_text(value, names=None):
    """A byline of authors as data nests them, also as a list that Python wrote as text."""
    text = line_of(value, names)
    return "; ".join(_QUOTED.findall(text)) if text.startswith("[") else text


def split_authors(byline):
    """Tuple of the names in a byline.

    In ``By Ann Lee in Oslo and Bo Ek, Daily News`` places and employers are left out; an employer
    alone is kept as the author.
    """
    parts = _SEPARATOR.split(_PLACE.sub("", clean_line(byline)[:1000]))
    names = [_FULL_STOP.sub("", _ADDITION.sub("", part).strip(" ,:-–—")) for part in parts]
    names = [name for name in names if re.search(r"[^\W\d_]", name)]
    people = [name for name in names if not _EMPLOYER.search(name)]
    return tuple(dict.fromkeys(people or names))


def match_byline(line):
    """The names of a line that is a byline and nothing else; "" for any other line."""
    match = _BYLINE.fullmatch(line.rstrip(".,"))
    return match["names"] if match else ""


def find_byline(line):
    """The names after a word such as *by* at the start of a line or of a part of it; or ""."""
    match = _BYLINE.search(line[:160])
    return match["names"] if match else ""


def find_people(value):
    """Tuple of the names that a page states as its author's; empty for an address or an account."""
    if value.startswith("http"):
        return ()
    value = re.sub(r"\s*@\w+", "", value)
    names = split_authors(find_byline(value) or re.split(r"\s[–—|•·-]\s", value)[0])
    return tuple(name for name in names if not _NO_PERSON.search(name))
