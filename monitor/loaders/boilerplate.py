"""Recognise lines that a page adds to an article: navigation, promotion, credits, section names."""

import re

from monitor.resources import pattern, words

MAX_LENGTH = 400  # characters of a line of boilerplate
ENDING = 160  # characters at the end of a line that are searched
_LINES = frozenset(words("boilerplate", "lines") + words("boilerplate", "sections"))
_INSIDE = pattern("boilerplate_inside")
_BEGINNING, _LEAD = pattern("boilerplate"), pattern("boilerplate_lead")
_ENDING = pattern("boilerplate_end")
_SENTENCE_END = re.compile(r"""[.!?…:;]["”’'»)\]]*$|[.!?…]\s?["”’'»)\]]+$|["”»]$""")


def without_boilerplate(lines):
    """The lines without those of boilerplate, and without what a player or a gallery leaves."""
    lines = map(_without_players, lines)
    return [line for line in lines if line and not is_boilerplate(line)]


def _without_players(line):
    """A line without what a player, a gallery or a form leaves in it."""
    return " ".join(_INSIDE.sub(" ", line).split())


def is_boilerplate(line):
    """Whether a line is navigation, promotion, a legal notice, a pointer elsewhere, or a credit."""
    if len(line) > MAX_LENGTH:
        return False
    is_lead = _LEAD.match(line) and not ends_sentence(line)
    if is_lead or _BEGINNING.match(line) or _ENDING.search(line[-ENDING:]):
        return True
    return not line.endswith(".") and fold(line) in _LINES


def fold(line):
    """A line in lower case without punctuation."""
    return " ".join(re.sub(r"[^\w\s]", "", line.lower()).split())


def ends_sentence(line):
    """Whether a line closes as sentences do, or announces what follows it."""
    return bool(_SENTENCE_END.search(line[-ENDING:]))
