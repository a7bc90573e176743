"""Sentences of a text as tagged words and noun phrases; a quoted region is one word."""

import functools
import re
from dataclasses import dataclass
from itertools import pairwise

from monitor.quotes.lexicon import CUE_CLASSES, KINDS, OFFICES
from monitor.quotes.marks import MASK, mask_quotations, paragraphs
from monitor.text.sentences import ends_sentence
from monitor.text.tokens import TOKEN

LONGEST = 250
SHORT = 5
_ENDS = frozenset(".!?…")
_PHRASE = re.compile(r"[PW]|D[VE]?[Nn#v]+(?:[.&]N[Nn#v]*)*|[Nn#v]+(?:[.&]N[Nn#v]*)*|D[VE]")
# What follows a quotation in its own sentence: a signature, or who said it.
_CONTINUATION = re.compile(r"\(|(?:P|D?[Nn]{1,4})V(?:[.,YIN]|$)")


@dataclass(slots=True)
class Sentence:
    """Words of one sentence.

    `raw` and `low` are the words as they stand and in small letters, `start` and `end` their places
    in the text, `phrases` the noun phrases as (first, after last) of words. `tags` has one letter a
    word: a kind of `data/quote_words.toml`, Q for what is quoted, V for a verb that may introduce
    it, v for one that may be a noun too, E for another verb, N for a name, n for another word, #
    for a number, or the sign itself.
    """

    raw: list
    low: list
    tags: str
    start: list
    end: list
    phrases: list


def read_sentences(text):
    """(lists of the Sentences of each paragraph, the text with its quoted regions masked)."""
    places = paragraphs(text)
    masked = mask_quotations(text, places)
    result = []
    for number, (start, end) in enumerate(places):
        matches = list(TOKEN.finditer(masked, start, end))
        raw = [MASK if word[0] == MASK else word for word in (match.group() for match in matches)]
        tags = "".join(map(_tag, raw))
        if number == 0 and 2 * tags.count("N") > len(tags):
            tags = "".join(_tag_in_headline(word, tag) for word, tag in zip(raw, tags, strict=True))
        result.append(_split(text, matches, raw, tags))
    return result, masked


def _split(text, matches, raw, tags):
    """List of the Sentences of the words of a paragraph."""
    ends = [match.end() for match in matches]
    starts = [match.start() for match in matches]
    stops = [
        i + 1 for i in range(len(raw) - 1) if _ends_sentence(text, tags, i, starts[i], ends[i])
    ]
    sentences = []
    for begin, end in pairwise([0, *stops, len(raw)]):
        for first in range(begin, end, LONGEST):
            part = slice(first, min(end, first + LONGEST))
            low = [word.lower() for word in raw[part]]
            phrases = _noun_phrases(low, tags[part])
            places = starts[part], ends[part]
            sentences.append(Sentence(raw[part], low, tags[part], *places, phrases))
    return sentences


def _ends_sentence(text, tags, i, start, end):
    """Whether a sentence ends with word `i` of a paragraph, a full stop or a quotation."""
    if tags[i] == "Q":
        is_whole = not _ENDS.isdisjoint(text[max(start, end - 4) : end])
        return is_whole and ends_sentence(text, end) and not _CONTINUATION.match(tags, i + 1)
    return text[end - 1] in _ENDS and ends_sentence(text, end)


def _noun_phrases(low, tags):
    """List of (first, after last) of the noun phrases; "Secretary of State Ida Brandt" is one."""
    phrases = []
    for match in _PHRASE.finditer(tags):
        first, last = match.span()
        if (
            phrases
            and last - first > 1
            and tags[last - 1] == "N"
            and low[first] in OFFICES
            and low[first - 1] == "of"
        ):
            first, _ = phrases.pop()
        phrases.append((first, last))
    return phrases


@functools.lru_cache(1 << 16)
def _tag(word):
    small = word.lower()
    first = word[0]
    if small in KINDS:
        return KINDS[small]
    if first.isupper():
        return "N"
    if small in CUE_CLASSES:
        return "v" if CUE_CLASSES[small] in ("noun", "both") else "V"
    if first.isalpha():
        return _tag_by_ending(small)
    return "#" if first.isdigit() else KINDS.get(first, first)


def _tag_by_ending(word):
    if word.endswith("ly"):
        return "R"
    return "E" if len(word) > SHORT and word.endswith(("ed", "ing")) else "n"


def _tag_in_headline(word, tag):
    """The tag of a word of a headline whose verbs have capitals too."""
    return _tag(word.lower()) if tag == "N" and word.lower() in CUE_CLASSES else tag
