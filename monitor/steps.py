"""Steps that look at one article at a time: done once for each, and kept with the version of the code that did it."""

import functools
from zlib import crc32

import pyarrow.compute as pc

from monitor import quotes, syndication
from monitor.handcoding import coded_passages
from monitor.parallel import each
from monitor.store import up_to
from monitor.tables import to_arrow

# Quotations, stance and themes are worked out for English; "" is a text too short to tell.
READ_LANGUAGES = ["en", ""]
CHUNK = 100


def steps(coding):
    """Dict: table → (version of its code, function that makes what a step needs, the step, languages it is for)."""
    return {
        "quotes": (quotes.VERSION, dict, quotes.quotes_table, READ_LANGUAGES),
        # The model learns before: a step runs in other processes, where nobody may read the store.
        "stance": (coding.code, lambda: {"model": coding.model()}, coded_passages, READ_LANGUAGES),
        "signatures": (syndication.VERSION, dict, syndication.signatures_table, None),
    }


def derive(store, name, coding, version):
    """Run a step for the articles up to `version` that it has not seen; for all of them where its code has changed."""
    code, needs, step, languages = steps(coding)[name]
    # The table holds the rows of one code alone: one that is taken up again finds those of another.
    number = crc32(code.encode())

    def finished():
        return store.finished(name, name) if store.finished(name, "code") == number else 0

    if finished() >= version:
        return
    with store.lock():
        done = finished()
        if done >= version:
            return
        where = up_to(version, done)
        if languages:
            where &= pc.field("language").isin(languages)
        chunks = store.stream("articles", where, ["article_id", "title", "text", "version"], CHUNK, copy=True)
        work = functools.partial(_rows, name, functools.partial(step, **needs()))
        (store.append if done else store.replace)(name, each(work, chunks), name, version, code=number)


def _rows(name, step, chunk):
    articles = chunk.to_pandas()
    result = step(articles)
    versions = articles.set_index("article_id")["version"]
    return to_arrow(name, result.assign(version=result["article_id"].map(versions).astype("int64")))
