"""What articles repeat from each other: the lines and phrases of the page around them."""

import functools
import re
from collections import Counter

RUN = 8  # words in a row that two articles share by no coincidence
PHRASE = 5  # words in a row that prose says once
MIN_ARTICLES = 3
MANY = 5
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"(?:[^\n.!?]|[.!?](?!\s))+")
_WORD = re.compile(r"[^\W\d_]+")


def mask_repetition(texts, sample):
    """Series of the texts with line ends in the place of every character that is repetition.

    `sample`: the texts among which repetition is sought. Masked is what two of them share, figures
    and case apart: a short line, or eight words in a row of a sentence; and a longer line that
    five share. But a text that would lose more than half is a reprint, and loses nothing by this.
    Masked, too, is each line with five words in a row that texts repeat: at least three hold them,
    on average twice.
    """
    mask = functools.partial(_mask, shared=_shared(sample), phrases=_page_phrases(sample))
    return texts.map(mask)


def _words(text):
    return _WORD.findall(text.casefold())


def _windows(words, length):
    return [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]


def _phrases(line):
    return _windows(_words(line), PHRASE)


def _shared(texts):
    """Set of the lines, and of the runs of words in a sentence, that texts share."""
    holders = Counter()
    for text in texts:
        lines = [_words(line) for line in _LINE.findall(text)]
        keys = {" ".join(words) for words in lines}
        for sentence in _SENTENCE.findall(text):
            keys.update(_windows(_words(sentence), RUN))
        holders.update(keys)
    return {key for key, n in holders.items() if n >= (MANY if key.count(" ") >= RUN else 2)}


def _page_phrases(texts):
    """Set of the phrases that at least three texts hold, on average twice."""
    uses, holders = Counter(), Counter()
    counts = [
        Counter(phrase for line in _LINE.findall(text) for phrase in _phrases(line))
        for text in texts
    ]
    repeated = {phrase for count in counts for phrase, n in count.items() if n > 1}
    for count in counts:
        for phrase in count.keys() & repeated:
            holders[phrase] += 1
            uses[phrase] += count[phrase]
    return {phrase for phrase, n in holders.items() if n >= MIN_ARTICLES and uses[phrase] >= 2 * n}


def _mask(text, shared, phrases):
    page, repetition = set(), set()
    for line in _LINE.finditer(text):
        if phrases and not phrases.isdisjoint(_phrases(line.group())):
            page.add(line.span())
        if " ".join(_words(line.group())) in shared:
            repetition.add(line.span())
    for sentence in _SENTENCE.finditer(text):
        matches = list(_WORD.finditer(text, *sentence.span()))
        windows = _windows([match.group().casefold() for match in matches], RUN)
        for first, last, window in zip(matches, matches[RUN - 1 :], windows, strict=False):
            if window in shared:
                repetition.add((first.start(), last.end()))
    result = _fill(text, page | repetition)
    return _fill(text, page) if result.count("\n") > len(text) / 2 else result


def _fill(text, spans):
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "\n" * (end - start)
    return "".join(characters)
