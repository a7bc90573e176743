"""Distinctive language: the terms that set one outlet or period apart, and one event as several outlets tell it."""

import functools
import itertools
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from monitor.sentences import sentence_spans

VERSION = "1"
_WORD = re.compile(r"\b[^\W\d_][^\W\d_’'-]+\b")
PRIOR_WEIGHT = 0.1
MIN_ARTICLES = 3
SURE = 1.96
DAYS_APART = 3
LIKENESS = 0.3
BLOCK = 200
CLASSES = 2**24  # of pairs of words
TRIED = 12  # articles of a term in which a sentence is looked for


def terms_table(articles):
    """DataFrame[article_id, terms] of DataFrame[article_id, title, text]: the words that count, in order, by blanks."""
    texts = (articles["title"] + "\n\n" + articles["text"]).str.lower()
    stop = _stop_words()
    words = [" ".join(word for word in _WORD.findall(text) if word not in stop) for text in texts]
    return articles[["article_id"]].assign(terms=words)


@functools.cache
def _stop_words():
    # It loads scikit-learn, for which an ingest need not wait.
    from monitor.themes.words import STOP_WORDS

    return frozenset(word for entry in STOP_WORDS for word in _WORD.findall(entry))


def _terms(articles):
    return articles["terms"] if "terms" in articles else terms_table(articles)["terms"]


class TermCounts:
    """How often each article holds each word and pair of neighbouring words, counted once for all comparisons.

    articles: DataFrame[article_id, terms (of `terms_table`)], or title and text in their place. `of_words` and
    `of_pairs` are sparse matrices (articles, terms). Pairs that cannot be in three articles are left out.
    """

    def __init__(self, articles):
        self._places = pd.Index(articles["article_id"])
        rows, columns, self.words = _words(_terms(articles))
        first, of_pair, self._pairs = _pairs(rows, columns, len(self.words))
        self.of_words = _cells(rows, columns, (len(articles), len(self.words)))
        self.of_pairs = _cells(rows[first], of_pair, (len(articles), len(self._pairs)))

    def places(self, articles):
        """Array of the rows of `counts` that stand for the articles."""
        return self._places.get_indexer(articles["article_id"])

    def name(self, number):
        """The term of a column of `of_words`, or, those counted first, of `of_pairs`."""
        if number < len(self.words):
            return self.words[number]
        return " ".join(self.words[place] for place in divmod(self._pairs[number - len(self.words)], len(self.words)))


def _cells(rows, columns, shape):
    """Sparse matrix of how often each column stands in each row; the rows ascend, so that no copy is made."""
    starts = np.searchsorted(rows, np.arange(shape[0] + 1)).astype(np.int32)
    counts = sparse.csr_matrix((np.ones(len(columns), np.int32), columns, starts), shape)
    counts.sum_duplicates()
    return counts


def _sums(members, counts):
    """(how often each group of `members` holds each term, how many of its articles do)."""
    ones = sparse.csr_matrix((np.ones(counts.nnz, np.int8), counts.indices, counts.indptr), counts.shape)
    return (members @ counts).toarray(), (members @ ones).toarray()


def _words(terms):
    """(row and number of each word in the terms, the words by their numbers)."""
    table = pa.Table.from_pandas(pd.DataFrame({"terms": terms.replace("", None)}), preserve_index=False)
    lists = pc.split_pattern(table["terms"].cast(pa.large_string()).combine_chunks(), " ")
    words = lists.flatten().dictionary_encode()
    rows = pc.list_parent_indices(lists).to_numpy().astype(np.int32)
    return rows, words.indices.to_numpy().copy(), words.dictionary.to_pylist()


def _pairs(rows, words, n):
    """(places of the first words of pairs, number of each pair, keys of the pairs by their numbers)."""
    often = np.bincount(words) >= MIN_ARTICLES
    first = np.flatnonzero((rows[:-1] == rows[1:]) & often[words[:-1]] & often[words[1:]]).astype(np.int32)
    keys = words[first] * np.int64(n) + words[first + 1]
    # Most pairs are rare: those in a class that few fall into need not be told apart.
    of_class = (keys % CLASSES).astype(np.int32)
    some = (np.bincount(of_class) >= MIN_ARTICLES)[of_class]
    first, keys = first[some], keys[some]
    of_pair, pairs = pd.factorize(keys)
    return first, of_pair.astype(np.int32), pairs


