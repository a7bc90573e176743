"""Attributions of a text: cue, speaker and spans of each quotation, sentence by sentence."""

import re
from dataclasses import dataclass

from monitor.quotes.candidates import speaking_part
from monitor.quotes.decisions import read_cues, source_of
from monitor.quotes.tagging import Sentence

LONG_QUOTE = 32
NEAR = 4
# What signs the quotation before it, as in: "…" (Ida Brandt).
_NAME_LINE = re.compile(r"-{0,2}N{2,4}(,[^VvXE]{1,8})?\.?")
_SIGNATURE = re.compile(r"[-(,:]{0,3}(?:D[Nn]{0,3})?N[^VXPEQ]{0,12}$")


@dataclass(slots=True)
class Attribution:
    """What one cue introduces.

    `cue` is a word or empty, `source` (first, after last) of the words for the speaker in the
    `sentence`, or None; `spans` are (start, end) in the text.
    """

    sentence: Sentence
    cue: str
    source: tuple | None
    spans: list


def find_attributions(paragraphs):
    """List of (Sentence, its Attributions) of lists of the Sentences of each paragraph."""
    result = []
    anchor = None
    for sentences in paragraphs:
        if not all(map(_is_quotation, sentences)):
            _sign(anchor, sentences[0])
            anchor = None
        for s in sentences:
            if anchor and _is_quotation(s):
                anchor.spans.append((s.start[0], s.end[-1]))
                continue
            matches = _attributions_in(s)
            if matches and result and _is_quotation(s):
                _announce(matches[0], result[-1][0])
            anchor = matches[0] if matches else anchor
            result.append((s, matches))
    return result


def _announce(attribution, before):
    """Take whom the sentence before a quotation names, if it ends with a colon, for its speaker."""
    if before.tags.endswith(":"):
        attribution.sentence = before
        attribution.source = source_of(before, len(before.tags) - 1)


def _sign(anchor, s):
    """Take a line of a name alone, below a quotation that nobody speaks yet, for its speaker."""
    if anchor and not anchor.source and _NAME_LINE.fullmatch(s.tags):
        anchor.sentence = s
        anchor.source = s.phrases[0]


def _is_quotation(s):
    return s.tags.strip(".,") == "Q"


def _attributions_in(s):
    """List of the Attributions of a sentence; each long quotation has one."""
    attributions = []
    for i, reading in read_cues(s):
        spans = [(s.start[first], s.end[last - 1]) for first, last in reading.spans]
        attributions.append(Attribution(s, s.raw[i], reading.source, spans))
    spans = [span for attribution in attributions for span in attribution.spans]
    for q, tag in enumerate(s.tags):
        is_long = tag == "Q" and s.end[q] - s.start[q] >= LONG_QUOTE
        if is_long and not any(start <= s.start[q] < end for start, end in spans):
            attributions.append(_without_cue(s, q))
    return attributions


def _without_cue(s, q):
    """The Attribution of the quotation at word `q`: signed, or by a verb or colon before it."""
    cue = max(s.tags.rfind(tag, max(0, q - NEAR), q) for tag in "VvE:")
    source = source_of(s, cue) if cue >= 0 else None
    if _SIGNATURE.match(s.tags, q + 1):
        phrases = [speaking_part(s, *phrase) for phrase in s.phrases if phrase[0] > q]
        source = next(filter(None, phrases), source)
    return Attribution(s, s.raw[cue] if cue >= 0 else "", source, [(s.start[q], s.end[q])])
