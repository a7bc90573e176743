"""Who is heard: the speakers whom outlets quote, and those for whom they speak."""

from monitor.compare.counting import frequencies, largest_first, name_outlets
from monitor.compare.coverage import with_periods
from monitor.compare.outcomes import holder_outcomes, speaker_outcomes, spoken
from monitor.compare.shares import PERIOD, shares_by


def voices(quotes, articles, speakers=15, most=10):
    """DataFrame[speaker, outlet, quotes]: the most quoted speakers, first of all, and the outlets
    that quote them.

    Counted are those of `spoken`.
    """
    quotes = spoken(quotes)
    printed = articles[articles["article_id"].isin(quotes["article_id"])]
    outlets = name_outlets(printed, most)[["article_id", "outlet"]]
    loudest = list(frequencies(quotes["speaker"]).index[:speakers])
    quotes = quotes[quotes["speaker"].isin(loudest)].merge(outlets, on="article_id")
    counts = quotes.value_counts(["speaker", "outlet"]).reset_index(name="quotes")
    rank = counts["speaker"].map(loudest.index)
    order = counts.assign(rank=rank).sort_values(
        ["rank", "quotes", "outlet"], ascending=[True, False, True], ignore_index=True
    )
    return order.drop(columns="rank")


def voices_over_time(quotes, articles, speakers=8):
    """DataFrame[period, unit, speaker, share, quotations]: share of a period's quotations of the
    most quoted speakers.

    `quotations`: those of the period that count (`spoken`). Articles without a date are left out.
    """
    dated = with_periods(articles)
    quotes = quotes[quotes["article_id"].isin(dated["article_id"])]
    table = shares_by(speaker_outcomes(quotes, speakers), dated, PERIOD)
    table = table.rename(columns={"value": "speaker", "n": "quotations"})
    return table[[*PERIOD, "speaker", "share", "quotations"]]


def share_of_voice(quotes, articles, codebook, most=12):
    """DataFrame[outlet, holder, share, quotations, speakers]: whose quotations an outlet prints, by
    the codebook's holders.

    quotes: with the column `holder`, from `monitor.stance.holders`. `quotations`: those of the
    outlet that count (`spoken`).
    """
    outlets = name_outlets(articles, most)[["article_id", "outlet"]]
    outcomes = holder_outcomes(quotes, codebook)
    table = shares_by(outcomes, outlets, ["outlet"])
    table = table.rename(columns={"value": "holder", "n": "quotations"})
    heard = outcomes.rows.merge(outlets, on="article_id").groupby(["outlet", "holder"])
    table = table.join(heard["speaker"].nunique().rename("speakers"), on=["outlet", "holder"])
    table = table.fillna({"speakers": 0}).astype({"speakers": int})
    return largest_first(table, "quotations")[
        ["outlet", "holder", "share", "quotations", "speakers"]
    ]
