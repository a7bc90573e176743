"""A paragraph in, its sentences as words and noun phrases out; what is quoted is one word, whatever it holds."""

import re
from dataclasses import dataclass
from itertools import pairwise

from monitor.quotes.cue_words import cue_classes
from monitor.quotes.marks import paragraphs, quoted_regions
from monitor.quotes.person_names import OFFICES
from monitor.sentences import ABBREVIATIONS

QUOTE = "“”"
_WORD = re.compile(
    r"(?=\S)([A-Z]\.[A-Z]\.(?:[A-Z]\.)*(?=[^\S\n]+[a-z])|\d[\d.,]*\d|\w++(?:[-’'&.]\w++)*+|--+|[.!?…]+|[^\w\s])"
)
TAGS = {
    "P": "he she they it i we you",
    "M": "him her them us me himself herself themselves itself whom",
    "D": """the a an his their its our my your this these those some many most several few both all another no every
        each any""",
    "X": """is are was were be been being am has have had having do does did will would can could may might must shall
        should isn't wasn't aren't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't cannot
        couldn't shouldn't ain't ’s 's""",
    "I": """of in on at by for with from about against into over after before during under between among through
        without within since until toward towards across near behind around amid despite via per as than like upon
        beyond outside inside along including regarding""",
    "T": "to",
    "C": "and or but nor so yet",
    "S": "if when while because although though whereas unless whether how what why where",
    "W": "who whose",
    "H": "that which",
    "R": """not also then later once again still just only even already never ever often always now recently repeatedly
        previously earlier there here yesterday today tonight tomorrow too however meanwhile instead ago well very more
        less perhaps n't far soon long much last""",
    "Y": """monday tuesday wednesday thursday friday saturday sunday week weekend month year night morning afternoon
        evening""",
}
LONGEST = 250
MOST_BLANKS = 16
_STOP = re.compile("[.Q]")
_ENDS = frozenset(".!?…")
_TITLE_WORD = re.compile(r"\w[\w’']*")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
_PHRASE = re.compile(r"[PW]|D[VE]?[Nn#v]+(?:[.&]N[Nn#v]*)*|[Nn#v]+(?:[.&]N[Nn#v]*)*|D[VE]")
_TAGGED = re.compile(r"(?:P|D?[Nn]{1,4})V(?:[.,YIN]|$)")
TAG_OF = {form: tag for tag, words in TAGS.items() for word in words.split() for form in (word, word.replace("'", "’"))}
PAST = frozenset(
    """went came ran took gave got made left led began put kept broke stood met lost won grew drew sent paid brought
    became fell rose threw spent sat cut built bought caught chose drove flew hung laid lay rode set shook shot
    slept sold struck stuck taught tore wore woke goes comes runs takes gives gets makes puts keeps stands meets
    loses wins gone come go become run take give get make""".split()
)


@dataclass(slots=True)
class Sentence:
    """Words of one sentence: as they stand, in small letters, their tags and places; `phrases` as (first, after last).

    A tag is a letter of TAGS, Q for what is quoted, V for a verb that may introduce it, v for one that may be a noun
    too, E for another verb, N for a name, n for another word, # for a number, or the sign itself.
    """

    raw: list
    low: list
    tags: str
    start: list
    end: list
    paragraph: int
    phrases: list


def read_paragraphs(text):
    """List of (sentences, regions of `quoted_regions`) of each paragraph of a text."""
    result = []
    for number, (start, end) in enumerate(paragraphs(text)):
        regions = quoted_regions(text, start, end)
        words = _tagged_words(text, start, end, regions, number)
        result.append((_sentences(text, words), regions))
    return result


def _tagged_words(text, start, end, regions, paragraph):
    """One Sentence of all words of a paragraph; a quoted region is one word."""
    raw, tags, starts, ends = [], [], [], []
    at = start
    for left, right, _ in [*regions, (end, end, True)]:
        for match in _WORD.finditer(text, at, left):
            raw.append(match.group())
            tags.append(_tag(match.group()))
            starts.append(match.start())
            ends.append(match.end())
        if left < right:
            before = text[at:left].rstrip()[-1:]
            raw.append(QUOTE)
            tags.append("n" if _is_title(text[left:right], before) else "Q")
            starts.append(left)
            ends.append(right)
        at = right
    if paragraph == 0 and 2 * tags.count("N") > len(tags):
        tags = [_tag_in_title(word, tag) for word, tag in zip(raw, tags, strict=True)]
    low = [word.lower() for word in raw]
    return Sentence(raw, low, "".join(tags), starts, ends, paragraph, [])


def _sentences(text, words):
    """List of the Sentences of the words of a paragraph."""
    n = len(words.raw)
    stops = [stop.start() for stop in _STOP.finditer(words.tags, 0, n - 1)]
    borders = [0, *(i + 1 for i in stops if _ends(text, words, i)), n]
    result = []
    for begin, end in pairwise(borders):
        for first in range(begin, end, LONGEST):
            part = slice(first, min(end, first + LONGEST))
            tags = words.tags[part]
            phrases = [match.span() for match in _PHRASE.finditer(tags)]
            places = words.start[part], words.end[part]
            result.append(
                Sentence(words.raw[part], words.low[part], tags, *places, words.paragraph, phrases)
            )
    return result


def _is_title(quoted, before):
    """Whether a quotation is the title of a work or a name: few words, all in capitals, no speech before or in it."""
    if len(quoted) >= LONGEST:
        return False
    if not _ENDS.isdisjoint(quoted[-4:]) or before in (":", ",") or quoted.count(" ") > MOST_BLANKS:
        return False
    words = _TITLE_WORD.findall(quoted)
    if not 1 < len(words) < 9:
        return False
    long = [word for word in words if len(word) > 3]
    return all(word[0].isupper() for word in (words[0], words[-1], *long))


def _tag_in_title(word, tag):
    """The tag of a word of a headline whose verbs have capitals too."""
    small = word.lower()
    return _tag(small) if tag == "N" and small in cue_classes() and small not in OFFICES else tag


def _tag(word):
    small = word.lower()
    tag = TAG_OF.get(small)
    if tag:
        return "N" if word in ("Will", "May") else tag
    if word[0] in ".!?…":
        return "."
    if word[0].isupper():
        return "N"
    kind = cue_classes().get(small, ":")
    if kind != ":":
        return "v" if kind in ("noun", "both") else "V"
    if word[0].isalpha():
        past = small in PAST or (len(small) > 5 and small.endswith(("ed", "ing")))
        return "R" if small.endswith("ly") else "E" if past else "n"
    return "#" if word[0].isdigit() else "-" if word[0] in "-–—―" else word[0]


def _ends(text, words, i):
    """Whether a sentence ends with word `i`, a full stop or a quotation, of a paragraph."""
    raw, low, following = words.raw, words.low, words.raw[i + 1]
    quoted = low[i + 1] == QUOTE
    if low[i] == QUOTE:
        last = text[words.start[i] : words.end[i]].rstrip("”\"'’»“ ")[-1:]
        return last in ".!?…" and (quoted or following[0].isupper()) and not _TAGGED.match(words.tags, i + 1)
    if not (quoted or following[0].isupper() or following[0].isdigit()):
        return False
    if raw[i] != "." or i == 0 or words.start[i] != words.end[i - 1]:
        return True
    return not (low[i - 1] in ABBREVIATIONS or _INITIALS.fullmatch(raw[i - 1]))
