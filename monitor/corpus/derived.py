"""Tables derived from the articles: computed once, and again where their code has changed."""

import functools
from zlib import crc32

import pandas as pd
import pyarrow.compute as pc

from monitor import quotes, syndication
from monitor.corpus.standing import read_standing
from monitor.corpus.store import of_version, up_to
from monitor.parallel import each

# Quotations, stance and themes are derived for English; "" is a text too short to tell.
READ_LANGUAGES = ["en", ""]
IS_READ = pc.field("language").isin(READ_LANGUAGES)
CHUNK = 50  # articles for a worker at a time


class Derived:
    """Tables that are computed together and stored; a subclass says how.

    `names`: of the tables, in the order in which `compute` returns them. `code`: text that changes
    with the code and all else that they depend on. `needs`: classes of the tables that they read.
    `per_article`: whether the rows of a version are of the articles that it added, and not of all
    articles that count as of it. `compute(start, version)`: dict from names to iterables of
    DataFrames, the rows of the versions after `start` up to `version`.
    """

    per_article = False
    needs = ()

    def __init__(self, store):
        self.store = store

    def read(self, name, version, columns=None):
        """DataFrame of the rows that belong to a version, computed where they are missing."""
        standing = read_standing(self.store, version)
        self.update(standing)
        where = standing.articles if self.per_article else of_version(standing.content)
        return self.store.read(name, where, columns)

    def update(self, standing):
        """Compute what is missing for the Standing of a version."""
        end = standing.content
        # A Delta transaction has a number, not a text.
        code = crc32(self.code.encode())
        if self._finished(code) >= end:
            return
        for needed in self.needs:
            needed(self.store).update(standing)
        with self.store.lock():
            # Another process may have computed it in the meantime.
            start = self._finished(code)
            versions = sorted(set(range(start + 1, end + 1)) - standing.without_content)
            for version in versions[-1:] if self.per_article else versions:
                for name, frames in self.compute(start, version).items():
                    with self.store.spool(name, frames) as rows:
                        labels = {name: version, "code": code}
                        self.store.write(name, rows, labels, f"version > {start}")
                start = version

    def _finished(self, code):
        """The last finished version; the table holds the rows of one code alone."""
        last = self.names[-1]  # written last
        is_current = self.store.finished(last, "code") == code
        return self.store.finished(last, last) if is_current else 0


class PerArticle(Derived):
    """A table computed from one article at a time, in parallel, and once for each.

    `function`: of DataFrame[article_id, title, text]. `only`: pyarrow expression for the articles
    that it is computed for. `workers`: as of `each`.
    """

    per_article = True
    only = IS_READ
    workers = -1

    def compute(self, start, version):
        """As of Derived, from a chunk of articles at a time."""
        columns = ["article_id", "title", "text", "version"]
        where = up_to(version, start) & self.only
        chunks = self.store.stream("articles", where, columns, CHUNK)
        work = functools.partial(_rows, self.function)
        return {self.names[0]: each(work, chunks, self.workers)}


def _rows(function, articles):
    # An article that was added again after an undo is in two versions.
    versions = articles.groupby("version")
    return pd.concat([function(rows).assign(version=number) for number, rows in versions])


class Quotes(PerArticle):
    """The quotations."""

    names = ("quotes",)
    code = quotes.VERSION
    function = staticmethod(quotes.quotes_table)


class Signatures(PerArticle):
    """What reprints are recognised by."""

    names = ("signatures",)
    code = syndication.VERSION
    function = staticmethod(syndication.signatures_table)
    only = pc.scalar(True)
    workers = 1  # sooner done than other processes have started
