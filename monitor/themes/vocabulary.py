"""Counts the words that may name a theme and weighs them, without boilerplate and reprints."""

from bisect import bisect

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.preprocessing import normalize

from monitor.errors import InputError
from monitor.resources import resource_path
from monitor.themes.tokenization import word_of

MORE_TEXTS = (5, 200, 1000)  # from each number on, one more text must hold a word
STORIES = 3  # that have the same sentence: it is boilerplate
REPRINT = 0.3  # share of a text that other stories hold, from which it is a reprint
# Words of reporting, of dates, and of the page around an article say nothing about its theme.
STOP_WORDS = ENGLISH_STOP_WORDS | frozenset(
    resource_path("data/stop_words.txt").read_text(encoding="utf-8").split()
)


class WordCounts:
    """The words of TokenizedTexts that may name a theme; singular and plural share a column.

    `stories` (texts): the story of each, as a number. `column_of`: dict from each word to its
    column; `terms`: the word that stands for each column; `columns` (tokens): of each token, −1 for
    none; `counts` (texts, terms); `weights` (texts): 1 for each story, shared by its reprints;
    `tfidf` (texts, terms): as returned by `weigh`. Raises InputError where no word is in enough of
    the texts.
    """

    def __init__(self, texts, stories):
        fewest = 1 + bisect(MORE_TEXTS, len(texts))
        is_boilerplate = find_boilerplate(texts, stories)
        holders = _count_holders(texts, is_boilerplate)
        holders = holders[(holders >= fewest) & ~holders.index.isin([*STOP_WORDS, ""])]
        if holders.empty:
            raise InputError(
                f"No word is in enough texts to name a theme (at least {fewest} of {len(texts)}); "
                "ingest more articles."
            )
        forms = set(np.array([*texts.forms], object)[np.unique(texts.numbers)])
        self.column_of, self.terms = _number_words(holders.sort_index(), forms)
        self.columns = np.where(is_boilerplate, -1, self.find_columns(texts))
        self.counts = texts.count(self.columns, len(self.terms))
        self.weights = 1 / np.bincount(stories)[stories]
        self.tfidf = self.weigh(self.counts)

    @property
    def weighted(self):
        """`tfidf`, where the rows of a story together are of unit length."""
        return sparse.diags_array(np.sqrt(self.weights, dtype=np.float32)) @ self.tfidf

    def find_columns(self, texts):
        """Array of the column of the word of each token of TokenizedTexts; −1 for none."""
        columns = [self.column_of.get(word_of(form), -1) for form in texts.forms]
        return np.array(columns, np.int32)[texts.numbers]

    def weigh(self, counts):
        """√count · ln((N + 1)/df) of `counts` (texts, terms), each row of unit length."""
        idf = np.log((len(self.weights) + 1) / np.bincount(self.counts.indices))
        return normalize(counts.sqrt() @ sparse.diags_array(idf.astype(np.float32)))


def _count_holders(texts, is_boilerplate):
    """Series of the number of texts that hold a word, by word."""
    word_of_form, words = pd.factorize(np.array([*map(word_of, texts.forms)], object))
    columns = np.where(is_boilerplate, -1, word_of_form.astype(np.int32)[texts.numbers])
    counts = texts.count(columns, len(words))
    return pd.Series(np.bincount(counts.indices, minlength=len(words)), words)


def _number_words(holders, forms):
    """(dict from each word to its column, list of the word that stands for each column).

    Singular and plural share the column of the one that more texts hold. `holders`: Series of the
    number of texts that hold a word, by word; `forms`: as written, to know names by.
    """
    nouns = [_singular(word, holders) if word in forms else word for word in holders.index]
    terms = holders.groupby(nouns).idxmax()
    columns = terms.index.get_indexer(nouns).tolist()
    return dict(zip(holders.index, columns, strict=True)), terms.tolist()


def _singular(word, words):
    """The singular if `word` is the plural of one of the `words`, else `word`."""
    for plural, ending in (("ies", "y"), ("s", ""), ("es", "")):
        singular = word.removesuffix(plural) + ending
        if word.endswith(plural) and singular in words:
            return singular
    return word


def number_stories(n_texts, rows, groups):
    """Array of the story of each text, as a number, the same for reprints.

    `groups`: the group of each of the texts at `rows`, missing for none.
    """
    stories = np.arange(n_texts)
    first = {}
    for row, group in zip(rows, [] if groups is None else groups, strict=False):
        if not pd.isna(group):
            stories[row] = first.setdefault(group, row)
    return stories


def find_boilerplate(texts, stories):
    """Mask of the tokens in sentences that three or more stories have: lines of an outlet or page.

    A text made largely of such sentences is a reprint and keeps them. `stories` (texts): the story
    of each text, as a number.
    """
    starts = texts.sentence_starts()
    lengths = np.diff(starts, append=len(texts.numbers))
    text_of = texts.text_of[starts]
    # Sentences are compared by the sum of a random number for each token.
    codes = np.random.default_rng(0).integers(1 << 63, size=len(texts.forms))
    sums = np.add.reduceat(codes[texts.numbers], starts)
    n_stories = pd.Series(stories[text_of]).groupby(sums).transform("nunique").to_numpy()
    is_shared = (n_stories >= STORIES) & (lengths > 1)
    n_shared = np.bincount(text_of, lengths * is_shared)
    is_reprint = n_shared >= REPRINT * np.bincount(text_of, lengths)
    return np.repeat(is_shared & ~is_reprint[text_of], lengths)
