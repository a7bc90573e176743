"""Which differences are significant: between batches, outlets, periods and voices, for positions,
tone, themes, speakers.

Each function returns a table of one family of comparisons or more; `significance` decides. All of
them take `families`, the number of families whose statements are to hold together. Units are
articles; where `articles` has a column `story`, reprints of one story within one group are one
unit.
"""

import numpy as np
import pandas as pd

from monitor.compare.counting import NO_OUTLET, OTHERS, frequencies, name_outlets
from monitor.compare.shares import outcomes_of
from monitor.compare.voices import holders_of, spoken
from monitor.significance import LEVEL, compare_groups, compare_times, compare_within
from monitor.stance import OUTLET

CHANGES = [
    "dimension",
    "value",
    "now",
    "before",
    "difference",
    "low",
    "high",
    "passages_now",
    "passages_before",
]
CHANGES += ["articles_now", "articles_before", "p", "significant", "basis"]
DIFFERENCES = [
    "dimension",
    "group",
    "value",
    "share",
    "rest",
    "difference",
    "low",
    "high",
    "n",
    "rest_n",
]
DIFFERENCES += ["articles", "rest_articles", "p", "significant"]
TRENDS = [
    "dimension",
    "value",
    "first",
    "last",
    "difference",
    "low",
    "high",
    "n",
    "articles",
    "p",
    "significant",
]
WITHIN = [
    "dimension",
    "value",
    "share",
    "rest",
    "difference",
    "low",
    "high",
    "n",
    "rest_n",
    "articles",
    "p",
]
WITHIN += ["significant"]


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
    last = articles["batch"] == batches[-1] if len(batches) else pd.Series(False, articles.index)
    both = articles[last | articles["batch"].isin(batches[:-1])]
    group = np.where(both["batch"] == batches[-1], "now", "before") if len(both) else []
    rows = _with_groups(stance, both.assign(group=group))
    if rows["group"].nunique() < 2:
        return pd.DataFrame(columns=CHANGES)
    parts = []
    for dimension, values in codebook.dimensions.items():
        outcomes, basis = outcomes_of(rows, dimension, values)
        part = _against_rest(rows, outcomes, list(values), ["now"], families).assign(basis=basis)
        parts.append(part.assign(dimension=dimension))
    names = {
        "share": "now",
        "rest": "before",
        "n": "passages_now",
        "rest_n": "passages_before",
        "articles": "articles_now",
        "rest_articles": "articles_before",
    }
    table = pd.concat(parts, ignore_index=True).rename(columns=names)[CHANGES]
    return table.sort_values("p", kind="stable", ignore_index=True)


def differences(stance, articles, codebook, dimension, by="outlet", families=1, most=12):
    """DataFrame[dimension, group, value, share, rest, difference, low, high, n, rest_n, …, p,
    significant].

    The share of each value of a dimension in each group (the `most` busiest outlets, or the values
    of another column `by` of `articles`) against all other groups together. All of them are one
    family. Of two groups the first alone is listed, since the other is its mirror.
    """
    named = name_outlets(articles, most) if by == "outlet" else articles
    rows = _with_groups(stance, named.assign(group=named[by]))
    values = list(codebook.dimensions[dimension])
    outcomes, _ = outcomes_of(rows, dimension, values)
    table = _against_rest(rows, outcomes, values, _groups(rows), families)
    return table.assign(dimension=dimension)[DIFFERENCES]


def trends(stance, articles, codebook, dimension, families=1):
    """DataFrame[dimension, value, first, last, difference, low, high, n, articles, p, significant].

    The linear trend of the share of each value over the days of the articles: first and last are
    the shares on the fitted line at both ends, difference is what lies between them. The values are
    one family. Articles without a date are left out.
    """
    rows = _with_groups(stance, articles[articles["date"].notna()].assign(group=articles["date"]))
    values = list(codebook.dimensions[dimension])
    outcomes, _ = outcomes_of(rows, dimension, values)
    return _over_time(rows, outcomes, values, families).assign(dimension=dimension)[TRENDS]


def voice_differences(stance, articles, codebook, dimension="position", families=1):
    """DataFrame[dimension, value, share, rest, difference, low, high, n, rest_n, articles, p,
    significant].

    The share of each value in the outlets' own words (share) against that in what they quote
    (rest), in the same articles. The values are one family.
    """
    rows = _with_groups(stance, articles.assign(group=""))
    values = list(codebook.dimensions[dimension])
    outcomes, _ = outcomes_of(rows, dimension, values)
    units, n = _unit_codes(rows)
    own = (rows["voice"] == OUTLET).to_numpy()
    kinds = [_sums(units[kind], n, outcomes[kind]) for kind in (own, ~own)]
    result = compare_within(*kinds, families=families)
    table = pd.DataFrame(
        {"value": values, **result, "n": own.sum(), "rest_n": (~own).sum(), "articles": n}
    )
    return _decided(table.assign(dimension=dimension))[WITHIN]


def theme_differences(
    theme_weights, themes, articles, by="outlet", families=1, most=12, tested=None
):
    """As `differences`, of the share of each theme (its label is the value) in the articles of each
    outlet.

    tested: the groups to compare with all others (None: every group).
    """
    named = name_outlets(articles, most) if by == "outlet" else articles
    rows, outcomes = _theme_outcomes(theme_weights, themes, named.assign(group=named[by]))
    table = _against_rest(rows, outcomes, list(themes["label"]), tested or _groups(rows), families)
    return table.assign(dimension="theme")[DIFFERENCES]


