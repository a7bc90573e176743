"""Codes passages: from the codebook alone, or from an analyst's codings as well."""

import functools
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse
from scipy.special import logit, softmax
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from monitor.errors import InputError, check_name
from monitor.stance.codebook_file import DIMENSIONS
from monitor.stance.scoring import passage_texts, read_passages

CUES, NEIGHBOURS = 2.5, 0.5
CODINGS_EQUAL_TO_CODEBOOK = 100
EXAMPLE = 0.2  # of a coding
LEAST = 1e-4  # probability
TIE = 1e-9
FOLDS = 5
FEWEST_TO_CALIBRATE = 40
# How much the classifier's features count: scores of the passage and its neighbours, and its text.
OWN_SCORES, NEIGHBOUR_SCORES = 0.5, 0.3
TEXT = 5.0


class StanceModel(BaseEstimator):
    """Codes passages with a codebook's values.

    From the cues alone, a value's score is the sum of its cues, weighed by negation and by who
    acts; without a cue the value marked `default` stands. The probability of a value is multiplied
    by the likelihood ratio of a logistic regression (its probability divided by the value's share
    of what was learned from), to the power of n / (n + 100). It learns from the codebook's example
    passages and, after `fit`, from n codings, of which an example counts as a fifth. The
    regression reads those scores and the TF-IDF of words.
    """

    def __init__(self, codebook, random_state=0):
        self.codebook = codebook
        self.random_state = random_state

    def fit(self, passages, codings):
        """Learns from codings: DataFrame[position, holder, tone], a row for each passage in order.

        A code may be missing. With fewer than two values in a dimension, its codes come from the
        cues alone. `cross_validated_` is what the model codes each of these passages when its
        article (column `article_id`) was held out: compare it with the codings, never `predict` of
        the same passages. Raises InputError for a value that is not in the codebook.
        """
        codes = _check_codings(passages, codings, self.codebook)
        lessons = _lessons(self.codebook, passages, codes)
        n_examples = len(self.codebook.examples)
        examples, own = np.split(np.arange(len(lessons.codes)), [n_examples])
        self.learned_ = _learn_all(lessons)
        probabilities = {}
        for dimension, table in lessons.probabilities.items():
            held_out = table.iloc[own].reset_index(drop=True)
            for rest, fold in _folds(passages, self.random_state):
                learned = _learn(lessons, dimension, np.append(examples, own[rest]))
                by_cues = held_out.iloc[fold]
                held_out.iloc[fold] = _pool(by_cues, learned, lessons.features[own[fold]])
            probabilities[dimension] = held_out
        self.calibration_ = _calibrate(probabilities["position"], codes["position"])
        self.cross_validated_ = self._code(probabilities).set_index(passages.index)
        return self

    def predict(self, passages):
        """DataFrame[position, holder, tone, confidence, cues] with the index of the passages.

        confidence, in [0, 1], is the model's probability that the position is right; after `fit` on
        40 codings or more it is calibrated by how often the position was right in five-fold
        cross-validation. cues are the cue terms that spoke for the position.
        """
        evidence = read_passages(self.codebook, passages)
        probabilities = _probabilities(self.codebook, evidence)
        learned = getattr(self, "learned_", None) or _learn_examples(self.codebook)
        if learned and len(passages):
            features = _features(learned.text, passages, evidence)
            for dimension, table in probabilities.items():
                probabilities[dimension] = _pool(table, learned.by_dimension[dimension], features)
        result = self._code(probabilities).set_index(passages.index)
        cues = []
        for position, terms in zip(result["position"], evidence.cues, strict=True):
            cues.append("; ".join(term for column, term in terms if column[1] == position))
        return result.assign(cues=pd.Series(cues, passages.index, dtype="str"))

    def _code(self, probabilities):
        """DataFrame of the likeliest value of each dimension, and the position's confidence."""
        result = pd.DataFrame()
        for dimension, table in probabilities.items():
            result[dimension] = table.idxmax(axis=1).astype("str")
        result["confidence"] = probabilities["position"].max(axis=1).to_numpy(dtype=float)
        if len(result) and getattr(self, "calibration_", None):
            confidence = self.calibration_.predict_proba(_log_odds(probabilities["position"]))
            result["confidence"] = confidence[:, 1]
        return result


def _check_codings(passages, codings, codebook):
    """DataFrame of the codes of each dimension, numbered from 0."""
    if len(passages) != len(codings):
        message = f"{len(codings)} rows for {len(passages)} passages; give one row per passage"
        raise InputError(f"codings: {message}")
    for dimension, allowed in codebook.dimensions.items():
        if dimension not in codings:
            raise InputError(f"codings: the column {dimension!r} is missing")
        for value in codings[dimension].dropna():
            check_name(dimension, value, allowed)
    return codings[list(DIMENSIONS)].reset_index(drop=True).astype(object)


def _probabilities(codebook, evidence):
    """Dict from dimensions to the DataFrame (passages, values) of probabilities by the cues."""
    result = {}
    for dimension, values in codebook.dimensions.items():
        logits = CUES * evidence.own[dimension] + NEIGHBOURS * evidence.neighbours[dimension]
        # Where several are equally likely, as without a cue, the default is taken.
        logits += [value.prior + TIE * value.default for value in values.values()]
        result[dimension] = pd.DataFrame(softmax(logits, axis=1), columns=list(values))
    return result