def keyness(articles, by="outlet", n=8, counted=None):
    """DataFrame[group, term, z, group_per_10k, rest_per_10k, articles]: terms that a group uses more than the rest.

    Log-odds ratio with an informative Dirichlet prior, and its z-score (Monroe, Colaresi & Quinn 2008, Fightin' Words);
    the prior is the use of all articles, with a tenth of its weight. `by` names a column of `articles`; `counted` is
    a TermCounts of them, and of others perhaps. Terms are words and pairs of words that at least three articles of the
    group hold; the words of the groups' own names, and terms below z = 1.96, are left out.
    """
    columns = ["group", "term", "z", "group_per_10k", "rest_per_10k", "articles"]
    if articles[by].nunique() < 2:
        return pd.DataFrame(columns=columns)
    counted = counted or TermCounts(articles)
    codes, groups = pd.factorize(articles[by], use_na_sentinel=False)
    members = sparse.csr_matrix((np.ones(len(codes), np.int32), (codes, counted.places(articles))), dtype=np.int32)
    members.resize(len(groups), counted.of_words.shape[0])
    sums = _sums(members, counted.of_words), _sums(members, counted.of_pairs)
    used, held = (np.hstack(parts) for parts in zip(*sums, strict=True))
    known = np.flatnonzero(held.sum(axis=0) >= MIN_ARTICLES)
    total = used[:, known].sum(axis=0)
    own = {word.lower() for name in groups for word in str(name).split()}
    rows = []
    for group, here, holding in zip(groups, used[:, known], held[:, known], strict=True):
        z = _z_scores(here, total - here, total * PRIOR_WEIGHT)
        found = np.flatnonzero((z > SURE) & (holding >= MIN_ARTICLES))
        names = {i: counted.name(known[i]) for i in found}
        best = [i for i in sorted(found, key=lambda i: (-z[i], names[i])) if not own & set(names[i].split())]
        for i in itertools.islice(_whole_terms(best, names, here), n):
            rates = 1e4 * here[i] / here.sum(), 1e4 * (total[i] - here[i]) / (total.sum() - here.sum())
            rows.append((group, names[i], z[i], *rates, holding[i]))
    return pd.DataFrame(rows, columns=columns)


def _z_scores(here, rest, prior):
    def log_odds(count):
        whole = count.sum() + prior.sum()
        return np.log((count + prior) / (whole - count - prior))

    return (log_odds(here) - log_odds(rest)) / np.sqrt(1 / (here + prior) + 1 / (rest + prior))


def _whole_terms(best, terms, count):
    """Yield the numbers of the terms to show: a pair for a word that mostly stands in it, and no word twice."""
    pairs = {}
    for i in best:
        for word in terms[i].split()[:2] if " " in terms[i] else ():
            pairs[word] = max(pairs.get(word, 0), count[i])
    seen = set()
    for i in best:
        words = terms[i].split()
        inside = len(words) == 1 and pairs.get(words[0], 0) >= 0.7 * count[i]
        if not inside and not seen & set(words):
            seen |= set(words)
            yield i


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
    text_of = texts(sorted({article_id for ids in tried.values() for article_id in ids})).to_dict()
    rows = [
        (group, term, *found)
        for (group, term), ids in tried.items()
        for found in itertools.islice(_sentences(term, ids, text_of), most)
    ]
    return pd.DataFrame(rows, columns=["group", "term", "sentence", "article_id"])


def _sentences(term, ids, text_of):
    """Yield (sentence, article_id): the first one of each article that holds the term."""
    pattern = re.compile(r"\b" + r"[^\w.!?]+".join(map(re.escape, term.split())) + r"\b", re.IGNORECASE)
    for article_id in ids:
        if mark := pattern.search(text_of[article_id]):
            start, end = next(span for span in sentence_spans(text_of[article_id]) if span[1] > mark.start())
            yield text_of[article_id][start:end], article_id


def same_events(articles, copies, counted=None, most=5):
    """DataFrame[event, article_id, outlet, date, title, url, likeness]: one event as different outlets tell it.

    Pairs of articles of two outlets, at most three days apart and no copies of one story (table `syndication`), whose
    TF-IDF cosine is at least .3; the most alike first, an article in one pair only. `counted` as of `keyness`.
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    columns = ["event", "article_id", "outlet", "date", "title", "url", "likeness"]
    dated = articles[articles["date"].notna() & (articles["outlet"].fillna("") != "")]
    dated = dated.sort_values("date", kind="stable", ignore_index=True)
    if len(dated) < 2:
        return pd.DataFrame(columns=columns)
    counted = counted or TermCounts(dated)
    counts = counted.of_words[counted.places(dated)]
    held = counts.getnnz(axis=0)
    counts = counts[:, (held >= 2) & (held <= len(dated) / 2)]
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
