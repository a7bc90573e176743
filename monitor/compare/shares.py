"""The share of passages that report each value of the codebook, by outlet, voice, period or any
other column.
"""

import numpy as np
import pandas as pd

from monitor.compare.counting import name_outlets, others_last
from monitor.compare.coverage import with_periods
from monitor.compare.outcomes import HUMAN, position_outcomes
from monitor.stance import OUTLET

OWN_WORDS = "Outlets’ own words"
QUOTED = "Quoted: "


def shares(stance, articles, codebook, by=("outlet", "batch")):
    """DataFrame[*by, dimension, value, share, low, high, passages, articles] of the coded passages.

    A share is that of the passages of the group. Where passages of a random sample are human-coded,
    it is corrected by what the codes show of the model's errors in all passages of `stance`, and
    `low` and `high` bound, at 95%, the share that people would find in them; else they are missing.
    `by` names columns of `articles` or `stance`; a group without passages has no rows.
    """
    by = list(by)
    groups = name_outlets(articles)[
        ["article_id", *(column for column in by if column not in stance)]
    ]
    coded = stance.merge(groups, on="article_id").reset_index(drop=True)
    parts = []
    for dimension in codebook.dimensions:
        outcomes = position_outcomes(coded, codebook, dimension)
        for key, part in coded.groupby(by, sort=True):
            table = outcomes.shares(coded.index.isin(part.index))
            if outcomes.basis != HUMAN:
                table[["low", "high"]] = np.nan
            table = table.assign(passages=len(part), articles=part["article_id"].nunique())
            parts.append(table.assign(dimension=dimension, **dict(zip(by, key, strict=True))))
    columns = [*by, "dimension", "value", "share", "low", "high", "passages", "articles"]
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.concat(parts, ignore_index=True)[columns]
    return table.sort_values(by, kind="stable", ignore_index=True)


def shares_by_outlet(stance, articles, codebook, most=12):
    """`shares` by outlet over all batches, the outlets with most passages first."""
    covering = name_outlets(articles[articles["article_id"].isin(stance["article_id"])], most)
    table = shares(stance, covering, codebook, by=["outlet"])
    order = table.sort_values(["passages", "outlet"], ascending=[False, True], kind="stable")
    return others_last(order)


def shares_by_voice(stance, articles, codebook):
    """`shares` by `voice`: the outlets' own words apart from what they quote, by whom the quotation
    stands for.
    """
    labels = {name: QUOTED + label for name, label in codebook.labels("holder").items()}
    voice = stance["holder"].map(labels).where(stance["voice"] != OUTLET, OWN_WORDS)
    table = shares(stance.assign(voice=voice), articles, codebook, by=["voice"])
    order = {name: place for place, name in enumerate([OWN_WORDS, *labels.values()])}
    return table.sort_values(
        "voice", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )


def shares_over_time(stance, articles, codebook):
    """`shares` by period; articles without a date are left out."""
    return shares(stance, with_periods(articles), codebook, by=["period", "unit"])


def how_coded(stance):
    """One sentence on who coded the passages, and whether the shares are corrected."""
    missing = pd.Series(None, stance.index, dtype=object)
    human = stance.get("hand_position", missing).notna()
    if not human.any():
        return (
            "The passages are model-coded from the codebook alone, not validated against human "
            "coding: the shares in the charts are counts of its codes. Intervals reflect which "
            "articles were drawn, not the errors of the model."
        )
    drawn = human & stance.get("probability", missing).notna()
    return (
        f"The passages are model-coded. {human.sum():,} of {len(stance):,} are human-coded as "
        f"well, {drawn.sum():,} of "
        "them drawn at random: these correct the shares, and the 95% confidence intervals bound "
        "the shares that people would find if they coded all passages."
    )
