"""Recognises a newer version of an article, and shows what changed in it."""

import difflib
import re

import numpy as np
import pandas as pd

from monitor.corpus.store import of_articles
from monitor.syndication import share_of_text
from monitor.tables import COLUMNS
from monitor.text.sentences import sentence_spans

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
        self._name = name_outlet
        self._keys = self._list_keys(articles)
        self.corrections = pd.DataFrame(columns=["article_id", "replaced_by"])

    def correct(self, articles):
        """The new articles, a newer version in the batch of the article that it replaces.

        Such pairs are added to `corrections`, a DataFrame[article_id, replaced_by].
        """
        keys = self._list_keys(articles)
        pairs = self._keys.merge(keys, on=["outlet", "name"], suffixes=("", "_new"))
        pairs = pairs.rename(columns={"article_id_new": "replaced_by"})
        # What is less than a whole article, such as a teaser, replaces none that is whole.
        pairs = pairs[(pairs["note_new"] == "") | (pairs["note"] != "")]
        pairs = pairs[["article_id", "replaced_by"]].drop_duplicates()
        if pairs.empty:
            return articles
        where = self._where & of_articles(pairs["article_id"])
        earlier = self._store.read("articles", where, ["article_id", "text"])
        texts = pd.concat([earlier, articles]).set_index("article_id")["text"]
        shared = map(share_of_text, texts[pairs["article_id"]], texts[pairs["replaced_by"]])
        pairs = pairs[np.array(list(shared)) >= LEAST_SHARED]
        replaced = pairs.drop_duplicates("replaced_by").set_index("replaced_by")["article_id"]
        batches = articles["article_id"].map(replaced.map(self._batches).to_dict())
        self.corrections = pd.concat([self.corrections, pairs])
        return articles.assign(batch=batches.where(batches.notna(), articles["batch"]))

    def _list_keys(self, articles):
        """DataFrame[article_id, note, outlet, name]: each article by its address, and by its id.

        Both with its outlet, since in another one it is a reprint.
        """
        addresses = articles["url"].map(_plain_address)
        about = articles[["article_id", "note"]].assign(outlet=articles["outlet"].map(self._name))
        keys = [about.assign(name=names) for names in (addresses, articles["source_id"])]
        keys = pd.concat(keys)
        return keys[keys["name"].fillna("") != ""]


def _plain_address(url):
    """The address without what may differ between two links to one page."""
    return re.sub(r"^https?://(www\.)?|/?(#.*)?$", "", url, flags=re.IGNORECASE)


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
    lines = list(difflib.unified_diff(_sentences(old), _sentences(new), n=0, lineterm=""))[2:]
    return tuple(
        "\n".join(line[1:] for line in lines if line.startswith(mark)) for mark in ("-", "+")
    )


def _sentences(article):
    text = article["text"]
    return [article["title"], *(text[start:end] for start, end in sentence_spans(text))]
