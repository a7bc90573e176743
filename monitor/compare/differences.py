"""Which differences are significant: between batches, outlets, periods, and kinds of passages.

Each function tests one family of comparisons of Outcomes, by `monitor.significance`. `families` is
the number of families whose statements are to hold together. `articles` has the columns article_id
and `group` (of trends: date). Articles are the units; where `articles` has a column `story`,
reprints of one story within one group are one unit.
"""

import numpy as np
import pandas as pd

from monitor.compare.counting import UNNAMED, frequencies
from monitor.compare.outcomes import coded_outcomes
from monitor.significance import LEVEL, compare_groups, compare_times, compare_within
from monitor.stance import OUTLET

_TEST = "difference low high p significant"
DIFFERENCES = f"dimension group value share rest {_TEST} n rest_n articles rest_articles".split()
CHANGES = (
    f"dimension value now before {_TEST} passages_now passages_before articles_now "
    "articles_before basis"
).split()
TRENDS = f"dimension value first last {_TEST} n articles".split()
NAMES_OF_CHANGES = {
    "share": "now",
    "rest": "before",
    "n": "passages_now",
    "rest_n": "passages_before",
    "articles": "articles_now",
    "rest_articles": "articles_before",
}


def changes(stance, articles, batches, codebook, families=1):
    """DataFrame[dimension, value, now, before, difference, low, high, passages_now, …, p,
    significant, basis].

    The share of each value in the last of `batches` (names, in order) against all earlier ones, the
    most certain change first. Each dimension is a family: p is corrected for its values, and low
    and high bound the difference at the same level, so that an interval without 0 is a significant
    change. basis is "human coding" where the shares are corrected by human-coded passages, else
    "model": then the model's own errors are not in the intervals. Empty where there is no earlier
    batch with passages.
    """
    table = batch_differences(stance, articles, batches, codebook, families)
    return table.rename(columns=NAMES_OF_CHANGES)[CHANGES]


def batch_differences(stance, articles, batches, codebook, families=1):
    """As `changes`, with the columns named as in `differences`: share is now, rest before."""
    articles = articles[articles["batch"].isin(batches)]
    articles = articles.assign(group=np.where(articles["batch"] == batches[-1], "now", "before"))
    stance = stance[stance["article_id"].isin(articles["article_id"])]
    tables = []
    for dimension in codebook.dimensions:
        outcomes = coded_outcomes(stance, codebook, dimension)
        table = differences(outcomes, articles, families, ["now"])
        tables.append(table.assign(basis=outcomes.basis))
    table = pd.concat(tables).drop(columns="group")
    return table.sort_values("p", kind="stable", ignore_index=True)


def differences(outcomes, articles, families=1, tested=None):
    """DataFrame[dimension, group, value, share, rest, difference, low, high, p, significant, n, …].

    The share of each value in each group against all other groups together, all in one family.
    `tested`: the groups to compare (None: each, the largest first; of two groups the first alone,
    since the other is its mirror).
    """
    rows = _with_groups(outcomes, articles)
    if rows["group"].nunique() < 2 or not outcomes.values:
        return pd.DataFrame(columns=DIFFERENCES)
    if tested is None:
        tested = _largest_first(rows["group"])
    sums, sizes = _sum(outcomes, rows)
    groups = sums.index.get_level_values("group")
    result = compare_groups(sums.to_numpy(), sizes, groups, tested, families)
    index = pd.MultiIndex.from_product([tested, outcomes.values], names=["group", "value"])
    table = pd.DataFrame({name: array.ravel() for name, array in result.items()}, index)
    counts = rows.groupby("group").agg(n=("row", "size"), articles=("article_id", "nunique"))
    table = table.reset_index().join(counts, on="group")
    table["rest_n"] = len(rows) - table["n"]
    table["rest_articles"] = rows["article_id"].nunique() - table["articles"]
    return _decide(table, outcomes)[DIFFERENCES]


def trends(outcomes, articles, families=1):
    """DataFrame[dimension, value, first, last, difference, low, high, p, significant, n, articles].

    The linear trend of the share of each value over the days of the articles: first and last are
    the shares on the fitted line at both ends, difference is what lies between them. Articles
    without a date are left out.
    """
    rows = _with_groups(outcomes, articles.assign(group=articles["date"])).dropna(subset="group")
    if rows.empty or not outcomes.values:
        return pd.DataFrame(columns=TRENDS)
    sums, sizes = _sum(outcomes, rows)
    dates = sums.index.get_level_values("group")
    days = ((dates - dates.min()) / pd.Timedelta(days=1)).to_numpy()
    result = compare_times(sums.to_numpy(), sizes, days, families)
    first = sums.sum() / sizes.sum() - result["slope"] * np.average(days, weights=sizes)
    table = pd.DataFrame({"value": outcomes.values, **result})
    table[["difference", "low", "high"]] = table[["slope", "low", "high"]] * days.max()
    table["first"] = first.clip(0, 1)
    table["last"] = (first + table["difference"]).clip(0, 1)
    table = table.assign(n=len(rows), articles=rows["article_id"].nunique())
    return _decide(table, outcomes)[TRENDS]


def voice_differences(outcomes, articles, families=1):
    """`differences` of the outlets' own words from what they quote in the same articles.

    The rows of the outcomes need the column `voice`.
    """
    rows = _with_groups(outcomes, articles.assign(group=""))
    own = (outcomes.rows["voice"] == OUTLET).to_numpy()[rows["row"]]
    kinds = [_sum(outcomes, rows[kind]) for kind in (own, ~own)]
    units = kinds[0][1].index.union(kinds[1][1].index)
    kinds = [[part.reindex(units, fill_value=0).to_numpy() for part in kind] for kind in kinds]
    table = pd.DataFrame(compare_within(*kinds, families=families))
    table = table.assign(value=outcomes.values, group="", n=own.sum(), rest_n=(~own).sum())
    n_articles = rows["article_id"].nunique()
    table = table.assign(articles=n_articles, rest_articles=n_articles)
    return _decide(table, outcomes)[DIFFERENCES]


def _with_groups(outcomes, articles):
    """DataFrame[row (of the outcomes), article_id, group, story], always in the same order.

    So sums do not depend on the order of the input, to the last digit.
    """
    if "story" not in articles:
        articles = articles.assign(story=articles["article_id"])
    order = [column for column in ("article_id", "start") if column in outcomes.rows]
    rows = outcomes.rows[order].assign(row=np.arange(len(outcomes.rows)))
    rows = rows.merge(articles[["article_id", "group", "story"]], on="article_id")
    return rows.sort_values(order, kind="stable", ignore_index=True)


def _sum(outcomes, rows):
    """(DataFrame of the sums of the parts in each story within its group, Series of its rows)."""
    parts = pd.DataFrame(outcomes.parts[rows["row"]], rows.index)
    units = parts.groupby([rows["story"], rows["group"]])
    return units.sum(), units.size()


def _largest_first(groups):
    counts = frequencies(groups).drop(UNNAMED, errors="ignore")
    return list(counts.index[:1] if groups.nunique() == 2 else counts.index)


def _decide(table, outcomes):
    """The same table with `significant`, the most certain difference first."""
    table = table.assign(dimension=outcomes.dimension, significant=table["p"] < LEVEL)
    return table.sort_values("p", kind="stable", ignore_index=True)
