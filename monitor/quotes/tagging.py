"""Sentences of a text as tagged words and noun phrases; a quoted region is one word."""

import re
from dataclasses import dataclass
from itertools import pairwise

from monitor.quotes.cue_words import cue_classes
from monitor.quotes.marks import paragraphs, quoted_regions
from monitor.quotes.person_names import OFFICES
from monitor.sentences import ABBREVIATIONS

QUOTE = "“”"
_WORD = re.compile(
    r"[A-Z]\.[A-Z]\.(?:[A-Z]\.)*(?=[^\S\n]+[a-z])|\d[\d.,]*\d|\w++(?:[-’'&.]\w++)*+"
    r"|--+|[.!?…]+|[^\w\s]"
)
TAGS = {
    "P": "he she they it i we you",
    "M": "him her them us me himself herself themselves itself whom",
    "D": """the a an his their its our my your this these those some many most several few both
        all another no every each any""",
    "X": """is are was were be been being am has have had having do does did will would can could
        may might must shall should isn't wasn't aren't weren't hasn't haven't hadn't doesn't
        don't didn't won't wouldn't can't cannot couldn't shouldn't ain't ’s 's""",
    "I": """of in on at by for with from about against into over after before during under between
        among through without within since until toward towards across near behind around amid
        despite via per as than like upon beyond outside inside along including regarding""",
    "T": "to",
    "C": "and or but nor so yet",
    "S": "if when while because although though whereas unless whether how what why where",
    "W": "who whose",
    "H": "that which",
    "R": """not also then later once again still just only even already never ever often always
        now recently repeatedly previously earlier there here yesterday today tonight tomorrow
        too however meanwhile instead ago well very more less perhaps n't far soon long much
        last""",
    "Y": """monday tuesday wednesday thursday friday saturday sunday week weekend month year night
        morning afternoon evening""",
}
LONGEST = 250
_STOP = re.compile("[.Q]")
_ENDS = frozenset(".!?…")
_TITLE_WORD = re.compile(r"\w[\w’']*")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
_PHRASE = re.compile(r"[PW]|D[VE]?[Nn#v]+(?:[.&]N[Nn#v]*)*|[Nn#v]+(?:[.&]N[Nn#v]*)*|D[VE]")
_TAGGED = re.compile(r"(?:P|D?[Nn]{1,4})V(?:[.,YIN]|$)")
TAG_OF = {word: tag for tag, words in TAGS.items() for word in words.split()}
TAG_OF |= {word.replace("'", "’"): tag for word, tag in TAG_OF.items()}
PAST = frozenset(
    """went came ran took gave got made left led began put kept broke stood met lost won grew
    drew sent paid brought became fell rose threw spent sat cut built bought caught chose
    drove flew hung laid lay rode set shook shot slept sold struck stuck taught tore wore
    woke goes comes runs takes gives gets makes puts keeps stands meets loses wins gone
    come go become run take give get make""".split()
)


@dataclass(slots=True)
class Sentence:
    """Words of one sentence.

    `raw` and `low` are the words as they stand and in small letters, `start` and `end` their places
    in the text, `phrases` the noun phrases as (first, after last) of words. `tags` has one letter a
    word: a key of TAGS, Q for what is quoted, V for a verb that may introduce it, v for one that
    may be a noun too, E for another verb, N for a name, n for another word, # for a number, or the
    sign itself.
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
    words = []
    at = start
    for left, right, _ in [*regions, (end, end, True)]:
        for match in _WORD.finditer(text, at, left):
            words.append((match.group(), _tag(match.group()), *match.span()))
        if left < right:
            is_title = _is_title(text[left:right], text[at:left].rstrip()[-1:])
            words.append((QUOTE, "n" if is_title else "Q", left, right))
        at = right
    raw = [word[0] for word in words]
    tags = [word[1] for word in words]
    if paragraph == 0 and 2 * tags.count("N") > len(tags):
        tags = [_tag_in_title(word, tag) for word, tag in zip(raw, tags, strict=True)]
    return Sentence(
        raw,
        [word.lower() for word in raw],
        "".join(tags),
        start=[word[2] for word in words],
        end=[word[3] for word in words],
        paragraph=paragraph,
        phrases=[],
    )


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
            low = words.low[part]
            phrases = _noun_phrases(low, tags)
            places = words.start[part], words.end[part]
            result.append(Sentence(words.raw[part], low, tags, *places, words.paragraph, phrases))
    return result


def _noun_phrases(low, tags):
    """List of (first, after last) of the noun phrases; "Secretary of State Ida Brandt" is one."""
    phrases = []
    for match in _PHRASE.finditer(tags):
        first, last = match.span()
        of_office = last - first > 1 and low[first] in OFFICES and low[first - 1] == "of"
        if of_office and phrases and phrases[-1][1] == first - 1:
            first, _ = phrases.pop()
        phrases.append((first, last))
    return phrases


def _is_title(quoted, before):
    """Whether a quoted region after a sign is the title of a work: few words with capitals."""
    if len(quoted) >= LONGEST or before in (":", ","):
        return False
    words = _TITLE_WORD.findall(quoted)
    if not 1 < len(words) < 9 or not _ENDS.isdisjoint(quoted[-4:]):
        return False
    long = [word for word in words if len(word) > 3]
    return all(word[0].isupper() for word in (words[0], words[-1], *long))


def _tag_in_title(word, tag):
    """The tag of a word of a headline whose verbs have capitals too."""
    small = word.lower()
    is_verb = tag == "N" and small in cue_classes() and small not in OFFICES
    return _tag(small) if is_verb else tag


def _tag(word):
    small, first = word.lower(), word[0]
    if small in TAG_OF:
        return "N" if word in ("Will", "May") else TAG_OF[small]
    if first in _ENDS:
        return "."
    if first.isupper():
        return "N"
    if first.isalpha():
        return _tag_of_word(small)
    if first.isdigit():
        return "#"
    return "-" if first in "-–—―" else first


def _tag_of_word(word):
    kind = cue_classes()[word]
    if kind != "near":
        return "v" if kind in ("noun", "both") else "V"
    if word.endswith("ly"):
        return "R"
    if word in PAST or (len(word) > 5 and word.endswith(("ed", "ing"))):
        return "E"
    return "n"


def _ends(text, words, i):
    """Whether a sentence ends with word `i` of a paragraph, a full stop or a quotation."""
    following = words.raw[i + 1]
    new_sentence = following == QUOTE or following[0].isupper()
    if words.raw[i] == QUOTE:
        last = text[words.start[i] : words.end[i]].rstrip("”\"'’»“ ")[-1:]
        return new_sentence and last in _ENDS and not _TAGGED.match(words.tags, i + 1)
    if not (new_sentence or following[0].isdigit()):
        return False
    if words.raw[i] != "." or i == 0 or words.start[i] != words.end[i - 1]:
        return True
    return not (words.low[i - 1] in ABBREVIATIONS or _INITIALS.fullmatch(words.raw[i - 1]))
