"""The passages that stand for each value as evidence."""

from monitor.compare.counting import ABOUT, story_ids


def evidence(stance, articles, reprints, dimension, most=3):
    """DataFrame[value, passage, outlet, date, title, url, confidence, …]: the most certain passages
    of each value.

    One passage a story, so that no article, and none of its reprints (table `syndication`), stands
    for a value alone.
    """
    ranked = stance.assign(story=story_ids(stance, reprints))
    ranked = ranked.sort_values(["confidence", "passage_id"], ascending=[False, True])
    best = ranked.drop_duplicates([dimension, "story"]).groupby(dimension).head(most)
    return best.merge(articles[ABOUT], on="article_id").rename(columns={dimension: "value"})
