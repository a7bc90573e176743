"""Text in, its regions between quotation marks out, in every house style, in linear time."""

import re

CLOSING = {
    mark: tuple(closing.split())
    for mark, closing in {
        "“": '” “ "', "„": "“ ”", '"': '" ”', "''": "''", "«": "»", "»": "«", "‘": "’", "'": "'", "”": "”", "``": "''",
    }.items()
}  # fmt: skip
SINGLE = "‘'"
SHORT = 60
_DATELINE = re.compile(
    r"""(?:[A-Z][A-Z’'.-]+(?:[ ][A-Z][A-Z’'.-]+){0,3}(?:,[ ][^:()\n—–]{1,30})?(?:[ ]?\([^()\n]{2,30}\))?
    |\([A-Z][^()\n]{1,30}\)(?!:))(:|[ ]?[—–]|[ ]--?)[ ](?=\S)""",
    re.VERBOSE,
)
# One set of signs first, since that is searched for fast; an apostrophe within a word is no mark.
_MARK = re.compile(r"""[“”„"«»‘’'`](?:(?<=')'|(?<=`)`|(?<!`)(?!(?<=[^\W_][’'])[^\W_]))""")


def paragraphs(text):
    """List of (start, end) of the paragraphs, a dateline ("OSLO (AFP) —") left out; a line end ends one.

    A place and a colon are a dateline where no other paragraph begins so: else they are a dialogue's speakers.
    """
    lines = [line.span() for line in re.finditer(r"\S[^\n]*(?<=\S)", text)]
    datelines = [_DATELINE.match(text, start, end) for start, end in lines]
    colon = sum(1 for found in datelines if found and found[1] == ":") == 1
    return [
        (found.end() if found and end - start > SHORT and (colon or found[1] != ":") else start, end)
        for found, (start, end) in zip(datelines, lines, strict=True)
    ]


def quoted_regions(text, start, end):
    """List of (start, end, closed) of what stands between quotation marks in a paragraph, outermost, with the marks.

    A mark that is left open runs to the end of the paragraph, where the next one may take it up; a single one that is
    left open is an apostrophe.
    """
    regions, opened, mark = [], None, ""
    for found in _MARK.finditer(text, start, end):
        sign, i, j = found.group(), found.start(), found.end()
        before, after = text[i - 1] if i > start else " ", text[j] if j < end else " "
        if opened is None:
            opens = (
                sign in CLOSING
                and (sign == "«" or not after.isspace())
                and not before.isalnum()
                and (sign not in "”»" or before.isspace() or i <= start + 1)
            )
            if opens and (sign not in SINGLE or after.isalnum() or after in '[“"…'):
                opened, mark = i, sign
        elif sign in CLOSING[mark] and not (sign in "’'" and after.isalnum()):
            if sign in "\"'“" and (before.isspace() or sign == mark == "“") and not after.isspace():
                continue
            if mark == "‘" and before == "s" and after == " " and "’" in text[j : min(end, j + 200)]:
                continue
            regions.append((opened, j, True))
            opened = None
        elif mark in SINGLE and sign in '“"':
            opened, mark = i, sign
    if opened is not None and mark not in SINGLE:
        regions.append((opened, end, False))
    return regions
