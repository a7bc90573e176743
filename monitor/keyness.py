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
ROWS = 500  # articles whose terms are counted at a time
SORTED = 1_000_000  # pairs of words that are sorted at a time
PRIME = 2_097_143  # about twice as many
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
    from monitor.themes.vocabulary import STOP_WORDS

    return frozenset(word for entry in STOP_WORDS for word in _WORD.findall(entry))


class TermCounts:
    """How often each article holds each word and pair of neighbouring words, counted once for all comparisons.

    tables: pyarrow Tables[article_id, terms (of `terms_table`)], read one after the other. `counts` is a sparse matrix
    (articles, terms): the `words`, then the pairs that at least three articles hold, each by the alphabet.
    """

    def __init__(self, tables):
        ids, starts, words, self.words = _words(tables)
        self._places = pd.Index(ids, dtype="str")
        of_pair, self._pairs = _pairs(words, starts, len(self.words))
        self.counts = _cells(words, of_pair, starts, (len(self.words), len(self._pairs)))

    @classmethod
    def of(cls, articles):
        """Those of a DataFrame[article_id, terms], or with title and text in the place of the terms."""
        held = articles if "terms" in articles else terms_table(articles)
        return cls([pa.table({"article_id": held["article_id"].tolist(), "terms": held["terms"].tolist()})])

    def places(self, articles):
        """Array of the rows of `counts` that stand for the articles."""
        return self._places.get_indexer(articles["article_id"])

    def sums(self, places):
        """(how often the articles of these rows hold each term, how many of them do)."""
        rows, n = self.counts[places], self.counts.shape[1]
        return np.bincount(rows.indices, rows.data, n).astype(np.int64), np.bincount(rows.indices, minlength=n)

    def parts(self, terms):
        """Two arrays, the numbers of the first and second word of each column of `counts`; -1 where it is one word."""
        alone, pairs = terms < len(self.words), np.append(self._pairs, 0)
        first, second = np.divmod(pairs[np.where(alone, -1, terms - len(self.words))], max(1, len(self.words)))
        return np.where(alone, terms, first), np.where(alone, -1, second)

    def names(self, terms):
        """List of the terms of these columns of `counts`."""
        parts = zip(*(part.tolist() for part in self.parts(np.asarray(terms))), strict=True)
        return [" ".join(self.words[part].as_py() for part in pair if part >= 0) for pair in parts]

    def numbers(self, words):
        """Array of the numbers of words, -1 for one that no article holds."""
        return pc.fill_null(pc.index_in(pa.array(words, pa.large_string()), self.words), -1).to_numpy()

    def columns(self, terms):
        """Array of the columns of `counts` that stand for terms, which are among them."""
        parts = [term.partition(" ") for term in terms]
        first, second = (self.numbers([part[place] for part in parts]) for place in (0, 2))
        keys = first.astype(np.int64) * len(self.words) + second
        return np.where(second < 0, first, len(self.words) + np.searchsorted(self._pairs, keys))


def _words(tables):
    """(ids of the articles, where the words of each start, number of each word, the words by their numbers)."""
    ids, lengths, encoded = [], [np.zeros(1, np.int32)], [pa.array([], pa.large_string()).dictionary_encode()]
    for table in tables:
        terms = table["terms"].cast(pa.large_string()).combine_chunks()
        lists = pc.split_pattern(pc.if_else(pc.equal(terms, ""), None, terms), " ")
        ids += table["article_id"].to_pylist()
        lengths.append(pc.fill_null(pc.list_value_length(lists), 0).to_numpy())
        encoded.append(lists.flatten().dictionary_encode())
    chunks = pa.chunked_array(encoded).unify_dictionaries().chunks
    words = chunks[-1].dictionary
    order = pc.sort_indices(words)
    rank = np.empty(len(words), np.int32)
    rank[order] = np.arange(len(words))
    return ids, np.cumsum(np.concatenate(lengths)), rank[np.concatenate([c.indices for c in chunks])], words.take(order)


