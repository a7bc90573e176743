"""Recognises a newer version of an article, and shows what changed in it."""

import difflib
import re

import numpy as np
import pandas as pd

from monitor.corpus.store import of_articles
from monitor.tables import COLUMNS
from monitor.text.sentences import sentence_spans

SHINGLE = 3  # words
LEAST_SHARED = 0.5  # of the shorter text: two articles under one address share less
KNOWN = ["article_id", "batch", "outlet", "url", "source_id", "note"]


class EarlierArticles:
    """The articles that count, by what a newer version of each has in common with it.

    `where`: pyarrow expression for them; `articles`: their DataFrame with the columns KNOWN;
    `name_outlet`: function from an outlet as stated to its name.
    """

    def __init__(self, store, where, articles, name_outlet):
        self._store = store
        self._where = where
        self._batches = articles.set_index("article_id")["batch"]
        self._name_outlet = name_outlet
        self._keys = self._list_keys(articles)

    def correct(self, articles):
        """(articles, corrections): the new articles, and which of them replace an earlier one.

        A newer version is in the batch of the article that it replaces. corrections:
        DataFrame[article_id, replaced_by].
        """
        pairs = self._keys.merge(self._list_keys(articles), on="key", suffixes=("", "_new"))
        pairs = pairs.rename(columns={"article_id_new": "replaced_by"})
        # What is less than a whole article, such as a teaser, replaces none that is whole.
        pairs = pairs[(pairs["note_new"] == "") | (pairs["note"] != "")]
        # In another outlet it is a reprint.
        is_same = pairs["outlet"] == pairs["outlet_new"]
        pairs = pairs[is_same | (pairs["outlet"] == "") | (pairs["outlet_new"] == "")]
        pairs = pairs[["article_id", "replaced_by"]].drop_duplicates()
        where = self._where & of_articles(pairs["article_id"])
        earlier = self._store.read("articles", where, ["article_id", "text"])
        texts = pd.concat([earlier, articles]).set_index("article_id")["text"].to_dict()
        is_newer = [
            share_of_text(texts[row.article_id], texts[row.replaced_by]) >= LEAST_SHARED
            for row in pairs.itertuples()
        ]
        pairs = pairs[np.array(is_newer, bool)]
        replaced = pairs.drop_duplicates("replaced_by").set_index("replaced_by")["article_id"]
        batches = replaced.map(self._batches).reindex(articles["article_id"])
        batches = batches.fillna(articles["batch"].iloc[0]).to_numpy()
        return articles.assign(batch=batches), pairs

    def _list_keys(self, articles):
        """DataFrame[article_id, outlet, note, key]: each article's address, and id of its source.

        An article without one of them lacks the row.
        """
        outlets = articles["outlet"].map(self._name_outlet)
        about = articles[["article_id", "note"]].assign(outlet=outlets)
        addresses = articles["url"].map(_plain_address)
        keys = [about.assign(key=column) for column in (addresses, articles["source_id"])]
        keys = pd.concat(keys)
        return keys[keys["key"].fillna("") != ""]


def _plain_address(url):
    """The address without what may differ between two links to one page."""
    return re.sub(r"^https?://(www\.)?|/?(#.*)?$", "", url, flags=re.IGNORECASE)


def share_of_text(one, other):
    """Share of the three-word sequences of the shorter text that the other one holds, 0 to 1."""
    one, other = _shingles(one), _shingles(other)
    return len(one & other) / max(1, min(len(one), len(other)))


def _shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}


def corrections_table(replaced, articles):
    """The table `corrections`.

    replaced: DataFrame[article_id, replaced_by, version]; articles: DataFrame[article_id, batch,
    outlet, title, text] of both.
    """
    articles = articles.drop_duplicates("article_id").set_index("article_id")
    newer = articles.reindex(replaced["replaced_by"]).set_index(replaced.index)
    changes = [
        _compare(articles.loc[row.article_id], articles.loc[row.replaced_by])
        for row in replaced.itertuples()
    ]
    changes = pd.DataFrame(changes, replaced.index, ["removed", "added"])
    table = pd.concat([replaced, newer[["batch", "outlet", "title"]], changes], axis=1)
    return table[list(COLUMNS["corrections"])]


def _compare(old, new):
    """(sentences that only the older article has, those that only the newer one has)."""
    old, new = _sentences(old), _sentences(new)
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [change for change in changes if change[0] != "equal"]
    removed = [sentence for _, start, end, _, _ in changes for sentence in old[start:end]]
    added = [sentence for _, _, _, start, end in changes for sentence in new[start:end]]
    return "\n".join(removed), "\n".join(added)


def _sentences(article):
    text = article["text"]
    return [article["title"], *(text[start:end] for start, end in sentence_spans(text))]
