"""Codes passages: from the codebook alone, or from an analyst's codings as well."""

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
LEAST = 1e-4  # probability
TIE = 1e-9
FOLDS = 5
FEWEST_TO_CALIBRATE = 40
# How much the classifier's features count: scores of the passage and its neighbours, and letters.
OWN_SCORES, NEIGHBOUR_SCORES = 0.5, 0.3
LETTERS = 4.0


class StanceModel(BaseEstimator):
    """Codes passages with a codebook's values.

    From the codebook alone, a value's score is the sum of its cues, weighed by negation and by who
    acts; without a cue the value marked `default` stands. After `fit`, the probability of a value
    is multiplied by the likelihood ratio of a logistic regression (its probability divided by the
    value's share of the codings), to the power of n / (n + 100) for n codings. The regression
    reads those scores and the TF-IDF of letters.
    """

    def __init__(self, codebook, random_state=0):
        self.codebook = codebook
        self.random_state = random_state

    def fit(self, passages, codings):
        """Learns from codings: DataFrame[position, holder, tone], a row for each passage in order.

        A code may be missing. With fewer than two values in a dimension, its codes come from the
        codebook alone. `cross_validated_` is what the model codes each of these passages when its
        article (column `article_id`) was held out: compare it with the codings, never `predict` of
        the same passages. Raises InputError for a value that is not in the codebook.
        """
        codes = _check_codings(passages, codings, self.codebook)
        evidence = read_passages(self.codebook, passages)
        probabilities = _probabilities(self.codebook, evidence)
        self.learned_, self.calibration_ = {}, None
        if len(passages):
            self.letters_ = _fit_letters(passages)
            features = _features(self.letters_, passages, evidence)
            folds = _folds(passages, self.random_state)
            for dimension, table in probabilities.items():
                own = codes[dimension]
                self.learned_[dimension] = _learn(features, own, table)
                held_out = table.copy()
                for rest, fold in folds:
                    learned = _learn(features[rest], own.iloc[rest], table.iloc[rest])
                    held_out.iloc[fold] = _pool(table.iloc[fold], learned, features[fold])
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
        learned = getattr(self, "learned_", {})
        if learned and len(passages):
            features = _features(self.letters_, passages, evidence)
            for dimension, table in probabilities.items():
                probabilities[dimension] = _pool(table, learned[dimension], features)
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
    """Dict from dimensions to the DataFrame (passages, values) of probabilities by the codebook."""
    result = {}
    for dimension, values in codebook.dimensions.items():
        logits = CUES * evidence.own[dimension] + NEIGHBOURS * evidence.neighbours[dimension]
        # Where several are equally likely, as without a cue, the default is taken.
        logits += [value.prior + TIE * value.default for value in values.values()]
        result[dimension] = pd.DataFrame(softmax(logits, axis=1), columns=list(values))
    return result


def _fit_letters(passages):
    """Fitted transformer of texts to the TF-IDF of three to five letters in a row.

    Thanks to the word "target" there are letters to count even where no passage has any.
    """
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True)
    return letters.fit([*passage_texts(passages)["passage"], "target", "target"])


def _features(letters, passages, evidence):
    """Sparse matrix (passages, features) of the scores and the letters."""
    blocks = [
        scipy.sparse.csr_matrix(OWN_SCORES * evidence.own),
        scipy.sparse.csr_matrix(NEIGHBOUR_SCORES * evidence.neighbours),
        LETTERS * letters.transform(passage_texts(passages)["passage"]),
    ]
    return scipy.sparse.hstack(blocks, format="csr")


def _folds(passages, seed):
    """List of (other rows, rows) of five folds; the passages of an article stay together."""
    articles = passages.get("article_id", pd.Series(np.arange(len(passages))))
    n = min(FOLDS, articles.nunique())
    if n < 2:
        return []
    return list(GroupKFold(n, shuffle=True, random_state=seed).split(articles, groups=articles))


class _Learned(NamedTuple):
    """What was learned of a dimension from a number of codings.

    log_shares: Series by value, log of its share of the codings. A value that nobody coded has
    instead log(1 + how many the codebook expected), by which it becomes less likely.
    """

    classifier: LogisticRegression
    n_codings: int
    log_shares: pd.Series


def _learn(features, codes, by_codebook):
    """The _Learned of a dimension, or None where fewer than two values were coded."""
    if codes.nunique() < 2:
        return None
    coded = codes.notna().to_numpy()
    classifier = LogisticRegression(tol=0.01).fit(features[coded], codes[coded])
    shares = codes.value_counts(normalize=True).reindex(by_codebook.columns)
    log_shares = np.log(shares).fillna(np.log1p(by_codebook[coded].sum()))
    return _Learned(classifier, coded.sum(), log_shares)


def _pool(by_codebook, learned, features):
    """The codebook's probabilities, multiplied by the classifier's likelihood ratios, if any."""
    if learned is None:
        return by_codebook
    chances = learned.classifier.predict_log_proba(features)
    chances = pd.DataFrame(chances, by_codebook.index, learned.classifier.classes_)
    chances = chances.reindex(columns=by_codebook.columns, fill_value=0)
    weight = learned.n_codings / (learned.n_codings + CODINGS_EQUAL_TO_CODEBOOK)
    logits = np.log(by_codebook + LEAST) + weight * (chances - learned.log_shares)
    return pd.DataFrame(softmax(logits, axis=1), by_codebook.index, by_codebook.columns)


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
