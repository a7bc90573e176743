"""Compares and combines the codings of several coders."""

import itertools

import numpy as np
import pandas as pd

from monitor.significance import LEVEL
from monitor.stance.codebook_file import DIMENSIONS
from monitor.wording import sentence

LEAST_ALPHA = 0.667
FEWEST = 20  # passages that two coded; the alpha of fewer says little, however high
DRAWS = 1000  # of the bootstrap


def latest(codings):
    """The last coding of each passage by each coder, without those skipped or withdrawn."""
    last = codings.sort_values("coded_at", kind="stable")
    last = last.drop_duplicates(["passage_id", "coder"], keep="last")
    return last.dropna(subset=list(DIMENSIONS), how="all").reset_index(drop=True)


def majority_codings(codings):
    """DataFrame[passage_id, position, holder, tone, probability, coded_by]: one row a passage.

    The code is the one that most coders gave or, of those given equally often, the latest.
    """
    last = latest(codings)
    codes = last.melt(["passage_id", "coded_at"], list(DIMENSIONS), "dimension", "code").dropna()
    counts = codes.groupby(["passage_id", "dimension", "code"])["coded_at"].agg(["size", "max"])
    counts = counts.reset_index().sort_values(["size", "max"])
    majority = counts.drop_duplicates(["passage_id", "dimension"], keep="last")
    result = majority.pivot(index="passage_id", columns="dimension", values="code")
    result = result.reindex(columns=list(DIMENSIONS)).rename_axis(columns=None)
    # A passage that one coder was given to teach the model, and another drew at random, was drawn.
    result["probability"] = last.groupby("passage_id")["probability"].max()
    result["coded_by"] = last.sort_values("coder").groupby("passage_id")["coder"].agg(", ".join)
    return result.reset_index()


def alpha(codes, clusters=None):
    """(alpha, low, high): Krippendorff's alpha for nominal codes, with a 95% bootstrap interval.

    codes: DataFrame, one row a passage, one column a coder, missing where one did not code it.
    clusters: Series of article ids, drawn whole. Passages with fewer than two codes do not count;
    without any, or where all codes are the same value, there is no agreement to measure and all
    three are nan. Source: Krippendorff, Content Analysis (2019), chapter 12; the bootstrap draws
    passages (or articles) with replacement.
    """
    long = pd.DataFrame(codes).reset_index(drop=True).stack().dropna()
    counts = pd.crosstab(long.index.get_level_values(0), long)
    counts = counts[counts.sum(axis=1) >= 2]
    counts = counts.loc[:, counts.any()]
    if counts.shape[1] < 2:
        return np.nan, np.nan, np.nan
    coders = counts.sum(axis=1)
    disagreement = (coders**2 - (counts**2).sum(axis=1)) / (coders - 1)
    clusters = np.arange(len(codes)) if clusters is None else np.asarray(clusters)
    by_cluster = counts.assign(disagreement=disagreement).groupby(
        clusters[counts.index], sort=False
    )
    sums = by_cluster.sum().to_numpy()
    equal = np.full(len(sums), 1 / len(sums))
    times_drawn = np.random.default_rng(0).multinomial(len(sums), equal, DRAWS)
    low, high = np.nanquantile(_alpha(times_drawn @ sums), [LEVEL / 2, 1 - LEVEL / 2])
    return float(_alpha(sums.sum(axis=0))), low, high


def _alpha(sums):
    """Alpha by each row of sums: the codes of each value, and the disagreement in passages.

    It is nan where all codes are the same.
    """
    by_value = sums[..., :-1]
    n = by_value.sum(axis=-1)
    expected = (n**2 - (by_value**2).sum(axis=-1)) / (n - 1)
    return 1 - sums[..., -1] / np.where(expected > 0, expected, np.nan)


def agreement(codings, dimensions):
    """DataFrame[dimension, coders, passages, alpha, low, high, verdict] of every two coders.

    codings: DataFrame[passage_id, coder, …], a column for each dimension; `model` may be one of
    the coders. verdict says whether figures of the dimension may be relied on (Krippendorff:
    alpha of at least .667). Passages of one article are drawn together for the interval.
    """
    rows = []
    for dimension in dimensions:
        wide = codings.pivot(index="passage_id", columns="coder", values=dimension)
        for pair in itertools.combinations(wide.columns, 2):
            codes = wide[list(pair)].dropna()
            articles = np.array([passage_id.rpartition(":")[0] for passage_id in codes.index])
            measured = alpha(codes, articles)
            coders = " and ".join(pair)
            words = verdict(measured[1], len(codes))
            rows.append((dimension, coders, len(codes), *measured, words))
    columns = ["dimension", "coders", "passages", "alpha", "low", "high", "verdict"]
    table = pd.DataFrame(rows, columns=columns)
    return table[table["passages"] > 0].reset_index(drop=True)


def verdict(low, passages=FEWEST):
    """What the lower bound of an alpha, of so many passages, allows, in plain words."""
    if passages < FEWEST:
        return f"not measured yet: at least {FEWEST} passages coded by both are needed"
    if pd.isna(low):
        return "cannot be measured: too few codings, or only one value"
    if low < LEAST_ALPHA:
        least = f"{LEAST_ALPHA} is the minimum for a finding"
        return f"too low to rely on: alpha may be as low as {low:.2f}, and {least}"
    return f"good enough: alpha is at least {low:.2f}"


def reliability(table, dimension):
    """What the rows of `agreement` for a dimension allow, for a chart; "" where there are none."""
    rows = table[table["dimension"] == dimension]
    if rows.empty:
        return ""
    measured = rows.dropna(subset="low")
    measured = measured[measured["passages"] >= FEWEST].sort_values("low")
    if measured.empty:
        return f"Agreement on the {dimension}: {rows['verdict'].iloc[0]}."
    pairs = [
        f"{r.coders} {r.alpha:.2f} ({r.low:.2f} to {r.high:.2f})" for r in measured.itertuples()
    ]
    weakest = f"{measured['coders'].iloc[0]}: " if len(pairs) > 1 else ""
    weakest += measured["verdict"].iloc[0]
    measure = "Krippendorff’s alpha with 95% confidence interval"
    return f"Agreement on the {dimension}, {measure}: {'; '.join(pairs)}. {sentence(weakest)}."
