"""Codes passages: from the codebook alone, or from an analyst's codings as well."""

import itertools

import numpy as np
import pandas as pd
import scipy.sparse
from scipy.special import logit, softmax
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier

from monitor.errors import InputError
from monitor.stance.codebook_file import DIMENSIONS
from monitor.stance.scoring import passage_texts, read_passages
from monitor.stance.term_finder import tokenize

OWN, NEIGHBOURS = 0.5, 0.75
CODINGS_EQUAL_TO_CODEBOOK = 150
FOLDS = 5
FEWEST_TO_CALIBRATE = 40
STEM = 6
# How much the features count: cues, cues of neighbours, the codebook's probabilities, the text.
CUES = 0.5
NEIGHBOUR_CUES = 0.3
LOG_PROBABILITY = 0.6
WORDS, LETTERS = 2.5, 2.0


class StanceModel(BaseEstimator):
    """Codes passages with a codebook's values.

    From the codebook alone, a value's score is the sum of its cues, weighed by negation and by who
    acts; without a cue the value marked `default` stands. After `fit`, a logistic regression on
    those scores and on the TF-IDF of the words counts too, with a weight that grows with the number
    n of codings that are not the commonest value: n / (n + 150).
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
        by_codebook = _probabilities(self.codebook, evidence)
        held_out = by_codebook
        self.classifiers_, self.calibration_ = {}, None
        if len(passages):
            self.vectorizers_ = _fit_vectorizers(passages)
            features = _features(self.vectorizers_, passages, evidence, by_codebook)
            folds = _folds(passages, self.random_state)
            self.classifiers_ = {d: self._train(features, codes[d]) for d in DIMENSIONS}
            held_out = {d: self._hold_out(features, codes[d], by_codebook[d], folds) for d in codes}
            self.calibration_ = _calibrate(held_out["position"], codes["position"])
        self.cross_validated_ = self._code(held_out).set_index(passages.index)
        return self

    def predict(self, passages):
        """DataFrame[position, holder, tone, confidence, cues] with the index of the passages.

        confidence, in [0, 1], is the model's probability that the position is right; after `fit` on
        40 codings or more it is calibrated by how often the position was right in five-fold
        cross-validation. cues are the cue terms that spoke for the position.
        """
        evidence = read_passages(self.codebook, passages)
        probabilities = _probabilities(self.codebook, evidence)
        classifiers = getattr(self, "classifiers_", {})
        if classifiers and len(passages):
            features = _features(self.vectorizers_, passages, evidence, probabilities)
            for dimension, trained in classifiers.items():
                probabilities[dimension] = _blend(probabilities[dimension], trained, features)
        result = self._code(probabilities).set_index(passages.index)
        pairs = zip(result["position"], evidence.cues, strict=True)
        cues = ["; ".join(_terms_for(position, cues)) for position, cues in pairs]
        return result.assign(cues=pd.Series(cues, passages.index, dtype="str"))

    def _train(self, features, codes):
        """(classifier, weight) learned from the codes, or None for fewer than two values."""
        coded = codes.notna().to_numpy()
        if codes.nunique() < 2:
            return None
        regression = LogisticRegression(
            C=2.0, class_weight="balanced", solver="liblinear", random_state=self.random_state
        )
        classifier = OneVsRestClassifier(regression).fit(features[coded], codes[coded])
        # Of three hundred neutral passages one learns little of tone.
        n = coded.sum() - codes.value_counts().max()
        return classifier, n / (n + CODINGS_EQUAL_TO_CODEBOOK)

    def _hold_out(self, features, codes, by_codebook, folds):
        """Probabilities of each passage by a classifier that has not seen its fold."""
        result = by_codebook.copy()
        for rest, fold in folds:
            trained = self._train(features[rest], codes.iloc[rest])
            result.iloc[fold] = _blend(by_codebook.iloc[fold], trained, features[fold])
        return result

    def _code(self, probabilities):
        """DataFrame of the likeliest value of each dimension, and the position's confidence."""
        result = pd.DataFrame()
        for dimension, table in probabilities.items():
            # The first of several that are equally likely is taken: without a cue, the default.
            default = self.codebook.default(dimension)
            in_order = table[[default, *table.columns.drop(default)]]
            result[dimension] = in_order.idxmax(axis=1).astype("str")
        confidence = probabilities["position"].max(axis=1).to_numpy(dtype=float)
        if len(confidence) and getattr(self, "calibration_", None):
            confidence = self.calibration_.predict_proba(_log_odds(confidence))[:, 1]
        return result.assign(confidence=confidence)


