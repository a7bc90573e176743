"""What articles repeat from each other: the lines and phrases of the page around them."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

RUN = 8  # words in a row that two articles share by no coincidence
PHRASE = 5  # words in a row that prose says once
MIN_ARTICLES = 3
MANY = 5
LINE_END = 0
SENTENCE_END = 1
_TOKEN = re.compile(r"[^\W\d_]+|\n|[.!?](?=\s)")
# Words in a row are known by the sum of their numbers, each times the weight of its place. Among
# 10 million rows, two have the same sum by accident in one of 400,000 corpora.
_WEIGHTS = np.random.default_rng(0).integers(1, 2**63, RUN, dtype=np.uint64)


@dataclass(frozen=True)
class Repetition:
    """What texts repeat: lines as the bytes of their words, and rows of words as their sums."""

    lines: set
    runs: set
    phrases: set

    def mask(self, text):
        """The text with line ends in the place of every character that is repetition.

        But a text that would lose more than half by what two texts share is a reprint, and loses
        only the lines with phrases of a page.
        """
        words = _read(text)
        ends = [0, *itertools.accumulate(len(line) + 1 for line in text.split("\n"))]
        page = {
            (ends[line], ends[line + 1] - 1)
            for line, row in zip(*_phrases(words), strict=True)
            if row in self.phrases
        }
        spans = {
            (ends[number], ends[number + 1] - 1)
            for number, line in enumerate(_lines(words))
            if line in self.lines
        }
        runs = [place for place, row in zip(*_runs(words), strict=True) if row in self.runs]
        matches = list(_TOKEN.finditer(text)) if runs else []
        spans.update((matches[run].start(), matches[run + RUN - 1].end()) for run in runs)
        result = _fill(text, page | spans)
        return _fill(text, page) if result.count("\n") > len(text) / 2 else result


def find_repetition(texts):
    """The Repetition of texts.

    It is what two of them share, figures and case apart: a short line, or eight words in a row of a
    sentence; and a longer line that five share. It is, too, each line with five words in a row that
    texts repeat: at least three hold them, on average twice.
    """
    texts = list(map(_read, texts))
    lines = Counter()
    for words in texts:
        lines.update(set(_lines(words)))
    short = RUN * np.dtype(np.uint64).itemsize
    lines = {line for line, n in lines.items() if n >= (2 if len(line) <= short else MANY)}
    runs = _count([_runs(words)[1] for words in texts])
    runs = runs.index[runs["texts"] >= 2]
    phrases = _count([_phrases(words)[1] for words in texts])
    page = (phrases["texts"] >= MIN_ARTICLES) & (phrases["uses"] >= 2 * phrases["texts"])
    return Repetition(lines, set(runs), set(phrases.index[page]))


def _read(text):
    """Array of the hashes of a text's words, and of the ends of its lines and sentences."""
    tokens = [token.casefold() for token in _TOKEN.findall(text)]
    words = pd.util.hash_array(np.array(tokens, object), categorize=False)
    words[[token == "\n" for token in tokens]] = LINE_END
    words[[token in ".!?" for token in tokens]] = SENTENCE_END
    return words


def _lines(words):
    """The words of each line, as bytes."""
    words = words[words != SENTENCE_END]
    ends = [*np.flatnonzero(words == LINE_END).tolist(), len(words)]
    starts = [0, *(end + 1 for end in ends)]
    return [words[start:end].tobytes() for start, end in zip(starts, ends, strict=False)]


def _runs(words):
    """(places, sums) of RUN words in a row of a sentence."""
    return _rows(words, RUN)


def _phrases(words):
    """(numbers of the lines, sums) of PHRASE words in a row of a line."""
    lines = np.cumsum(words == LINE_END)
    inside = words != SENTENCE_END
    places, sums = _rows(words[inside], PHRASE)
    return lines[inside][places].tolist(), sums


def _rows(words, length):
    if len(words) < length:
        return np.array([], np.int64), np.array([], np.uint64)
    rows = sliding_window_view(words, length)
    places = np.flatnonzero(rows.min(axis=1) > SENTENCE_END)
    return places, rows[places] @ _WEIGHTS[:length]


def _count(rows):
    """DataFrame[texts, uses] by the sums of rows, of a list of one array for each text."""
    nothing = np.array([], np.uint64)
    once = np.concatenate([nothing, *map(np.unique, rows)])
    sums, texts = np.unique(once, return_counts=True)
    uses = np.unique(np.concatenate([nothing, *rows]), return_counts=True)[1]
    return pd.DataFrame({"texts": texts, "uses": uses}, sums)


def _fill(text, spans):
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "\n" * (end - start)
    return "".join(characters)
