"""Maintenance of a workspace: verify, repair and compact its store, export and import it."""

import collections
import datetime
import shutil
import tarfile
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from monitor.article import Article
from monitor.errors import InputError, StoreError
from monitor.tables import columns_of

DERIVED = ("syndication", "quotes", "stance", "themes", "theme_weights", "theme_changes", "signatures")
OF_THEMES = ("themes", "theme_weights", "theme_changes")
SPANS = {"quotes": "quote", "stance": "passage"}
BLOCK = 20_000  # articles whose texts are in memory at a time
REPEATED = "duplicate rows"


def check(corpus):
    """DataFrame[table, problem, rows]: what is damaged in the store; empty if nothing is.

    Each article's id is computed again from its outlet, title and text; each derived row must
    belong to an article, and each quotation and passage must be the words of its article's text
    from start to end, the parts of a quotation within it and in order.
    """
    store, counts = corpus.store, collections.Counter()
    ids = pd.Index(store.read("articles", columns=["article_id"])["article_id"].to_pandas())
    counts["articles", REPEATED] = ids.duplicated().sum()
    ids = ids.unique()
    for table in DERIVED:
        if "article_id" in columns_of(table):
            for rows in store.stream(table, columns=["article_id"]):
                missing = ids.get_indexer(rows["article_id"].to_pandas()) < 0
                counts[table, "rows of articles that do not exist"] += missing.sum()
    columns = ["article_id", "outlet", "title", "text"]
    for articles in _blocks(store.stream("articles", columns=columns)):
        changed = sum(map(_is_changed, articles.to_pylist()))
        counts["articles", "text does not match the article's id"] += changed
        texts = dict(zip(*articles.select(["article_id", "text"]).to_pydict().values(), strict=True))
        for table in SPANS:
            counts.update(_check_spans(store, table, texts))
    problems = [(*problem, int(rows)) for problem, rows in counts.items() if rows]
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


def _check_spans(store, table, texts):
    """Counter of (table, problem) for the rows of a table about the articles of `texts`."""
    counts, places = collections.Counter(), set()
    columns = ["article_id", "start", "end", SPANS[table]]
    columns += ["spans"] if table == "quotes" else []
    of_these = pc.field("article_id").isin(pa.array(texts, pa.string()))
    for rows in store.stream(table, of_these, columns):
        for article_id, start, end, words, *spans in zip(*rows.to_pydict().values(), strict=True):
            text, place = texts[article_id], (article_id, start, end, *spans)
            counts[table, REPEATED] += place in places
            places.add(place)
            if not _is_span(text, start, end) or text[start:end] != words:
                counts[table, "words differ from the article's text"] += 1
            elif spans and not _are_parts(spans[0], start, end):
                counts[table, "parts do not fit the quotation"] += 1
    return counts


def _is_span(text, start, end):
    return None not in (start, end) and 0 <= start < end <= len(text)


def _are_parts(spans, start, end):
    """Whether the parts, as start-end;start-end, are in order and reach from `start` to `end`."""
    try:
        parts = [tuple(map(int, part.split("-"))) for part in (spans or "").split(";")]
        bounds = [bound for first, last in parts for bound in (first, last)]
    except ValueError:
        return False
    in_order = bounds == sorted(bounds) and all(first < last for first, last in parts)
    return in_order and (bounds[0], bounds[-1]) == (start, end)


def repair(corpus, problems):
    """Delete the derived tables that `check` found damaged; returns their names.

    They are rebuilt when next read. Raises StoreError if the articles themselves are damaged: only a
    backup of the store has them.
    """
    names = sorted(set(problems["table"]))
    if "articles" in names:
        raise StoreError("the articles themselves are damaged; restore the folder store/ from a backup")
    with corpus.store.lock():
        for name in names:
            shutil.rmtree(corpus.store.path / name)
        if set(OF_THEMES) & set(names):
            shutil.rmtree(corpus.store.path / "models", ignore_errors=True)
            for name in OF_THEMES:
                shutil.rmtree(corpus.store.path / name, ignore_errors=True)
    return names


def compact(corpus, days=30):
    """Merge small files and delete those replaced at least `days` days ago.

    Every version stays readable: each row states the version that added it. Theme models of that age
    are deleted as well, except the newest, which the next version continues, and those of versions
    that have a report. Returns DataFrame[table, files (before), left, mb].
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
    """Folders of theme models that are old enough, superseded, and of no version with a report."""
    before, named = time.time() - 86_400 * days, corpus.named_versions()
    for folder in sorted((corpus.store.path / "models").glob("*")):
        yield from (left for left in folder.glob("*.partial") if left.stat().st_mtime <= before)
        states = sorted(int(path.name) for path in folder.iterdir() if path.name.isdigit())
        for state in states[:-1]:
            if state not in named and (folder / f"{state}").stat().st_mtime <= before:
                yield folder / f"{state}"


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
    """Unpack a workspace written by `pack` into a new `folder`; raises InputError for anything else."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty; name a new folder")
    partial = folder.with_name(f"{folder.name}.{datetime.datetime.now():%H%M%S}.partial")
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(partial, filter="data")
        (inside,) = partial.iterdir()
        if not (inside / "monitor.toml").is_file():
            raise ValueError("it has no monitor.toml")
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rmdir()
        inside.replace(folder)
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise InputError(f"{source} is not a workspace written by monitor export: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder
