"""Passages in, their codes out: from the codebook alone, or from an analyst's codings as well."""

import numpy as np
import pandas as pd
from scipy.special import softmax
from sklearn.base import BaseEstimator

from monitor.errors import InputError
from monitor.stance.codebook import Codebook
from monitor.stance.codebook_file import DIMENSIONS
from monitor.stance.features import PassageEvidence, PassageFeatures

OWN, BESIDE = 0.5, 0.75
CODINGS_EQUAL_TO_CODEBOOK = 150
FOLDS = 5
FEWEST_TO_CALIBRATE = 40


class StanceModel(BaseEstimator):
    """Codes passages with a codebook's values.

    From the codebook alone, a value's score is the sum of its cues, weighed by negation and by who acts; without a cue
    the value marked `default` stands. After `fit`, a logistic regression on those scores and on the TF-IDF of the words
    speaks too, with a weight that grows with the number n of codings that are not the commonest value: n / (n + 150).
    """

    def __init__(self, codebook=None, random_state=0):
        self.codebook = codebook
        self.random_state = random_state

    def fit(self, passages, codings):
        """Learns from codings: DataFrame[position, holder, tone], one row a passage in the same order.

        A code may be missing. With fewer than two values in a dimension, its codes come from the codebook alone.
        `cross_validated_` is what the model codes each of these passages when its article was held out: compare it
        with the codings, never `predict` of the same passages. Raises InputError for a value that the codebook does
        not know.
        """
        codebook = self._codebook()
        if len(passages) != len(codings):
            raise InputError(f"codings: {len(codings)} rows for {len(passages)} passages; give one row a passage")
        codes = {dimension: _checked(codings, dimension, codebook) for dimension in DIMENSIONS}
        evidence = PassageEvidence(codebook, passages)
        by_codebook = self._by_codebook(evidence)
        self.learned_, self.confidence_, held_out = {}, None, by_codebook
        if len(passages):
            self.features_ = PassageFeatures().fit(passages)
            matrix = self.features_.transform(passages, evidence, _side_by_side(by_codebook))
            folds = _folds(passages, self.random_state)
            for dimension, values in codes.items():
                known = values.notna().to_numpy()
                if values[known].nunique() >= 2:
                    self.learned_[dimension] = self._classifier().fit(matrix[known], values[known]), _weight(values)
            held_out = {d: self._held_out(matrix, codes[d], by_codebook[d], folds) for d in DIMENSIONS}
            self.confidence_ = _calibration(held_out["position"], codes["position"])
        self.cross_validated_ = self._codes(held_out).set_index(passages.index)
        return self

    def predict(self, passages):
        """DataFrame[position, holder, tone, confidence, cues] with the index of the passages.

        confidence, in [0, 1], is the model's probability that the position is right: the probability of the position
        taken, and after `fit` on 40 codings or more that probability set right by how often it was in five-fold
        cross-validation. cues are the cue terms that spoke for the position taken.
        """
        if not len(passages):
            return pd.DataFrame(columns=[*DIMENSIONS, "confidence", "cues"], index=passages.index)
        evidence = PassageEvidence(self._codebook(), passages)
        result = self._codes(self._probabilities(passages, evidence)).set_index(passages.index)
        found = zip(result["position"], evidence.cues, strict=True)
        result["cues"] = ["; ".join(term for value, term in cues if value == position) for position, cues in found]
        return result

    def predict_proba(self, passages):
        """Dictionary dimension → DataFrame[value] of probabilities, with the index of the passages."""
        shares = self._probabilities(passages, PassageEvidence(self._codebook(), passages))
        return {dimension: share.set_axis(passages.index) for dimension, share in shares.items()}

    def _codebook(self):
        return self.codebook if self.codebook is not None else Codebook.load()

    def _classifier(self):
        # Loaded only where there are codings to learn from: for a quarter of a second.
        from sklearn.linear_model import LogisticRegression
        from sklearn.multiclass import OneVsRestClassifier

        one = LogisticRegression(C=2.0, class_weight="balanced", solver="liblinear", random_state=self.random_state)
        return OneVsRestClassifier(one)

    def _probabilities(self, passages, evidence):
        shares = self._by_codebook(evidence)
        learned = getattr(self, "learned_", {})
        if learned and len(passages):
            matrix = self.features_.transform(passages, evidence, _side_by_side(shares))
            for dimension, (classifier, weight) in learned.items():
                shares[dimension] = _blend(shares[dimension], classifier, matrix, weight)
        return shares

    def _by_codebook(self, evidence):
        return {dimension: self._dimension_by_codebook(dimension, evidence) for dimension in DIMENSIONS}

    def _dimension_by_codebook(self, dimension, evidence):
        values = self._codebook().dimensions[dimension]
        places = [place for place, column in enumerate(evidence.columns) if column[0] == dimension]
        own = evidence.own[:, places]
        logits = np.array([value.prior for value in values.values()]) + own
        if dimension != "holder":
            beside = evidence.before[:, places] + evidence.after[:, places]
            logits = logits + OWN * own + np.sqrt(own) + BESIDE * beside
        return pd.DataFrame(softmax(logits, axis=1), columns=list(values))

    def _held_out(self, matrix, codes, by_codebook, folds):
        """Probabilities of each passage by a classifier that has not seen its fold."""
        shares = by_codebook.copy()
        known = codes.notna().to_numpy()
        for rows, others in folds:
            rows = rows[known[rows]]
            if codes[rows].nunique() >= 2:
                learned = self._classifier().fit(matrix[rows], codes[rows])
                part = by_codebook.iloc[others]
                shares.iloc[others] = _blend(part, learned, matrix[others], _weight(codes[rows]))
        return shares

    def _codes(self, shares):
        """DataFrame of the likeliest value in each dimension, and the confidence in the position."""
        codebook, values = self._codebook(), {}
        for dimension, share in shares.items():
            # The first of several that are equally likely is taken: where there is no cue, the default.
            default = codebook.default(dimension)
            in_order = share[[default, *share.columns.drop(default)]]
            values[dimension] = in_order.idxmax(axis=1).astype("str")
        result = pd.DataFrame(values)
        top = shares["position"].max(axis=1).to_numpy(dtype=float)
        calibration = getattr(self, "confidence_", None)
        return result.assign(confidence=calibration.predict_proba(_log_odds(top))[:, 1] if calibration else top)


