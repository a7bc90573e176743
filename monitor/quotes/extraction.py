"""Quotations of a text with their speakers, and the table of those of many articles."""

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from monitor.quotes.attributions import find_attributions
from monitor.quotes.people import People, antecedent

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "speaker": "object",
    "speaker_text": "object",
    "role": "object",
    "cue": "str",
    "kind": "str",
    "spans": "str",
}
_LETTER = re.compile(r"\w")


class Quote(NamedTuple):
    """One quotation; `spans` are its parts where its own tag or a paragraph's end interrupts it.

    `speaker` is the resolved name or description, `speaker_text` the words that stand there, `role`
    what the article says the speaker is, each None if unknown. `kind`: direct (all between
    quotation marks), mixed (part of it) or indirect (none).
    """

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    speaker: str | None
    speaker_text: str | None
    role: str | None
    cue: str
    kind: str


def quotes_table(articles):
    """DataFrame[article_id, start, end, quote, speaker, …] of DataFrame[article_id, text]."""
    rows = []
    for article in articles.itertuples():
        for quote in find_quotes(article.text):
            row = quote._asdict()
            row["article_id"] = article.article_id
            row["quote"] = article.text[quote.start : quote.end]
            row["spans"] = ";".join(f"{start}-{end}" for start, end in quote.spans)
            rows.append(row)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def find_quotes(text):
    """List of `Quote` in the order of the text.

    A quotation that goes on in the next paragraph is one; so is one that its own tag interrupts. A
    mark that is never closed costs one paragraph at most. Names in quotation marks and single words
    are no quotations.
    """
    reading = find_attributions(text)
    sentences = reading.sentences
    people = People(text)
    quotes = {}
    n_read = last_end = 0
    last_speaker = None
    for attribution in reading.attributions:
        s, spans = attribution.sentence, tuple(attribution.spans)
        while n_read < len(sentences) and sentences[n_read].start[0] <= s.start[0]:
            people.read(sentences[n_read])
            n_read += 1
        if spans in quotes:
            continue
        start, end = spans[0][0], spans[-1][1]
        speaker, words = last_speaker, None
        if attribution.source:
            source = antecedent(s, attribution.source)
            words = text[s.start[source[0]] : s.end[source[1] - 1]]
            speaker = people.resolve(s, source)
        elif attribution.cue is not None and "Q" not in s.tags:
            speaker = None
        if end > last_end:
            last_speaker, last_end = speaker or last_speaker, end
        cue = "" if attribution.cue is None else s.raw[attribution.cue]
        kind = _kind(text, spans, reading.regions)
        quotes[spans] = Quote(start, end, spans, speaker, words, people.role(speaker), cue, kind)
    return sorted(quotes.values(), key=lambda quote: (quote.start, -quote.end))


def _kind(text, spans, regions):
    """Whether all, part or none of the letters of spans stand in quoted regions."""
    inside = outside = False
    for start, end in spans:
        first = bisect_right(regions, start, key=itemgetter(1))
        last = bisect_left(regions, end, key=itemgetter(0))
        for left, right, _ in regions[first:last]:
            inside = True
            outside = outside or bool(_LETTER.search(text, start, max(start, left)))
            start = right
        outside = outside or bool(_LETTER.search(text, start, end))
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
