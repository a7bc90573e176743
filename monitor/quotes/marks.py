"""Paragraphs, datelines and the regions between quotation marks, in every house style."""

import re

MASK = "\ue000"
_LINE = re.compile(r"\S[^\n]*(?<=\S)")
_DATELINE = re.compile(
    r"""(?:
        [A-Z][A-Z’'.-]+(?:[ ][A-Z][A-Z’'.-]+){0,3}   # place
        (?:,[ ][^:()\n—–]{1,30})?                    # date
        (?:[ ]?\([^()\n]{2,30}\))?                   # agency
        |\([A-Z][^()\n]{1,30}\)(?!:)
    )(?::|[ ]?[—–]|[ ]--?)[ ](?=\S)""",
    re.VERBOSE,
)
# What single marks enclose: apostrophes and pairs of other marks. It ends where the next single
# mark opens, so that many of them cost linear time.
_WITHIN_SINGLE = r"""(?:[^'‘“”"\n]|(?<=\w)['‘]|['‘](?![\w[“"…])|“[^“”\n]*+”|"[^"\n]*+")*?"""
# A double mark that is left open runs to the end of its paragraph, and the next one may take it
# up; a single one is an apostrophe. That of "the ships' crews" closes what no other mark closes.
_QUOTED = re.compile(
    rf"""
    [“"] (?<!\w.) (?=\S) .*? (?: ” | (?<!\s)" | [“"](?!\S) | $ )
    | „ (?<!\w.) (?=\S) .*? (?: [“”] | $ )
    | (?: '' | `` ) (?<!\w..) (?=\S) .*? (?: '' | $ )
    | « (?<!\w.) .*? (?: » | $ )
    | » (?<![!-~\w…’].) (?=\S) .*? (?: « | $ )
    | ” (?<![!-~\w…’].) (?=\S) .*? (?: ” | $ )
    | ['‘] (?<![\w'].) (?=[\w[“"…]) (?:
        {_WITHIN_SINGLE} (?: (?<!s)['’](?![\w']) | (?<=s)['’](?![\w\s']) )
        | {_WITHIN_SINGLE} ['’](?![\w'])
    )""",
    re.VERBOSE | re.MULTILINE,
)
# Between two words of a name, as in: Karl “Kalle” Nyberg.
_NICKNAME = re.compile(
    r"""
    (\b[A-Z](?:[\w’-]+|\.)[ ])
    (\(?[“"‘'](?:The[ ])?[A-Z]\w+(?:[ -][A-Z]\w+)?[”"’']\)?)
    (?=[ ][A-Z]\w)""",
    re.VERBOSE,
)

# After a name, as in: Ida Brandt Ida Karin BrandtMinister leaves Oslo Ships sail MORE
_LINKS = re.compile(r"\b([A-Z][\w’'-]+)((?: [\w.()’'“”\"-]+){1,6}? \1(?=[A-Z\d]).{1,700}?\bMORE\b)")


def paragraphs(text):
    """List of (start, end) of the paragraphs, one a line, without a dateline ("OSLO (AFP) —").

    If several paragraphs begin as one does, they are the speakers of a dialogue.
    """
    lines = [line.span() for line in _LINE.finditer(text)]
    datelines = [_DATELINE.match(text, start, end) for start, end in lines]
    if sum(map(bool, datelines)) == 1:
        return [
            (match.end() if match else start, end)
            for match, (start, end) in zip(datelines, lines, strict=True)
        ]
    return lines


def without_links(text):
    """The text with blanks for the lists of related links that some pages set after a name."""
    return _LINKS.sub(lambda match: match[1] + " " * len(match[2]), text)


def mask_quotations(text):
    """The text with MASK for each character of a quoted region, and with blanks for nicknames and
    lists of links.
    """
    text = _NICKNAME.sub(lambda match: match[1] + " " * len(match[2]), without_links(text))
    return _QUOTED.sub(lambda match: MASK * len(match[0]), text)
