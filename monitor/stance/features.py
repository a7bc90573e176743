"""Passages and codebook in, one row of numbers a passage out: what the cues say, and how the passage is worded."""

import itertools

import numpy as np
import pandas as pd
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from monitor.errors import InputError
from monitor.stance.cues import words
from monitor.stance.evidence import FORM, EvidenceReader

NEIGHBOUR_CUES, NEIGHBOUR_WORDS, PASSAGE_WORDS = 0.5, 0.3, 2.0
STEM = 6


def texts(passages):
    """DataFrame[before, passage, after] of texts without gaps; raises InputError where `passage` is missing."""
    if not isinstance(passages, pd.DataFrame) or "passage" not in passages:
        raise InputError("passages: must be a DataFrame with a column passage (and before, after)")
    columns = {name: passages.get(name, "") for name in ("before", "passage", "after")}
    return pd.DataFrame(columns, index=passages.index).astype(object).fillna("").astype(str)


class PassageEvidence:
    """Evidence of many passages: `scores`, `before`, `after` of shape (passages, values), `form`, and `cues`."""

    def __init__(self, codebook, passages):
        reader = EvidenceReader(codebook)
        self.columns = reader.columns
        self.cues, self.form = [], np.zeros((len(passages), FORM + 9 * len(reader.holders)))
        self.before, self.scores, self.after = np.zeros((3, len(passages), len(self.columns)))
        for row, (before, passage, after) in enumerate(texts(passages).itertuples(index=False)):
            beside, own, follows = reader.read(before), reader.read(passage), reader.read(after)
            self.before[row], self.scores[row], self.after[row] = beside.scores, own.scores, follows.scores
            self.cues.append(own.cues)
            self.form[row] = (*own.form, *own.voices, *beside.voices, *follows.voices)


def stems(text):
    """The words of `text`, cut to six letters, and their pairs."""
    cut = [word.lower()[:STEM] for word in words(text)]
    return cut + [f"{one} {two}" for one, two in itertools.pairwise(cut)]


class PassageFeatures:
    """Sparse matrix of the cue scores of a passage and its neighbours, and the TF-IDF of their words."""

    def fit(self, passages):
        """Learn the words of the passages."""
        table = texts(passages)
        self._own = TfidfVectorizer(analyzer=stems, sublinear_tf=True)
        self._beside = TfidfVectorizer(analyzer=stems, sublinear_tf=True)
        self._own.fit([*table["passage"], "target"])
        self._beside.fit([*(table["before"] + "\n" + table["after"]), "target"])
        return self

    def transform(self, passages, evidence):
        """Sparse matrix (passages, features) of words and of the codebook's evidence."""
        table = texts(passages)
        beside = NEIGHBOUR_CUES * np.hstack([evidence.before, evidence.after])
        return scipy.sparse.hstack(
            [
                scipy.sparse.csr_matrix(np.hstack([evidence.scores, beside, evidence.form])),
                PASSAGE_WORDS * self._own.transform(table["passage"]),
                NEIGHBOUR_WORDS * self._beside.transform(table["before"] + "\n" + table["after"]),
            ],
            format="csr",
        )
