"""Outlet against outlet and period against period: tables of the corpus in, tidy tables for charts out."""

import pandas as pd

from monitor.errors import InputError
from monitor.stance import estimate_shares

NO_OUTLET = "(outlet not stated)"
OTHERS = "(other outlets)"
UNITS = {"D": "day", "W-SUN": "week", "M": "month", "Q-DEC": "quarter", "Y-DEC": "year"}
MOST_PERIODS = 16
COUNTING = {
    "all": "every printing of a story counted",
    "one per group": "each story counted once",
    "originals": "copies of an earlier article left out",
}


def count_copies(articles, copies, rule):
    """The articles that a rule of COUNTING counts; `copies` is the table `syndication`.

    "one per group" keeps the earliest of the given articles of each story; "originals" leaves out every article whose
    original is another one, be that among the given articles or not. Raises InputError for another rule.
    """
    if rule not in COUNTING:
        raise InputError(f"counting {rule!r} is not known; allowed: {', '.join(COUNTING)}")
    if rule == "all":
        return articles
    groups = copies.set_index("article_id").reindex(articles["article_id"])
    original = groups["original"].isna() | groups["original"].eq(True)
    if rule == "originals":
        return articles[original.to_numpy()]
    story = groups["group_id"].fillna(pd.Series(groups.index, groups.index)).to_numpy()
    order = articles.assign(story=story, later=~original.to_numpy()).sort_values(["later", "date"], kind="stable")
    return articles[articles["article_id"].isin(order.drop_duplicates("story")["article_id"])]


def name_outlets(articles, most=None):
    """The same table, `outlet` filled where it is empty; beyond the `most` busiest ones it is one group of others."""
    outlet = articles["outlet"].fillna("").replace("", NO_OUTLET)
    if most and outlet.nunique() > most:
        busiest = _count(outlet).index[: most - 1]
        outlet = outlet.where(outlet.isin(busiest), OTHERS)
    return articles.assign(outlet=outlet)


def articles_by_outlet(articles, most=15):
    """DataFrame[outlet, articles, words], busiest first, the group of others last."""
    table = name_outlets(articles, most)
    counts = table.groupby("outlet").agg(articles=("article_id", "size"), words=("words", "sum")).reset_index()
    return _others_last(counts.sort_values(["articles", "outlet"], ascending=[False, True]))


def with_periods(articles):
    """The dated articles with `period` (first day) and `unit`: the finest that keeps the whole within 16 periods."""
    dated = articles[articles["date"].notna()]
    for code, unit in UNITS.items():
        periods = pd.PeriodIndex(dated["date"], freq=code)
        if len(dated) == 0 or (periods.max() - periods.min()).n < MOST_PERIODS or unit == "year":
            return dated.assign(period=periods.start_time, unit=unit)
    raise AssertionError("years are always taken")


def articles_over_time(articles):
    """DataFrame[period, unit, articles], a row for each period from the first to the last, empty ones too."""
    dated = with_periods(articles)
    counts = dated.groupby("period").size()
    unit = dated["unit"].iloc[0] if len(dated) else "day"
    full = counts.reindex(_every_period(counts.index, unit), fill_value=0)
    return pd.DataFrame({"period": full.index, "unit": unit, "articles": full.to_numpy()})


def _every_period(days, unit):
    code = next(code for code, name in UNITS.items() if name == unit)
    if len(days) == 0:
        return pd.DatetimeIndex([])
    return pd.period_range(days.min(), days.max(), freq=code).start_time


def shares(stance, articles, codebook, by=("outlet", "batch")):
    """DataFrame[*by, dimension, value, share, low, high, passages, articles] of the coded passages.

    A share is that of the passages of the group. `low` and `high` are missing unless passages were coded by hand.
    `by` names columns of `articles`; a group without passages has no rows.
    """
    by = list(by)
    groups = name_outlets(articles)[list(dict.fromkeys(["article_id", *by]))]
    coded = stance.merge(groups, on="article_id")
    rows = []
    for key, group in coded.groupby(by, sort=True):
        for dimension, values in codebook.dimensions.items():
            hand = group[dimension].where(group["coded_by"] != "model")
            table = estimate_shares(group[dimension], hand).set_index("value").reindex(list(values))
            table["share"] = table["share"].fillna(0.0)
            rows.append(
                table.reset_index().assign(
                    **dict(zip(by, key, strict=True)),
                    dimension=dimension,
                    passages=len(group),
                    articles=group["article_id"].nunique(),
                )
            )
    columns = [*by, "dimension", "value", "share", "low", "high", "passages", "articles"]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)


