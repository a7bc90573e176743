"""A text in, its attributions out: who, by which word, and the spans of what is said, wanted, believed or shown."""

import math
import re
from dataclasses import dataclass

from monitor.quotes import decide
from monitor.quotes.marks import paragraphs
from monitor.quotes.words import Sentence, read_paragraph

LEAST = 0.44
LEAST_QUOTED = 0.1
LONG_QUOTE = 32
MOST_SIGNED = 16
NEAR = 4
PLAIN = frozenset("IT(CDn")
_SIGNED = re.compile(r"[-(,:]*(?:D[Nn]*)?N[^VXPEQ]*$")
TAIL = frozenset(("of", "for", "in", "from", "at", "("))


@dataclass(slots=True)
class Attribution:
    """What one cue introduces; `source` is (first, after last) of words of the sentence, or None."""

    sentence: Sentence
    cue: int
    side: str
    source: tuple | None
    spans: list
    open: bool = False


def find_attributions(text):
    """(list of Attribution, list of Sentence, list of quoted regions), each in the order of the text.

    Where nothing introduces a quotation, its cue is -1.
    """
    classes, found, every, quoted = decide.cue_classes(), [], [], []
    anchor, goes_on, pending, unsigned = None, False, None, None
    for number, (start, end) in enumerate(paragraphs(text)):
        sentences, regions = read_paragraph(text, start, end, classes, number)
        every += sentences
        quoted += regions
        whole = all(s.tags.strip(".,") == "Q" for s in sentences)
        if not (whole or goes_on):
            anchor = None
        for s in sentences:
            if unsigned and (signer := _signature(s, 0)):
                unsigned.sentence, unsigned.source, unsigned = s, signer, None
                continue
            unsigned = None
            if s.tags.strip(".,") != "Q":
                new = _in_sentence(s, classes)
                found += new
                anchor = _speech(new, classes) or anchor
            elif pending:
                pending.spans.append((s.start[0], s.end[-1]))
                found.append(pending)
                anchor, pending = pending, None
            elif anchor:
                anchor.spans.append((s.start[0], s.end[-1]))
            elif s.end[-1] - s.start[0] > LONG_QUOTE:
                anchor = unsigned = Attribution(s, -1, "left", None, [(s.start[0], s.end[-1])])
                found.append(anchor)
        pending = _announced(sentences[-1], classes) if sentences and text[end - 1] == ":" else None
        goes_on = bool(regions) and not regions[-1][2]
    return found, every, quoted


def _signature(s, first):
    """The noun phrase that signs a quotation before it, as in "…" (Ida Brandt); None where a clause stands."""
    rest = s.tags[first:]
    if len(rest) > MOST_SIGNED or not _SIGNED.match(rest):
        return None
    return next((phrase for phrase in s.phrases if phrase[0] >= first), None)


def _speech(attributions, classes):
    """The attribution that a quotation without a tag goes on with: one that quotes before its tag, or said."""
    quoted = [a for a in attributions if a.side != "right" and "Q" in a.sentence.tags]
    said = [a for a in attributions if classes.get(a.sentence.low[a.cue]) == "say"]
    return (quoted or said or [None])[0]


def _announced(s, classes):
    """The Attribution, empty still, of what stands in the next paragraph, by the last cue of a sentence."""
    places = [i for i in decide.cue_places(s, classes) if s.low[i] != ":"]
    if not places:
        return None
    i = places[-1]
    return Attribution(s, i, "right", _source(s, i, "right", classes, decide.weights()["source"]), [])


def _in_sentence(s, classes):
    learned = decide.weights()
    sure, unsure = [], []
    for i in decide.cue_places(s, classes):
        side, p = decide_side(decide.cue_features(s, i, classes), learned["side"])
        if p >= LEAST and _interrupts(s, i):
            side = "both"
        if p >= LEAST:
            sure.append(_attribution(s, i, side, classes, learned))
        elif p >= LEAST_QUOTED and "Q" in s.tags:
            unsure.append((p, i, side))
    found = []
    for a in sure:
        if a.spans and not (classes.get(s.low[a.cue]) not in ("say", "ask") and _repeats(s, a, found)):
            found.append(a)
    if "Q" in s.tags:
        found += _left_over(s, found, unsure, classes, learned)
    return found


