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
_STOP = re.compile("[.Q]")
_CONTRACTION = re.compile("['’]")
_PRONOUNS = frozenset("PWHRE")
_AFTER_NAME = re.compile("(?<=N)X")
_ENDS = frozenset(".!?…")
_PHRASE = re.compile(r"[PW]|D[VE]?[Nn#v]+(?:[.&]N[Nn#v]*)*|[Nn#v]+(?:[.&]N[Nn#v]*)*|D[VE]")
# What follows a quotation in its own sentence: a signature, or who said it.
_CONTINUATION = re.compile(r"\(|(?:P|D?[Nn]{1,4})V(?:[.,YIN]|$)")


@dataclass(slots=True, eq=False)
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
    masked = mask_quotations(text)
    return [_read_paragraph(text, masked, start, end) for start, end in places], masked


def _read_paragraph(text, masked, start, end):
    words = list(TOKEN.finditer(masked, start, end))
    starts = [word.start() for word in words]
    ends = [word.end() for word in words]
    raw = [MASK if word[0][0] == MASK else word[0] for word in words]
    low = list(map(_small, raw))
    tags = "".join(map(tag_of, raw))
    # Theresa May is no auxiliary verb.
    tags = _AFTER_NAME.sub(lambda tag: "N" if raw[tag.start()][0].isupper() else "X", tags)
    if 2 * tags.count("N") > len(tags):
        # The verbs of a headline have capitals too.
        tags = "".join(
            [tag_of(w if w in CUE_CLASSES else name) for w, name in zip(low, raw, strict=True)]
        )
    stops = [stop.start() for stop in _STOP.finditer(tags, 0, len(tags) - 1)]
    stops = [i + 1 for i in stops if _ends_sentence(text, tags, i, ends[i])]
    sentences = []
    for begin, end in pairwise([0, *stops, len(tags)]):
        for first in range(begin, end, LONGEST):
            part = slice(first, min(end, first + LONGEST))
            lists = [words[part] for words in (raw, low, tags, starts, ends)]
            sentences.append(Sentence(*lists, _noun_phrases(low[part], tags[part])))
    return sentences


def _ends_sentence(text, tags, i, end):
    """Whether a sentence ends with word `i` of a paragraph, a full stop or a quotation."""
    if tags[i] == "Q":
        is_whole = not _ENDS.isdisjoint(text[end - 3 : end])
        return is_whole and ends_sentence(text, end) and not _CONTINUATION.match(tags, i + 1)
    return ends_sentence(text, end)


def _noun_phrases(low, tags):
    """List of (first, after last) of the noun phrases; "Secretary of State Ida Brandt" is one."""
    phrases = []
    for match in _PHRASE.finditer(tags):
        first, last = match.span()
        if phrases and tags[first] == "N" and low[first] in OFFICES and low[first - 1] == "of":
            first, _ = phrases.pop()
        phrases.append((first, last))
    return phrases


@functools.lru_cache(1 << 16)
def _small(word):
    """The word in small letters; of a pronoun with its verb ("she's") the pronoun."""
    small = word.lower()
    pronoun = _CONTRACTION.split(small)[0]
    return pronoun if KINDS.get(pronoun, "") in _PRONOUNS and small not in KINDS else small


@functools.lru_cache(1 << 16)
def tag_of(word):
    """The letter of a word in the tags of a Sentence."""
    small = _small(word)
    first = word[0]
    # "US" is no pronoun.
    if small in KINDS and (len(word) == 1 or not word.isupper()):
        return KINDS[small]
    if first.isupper() and not (word.isupper() and CUE_CLASSES.get(small) == "say"):
        return "N"
    if small in CUE_CLASSES:
        return "v" if CUE_CLASSES[small] in ("noun", "both") else "V"
    if first.isdigit():
        return "#"
    if not first.isalpha():
        return KINDS.get(first, first)
    if word.endswith("ly"):
        return "R"
    return "E" if len(word) > SHORT and word.endswith(("ed", "ing")) else "n"
