"""What articles repeat from each other: the lines and phrases of the page around them."""

import functools
import re
from collections import Counter

MIN_ARTICLES = 3
RUN = 12  # words in a row that are no coincidence
PHRASE = 5  # words in a row that an article says once
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+")


def mask_repetition(texts, sample):
    """Series of the texts with line ends in the place of every character that is repetition.

    `sample`: the texts among which repetition is sought. Masked is a line, or a run of twelve
    words, that two of them hold, figures and case apart; a text that would lose more than half of
    its words is a reprint and keeps them. Masked, too, is each line with a phrase of five words
    that texts repeat: at least three hold it, and on average they hold it twice.
    """
    lines = [[_words(line) for line in text.splitlines()] for text in sample]
    mask = functools.partial(_mask, runs=_shared_runs(lines), phrases=_page_phrases(lines))
    return texts.map(mask)


def _words(line):
    return _WORD.findall(line.casefold())


def _runs(words, length):
    """List of the runs of so many words in a line; a shorter line is one run."""
    starts = range(max(1, len(words) - length + 1))
    return [" ".join(words[start : start + length]) for start in starts] if words else []


def _shared_runs(texts):
    holders = Counter()
    for lines in texts:
        holders.update({run for words in lines for run in _runs(words, RUN)})
    return {run for run, n in holders.items() if n > 1}


def _page_phrases(texts):
    uses, holders, repeated = Counter(), Counter(), set()
    counts = [Counter(phrase for words in lines for phrase in _runs(words, PHRASE)) for lines in texts]
    for counter in counts:
        repeated.update(phrase for phrase, n in counter.items() if n > 1)
    for counter in counts:
        common = counter.keys() & repeated
        holders.update(common)
        uses.update({phrase: counter[phrase] for phrase in common})
    return {phrase for phrase, n in holders.items() if n >= MIN_ARTICLES and uses[phrase] >= 2 * n}


def _mask(text, runs, phrases):
    page, shared, n_words = [], set(), 0
    for line in _LINE.finditer(text):
        matches = list(_WORD.finditer(text, *line.span()))
        words = [match.group().casefold() for match in matches]
        n_words += len(words)
        if not phrases.isdisjoint(_runs(words, PHRASE)):
            page.append(line.span())
        for start, run in enumerate(_runs(words, RUN)):
            if run in runs:
                shared.update(match.span() for match in matches[start : start + RUN])
    is_reprint = len(shared) > n_words / 2
    characters = list(text)
    for start, end in page if is_reprint else [*page, *shared]:
        characters[start:end] = "\n" * (end - start)
    return "".join(characters)
