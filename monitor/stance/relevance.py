"""How central the codebook's target is to an article."""

import numpy as np

from monitor.stance.target_passages import find_passages

ABOUT = {
    "all": "all articles, whether or not they name {target}",
    "mentions": "only articles that name {target}",
    "main subject": "only articles with {target} as their main subject",
}
MENTIONS, MAIN = list(ABOUT)[1:]
LEAD = 300  # characters
SHARE = 0.2
SHARE_WITH_LEAD = 0.1


def relevance(articles, passages, codebook):
    """Array of MAIN, MENTIONS or "" (the target is not named), one for each article.

    articles: DataFrame[article_id, title, words]; passages: DataFrame[article_id, start, passage].
    The target is the main subject where the headline names it, where a fifth of the article's words
    stand in sentences about it, or a tenth if one of these is in the lead, the first 300
    characters.
    """
    ids = articles["article_id"]
    titles = articles[["article_id"]].assign(text=articles["title"])
    in_title = ids.isin(find_passages(titles, codebook)["article_id"])
    words = passages["passage"].str.count(r"\S+").groupby(passages["article_id"]).sum()
    share = ids.map(words).astype(float) / articles["words"]
    start = ids.map(passages.groupby("article_id")["start"].min()).astype(float)
    is_main = in_title | (share >= np.where(start < LEAD, SHARE_WITH_LEAD, SHARE))
    return np.select([is_main, start.notna()], [MAIN, MENTIONS], "")
