"""Passages and codebook in, one row of numbers a passage out: what the cues say, and its words and letters."""

import functools
import itertools

import numpy as np
import pandas as pd
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from monitor.errors import InputError
from monitor.stance.cues import words
from monitor.stance.evidence import EvidenceReader

CUES, NEIGHBOUR_CUES, BELIEF = 0.5, 0.3, 0.6
WORDS, LETTERS = 2.5, 2.0
SUBJECT_BEFORE, SUBJECT_OF_PRONOUN, SPEAKER_BEFORE, SPEAKER_GOES_ON = 0.9, 1.2, 0.4, 0.8
STEM = 6


def texts(passages):
    """DataFrame[before, passage, after] of texts without gaps; raises InputError where `passage` is missing."""
    if not isinstance(passages, pd.DataFrame) or "passage" not in passages:
        raise InputError("passages: must be a DataFrame with a column passage (and before, after)")
    columns = {name: passages.get(name, "") for name in ("before", "passage", "after")}
    return pd.DataFrame(columns, index=passages.index).astype(object).fillna("").astype(str)


class PassageEvidence:
    """Evidence of many passages: `own`, `before`, `after` of shape (passages, values), and `cues`.

    The voice of a neighbour counts in part; in full for a passage that opens with a pronoun or speaks of I or we and
    names no speaker, since its subject stands in the sentence before.
    """

    def __init__(self, codebook, passages):
        reader = _reader(codebook)
        # The sentence after one passage is often the next passage.
        read = functools.lru_cache(maxsize=10_000)(reader.read)
        self.columns, self.cues = reader.columns, []
        first = reader.columns.index(("holder", reader.holders[0]))
        self.before, self.own, self.after = np.zeros((3, len(passages), len(self.columns)))
        for row, neighbours in enumerate(texts(passages).itertuples(index=False)):
            before, own, after = map(read, neighbours)
            self.before[row], self.own[row], self.after[row] = before.scores, own.scores, after.scores
            for place, weight in _voice_before(before, own):
                self.own[row, first + place] += weight
            self.cues.append(own.cues)


@functools.lru_cache(maxsize=4)
def _reader(codebook):
    return EvidenceReader(codebook)


def _voice_before(before, own):
    """(holder, weight) of the subject and the speaker of the sentence before."""
    if before.subject is not None:
        yield before.subject, SUBJECT_BEFORE + (SUBJECT_OF_PRONOUN if own.pronoun and own.speaker is None else 0)
    if before.speaker is not None:
        yield before.speaker, SPEAKER_BEFORE + (SPEAKER_GOES_ON if own.first_person and own.speaker is None else 0)


def stems(text):
    """The words of `text`, cut to six letters, and their pairs."""
    cut = [word.lower()[:STEM] for word in words(text)]
    return cut + [f"{one} {two}" for one, two in itertools.pairwise(cut)]


class PassageFeatures:
    """Sparse matrix of what the codebook says of a passage and its neighbours, and the TF-IDF of words and letters."""

    def fit(self, passages):
        """Learn the words of the passages."""
        table = texts(passages)
        self._words = TfidfVectorizer(analyzer=stems, sublinear_tf=True)
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True)
        self._words.fit([*table["passage"], "target"])
        self._letters.fit([*table["passage"], "target", "target"])
        return self

    def transform(self, passages, evidence, by_codebook):
        """Sparse matrix (passages, features); `by_codebook`: array (passages, values) of its probabilities."""
        table = texts(passages)
        beside = np.hstack([evidence.before, evidence.after])
        belief = np.log(by_codebook + 1e-4)
        numbers = [CUES * evidence.own, NEIGHBOUR_CUES * beside, BELIEF * belief]
        return scipy.sparse.hstack(
            [
                scipy.sparse.csr_matrix(np.hstack(numbers)),
                WORDS * self._words.transform(table["passage"]),
                LETTERS * self._letters.transform(table["passage"]),
            ],
            format="csr",
        )
