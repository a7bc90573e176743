"""Finds the passages about the codebook's target, and whose words each passage is."""

import functools
import re

import numpy as np
import pandas as pd

from monitor.sentences import sentence_spans
from monitor.stance.cues import Terms, sieve, words
from monitor.stance.evidence import verb_follows

VERSION = "2"
OUTLET, QUOTED = "outlet", "a quotation"
# The holder of a speaker of whom no term of the codebook tells.
UNKNOWN, UNKNOWN_LABEL = "unknown", "Unknown affiliation"
# "It is likely that …" means nobody.
IT = re.compile(
    r"(?:It|Its) (?!is|was|isn|wasn|seem|appear|remain|"
    r"(?:would|will|may|might|can|has|had) (?:not )?be)"
)
HEAD = 6
COLUMNS = ("passage_id", "article_id", "start", "end", "before", "passage", "after")


def find_passages(articles, codebook):
    """Passages about the codebook's target.

    articles: DataFrame[article_id, text]. Returns DataFrame[passage_id, article_id, start, end,
    before, passage, after]; start and end count characters, `passage == text[start:end]`. A term of
    the target's `also` ("the alliance") counts only in an article that names the target, and not
    after another alliance, until the target is named again; "it" at the head of a sentence counts
    where the target acts in the sentence before.
    """
    target = codebook.target
    names = Terms((kind, term) for kind in ("names", "also", "unless") for term in getattr(target, kind))
    may_name, rows = sieve(target.names), []
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        if not isinstance(text, str) or not may_name(text):
            continue
        rows += ((f"{article_id}:{row[0]}", article_id, *row) for row in _in_article(text, names))
    numbers = {"start": "int64", "end": "int64"}
    texts = {column: pd.Series(dtype="str").dtype for column in COLUMNS if column not in numbers}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({**texts, **numbers})


def _in_article(text, names):
    if not any(kind == "names" for *_, kind, _ in names.find(words(text))):
        return
    spans = sentence_spans(text)
    sentences = [text[start:end] for start, end in spans]
    other = acts = False
    for place, (start, end) in enumerate(spans):
        text_words = words(sentences[place])
        found = names.find(text_words)
        kinds = {kind for *_, kind, _ in found}
        named = "names" in kinds
        other = not named and (other or "unless" in kinds)
        meant = acts and IT.match(sentences[place])
        acts = any(
            kind == "names" and at <= HEAD and verb_follows(text_words[: stop + 1], stop) for at, stop, kind, _ in found
        )
        if named or ("also" in kinds and not other) or meant:
            before = sentences[place - 1] if place else ""
            after = sentences[place + 1] if place + 1 < len(sentences) else ""
            yield start, end, before, sentences[place], after


def voices(passages, quotes, codebook):
    """DataFrame[voice, holder]: whose words each passage is; what an outlet quotes is not its own.

    passages: DataFrame[article_id, start, end]; quotes: the same with speaker, role and kind. voice
    is "outlet", or the speaker of the quotation that fills at least half of the passage ("a
    quotation" where unknown). holder is that of the speaker, as returned by `holders`, where the
    quotation is direct or mixed; else missing.
    """
    quotes = quotes.assign(holder=holders(quotes, codebook))
    columns = ["article_id", "start", "end", "speaker", "holder", "kind"]
    spans = passages[["article_id", "start", "end"]].assign(row=np.arange(len(passages)))
    both = spans.merge(quotes[columns], on="article_id", suffixes=("", "_quote"))
    shared = both[["end", "end_quote"]].min(axis=1) - both[["start", "start_quote"]].max(axis=1)
    both = both.assign(shared=shared)[shared * 2 >= both["end"] - both["start"]]
    both = both.sort_values("shared", kind="stable")
    result = pd.DataFrame({"voice": OUTLET, "holder": None}, passages.index, dtype="str")
    voice = both.drop_duplicates("row", keep="last").set_index("row")
    result.iloc[voice.index, 0] = voice["speaker"].fillna(QUOTED).to_numpy()
    spoken = both[both["kind"] != "indirect"].drop_duplicates("row", keep="last").set_index("row")
    result.iloc[spoken.index, 1] = spoken["holder"].to_numpy()
    return result


def holders(quotes, codebook, otherwise=None):
    """Series of the holder of each quotation of DataFrame[speaker, role], with its index.

    It is the holder whose term (`actors`) comes first in the speaker's name, or else in the role.
    A named speaker has the same holder in all quotations given: the most frequent one, or the first
    in the codebook where several are. It is `otherwise` where no term matches.
    """
    holder_of = _holder_of(codebook)
    speakers = quotes["speaker"].fillna("").tolist()
    roles = quotes["role"].fillna("").tolist()
    pairs = zip(speakers, roles, strict=True)
    matches = [holder_of(speaker) or holder_of(role) for speaker, role in pairs]
    # A description, such as "the minister", means somebody else in the next article.
    names = pd.Series([name if name[:1].isupper() else None for name in speakers], dtype=object)
    counts = pd.crosstab(names, pd.Series(matches, dtype=object))
    in_order = counts.reindex(columns=list(codebook.dimensions["holder"]), fill_value=0)
    of_name = in_order.idxmax(axis=1).to_dict()
    pairs = zip(speakers, matches, strict=True)
    result = [of_name.get(speaker) or match or otherwise for speaker, match in pairs]
    return pd.Series(result, quotes.index, dtype=object)


@functools.lru_cache(maxsize=4)
def _holder_of(codebook):
    """Function from a speaker or role to the holder, or None; it keeps its answers."""
    values = codebook.dimensions["holder"].items()
    terms = Terms(((name, term) for name, value in values for term in value.actors), codebook.lists)

    @functools.lru_cache(maxsize=1 << 17)
    def holder(text):
        return next((match[2] for match in terms.find(words(text))), None)

    return holder
