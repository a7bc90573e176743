"""What counts as one token of a text: a word, a number, or a run of the same sign."""

import re

TOKEN = re.compile(
    r"((?:[A-Z]\.)+|\d[\d.,]*\d|\w++(?:[-’'&.]\w++)*+|\.++|-++|'++|`++|\ue000++|[^\w\s])"
)
_POSSESSIVE = re.compile(r"(?<=\w)[’']s?$")


def without_possessive(word):
    """The word without ’s or a closing apostrophe."""
    return _POSSESSIVE.sub("", word)
