"""Maintenance of a workspace: verify, repair and compact its store, export and import it."""

import collections
import re
import shutil
import tarfile
import tempfile
import time
from pathlib import Path

import pandas as pd

from monitor.article import Article
from monitor.corpus.standing import read_standing
from monitor.corpus.store import of_articles
from monitor.errors import InputError, StoreError
from monitor.settings import SETTINGS

OF_ARTICLES = ("syndication", "quotes", "stance", "theme_weights", "signatures")
# Columns that tell the rows of a table apart.
KEYS = {
    "articles": ["article_id", "version"],
    "quotes": ["article_id", "version", "start", "end", "spans"],
    "stance": ["article_id", "version", "start", "end"],
}
SPANS = {"quotes": "quote", "stance": "passage"}
BLOCK = 20_000  # articles whose texts are in memory at a time


def check(corpus):
    """DataFrame[table, problem, rows]: what is damaged in the store; empty if nothing is.

    Each article's id is computed again from its outlet, title and text; each derived row must
    belong to an article, and each quotation and passage must be the words of its article's text
    from start to end, the parts of a quotation within it and in order.
    """
    store = corpus.store
    counts = collections.Counter()
    for table, keys in KEYS.items():
        counts[table, "duplicate rows"] = store.read(table, columns=keys).duplicated().sum()
    ids = store.read("articles", columns=["article_id"])["article_id"]
    for table in OF_ARTICLES:
        orphans = store.read(table, ~of_articles(ids), ["article_id"])
        counts[table, "rows of articles that do not exist"] = len(orphans)
    columns = ["article_id", "version", "outlet", "title", "text"]
    for articles in store.stream("articles", columns=columns, rows=BLOCK):
        for row in articles.itertuples():
            if row.article_id != Article(row.title, row.text, row.outlet).article_id:
                counts["articles", "text does not match the article's id"] += 1
        where = of_articles(articles["article_id"])
        for table, words in SPANS.items():
            rows = store.read(table, where, [*KEYS[table], words])
            rows = rows.merge(articles, on=["article_id", "version"]).rename(
                columns={words: "words"}
            )
            for row in rows.itertuples():
                is_inside = 0 <= row.start < row.end <= len(row.text)
                if not is_inside or row.text[row.start : row.end] != row.words:
                    counts[table, "words differ from the article's text"] += 1
                elif table == "quotes" and not _are_parts(row):
                    counts[table, "parts do not fit the quotation"] += 1
    problems = [(*problem, rows) for problem, rows in counts.items() if rows]
    return pd.DataFrame(problems, columns=["table", "problem", "rows"])


def _are_parts(quote):
    """Whether the spans of a quotation lie one after the other between its start and end."""
    bounds = [int(bound) for bound in re.findall(r"\d+", str(quote.spans))]
    is_whole = bounds[:1] + bounds[-1:] == [quote.start, quote.end]
    return is_whole and bounds == sorted(set(bounds))


def repair(corpus, problems):
    """Delete the derived tables that `check` reports as damaged; returns their names.

    They are rebuilt when next read. Raises StoreError if the articles themselves are damaged: only
    a backup of the store has them.
    """
    damaged = set(problems["table"])
    if "articles" in damaged:
        raise StoreError(
            "the articles themselves are damaged; restore the folder store/ from a backup"
        )
    with corpus.store.lock():
        for derived in corpus.derived:
            # Tables that are computed together are deleted together.
            for name in derived.names if damaged & set(derived.names) else ():
                shutil.rmtree(corpus.store.path / name, ignore_errors=True)
    return sorted(damaged)


def compact(corpus, days=30):
    """Merge small files and delete those replaced at least `days` days ago.

    Every version stays readable: each row states the version that added it. Theme models of that
    age are deleted as well, except the newest; an older one is made again when it is needed.
    Returns DataFrame[table, files (before), left, mb].
    """
    rows = []
    store = corpus.store
    corpus.themes.model(corpus.version)
    newest = str(read_standing(store, corpus.version).content)
    with store.lock():
        for model in (store.path / "models").glob("*/*"):
            age = time.time() - model.stat().st_mtime
            if age >= 86_400 * days and model.name != newest:
                shutil.rmtree(model)
        for folder in sorted(path for path in store.path.iterdir() if path.is_dir()):
            if table := store.open(folder.name):
                files = len(list(folder.glob("*.parquet")))
                table.optimize.compact()
                table.vacuum(24 * days, dry_run=False, enforce_retention_duration=False)
                sizes = [file.stat().st_size for file in folder.glob("*.parquet")]
                rows.append((folder.name, files, len(sizes), sum(sizes) / 1e6))
    return pd.DataFrame(rows, columns=["table", "files", "left", "mb"])


def pack(workspace, target):
    """Write the whole workspace to one .tar.gz file; returns its path."""
    target = Path(target)
    if not target.parent.is_dir():
        raise InputError(f"there is no folder {target.parent}; name an existing one")
    partial = target.with_name(f"{target.name}.partial")
    with (
        workspace.corpus().store.lock(),
        tarfile.open(partial, "w:gz", dereference=True) as archive,
    ):
        archive.add(workspace.path, arcname=workspace.path.name)
    partial.replace(target)
    return target


def unpack(source, folder):
    """Unpack a workspace written by `pack` into a new `folder`; returns its path.

    Raises InputError for anything else.
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty; name a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".partial-") as partial:
        try:
            shutil.unpack_archive(source, partial, "gztar", filter="data")
            (settings,) = Path(partial).glob(f"*/{SETTINGS}")
            settings.parent.replace(folder)
        except (tarfile.TarError, EOFError, ValueError, OSError) as error:
            raise InputError(
                f"{source} is not a workspace written by monitor export: {error}"
            ) from error
    return folder
