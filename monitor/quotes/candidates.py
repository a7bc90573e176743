"""Places where a quotation may be introduced, start or end, and who may be its speaker."""

import re

from monitor.quotes.lexicon import CUE_CLASSES, may_speak

REACH = 12
FIRST = 2
NEAREST = 4
MOST_AFTER = 2
FURTHEST_START = 20
MOST_STARTS = 4
TAIL = ("of", "for", "in", "from", "at", "(")
_OPENS = frozenset("QHPS")
# After the word that introduces it, which comes first.
_MAY_START = re.compile(r"(?<=^.)[^.,]|[QSHDPT]|(?<=[IT,:\-Y])[^.,]")
_MAY_END = re.compile(r"[,;\-(CS]|(?<=Q).")
_GOES_ON = re.compile(r"[^,YR]")
_PLURAL = ("s", "people", "men", "women")
_AFFILIATION = re.compile(r"[DIR]-[A-Z]")


def cue_places(s):
    """List of the places of the words of a sentence that may introduce a quotation."""
    if sum(map(str.isupper, s.raw)) > len(s.raw) / 2:
        return []  # a headline in capitals
    places = [i for i, word in enumerate(s.low) if word in CUE_CLASSES]
    return [i for i in places if i == 0 or s.tags[i] in "Vv:"]


def start_options(s, i):
    """List of the places where a quotation on the right of word `i` may begin."""
    if s.tags[i + 1 : i + 2] in _OPENS:
        return [i + 1]
    matches = _MAY_START.finditer(s.tags[i : i + FURTHEST_START], 1)
    return [i + match.start() for match in matches][:MOST_STARTS]


def left_end(s, i, source):
    """Place after a quotation left of word `i` and its speaker: at a comma or a quotation."""
    first = min(i, source[0]) if source else i
    return next((k for k in range(first, 0, -1) if s.tags[k - 1] in ",Q-."), first)


def end_options(s, j):
    """List of the places after a quotation from word `j`; the last is the end of the sentence."""
    end = max(j + 1, len(s.tags.rstrip(".")))
    return [*(match.start() for match in _MAY_END.finditer(s.tags, j + 1, end)), end]


def second_start(s, i, source):
    """Place where a quotation goes on after word `i` and its speaker, or None."""
    j = max(i + 1, source[1] if source else 0)
    rest = _GOES_ON.search(s.tags, max(j, s.tags.find("Q", j)))
    return rest.start() if rest else None


def source_options(s, i):
    """List of the noun phrases (first, after last) that may name the speaker for word `i`.

    A phrase that depends on the one before it is none of them: "Rome" in "critics in Rome".
    """
    ends = {last for _, last in s.phrases}
    heads = [p for p in s.phrases if s.low[p[0] - 1] not in TAIL or p[0] - 1 not in ends]
    before = [(first, min(last, i)) for first, last in heads if first < i]
    after = [phrase for phrase in heads if i < phrase[0] <= i + REACH]
    return before[:FIRST] + before[FIRST:][-NEAREST:] + after[:MOST_AFTER]


def speaking_part(s, first, last):
    """(first, after last) of a noun phrase up to the word that may speak; None if none may.

    "people familiar" is "people"; the affiliation "R-Fla." and "tensions" say nothing.
    """
    if s.tags[last - 1] in "PWN":
        return None if _AFFILIATION.match(s.raw[last - 1]) else (first, last)
    if may_speak(s.low[last - 1]):
        return first, last
    plurals = [word.endswith(_PLURAL) and may_speak(word) for word in s.low[first:last]]
    return (first, first + plurals.index(True) + 1) if any(plurals) else None
