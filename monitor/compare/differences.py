"""Which differences are significant: between batches, outlets, periods, and kinds of passages.

Each function tests one family of comparisons of Outcomes, by `monitor.significance`. `families` is
the number of families whose statements are to hold together. `articles` has the columns article_id
and `group` (of trends: date). Articles are the units; where `articles` has a column `story`,
reprints of one story within one group are one unit.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from monitor.compare.counting import NO_OUTLET, OTHERS, frequencies, name_outlets
from monitor.compare.outcomes import position_outcomes
from monitor.significance import LEVEL, compare_groups, compare_times, compare_within
from monitor.stance import OUTLET

_TEST = ["difference", "low", "high", "p", "significant"]
DIFFERENCES = [
    *("dimension", "group", "value", "share", "rest", *_TEST),
    *("n", "rest_n", "articles", "rest_articles"),
]
CHANGES = [
    *("dimension", "value", "now", "before", *_TEST),
    *("passages_now", "passages_before", "articles_now", "articles_before", "basis"),
]
TRENDS = ["dimension", "value", "first", "last", *_TEST, "n", "articles"]
_NAMES_OF_CHANGES = {
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
    articles = articles[articles["batch"].isin(batches)]
    group = np.where(articles["batch"].isin(batches[-1:]), "now", "before")
    articles = articles.assign(group=group)
    stance = stance[stance["article_id"].isin(articles["article_id"])]
    tables = [pd.DataFrame(columns=CHANGES)]
    for dimension in codebook.dimensions:
        outcomes = position_outcomes(stance, codebook, dimension)
        table = differences(outcomes, articles, families, ["now"])
        table = table.rename(columns=_NAMES_OF_CHANGES)[CHANGES[:-1]]
        tables.append(table.assign(basis=outcomes.basis))
    tables = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(tables).sort_values("p", kind="stable", ignore_index=True)


def by_outlet(articles, most=12):
    """The articles with their outlet as `group`; beyond the `most` busiest ones it is OTHERS."""
    named = name_outlets(articles, most)
    return articles.assign(group=named["outlet"])


def differences(outcomes, articles, families=1, tested=None):
    """DataFrame[dimension, group, value, share, rest, difference, low, high, p, significant, n, …].

    The share of each value in each group against all other groups together, all in one family.
    `tested`: the groups to compare (None: each, the largest first; of two groups the first alone,
    since the other is its mirror).
    """
    units = _units(outcomes, articles)
    rows = units.rows.groupby("group").agg(n=("row", "size"), articles=("article_id", "nunique"))
    if tested is None:
        tested = _largest_first(units.rows["group"])
    if len(rows) < 2 or not outcomes.values:
        return no_differences()
    result = compare_groups(units.sums, units.sizes, units.groups, tested, families)
    index = pd.MultiIndex.from_product([tested, outcomes.values], names=["group", "value"])
    columns = {name: array.ravel() for name, array in result.items()}
    table = pd.DataFrame(columns, index).reset_index().join(rows, on="group")
    table["rest_n"] = len(units.rows) - table["n"]
    table["rest_articles"] = units.rows["article_id"].nunique() - table["articles"]
    return _decide(table, outcomes)[DIFFERENCES]


def trends(outcomes, articles, families=1):
    """DataFrame[dimension, value, first, last, difference, low, high, p, significant, n, articles].

    The linear trend of the share of each value over the days of the articles: first and last are
    the shares on the fitted line at both ends, difference is what lies between them. Articles
    without a date are left out.
    """
    dated = articles[articles["date"].notna()]
    units = _units(outcomes, dated.assign(group=dated["date"]))
    if units.rows.empty or not outcomes.values:
        return pd.DataFrame(columns=TRENDS)
    days = ((units.groups - units.groups.min()) / pd.Timedelta(days=1)).to_numpy()
    result = compare_times(units.sums, units.sizes, days, families)
    middle = days @ units.sizes / units.sizes.sum()
    share = units.sums.sum(axis=0) / units.sizes.sum()
    table = pd.DataFrame({"value": outcomes.values, "p": result["p"]})
    table["difference"] = result["slope"] * days.max()
    table["low"] = result["low"] * days.max()
    table["high"] = result["high"] * days.max()
    table["first"] = np.clip(share - result["slope"] * middle, 0, 1)
    table["last"] = np.clip(share + result["slope"] * (days.max() - middle), 0, 1)
    table = table.assign(n=len(units.rows), articles=units.rows["article_id"].nunique())
    return _decide(table, outcomes)[TRENDS]


def voice_differences(outcomes, articles, families=1):
    """`differences` of the outlets' own words from what they quote in the same articles.

    The rows of the outcomes need the column `voice`.
    """
    own = (outcomes.rows["voice"] == OUTLET).to_numpy()
    units = _units(outcomes, articles.assign(group=""))
    own_rows = own[units.rows["row"]]
    kinds = [_sum(units.rows[kind], outcomes, len(units.sizes)) for kind in (own_rows, ~own_rows)]
    table = pd.DataFrame(compare_within(*kinds, families=families))
    table = table.assign(value=outcomes.values, group="", n=own_rows.sum())
    n_articles = units.rows["article_id"].nunique()
    table = table.assign(rest_n=(~own_rows).sum(), articles=n_articles, rest_articles=n_articles)
    return _decide(table, outcomes)[DIFFERENCES]


def no_differences():
    """The empty table of `differences`."""
    return pd.DataFrame(columns=DIFFERENCES)


class _Units(NamedTuple):
    """Stories within their groups.

    rows: DataFrame[row (of the outcomes), article_id, group, unit]; sums: (units, values); sizes:
    (units,), rows in each; groups: Series of the group of each.
    """

    rows: pd.DataFrame
    sums: np.ndarray
    sizes: np.ndarray
    groups: pd.Series


def _units(outcomes, articles):
    if "story" not in articles:
        articles = articles.assign(story=articles["article_id"])
    # In this order sums do not depend on that of the input, to the last digit.
    order = [column for column in ("article_id", "start") if column in outcomes.rows]
    rows = outcomes.rows[order].assign(row=np.arange(len(outcomes.rows)))
    rows = rows.merge(articles[["article_id", "group", "story"]], on="article_id")
    rows = rows.sort_values(order, kind="stable", ignore_index=True)
    rows["unit"] = rows.groupby(["story", "group"], sort=True).ngroup()
    groups = rows.groupby("unit")["group"].first()
    return _Units(rows, *_sum(rows, outcomes, len(groups)), groups)


def _sum(rows, outcomes, n):
    """(sums of the parts in each unit, number of rows in each unit)."""
    sums = np.zeros((n, len(outcomes.values)))
    np.add.at(sums, rows["unit"], outcomes.parts[rows["row"]])
    return sums, np.bincount(rows["unit"], minlength=n)


def _largest_first(groups):
    counts = frequencies(groups).drop([OTHERS, NO_OUTLET], errors="ignore")
    return list(counts.index[:1] if groups.nunique() == 2 else counts.index)


def _decide(table, outcomes):
    """The same table with `significant`, the most certain difference first."""
    table = table.assign(dimension=outcomes.dimension, significant=table["p"] < LEVEL)
    return table.sort_values("p", kind="stable", ignore_index=True)