def _fit_text(passages):
    """Fitted transformer of texts to the TF-IDF of words, one and two in a row.

    Words are cut to six letters, which is nearly as good as their stems. Thanks to the word
    "target" there is one to count even where no passage has any.
    """
    words = TfidfVectorizer(
        token_pattern=r"\b\w{1,6}", ngram_range=(1, 2), min_df=2, sublinear_tf=True
    )
    return words.fit([*passage_texts(passages)["passage"], "target", "target"])


def _features(text, passages, evidence):
    """Sparse matrix (passages, features) of the scores and the text."""
    blocks = [
        scipy.sparse.csr_matrix(OWN_SCORES * evidence.own),
        scipy.sparse.csr_matrix(NEIGHBOUR_SCORES * evidence.neighbours),
        TEXT * text.transform(passage_texts(passages)["passage"]),
    ]
    return scipy.sparse.hstack(blocks, format="csr")


def _folds(passages, seed):
    """List of (other rows, rows) of five folds; the passages of an article stay together."""
    articles = passages.get("article_id", pd.Series(np.arange(len(passages))))
    n = min(FOLDS, articles.nunique())
    if n < 2:
        return []
    return list(GroupKFold(n, shuffle=True, random_state=seed).split(articles, groups=articles))


class _Lessons(NamedTuple):
    """What is learned from: the codebook's examples, and the coded passages after them."""

    codes: pd.DataFrame
    weights: np.ndarray
    probabilities: dict
    text: TfidfVectorizer
    features: scipy.sparse.csr_matrix


def _lessons(codebook, passages, codes):
    """The _Lessons of a codebook and of coded passages."""
    examples = pd.DataFrame(codebook.examples, columns=["before", "passage", "after", *DIMENSIONS])
    texts = pd.concat([examples, passage_texts(passages)], ignore_index=True)
    evidence = read_passages(codebook, texts)
    text = _fit_text(texts)
    return _Lessons(
        pd.concat([examples[list(DIMENSIONS)], codes], ignore_index=True).astype(object),
        np.repeat([EXAMPLE, 1.0], [len(examples), len(codes)]),
        _probabilities(codebook, evidence),
        text,
        _features(text, texts, evidence),
    )


class _LearnedValues(NamedTuple):
    """What was learned of a dimension, from codings of that weight in sum.

    log_shares: Series by value, log of its share of the codings. A value that nobody coded has
    instead log(1 + how many the cues expected), by which it becomes less likely.
    """

    classifier: LogisticRegression
    weight: float
    log_shares: pd.Series


class _Learned(NamedTuple):
    """The transformer of texts, and a dict from dimensions to their _LearnedValues or None."""

    text: TfidfVectorizer
    by_dimension: dict


def _learn_all(lessons):
    """The _Learned of all lessons."""
    everything = np.arange(len(lessons.codes))
    return _Learned(lessons.text, {name: _learn(lessons, name, everything) for name in DIMENSIONS})


@functools.lru_cache(maxsize=4)
def _learn_examples(codebook):
    """The _Learned of a codebook's examples alone, or None without any."""
    if not codebook.examples:
        return None
    nothing = pd.DataFrame(columns=["passage", *DIMENSIONS], dtype=object)
    return _learn_all(_lessons(codebook, nothing, nothing[list(DIMENSIONS)]))


def _learn(lessons, dimension, rows):
    """The _LearnedValues of some lessons, or None where they have fewer than two values."""
    codes = lessons.codes[dimension].iloc[rows].dropna()
    rows = codes.index
    weights = lessons.weights[rows]
    if codes.nunique() < 2:
        return None
    classifier = LogisticRegression(tol=0.01).fit(lessons.features[rows], codes, weights)
    by_cues = lessons.probabilities[dimension].iloc[rows]
    shares = pd.Series(weights).groupby(codes.to_numpy()).sum() / weights.sum()
    # Examples need not have every value: that one is missing there says nothing.
    expected = by_cues[weights == 1].sum()
    log_shares = np.log(shares.reindex(by_cues.columns)).fillna(np.log1p(expected))
    return _LearnedValues(classifier, weights.sum(), log_shares)


def _pool(by_cues, learned, features):
    """The probabilities by the cues, multiplied by the classifier's likelihood ratios, if any."""
    if learned is None:
        return by_cues
    chances = learned.classifier.predict_log_proba(features)
    chances = pd.DataFrame(chances, by_cues.index, learned.classifier.classes_)
    chances = chances.reindex(columns=by_cues.columns, fill_value=0)
    weight = learned.weight / (learned.weight + CODINGS_EQUAL_TO_CODEBOOK)
    logits = np.log(by_cues + LEAST) + weight * (chances - learned.log_shares)
    return pd.DataFrame(softmax(logits, axis=1), by_cues.index, by_cues.columns)


def _calibrate(probabilities, codes):
    """Logistic regression of being right on the highest probability (Platt 1999), or None."""
    coded = codes.notna()
    right = (probabilities.idxmax(axis=1) == codes)[coded]
    if coded.sum() < FEWEST_TO_CALIBRATE or right.nunique() < 2:
        return None
    return LogisticRegression().fit(_log_odds(probabilities[coded]), right)


def _log_odds(probabilities):
    """Column of the log-odds of the likeliest value, as scikit-learn takes it."""
    highest = probabilities.max(axis=1).to_numpy(dtype=float)
    return logit(highest.clip(LEAST, 1 - LEAST))[:, None]
