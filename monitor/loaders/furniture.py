"""One line of a page in; whether it is page furniture or a picture's caption, and no part of the article, out."""

import re

from monitor.resources import pattern, words

LONGEST = 400  # characters of a line that may be furniture
LONG = 100  # and of one that may be a name of a part of a page
ENDING = 160  # characters at the end of a line that tell how it ends
_LINES, _SECTIONS = (frozenset(words("furniture", name)) for name in ("lines", "sections"))
_OPENING, _POINTER, _POINTER_END = pattern("furniture"), pattern("pointer"), pattern("pointer_end")
_CREDIT, _CREDIT_END = pattern("credit"), pattern("credit_end")
_SENTENCE_END = re.compile(r"""[.!?…:;]["”’'»)\]]*$|[.!?…]\s?["”’'»)\]]+$|["”»]$""")


def is_furniture(line):
    """Whether a whole line is navigation, promotion, a legal notice, a pointer to other articles, or a credit."""
    if len(line) > LONGEST:
        return False
    if _OPENING.match(line) or (len(line) < LONG and not line.endswith(".") and _folded(line) in _LINES):
        return True
    ending = line[-ENDING:]
    if (_POINTER_END.search(ending) and len(line.split()) < 30) or _CREDIT_END.search(ending):
        return True
    return not ends_sentence(line) and bool(_POINTER.match(line) or _CREDIT.match(line))


def _folded(line):
    return " ".join(re.sub(r"[^\w\s]", "", line.lower()).split())


def is_section(line):
    """Whether a line is a section's name or a trail of such, as stands above a title: ``World > Middle East``."""
    parts = [part.strip().lower() for part in re.split(r"[>»›/|•]", line[:200])]
    return len(parts) < 7 and all(part in _SECTIONS or part in _LINES or not part for part in parts)


def ends_sentence(line):
    """Whether a line closes as sentences do, or announces what follows it."""
    return bool(_SENTENCE_END.search(line[-ENDING:]))
