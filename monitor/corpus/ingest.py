"""Ingest: new articles and rejected inputs become one version of the store."""

import dataclasses
import itertools
from dataclasses import dataclass, field

import pandas as pd

from monitor.article import Article, Rejected
from monitor.corpus.store import up_to
from monitor.tables import to_arrow

CHUNK = 500  # articles in memory at a time
FIELDS = [field.name for field in dataclasses.fields(Article)]


@dataclass
class Receipt:
    """What became of the inputs of one ingest: counts, and the rejected ones."""

    batch: str
    version: int
    accepted: int = 0
    known: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def ingest(store, inputs, batch):
    """Add an iterable of Article and Rejected as one version; returns a Receipt.

    An article that comes twice is one article. If nothing is new, there is no new version.
    """
    with store.lock():
        before = store.finished("articles", "ingest")
        receipt = Receipt(batch, before + 1)
        tables = _article_tables(store, inputs, receipt)
        with store.spool("articles", tables) as articles:
            rejected = _new_rejected(store, receipt, before)
            if not receipt.accepted and not len(rejected):
                receipt.version = before
                return receipt
            # The receipt comes first: it is the only record of what was known already.
            counts = dataclasses.asdict(receipt) | {"rejected": len(receipt.rejected)}
            _add(store, "ingests", pd.DataFrame([counts]), before)
            # Then the rejected inputs, which nothing else refers to.
            _add(store, "rejected", rejected, before)
            # The articles come last: without their commit nothing of the ingest counts.
            store.append("articles", articles, {"ingest": receipt.version})
    return receipt


def _add(store, name, frame, before):
    # In the place of what an ingest left that was killed before its articles were committed.
    store.replace(name, to_arrow(name, frame), {"ingest": before + 1}, f"version > {before}")


def _article_tables(store, inputs, receipt):
    """Iterator of pyarrow Tables of the new articles; counts all inputs in the receipt."""
    ids = set(store.read("articles", columns=["article_id"])["article_id"].to_pylist())
    rows = _article_rows(inputs, ids, receipt)
    while chunk := list(itertools.islice(rows, CHUNK)):
        yield to_arrow("articles", pd.DataFrame(chunk))


def _article_rows(inputs, ids, receipt):
    for item in inputs:
        if isinstance(item, Rejected):
            receipt.rejected.append(item)
        elif (article_id := item.article_id) in ids:
            receipt.known += 1
        else:
            ids.add(article_id)
            receipt.accepted += 1
            yield {name: getattr(item, name) for name in FIELDS} | {
                "article_id": article_id,
                "batch": receipt.batch,
                "authors": "; ".join(item.authors),
                "words": len(item.text.split()),
                "version": receipt.version,
            }


def _new_rejected(store, receipt, before):
    """DataFrame of the rejected inputs that no earlier ingest rejected for the same reason."""
    columns = ["source", "reason"]
    earlier = store.read("rejected", up_to(before), columns).to_pandas()
    pairs = [(item.source, item.reason) for item in receipt.rejected]
    rows = pd.DataFrame(pairs, columns=columns).drop_duplicates()
    is_earlier = pd.MultiIndex.from_frame(rows).isin(pd.MultiIndex.from_frame(earlier))
    return rows[~is_earlier].assign(batch=receipt.batch, version=receipt.version)