def theme_trends(theme_weights, themes, articles, families=1):
    """As `trends`, of the share of each theme (its label is the value) in the dated articles."""
    dated = articles[articles["date"].notna()]
    rows, outcomes = _theme_outcomes(theme_weights, themes, dated.assign(group=dated["date"]))
    return _over_time(rows, outcomes, list(themes["label"]), families).assign(dimension="theme")[
        TRENDS
    ]


def holder_differences(quotes, articles, codebook, families=1, most=12):
    """As `differences`, of whose quotations each outlet prints, by the codebook's holders and the
    unknown ones.
    """
    rows = _with_groups(
        spoken(quotes), name_outlets(articles, most).assign(group=lambda t: t["outlet"])
    )
    holder, values = holders_of(rows, codebook)
    outcomes = _one_hot(holder, values)
    table = _against_rest(rows, outcomes, values, _groups(rows), families)
    return table.assign(dimension="holder")[DIFFERENCES]


def speaker_trends(quotes, articles, speakers=8, families=1):
    """As `trends`, of the share of the quotations that each of the most quoted speakers has."""
    rows = _with_groups(
        spoken(quotes), articles[articles["date"].notna()].assign(group=articles["date"])
    )
    values = list(frequencies(rows["speaker"]).index[:speakers])
    outcomes = _one_hot(rows["speaker"], values)
    return _over_time(rows, outcomes, values, families).assign(dimension="speaker")[TRENDS]


def no_differences():
    """The empty table of `differences`."""
    return pd.DataFrame(columns=DIFFERENCES)


def _one_hot(names, values):
    return (names.to_numpy()[:, None] == np.array(values, dtype=object)).astype(float)


def _with_groups(rows, articles):
    """The rows of the articles, with their `group` and `story`, in an order that does not depend on
    the input's.
    """
    if "story" not in articles:
        articles = articles.assign(story=articles["article_id"])
    columns = ["article_id", "group", "story"]
    kept = rows.drop(columns=["story", "group"], errors="ignore").merge(
        articles[columns], on="article_id"
    )
    order = [column for column in ("article_id", "start") if column in kept]
    return kept.sort_values(order, kind="stable", ignore_index=True)


def _unit_codes(rows):
    """(number of the unit of each row, number of units): a story within its group is one unit."""
    codes = rows.groupby(["story", "group"], sort=True).ngroup().to_numpy()
    return codes, int(codes.max(initial=-1)) + 1


def _sums(units, n, outcomes):
    """(sums of the outcomes of each unit (units, values), rows of each unit (units,))."""
    sums = np.zeros((n, outcomes.shape[1]))
    np.add.at(sums, units, outcomes)
    return sums, np.bincount(units, minlength=n)


def _groups(rows):
    """The groups to compare, the largest first; of two the first alone, since the other is its
    mirror.
    """
    counts = frequencies(rows["group"]).drop([OTHERS, NO_OUTLET], errors="ignore")
    kinds = rows["group"].nunique()
    return [] if kinds < 2 else list(counts.index[:1] if kinds == 2 else counts.index)


def _against_rest(rows, outcomes, values, groups, families):
    """The comparison of each of the groups with all other rows together, a row for each group and
    value.
    """
    if not groups or not values:
        return no_differences().drop(columns="dimension")
    units, n = _unit_codes(rows)
    sums, sizes = _sums(units, n, outcomes)
    group_of = pd.Series(rows["group"].to_numpy(), units).groupby(level=0).first().astype(str)
    result = compare_groups(sums, sizes, group_of, groups, families)
    parts = []
    for place, group in enumerate(groups):
        here = rows["group"] == group
        articles = rows.loc[here, "article_id"].nunique()
        part = pd.DataFrame({name: column[place] for name, column in result.items()})
        part = part.assign(
            group=group, value=values, n=here.sum(), rest_n=(~here).sum(), articles=articles
        )
        parts.append(part.assign(rest_articles=rows["article_id"].nunique() - articles))
    return _decided(pd.concat(parts, ignore_index=True))


def _over_time(rows, outcomes, values, families):
    if not len(rows) or not values:
        return pd.DataFrame(columns=TRENDS)
    units, n = _unit_codes(rows)
    sums, sizes = _sums(units, n, outcomes)
    days = pd.Series(rows["group"].to_numpy(), units).groupby(level=0).first()
    times = ((days - days.min()) / pd.Timedelta(days=1)).to_numpy()
    result = compare_times(sums, sizes, times, families)
    reach = np.ptp(times)
    middle = (times @ sizes) / sizes.sum()
    share = sums.sum(axis=0) / sizes.sum()
    table = pd.DataFrame({"value": values, "difference": result["slope"] * reach, "p": result["p"]})
    table = table.assign(low=result["low"] * reach, high=result["high"] * reach)
    table["first"] = np.clip(share - result["slope"] * middle, 0, 1)
    table["last"] = np.clip(share + result["slope"] * (reach - middle), 0, 1)
    return _decided(table.assign(n=len(rows), articles=rows["article_id"].nunique()))


def _theme_outcomes(theme_weights, themes, articles):
    """(a row for each article with its group, weights of the themes in each (articles, themes))."""
    rows = _with_groups(articles[["article_id"]], articles)
    places = pd.Index(rows["article_id"]).get_indexer(theme_weights["article_id"])
    columns = pd.Index(themes["theme_id"]).get_indexer(theme_weights["theme_id"])
    kept = (places >= 0) & (columns >= 0)
    outcomes = np.zeros((len(rows), len(themes)))
    outcomes[places[kept], columns[kept]] = theme_weights["weight"].to_numpy()[kept]
    return rows, outcomes


def _decided(table):
    """The same table with `significant`, the most certain difference first."""
    table = table.assign(significant=table["p"] < LEVEL)
    return table.sort_values("p", kind="stable", ignore_index=True)
