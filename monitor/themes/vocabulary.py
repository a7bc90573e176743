"""Counts the words that may name a theme and weighs them, without boilerplate and reprints."""

from bisect import bisect
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.preprocessing import normalize

from monitor.errors import InputError
from monitor.resources import resource_path
from monitor.text.tokens import without_possessive
from monitor.themes.tokenization import word_of

MORE_TEXTS = (5, 200, 1000)  # from each number on, one more text must hold a word
STORIES = 3  # that have the same sentence: it is boilerplate
REPRINT = 0.3  # share of a text that other stories hold, from which it is a reprint
# Words of reporting, of dates, and of the page around an article say nothing about its theme.
STOP_WORDS = ENGLISH_STOP_WORDS | frozenset(
    resource_path("data/stop_words.txt").read_text(encoding="utf-8").split()
)


@dataclass
class WordCounts:
    """The words of texts that may name a theme; singular and plural of a noun share a column.

    `column_of`: dict from each word to its column; of each column: `terms`, the word that stands
    for it, `shown`, that word as mostly written, `idf`, ln (N + 1)/df; of each token: `columns`, −1
    for none; `counts` (texts, terms); `weights` (texts): 1 for each story, shared by its reprints.
    """

    column_of: dict
    terms: list
    shown: list
    idf: np.ndarray
    columns: np.ndarray
    counts: sparse.csr_array
    weights: np.ndarray

    @cached_property
    def tfidf(self):
        """`counts` weighted, each row of unit length."""
        return self.weigh(self.counts)

    @cached_property
    def weighted(self):
        """`tfidf`, where the rows of a story together are of unit length."""
        return sparse.diags_array(np.sqrt(self.weights, dtype=np.float32)) @ self.tfidf

    def weigh(self, counts):
        """√count · idf of `counts` (texts, terms), each row of unit length."""
        return normalize(counts.sqrt() @ sparse.diags_array(self.idf))


def count_words(texts, stories):
    """WordCounts of TokenizedTexts; `stories` (texts): the story of each, as a number.

    Raises InputError where no word is in enough of the texts.
    """
    fewest = 1 + bisect(MORE_TEXTS, len(texts))
    is_counted = ~find_boilerplate(texts, stories)
    numbers = np.where(is_counted, texts.numbers, -1)
    holders = count_columns(numbers, texts, len(texts.forms)).indices
    words = _choose_words(list(texts.forms), holders, fewest)
    if words.empty:
        raise InputError(
            f"No word that could name a theme is in {fewest} of {len(texts)} texts; ingest more "
            "articles."
        )
    terms, words["column"] = np.unique(words["term"].to_numpy(str), return_inverse=True)
    column_of = words["column"].to_dict()
    columns = np.where(is_counted, columns_of(texts, column_of), -1)
    counts = count_columns(columns, texts, len(terms))
    return WordCounts(
        column_of=column_of,
        terms=terms.tolist(),
        shown=words.loc[terms, "shown"].tolist(),
        idf=np.log((len(texts) + 1) / np.bincount(counts.indices)).astype(np.float32),
        columns=columns,
        counts=counts,
        weights=1 / np.bincount(stories)[stories],
    )


def columns_of(texts, column_of):
    """Array of the column of the word of each token of TokenizedTexts; −1 for none."""
    columns = [column_of.get(word_of(form), -1) for form in texts.forms]
    return np.array(columns, np.int32)[texts.numbers]


def count_columns(columns, texts, n_columns):
    """Counts (texts, columns) of TokenizedTexts; `columns` of its tokens, −1 for none."""
    is_term = columns >= 0
    cells = texts.text_of[is_term], columns[is_term]
    ones = np.ones(len(cells[0]), np.float32)
    return sparse.csr_array((ones, cells), (len(texts), n_columns))


def _choose_words(forms, holders, fewest):
    """DataFrame[term, shown], indexed by word, of the words that may name a theme.

    `term`: the word that stands for singular and plural; `shown`: as mostly written; `holders`: the
    numbers of the `forms` that each text holds, of all texts.
    """
    words = pd.DataFrame({"word": map(word_of, forms), "shown": map(without_possessive, forms)})
    words["texts"] = np.bincount(holders, minlength=len(forms))
    words = words[(words["word"] != "") & ~words["word"].isin(STOP_WORDS)]
    words = words.sort_values(["texts", "shown"], ascending=[False, True])
    words["texts"] = words.groupby("word")["texts"].transform("sum")
    words = words[words["texts"] >= fewest].drop_duplicates("word").set_index("word")
    common = set(words.index[words["shown"] == words.index])
    words["noun"] = [_singular(word, common) for word in words.index]
    words = words.sort_values("texts", ascending=False, kind="stable")
    words["term"] = words.index.to_series().groupby(words["noun"]).transform("first")
    return words


def _singular(word, common):
    """The singular if `word` is the plural of one of the `common` nouns, else `word`."""
    for plural, ending in (("ies", "y"), ("s", ""), ("es", "")):
        singular = word.removesuffix(plural) + ending
        if word in common and word.endswith(plural) and singular in common:
            return singular
    return word


def number_stories(n_texts, rows, groups):
    """Array of the story of each text, as a number, the same for reprints.

    `groups`: the group of each of the texts at `rows`, missing for none.
    """
    stories = pd.Series(range(n_texts), dtype=object)
    if groups is not None:
        members = pd.Series(list(groups), rows, dtype=object).dropna().astype(str)
        stories[members.index] = members
    return pd.factorize(stories)[0]


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
