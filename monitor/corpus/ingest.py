"""Ingest: new articles and rejected inputs become one version of the store."""

import itertools
from dataclasses import asdict, dataclass, field

import pandas as pd

from monitor.article import Rejected
from monitor.corpus.store import frames_of, up_to

CHUNK = 500  # articles in memory at a time


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
        ids = set(store.read("articles", columns=["article_id"])["article_id"])
        rows = _article_rows(inputs, ids, receipt)
        with store.spool("articles", frames_of(rows, CHUNK)) as articles:
            earlier = store.read("rejected", up_to(before), ["source", "reason"])
            earlier = set(itertools.starmap(Rejected, earlier.itertuples(index=False)))
            rejected = [item for item in dict.fromkeys(receipt.rejected) if item not in earlier]
            if not receipt.accepted and not rejected:
                receipt.version = before
                return receipt
            label = {"ingest": receipt.version}
            counts = asdict(receipt) | {"rejected": len(receipt.rejected)}
            # The receipt comes first: it is the only record of what was known already. Then the
            # rejected inputs, which nothing else refers to. They take the place of what an ingest
            # left that was killed before its articles were committed.
            for name, rows in (("ingests", [counts]), ("rejected", rejected)):
                rows = pd.DataFrame(rows).assign(batch=batch, version=receipt.version)
                store.write(name, rows, label, f"version > {before}")
            # The articles come last: without their commit nothing of the ingest counts.
            store.write("articles", articles, label)
    return receipt


def _article_rows(inputs, ids, receipt):
    """Iterator of dicts, one a new article; counts all inputs in the receipt."""
    for item in inputs:
        if isinstance(item, Rejected):
            receipt.rejected.append(item)
        elif (article_id := item.article_id) in ids:
            receipt.known += 1
        else:
            ids.add(article_id)
            receipt.accepted += 1
            yield asdict(item) | {
                "article_id": article_id,
                "batch": receipt.batch,
                "authors": "; ".join(item.authors),
                "words": len(item.text.split()),
                "version": receipt.version,
            }
