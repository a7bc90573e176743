"""Passages in, their codes out: from the codebook alone, or from an analyst's codings as well."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from monitor.errors import InputError
from monitor.stance.codebook import DIMENSIONS, Codebook
from monitor.stance.features import PassageEvidence, PassageFeatures

VERSION = "1"
OWN, BESIDE = 0.5, 0.5
CODINGS_EQUAL_TO_CODEBOOK = 200
FEWEST_TO_CALIBRATE = 40


class StanceModel(BaseEstimator):
    """Codes passages with a codebook's values.

    From the codebook alone, a value's score is the sum of its cues, weighed by negation and by who acts; without a cue
    the value marked `default` stands. After `fit`, a logistic regression on those scores and on the TF-IDF of the words
    speaks too, with a weight that grows with the number of codings n as n / (n + 200).
    """

    def __init__(self, codebook=None, random_state=0):
        self.codebook = codebook
        self.random_state = random_state

    def fit(self, passages, codings):
        """Learns from codings: DataFrame[position, holder, tone], one row a passage in the same order.

        A code may be missing. With fewer than two values in a dimension, its codes come from the codebook alone.
        Raises InputError for a value that the codebook does not know.
        """
        codebook = self._codebook()
        if len(passages) != len(codings):
            raise InputError(f"codings: {len(codings)} rows for {len(passages)} passages; give one row a passage")
        self.learned_, self.confidence_ = {}, None
        if not len(passages):
            return self
        self.features_ = PassageFeatures().fit(passages)
        evidence = PassageEvidence(codebook, passages)
        matrix = self.features_.transform(passages, evidence)
        for dimension in DIMENSIONS:
            codes = _checked(codings, dimension, codebook)
            known = codes.notna().to_numpy()
            if codes[known].nunique() < 2:
                continue
            self.learned_[dimension] = self._classifier().fit(matrix[known], codes[known]), int(known.sum())
        self._calibrate(matrix, evidence, codings)
        return self

    def predict(self, passages):
        """DataFrame[position, holder, tone, confidence, cues] with the index of the passages.

        confidence, in [0, 1], is the model's probability that the position is right: the probability of the position
        taken, and after `fit` on 40 codings or more that probability set right by how often it was in five-fold
        cross-validation. cues are the cue terms that spoke for the position taken.
        """
        evidence = PassageEvidence(self._codebook(), passages)
        shares = self._probabilities(passages, evidence)
        codes = {dimension: share.idxmax(axis=1) for dimension, share in shares.items()}
        result = pd.DataFrame(codes, index=passages.index).astype("str")
        top = shares["position"].max(axis=1).to_numpy() if len(passages) else np.zeros(0)
        calibration = getattr(self, "confidence_", None)
        result["confidence"] = calibration.predict_proba(_log_odds(top))[:, 1] if calibration and len(top) else top
        found = zip(result["position"], evidence.cues, strict=True)
        result["cues"] = ["; ".join(term for value, term in cues if value == position) for position, cues in found]
        return result

    def predict_proba(self, passages):
        """Dictionary dimension → DataFrame[value] of probabilities, with the index of the passages."""
        return self._probabilities(passages, PassageEvidence(self._codebook(), passages))

    def _codebook(self):
        return self.codebook if self.codebook is not None else Codebook.load()

    def _classifier(self):
        return LogisticRegression(C=1.0, class_weight="balanced", max_iter=2000, random_state=self.random_state)

    def _probabilities(self, passages, evidence):
        shares = {dimension: self._by_codebook(dimension, evidence) for dimension in DIMENSIONS}
        learned = getattr(self, "learned_", {})
        if learned and len(passages):
            matrix = self.features_.transform(passages, evidence)
            for dimension, (classifier, n) in learned.items():
                shares[dimension] = _blend(shares[dimension], classifier.predict_proba(matrix), classifier.classes_, n)
        return {dimension: share.set_axis(passages.index) for dimension, share in shares.items()}

    def _by_codebook(self, dimension, evidence):
        values = self._codebook().dimensions[dimension]
        places = [place for place, column in enumerate(evidence.columns) if column[0] == dimension]
        logits = np.array([value.prior for value in values.values()]) + evidence.own[:, places]
        if dimension != "holder":
            beside = evidence.before[:, places] + evidence.after[:, places]
            logits += OWN * evidence.own[:, places] + np.sqrt(evidence.own[:, places]) + BESIDE * beside
        weights = np.exp(logits - logits.max(axis=1, keepdims=True)) if len(logits) else logits
        return pd.DataFrame(weights / weights.sum(axis=1, keepdims=True), columns=list(values))

    def _calibrate(self, matrix, evidence, codings):
        codes = codings["position"].reset_index(drop=True)
        known = codes.notna().to_numpy()
        if "position" not in self.learned_ or known.sum() < FEWEST_TO_CALIBRATE:
            return
        folds = KFold(5, shuffle=True, random_state=self.random_state)
        top, right = np.zeros(known.sum()), np.zeros(known.sum(), dtype=bool)
        by_codebook = self._by_codebook("position", evidence)[known].reset_index(drop=True)
        matrix, codes = matrix[known], codes[known].to_numpy()
        for rows, others in folds.split(codes):
            if len(set(codes[rows])) < 2:
                return
            classifier = self._classifier().fit(matrix[rows], codes[rows])
            share = _blend(
                by_codebook.iloc[others], classifier.predict_proba(matrix[others]), classifier.classes_, len(rows)
            )
            top[others], right[others] = share.max(axis=1), share.idxmax(axis=1) == codes[others]
        if right.any() and not right.all():
            self.confidence_ = LogisticRegression().fit(_log_odds(top), right)


def _blend(by_codebook, by_codings, values, n):
    learned = pd.DataFrame(by_codings, columns=values, index=by_codebook.index)
    learned = learned.reindex(columns=by_codebook.columns, fill_value=0.0)
    weight = n / (n + CODINGS_EQUAL_TO_CODEBOOK)
    return weight * learned + (1 - weight) * by_codebook


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
