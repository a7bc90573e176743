"""What articles repeat from each other: the lines and phrases of the page around them."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

RUN = 8  # words in a row that two articles share by no coincidence
MANY = 5
# Numbers of what is no word: the end of a line or sentence, and figures, signs and addresses.
LINE_END = 0
SENTENCE_END = 1
SIGN = 2
_ADDRESS = r"(?<!\S)\S*(?:@\w|://|\w\.[a-zA-Z]{2})\S*"
TOKEN = re.compile(rf"{_ADDRESS}|[^\W\d_]+|\n|[.!?](?=\s)|\w+|[^\w\s’'.!?-]")
# Words in a row are known by the sum of their numbers, each times the weight of its place. Among
# 10 million rows, two have the same sum by accident in one of 400,000 corpora.
NO_SUMS = np.array([], np.uint64)
_WEIGHTS = np.random.default_rng(0).integers(1, 2**63, RUN, dtype=np.uint64)


class WordNumbers(dict):
    """The number of each word, whatever its case; a new word gets the next one.

    names: list of the words in lower case, by their numbers.
    """

    def __init__(self):
        super().__init__({"\n": LINE_END, ".": SENTENCE_END, "!": SENTENCE_END, "?": SENTENCE_END})
        self.names = ["", "", ""]

    def __missing__(self, token):
        folded = token.casefold()
        if not token.isalpha():
            self[token] = SIGN
        elif token != folded:
            self[token] = self[folded]
        else:
            self[token] = len(self.names)
            self.names.append(token)
        return self[token]

    def read(self, text):
        """Array of the numbers of a text's words, and of what stands between them."""
        return np.array(list(map(self.__getitem__, TOKEN.findall(text))), np.uint64)


@dataclass(frozen=True)
class Repetition:
    """What texts repeat: lines as the bytes of their words, and rows of words as their sums."""

    lines: set
    runs: set

    def mark(self, words):
        """Array of whether each word, of those that `WordNumbers.read` returns, is repetition.

        But a text that would lose more than half is a reprint, and loses nothing.
        """
        shared = [number for number, line in enumerate(_lines(words)) if line in self.lines]
        marks = np.isin(np.cumsum(words == LINE_END), shared)
        for place, row in zip(*_runs(words), strict=True):
            if row in self.runs:
                marks[place] = True
        is_word = words > SIGN
        return marks & (marks[is_word].sum() <= is_word.sum() / 2)


def find_repetition(texts):
    """The Repetition of texts, each an array of `WordNumbers.read`.

    It is what two of them share, figures and case apart: a short line, or eight words in a row of a
    sentence; and a longer line that five share.
    """
    lines = Counter()
    for words in texts:
        lines.update(set(_lines(words)) - {b""})
    short = RUN * np.dtype(np.uint64).itemsize
    lines = {line for line, n in lines.items() if n >= (2 if len(line) <= short else MANY)}
    rows = [np.unique(_runs(words)[1]) for words in texts]
    sums, counts = np.unique(np.concatenate([*rows, NO_SUMS]), return_counts=True)
    return Repetition(lines, set(sums[counts >= 2]))


def _lines(words):
    """The words of each line, as bytes."""
    words = words[(words == LINE_END) | (words > SIGN)]
    ends = [*np.flatnonzero(words == LINE_END).tolist(), len(words)]
    starts = [0, *(end + 1 for end in ends)]
    return [words[start:end].tobytes() for start, end in zip(starts, ends, strict=False)]


def _runs(words):
    """(places of the words (rows, RUN), sums) of RUN words in a row of a sentence."""
    places = np.flatnonzero(words != SIGN)
    if len(places) < RUN:
        return np.empty((0, RUN), int), NO_SUMS
    rows = sliding_window_view(words[places], RUN)
    firsts = np.flatnonzero(rows.min(axis=1) > SIGN)
    return places[firsts[:, None] + np.arange(RUN)], rows[firsts] @ _WEIGHTS
