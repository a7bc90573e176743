"""Maintenance of a workspace: verify, repair and compact its store, export and import it."""

import collections
import re
import shutil
import tarfile
import tempfile
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from monitor.article import Article
from monitor.errors import InputError, StoreError
from monitor.settings import SETTINGS

OF_ARTICLES = ("syndication", "quotes", "stance", "theme_weights", "signatures")
OF_THEMES = ("themes", "theme_weights", "theme_changes")
# Columns that tell the rows of a table apart.
KEYS = {
    "articles": ["article_id"],
    "quotes": ["article_id", "start", "end", "spans"],
    "stance": ["article_id", "start", "end"],
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
        rows = store.read(table, columns=keys)
        distinct = rows.group_by(keys).aggregate([])
        counts[table, "duplicate rows"] = rows.num_rows - distinct.num_rows
    ids = store.read("articles", columns=["article_id"])["article_id"]
    for table in OF_ARTICLES:
        orphans = store.read(table, ~pc.field("article_id").isin(ids), ["article_id"])
        counts[table, "rows of articles that do not exist"] = orphans.num_rows
    columns = ["article_id", "outlet", "title", "text"]
    for articles in _blocks(store.stream("articles", columns=columns)):
        changed = sum(map(_is_changed, articles.to_pylist()))
        counts["articles", "text does not match the article's id"] += changed
        for table in SPANS:
            counts.update(_span_problems(store, table, articles))
    problems = [(*problem, rows) for problem, rows in counts.items() if rows]
    return pd.DataFrame(problems, columns=["table", "problem", "rows"])


def _blocks(tables):
    """Yield the rows of pyarrow Tables as Tables of about BLOCK rows."""
    block = []
    for table in tables:
        block.append(table)
        if sum(part.num_rows for part in block) >= BLOCK:
            yield pa.concat_tables(block)
            block = []
    if block:
        yield pa.concat_tables(block)


def _is_changed(row):
    return row["article_id"] != Article(row["title"], row["text"], row["outlet"]).article_id


def _span_problems(store, table, articles):
    """Yield (table, problem) for each damaged row about one of the articles."""
    ids = articles["article_id"]
    texts = dict(zip(ids.to_pylist(), articles["text"].to_pylist(), strict=True))
    columns = [*KEYS[table], SPANS[table]]
    for rows in store.stream(table, pc.field("article_id").isin(ids), columns):
        for row in rows.to_pylist():
            start, end = row["start"], row["end"]
            text = texts[row["article_id"]]
            if not _is_span(text, start, end) or text[start:end] != row[SPANS[table]]:
                yield table, "words differ from the article's text"
            elif "spans" in row and not _are_parts(row["spans"], start, end):
                yield table, "parts do not fit the quotation"


def _is_span(text, start, end):
    return None not in (start, end) and 0 <= start < end <= len(text)


def _are_parts(spans, start, end):
    """Whether the parts, as start-end;start-end, are in order and reach from `start` to `end`."""
    if not re.fullmatch(r"\d+-\d+(;\d+-\d+)*", spans or ""):
        return False
    bounds = [int(bound) for bound in re.findall(r"\d+", spans)]
    none_empty = all(first < last for first, last in zip(bounds[::2], bounds[1::2], strict=True))
    return none_empty and bounds == sorted(bounds) and (bounds[0], bounds[-1]) == (start, end)


def repair(corpus, problems):
    """Delete the derived tables that `check` reports as damaged; returns their names.

    They are rebuilt when next read. Raises StoreError if the articles themselves are damaged: only
    a backup of the store has them.
    """
    damaged = set(problems["table"])
    if "articles" in damaged:
        message = "the articles themselves are damaged; restore the folder store/ from a backup"
        raise StoreError(message)
    # The tables of themes are written together, from one model.
    of_themes = {"models", *OF_THEMES} if damaged & set(OF_THEMES) else set()
    with corpus.store.lock():
        for name in damaged | of_themes:
            shutil.rmtree(corpus.store.path / name, ignore_errors=True)
    return sorted(damaged)


def compact(corpus, days=30):
    """Merge small files and delete those replaced at least `days` days ago.

    Every version stays readable: each row states the version that added it. Theme models of that
    age are deleted as well, except the newest, which the next version continues, and those of
    versions that have a report. Returns DataFrame[table, files (before), left, mb].
    """
    rows = []
    with corpus.store.lock():
        for model in _old_models(corpus, days):
            shutil.rmtree(model)
        for folder in sorted(path for path in corpus.store.path.iterdir() if path.is_dir()):
            if table := corpus.store.open(folder.name):
                files = len(list(folder.glob("*.parquet")))
                table.optimize.compact()
                table.vacuum(24 * days, dry_run=False, enforce_retention_duration=False)
                sizes = [file.stat().st_size for file in folder.glob("*.parquet")]
                rows.append((folder.name, files, len(sizes), sum(sizes) / 1e6))
    return pd.DataFrame(rows, columns=["table", "files", "left", "mb"])


def _old_models(corpus, days):
    """Folders of theme models that are old enough, superseded, and of no version with a report."""
    latest = time.time() - 86_400 * days
    reported = corpus.named_versions()
    for folder in (corpus.store.path / "models").glob("*"):
        versions = sorted(int(path.name) for path in folder.iterdir() if path.name.isdigit())
        superseded = [folder / str(version) for version in versions[:-1] if version not in reported]
        for model in (*folder.glob("*.partial"), *superseded):
            if model.stat().st_mtime <= latest:
                yield model


def pack(workspace, target):
    """Write the whole workspace to one .tar.gz file; returns its path."""
    target = Path(target)
    partial = target.with_name(f"{target.name}.partial")
    with workspace.corpus().store.lock(), tarfile.open(partial, "w:gz") as archive:
        archive.add(workspace.path, arcname=workspace.path.name, filter=_without_locks)
    partial.replace(target)
    return target


def _without_locks(member):
    return None if Path(member.name).name in {".lock", ".ipynb_checkpoints"} else member


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
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(partial, filter="data")
            (inside,) = Path(partial).iterdir()
            if not (inside / SETTINGS).is_file():
                raise ValueError(f"it has no {SETTINGS}")
            inside.replace(folder)
        except (tarfile.TarError, EOFError, ValueError, OSError) as error:
            message = f"{source} is not a workspace written by monitor export: {error}"
            raise InputError(message) from error
    return folder
