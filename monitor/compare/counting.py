"""What counts as one: the rules for reprints, the names of outlets, and the stories that articles
belong to.
"""

from monitor.errors import check_name

ABOUT = "article_id outlet date title url source".split()  # the columns that name an article
NO_OUTLET = "(outlet not stated)"
OTHERS = "(other outlets)"
UNNAMED = [NO_OUTLET, OTHERS]
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
    check_name("counting rule", rule, COUNTING)
    if rule == "all":
        return articles
    is_reprint = articles["article_id"].isin(reprints.loc[~reprints["original"], "article_id"])
    if rule == "originals":
        return articles[~is_reprint]
    order = articles.assign(story=story_ids(articles, reprints), reprint=is_reprint)
    order = order.sort_values(["reprint", "date"], kind="stable").drop_duplicates("story")
    return articles.loc[order.index.sort_values()]


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


def largest_first(table, size):
    """The same table, the groups (first column) of the largest `size` (a column) first, other
    outlets at its end.
    """
    order = table.assign(last=table.iloc[:, 0] == OTHERS)
    order = order.sort_values(["last", size], ascending=[True, False], kind="stable")
    return order.drop(columns="last").reset_index(drop=True)


def frequencies(names):
    """Series of how often each name stands in the Series, most first, ties by name."""
    return names.value_counts().sort_index().sort_values(ascending=False, kind="stable")
