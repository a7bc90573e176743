"""Quotations of a text with their speakers, and the table of those of many articles."""

from typing import NamedTuple

import pandas as pd

from monitor.quotes.attributions import find_attributions
from monitor.quotes.marks import MASK
from monitor.quotes.people import People
from monitor.quotes.tagging import read_sentences
from monitor.quotes.transcripts import find_turns


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
    """DataFrame[article_id, quote, start, end, speaker, …] of DataFrame[article_id, text]."""
    rows = []
    for article in articles.itertuples():
        for quote in find_quotes(article.text):
            spans = ";".join(f"{start}-{end}" for start, end in quote.spans)
            content = article.text[quote.start : quote.end]
            rows.append((article.article_id, content, *quote._replace(spans=spans)))
    return pd.DataFrame(rows, columns=["article_id", "quote", *Quote._fields])


def find_quotes(text):
    """List of `Quote` in the order of the text.

    A quotation that goes on in the next paragraph is one; so is one that its own tag interrupts. A
    mark that is never closed costs one paragraph at most. Names in quotation marks and single words
    are no quotations. Each turn of a transcript is a direct quotation.
    """
    paragraphs, masked = read_sentences(text)
    people = People(text)
    quotes = {}
    last_speaker = None
    for s, attributions in find_attributions(paragraphs):
        people.read(s)
        for attribution in attributions:
            spans = tuple(attribution.spans)
            start, end = spans[0][0], spans[-1][1]
            # What fills its sentence goes on with the words of the last speaker.
            fills = 2 * (end - start) > s.end[-1] - s.start[0]
            speaker = last_speaker if fills and "Q" in s.tags else None
            words = None
            if attribution.source:
                where = attribution.sentence
                first, last = attribution.source
                words = text[where.start[first] : where.end[last - 1]]
                speaker = people.resolve(where, attribution.source)
            last_speaker = speaker or last_speaker
            role = people.roles.get(speaker)
            kind = _kind(masked, spans)
            quotes[spans] = Quote(start, end, spans, speaker, words, role, attribution.cue, kind)
    for start, end, speaker in find_turns(text):
        role = people.roles.get(speaker)
        spans = ((start, end),)
        quotes[spans] = Quote(start, end, spans, speaker, speaker, role, ":", "direct")
    return _without_parts(sorted(quotes.values(), key=lambda quote: (quote.start, -quote.end)))


def _without_parts(quotes):
    """The quotations, by their start, but those within another one of the same speaker."""
    ends = {}
    kept = []
    for quote in quotes:
        end = ends.get(quote.speaker, 0)
        if quote.kind == "indirect" or quote.speaker is None or quote.end > end:
            kept.append(quote)
        if quote.kind != "indirect":
            ends[quote.speaker] = max(end, quote.end)
    return kept


def _kind(masked, spans):
    """Whether all, part or none of the letters of spans stand in quoted regions."""
    letters = "".join([masked[start:end] for start, end in spans])
    if MASK not in letters:
        return "indirect"
    return "mixed" if any(map(str.isalnum, letters)) else "direct"
