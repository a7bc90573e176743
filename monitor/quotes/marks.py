"""Paragraphs, datelines and the regions between quotation marks, in every house style."""

import re

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
    """The text with MASK for each character of a quoted region of its paragraphs."""
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
    regions = []
    opening, mark = None, ""
    for match in _MARK.finditer(text, start, end):
        sign, (i, j) = match.group(), match.span()
        before = text[i - 1] if i > start else " "
        after = text[j] if j < end else " "
        if opening is None:
            if _opens(sign, before, after, i <= start + 1):
                opening, mark = i, sign
        elif mark in SINGLE and sign in '“"':
            opening, mark = i, sign
        elif sign in CLOSING[mark] and _closes(sign, mark, before, after):
            regions.append((opening, j))
            opening = None
    if opening is not None and mark not in SINGLE:
        regions.append((opening, end))
    return regions


def _opens(sign, before, after, first):
    """Whether a sign between two characters opens a quotation; `first`: it begins the paragraph."""
    if sign not in CLOSING or before.isalnum():
        return False
    if sign in SINGLE:
        return after.isalnum() or after in '[“"…'
    if sign in "”»" and not (first or before.isspace()):
        return False
    return sign == "«" or not after.isspace()


def _closes(sign, mark, before, after):
    """Whether a sign between two characters closes a quotation that `mark` opens."""
    if sign in "’'" and after.isalnum():
        return False
    reopens = sign in "\"'“" and (before.isspace() or sign == mark == "“")
    return not reopens or after.isspace()
