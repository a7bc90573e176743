"""Upkeep of a workspace: check and repair its store, compact it, and carry it to another machine as one file."""

import datetime
import shutil
import tarfile
import time
from pathlib import Path

import pandas as pd

from monitor.article import Article
from monitor.errors import InputError, StoreError
from monitor.tables import columns_of

DERIVED = ("syndication", "quotes", "stance", "themes", "theme_weights", "theme_changes", "signatures")
OF_THEMES = ("themes", "theme_weights", "theme_changes")
SPANS = {"quotes": "quote", "stance": "passage"}


def check(corpus):
    """DataFrame[table, problem, rows]: what does not hold in the store; empty where all does.

    Each article's id is worked out anew from its outlet, title and text; each derived row must belong to an article,
    and each span must hold the words that the row states.
    """
    found, texts = [], {}

    def note(table, problem, rows):
        if rows:
            found.append((table, problem, int(rows)))

    ids = corpus.store.read("articles", columns=["article_id"])["article_id"].to_pandas()
    note("articles", "the same article twice", ids.duplicated().sum())
    wrong = 0
    for chunk in corpus.store.stream("articles", columns=["article_id", "outlet", "title", "text"]):
        for row in chunk.to_pylist():
            wrong += row["article_id"] != Article(row["title"], row["text"], row["outlet"]).article_id
            texts[row["article_id"]] = len(row["text"])
    note("articles", "the text is not the one that the id was made of", wrong)
    lengths = pd.Series(texts, dtype="int64")
    for table in DERIVED:
        needed = [name for name in ("article_id", "start", "end", SPANS.get(table)) if name in columns_of(table)]
        rows = corpus.store.read(table, columns=needed).to_pandas()
        if "article_id" in rows:
            note(table, "no such article", (~rows["article_id"].isin(lengths.index)).sum())
        if table in SPANS and len(rows):
            note(table, "the same row twice", rows.duplicated(["article_id", "start", "end"]).sum())
            outside = rows["end"] > rows["article_id"].map(lengths)
            length = rows[SPANS[table]].str.len() != rows["end"] - rows["start"]
            note(table, "the span does not hold the words", (outside | length).sum())
    return pd.DataFrame(found, columns=["table", "problem", "rows"])


def repair(corpus, problems):
    """Take away the derived tables that `check` found wrong: they are made again when next read; returns their names.

    Raises StoreError where the articles themselves are wrong: only a copy of the store from before can mend them.
    """
    names = sorted(set(problems["table"]))
    if "articles" in names:
        raise StoreError(
            "the articles themselves are damaged; put a copy of the folder store/ from before in its place"
        )
    with corpus.store.lock():
        for name in names:
            shutil.rmtree(corpus.store.path / name)
        if set(OF_THEMES) & set(names):
            shutil.rmtree(corpus.store.path / "models", ignore_errors=True)
            for name in OF_THEMES:
                shutil.rmtree(corpus.store.path / name, ignore_errors=True)
    return names


def compact(corpus, days=30):
    """Put small files together and take away those that nothing has needed for `days` days.

    No version of the corpus is lost: each row says which version brought it. Models of themes that are as old go, but
    never the newest, from which the next version goes on, nor one whose version a report names. Returns
    DataFrame[table, files, left, mb].
    """
    rows = []
    with corpus.store.lock():
        for model in _old_models(corpus, days):
            shutil.rmtree(model)
        for folder in sorted(path for path in corpus.store.path.iterdir() if path.is_dir()):
            if table := corpus.store.open(folder.name):
                before = len(list(folder.glob("*.parquet")))
                table.optimize.compact()
                table.vacuum(retention_hours=24 * days, dry_run=False, enforce_retention_duration=False)
                left = list(folder.glob("*.parquet"))
                rows.append((folder.name, before, len(left), sum(file.stat().st_size for file in left) / 1e6))
    return pd.DataFrame(rows, columns=["table", "files", "left", "mb"])


def _old_models(corpus, days):
    """Folders of models that no version goes on from and no report names, older than so many days."""
    before, named = time.time() - 86_400 * days, corpus.named_versions()
    for folder in sorted((corpus.store.path / "models").glob("*")):
        yield from (left for left in folder.glob("*.partial") if left.stat().st_mtime <= before)
        states = sorted(int(path.name) for path in folder.iterdir() if path.name.isdigit())
        for state in states[:-1]:
            if state not in named and (folder / f"{state}").stat().st_mtime <= before:
                yield folder / f"{state}"


def pack(workspace, target):
    """Write the whole workspace to one .tar.gz; returns its path."""
    target = Path(target)
    partial = target.with_name(f"{target.name}.partial")
    with workspace.corpus().store.lock(), tarfile.open(partial, "w:gz") as archive:
        archive.add(workspace.path, arcname=workspace.path.name, filter=_without_locks)
    partial.replace(target)
    return target


def _without_locks(member):
    return None if Path(member.name).name in {".lock", ".ipynb_checkpoints"} else member


def unpack(source, folder):
    """Put a workspace that `pack` wrote into a new `folder`; raises InputError for anything else."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty; name a new folder")
    partial = folder.with_name(f"{folder.name}.{datetime.datetime.now():%H%M%S}.partial")
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(partial, filter="data")
        (inside,) = partial.iterdir()
        if not (inside / "monitor.toml").is_file():
            raise ValueError("no monitor.toml in it")
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rmdir()
        inside.replace(folder)
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise InputError(f"{source} is not a workspace written by monitor export: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder
