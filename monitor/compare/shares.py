"""The share of each value in the passages, quotations or articles of an outlet, a period or any
other group.
"""

import numpy as np
import pandas as pd

from monitor.compare.counting import largest_first, name_outlets
from monitor.compare.outcomes import FEWEST_CODED, HUMAN, coded_outcomes
from monitor.wording import counted


def shares_by(outcomes, articles, by):
    """DataFrame[*by, dimension, value, share, low, high, passages, articles] of Outcomes.

    A share is that of the passages of the group (or quotations, or articles: the `unit` of the
    outcomes). Where passages of a random sample are human-coded, it is corrected by what the codes
    show of the model's errors in all passages, and `low` and `high` bound, at 95%, the share that
    people would find in them; else they are missing. `by` names columns of the articles or of the
    outcomes' rows. What belongs to no article, or to no group, is left out.
    """
    rows = outcomes.rows.reset_index(drop=True)
    columns = ["article_id", *(name for name in by if name not in rows)]
    rows = rows.merge(articles[columns], "left", "article_id")
    columns = [*by, "dimension", "value", "share", "low", "high", outcomes.unit, "articles"]
    columns = list(dict.fromkeys(columns))  # the unit may be the article
    tables = [pd.DataFrame(columns=columns)]
    for key, group in rows.groupby(list(by)):
        sizes = {outcomes.unit: len(group), "articles": group["article_id"].nunique()}
        table = outcomes.shares(group.index.to_numpy())
        table = table.assign(dimension=outcomes.dimension, **sizes)
        table[list(by)] = key
        tables.append(table if outcomes.basis == HUMAN else table.assign(low=np.nan, high=np.nan))
    return pd.concat(tables[1:] or tables, ignore_index=True)[columns]


def shares(stance, articles, codebook, by=("outlet", "batch")):
    """`shares_by` of the coded passages in each dimension of the codebook."""
    stance = stance[stance["article_id"].isin(articles["article_id"])]
    articles = name_outlets(articles)
    tables = [
        shares_by(coded_outcomes(stance, codebook, dimension), articles, by)
        for dimension in codebook.dimensions
    ]
    return pd.concat(tables).sort_values(list(by), kind="stable", ignore_index=True)


def shares_by_group(outcomes, articles, by="outlet"):
    """`shares_by` a column of the articles that names groups, the largest first."""
    return largest_first(shares_by(outcomes, articles, [by]), outcomes.unit)


def how_coded(stance):
    """One sentence on who coded the passages, and whether the shares are corrected."""
    codes = stance.reindex(columns=["hand_position", "probability", "drawable"])
    coded = codes["hand_position"].notna()
    human, drawn = coded.sum(), (coded & (codes["probability"] != 0)).sum()
    if not drawn:
        source = f"and {counted(human, 'passage')} chosen to teach it" if human else "alone"
        return (
            f"The passages are model-coded from the codebook {source}, not validated against human "
            "coding; intervals reflect the sampling of articles, not the model’s errors."
        )
    if drawn < FEWEST_CODED:
        return (
            f"The passages are model-coded. Of {len(stance):,}, {drawn:,} drawn at random are "
            f"human-coded as well, too few to correct the shares (at least {FEWEST_CODED}): shares "
            "count the model’s codes."
        )
    later = codes["drawable"].eq(False).sum()
    note = (
        f" {counted(later, 'passage')} came after the sample was drawn; the correction assumes "
        "that the model makes the same errors there."
    )
    return (
        f"The passages are model-coded. {human:,} of {len(stance):,} are human-coded as well, "
        f"{drawn:,} of them drawn at random: these correct the shares, and the 95% confidence "
        "intervals are for the shares that people would find if they coded all passages."
        f"{note if later else ''}"
    )