def shares_by_outlet(stance, articles, codebook, most=12):
    """`shares` by outlet over all batches, the outlets with most passages first."""
    heard = name_outlets(articles[articles["article_id"].isin(stance["article_id"])], most)
    table = shares(stance, heard, codebook, by=["outlet"])
    order = table.sort_values(["passages", "outlet"], ascending=[False, True], kind="stable")
    return _others_last(order)


def shares_over_time(stance, articles, codebook):
    """`shares` by period; articles without a date are left out."""
    return shares(stance, with_periods(articles), codebook, by=["period", "unit"])


def theme_shares(theme_weights, themes, articles, by):
    """DataFrame[*by, theme_id, label, share, articles]: mean share of the group's articles that a theme explains."""
    by = list(by)
    groups = articles[["article_id", *by]]
    sizes = groups.groupby(by).size().rename("articles").reset_index()
    summed = theme_weights.merge(groups, on="article_id").groupby([*by, "theme_id"])["weight"].sum().reset_index()
    grid = sizes.merge(themes[["theme_id", "label"]], how="cross")
    table = grid.merge(summed, on=[*by, "theme_id"], how="left").fillna({"weight": 0.0})
    table["share"] = table["weight"] / table["articles"]
    return table[[*by, "theme_id", "label", "share", "articles"]]


def themes_by_outlet(theme_weights, themes, articles, most=12):
    """`theme_shares` by outlet, the busiest outlets first, the group of others last."""
    table = theme_shares(theme_weights, themes, name_outlets(articles, most), by=["outlet"])
    return _others_last(table.sort_values(["articles", "outlet"], ascending=[False, True], kind="stable"))


def themes_over_time(theme_weights, themes, articles):
    """`theme_shares` by period; articles without a date are left out."""
    return theme_shares(theme_weights, themes, with_periods(articles), by=["period", "unit"])


def voices(quotes, articles, speakers=15, most=10):
    """DataFrame[speaker, outlet, quotes]: the most quoted speakers, first of all, and the outlets that quote them."""
    named = quotes[quotes["speaker"].notna()]
    heard = name_outlets(articles[articles["article_id"].isin(named["article_id"])], most)[["article_id", "outlet"]]
    loudest = _count(named["speaker"]).index[:speakers]
    table = named[named["speaker"].isin(loudest)].merge(heard, on="article_id")
    counts = table.groupby(["speaker", "outlet"]).size().rename("quotes").reset_index()
    counts["rank"] = counts["speaker"].map({name: rank for rank, name in enumerate(loudest)})
    return counts.sort_values(["rank", "quotes", "outlet"], ascending=[True, False, True])[
        ["speaker", "outlet", "quotes"]
    ].reset_index(drop=True)


def evidence(stance, articles, copies, dimension, most=3):
    """DataFrame[value, passage, outlet, date, title, url, confidence, …]: the most certain passages of each value.

    One passage a story, so that no article, and none of its copies (table `syndication`), stands for a value alone.
    """
    groups = copies.set_index("article_id")["group_id"]
    story = stance["article_id"].replace(groups.to_dict())
    ranked = stance.assign(story=story).sort_values(["confidence", "passage_id"], ascending=[False, True])
    best = ranked.drop_duplicates([dimension, "story"]).groupby(dimension).head(most)
    about = articles[["article_id", "outlet", "date", "title", "url", "source"]]
    return best.merge(about, on="article_id").rename(columns={dimension: "value"})


def _count(names):
    """Series of how often each name stands in the Series, most first, ties by name."""
    counts = names.value_counts().rename_axis("name").reset_index(name="n")
    return counts.sort_values(["n", "name"], ascending=[False, True]).set_index("name")["n"]


def _others_last(table):
    last = table["outlet"] == OTHERS
    return pd.concat([table[~last], table[last]], ignore_index=True)
