"""Groups the reprints of a story: cut, restyled or longer articles, under whatever headline."""

import re

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from monitor.text.tokens import TOKEN

VERSION = "5"
SHINGLE = 3  # words
SAMPLE = np.uint64(4)  # of the shingles one in so many is kept; the last two bits state a kind:
FIGURE = np.uint64(1)  # a shingle with a figure, of which all are kept; 0 for any shingle
WHOLE = np.uint64(2)  # the whole text
FEWEST = 8  # sampled shingles (about 35 words): a shorter text is no reprint
CONTAINED = 0.45  # share of the shorter text that is in the longer one
DAYS = 30  # between two dates, beyond which what pages share is mostly boilerplate
CONTAINED_LATER = 0.9  # share that makes a reprint then
RATIO = 0.05  # of the shorter text to the longer one: a digest is no reprint of what it quotes
FEW_FIGURES = 8  # shingles with figures; fewer tell nothing
SAME_FIGURES = 0.5  # of what is shared of all shingles; stories of one template share fewer
SHORTEST = 10  # words; identical texts of fewer are no reprints
NEIGHBOURS = 3  # articles after an article that a shingle of both proposes as its reprints
SHARED = 4  # shingles that make a pair worth checking
PAIRS = 20_000  # that are checked at a time, to bound the memory
_APOSTROPHES = re.compile("['’‘ʼ`´]")


def signatures(texts):
    """List of one signature per text, bytes to be stored: sorted uint64 hashes of word shingles.

    The same one in `SAMPLE` of all hashes is kept in every text and run, so that signatures alone
    tell how much of one text is in another (Broder 1997, On the resemblance and containment of
    documents). The hash of the whole text is among them.
    """
    return [_signature(text).tobytes() for text in texts]


def signatures_table(articles):
    """DataFrame[article_id, signature] of DataFrame[article_id, text]."""
    return articles[["article_id"]].assign(signature=signatures(articles["text"]))


def _signature(text):
    words = _words(text) if isinstance(text, str) else []
    hashes = _hash(_shingles(words))
    figures = [not word.isalpha() and any(map(str.isdigit, word)) for word in words]
    has_figure = np.fromiter(map(any, _runs(figures)), bool)
    whole = _hash([" ".join(words)] if len(words) >= SHORTEST else [])
    parts = [hashes[hashes % SAMPLE == 0], _mark(hashes[has_figure], FIGURE), _mark(whole, WHOLE)]
    return np.unique(np.concatenate(parts))


def share_of_text(one, other):
    """Share of the word shingles of the shorter text that the other one holds, 0 to 1."""
    one, other = (set(_shingles(_words(text))) for text in (one, other))
    return len(one & other) / max(1, min(len(one), len(other)))


def _words(text):
    tokens = TOKEN.findall(_APOSTROPHES.sub("", text.lower()))
    return [token for token in tokens if token[0].isalnum()]


def _shingles(words):
    return list(map(" ".join, _runs(words)))


def _runs(items):
    """Iterator of the tuples of SHINGLE items in a row."""
    return zip(*(items[start:] for start in range(SHINGLE)), strict=False)


def _hash(texts):
    return pd.util.hash_array(np.array(texts, object), categorize=False)


def _mark(hashes, kind):
    return hashes - hashes % SAMPLE + kind


def group_copies(articles):
    """DataFrame[article_id, group_id] of the articles that are reprints of one story.

    `articles`: as for `syndication_table`.
    """
    return syndication_table(articles)[["article_id", "group_id"]]


def syndication_table(articles):
    """DataFrame[article_id, group_id, original] of the articles in a group of two or more.

    `articles`: DataFrame[article_id, text], where a column `signature` (as returned by
    `signatures`) may replace text, so that earlier articles need not be read again. A column
    `group_id` has the result of an earlier run (the article_id itself for one in no group) and is
    missing for new articles: only these are compared, with all. The original is the earliest by
    `date`, if there, then the first in the table; its article_id is the `group_id`.
    """
    table = articles.reindex(columns=["article_id", "date", "group_id"]).reset_index(drop=True)
    table["date"] = pd.to_datetime(table["date"], errors="coerce")
    signed = articles["signature"] if "signature" in articles else signatures(articles["text"])
    table["group"] = _group(list(signed), table["date"], table["group_id"])
    table = table[table["group"].duplicated(keep=False)]
    stories = table.sort_values("date", kind="stable").groupby("group")
    table = table.assign(group_id=stories["article_id"].transform("first"))
    table["original"] = table["article_id"] == table["group_id"]
    return table[["article_id", "group_id", "original"]].reset_index(drop=True)


