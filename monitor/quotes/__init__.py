"""Text in, its quotations out: where they stand, who speaks, and by which verb they are introduced."""

from dataclasses import dataclass

import pandas as pd

from monitor.quotes.extract import find_attributions

VERSION = "1"
COLUMNS = {
    "article_id": "str", "start": "int64", "end": "int64", "quote": "str", "speaker": "object",
    "speaker_text": "object", "cue": "str", "kind": "str", "spans": "str",
}  # fmt: skip
@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation; `spans` are its parts where its own tag interrupts it or where it runs over paragraphs.

    `speaker` is the resolved name or description, `speaker_text` the words that stand there; None where not found.
    `kind`: direct (whole sentences), mixed (part of a sentence of the article).
    """

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    speaker: str | None
    speaker_text: str | None
    cue: str
    kind: str


def quotes_table(articles):
    """DataFrame[article_id, start, end, quote, speaker, …] of the quotations of DataFrame[article_id, text]."""
    rows = [
        (row.article_id, q.start, q.end, row.text[q.start : q.end], q.speaker, q.speaker_text, q.cue, q.kind,
         ";".join(f"{start}-{end}" for start, end in q.spans))
        for row in articles.itertuples()
        for q in find_quotes(row.text)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def find_quotes(text):
    """List of `Quote` in the order of the text."""
    quotes = []
    for a in find_attributions(text):
        s, who = a.sentence, None
        if a.source:
            who = text[s.start[a.source[0]] : s.end[a.source[1] - 1]]
        quotes.append(Quote(a.spans[0][0], a.spans[-1][1], tuple(a.spans), who, who, s.raw[a.cue] if a.cue >= 0 else "", "direct"))
    return quotes
