"""Estimates the share of each value from predictions and a human-coded random sample."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor.errors import InputError, check_name
from monitor.significance import clustered_variance, share_interval
from monitor.wording import counted, listed

# What simulations of outlets of unequal size led to (tests/benchmarks/outlets.py): variance
# of the model's mean error between outlets, relative to that of its single errors; the least of the
# latter, relative to that of codes; the least size of the mean error over all.
BETWEEN = 0.02
LEAST = 0.3
SMALLEST = 0.002


@dataclass(frozen=True)
class CorrectedCodes:
    """What passages count for each value, and how wrong that may be.

    parts: (passages, values); their mean over any of the passages is the share in these. sampled:
    (passages,), whether people coded them. spread: (values,), variance of the error of one code of
    the model; unsure: (values,), variance of the mean error that was taken off.
    """

    parts: np.ndarray
    sampled: np.ndarray
    spread: np.ndarray
    unsure: np.ndarray

    def shares(self, rows):
        """DataFrame[share, low, high] of each value in some passages: a boolean array or a slice.

        The interval bounds, at 95%, the share that people would find if they coded all of these.
        """
        parts = self.parts[rows]
        share, n = np.clip(parts.mean(axis=0), 0, 1), len(parts)
        unseen = 1 - self.sampled[rows].mean()
        variance = unseen**2 * (BETWEEN * self.spread + self.unsure) + unseen * self.spread / n
        low, high = share_interval(share, variance, self.sampled.sum())
        # Less than half a passage is none.
        low = np.where(low < 0.5 / n, 0, low)
        return pd.DataFrame({"share": share, "low": low, "high": high})


def correct_codes(predicted, coded, probability=None, *, values):
    """CorrectedCodes of passages, some of which people coded.

    Parameters as of `estimate_shares`. A passage that people coded counts by their code, any other
    by the model's code and the mean error of the model. That mean is drawn towards none as far as
    the sample leaves it unsure, and is the same for all passages, so that no outlet of which few
    were coded jumps. At least two passages must be coded.

    Method: a model-assisted estimate for small areas (Rao & Molina 2015, Small Area Estimation,
    2nd edition, chapter 5) whose synthetic part is the model's code; the mean error is shrunk by
    an empirical Bayes estimate of its size over all values (Efron & Morris 1975, JASA 70).
    """
    predicted, coded = _match(predicted, coded)
    sampled = coded.notna().to_numpy()
    model, human = _one_hot(predicted, values), _one_hot(coded, values)
    weights = _weights(probability, sampled, predicted.index)
    weights = weights / weights.sum()
    n = 1 / (weights**2).sum()
    errors = human - model
    mean = weights @ errors
    seen = (weights @ (human + model) + 1 / n) / 2
    spread = weights @ (errors - mean) ** 2
    spread = np.maximum(spread, LEAST * seen * (1 - seen + 1 / n))
    size = max((mean**2 / spread).mean() - 1 / n, SMALLEST)
    drawn = size / (size + 1 / n)
    parts = np.where(sampled[:, None], human, model + drawn * mean)
    return CorrectedCodes(parts, sampled, spread, drawn * spread / n)


def estimate_shares(predicted, coded, probability=None, *, clusters=None, values=None):
    """Share of each value: the mean of the predictions, corrected by the human codes.

    predicted: Series of the codes of all passages. coded: Series of human codes, missing where a
    passage was not sampled; it may hold the sampled ones alone, by the same index. probability:
    with which each was sampled, a number or a Series (None: the same for all, the fraction coded).
    clusters: Series of article ids, where passages of one article hang together. values: those that
    may occur (None: those that do). The better the predictions foretell the human codes, the more
    they weigh, from 0 to 1.

    Returns DataFrame[value, share, low, high], by falling share: all in [0, 1], low and high bound
    the 95% confidence interval of the coverage that these passages are a draw of. Without a human
    code they are missing, and the share is that of the predictions; with human codes of one passage
    or cluster alone they are 0 and 1, and the share is the same. Raises InputError for series that
    do not match and for probabilities outside (0, 1].

    Method: prediction-powered inference (Angelopoulos et al. 2023, Science 382; its power tuning:
    PPI++, Angelopoulos, Duchi & Zrnic 2023), with sampling weights as in design-based supervised
    learning (Egami et al. 2023, NeurIPS); the interval is Wilson's at the number of plain human
    codes that would be as exact (Korn & Graubard 1998), with a quarter of an error more than was
    seen, so that a few codes without error are not a proof.
    """
    predicted, coded = _match(predicted, coded)
    values = sorted({*predicted, *coded.dropna(), *(() if values is None else values)})
    if clusters is None:
        clusters = np.arange(len(predicted))
    clusters = _align(clusters, predicted.index, "clusters").astype(str)
    outcomes = _outcomes(predicted, coded, probability, values)
    sampled = coded.notna().to_numpy()
    share = np.clip(outcomes.mean(axis=0), 0, 1) if len(outcomes) else np.zeros(len(values))
    low = high = np.nan
    coded_clusters = clusters[sampled].nunique()
    if coded_clusters == 1:
        low, high = 0.0, 1.0
    elif coded_clusters > 1:
        weights = _weights(probability, sampled, predicted.index)
        n = min(weights.sum() ** 2 / (weights**2).sum(), coded_clusters)
        low, high = share_interval(share, clustered_variance(outcomes, clusters), n)
    table = pd.DataFrame({"value": pd.Series(values, dtype="str"), "share": share})
    table = table.assign(low=low, high=high)
    return table.sort_values(["share", "value"], ascending=[False, True], ignore_index=True)


def _outcomes(predicted, coded, probability, values):
    """Array (passages, values) whose mean over all passages is the corrected share of each value.

    A passage counts by its prediction and the mean error of the predictions; one that was sampled
    also by its own error, for itself and those that it stands for. Where fewer than two passages
    were sampled, each counts by its prediction alone.
    """
    sampled = coded.notna().to_numpy()
    model = _one_hot(predicted, values)
    if sampled.sum() < 2:
        return model
    human = _one_hot(coded, values)
    weights = _weights(probability, sampled, predicted.index)
    weights = weights * len(model) / weights.sum()
    power = _power(model, human, weights)
    errors = human - power * model
    mean_error = weights @ errors / len(model)
    return power * model + mean_error + weights[:, None] * (errors - mean_error)


def _power(model, human, weights):
    """Weight of the predictions at which the variance of the shares is least.

    model, human: 0 or 1, (passages, values); weights: (passages,), 0 where not sampled.
    """
    from_human = weights[:, None] * (human - weights @ human / len(model))
    from_sample = weights[:, None] * (model - weights @ model / len(model))
    from_model = from_sample - (model - model.mean(axis=0))
    covariance, variance = (from_human * from_model).sum(), (from_model**2).sum()
    return np.clip(covariance / variance, 0, 1) if variance else 1.0


def _match(predicted, coded):
    """(predicted codes, human codes) as Series of one index; each passage must be predicted."""
    predicted = pd.Series(predicted, dtype=object)
    if predicted.isna().any():
        raise InputError("predicted: a code is missing; give a predicted code for every passage")
    return predicted, _align(coded, predicted.index, "coded")


def _one_hot(codes, values):
    return (codes.to_numpy()[:, None] == np.array(values, dtype=object)).astype(float)


def _weights(probability, sampled, index):
    """How many passages each sampled one stands for, and 0 for the others."""
    if probability is None:
        probability = sampled.mean()
    if np.isscalar(probability):
        probability = pd.Series(probability, index)
    probability = _align(probability, index, "probability").astype(float).to_numpy()
    if not ((probability[sampled] > 0) & (probability[sampled] <= 1)).all():
        raise InputError("probability: must be above 0 and at most 1 for every human-coded passage")
    return np.divide(1, probability, out=np.zeros(len(sampled)), where=sampled)


def _align(series, index, name):
    """`series` in the order of `index`: by its own index where that has the same labels, or else
    by place.
    """
    labelled = isinstance(series, pd.Series) and series.index.is_unique and index.is_unique
    if labelled and series.index.isin(index).all():
        return series.astype(object).reindex(index)
    if len(series) != len(index):
        message = f"{len(series)} rows for {len(index)} predictions; give one row per passage"
        raise InputError(f"{name}: {message}")
    return pd.Series(np.asarray(series, dtype=object), index=index)


def draw_sample(passages, n, by=(), random_state=0):
    """`n` random passages in random order, with `stratum` and the `probability` of being drawn.

    by: columns of `passages` (outlet, position, …) that form the strata; as many are drawn from
    each as it has room for, so that rare values are seen. Where coding stops early, what is coded
    is still a random part of the sample. Raises InputError for an n below 1 or below the number of
    strata, and for a column that `passages` lacks.
    """
    if n < 1:
        raise InputError(f"{n} passages cannot be drawn; draw at least one")
    for column in by:
        check_name("column of the passages", column, passages)
    stratum = pd.Series("all", passages.index)
    if len(by):
        stratum = passages[list(by)].astype(str).agg(" · ".join, axis=1)
    if n < min(stratum.nunique(), len(passages)):
        # A stratum without a passage in the sample would have no part in any estimate.
        raise InputError(
            f"{counted(n, 'passage')} cannot be drawn from {stratum.nunique()} strata by "
            f"{listed(by)}; draw at least {stratum.nunique()}, or name fewer kinds of strata"
        )
    rng = np.random.default_rng(random_state)
    shuffled = passages.assign(stratum=stratum).iloc[rng.permutation(len(passages))]
    turn = shuffled.groupby("stratum").cumcount()
    sample = shuffled.iloc[np.argsort(turn, kind="stable")].head(n)
    probability = sample["stratum"].value_counts() / stratum.value_counts()
    sample = sample.assign(probability=sample["stratum"].map(probability))
    return sample.iloc[rng.permutation(len(sample))].reset_index(drop=True)


def draw_unsure(passages, n):
    """The `n` passages of which the model is least sure, with a probability of 0.

    They are taken in turn from each position that it predicts, so that rare ones are among them.
    """
    unsure = passages.sort_values(["confidence", "passage_id"])
    turn = unsure.groupby("position").cumcount()
    drawn = unsure.iloc[np.argsort(turn, kind="stable")].head(n)
    return drawn.assign(stratum="chosen to teach the model", probability=0.0)
