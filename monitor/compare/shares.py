"""The share of each value in the passages, quotations or articles of an outlet, a period or any
other group.
"""

import numpy as np
import pandas as pd

from monitor.compare.counting import largest_first, name_outlets
from monitor.compare.coverage import with_periods
from monitor.compare.outcomes import HUMAN, coded_outcomes, theme_outcomes
from monitor.stance import OUTLET
from monitor.wording import counted

OWN_WORDS = "Outlets’ own words"
QUOTED = "Quoted: "
PERIOD = ("period", "unit")


def shares_by(outcomes, articles, by):
    """DataFrame[*by, value, share, low, high, n, articles] of Outcomes, group by group.

    `by` names columns of the articles or of the outcomes' rows; n is the number of rows in the
    group. What belongs to no article, or to no group, is left out.
    """
    rows = outcomes.rows.reset_index(drop=True)
    columns = ["article_id", *(name for name in by if name not in rows)]
    rows = rows.merge(articles[columns], "left", "article_id")
    columns = [*by, "value", "share", "low", "high", "n", "articles"]
    tables = [pd.DataFrame(columns=columns)]
    for key, group in rows.groupby(list(by)):
        table = outcomes.shares(group.index.to_numpy())
        table[list(by)] = key
        sizes = {"n": len(group), "articles": group["article_id"].nunique()}
        tables.append(table.assign(**sizes))
    return pd.concat(tables[1:] or tables, ignore_index=True)[columns]


def shares(stance, articles, codebook, by=("outlet", "batch")):
    """DataFrame[*by, dimension, value, share, low, high, passages, articles] of the coded passages.

    A share is that of the passages of the group. Where passages of a random sample are human-coded,
    it is corrected by what the codes show of the model's errors in all passages of `stance`, and
    `low` and `high` bound, at 95%, the share that people would find in them; else they are missing.
    `by` names columns of `articles` or `stance`; a group without passages has no rows.
    """
    by = list(by)
    stance = stance[stance["article_id"].isin(articles["article_id"])]
    tables = []
    for dimension in codebook.dimensions:
        outcomes = coded_outcomes(stance, codebook, dimension)
        table = shares_by(outcomes, name_outlets(articles), by).assign(dimension=dimension)
        if outcomes.basis != HUMAN:
            table[["low", "high"]] = np.nan
        tables.append(table.rename(columns={"n": "passages"}))
    table = pd.concat(tables).sort_values(by, kind="stable", ignore_index=True)
    return table[[*by, "dimension", "value", "share", "low", "high", "passages", "articles"]]


def shares_by_outlet(stance, articles, codebook, most=12):
    """`shares` by outlet over all batches, the outlets with most passages first."""
    covering = name_outlets(articles[articles["article_id"].isin(stance["article_id"])], most)
    return largest_first(shares(stance, covering, codebook, by=["outlet"]), "passages")


def shares_by_voice(stance, articles, codebook):
    """`shares` by `voice`: the outlets' own words apart from what they quote, by whom the quotation
    stands for.
    """
    labels = {name: QUOTED + label for name, label in codebook.labels("holder").items()}
    voice = stance["holder"].map(labels).where(stance["voice"] != OUTLET, OWN_WORDS)
    table = shares(stance.assign(voice=voice), articles, codebook, by=["voice"])
    order = [OWN_WORDS, *labels.values()]
    rank = table["voice"].map(order.index)
    return table.loc[rank.sort_values(kind="stable").index].reset_index(drop=True)


def shares_over_time(stance, articles, codebook):
    """`shares` by period; articles without a date are left out."""
    return shares(stance, with_periods(articles), codebook, by=PERIOD)


def themes_by_outlet(theme_weights, themes, articles, most=12):
    """DataFrame[outlet, theme_id, label, share, articles]: mean share of the outlet's articles that
    a theme explains; the busiest outlets first, the group of others last.
    """
    table = _theme_shares(theme_weights, themes, name_outlets(articles, most), ["outlet"])
    return largest_first(table, "articles")


def themes_over_time(theme_weights, themes, articles):
    """The same by period; articles without a date are left out."""
    return _theme_shares(theme_weights, themes, with_periods(articles), PERIOD)


def _theme_shares(theme_weights, themes, articles, by):
    outcomes = theme_outcomes(theme_weights, themes, articles)
    outcomes = outcomes._replace(values=list(themes["theme_id"]))
    table = shares_by(outcomes, articles, by).rename(columns={"value": "theme_id"})
    table["label"] = table["theme_id"].map(themes.set_index("theme_id")["label"])
    return table[[*by, "theme_id", "label", "share", "articles"]]


def how_coded(stance):
    """One sentence on who coded the passages, and whether the shares are corrected."""
    codes = stance.reindex(columns=["hand_position", "probability"])
    coded = codes["hand_position"].notna()
    human, drawn = coded.sum(), (coded & (codes["probability"] != 0)).sum()
    if not drawn:
        source = f"and {counted(human, 'passage')} chosen to teach it" if human else "alone"
        return (
            f"The passages are model-coded from the codebook {source}, not validated against human "
            "coding: the shares in the charts are counts of its codes. Intervals reflect which "
            "articles were drawn, not the errors of the model."
        )
    return (
        f"The passages are model-coded. {human:,} of {len(stance):,} are human-coded as well, "
        f"{drawn:,} of them drawn at random: these correct the shares, and the 95% confidence "
        "intervals bound the shares that people would find if they coded all passages."
    )
