"""One event as several outlets tell it: pairs of articles that are alike and close in time."""

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from monitor.compare.counting import story_ids
from monitor.compare.language import STOP_WORDS

MAX_DAYS = np.timedelta64(3, "D")
MIN_LIKENESS = 0.3
BLOCK = 200  # articles compared at a time
COLUMNS = ["event", "article_id", "outlet", "date", "title", "url", "likeness"]
_VECTORIZER = TfidfVectorizer(
    token_pattern=r"[^\W\d_]{2,}",
    stop_words=list(STOP_WORDS),
    min_df=2,
    max_df=0.5,
    sublinear_tf=True,
    dtype=np.float32,
)


def same_events(articles, texts, copies, most=5):
    """DataFrame[event, article_id, outlet, date, title, url, likeness]: pairs of articles.

    articles: DataFrame[article_id, outlet, date, title, url]; texts: Series of their texts, in the
    same order; copies: table `syndication`. The articles of a pair are of two outlets, at most
    three days apart, no reprints of each other, and have a TF-IDF cosine (`likeness`) of at least
    0.3. The `most` pairs that are most alike, best first; no story is in two of them.
    """
    table = articles.assign(text=list(texts), story=story_ids(articles, copies))
    table = table[table["date"].notna() & table["outlet"].fillna("").ne("")]
    table = table.sort_values(["date", "article_id"], ignore_index=True)
    try:
        weights = _VECTORIZER.fit_transform(table["text"])
    except ValueError:
        # No word is in at least two of the texts and in at most half of them.
        return pd.DataFrame(columns=COLUMNS)
    pairs = pd.concat(_similar_pairs(weights, table["date"].to_numpy("datetime64[D]")))
    story, outlet = table["story"].to_numpy(), table["outlet"].to_numpy()
    one, other = pairs["a"].to_numpy(), pairs["b"].to_numpy()
    pairs = pairs[(story[one] != story[other]) & (outlet[one] != outlet[other])]
    pairs = pairs.sort_values(["likeness", "a", "b"], ascending=[False, True, True])
    events, stories = [pd.DataFrame(columns=COLUMNS)], set()
    for one, other, likeness in pairs.itertuples(index=False):
        both = {story[one], story[other]}
        if stories.isdisjoint(both) and len(events) <= most:
            stories |= both
            events.append(table.loc[[one, other]].assign(event=len(events), likeness=likeness))
    return pd.concat(events[1:] or events, ignore_index=True)[COLUMNS]


def _similar_pairs(weights, days):
    """Yield DataFrames[a, b, likeness] of pairs of rows, a before b; `days` ascend."""
    for start in range(0, len(days), BLOCK):
        stop = min(start + BLOCK, len(days))
        end = np.searchsorted(days, days[stop - 1] + MAX_DAYS, side="right")
        likeness = (weights[start:stop] @ weights[start:end].T).tocoo()
        pairs = pd.DataFrame(
            {"a": likeness.row + start, "b": likeness.col + start, "likeness": likeness.data}
        )
        near = days[pairs["b"]] - days[pairs["a"]] <= MAX_DAYS
        yield pairs[near & (pairs["a"] < pairs["b"]) & (pairs["likeness"] >= MIN_LIKENESS)]
