"""Recognise lines that a page adds to an article: navigation, promotion, credits, section names."""

import re

from monitor.resources import pattern, words

MAX_LENGTH = 400  # characters of a line of boilerplate
MAX_NAME = 100  # characters of the name of a part of a page
ENDING = 160  # characters at the end of a line that are searched
_LINES = frozenset(words("boilerplate", "lines"))
_SECTIONS = frozenset(words("boilerplate", "sections"))
_BEGINNING = pattern("boilerplate")
_POINTER, _POINTER_END = pattern("pointer"), pattern("pointer_end")
_CREDIT, _CREDIT_END = pattern("credit"), pattern("credit_end")
_SENTENCE_END = re.compile(r"""[.!?…:;]["”’'»)\]]*$|[.!?…]\s?["”’'»)\]]+$|["”»]$""")


def is_boilerplate(line):
    """Whether a line is navigation, promotion, a legal notice, a pointer elsewhere, or a credit."""
    if len(line) > MAX_LENGTH:
        return False
    if _BEGINNING.match(line) or _is_page_part(line):
        return True
    ending = line[-ENDING:]
    if _CREDIT_END.search(ending) or (_POINTER_END.search(ending) and len(line.split()) < 30):
        return True
    return not ends_sentence(line) and bool(_POINTER.match(line) or _CREDIT.match(line))


def _is_page_part(line):
    if len(line) >= MAX_NAME or line.endswith("."):
        return False
    return " ".join(re.sub(r"[^\w\s]", "", line.lower()).split()) in _LINES


def is_section(line):
    """Whether a line names a section or a path of sections: ``World > Middle East``."""
    parts = [part.strip().lower() for part in re.split(r"[>»›/|•]", line[:200])]
    return len(parts) < 7 and all(not part or part in _SECTIONS or part in _LINES for part in parts)


def ends_sentence(line):
    """Whether a line closes as sentences do, or announces what follows it."""
    return bool(_SENTENCE_END.search(line[-ENDING:]))