def _group(signed, dates, known):
    """Array of the number of the group of each article, which a chain of reprints connects.

    `signed`: signatures; `known`: the earlier group of each article, missing for new ones.
    """
    n = len(signed)
    is_new = known.isna().to_numpy()
    hashes = np.frombuffer(b"".join(signed), np.uint64)
    rows = np.repeat(np.arange(n), [len(signature) // 8 for signature in signed])
    kinds = hashes % SAMPLE
    shingles = _matrix(rows, hashes, kinds == 0, n)
    figures = _matrix(rows, hashes, kinds == FIGURE, n)
    left, right = _candidates(shingles, is_new)
    is_reprint = _are_reprints(left, right, shingles, figures, dates)
    # Articles of the same text, and those of an earlier group, are linked to the first of them.
    texts = pd.Series(hashes[kinds == WHOLE], rows[kinds == WHOLE])
    texts = texts[texts.isin(texts[is_new[texts.index]])]
    names = pd.concat([texts.astype(str), known.dropna()])
    first = names.index.to_series().groupby(names.to_numpy()).transform("first")
    one = np.append(left[is_reprint], names.index)
    other = np.append(right[is_reprint], first)
    links = sparse.coo_array((np.ones(len(one)), (one, other)), (n, n))
    return connected_components(links, directed=False)[1]


def _matrix(rows, hashes, kept, n):
    """Matrix (`n` articles, distinct hashes) of 0 and 1, of those of the hashes kept."""
    columns, distinct = pd.factorize(hashes[kept])
    cells = np.ones(len(columns), np.int32), (rows[kept], columns)
    return sparse.csr_array(cells, (n, len(distinct)))


def _candidates(holds, is_new):
    """Rows (left, right) of the pairs worth checking, each once, with a new article at least.

    Pairs that share several shingles. Each shingle proposes only neighbours among the articles that
    hold it, so that the number of pairs stays linear in the number of articles.
    """
    n = len(is_new)
    cells = holds[:, np.unique(holds[is_new].indices)].tocsc().tocoo()
    shared = sparse.csr_array((n, n), dtype=np.int32)
    for step in range(1, NEIGHBOURS + 1):
        same = cells.col[step:] == cells.col[:-step]
        pairs = cells.row[:-step][same], cells.row[step:][same]
        shared += sparse.csr_array((np.ones(same.sum(), np.int32), pairs), shared.shape)
    left, right = (shared >= SHARED).nonzero()
    has_new = is_new[left] | is_new[right]
    return left[has_new], right[has_new]


def _are_reprints(left, right, shingles, figures, dates):
    """Mask of the pairs of rows that are reprints; `shingles`, `figures`: see `_matrix`."""
    sizes = shingles.sum(axis=1)
    shorter = np.minimum(sizes[left], sizes[right])
    days = (dates - pd.Timestamp(0)).dt.days.to_numpy(float)
    is_late = np.abs(days[left] - days[right]) > DAYS
    shared = _count_shared(shingles, left, right) / np.maximum(shorter, 1)
    is_reprint = shared >= np.where(is_late, CONTAINED_LATER, CONTAINED)
    is_reprint &= (shorter >= FEWEST) & (shorter >= RATIO * np.maximum(sizes[left], sizes[right]))
    # Stories of one template, of companies or matches, tell the same with other figures.
    n_figures = figures.sum(axis=1)
    fewer = np.minimum(n_figures[left], n_figures[right])
    same = _count_shared(figures, left, right)
    return is_reprint & ((fewer < FEW_FIGURES) | (same >= SAME_FIGURES * shared * fewer))


def _count_shared(holds, left, right):
    """Array of the number of shingles that the rows `left` and `right` share, pair by pair."""
    counts = np.zeros(len(left), int)
    for start in range(0, len(left), PAIRS):
        pairs = slice(start, start + PAIRS)
        counts[pairs] = holds[left[pairs]].multiply(holds[right[pairs]]).sum(axis=1)
    return counts
