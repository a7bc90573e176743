"""Articles and rejected inputs in, rows of new articles out, and a receipt of what became of each."""

import dataclasses
import itertools
from dataclasses import dataclass, field

import pandas as pd

from monitor.article import Article, Rejected
from monitor.tables import to_arrow

CHUNK = 500
_FIELDS = [each.name for each in dataclasses.fields(Article)]


@dataclass(frozen=True)
class Receipt:
    """What became of one ingest: counts, and the inputs that were not taken."""

    batch: str
    version: int
    accepted: int = 0
    known: int = 0
    rejected: list[Rejected] = field(default_factory=list)


class Intake:
    """Tells new articles of one ingest from known ones and from rejected inputs, and counts them."""

    def __init__(self, batch, version, known):
        self.batch, self.version, self.ids = batch, version, known
        self.accepted, self.known, self.rejected = 0, 0, []

    def tables(self, inputs):
        """Iterator of pyarrow Tables of the new articles."""
        fresh = self._fresh(inputs)
        while rows := list(itertools.islice(fresh, CHUNK)):
            yield to_arrow("articles", pd.DataFrame(rows))

    def refused(self, stored):
        """pyarrow Table of the rejected inputs that are not among the `stored` ones; None where there are none."""
        seen = {(row["source"], row["reason"]) for row in stored.to_pylist()}
        new = [(r.source, r.reason) for r in self.rejected if (r.source, r.reason) not in seen]
        rows = pd.DataFrame(list(dict.fromkeys(new)), columns=["source", "reason"])
        return to_arrow("rejected", rows.assign(batch=self.batch, version=self.version)) if len(rows) else None

    def _fresh(self, inputs):
        for item in inputs:
            if isinstance(item, Rejected):
                self.rejected.append(item)
                continue
            article_id = item.article_id
            if article_id in self.ids:
                self.known += 1
                continue
            self.ids.add(article_id)
            self.accepted += 1
            yield {name: getattr(item, name) for name in _FIELDS} | {
                "article_id": article_id,
                "batch": self.batch,
                "authors": "; ".join(item.authors),
                "words": len(item.text.split()),
                "version": self.version,
            }
