"""Counts the words that may name a theme and weighs them, without boilerplate and reprints."""

from bisect import bisect
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.preprocessing import normalize

from monitor.errors import InputError
from monitor.resources import resource_path
from monitor.themes.tokenization import without_possessive, word_of

MORE_TEXTS = (5, 200, 1000)  # from each number on, one more text must hold a word
STORIES = 5  # that have the same sentence: it is boilerplate
REPRINT = 0.3  # share of a text that other stories hold, from which it is a reprint
# Words of reporting, of dates, and of the page around an article say nothing about its theme.
STOP_WORDS = ENGLISH_STOP_WORDS | frozenset(
    resource_path("data/stop_words.txt").read_text(encoding="utf-8").split()
)


@dataclass
class Vocabulary:
    """The words that may name a theme; singular and plural of a common noun share a column.

    `columns`: dict from each word to its column; of each column: `terms`, the word that stands for
    it; `shown`, that word as mostly written; `idf`, ln (N + 1)/df.
    """

    columns: dict
    terms: list
    shown: list
    idf: list

    def weigh(self, counts):
        """√count · idf of `counts` (texts, terms), each row of unit length."""
        return normalize(counts.sqrt() @ sparse.diags_array(np.array(self.idf, np.float32)))


@dataclass
class WordCounts:
    """The words of texts, counted and weighted.

    `columns` (tokens): column in the vocabulary, −1 for none; `counts` and `tfidf` (texts, terms);
    `weights` (texts): 1 for each story, shared by its reprints; `weighted`: `tfidf`, where the rows
    of a story together are of unit length.
    """

    vocabulary: Vocabulary
    columns: np.ndarray
    counts: sparse.csr_array
    tfidf: sparse.csr_array
    weights: np.ndarray
    weighted: sparse.csr_array


def count_words(texts, stories):
    """WordCounts of TokenizedTexts; `stories` (texts): the story of each, as a number.

    Raises InputError where no word is in enough of the texts.
    """
    n = len(texts)
    fewest = 1 + bisect(MORE_TEXTS, n)
    is_counted = ~find_boilerplate(texts, stories)
    times = np.bincount(texts.numbers[is_counted], minlength=len(texts.forms))
    words = _choose_terms(list(texts.forms), times, fewest)
    terms, words["column"] = np.unique(words["term"].to_numpy(str), return_inverse=True)
    columns = np.where(is_counted, columns_of(texts, words["column"].to_dict()), -1)
    counts = count_columns(columns, texts, len(terms))
    frequency = np.bincount(counts.indices, minlength=len(terms))
    frequent = np.flatnonzero(frequency >= fewest)
    if not len(frequent):
        raise InputError(
            f"No word that could name a theme is in {fewest} of {n} texts; ingest more articles."
        )
    # The other terms go; −1, for none, remains −1.
    new_column = np.full(len(terms) + 1, -1)
    new_column[frequent] = range(len(frequent))
    words["column"] = new_column[words["column"]]
    terms = terms[frequent].tolist()
    counts = counts[:, frequent]
    vocabulary = Vocabulary(
        columns=words.loc[words["column"] >= 0, "column"].to_dict(),
        terms=terms,
        shown=words.loc[terms, "shown"].tolist(),
        idf=np.log((n + 1) / frequency[frequent]).tolist(),
    )
    tfidf = vocabulary.weigh(counts)
    weights = 1 / np.bincount(stories)[stories]
    weighted = sparse.diags_array(np.sqrt(weights, dtype=np.float32)) @ tfidf
    return WordCounts(vocabulary, new_column[columns], counts, tfidf, weights, weighted)


def columns_of(texts, column_of_word):
    """Array of the column of the word of each token of TokenizedTexts; −1 for none."""
    columns = [column_of_word.get(word_of(form), -1) for form in texts.forms]
    return np.array(columns, np.int32)[texts.numbers]


def count_columns(columns, texts, n_columns):
    """Counts (texts, columns) of TokenizedTexts; `columns` as of `columns_of`."""
    is_term = columns >= 0
    cells = texts.text_of[is_term], columns[is_term]
    ones = np.ones(len(cells[0]), np.float32)
    return sparse.csr_array((ones, cells), (len(texts), n_columns))


def _choose_terms(forms, times, fewest):
    """DataFrame[term, shown], indexed by word, of the words that may name a theme.

    `term`: the word that stands for singular and plural; `shown`: as mostly written.
    """
    words = pd.DataFrame({"word": map(word_of, forms), "shown": forms, "times": times})
    words = words[(words["word"] != "") & ~words["word"].isin(STOP_WORDS)]
    words = words.sort_values(["times", "shown"], ascending=[False, True])
    words["times"] = words.groupby("word")["times"].transform("sum")
    words = words[words["times"] >= fewest].drop_duplicates("word").set_index("word")
    words["shown"] = words["shown"].map(without_possessive)
    common = set(words.index[words["shown"] == words.index])
    words["noun"] = [_singular(word, common) for word in words.index]
    words = words.sort_values("times", ascending=False, kind="stable")
    words["term"] = words.index.to_series().groupby(words["noun"]).transform("first")
    return words


def _singular(word, common):
    """The singular if `word` is the plural of one of the `common` nouns, else `word`."""
    for plural, ending in (("ies", "y"), ("s", ""), ("es", "")):
        singular = word.removesuffix(plural) + ending
        if word in common and word.endswith(plural) and singular in common:
            return singular
    return word


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
