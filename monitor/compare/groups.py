"""The groups of articles that are set against each other: outlets, leanings, countries, periods."""

import re

import pandas as pd

from monitor.compare.counting import frequencies, name_outlets
from monitor.compare.coverage import period_names, with_periods
from monitor.compare.families import GROUPS
from monitor.errors import InputError, check_name

MOST = 12
PERIODS = "2025, 2025-Q1, 2025-03, 2025-03-31 or 2025-03 to 2025-05"
PERIOD = re.compile(r"\d{4}(-?Q[1-4]|-\d\d(-\d\d)?)?")


def days_of(period):
    """(first, last) moment of a period; None for a text that names none.

    A period is a year, quarter, month or day, or the time from one to another, as in PERIODS.
    """
    ends = period.split(" to ")
    if len(ends) > 2 or not all(map(PERIOD.fullmatch, ends)):
        return None
    try:
        return pd.Period(ends[0]).start_time, pd.Period(ends[-1]).end_time
    except ValueError:  # such as a month 13
        return None


def group_articles(articles, by, outlets, names=()):
    """The articles with the `group` of each, group by group; those of no group are left out.

    Named groups come in the order of `names`, periods in that of time, others the largest first.
    by: one of GROUPS. outlets: the `Outlets` that know the lean and country of each. names: of the
    groups to compare; without any, all groups, where outlets beyond the 12 busiest are one.
    Raises InputError for a name that is no group.
    """
    check_name("value for compare:", by, GROUPS)
    if by == "period":
        groups = _periods(articles, names)
    elif by == "outlet":
        names = tuple(map(outlets.name_of, names))
        groups = name_outlets(articles, None if names else MOST)["outlet"]
    else:
        groups = articles["outlet"].map(outlets.column(by)).astype(object)
        if by in articles:  # as an analyst's own table states it
            groups = groups.fillna(articles[by].replace("", None))
    available = frequencies(groups.dropna()).index
    for name in names:
        check_name(by, name, available)
    order = list(names or (sorted(available) if by == "period" else available))
    articles = articles.assign(group=groups)[groups.isin(order)]
    return articles.sort_values("group", key=lambda names: names.map(order.index), kind="stable")


def _periods(articles, names):
    """Series of the period of each article: of the names, the first that holds its date."""
    if not names:
        dated = with_periods(articles)
        return period_names(dated).reindex(articles.index)
    groups = pd.Series(index=articles.index, dtype=object)
    for name in reversed(names):
        days = days_of(name)
        if days is None:
            raise InputError(f"groups: {name!r} is not a period; write it as {PERIODS}")
        groups[articles["date"].between(*days)] = name
    return groups
