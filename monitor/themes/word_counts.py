"""Counts the words of texts and weighs them, without boilerplate and one article per story."""

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.preprocessing import normalize

from monitor.errors import InputError
from monitor.themes.vocabulary import build_vocabulary

ENOUGH = 5  # texts that have themes
STORIES = 5  # that have the same sentence: it is boilerplate
REPRINT = 0.3  # share of a text that other stories hold, from which it is a reprint


class WordCounts:
    """The words of TokenizedTexts that may name a theme, counted and weighted.

    `vocabulary`: a Vocabulary; `kept` (tokens): mask of those counted; `counts` (texts, words);
    `weights` (texts): 1 for each story, shared by its reprints; `idf` (words); `tfidf` and
    `weighted` (texts, words): of unit rows, and the rows of a story together of unit length;
    `n_texts`: that hold any of the words; `enough`: whether they are enough for themes. Raises
    InputError for texts without words.
    """

    def __init__(self, texts, stories):
        n = len(texts)
        if not n:
            raise InputError("There are no texts to find themes in; ingest some articles first.")
        fewest = 1 if n < ENOUGH else 2 if n < 200 else 3 if n < 1000 else 5
        self.kept = ~find_boilerplate(texts, stories)
        self.vocabulary, self.counts = build_vocabulary(texts, self.kept, fewest)
        if not self.vocabulary.terms:
            self.vocabulary, self.counts = build_vocabulary(texts, self.kept)
        if not self.vocabulary.terms:
            raise InputError(f"None of the {n} texts has a word that could name a theme.")
        self.n_texts = np.count_nonzero(np.diff(self.counts.indptr))
        self.enough = bool(self.n_texts >= ENOUGH)
        self.idf = np.log(n / np.bincount(self.counts.indices))
        if not self.enough or not self.idf.any():
            self.idf += 1
        self.weights = 1 / np.bincount(stories)[stories]
        self.tfidf = weigh(self.counts, self.idf)
        self.weighted = sparse.diags_array(np.sqrt(self.weights, dtype=np.float32)) @ self.tfidf


def weigh(counts, idf):
    """√count · idf, each row of unit length."""
    return normalize(counts.sqrt() @ sparse.diags_array(idf.astype(np.float32)))


def number_stories(n_texts, before, rows, groups):
    """Array of the story of each text, the same for reprints.

    `before`: as this returned for the first texts; `groups`: the group of each of the texts at
    `rows`, missing for none.
    """
    stories = np.arange(n_texts)
    stories[: len(before)] = before
    if groups is not None:
        members = pd.DataFrame({"row": rows, "group": list(groups)}).dropna()
        stories[members["row"]] = members.groupby("group")["row"].transform("min")
    return stories


def find_boilerplate(texts, stories):
    """Mask of the tokens in sentences that five or more stories have: lines of an outlet or page.

    A text made largely of such sentences is a reprint and keeps them. `stories` (texts): number of
    the story of each text, the same for reprints.
    """
    starts, text_of = texts.sentences()
    lengths = np.diff(starts)
    # Sentences are compared by the sum of a random number for each token.
    codes = np.random.default_rng(0).integers(1 << 63, size=len(texts.forms))
    sums = np.add.reduceat(codes[texts.numbers], starts[:-1]) if len(lengths) else lengths
    stories_of = pd.Series(stories[text_of]).groupby(sums).transform("nunique")
    is_shared = (stories_of.to_numpy() >= STORIES) & (lengths > 1)
    n_shared = np.bincount(text_of, lengths * is_shared, len(texts))
    is_reprint = n_shared >= REPRINT * np.diff(texts.text_starts)
    return np.repeat(is_shared & ~is_reprint[text_of], lengths)
