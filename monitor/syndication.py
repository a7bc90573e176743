"""Articles in, groups of copies of one story out; copies may be cut, re-headlined, house-styled or added to."""

import re
import zlib

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

VERSION = "2"
SHINGLE = 3  # words
SAMPLE = 4  # one hash in so many is kept; a power of 2
FEWEST = 8  # sampled shingles (about 35 words): a shorter text is no copy of anything
CONTAINED = 0.45  # of the shorter text must stand in the longer one
DAYS, CONTAINED_LATER = 30, 0.9  # beyond so many days, what pages share is more often their furniture
RATIO = 0.05  # the shorter text to the longer one, at least: a digest is no copy of what it quotes
COMMON = 40  # articles: a shingle that more of them hold does not propose all their pairs
SHARED = 4  # rare shingles that make a pair worth checking
_WORD = re.compile(r"[぀-鿿]|[^\W_぀-鿿]+")
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_SAMPLED = np.uint64(SAMPLE - 1)
_ODD = np.uint64(0x9E3779B97F4A7C15)


def signatures(texts):
    """List of one signature (bytes, to be stored) a text: sorted uint64 hashes of its word shingles.

    Of all hashes one in `SAMPLE` is kept, the same ones in every text and run, so that how much of one text stands in
    another can be told from the signatures alone (Broder 1997, On the resemblance and containment of documents).
    """
    return [_signature(text).tobytes() for text in texts]


def signatures_table(articles):
    """DataFrame[article_id, signature] of DataFrame[article_id, text]."""
    return articles[["article_id"]].assign(signature=signatures(articles["text"]))


def _signature(text):
    words = _WORD.findall(_APOSTROPHES.sub("", text.lower())) if isinstance(text, str) else []
    if len(words) < SHINGLE:
        return np.empty(0, np.uint64)
    codes = np.fromiter(map(_WORD_HASHES.__getitem__, words), np.uint64, len(words))
    hashes = np.zeros(len(words) - SHINGLE + 1, np.uint64)
    for step in range(SHINGLE):
        hashes = _mix(hashes + codes[step : step + len(hashes)])
    return np.unique(hashes[(hashes & _SAMPLED) == 0])


class _WordHashes(dict):
    """Dict from a word to a number of 64 bits, the same in every run; it forgets all when it has grown large."""

    def __missing__(self, word):
        if len(self) > 1 << 19:
            self.clear()
        data = word.encode("utf-8", "replace")
        self[word] = zlib.crc32(data) << 32 | zlib.adler32(data)
        return self[word]


_WORD_HASHES = _WordHashes()


def _mix(values):
    values = (values ^ (values >> np.uint64(31))) * _ODD
    return values ^ (values >> np.uint64(29))


def group_copies(articles):
    """DataFrame[article_id, group_id] of the articles that are copies of one story; input as `syndication_table`."""
    return syndication_table(articles)[["article_id", "group_id"]]


def syndication_table(articles):
    """DataFrame[article_id, group_id, original] of the articles that stand in a group of two or more.

    `articles`: DataFrame[article_id, text]. A column `signature` (as `signatures` gives) takes the place of text, so
    that earlier articles need not be read again. A column `group_id` holds what an earlier run found (the article_id
    itself for one in no group) and is missing for new articles: only these are compared, with all. By `date`, if there,
    the earliest is the original, then the first in the table. `group_id` is the article_id of the original.
    """
    signed = articles["signature"] if "signature" in articles else signatures(articles["text"])
    stated = articles["date"] if "date" in articles else pd.Series(pd.NaT, articles.index)
    dates = pd.to_datetime(stated, errors="coerce").astype("datetime64[s]")
    known = articles["group_id"] if "group_id" in articles else pd.Series(None, articles.index, dtype=object)
    table = articles[["article_id"]].assign(group=_group(list(signed), dates, known), date=dates)
    table = table[table["group"].duplicated(keep=False)].reset_index(drop=True)
    first = table.sort_values("date", kind="stable").groupby("group")["article_id"].first()
    table["group_id"] = table["group"].map(first).astype(table["article_id"].dtype)
    table["original"] = table["article_id"] == table["group_id"]
    return table[["article_id", "group_id", "original"]]


def _group(signed, dates, known):
    """Array of the group number of each article: articles that a chain of copies connects share a number."""
    sizes = np.array([len(one) // 8 for one in signed], np.int64)
    new = known.isna().to_numpy()
    every, rows = np.frombuffer(b"".join(signed), np.uint64), np.repeat(np.arange(len(sizes)), sizes)
    if not new.all():
        every, rows = _kept(every, rows, every[new[rows]])
    ordered = np.sort(every)
    every, rows = _kept(every, rows, ordered[1:][ordered[1:] == ordered[:-1]])
    hashes, columns = np.unique(every, return_inverse=True)
    holds = sparse.csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), (len(sizes), len(hashes)))
    left, right = _candidates(holds, new)
    small, large = np.minimum(sizes[left], sizes[right]), np.maximum(sizes[left], sizes[right])
    days = (dates - pd.Timestamp(0)).dt.days.to_numpy(float)
    needed = np.where(np.abs(days[left] - days[right]) > DAYS, CONTAINED_LATER, CONTAINED)
    same = (small >= FEWEST) & (small >= RATIO * large) & (_shared(holds, left, right) >= needed * small)
    groups = pd.factorize(known)[0]
    earlier = np.flatnonzero(groups >= 0)
    first = earlier[np.unique(groups[earlier], return_index=True)[1]]
    links = np.append(left[same], first[groups[earlier]]), np.append(right[same], earlier)
    pairs = sparse.coo_matrix((np.ones(len(links[0])), links), (len(sizes), len(sizes)))
    return connected_components(pairs, directed=False)[1]


def _kept(hashes, rows, shared):
    """The hashes that can be shared with a new article, and their rows; most are held by one article alone."""
    kept = pd.Series(hashes).isin(shared).to_numpy()
    return hashes[kept], rows[kept]


def _candidates(holds, new):
    """Row numbers (left, right) of pairs worth checking, each once; one of them at least is `new`.

    Pairs that share several rare shingles; of a common shingle, which may be furniture or a story printed everywhere,
    only neighbours in the table, so that their number stays linear in the articles.
    """
    by_shingle = holds.tocsc()
    counts = np.diff(by_shingle.indptr)
    rare = by_shingle[:, (counts > 1) & (counts <= COMMON)].tocsr()
    common = by_shingle[:, counts > COMMON]
    within = np.setdiff1d(np.arange(1, common.nnz), common.indptr)
    links = (np.ones(len(within), np.int32), (common.indices[within - 1], common.indices[within]))
    fresh = sparse.diags(new.astype(np.int32), format="csr", dtype=np.int32)
    near = sparse.csr_matrix(links, (len(rare.indptr) - 1,) * 2)
    met = fresh @ rare @ rare.T + fresh @ (near + near.T)
    left, right = sparse.find(met >= SHARED)[:2]
    ordered = np.unique(np.stack([np.minimum(left, right), np.maximum(left, right)])[:, left != right], axis=1)
    return ordered[0], ordered[1]


def _shared(holds, left, right, block=20_000):
    """Number of shingles that the rows `left` and `right` share, pair by pair, in blocks of bounded memory."""
    parts = [
        holds[left[at : at + block]].multiply(holds[right[at : at + block]]).sum(axis=1)
        for at in range(0, len(left), block)
    ]
    return np.concatenate([np.zeros(0), *(np.asarray(part).ravel() for part in parts)])