def _pairs(words, starts, n):
    """(number of the pair that starts with each word or -1, keys of the pairs by their numbers)."""
    times, opens = np.bincount(words, minlength=n), np.zeros(len(words) + 1, bool)
    often, opens[starts] = times >= MIN_ARTICLES, True
    # What is sorted at a time stays small: the pairs of some first words.
    blocks = (1 + np.cumsum(times) // SORTED).astype(np.uint16)[words[:-1]]
    blocks *= often[words[:-1]] & often[words[1:]] & ~opens[1:-1]
    of_pair, pairs = np.full(len(words), -1, np.int32), np.zeros(0, np.int64)
    for block in range(1, blocks.max(initial=0) + 1):
        places = np.flatnonzero(blocks == block)
        keys = words[places] * np.int64(n) + words[places + 1]
        # Most pairs are rare, and are left out by a count of remainders before they are sorted.
        remainders = keys % PRIME
        some = np.bincount(remainders, minlength=PRIME)[remainders] >= MIN_ARTICLES
        places, keys = places[some], keys[some]
        bits = len(places).bit_length()
        least = keys.min(initial=n * n)
        packed = np.sort(keys - least << bits | np.arange(len(places)))
        articles = np.repeat(np.arange(len(starts) - 1), np.diff(np.searchsorted(places, starts)))
        order, keys = packed & (1 << bits) - 1, (packed >> bits) + least
        new = np.diff(keys, prepend=-1) > 0
        first, held = np.flatnonzero(new), new | (np.diff(articles[order], prepend=-1) != 0)
        kept = np.add.reduceat(held, first, dtype=np.int32) >= MIN_ARTICLES
        number = np.where(kept, len(pairs) + np.cumsum(kept) - 1, -1)
        of_pair[places[order]] = np.repeat(number, np.diff(first, append=len(places)))
        pairs = np.append(pairs, keys[first[kept]])
    return of_pair, pairs


def _cells(words, of_pair, starts, shape):
    """Sparse matrix of how often each word, and after all words each pair, stands in each article."""
    most, rows, end = len(words) + np.count_nonzero(of_pair >= 0), [np.zeros(1, np.int64)], 0
    counts, columns = np.empty(most, np.int32), np.empty(most, np.int32)
    for at in range(0, len(starts) - 1, ROWS):
        ends = starts[at : at + ROWS + 1]
        pairs = of_pair[ends[0] : ends[-1]]
        both = np.stack((words[ends[0] : ends[-1]], np.where(pairs < 0, -1, pairs + shape[0])), axis=1).ravel()
        kept = both >= 0
        ends = np.append(0, np.cumsum(kept))[2 * (ends - ends[0])]
        ones = np.ones(ends[-1], np.int32)
        # By columns and back, which brings the same cells together without sorting.
        block = sparse.csr_matrix((ones, both[kept], ends), (len(ends) - 1, sum(shape))).tocsc()
        block.sum_duplicates()
        block = block.tocsr()
        counts[end : end + block.nnz], columns[end : end + block.nnz] = block.data, block.indices
        rows.append(end + block.indptr[1:])
        end += block.nnz
    return sparse.csr_matrix((counts[:end], columns[:end], np.concatenate(rows)), (len(starts) - 1, sum(shape)))


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
    counted = counted or TermCounts.of(articles)
    codes, groups = pd.factorize(articles[by], use_na_sentinel=False)
    members = [counted.places(articles)[codes == code] for code in range(len(groups))]
    total, known = map(sum, zip(*map(counted.sums, members), strict=True))
    known = np.flatnonzero(known >= MIN_ARTICLES)
    total, parts = total[known], counted.parts(known)
    own = counted.numbers(sorted({word.lower() for name in groups for word in str(name).split()}))
    own = np.isin(parts, own[own >= 0]).any(axis=0)
    rows = []
    for group, places in zip(groups, members, strict=True):
        here, holding = (sums[known] for sums in counted.sums(places))
        z = _z_scores(here, total - here, total * PRIOR_WEIGHT)
        found = np.flatnonzero((z > SURE) & (holding >= MIN_ARTICLES) & ~own)
        shown = list(itertools.islice(_whole_terms(found, *parts, z, here), n))
        for i, name in zip(shown, counted.names(known[shown]), strict=True):
            rates = 1e4 * here[i] / here.sum(), 1e4 * (total[i] - here[i]) / (total.sum() - here.sum())
            rows.append((group, name, z[i], *rates, holding[i]))
    return pd.DataFrame(rows, columns=columns)


def _z_scores(here, rest, prior):
    def log_odds(count):
        whole = count.sum() + prior.sum()
        return np.log((count + prior) / (whole - count - prior))

    return (log_odds(here) - log_odds(rest)) / np.sqrt(1 / (here + prior) + 1 / (rest + prior))


def _whole_terms(found, first, second, z, count):
    """Yield the terms to show, the surest first: a pair for a word that mostly stands in it, and no word twice."""
    pairs = found[second[found] >= 0]
    in_pair = np.zeros(first.max(initial=-1) + 1, np.int64)
    for part in (first, second):
        np.maximum.at(in_pair, part[pairs], count[pairs])
    ordered = found[np.argsort(-z[found])].tolist()
    seen = {-1}
    for _, tied in itertools.groupby(ordered, z.__getitem__):
        # Numbers follow the alphabet.
        for i in sorted(tied, key=lambda i: (first[i], second[i])):
            words = {first[i], second[i]} - {-1}
            inside = second[i] < 0 and in_pair[first[i]] >= 0.7 * count[i]
            if not inside and not seen & words:
                seen |= words
                yield i


def concordance(articles, table, texts, by="outlet", most=2, counted=None):
    """DataFrame[group, term, sentence, article_id]: the first sentences, one an article, that hold each term.

    `table` and `counted` as of `keyness`; `texts`: function from a list of ids to a Series of texts by article_id.
    """
    counted, tried = counted or TermCounts.of(articles), {}
    columns = counted.columns(table["term"])
    for group, terms in table["term"].groupby(table["group"].to_numpy(), sort=False):
        members = articles[articles[by] == group]
        holds = counted.counts[counted.places(members)][:, columns[table["group"] == group]].tocsc()
        for term, start, end in zip(terms, holds.indptr[:-1], holds.indptr[1:], strict=True):
            tried[group, term] = members["article_id"].iloc[np.sort(holds.indices[start:end])[:TRIED]].tolist()
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
        text = text_of[article_id]
        if mark := pattern.search(text):
            # A line end always ends a sentence.
            first = text.rfind("\n", 0, mark.start()) + 1
            line = text[first:].partition("\n")[0]
            start, end = next(span for span in sentence_spans(line) if first + span[1] > mark.start())
            yield line[start:end], article_id


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
    counted = counted or TermCounts.of(dated)
    counts = counted.counts[counted.places(dated), : len(counted.words)]
    held = counts.getnnz(axis=0)
    counts = counts[:, (held >= 2) & (held <= len(dated) / 2)].astype(float)
    if not counts.shape[1]:
        return pd.DataFrame(columns=columns)
    weights = TfidfTransformer(sublinear_tf=True).fit(counts).transform(counts, copy=False)
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
