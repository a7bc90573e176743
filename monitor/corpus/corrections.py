"""Recognises a newer version of an article, and shows what changed in it."""

import difflib
import re

import pandas as pd

from monitor.corpus.store import of_articles
from monitor.syndication import share_of_text
from monitor.tables import COLUMNS
from monitor.text.sentences import sentence_spans

LEAST_SHARED = 0.5  # of the shorter text: two articles under one address share less
KNOWN = ["article_id", "batch", "outlet", "url", "source_id", "note"]


class EarlierArticles:
    """The articles that count, by what a newer version of each has in common with it.

    `articles`: their DataFrame with the columns KNOWN; `name_outlet`: function from an outlet as
    stated to its name.
    """

    def __init__(self, store, articles, name_outlet):
        self._store = store
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
        pairs = pairs[["article_id", "replaced_by", "batch"]].drop_duplicates()
        if pairs.empty:
            return articles
        columns = ["article_id", "text"]
        earlier = self._store.read("articles", of_articles(pairs["article_id"]), columns)
        # An article that was added again after an undo is in two versions.
        texts = pd.concat([earlier.drop_duplicates(), articles]).set_index("article_id")["text"]
        shared = map(share_of_text, texts[pairs["article_id"]], texts[pairs["replaced_by"]])
        pairs = pairs[[share >= LEAST_SHARED for share in shared]]
        self.corrections = pd.concat([self.corrections, pairs[["article_id", "replaced_by"]]])
        earlier = pairs.drop_duplicates("replaced_by").set_index("replaced_by")["batch"]
        batches = {**articles.set_index("article_id")["batch"], **earlier}
        return articles.assign(batch=articles["article_id"].map(batches))

    def _list_keys(self, articles):
        """DataFrame[article_id, note, batch, outlet, name]: each article by its address and its id.

        Both with its outlet, since in another one it is a reprint.
        """
        addresses = articles["url"].map(_plain_address)
        about = articles[["article_id", "note", "batch"]]
        about = about.assign(outlet=articles["outlet"].map(self._name))
        keys = pd.concat([about.assign(name=addresses), about.assign(name=articles["source_id"])])
        return keys[keys["name"].fillna("") != ""]


def _plain_address(url):
    """The address without what may differ between two links to one page."""
    return re.sub(r"^https?://(www\.)?|/?(#.*)?$", "", url, flags=re.IGNORECASE)


def corrections_table(replaced, articles):
    """The table `corrections`.

    replaced: DataFrame[article_id, replaced_by, version]; articles: DataFrame[article_id, batch,
    outlet, title, text] of both.
    """
    articles = articles.drop_duplicates("article_id").set_index("article_id").to_dict("index")
    rows = []
    for pair in replaced.to_dict("records"):
        old, new = articles[pair["article_id"]], articles[pair["replaced_by"]]
        rows.append({**new, **pair, **_compare(old, new)})
    return pd.DataFrame(rows, columns=list(COLUMNS["corrections"]))


def _compare(old, new):
    """Dict of the sentences that only the older article has, and those of the newer one alone."""
    lines = list(difflib.unified_diff(_sentences(old), _sentences(new), n=0, lineterm=""))[2:]
    return {
        name: "\n".join(line[1:] for line in lines if line.startswith(mark))
        for name, mark in (("removed", "-"), ("added", "+"))
    }


def _sentences(article):
    text = article["text"]
    return [article["title"], *(text[start:end] for start, end in sentence_spans(text))]
