"""Who is heard: the speakers whom outlets quote."""

from monitor.compare.counting import frequencies
from monitor.compare.outcomes import spoken


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
