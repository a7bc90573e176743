"""Who is heard: the speakers whom outlets quote, and those for whom they speak."""

from monitor.compare.counting import frequencies, largest_first
from monitor.compare.coverage import with_periods
from monitor.compare.outcomes import holder_outcomes, speaker_outcomes, spoken
from monitor.compare.shares import PERIOD, shares_by


def voices(quotes, articles, by="outlet", speakers=15):
    """DataFrame[speaker, outlet, quotes]: the most quoted speakers, first of all, and who quotes
    them, by a column of the articles that names groups.

    Counted are those of `spoken`.
    """
    quotes = spoken(quotes)
    loudest = list(frequencies(quotes["speaker"]).index[:speakers])
    quotes = quotes[quotes["speaker"].isin(loudest)].merge(
        articles[["article_id", by]], on="article_id"
    )
    counts = quotes.value_counts(["speaker", by]).reset_index(name="quotes")
    rank = counts["speaker"].map(loudest.index)
    order = counts.assign(rank=rank).sort_values(
        ["rank", "quotes", by], ascending=[True, False, True], ignore_index=True
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


def share_of_voice(quotes, articles, codebook, by="outlet"):
    """DataFrame[outlet, holder, share, quotations, speakers]: whose quotations are printed, by the
    codebook's holders and a column of the articles that names groups.

    quotes: with the column `holder`, from `monitor.stance.holders`. `quotations`: those of the
    group that count (`spoken`).
    """
    outcomes = holder_outcomes(quotes, codebook)
    table = shares_by(outcomes, articles, [by])
    table = table.rename(columns={"value": "holder", "n": "quotations"})
    heard = outcomes.rows.merge(articles[["article_id", by]], on="article_id")
    speakers = heard.groupby([by, "holder"])["speaker"].nunique()
    table = table.join(speakers.rename("speakers"), on=[by, "holder"])
    table = table.fillna({"speakers": 0}).astype({"speakers": int})
    return largest_first(table, "quotations")[[by, "holder", "share", "quotations", "speakers"]]
