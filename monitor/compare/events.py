"""One event as several outlets tell it: pairs of articles that are alike and close in time."""

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfTransformer

from monitor.compare.counting import ABOUT, story_ids

MAX_DAYS = np.timedelta64(3, "D")
MIN_LIKENESS = 0.3
BLOCK = 200  # articles compared at a time
COLUMNS = ["event", *ABOUT, "likeness"]


def same_events(articles, counts, copies, most=5):
    """DataFrame[event, article_id, outlet, date, title, url, source, likeness]: pairs of articles.

    articles: DataFrame[article_id, outlet, date, title, url, source]; counts: their TermCounts;
    copies: table `syndication`. The articles of a pair are of two outlets, at most three days
    apart, no reprints of each other, and have a TF-IDF cosine (`likeness`) of at least 0.3, of the
    single words that at most half of the articles hold. The `most` pairs that are most alike, best
    first; no story is in two of them.
    """
    table = articles.assign(row=np.arange(len(articles)), story=story_ids(articles, copies))
    table = table[table["date"].notna() & table["outlet"].fillna("").ne("")]
    table = table.sort_values(["date", "article_id"], ignore_index=True)
    uses = counts.uses[table["row"]].astype(np.float32)
    is_rare = uses.sign().sum(axis=0) <= len(table) / 2
    is_word = np.array([" " not in term for term in counts.terms], bool)
    uses = uses[:, np.flatnonzero(is_rare & is_word)]
    if not uses.nnz:
        return pd.DataFrame(columns=COLUMNS)
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(uses)
    pairs = pd.concat(_similar_pairs(weights, table["date"].to_numpy("datetime64[D]")))
    story, outlet = table["story"].to_numpy(), table["outlet"].to_numpy()
    pairs = pairs.sort_values(["likeness", "a", "b"], ascending=[False, True, True])
    events, stories = [pd.DataFrame(columns=COLUMNS)], set()
    for one, other, likeness in pairs.itertuples(index=False):
        both = {story[one], story[other]}
        differ = outlet[one] != outlet[other] and story[one] != story[other]
        if differ and stories.isdisjoint(both) and len(events) <= most:
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
