"""Distinctive language: the terms that set one outlet or period apart, and one event as several outlets tell it."""

import re

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from monitor.sentences import sentence_spans
from monitor.themes.words import STOP_WORDS

WORDS = r"(?u)\b[^\W\d_][^\W\d_’'-]+\b"
PRIOR_WEIGHT = 0.1
MIN_ARTICLES = 3
DAYS_APART = 3
LIKENESS = 0.3
BLOCK = 200


def keyness(articles, by="outlet", n=8):
    """DataFrame[group, term, z, group_per_10k, rest_per_10k, articles]: terms that a group uses more than the rest.

    Log-odds ratio with an informative Dirichlet prior, and its z-score (Monroe, Colaresi & Quinn 2008, Fightin' Words);
    the prior is the use of all articles, with a tenth of its weight. `by` names a column of `articles`, which has
    title and text as well. Terms are words and pairs of words that at least three articles of the group hold; the words
    of the groups' own names, and terms below z = 1.96, are left out.
    """
    columns = ["group", "term", "z", "group_per_10k", "rest_per_10k", "articles"]
    if articles[by].nunique() < 2:
        return pd.DataFrame(columns=columns)
    stop = sorted({word for entry in STOP_WORDS for word in re.findall(WORDS, entry)})
    vectorizer = CountVectorizer(token_pattern=WORDS, stop_words=stop, ngram_range=(1, 2), min_df=MIN_ARTICLES)
    try:
        counts = vectorizer.fit_transform(articles["title"] + "\n\n" + articles["text"])
    except ValueError:
        return pd.DataFrame(columns=columns)
    terms, total = vectorizer.get_feature_names_out(), np.asarray(counts.sum(axis=0)).ravel()
    prior = total * PRIOR_WEIGHT
    own = {word.lower() for name in articles[by].astype(str).unique() for word in name.split()}
    named = np.array([any(word in own for word in term.split()) for term in terms])
    rows = []
    for group in articles[by].drop_duplicates():
        inside = (articles[by] == group).to_numpy()
        here, held = np.asarray(counts[inside].sum(axis=0)).ravel(), counts[inside].getnnz(axis=0)
        z = _z_scores(here, total - here, prior)
        best = [i for i in np.lexsort((terms, -z)) if z[i] > 1.96 and held[i] >= MIN_ARTICLES and not named[i]]
        for i in _whole_terms(best, terms, here)[:n]:
            rates = 1e4 * here[i] / here.sum(), 1e4 * (total[i] - here[i]) / (total.sum() - here.sum())
            rows.append((group, terms[i], z[i], *rates, held[i]))
    return pd.DataFrame(rows, columns=columns)


def _z_scores(here, rest, prior):
    def log_odds(count):
        whole = count.sum() + prior.sum()
        return np.log((count + prior) / (whole - count - prior))

    return (log_odds(here) - log_odds(rest)) / np.sqrt(1 / (here + prior) + 1 / (rest + prior))


def _whole_terms(best, terms, count):
    """Numbers of the terms to show: a pair for a word that mostly stands in it, and no word twice."""
    pairs = {}
    for i in best:
        for word in terms[i].split()[:2] if " " in terms[i] else ():
            pairs[word] = max(pairs.get(word, 0), count[i])
    kept, seen = [], set()
    for i in best:
        words = terms[i].split()
        inside = len(words) == 1 and pairs.get(words[0], 0) >= 0.7 * count[i]
        if not inside and not seen & set(words):
            seen |= set(words)
            kept.append(i)
    return kept


def concordance(articles, table, by="outlet", most=2):
    """DataFrame[group, term, sentence, article_id]: the first sentences, one an article, that hold each term.

    `table` as of `keyness`.
    """
    rows = []
    for group, terms in table.groupby("group", sort=False)["term"]:
        inside = articles[articles[by] == group]
        for term in terms:
            pattern = re.compile(r"\b" + r"[^\w.!?]+".join(map(re.escape, term.split())) + r"\b", re.IGNORECASE)
            for article in inside.itertuples():
                if mark := pattern.search(article.text):
                    start, end = next(span for span in sentence_spans(article.text) if span[1] > mark.start())
                    rows.append((group, term, article.text[start:end], article.article_id))
    found = pd.DataFrame(rows, columns=["group", "term", "sentence", "article_id"])
    return found.groupby(["group", "term"], sort=False).head(most).reset_index(drop=True)


def same_events(articles, copies, most=5):
    """DataFrame[event, article_id, outlet, date, title, url, likeness]: one event as different outlets tell it.

    Pairs of articles of two outlets, at most three days apart and no copies of one story (table `syndication`), whose
    TF-IDF cosine is at least .3; the most alike first, an article in one pair only.
    """
    columns = ["event", "article_id", "outlet", "date", "title", "url", "likeness"]
    dated = articles[articles["date"].notna() & (articles["outlet"].fillna("") != "")]
    dated = dated.sort_values("date", kind="stable", ignore_index=True)
    if len(dated) < 2:
        return pd.DataFrame(columns=columns)
    vectorizer = TfidfVectorizer(token_pattern=WORDS, stop_words="english", sublinear_tf=True, min_df=2, max_df=0.5)
    try:
        weights = vectorizer.fit_transform(dated["title"] + "\n\n" + dated["text"])
    except ValueError:
        return pd.DataFrame(columns=columns)
    story = dated["article_id"].map(copies.set_index("article_id")["group_id"]).fillna(dated["article_id"]).to_numpy()
    outlet, days = dated["outlet"].to_numpy(), dated["date"].to_numpy().astype("datetime64[D]").astype(int)
    pairs = pd.concat(_alike(weights, days))
    a, b = pairs["a"].to_numpy(), pairs["b"].to_numpy()
    pairs = pairs[(story[a] != story[b]) & (outlet[a] != outlet[b])]
    rows, taken = [], set()
    for pair in pairs.sort_values(["likeness", "a", "b"], ascending=[False, True, True]).itertuples():
        if not taken & {story[pair.a], story[pair.b]} and len(rows) < 2 * most:
            taken |= {story[pair.a], story[pair.b]}
            for i in (pair.a, pair.b):
                row = dated.loc[i]
                rows.append((len(rows) // 2 + 1, *row[["article_id", "outlet", "date", "title", "url"]], pair.likeness))
    return pd.DataFrame(rows, columns=columns)


def _alike(weights, days):
    """DataFrames[a, b, likeness] of pairs of rows of near days, a < b; `days` ascend. Made one block at a time."""
    for start in range(0, len(days), BLOCK):
        stop = min(start + BLOCK, len(days))
        end = np.searchsorted(days, days[stop - 1] + DAYS_APART, side="right")
        found = (weights[start:stop] @ weights[start:end].T).tocoo()
        keep = (found.row < found.col) & (found.data >= LIKENESS)
        a, b = found.row[keep] + start, found.col[keep] + start
        near = days[b] - days[a] <= DAYS_APART
        yield pd.DataFrame({"a": a[near], "b": b[near], "likeness": found.data[keep][near]})
