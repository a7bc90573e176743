"""Maintenance of a workspace: verify, repair and compact its store, export and import it."""

import collections
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
from monitor.tables import arrow_schema

SPANS = {"quotes": "quote", "stance": "passage"}
OF_ARTICLES = ("articles", "signatures", "syndication", "theme_weights", *SPANS)
# Columns that tell the rows of a table apart.
KEYS = ["article_id", "version", "start", "end", "spans", "theme_id"]
BLOCK = 20_000  # articles whose texts are in memory at a time


def check(corpus):
    """DataFrame[table, problem, rows]: what is damaged in the store; empty if nothing is.

    Each article's id is computed again from its outlet, title and text; each derived row must
    belong to an article, and each quotation and passage must be the words of its article's text
    from start to end.
    """
    store = corpus.store
    counts = collections.Counter()
    ids = store.read("articles", columns=["article_id"])["article_id"]
    for table in OF_ARTICLES:
        keys = store.read(table, columns=_keys(table))
        is_orphan = ~keys["article_id"].isin(ids)
        counts[table, "duplicate rows"] = keys.duplicated().sum()
        counts[table, "rows of articles that do not exist"] = is_orphan.sum()
    columns = ["article_id", "version", "outlet", "title", "text"]
    for articles in store.stream("articles", columns=columns, rows=BLOCK):
        for row in articles.itertuples():
            if row.article_id != Article(row.title, row.text, row.outlet).article_id:
                counts["articles", "text does not match the article's id"] += 1
        where = of_articles(articles["article_id"])
        for table, words in SPANS.items():
            rows = store.read(table, where, [*_keys(table), words])
            rows = rows.merge(articles, on=["article_id", "version"])
            for row in rows.to_dict("records"):
                start, end = row["start"], row["end"]
                if row["text"][start:end] != row[words] or end - start != len(row[words]):
                    counts[table, "words differ from the article's text"] += 1
    problems = [(*problem, rows) for problem, rows in counts.items() if rows]
    return pd.DataFrame(problems, columns=["table", "problem", "rows"])


def _keys(table):
    return [column for column in KEYS if column in arrow_schema(table).names]


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
    newest = str(read_standing(store).content)
    with store.lock():
        for model in (store.path / "models").glob("*/*"):
            age = time.time() - model.stat().st_mtime
            if age >= 86_400 * days and model.name != newest:
                shutil.rmtree(model)
        for log in sorted(store.path.glob("*/_delta_log")):
            folder = log.parent
            files = len(list(folder.glob("*.parquet")))
            table = store.open(folder.name)
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