def _side_by_side(shares):
    return np.hstack([share.to_numpy() for share in shares.values()])


def _folds(passages, seed):
    """Five folds of (rows, other rows); the passages of one article stay together where `article_id` tells."""
    from sklearn.model_selection import GroupKFold

    groups = passages["article_id"] if "article_id" in passages else np.arange(len(passages))
    n = min(FOLDS, pd.Series(groups).nunique())
    return list(GroupKFold(n, shuffle=True, random_state=seed).split(groups, groups=groups)) if n > 1 else []


def _calibration(shares, codes):
    """Logistic regression of being right on the probability of the position taken (Platt 1999), or None."""
    known = codes.notna().to_numpy()
    right = (shares.idxmax(axis=1) == codes)[known]
    if known.sum() < FEWEST_TO_CALIBRATE or right.nunique() < 2:
        return None
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression().fit(_log_odds(shares.max(axis=1).to_numpy(dtype=float)[known]), right)


def _weight(codes):
    """How much the codings count beside the codebook: of three hundred neutral passages one learns little of tone."""
    n = codes.notna().sum() - codes.value_counts().max()
    return n / (n + CODINGS_EQUAL_TO_CODEBOOK)


def _blend(by_codebook, classifier, matrix, weight):
    learned = pd.DataFrame(classifier.predict_proba(matrix), by_codebook.index, classifier.classes_)
    return weight * learned.reindex(columns=by_codebook.columns, fill_value=0.0) + (1 - weight) * by_codebook


def _log_odds(probability):
    kept = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.log(kept / (1 - kept)).reshape(-1, 1)


def _checked(codings, dimension, codebook):
    if dimension not in codings:
        raise InputError(f"codings: the column {dimension!r} is missing; needed are {', '.join(DIMENSIONS)}")
    codes = codings[dimension].reset_index(drop=True).astype(object)
    allowed = codebook.dimensions[dimension]
    for value in codes.dropna().unique():
        if value not in allowed:
            raise InputError(f"codings: {dimension} {value!r} is not in the codebook; allowed are {', '.join(allowed)}")
    return codes
