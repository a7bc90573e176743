"""Codes of two or more coders in, Krippendorff's alpha with its interval and the table of confusion out."""

import numpy as np
import pandas as pd

from monitor.errors import InputError

LEAST = 0.667


def alpha(codes, clusters=None, *, draws=1000, level=0.95, random_state=0):
    """(alpha, low, high): Krippendorff's alpha for nominal codes, with a bootstrap interval.

    codes: DataFrame, one row a passage, one column a coder, missing where one did not code it. clusters: Series of
    article ids, drawn whole. Passages with fewer than two codes do not count; without any, or where all codes are the
    same value, there is no agreement to measure and all three are nan. Source: Krippendorff, Content Analysis (2019),
    chapter 12; the bootstrap draws passages (or articles) with replacement.
    """
    codes = pd.DataFrame(codes)
    if codes.shape[1] < 2:
        raise InputError(f"codes: {codes.shape[1]} column; agreement needs two coders or more, a column each")
    values = pd.unique(codes.stack().dropna().to_numpy())
    counts = np.array([(codes == value).sum(axis=1) for value in values], dtype=float).T.reshape(-1, len(values))
    groups = pd.factorize(np.arange(len(codes)) if clusters is None else np.asarray(clusters))[0]
    coded = counts.sum(axis=1) >= 2
    if not coded.any():
        return np.nan, np.nan, np.nan
    groups = np.unique(groups[coded], return_inverse=True)[1]
    of_group = np.zeros((groups.max() + 1, len(values), len(values)))
    np.add.at(of_group, groups, _coincidences(counts[coded]))
    times = np.random.default_rng(random_state).multinomial(
        len(of_group), np.full(len(of_group), 1 / len(of_group)), draws
    )
    drawn = _alpha(np.tensordot(times, of_group, 1))
    drawn, point = drawn[~np.isnan(drawn)], _alpha(of_group.sum(axis=0))
    if np.isnan(point) or len(drawn) == 0:
        return np.nan, np.nan, np.nan
    return (float(point), *np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]))


def _coincidences(counts):
    """Matrices (passages, values, values): how often two coders of a passage give this pair of values."""
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= np.eye(counts.shape[1]) * counts[:, :, None]
    return pairs / (counts.sum(axis=1) - 1)[:, None, None]


def _alpha(coincidences):
    """Alpha of each matrix of coincidences (…, values, values); nan where all codes are the same."""
    of_value = coincidences.sum(axis=-2)
    n = of_value.sum(axis=-1)
    expected = (n**2 - (of_value**2).sum(axis=-1)) / (n - 1)
    apart = n - np.trace(coincidences, axis1=-2, axis2=-1)
    return np.where(expected > 0, 1 - apart / np.where(expected > 0, expected, 1), np.nan)


def agreement(codings, dimensions, clusters=None):
    """DataFrame[dimension, coders, passages, alpha, low, high, verdict], a row for each dimension and pair of coders.

    codings: DataFrame[passage_id, coder, …], a column for each dimension; `model` may be one of the coders. verdict
    says in plain words whether figures of the dimension may be relied on (Krippendorff: at least .667). clusters:
    function from a passage_id to what hangs together, by default its article.
    """
    clusters = clusters or (lambda passage_id: passage_id.rpartition(":")[0])
    rows = []
    for dimension in dimensions:
        wide = codings.pivot(index="passage_id", columns="coder", values=dimension)
        for place, first in enumerate(wide.columns):
            for second in wide.columns[place + 1 :]:
                both = wide[[first, second]].dropna()
                if len(both):
                    point, low, high = alpha(both, both.index.map(clusters))
                    row = (dimension, f"{first} and {second}", len(both), point, low, high, verdict(low))
                    rows.append(row)
    return pd.DataFrame(rows, columns=["dimension", "coders", "passages", "alpha", "low", "high", "verdict"])


def verdict(low):
    """What the lower bound of an alpha allows, in plain words."""
    if pd.isna(low):
        return "cannot be measured: too few codings, or only one value"
    if low < LEAST:
        return f"too low to rely on: alpha may be as low as {low:.2f}, and {LEAST} is the least for a finding"
    return f"good enough: alpha is at least {low:.2f}"


def reliability(table, dimension):
    """What the rows of `agreement` for a dimension allow, in words for a chart; "" where there are none."""
    rows = table[table["dimension"] == dimension]
    if not len(rows):
        return ""
    pairs = "; ".join(f"{row.coders} {row.alpha:.2f} ({row.low:.2f} to {row.high:.2f})" for row in rows.itertuples())
    against = rows[rows["coders"].str.contains(r"^model and | and model$")]
    weakest = (against if len(against) else rows).sort_values("low", na_position="first")["verdict"].iloc[0]
    return f"Agreement on the {dimension}, Krippendorff's alpha with 95% interval: {pairs}: {weakest}."


def confusion(codings, predicted):
    """DataFrame: hand codes in rows, the model's in columns, passages counted; both are Series in the same order."""
    hand, model = pd.Series(codings), pd.Series(np.asarray(predicted), index=pd.Series(codings).index)
    values = sorted({*hand.dropna(), *model[hand.notna()]})
    table = pd.crosstab(hand.rename("by hand"), model.rename("by the model"))
    return table.reindex(index=values, columns=values, fill_value=0)
