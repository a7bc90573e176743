"""Finds the sentences of a text, also those inside quotations."""

import re

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof sen sens rep reps gov gen col lt maj capt cmdr adm sgt st ste jr sr vs etc
    inc corp co ltd jan feb mar apr jun jul aug sept sep oct nov dec no nos fig est dept univ assn
    bros rev hon pres amb messrs mt ft i.e e.g u.s u.k u.n e.u a.m p.m d.c""".split()
)
OPENERS = frozenset(
    "the he she it they we i but and in on at a this that these those his her its if when".split()
)
_END = re.compile(r"""[.!?…]+["”’'»)\]]*(?=\s)|\n[^\S\n]*\n|\n""")
_LAST_WORD = re.compile(r"([\w.]*\w)$")
_NEXT_WORD = re.compile(r"\W*(\w+)")
_START = re.compile(r"""\s*["“‘'«(\[—–-]*\s*[A-Z0-9À-ÖØ-Þ]""")


def sentence_spans(text):
    """List of (start, end) of the sentences of `text`, in order, without the blanks between them.

    A line end always ends a sentence. A full stop does where an upper-case letter or a digit
    follows, unless it ends an abbreviation or an initial. `text[start:end]` is the sentence.
    """
    spans = []
    start = 0
    for mark in _END.finditer(text):
        if mark.end() < start or not _ends_sentence(text, mark):
            continue
        spans.append(_strip(text, start, mark.end()))
        start = mark.end()
    spans.append(_strip(text, start, len(text)))
    return [(start, end) for start, end in spans if start < end]


def _ends_sentence(text, mark):
    if mark.group()[0] == "\n":
        return True
    if not _START.match(text, mark.end(), mark.end() + 40):
        return False
    if mark.group() != ".":
        return True
    word = _LAST_WORD.search(text, max(0, mark.start() - 20), mark.start())
    if not word:
        return True
    word = word.group(1)
    if len(word) == 1 and word.isupper():
        return False
    if word.lower() not in ABBREVIATIONS:
        return True
    # Only an abbreviation with dots, such as U.S., also ends a sentence, before a usual first word.
    following = _NEXT_WORD.match(text, mark.end())
    return "." in word and bool(following) and following.group(1).lower() in OPENERS


def _strip(text, start, end):
    """The span without the blanks at both ends."""
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())
