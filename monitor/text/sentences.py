"""Finds the sentences of a text, also those inside quotations."""

import re
from itertools import pairwise

from monitor.resources import words

ABBREVIATIONS = frozenset(words("sentences", "abbreviations"))
OPENERS = frozenset(words("sentences", "openers"))
_END = re.compile(r"""[.!?…]+["”’'»)\]]*(?=\s)|\n[^\S\n]*\n|\n""")
_LAST_WORD = re.compile(r"([\w.]*\w)\.$")
_NEXT_WORD = re.compile(r"\W*(\w+)")
_START = re.compile(r"""\s*["“„‘'«»(\[—–-]*\s*[A-Z0-9À-ÖØ-Þ]""")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
_CONTENT = re.compile(r"\S(?:.*\S)?", re.S)
LONGEST_WORD = 20
LONGEST_GAP = 40


def sentence_spans(text):
    """List of (start, end) of the sentences of `text`, in order, without the blanks between them.

    A line end always ends a sentence. A full stop does where an upper-case letter or a digit
    follows, unless it ends an abbreviation or an initial. `text[start:end]` is the sentence.
    """
    ends = [
        mark.end()
        for mark in _END.finditer(text)
        if mark.group()[0] == "\n" or ends_sentence(text, mark.end())
    ]
    borders = pairwise([0, *ends, len(text)])
    contents = [_CONTENT.search(text, start, end) for start, end in borders]
    return [content.span() for content in contents if content]


def ends_sentence(text, end):
    """Whether a full stop or other sign that ends before `end` also ends a sentence."""
    if not _START.match(text, end, end + LONGEST_GAP):
        return False
    last_word = _LAST_WORD.search(text, max(0, end - LONGEST_WORD), end)
    if not last_word:
        return True
    word = last_word.group(1)
    if word.lower() not in ABBREVIATIONS and not _INITIALS.fullmatch(word):
        return True
    # Only an abbreviation with dots, such as U.S., also ends a sentence, before a usual first word.
    next_word = _NEXT_WORD.match(text, end)
    return "." in word and bool(next_word) and next_word.group(1).lower() in OPENERS
