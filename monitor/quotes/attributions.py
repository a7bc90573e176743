"""Attributions of a text: sentence, cue, speaker and spans of each quotation."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from monitor.quotes.candidates import cue_places
from monitor.quotes.cue_words import cue_classes
from monitor.quotes.interpretation import LIKELY, read_cues, source_of
from monitor.quotes.tagging import Sentence, read_paragraphs

LONG_QUOTE = 32
MOST_SIGNED = 16
NEAR = 4
_HEADLINE = re.compile(r"[^:]{3,}:N{1,4}$")
_SIGNATURE = re.compile(r"[-(,:]*(?:D[Nn]*)?N[^VXPEQ]*$")


@dataclass(slots=True)
class Attribution:
    """What one cue introduces.

    `cue` is the place of a word of the sentence and `source` (first, after last) of its words, or
    None; `spans` are (start, end) in the text.
    """

    sentence: Sentence
    cue: int | None
    source: tuple | None
    spans: list


class TextReading(NamedTuple):
    """Lists of Attribution, of Sentence, and of quoted regions (start, end, closed)."""

    attributions: list
    sentences: list
    regions: list


def find_attributions(text):
    """The TextReading of a text: attributions, sentences and quoted regions in its order."""
    attributions = []
    sentences = []
    regions = []
    anchor = announced = unsigned = None
    open_quote = False
    for paragraph, quoted in read_paragraphs(text):
        sentences += paragraph
        regions += quoted
        if not open_quote and not all(map(_is_quotation, paragraph)):
            anchor = None
        for s in paragraph:
            signer = _signer(s, 0) if unsigned else None
            if signer:
                unsigned.sentence, unsigned.source = s, signer
            elif not _is_quotation(s):
                matches = _attributions_in(s)
                attributions += matches
                anchor = matches[0] if matches else anchor
            elif anchor and not announced:
                anchor.spans.append(_span(s))
            elif announced or s.end[-1] - s.start[0] > LONG_QUOTE:
                anchor = announced or Attribution(s, None, None, [])
                anchor.spans.append(_span(s))
                attributions.append(anchor)
                unsigned, announced = (None if announced else anchor), None
                continue
            unsigned = None
        announced = _announced(paragraph[-1])
        open_quote = bool(quoted) and not quoted[-1][2]
    return TextReading(attributions, sentences, regions)


def _is_quotation(s):
    return s.tags.strip(".,") == "Q"


def _span(s):
    return s.start[0], s.end[-1]


def _signer(s, first):
    """The noun phrase that signs a quotation before it, as in "…" (Ida Brandt), or None."""
    rest = s.tags[first:]
    if len(rest) > MOST_SIGNED or not _SIGNATURE.match(rest):
        return None
    return next((phrase for phrase in s.phrases if phrase[0] >= first), None)


def _announced(s):
    """The Attribution of what stands in the next paragraph, if a sentence ends with a colon."""
    places = [i for i in cue_places(s) if s.low[i] != ":"] if s.low[-1] == ":" else []
    if not places:
        return None
    return Attribution(s, places[-1], source_of(s, places[-1], "right"), [])


def _attributions_in(s):
    """List of the Attributions of a sentence; each long quotation has one."""
    if s.paragraph == 0 and _HEADLINE.match(s.tags):
        colon = s.tags.index(":")
        return [Attribution(s, colon, (colon + 1, len(s.low)), [(s.start[0], s.end[colon - 1])])]
    attributions, unlikely = [], []
    for chance, i, reading in read_cues(s):
        spans = [(s.start[first], s.end[last - 1]) for first, last in reading.spans]
        attribution = Attribution(s, i, source_of(s, i, reading.side), spans)
        if chance < LIKELY:
            unlikely.append((chance, attribution))
        elif not _repeats(attribution, attributions):
            attributions.append(attribution)
    # Of two cues with the same words the last one counts: "repeated his call that …".
    attributions = list({tuple(a.spans): a for a in attributions}.values())
    unlikely.sort(key=lambda pair: pair[0], reverse=True)
    for q, tag in enumerate(s.tags):
        is_long = tag == "Q" and s.end[q] - s.start[q] >= LONG_QUOTE
        if is_long and not any(_contains(a, s.start[q]) for a in attributions):
            matches = [a for _, a in unlikely if _contains(a, s.start[q])]
            attributions.append(matches[0] if matches else _without_cue(s, q))
    return attributions


def _repeats(attribution, others):
    """Whether a cue such as "wants" gives quoted words that are in other attributions already."""
    s = attribution.sentence
    if cue_classes()[s.low[attribution.cue]] in ("say", "ask"):
        return False
    places = [start for start, tag in zip(s.start, s.tags, strict=True) if tag == "Q"]
    places = [place for place in places if _contains(attribution, place)]
    return any(_contains(other, place) for other in others for place in places)


def _contains(attribution, place):
    return any(start <= place < end for start, end in attribution.spans)


def _without_cue(s, q):
    """The Attribution of the quotation at word `q`: signed, or by a verb or colon before it."""
    cue, source = None, _signer(s, q + 1)
    places = [i for i in range(max(0, q - NEAR), q) if s.tags[i] in "VvE:"]
    if places and not source:
        cue = places[-1]
        source = source_of(s, cue, "right")
    return Attribution(s, cue, source, [(s.start[q], s.end[q])])
