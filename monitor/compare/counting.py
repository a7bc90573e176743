"""What counts as one: the rules for reprints, the names of outlets, and the stories that articles
belong to.
"""

import pandas as pd

from monitor.errors import InputError

NO_OUTLET = "(outlet not stated)"
OTHERS = "(other outlets)"
COUNTING = {
    "all": "all articles, reprints included",
    "one per group": "one article per story",
    "originals": "reprints excluded",
}


def count_reprints(articles, reprints, rule):
    """The articles that a rule of COUNTING counts; `reprints` is the table `syndication`.

    "one per group" keeps the earliest of the given articles of each story; "originals" leaves out
    every article whose original is another one, be that among the given articles or not. Raises
    InputError for another rule.
    """
    if rule not in COUNTING:
        raise InputError(f"counting: unknown rule {rule!r}; available: {', '.join(COUNTING)}")
    if rule == "all":
        return articles
    original = reprints.set_index("article_id")["original"].reindex(articles["article_id"])
    is_reprint = original.eq(False).to_numpy()
    if rule == "originals":
        return articles[~is_reprint]
    order = articles.assign(story=story_ids(articles, reprints), reprint=is_reprint)
    order = order.sort_values(["reprint", "date"], kind="stable")
    return articles[articles["article_id"].isin(order.drop_duplicates("story")["article_id"])]


def story_ids(articles, reprints):
    """Series of the story of each article: its group of reprints, or the article alone."""
    groups = reprints.set_index("article_id")["group_id"].to_dict()
    return articles["article_id"].map(lambda article_id: groups.get(article_id, article_id))


def name_outlets(articles, most=None):
    """The same table, `outlet` filled where it is empty; beyond the `most` busiest ones it is one
    group of others.
    """
    outlet = articles["outlet"].fillna("").replace("", NO_OUTLET)
    if most and outlet.nunique() > most:
        busiest = frequencies(outlet).index[: most - 1]
        outlet = outlet.where(outlet.isin(busiest), OTHERS)
    return articles.assign(outlet=outlet)


def others_last(table):
    """The same table, the rows of the group of other outlets at its end."""
    last = table["outlet"] == OTHERS
    return pd.concat([table[~last], table[last]], ignore_index=True)


def frequencies(names):
    """Series of how often each name stands in the Series, most first, ties by name."""
    counts = names.value_counts().rename_axis("name").reset_index(name="n")
    return counts.sort_values(["n", "name"], ascending=[False, True]).set_index("name")["n"]
