"""Distinctive language: the terms that set one outlet or period apart, and one event as several outlets tell it."""

import itertools
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from monitor.sentences import sentence_spans
from monitor.themes.words import STOP_WORDS

VERSION = "1"
_WORD = re.compile(r"\b[^\W\d_][^\W\d_’'-]+\b")
_STOP = frozenset(word for entry in STOP_WORDS for word in _WORD.findall(entry))
PRIOR_WEIGHT = 0.1
MIN_ARTICLES = 3
SURE = 1.96
DAYS_APART = 3
LIKENESS = 0.3
BLOCK = 200
TRIED = 12  # articles of a term in which a sentence is looked for


def terms_table(articles):
    """DataFrame[article_id, terms] of DataFrame[article_id, title, text]: the words that count, in order, by blanks."""
    texts = (articles["title"] + "\n\n" + articles["text"]).str.lower()
    words = [" ".join(word for word in _WORD.findall(text) if word not in _STOP) for text in texts]
    return articles[["article_id"]].assign(terms=words)


def _terms(articles):
    return articles["terms"] if "terms" in articles else terms_table(articles)["terms"]


def _count(terms, least, pairs=True):
    """(counts (articles, terms), list of the terms): words, and pairs of neighbours, that `least` articles hold."""
    lists = pc.split_pattern(pa.array(terms, pa.large_string()), " ")
    rows = np.repeat(np.arange(len(lists)), pc.list_value_length(lists).to_numpy(zero_copy_only=False))
    words = lists.flatten().dictionary_encode()
    names, codes = np.array(words.dictionary.to_pylist(), dtype=object), words.indices.to_numpy().astype(np.int64)
    kept, singles = _held(rows, codes, len(terms), least, without=np.flatnonzero(names == ""))
    parts, found = [singles], list(names[kept])
    if pairs:
        place = np.full(len(names), -1)
        place[kept] = np.arange(len(kept))
        codes = place[codes]
        beside = (rows[:-1] == rows[1:]) & (codes[:-1] >= 0) & (codes[1:] >= 0)
        keys, of_key = np.unique(codes[:-1][beside] * len(kept) + codes[1:][beside], return_inverse=True)
        held, doubles = _held(rows[:-1][beside], of_key, len(terms), least)
        ends = np.divmod(keys[held], max(1, len(kept)))
        parts, found = [singles, doubles], found + [f"{found[a]} {found[b]}" for a, b in zip(*ends, strict=True)]
    return sparse.hstack(parts, format="csr"), found


def _held(rows, codes, n, least, without=()):
    """(codes that `least` of `n` articles hold, their counts (articles, codes)); sparse, for most are rare."""
    width = int(codes.max(initial=-1)) + 1
    counts = sparse.csr_matrix((np.ones(len(rows), np.int32), (rows, codes)), (n, width))
    kept = np.setdiff1d(np.flatnonzero(np.bincount(counts.indices, minlength=width) >= least), without)
    return kept, counts[:, kept]


def keyness(articles, by="outlet", n=8):
    """DataFrame[group, term, z, group_per_10k, rest_per_10k, articles]: terms that a group uses more than the rest.

    Log-odds ratio with an informative Dirichlet prior, and its z-score (Monroe, Colaresi & Quinn 2008, Fightin' Words);
    the prior is the use of all articles, with a tenth of its weight. `by` names a column of `articles`, which has
    `terms` (of `terms_table`) or title and text as well. Terms are words and pairs of words that at least three
    articles of the group hold; the words of the groups' own names, and terms below z = 1.96, are left out.
    """
    columns = ["group", "term", "z", "group_per_10k", "rest_per_10k", "articles"]
    if articles[by].nunique() < 2:
        return pd.DataFrame(columns=columns)
    counts, terms = _count(_terms(articles), MIN_ARTICLES)
    total = np.asarray(counts.sum(axis=0)).ravel()
    own = {word.lower() for name in articles[by].astype(str).unique() for word in name.split()}
    rows = []
    for group in articles[by].drop_duplicates():
        inside = counts[(articles[by] == group).to_numpy()]
        here, held = np.asarray(inside.sum(axis=0)).ravel(), inside.getnnz(axis=0)
        z = _z_scores(here, total - here, total * PRIOR_WEIGHT)
        found = [i for i in np.flatnonzero((z > SURE) & (held >= MIN_ARTICLES)) if not own & set(terms[i].split())]
        best = sorted(found, key=lambda i: (-z[i], terms[i]))
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


def concordance(articles, table, texts, by="outlet", most=2):
    """DataFrame[group, term, sentence, article_id]: the first sentences, one an article, that hold each term.

    `table` as of `keyness`; `texts`: function from a list of ids to a Series of texts by article_id.
    """
    padded = articles.assign(terms=" " + _terms(articles) + " ")
    groups = {group: list(zip(rows["article_id"], rows["terms"], strict=True)) for group, rows in padded.groupby(by)}
    tried = {
        (row.group, row.term): list(itertools.islice((i for i, t in groups[row.group] if f" {row.term} " in t), TRIED))
        for row in table.itertuples()
    }
    text_of = texts(sorted({article_id for ids in tried.values() for article_id in ids}))
    rows = []
    for (group, term), ids in tried.items():
        pattern = re.compile(r"\b" + r"[^\w.!?]+".join(map(re.escape, term.split())) + r"\b", re.IGNORECASE)
        for article_id in ids:
            if mark := pattern.search(text_of[article_id]):
                start, end = next(span for span in sentence_spans(text_of[article_id]) if span[1] > mark.start())
                rows.append((group, term, text_of[article_id][start:end], article_id))
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
    counts, _ = _count(_terms(dated), 2, pairs=False)
    counts = counts[:, counts.getnnz(axis=0) <= len(dated) / 2]
    if not counts.shape[1]:
        return pd.DataFrame(columns=columns)
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
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
