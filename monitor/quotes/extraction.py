"""Attributions of a text: who, by which word, and the spans of what is said, wanted or shown."""

import re
from dataclasses import dataclass

from monitor.quotes.candidates import cue_places
from monitor.quotes.cue_words import cue_classes
from monitor.quotes.interpretation import LEAST, read_cues, source_of
from monitor.quotes.tagging import Sentence, read_paragraphs

LONG_QUOTE = 32
MOST_SIGNED = 16
NEAR = 4
_HEADLINE = re.compile(r"[^:]{3,}:N{1,4}$")
_SIGNED = re.compile(r"[-(,:]*(?:D[Nn]*)?N[^VXPEQ]*$")


@dataclass(slots=True)
class Attribution:
    """What one cue introduces; `source` is (first, after last) of words of the sentence, or None."""

    sentence: Sentence
    cue: int
    side: str
    source: tuple | None
    spans: list


def find_attributions(text):
    """(list of Attribution, list of Sentence, list of quoted regions), each in the order of the text.

    Where nothing introduces a quotation, its cue is -1.
    """
    found, quoted = [], []
    anchor, goes_on, pending, unsigned = None, False, None, None
    read = read_paragraphs(text)
    every = [s for sentences, _ in read for s in sentences]
    for sentences, regions in read:
        quoted += regions
        whole = all(s.tags.strip(".,") == "Q" for s in sentences)
        if not (whole or goes_on):
            anchor = None
        for s in sentences:
            readings = read_cues(s)
            if unsigned and (signer := _signature(s, 0)):
                unsigned.sentence, unsigned.source, unsigned = s, signer, None
                continue
            unsigned = None
            if s.tags.strip(".,") != "Q":
                new = _in_sentence(s, readings)
                found += new
                anchor = _speech(new) or anchor
            elif pending:
                pending.spans.append((s.start[0], s.end[-1]))
                found.append(pending)
                anchor, pending = pending, None
            elif anchor:
                anchor.spans.append((s.start[0], s.end[-1]))
            elif s.end[-1] - s.start[0] > LONG_QUOTE:
                anchor = unsigned = Attribution(s, -1, "left", None, [(s.start[0], s.end[-1])])
                found.append(anchor)
        pending = _announced(sentences[-1]) if sentences[-1].low[-1] == ":" else None
        goes_on = bool(regions) and not regions[-1][2]
    return found, every, quoted


def _signature(s, first):
    """The noun phrase that signs a quotation before it, as in "…" (Ida Brandt); None where a clause stands."""
    rest = s.tags[first:]
    if len(rest) > MOST_SIGNED or not _SIGNED.match(rest):
        return None
    return next((phrase for phrase in s.phrases if phrase[0] >= first), None)


def _speech(attributions):
    """The attribution that a quotation without a tag goes on with: one that quotes before its tag, or said."""
    if not attributions:
        return None
    quoted = [a for a in attributions if a.side != "right" and "Q" in a.sentence.tags]
    said = [a for a in attributions if cue_classes()[a.sentence.low[a.cue]] == "say"]
    return (quoted or said or [None])[0]


def _announced(s):
    """The Attribution, empty still, of what stands in the next paragraph, by the last cue of a sentence."""
    places = [i for i in cue_places(s) if s.low[i] != ":"]
    return Attribution(s, places[-1], "right", source_of(s, places[-1], "right"), []) if places else None


def _in_sentence(s, readings):
    if s.paragraph == 0 and _HEADLINE.match(s.tags):
        colon = s.tags.index(":")
        return [Attribution(s, colon, "left", (colon + 1, len(s.low)), [(s.start[0], s.end[colon - 1])])]
    found, unsure = [], []
    for chance, i, reading in readings:
        source = reading.source or source_of(s, i, reading.side)
        spans = [(s.start[first], s.end[last - 1]) for first, last in reading.spans]
        a = Attribution(s, i, reading.side, source, spans)
        if chance < LEAST:
            unsure.append((chance, a))
        elif cue_classes()[s.low[i]] in ("say", "ask") or not _repeats(s, a, found):
            found.append(a)
    if "Q" in s.tags:
        found += _left_over(s, found, [a for _, a in sorted(unsure, key=lambda pair: -pair[0])])
    return found


def _left_over(s, found, unsure):
    """Attributions of the quotations of a sentence that no sure cue introduces: by the likeliest cue, or by none."""
    extra = []
    for q, tag in enumerate(s.tags):
        if tag != "Q" or s.end[q] - s.start[q] < LONG_QUOTE or any(_holds(a, s, q) for a in found + extra):
            continue
        extra.append(next((a for a in unsure if _holds(a, s, q)), None) or _without_cue(s, q))
    return extra


def _without_cue(s, q):
    places = [i for i in range(max(0, q - NEAR), q) if s.tags[i] in "VvE:"]
    i, side, source = -1, "left", _signature(s, q + 1)
    if places and not source:
        i, side = places[-1], "right"
        source = source_of(s, i, side)
    return Attribution(s, i, side, source, [(s.start[q], s.end[q])])


def _repeats(s, attribution, found):
    """Whether an earlier attribution holds the same quoted words: they are its speaker's, whose wish they tell of."""
    quoted = [q for q, tag in enumerate(s.tags) if tag == "Q" and _holds(attribution, s, q)] if "Q" in s.tags else []
    return any(_holds(other, s, q) for other in found for q in quoted)


def _holds(attribution, s, q):
    return any(start <= s.start[q] < end for start, end in attribution.spans)
