"""How many articles each outlet published, and when."""

import pandas as pd

from monitor.compare.counting import largest_first, name_outlets

UNITS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}
# Days of each unit, on average.
DAYS = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.31, "year": 365.25}
MOST_PERIODS = 16


def articles_by_outlet(articles, most=15, per_day=None):
    """DataFrame[outlet, articles, words, share, per_1000], busiest first, the group of others last.

    share: of all articles. per_1000: articles in a thousand of the outlet's own, where `per_day`
    (dict from outlets to the articles that they publish a day) knows it; the days are those from
    the first date to the last.
    """
    groups = name_outlets(articles, most).groupby("outlet")
    counts = groups.agg(articles=("article_id", "size"), words=("words", "sum")).reset_index()
    counts["share"] = counts["articles"] / len(articles)
    days = (articles["date"].max() - articles["date"].min()).days + 1
    own = counts["outlet"].map(per_day or {}).astype(float) * days
    counts["per_1000"] = 1000 * counts["articles"] / own.where(own > 0)
    return largest_first(counts, "articles")


def with_periods(articles):
    """The dated articles with `period` (first day) and `unit`: the finest that keeps the whole
    within 16 periods.
    """
    dated = articles[articles["date"].notna()]
    for unit, frequency in UNITS.items():
        periods = pd.PeriodIndex(dated["date"], freq=frequency)
        table = dated.assign(period=periods.start_time, unit=unit)
        if dated.empty or (periods.max() - periods.min()).n < MOST_PERIODS:
            break
    return table


def articles_over_time(articles):
    """DataFrame[period, unit, articles], a row for each period from the first to the last, empty
    ones too.
    """
    dated = with_periods(articles)
    if dated.empty:
        return dated[["period", "unit"]].assign(articles=0)
    unit = dated["unit"].iloc[0]
    counts = dated["period"].dt.to_period(UNITS[unit]).value_counts()
    periods = pd.period_range(counts.index.min(), counts.index.max())
    counts = counts.reindex(periods, fill_value=0).to_numpy()
    return pd.DataFrame({"period": periods.start_time, "unit": unit, "articles": counts})


def period_names(table):
    """Series of the names of the periods of `with_periods`: a year, a month with its year, or a
    first day.
    """
    form = {"month": "%Y-%m", "quarter": "%Y-%m", "year": "%Y"}
    return table["period"].dt.strftime(form.get(next(iter(table["unit"]), "day"), "%Y-%m-%d"))
