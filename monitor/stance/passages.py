"""Articles in, passages out: every sentence that names the codebook's target, with the sentences beside it."""

import pandas as pd

from monitor.sentences import sentence_spans
from monitor.stance.cues import Terms, words

VERSION = "1"
COLUMNS = ("passage_id", "article_id", "start", "end", "before", "passage", "after")


def find_passages(articles, codebook):
    """Passages about the codebook's target.

    articles: DataFrame[article_id, text]. Returns DataFrame[passage_id, article_id, start, end, before, passage,
    after];
    start and end count characters, `passage == text[start:end]`. A term of the target's `also` ("the alliance")
    counts only in an article that names the target, and not after another alliance, until the target is named again.
    """
    target = codebook.target
    names = Terms((kind, term) for kind in ("names", "also", "unless") for term in getattr(target, kind))
    rows = []
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        rows += ((f"{article_id}:{row[0]}", article_id, *row) for row in _in_article(text, names))
    numbers = {"start": "int64", "end": "int64"}
    texts = {column: pd.Series(dtype="str").dtype for column in COLUMNS if column not in numbers}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({**texts, **numbers})


def _in_article(text, names):
    if not isinstance(text, str) or not any(kind == "names" for *_, kind, _ in names.find(words(text))):
        return
    spans = sentence_spans(text)
    sentences = [text[start:end] for start, end in spans]
    other = False
    for place, (start, end) in enumerate(spans):
        kinds = {kind for *_, kind, _ in names.find(words(sentences[place]))}
        named = "names" in kinds
        other = not named and (other or "unless" in kinds)
        if named or ("also" in kinds and not other):
            before = sentences[place - 1] if place else ""
            after = sentences[place + 1] if place + 1 < len(sentences) else ""
            yield start, end, before, sentences[place], after