def _check_codings(passages, codings, codebook):
    """Dict from dimensions to the Series of their codes."""
    if len(passages) != len(codings):
        message = f"{len(codings)} rows for {len(passages)} passages; give one row a passage"
        raise InputError(f"codings: {message}")
    codes = {}
    for dimension in DIMENSIONS:
        if dimension not in codings:
            needed = ", ".join(DIMENSIONS)
            raise InputError(f"codings: the column {dimension!r} is missing; needed are {needed}")
        codes[dimension] = codings[dimension].reset_index(drop=True).astype(object)
        allowed = codebook.dimensions[dimension]
        for value in codes[dimension].dropna().unique():
            if value not in allowed:
                message = f"{dimension} {value!r} is not in the codebook"
                raise InputError(f"codings: {message}; allowed are {', '.join(allowed)}")
    return codes


def _probabilities(codebook, evidence):
    """Dict from dimensions to the DataFrame (passages, values) of probabilities by the codebook."""
    result = {}
    for dimension, values in codebook.dimensions.items():
        own = evidence.own[dimension]
        logits = own + [value.prior for value in values.values()]
        if dimension != "holder":
            neighbours = evidence.neighbours[dimension]
            logits = logits + OWN * own + np.sqrt(own) + NEIGHBOURS * neighbours
        result[dimension] = pd.DataFrame(softmax(logits, axis=1), columns=list(values))
    return result


def _stems(text):
    """The words of `text`, cut to six letters, and their pairs."""
    stems = [word.lower()[:STEM] for word in tokenize(text)]
    return stems + [f"{first} {second}" for first, second in itertools.pairwise(stems)]


def _fit_vectorizers(passages):
    """TF-IDF of words and of letters; thanks to the word "target" neither is without terms."""
    texts = passage_texts(passages)["passage"].tolist()
    words = TfidfVectorizer(analyzer=_stems, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True)
    return words.fit([*texts, "target"]), letters.fit([*texts, "target", "target"])


def _features(vectorizers, passages, evidence, probabilities):
    """Sparse matrix (passages, features) of the evidence, the probabilities and the texts."""
    words, letters = vectorizers
    texts = passage_texts(passages)["passage"]
    by_codebook = np.hstack([table.to_numpy() for table in probabilities.values()])
    blocks = [
        CUES * evidence.own,
        NEIGHBOUR_CUES * evidence.neighbours,
        LOG_PROBABILITY * np.log(by_codebook + 1e-4),
        WORDS * words.transform(texts),
        LETTERS * letters.transform(texts),
    ]
    return scipy.sparse.hstack([scipy.sparse.csr_matrix(block) for block in blocks], format="csr")


def _folds(passages, seed):
    """List of (other rows, rows) of five folds; the passages of an article stay together."""
    articles = passages.get("article_id", pd.Series(np.arange(len(passages))))
    n = min(FOLDS, articles.nunique())
    if n < 2:
        return []
    return list(GroupKFold(n, shuffle=True, random_state=seed).split(articles, groups=articles))


def _blend(by_codebook, trained, features):
    """The codebook's probabilities, averaged with those of the trained classifier, if any."""
    if trained is None:
        return by_codebook
    classifier, weight = trained
    learned = classifier.predict_proba(features)
    learned = pd.DataFrame(learned, by_codebook.index, classifier.classes_)
    learned = learned.reindex(columns=by_codebook.columns, fill_value=0.0)
    return weight * learned + (1 - weight) * by_codebook


def _calibrate(probabilities, codes):
    """Logistic regression of being right on the highest probability (Platt 1999), or None."""
    coded = codes.notna()
    right = (probabilities.idxmax(axis=1) == codes)[coded]
    if coded.sum() < FEWEST_TO_CALIBRATE or right.nunique() < 2:
        return None
    return LogisticRegression().fit(_log_odds(probabilities[coded].max(axis=1).to_numpy()), right)


def _log_odds(probability):
    """Column of log-odds, as scikit-learn takes it."""
    return logit(np.clip(probability, 1e-6, 1 - 1e-6)).reshape(-1, 1)


def _terms_for(position, cues):
    return [term for column, term in cues if column == ("position", position)]
