"""What articles repeat from each other: the lines and phrases of the page around them.

The words of all texts are one array, in which each word is a number of 0 or above; `text_of` is the
text of each.
"""

import numpy as np
import pandas as pd

RUN = 8  # words in a row that two articles share by no coincidence
# Numbers of what is no word: figures and signs, and the end of a line, which ends each text too.
SIGN = -1
LINE_END = -2
# Words in a row are known by the sum of their hashes, each times a power of this odd number.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def find_repetition(words, text_of):
    """Array of the sums of what two texts share, figures and case apart: eight words in a row of a
    line, or a shorter line.
    """
    is_read = words != SIGN
    starts, sums = _runs(words[is_read])
    runs = pd.DataFrame({"sum": sums, "text": text_of[is_read][starts]})
    runs = runs[runs["sum"].duplicated(keep=False)].drop_duplicates()
    return runs["sum"][runs["sum"].duplicated()].unique()


def mark_repetition(words, text_of, repetition):
    """Array of whether each word is in what `find_repetition` returned.

    But a text that would lose more than half is a reprint, and loses nothing.
    """
    places = np.flatnonzero(words != SIGN)
    starts, sums = _runs(words[places])
    starts = starts[np.isin(sums, repetition)]
    line_of = np.cumsum(words[places] == LINE_END)
    row = np.minimum(starts[:, None] + np.arange(RUN), len(places) - 1)
    row = row[line_of[row] == line_of[starts][:, None]]
    marks = np.zeros(len(words), bool)
    marks[places[row]] = True
    is_reprint = np.bincount(text_of, marks) > np.bincount(text_of, words >= 0) / 2
    return marks & ~is_reprint[text_of]


def _runs(words):
    """(starts, sums) of RUN words in a row of a line, and of shorter lines, among words alone."""
    padded = np.append(words, [LINE_END] * RUN)
    hashes = pd.util.hash_array(padded)
    sums = np.zeros(len(words), np.uint64)
    is_inside = np.ones(len(words), bool)
    for step in range(RUN):
        part = slice(step, step + len(words))
        is_inside &= padded[part] >= 0
        sums = sums * _FACTOR + hashes[part] * is_inside
    begins_line = np.append(LINE_END, words)[:-1] == LINE_END
    starts = np.flatnonzero((is_inside | begins_line) & (words != LINE_END))
    return starts, sums[starts]
