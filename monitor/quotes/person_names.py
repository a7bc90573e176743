"""Names of people in noun phrases: where a name begins, titles before it, surnames."""

import re

TITLES = frozenset(
    """president president-elect prime minister ministers secretary general secretary-general
    senator sen sens governor gov congressman congresswoman representative rep reps
    chancellor spokesman spokeswoman spokesperson commander ambassador diplomat analyst
    colonel col captain capt admiral adm gen lt maj sgt mayor professor prof director
    chairman chairwoman chair leader adviser advisor economist lawmaker king queen pope
    judge justice chief mr mrs ms miss messrs dr sir dame lord lady rev reverend sheriff
    speaker attorney former ex-president vice deputy candidate nominee mogul billionaire
    strategist manager journalist reporter host author lawyer marshal supreme commissioner
    envoy premier first foreign defense defence interior official officer republican
    democrat democratic gop state house senate u.s us rival pastor coordinator historian
    activist expert agent pres presidents pollster consultant businessman businesswoman
    actor singer""".split()
)
NO_ROLES = "mr mrs ms miss messrs presidents u.s us state house senate gop former first foreign"
ROLES = TITLES.difference(NO_ROLES.split())
OFFICES = frozenset(
    """state defense defence staff treasury commerce labor energy education justice homeland
    interior war""".split()
)
BODIES = frozenset(
    """agency alliance army association board bureau commission committee company congress
    council court department foundation government group house institute journal kingdom
    league ministry nations news office organization organisation parliament party
    pentagon post press senate service states street times union university""".split()
)
SUFFIXES = frozenset("jr sr ii iii iv".split())
ADVERB_ENDINGS = ("ing", "ally", "ently")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
_POSSESSIVE = re.compile(r"(?<=\w)[’']s?$")


def is_person(name):
    """Whether a name is a full one that may be a person's."""
    last = name.split()[-1]
    return " " in name and name[0].isupper() and last[0].isupper() and last.lower() not in BODIES


def surname(words):
    """The surname of the words of a name, without a suffix such as "Jr."."""
    return words[-2] if len(words) > 1 and words[-1].lower() in SUFFIXES else words[-1]


def without_possessive(word):
    """The word without the ending of the possessive."""
    return _POSSESSIVE.sub("", word)


def name_words(s, first, last):
    """List of the words of the name that a noun phrase ends in, without titles; empty if none."""
    start = _name_start(s, first, last)
    words = [word for word in s.raw[start:last] if word != "."]
    if not words or (len(words) == 1 and (words[0] == "One" or words[0].lower() in TITLES)):
        return []
    words = [word + "." if _INITIALS.fullmatch(word) else word for word in words]
    return [*words[:-1], without_possessive(words[-1])]


def _name_start(s, first, last):
    start = last
    while start > first and s.tags[start - 1] in "N.":
        start -= 1
    while start < last and s.tags[start] == ".":
        start += 1
    if start == last:
        return last
    if start and s.low[start - 1] == "of" and s.low[start] in OFFICES:
        start += 1
    elif start == 0 and last > 1 and len(s.low[0]) > 5 and s.low[0].endswith(ADVERB_ENDINGS):
        start = 1
    if s.low[last - 1] in BODIES:
        return start
    titles = [k for k in range(start, last - 1) if _is_title(s.low[k])]
    return titles[-1] + 1 if titles else start


def _is_title(word):
    return word in TITLES or word.endswith(("'s", "’s"))