def _interrupts(s, i):
    """Whether a tag of speaker and cue alone parts a quotation: "A," she said, "b." """
    after = s.tags.find("Q", i)
    opens = "Q" in (s.tags[i - 1 : i], decide.subject_before(s, i)[1])
    return opens and after > 0 and s.tags[after - 1] == "," and not set("VXEC") & set(s.tags[i + 1 : after])


def _left_over(s, found, unsure, classes, learned):
    """Attributions of the quotations of a sentence that no sure cue introduces: by the likeliest cue, or by none."""
    extra = []
    for q, tag in enumerate(s.tags):
        if tag != "Q" or s.end[q] - s.start[q] < LONG_QUOTE or any(_holds(a, s, q) for a in found + extra):
            continue
        for _, i, side in sorted(unsure, reverse=True):
            attribution = _attribution(s, i, side, classes, learned)
            if _holds(attribution, s, q):
                extra.append(attribution)
                break
        else:
            places = [i for i in range(max(0, q - NEAR), q) if s.tags[i] in "VvE:"]
            i, side, source = -1, "left", _signature(s, q + 1)
            if places and not source:
                i, side = places[-1], "right"
                source = _source(s, i, side, classes, learned["source"])
            extra.append(Attribution(s, i, side, source, [(s.start[q], s.end[q])]))
    return extra


def _repeats(s, attribution, found):
    """Whether an earlier attribution holds the same quoted words: they are its speaker's, whose wish they tell of."""
    quoted = [q for q, tag in enumerate(s.tags) if tag == "Q" and _holds(attribution, s, q)]
    return bool(quoted) and any(_holds(other, s, q) for other in found for q in quoted)


def _holds(attribution, s, q):
    return any(start <= s.start[q] < end for start, end in attribution.spans)


def _attribution(s, i, side, classes, learned):
    source = _source(s, i, side, classes, learned["source"])
    spans = []
    if side != "right":
        spans += _left(s, i, source, classes, learned)
    if side != "left":
        spans += _right(s, i, source, side, classes, learned)
    return Attribution(s, i, side, source, spans)


def decide_side(features, learned):
    """(side, probability that a quotation stands on any side)."""
    right, left, both = learned["intercept"]
    for a, b, c in filter(None, map(learned.get, features)):
        right, left, both = right + a, left + b, both + c
    best = max(right, left, both)
    total = math.exp(right) + math.exp(left) + math.exp(both)
    return ("right" if best == right else "left" if best == left else "both"), total / (1 + total)


def _score(features, learned):
    return sum(filter(None, map(learned.get, features)))


def _best(options, learned, features):
    if len(options) < 2:
        return options[0] if options else None
    scores = [_score(features(option), learned) for option in options]
    return options[max(range(len(options)), key=scores.__getitem__)]


def _source(s, i, side, classes, learned):
    near = next((p for p in reversed(s.phrases) if p[1] <= i), None)
    if (
        near
        and near[1] == i
        and s.tags[i] == "V"
        and s.tags[near[0]] in "PN"
        and s.tags[near[0] - 1 : near[0]] not in PLAIN
    ):
        return near
    options = decide.source_options(s, i)
    option = _best(options, learned, lambda o: decide.source_features(s, i, o, options, classes, side))
    return option and _head(s, option)


def _head(s, option):
    """The noun phrase that a prepositional or bracketed one belongs to: "critics" for "critics in Rome"."""
    first = option[0]
    if first and s.low[first - 1] in TAIL:
        for phrase in s.phrases:
            if phrase[1] == first - 1 and s.tags[phrase[0]] not in "PW#":
                return _head(s, phrase)
    return option


def _right(s, i, source, side, classes, learned):
    if side == "both":
        j = max(i + 1, source[1] if source else 0)
        j = s.tags.find("Q", j) if "Q" in s.tags[j:] else j
        while j < len(s.low) and s.tags[j] in ",YR":
            j += 1
        if j >= len(s.low):
            return []
    else:
        j = _best(decide.start_options(s, i), learned["start"], lambda o: decide.start_features(s, i, o, classes))
        if j is None:
            return []
    options = decide.end_options(s, j)
    k = _best(options, learned["end"], lambda o: decide.end_features(s, i, j, o, options, classes))
    return [(s.start[j], s.end[k - 1])] if k > j else []


def _left(s, i, source, classes, learned):
    tag = decide.tag_place(s, i, source)
    options = decide.left_options(s, tag)
    j = _best(options, learned["left"], lambda o: decide.left_features(s, i, tag, o, classes))
    return [] if j is None else [(s.start[j], s.end[tag - 1])]
