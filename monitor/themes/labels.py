"""Labels of themes: the words, in their phrases, that tell a theme's typical articles apart."""

from collections import Counter
from itertools import product, starmap

import numpy as np
import pandas as pd
from sklearn.preprocessing import normalize

from monitor.text.tokens import without_possessive
from monitor.themes.terms import TERMS, shares_across

PARTS = 3  # of a label
PHRASE = 0.3  # share of a word's occurrences beside another one, from which they are a phrase
PHRASE_TIMES = 3  # fewest times that they stand side by side
STEM = 4  # letters that two forms of one word share at least, such as Turkey and Turkish
ENDING = 2  # letters that the shorter of them has beyond these, at most


def rank_label_words(terms, components, weights, holds):
    """List of lists of the first ten `terms` (columns) of each theme, those for its label first.

    A term counts by its loading, by its share across themes, and by how many of the theme's
    articles, typical ones before others, hold it. `components` (themes, words); `weights`
    (articles, themes); `holds` (articles, words): 1 where the text holds a word, 2 where its
    headline does.
    """
    typical = normalize(weights**2, norm="l1", axis=0)
    scores = components * shares_across(components) * (0.01 + (holds.T @ typical).T)
    return [
        sorted(columns[:TERMS], key=row.__getitem__, reverse=True)
        for row, columns in zip(scores, terms, strict=True)
    ]


def write_labels(ranked, columns, numbers, forms):
    """List of unique labels of three words or phrases, without two forms of one word.

    `ranked`: as returned by `rank_label_words`; `columns`, `numbers` (tokens): the word of each
    token, −1 for none, and its number in `forms`, how tokens are written.
    """
    phrases = find_phrases(np.unique(np.concatenate(ranked)), columns, numbers, forms)
    labels = []
    for candidates in ranked:
        parts = []
        words = []
        for phrase in map(phrases.get, candidates):
            if not any(starmap(is_form, product(phrase, words))):
                parts.append(" ".join(phrase))
                words += phrase
        label = ", ".join(parts[:PARTS])
        labels.append(label if label not in labels else f"{label} ({len(labels) + 1})")
    return labels


def find_phrases(words, columns, numbers, forms):
    """Dict from each word (a column) to a list: the word, and the one that it mostly stands beside.

    Both as mostly written; see `write_labels`.
    """
    places = np.flatnonzero(np.isin(columns, words))
    phrases = {}
    for word, rows in pd.Series(places).groupby(columns[places]):
        rows = rows.to_numpy()
        pairs = np.append(rows - 1, rows)[:, None] + [0, 1]
        is_phrase = np.all(columns[pairs] >= 0, axis=1) & np.diff(columns[pairs]).any(axis=1)
        phrase, times = _most_common(numbers[pairs[is_phrase]])
        if times < max(PHRASE_TIMES, PHRASE * len(rows)):
            phrase, _ = _most_common(numbers[rows][:, None])
        phrases[word] = [without_possessive(forms[number]) for number in phrase]
    return phrases


def _most_common(rows):
    """(the row that occurs most often in an array, how often)."""
    counts = Counter(map(tuple, rows.tolist()))
    return max(counts.items(), key=lambda item: item[1], default=((), 0))


def is_form(word, other):
    """Whether two words are likely forms of one, such as China and Chinese."""
    stem = max(STEM, min(len(word), len(other)) - ENDING)
    return word[:stem].lower() == other[:stem].lower()
