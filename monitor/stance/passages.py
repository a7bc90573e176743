"""Articles in, passages out: every sentence that names the codebook's target, with the sentences beside it."""

import numpy as np
import pandas as pd

from monitor.sentences import sentence_spans
from monitor.stance.cues import Terms, words

VERSION = "1"
OUTLET, QUOTED = "outlet", "a quotation"
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


def voices(passages, quotes):
    """Series: "outlet" where a passage is the outlet's own words, else who is quoted in at least half of it.

    passages: DataFrame[article_id, start, end]; quotes: DataFrame[article_id, start, end, speaker], missing where the
    speaker was not found: then the voice is "a quotation". An outlet does not say what it quotes.
    """
    spans = passages[["article_id", "start", "end"]].assign(row=np.arange(len(passages)))
    both = spans.merge(quotes[["article_id", "start", "end", "speaker"]], on="article_id", suffixes=("", "_quote"))
    shared = both[["end", "end_quote"]].min(axis=1) - both[["start", "start_quote"]].max(axis=1)
    both = both.assign(shared=shared)[shared * 2 >= both["end"] - both["start"]]
    most = both.sort_values("shared", kind="stable").drop_duplicates("row", keep="last").set_index("row")
    voice = pd.Series(OUTLET, passages.index, dtype="str")
    voice.iloc[most.index] = most["speaker"].fillna(QUOTED).to_numpy()
    return voice
