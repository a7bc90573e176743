"""Ingest: new articles, corrections and rejected inputs become one version of the store."""

from dataclasses import asdict, dataclass, field

import pandas as pd

from monitor.article import Rejected
from monitor.corpus import corrections
from monitor.corpus.standing import read_standing
from monitor.corpus.store import frames_of

CHUNK = 500  # articles in memory at a time


@dataclass
class Receipt:
    """What became of the inputs of one ingest: counts, and the rejected ones.

    `accepted`: new articles; `corrected`: newer versions of articles; `known`: already in the
    corpus, `withdrawn` of them no longer counting; `existing`: articles that the batch had before;
    `sources`: those of all articles.
    """

    batch: str
    version: int
    accepted: int = 0
    corrected: int = 0
    known: int = 0
    withdrawn: int = 0
    existing: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


def ingest(store, inputs, batch, name_outlet=str):
    """Add an iterable of Article and Rejected as one version; returns a Receipt.

    An article that comes twice is one article. If nothing is new, there is no new version.
    `name_outlet`: function from an outlet as stated to its name.
    """
    with store.lock():
        receipt = Receipt(batch, store.version)
        standing = read_standing(store)
        counting = standing.read("articles", corrections.KNOWN, standing.articles)
        receipt.existing = int((counting["batch"] == batch).sum())
        earlier = corrections.EarlierArticles(store, counting, name_outlet)
        ids = dict.fromkeys(counting["article_id"], "") | standing.gone
        rows = _article_rows(inputs, ids, receipt)
        with store.spool("articles", map(earlier.correct, frames_of(rows, CHUNK))) as articles:
            known = standing.read("rejected", ["source", "reason"])
            known = {Rejected(*row) for row in known.itertuples(index=False)}
            rejected = [item for item in dict.fromkeys(receipt.rejected) if item not in known]
            receipt.corrected = earlier.corrections["replaced_by"].nunique()
            receipt.accepted -= receipt.corrected
            if not receipt.accepted + receipt.corrected and not rejected:
                return receipt
            receipt.version = store.commit(
                articles,
                ingests=[asdict(receipt) | {"rejected": len(receipt.rejected)}],
                rejected=pd.DataFrame(rejected).assign(batch=batch),
                changes=earlier.corrections.assign(action="correct"),
            )
    return receipt


def gaps(articles, outlets):
    """Dict of what an analyst should look into: counts, and names of unlisted outlets.

    articles: DataFrame[date, date_rule, outlet, language, note]; `outlets`: an Outlets.
    """
    undated = articles[articles["date"].isna()]
    return {
        "without_date": len(undated),
        "unreadable_dates": int(undated["date_rule"].fillna("").ne("").sum()),
        "without_outlet": int(articles["outlet"].eq("").sum()),
        "unknown_outlets": outlets.unknown(articles["outlet"])["outlet"].tolist(),
        "languages": articles["language"].replace("", "unknown").value_counts().to_dict(),
        "notes": articles["note"].replace("", None).value_counts().to_dict(),
    }


def _article_rows(inputs, ids, receipt):
    """Iterator of dicts, one a new article; counts all inputs in the receipt.

    `ids`: dict from the id of each known article to the action by which it no longer counts, or "".
    """
    for item in inputs:
        if isinstance(item, Rejected):
            receipt.rejected.append(item)
            continue
        receipt.sources.add(item.source)
        article_id = item.article_id
        if article_id in ids:
            receipt.known += 1
            receipt.withdrawn += ids[article_id] == "withdraw"
        else:
            ids[article_id] = ""
            receipt.accepted += 1
            yield asdict(item) | {
                "article_id": article_id,
                "batch": receipt.batch,
                "authors": "; ".join(item.authors),
                "words": len(item.text.split()),
                "version": receipt.version + 1,
            }
