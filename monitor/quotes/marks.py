"""Paragraphs, datelines and the regions between quotation marks, in every house style."""

import re
from typing import NamedTuple

from monitor.quotes.lexicon import CLOSING

SINGLE = "‘'"
MASK = "\ue000"
SHORT = 60
_DATELINE = re.compile(
    r"""(?:
        [A-Z][A-Z’'.-]+(?:[ ][A-Z][A-Z’'.-]+){0,3}   # place
        (?:,[ ][^:()\n—–]{1,30})?                    # date
        (?:[ ]?\([^()\n]{2,30}\))?                   # agency
        |\([A-Z][^()\n]{1,30}\)(?!:)
    )(:|[ ]?[—–]|[ ]--?)[ ](?=\S)""",
    re.VERBOSE,
)
# One set of signs first, since that is searched fast; an apostrophe within a word is no mark.
_MARK = re.compile(r"""[“”„"«»‘’'`](?:(?<=')'|(?<=`)`|(?<!`)(?!(?<=[^\W_][’'])[^\W_]))""")
# Between two words of a name, as in: Karl “Kalle” Nyberg.
_NICKNAME = re.compile(
    r"""
    \b[A-Z](?:[\w’-]+|\.)[ ]
    (\(?[“"‘'](?:The[ ])?[A-Z]\w+(?:[ -][A-Z]\w+)?[”"’']\)?)
    (?=[ ][A-Z]\w)""",
    re.VERBOSE,
)


class Mark(NamedTuple):
    """A quotation mark at text[start:end], and the characters before and after it."""

    sign: str
    start: int
    end: int
    before: str
    after: str


def paragraphs(text):
    """List of (start, end) of the paragraphs, one a line, without datelines ("OSLO (AFP) —").

    A place and a colon are a dateline only if no other paragraph begins so: else they are the
    speakers of a dialogue.
    """
    lines = [line.span() for line in re.finditer(r"\S[^\n]*(?<=\S)", text)]
    datelines = [_DATELINE.match(text, start, end) for start, end in lines]
    n_colons = sum(bool(match) and match[1] == ":" for match in datelines)
    result = []
    for match, (start, end) in zip(datelines, lines, strict=True):
        if match and end - start > SHORT and (match[1] != ":" or n_colons == 1):
            start = match.end()
        result.append((start, end))
    return result


def mask_quotations(text, places):
    """The text with MASK for each character of a quoted region of its paragraphs, and with blanks
    for nicknames.
    """
    text = _NICKNAME.sub(lambda match: match[0].replace(match[1], " " * len(match[1])), text)
    parts = []
    at = 0
    for start, end in places:
        for left, right in quoted_regions(text, start, end):
            parts += [text[at:left], MASK * (right - left)]
            at = right
    return "".join([*parts, text[at:]])


def quoted_regions(text, start, end):
    """List of (start, end) of the outermost quoted regions of a paragraph with their marks.

    A mark that is left open runs to the end of the paragraph, and the next one may take it up; a
    single mark that is left open is an apostrophe.
    """
    padded = " " + text[start:end] + " "
    marks = []
    for match in _MARK.finditer(padded):
        i, j = match.span()
        marks.append(Mark(match.group(), start + i - 1, start + j - 1, padded[i - 1], padded[j]))
    regions = []
    at = start
    for n, mark in enumerate(marks):
        if mark.start >= at and _opens(mark, mark.start <= start + 1):
            at = _end_of_region(marks, n, end) or at
            if at > mark.start:
                regions.append((mark.start, at))
    return regions


def _end_of_region(marks, n, end):
    """Place after the quotation in a paragraph up to `end` that mark `n` opens, or None."""
    opening = marks[n]
    genitive = inner = None
    for m in range(n + 1, len(marks)):
        mark = marks[m]
        if inner:
            if _closes(mark, inner):
                inner = None
        elif _closes(mark, opening):
            if opening.sign not in SINGLE or mark.before != "s" or not mark.after.isspace():
                return mark.end
            # The apostrophe of "the ships' crews" closes only what no other mark closes.
            genitive = genitive or mark.end
        elif opening.sign in SINGLE and _opens(mark, False):
            if mark.sign in SINGLE:
                break
            inner = mark
    return genitive if opening.sign in SINGLE else end


def _opens(mark, first):
    """Whether a mark may open a quotation; `first`: it begins the paragraph."""
    if mark.sign not in CLOSING or mark.before.isalnum():
        return False
    if mark.sign in SINGLE:
        return mark.after.isalnum() or mark.after in '[“"…'
    if mark.sign in "”»" and not (first or mark.before.isspace()):
        return False
    return mark.sign == "«" or not mark.after.isspace()


def _closes(mark, opening):
    """Whether a mark closes the quotation that another opens."""
    if mark.sign not in CLOSING[opening.sign] or (mark.sign in "’'" and mark.after.isalnum()):
        return False
    same = mark.sign == opening.sign == "“"
    reopens = mark.sign in "\"'“" and (mark.before.isspace() or same)
    return not reopens or mark.after.isspace()
