"""Who is heard: the speakers whom outlets quote, and those for whom they speak."""

import pandas as pd

from monitor.compare.counting import frequencies, name_outlets, others_last
from monitor.compare.coverage import with_periods
from monitor.stance import UNKNOWN


def spoken(quotes):
    """The direct and mixed quotations whose speaker is known.

    What is only reported as someone's belief or wish (indirect) does not count as being heard.
    """
    return quotes[quotes["speaker"].notna() & (quotes["kind"] != "indirect")]


def voices(quotes, articles, speakers=15, most=10):
    """DataFrame[speaker, outlet, quotes]: the most quoted speakers, first of all, and the outlets
    that quote them.

    Counted are those of `spoken`.
    """
    named = spoken(quotes)
    printed = articles[articles["article_id"].isin(named["article_id"].unique())]
    outlets = name_outlets(printed, most)[["article_id", "outlet"]]
    loudest = frequencies(named["speaker"]).index[:speakers]
    table = named[named["speaker"].isin(loudest)].merge(outlets, on="article_id")
    counts = table.groupby(["speaker", "outlet"]).size().rename("quotes").reset_index()
    counts["rank"] = counts["speaker"].map({name: rank for rank, name in enumerate(loudest)})
    counts = counts.sort_values(["rank", "quotes", "outlet"], ascending=[True, False, True])
    return counts[["speaker", "outlet", "quotes"]].reset_index(drop=True)


def voices_over_time(quotes, articles, speakers=8):
    """DataFrame[period, unit, speaker, share, quotations]: share of a period's quotations of the
    most quoted speakers.

    `quotations`: those of the period that count (`spoken`). Articles without a date are left out.
    """
    dated = with_periods(articles)[["article_id", "period", "unit"]]
    table = spoken(quotes).merge(dated, on="article_id")
    loudest = frequencies(table["speaker"]).index[:speakers]
    sizes = table.groupby(["period", "unit"]).size().rename("quotations").reset_index()
    grid = sizes.merge(pd.DataFrame({"speaker": loudest}), how="cross")
    counts = table.groupby(["period", "speaker"]).size().rename("n").reset_index()
    grid = grid.merge(counts, on=["period", "speaker"], how="left").fillna({"n": 0})
    grid["share"] = grid["n"] / grid["quotations"]
    return grid[["period", "unit", "speaker", "share", "quotations"]]


def share_of_voice(quotes, articles, codebook, by=("outlet",), most=12):
    """DataFrame[*by, holder, share, quotations, speakers]: whose quotations a group prints, by the
    codebook's holders.

    quotes: with the column `holder`, from `monitor.stance.holders`. `quotations`: those of the
    group that count (`spoken`).
    """
    by = list(by)
    table = spoken(quotes).merge(name_outlets(articles, most)[["article_id", *by]], on="article_id")
    _, values = holders_of(table, codebook)
    sizes = table.groupby(by).size().rename("quotations").reset_index()
    grid = sizes.merge(pd.DataFrame({"holder": values}), how="cross")
    counts = (
        table.groupby([*by, "holder"])["speaker"].agg(n="size", speakers="nunique").reset_index()
    )
    grid = grid.merge(counts, on=[*by, "holder"], how="left").fillna({"n": 0, "speakers": 0})
    grid = grid.astype({"speakers": int})
    grid["share"] = grid["n"] / grid["quotations"]
    order = grid.sort_values(
        ["quotations", *by], ascending=[False] + [True] * len(by), kind="stable"
    )
    order = order[[*by, "holder", "share", "quotations", "speakers"]]
    return others_last(order) if "outlet" in by else order.reset_index(drop=True)


def holders_of(quotes, codebook):
    """(Series of the holder of each quotation, list of the holders of the codebook and UNKNOWN)."""
    return quotes["holder"], [*codebook.dimensions["holder"], UNKNOWN]
