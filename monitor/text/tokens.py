"""What counts as one token of a text: a word, a number, or a run of the same sign.

Chinese and Japanese do not separate words: there, each character is one.
"""

import re

# \ue000 masks a quotation.
TOKEN = re.compile(
    r"(?:[A-Z]\.)+|[぀-鿿]|\d[\d.,]*\d|\w++(?:[-’'&.]\w++)*+|\.++|-++|'++|`++|\ue000++|[^\w\s]"
)
_POSSESSIVE = re.compile(r"(?<=\w)[’']s?$")


def without_possessive(word):
    """The word without ’s or a closing apostrophe."""
    return _POSSESSIVE.sub("", word)
