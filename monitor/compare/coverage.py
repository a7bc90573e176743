"""How many articles each outlet published, and when."""

import pandas as pd

from monitor.compare.counting import name_outlets, others_last

UNITS = {"D": "day", "W-SUN": "week", "M": "month", "Q-DEC": "quarter", "Y-DEC": "year"}
MOST_PERIODS = 16


def articles_by_outlet(articles, most=15, per_day=None):
    """DataFrame[outlet, articles, words, share, per_1000], busiest first, the group of others last.

    share: of all articles. per_1000: articles in a thousand of the outlet's own, where `per_day`
    (dict from outlets to the articles that they publish a day) knows it; the days are those from
    the first date to the last.
    """
    table = name_outlets(articles, most)
    counts = table.groupby("outlet").agg(articles=("article_id", "size"), words=("words", "sum"))
    counts = counts.reset_index()
    counts["share"] = counts["articles"] / len(articles) if len(articles) else None
    days = (articles["date"].max() - articles["date"].min()).days + 1
    own = counts["outlet"].map(per_day or {}).astype(float) * days
    counts["per_1000"] = 1000 * counts["articles"] / own.where(own > 0)
    order = counts.sort_values(["articles", "outlet"], ascending=[False, True], kind="stable")
    return others_last(order)


def with_periods(articles):
    """The dated articles with `period` (first day) and `unit`: the finest that keeps the whole
    within 16 periods.
    """
    dated = articles[articles["date"].notna()]
    for code, unit in UNITS.items():
        periods = pd.PeriodIndex(dated["date"], freq=code)
        few = len(dated) == 0 or (periods.max() - periods.min()).n < MOST_PERIODS
        if few or unit == "year":
            return dated.assign(period=periods.start_time, unit=unit)
    raise AssertionError("years are the last resort")


def articles_over_time(articles):
    """DataFrame[period, unit, articles], a row for each period from the first to the last, empty
    ones too.
    """
    dated = with_periods(articles)
    counts = dated.groupby("period").size()
    unit = dated["unit"].iloc[0] if len(dated) else "day"
    full = counts.reindex(_every_period(counts.index, unit), fill_value=0)
    return pd.DataFrame({"period": full.index, "unit": unit, "articles": full.to_numpy()})


def period_names(table):
    """Series of the names of the periods of `with_periods`: a year, a month with its year, or a
    first day.
    """
    form = {"month": "%Y-%m", "quarter": "%Y-%m", "year": "%Y"}
    return table["period"].dt.strftime(form.get(next(iter(table["unit"]), "day"), "%Y-%m-%d"))


def _every_period(days, unit):
    code = next(code for code, name in UNITS.items() if name == unit)
    if len(days) == 0:
        return pd.DatetimeIndex([])
    return pd.period_range(days.min(), days.max(), freq=code).start_time
