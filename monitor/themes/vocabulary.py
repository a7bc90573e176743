"""Decides which words may name a theme, and counts them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from monitor.resources import resource_path
from monitor.themes.tokenization import NAME, without_possessive, word_of

STORIES = 5  # that hold the same passage: it is boilerplate
REPRINT = 0.3  # share of a text that other stories hold, from which it is a reprint
NAMES = 0.3  # share of a word's occurrences in names, from which it names no theme
# Words of reporting, of dates, and of the page around an article say nothing about its theme.
STOP_WORDS = ENGLISH_STOP_WORDS | frozenset(
    resource_path("data/stop_words.txt").read_text(encoding="utf-8").split()
)


@dataclass
class Vocabulary:
    """The words that may name a theme; singular and plural of a common noun share a column.

    `terms`: the word that stands for each column; `columns`: dict from each word to its column;
    `shown`: the terms as mostly written.
    """

    terms: list
    columns: dict
    shown: list

    def columns_of(self, texts, kept=True):
        """Array of the column of each token of TokenizedTexts; −1 for none.

        `kept` (tokens): mask of those that are counted.
        """
        columns = [self.columns.get(word_of(form), -1) for form in texts.forms]
        return np.where(kept, np.array(columns, np.int32)[texts.numbers], -1)

    def count(self, texts, kept=True):
        """Counts (texts, terms) of TokenizedTexts; `kept`: as of `columns_of`."""
        columns = self.columns_of(texts, kept)
        is_term = columns >= 0
        cells = texts.text_of_tokens()[is_term], columns[is_term]
        ones = np.ones(len(cells[0]), np.float32)
        return sparse.csr_array((ones, cells), (len(texts), len(self.terms)))


def build_vocabulary(texts, kept, fewest=1):
    """(Vocabulary, counts) of the words that at least `fewest` texts hold."""
    words = _term_table(texts, fewest)
    candidates = _vocabulary_of(words, sorted(set(words["term"])))
    counts = candidates.count(texts, kept)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    frequent = np.flatnonzero(frequency >= fewest)
    terms = [candidates.terms[column] for column in frequent]
    return _vocabulary_of(words, terms), counts[:, frequent]


def _vocabulary_of(words, terms):
    column_of = pd.Series(range(len(terms)), terms, dtype=int)
    columns = words["term"].map(column_of).dropna().astype(int)
    return Vocabulary(terms, columns.to_dict(), list(words.loc[terms, "shown"]))


def _term_table(texts, fewest):
    """DataFrame[shown, term], indexed by word, of the words that may name a theme."""
    forms = pd.DataFrame({"form": list(texts.forms)})
    forms["times"] = np.bincount(texts.numbers, minlength=len(forms))
    in_name = forms["form"].str.startswith(NAME)
    forms["form"] = forms["form"].str.removeprefix(NAME)
    forms["word"] = forms["form"].map(word_of)
    forms["in_names"] = forms["times"].where(in_name, 0)
    forms["capital"] = forms["times"].where(forms["form"] != forms["form"].str.lower(), 0)
    forms = forms[(forms["word"] != "") & ~forms["word"].isin(STOP_WORDS)]
    words = forms.groupby("word")[["times", "in_names", "capital"]].sum()
    by_times = forms.sort_values(["times", "form"], ascending=[False, True])
    shown = by_times.drop_duplicates("word").set_index("word")["form"].map(without_possessive)
    words["shown"] = shown
    words = words[(words["times"] >= fewest) & (words["in_names"] < NAMES * words["times"])]
    is_common = (words["capital"] <= words["times"] / 2).to_dict()
    words["noun"] = [_singular(word, is_common) for word in words.index]
    by_times = words.sort_values("times", ascending=False, kind="stable").reset_index()
    words["term"] = words["noun"].map(by_times.drop_duplicates("noun").set_index("noun")["word"])
    return words


def _singular(word, is_common):
    """The singular if `word` is the plural of a common noun of the texts, else `word`.

    `is_common`: dict from each word to whether it is mostly written in lower case.
    """
    if len(word) >= 5 and is_common[word] and not word.endswith(("ss", "us", "is")):
        for plural, ending in (("ies", "y"), ("s", ""), ("es", "")):
            singular = word.removesuffix(plural) + ending
            if word.endswith(plural) and is_common.get(singular):
                return singular
    return word
