"""Find bylines and take them apart into the names of the authors."""

import re

from monitor.text.cleaning import clean_line

MAX_AUTHORS = 50
# Where data keeps the text of a nested object, the likeliest first.
NAME_KEYS = "name main original full_name title value text rendered #text _ $ $date $oid".split()
_QUOTED = re.compile(r"""['"]([^'"]+)['"]""")  # a name in a list of Python, as text
_BY = r"(?:(?:written|story|words|analysis|opinion|text)\s+)?by[:\s]\s*"
_LEADING_BY = re.compile(rf"^(?:{_BY}|von\s)", re.I)
_SEPARATOR = re.compile(r"\s*(?:;|,|\||·|•|&|/|\b(?:and|und)\b)\s*", re.I)
_PLACE = re.compile(r"\s(?:in|for|at|from|reports)\s")
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

_CAPITALISED = r"[^\W\d_a-z][\w.'’-]*"
_PARTICLE = r"(?:de|del|della|der|den|van|von|al|el|bin|ibn|la|le|da|di|dos)\b"
_NAME = rf"(?:{_CAPITALISED}|{_PARTICLE})"
_JOINT = r"(?:,\s|\s(?:and|with|in|for|of|und|&|\||the)\s|\s)"
_WHOLE_LINE = re.compile(rf"{_BY}(?-i:(?P<names>{_NAME}(?:{_JOINT}{_NAME}){{0,16}}[.,]?))$", re.I)
_INSIDE_LINE = re.compile(
    r"(?:^|[|·•/–,-]\s*|\d\s)"
    r"(?i:(?:written|posted|published|text|story|eingestellt|view all posts|post author)\s)?"
    r"(?:(?i:by|von|par|por|di|door)(?:\s?:?\s|(?=[A-Z]))"
    r"|(?i:text|text & fotos|words|redaktion|reporter)\s?:\s*"
    r"|(?i:autor|author|auteur)\s?:?\s+)"
    rf"(?P<names>{_CAPITALISED}(?:,?\s(?:{_CAPITALISED}|de|der|van|von|und|and|et|y|&)){{0,9}})"
)
_LABELLED = re.compile(
    r"(?i:autor(?:/?-?in)?|author|auteur|autore|written by|text"
    r"|(?:ein\s)?(?:blog\s?|gast)?beitrag\svon)(?:\s?:\s*|\s)"
    rf"(?P<names>{_CAPITALISED}(?:\s(?:{_CAPITALISED}|de|der|van|von)){{1,4}})"
    r"\s?(?:[,|(.]|$)(?=.{0,60}$)"
)
_HANDLE = re.compile(r"\s*@\w+")
_NO_PERSON = re.compile(
    r"\d\d|/|www|\.com|no.author"
    r"|^(?:admin|author|(?:posted|published)(?: by)?|von|by|par|follow)$",
    re.I,
)


def author_text(value, names=None):
    """A byline of authors as data nests them: a text, an object with a name, or a list of such.

    `names`: dict from the ids of objects (JSON-LD) to their names.
    """
    if isinstance(value, dict):
        known = (value[key] for key in NAME_KEYS if value.get(key))
        value = next(known, None) or (names or {}).get(str(value.get("@id")))
    if isinstance(value, (list, tuple)):
        return "; ".join(author_text(item, names) for item in value[:MAX_AUTHORS])
    text = clean_line(value)
    return "; ".join(_QUOTED.findall(text)) if text.startswith("[") else text


def split_authors(byline):
    """Tuple of the names in a byline.

    In ``By Ann Lee in Oslo and Bo Ek, Daily News`` places and employers are left out; an employer
    alone is kept as the author.
    """
    line = _LEADING_BY.sub("", clean_line(byline)[:1000])
    names = _names_without_places(_SEPARATOR.split(line))
    names = [_LEADING_BY.sub("", name) for name in names if re.search(r"[^\W\d_]", name)]
    people = [name for name in names if not _EMPLOYER.search(name)]
    return tuple(dict.fromkeys(people or names))


def _names_without_places(parts):
    """The names in the parts of a byline; single words after ``in Place`` are more places."""
    after_place = False
    for part in parts:
        name, *place = _PLACE.split(part, maxsplit=1)
        name = _ROLE.sub("", name).strip(" .,:-–—")
        if after_place and " " not in name and not _EMPLOYER.search(name):
            continue
        after_place = bool(place)
        yield name


def match_byline(line):
    """The names of a line that is a byline and nothing else; "" for any other line."""
    match = _WHOLE_LINE.match(line)
    return match["names"] if match else ""


def find_byline(line):
    """The names after a word such as *by* at the start of a line or of a part of it; or ""."""
    match = _INSIDE_LINE.search(line[:160])
    return match["names"] if match else ""


def find_label(line):
    """The names after a label such as *Author:* at the start of a line; or ""."""
    match = _LABELLED.match(line)
    return match["names"] if match else ""


def find_people(value):
    """Tuple of the names that a page states as its author's; empty for an address or an account."""
    if value.startswith("http"):
        return ()
    value = _HANDLE.sub("", value)
    match = _INSIDE_LINE.match(value[:160])
    names = split_authors(match["names"] if match else re.split(r"\s[–—|•·-]\s", value)[0])
    return tuple(name for name in names if _may_be_person(name))


def _may_be_person(name):
    return 2 < len(name) < 60 and len(name.split()) < 7 and not _NO_PERSON.search(name)


def without_biography(byline):
    """A byline without the note about the author that may follow it.

    The note begins at a semicolon or a tag, or where the first two words come again.
    """
    byline = re.split(r";|<|&lt;", re.sub(r"^\W+", "", byline))[0]
    words = byline.split()
    bare = [word.strip(",.") for word in words]
    for at in range(2, len(words) - 1):
        if bare[at : at + 2] == bare[:2]:
            return " ".join(words[:at])
    return " ".join(words)
