"""Names of people in noun phrases, without the titles before them."""

from monitor.quotes.lexicon import BODIES, SUFFIXES, TITLES
from monitor.text.tokens import without_possessive


def is_person(name):
    """Whether a name is a full one that may be a person's."""
    last = name.split()[-1]
    return " " in name and name[0].isupper() and last[0].isupper() and last.lower() not in BODIES


def surname(words):
    """The surname of the words of a name, without a suffix such as "Jr."."""
    return words[-2] if len(words) > 1 and words[-1].lower() in SUFFIXES else words[-1]


def name_words(s, first, last):
    """List of the words of the name that a noun phrase ends in, without titles; empty if none."""
    words = []
    is_body = s.low[last - 1] in BODIES
    for i in reversed(range(first, last)):
        is_title = s.low[i] in TITLES or s.low[i].endswith(("'s", "’s"))
        if s.tags[i] not in "N." or (is_title and i < last - 1 and not is_body):
            break
        if s.tags[i] == "N":
            words.insert(0, s.raw[i])
    if not words or (len(words) == 1 and words[0].lower() in TITLES):
        return []
    return [*words[:-1], without_possessive(words[-1])]
