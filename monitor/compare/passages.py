"""The passages that stand for each value as evidence."""


def evidence(stance, articles, reprints, dimension, most=3):
    """DataFrame[value, passage, outlet, date, title, url, confidence, …]: the most certain passages
    of each value.

    One passage a story, so that no article, and none of its reprints (table `syndication`), stands
    for a value alone.
    """
    groups = reprints.set_index("article_id")["group_id"]
    story = stance["article_id"].replace(groups.to_dict())
    ranked = stance.assign(story=story).sort_values(
        ["confidence", "passage_id"], ascending=[False, True]
    )
    best = ranked.drop_duplicates([dimension, "story"]).groupby(dimension).head(most)
    about = articles[["article_id", "outlet", "date", "title", "url", "source"]]
    return best.merge(about, on="article_id").rename(columns={dimension: "value"})
