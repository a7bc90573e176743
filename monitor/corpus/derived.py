"""Tables derived from the articles: computed once, and again where their code has changed."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

import pyarrow.compute as pc

from monitor.corpus.store import of_version, up_to
from monitor.parallel import each
from monitor.tables import to_arrow

# Quotations, stance and themes are derived for English; "" is a text too short to tell.
READ_LANGUAGES = ["en", ""]
IS_READ = pc.field("language").isin(READ_LANGUAGES)
CHUNK = 100  # articles for a worker at a time


@dataclass(frozen=True)
class PerArticle:
    """A table computed from one article at a time, once for each.

    `code` stands for the version of its code and all else that it depends on. `prepare()` returns
    the function of DataFrame[article_id, title, text] that computes the rows in other processes.
    `only`: expression for the articles that it is computed for, by default all.
    """

    name: str
    code: str
    prepare: Callable
    only: pc.Expression | None = None
    needs: tuple[str, ...] = ()

    def rows(self, version):
        """Expression for the stored rows that belong to a version."""
        return up_to(version)

    def finished(self, store, version):
        """The last finished version."""
        # The table holds the rows of one code alone.
        is_current = store.finished(self.name, "code") == _number(self.code)
        return store.finished(self.name, self.name) if is_current else 0

    def compute(self, store, finished, version):
        """Add the rows of the versions after `finished`."""
        where = up_to(version, finished)
        if self.only is not None:
            where &= self.only
        columns = ["article_id", "title", "text", "version"]
        work = functools.partial(_rows_of_chunk, self.name, self.prepare())
        tables = each(work, store.stream("articles", where, columns, CHUNK))
        write = store.append if finished else store.replace
        with store.spool(self.name, tables) as rows:
            write(self.name, rows, {self.name: version, "code": _number(self.code)})


def _rows_of_chunk(name, function, chunk):
    articles = chunk.to_pandas()
    rows = function(articles)
    versions = articles.set_index("article_id")["version"]
    return to_arrow(name, rows.assign(version=rows["article_id"].map(versions).astype("int64")))


@dataclass(frozen=True)
class PerVersion:
    """Tables computed from all articles of a version, each version after the one before.

    `tables_of(version)` returns a dict of DataFrames by table name, in the order of `names`.
    `needs`: names of the tables that it reads.
    """

    names: tuple[str, ...]
    code: str
    tables_of: Callable
    needs: tuple[str, ...] = ()

    def rows(self, version):
        """Expression for the stored rows that belong to a version."""
        return of_version(version)

    def finished(self, store, version):
        """The last finished version, up to `version`."""
        name = self.names[-1]  # written last
        while version and store.finished(name, f"{name} {version}") != _number(self.code):
            version -= 1
        return version

    def compute(self, store, finished, version):
        """Add the tables of the versions after `finished`."""
        for each_version in range(finished + 1, version + 1):
            for name, frame in self.tables_of(each_version).items():
                rows = to_arrow(name, frame.assign(version=each_version))
                labels = {f"{name} {each_version}": _number(self.code)}
                store.replace(name, rows, labels, f"version = {each_version}")


def _number(code):
    """A Delta transaction has a number, not a text."""
    return crc32(code.encode())
