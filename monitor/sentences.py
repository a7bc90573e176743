"""Text in, character spans of its sentences out; sentences inside quotations are parted too."""

import re

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof sen sens rep reps gov gen col lt maj capt cmdr adm sgt st ste jr sr vs etc inc corp co ltd
    jan feb mar apr jun jul aug sept sep oct nov dec no nos fig est dept univ assn bros rev hon pres amb messrs mt ft
    i.e e.g u.s u.k u.n e.u a.m p.m d.c""".split()
)
OPENERS = frozenset("the he she it they we i but and in on at a this that these those his her its if when".split())
_END = re.compile(r"""[.!?…]+["”’'»)\]]*(?=\s)|\n[^\S\n]*\n|\n""")
_LAST_WORD = re.compile(r"([\w.]*\w)$")
_START = re.compile(r"""\s*["“‘'«(\[—–-]*\s*[A-Z0-9À-ÖØ-Þ]""")


def sentence_spans(text):
    """List of (start, end) of the sentences of `text`, in order, without the blanks between them.

    A line end always ends a sentence. A full stop does where an upper-case letter or a digit follows, unless it ends
    an abbreviation or an initial. `text[start:end]` is the sentence.
    """
    spans, start = [], 0
    for mark in _END.finditer(text):
        if mark.end() < start or not _ends_sentence(text, mark):
            continue
        _append(spans, text, start, mark.end())
        start = mark.end()
    _append(spans, text, start, len(text))
    return spans


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
    following = re.compile(r"\W*(\w+)").match(text, mark.end())
    return "." in word and bool(following) and following.group(1).lower() in OPENERS


def _append(spans, text, start, end):
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if piece:
        spans.append((start + left, start + left + len(piece)))
