"""Counts the words of texts and weighs them, without boilerplate and one article per story."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.preprocessing import normalize

from monitor.errors import InputError
from monitor.themes.vocabulary import Vocabulary, build_vocabulary

ENOUGH = 5  # texts; fewer have no words in common
STORIES = 5  # that hold the same passage: it is boilerplate
REPRINT = 0.3  # share of a text that other stories hold, from which it is a reprint


@dataclass
class WordCounts:
    """The words of texts: `counts`, `tfidf` and `weighted` have a row per text, a column per word.

    `kept` (tokens): mask of those counted; `weights` (texts): 1 for each story, shared by its
    reprints; `weighted`: TF-IDF in which the rows of a story together weigh as one.
    """

    vocabulary: Vocabulary
    kept: np.ndarray
    counts: sparse.csr_array
    weights: np.ndarray
    idf: np.ndarray
    tfidf: sparse.csr_array
    weighted: sparse.csr_array

    @property
    def n_texts(self):
        """Number of texts that hold any of the words."""
        return np.count_nonzero(np.diff(self.counts.indptr))


def count_words(texts, stories):
    """WordCounts of TokenizedTexts; raises InputError where no word could name a theme."""
    n = len(texts)
    if not n:
        raise InputError("There are no texts to find themes in; ingest some articles first.")
    fewest = 1 if n < ENOUGH else 2 if n < 200 else 3 if n < 1000 else 5
    kept = ~find_boilerplate(texts, stories)
    vocabulary, counts = build_vocabulary(texts, kept, fewest)
    if not vocabulary.terms:
        kept = np.ones(len(texts.numbers), bool)
        vocabulary, counts = build_vocabulary(texts, kept)
    if not vocabulary.terms:
        raise InputError(f"None of the {n} texts has a word that could name a theme; check them.")
    idf = np.log(n / np.bincount(counts.indices, minlength=counts.shape[1]))
    if np.count_nonzero(np.diff(counts.indptr)) < ENOUGH or not idf.any():
        idf += 1
    weights = 1 / np.bincount(stories)[stories]
    tfidf = weigh(counts, idf)
    weighted = sparse.diags_array(np.sqrt(weights).astype(np.float32)) @ tfidf
    return WordCounts(vocabulary, kept, counts, weights, idf, tfidf, weighted)


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
    """Mask of the tokens in passages that five or more stories hold: lines of an outlet or page.

    A text made largely of such passages is a reprint and keeps them. `stories` (texts): number of
    the story of each text, the same for reprints.
    """
    starts = texts.passage_starts()
    lengths = np.diff(starts)
    text_of = np.searchsorted(texts.text_starts, starts[:-1], "right") - 1
    # Passages are compared by the sum of a random number for each token.
    codes = np.random.default_rng(0).integers(1 << 63, size=len(texts.forms))
    checksums = np.add.reduceat(codes[texts.numbers], starts[:-1]) if len(lengths) else lengths
    passages = pd.DataFrame({"checksum": checksums, "story": stories[text_of]})
    held_by = passages.groupby("checksum")["story"].transform("nunique")
    shared = (held_by.to_numpy() >= STORIES) & (lengths > 1)
    shared_tokens = np.bincount(text_of, lengths * shared, len(texts))
    is_reprint = shared_tokens >= REPRINT * np.diff(texts.text_starts)
    return np.repeat(shared & ~is_reprint[text_of], lengths)
