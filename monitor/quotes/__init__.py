"""Text in, its quotations out: where they stand, who speaks, and by which word they are introduced."""

import re
from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from monitor.quotes.extraction import find_attributions
from monitor.quotes.people import People, antecedent
from monitor.quotes.speakers import name_speakers, read_aliases, speakers_table

__all__ = ["VERSION", "Quote", "find_quotes", "name_speakers", "quotes_table", "read_aliases", "speakers_table"]

VERSION = "9"
COLUMNS = {
    "article_id": "str", "start": "int64", "end": "int64", "quote": "str", "speaker": "object",
    "speaker_text": "object", "role": "object", "cue": "str", "kind": "str", "spans": "str",
}  # fmt: skip
_LETTER = re.compile(r"\w")


class Quote(NamedTuple):
    """One quotation; `spans` are its parts where its own tag interrupts it or where it runs over paragraphs.

    `speaker` is the resolved name or description, `speaker_text` the words that stand there, `role` what the article
    says the speaker is; None where not found. `kind`: direct (all between quotation marks), mixed (part of it),
    indirect (none).
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
    """DataFrame[article_id, start, end, quote, speaker, …] of the quotations of DataFrame[article_id, text]."""
    rows = [
        (row.article_id, q.start, q.end, row.text[q.start : q.end], q.speaker, q.speaker_text, q.role, q.cue, q.kind,
         ";".join(f"{start}-{end}" for start, end in q.spans))
        for row in articles.itertuples()
        for q in find_quotes(row.text)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def find_quotes(text):
    """List of `Quote` in the order of the text.

    A quotation that goes on in the next paragraph is one; so is one that its own tag interrupts. A mark that is never
    closed costs one paragraph at most. Names in quotation marks and single words are no quotations.
    """
    attributions, sentences, regions = find_attributions(text)
    people, read = People(text), 0
    quotes, taken, last = [], set(), None
    for a in attributions:
        while read < len(sentences) and sentences[read].start[0] <= a.sentence.start[0]:
            people.read(sentences[read])
            read += 1
        spans = tuple(a.spans)
        if spans in taken:
            continue
        taken.add(spans)
        s, who, name = a.sentence, None, last
        if a.source:
            source = antecedent(s, a.source)
            who = text[s.start[source[0]] : s.end[source[1] - 1]]
            name = people.resolve(s, source)
        elif a.cue >= 0 and "Q" not in s.tags:
            name = None
        if not (quotes and quotes[-1].start <= spans[0][0] and spans[-1][1] <= quotes[-1].end):
            last = name or last
        cue = text[s.start[a.cue] : s.end[a.cue]] if a.cue >= 0 else ""
        quotes.append(
            Quote(spans[0][0], spans[-1][1], spans, name, who, people.role(name), cue, _kind(text, spans, regions))
        )
    return sorted(quotes, key=lambda quote: (quote.start, -quote.end))


def _kind(text, spans, regions):
    inside = outside = False
    for start, end in spans:
        at = start
        for left, right, _ in regions[bisect_right(regions, start, key=itemgetter(1)) :]:
            if left >= end:
                break
            outside = outside or bool(_LETTER.search(text, at, max(at, left)))
            inside, at = True, right
        outside = outside or bool(_LETTER.search(text, at, end))
    return "mixed" if inside and outside else "direct" if inside else "indirect"
