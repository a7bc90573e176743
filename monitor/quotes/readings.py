"""A sentence in, the readings of each word that may introduce a quotation out, and the likeliest of them."""

import math
import re
from typing import NamedTuple

from monitor.quotes import decide
from monitor.quotes.cues import cue_classes
from monitor.quotes.people import OFFICES
from monitor.quotes.weights import SIDES, best_options, log_chances, side_chances

LEAST, LEAST_QUOTED = 0.5, 0.1
SELDOM = 0.2
MARGIN = 2.5
NO_END = -1.5
PLAIN = frozenset("IT(CDn")
# …, Secretary General Ida Brandt has stressed (told reporters in Oslo on Monday).
_SIGNED = re.compile(r"^[^SIEVvW:-][^Q]*[XEV][^Q]*,(?:P|D?[Nn#v]*[Nn])X*([Vv])[Nn]*(?:I(?:D?[Nn#v]+|Y)|Y|R)*\.?$")
LEFT = (-9.0, 0.0, -9.0, -9.0)
TAIL = frozenset(("of", "for", "in", "from", "at", "("))


class Reading(NamedTuple):
    """What a word may introduce: `source`, `spans` as (first, after last) of words; `chances` of side, begin, end."""

    side: str
    source: tuple | None
    spans: tuple
    chances: tuple


def read_cues(sentences):
    """List for each sentence of (probability that a word introduces a quotation, its place, its likeliest Reading).

    Where nothing stands between quotation marks the first decisions do: there, weighing gains little for its time. Each
    step is taken for all sentences of a text before the next one: what the processor keeps at hand serves them all.
    """
    likely = [likely_cues(s) for s in sentences]
    return [_read(s, cues) for s, cues in zip(sentences, likely, strict=True)]


def _read(s, cues):
    if "Q" not in s.tags:
        return [(chance, i, reading) for chance, i, sides in cues for reading in readings(s, i, sides, 0.0)[:1]]
    found = []
    for i, options, scores in weighed_readings(s, cues):
        chances = log_chances(scores)
        chance = 1 - math.exp(chances[0])
        if chance >= LEAST_QUOTED:
            best = max(range(len(options)), key=chances[1:].__getitem__)
            found.append((chance, i, options[best]))
    return found


def likely_cues(s):
    """List of (probability that a word introduces a quotation, its place, `side_chances`) of a sentence."""
    places, found, least = decide.cue_places(s), [], SELDOM if "Q" in s.tags else LEAST
    signed = _SIGNED.match(s.tags) if places else None
    for i in places:
        if signed and i == signed.start(1) and cue_classes()[s.low[i]] == "say":
            sides = LEFT
        else:
            sides = side_chances(decide.side_score(s, i))
        chance = 1 - math.exp(sides[3])
        if chance >= least:
            found.append((chance, i, sides))
    return found


def weighed_readings(s, cues):
    """List of (place of a word, its Readings, score of the reading as nothing and of each of them) of likely `cues`."""
    found, sure = [], [i for chance, i, _ in cues if chance > 0.5]
    for _, i, sides in cues:
        options = readings(s, i, sides, MARGIN)
        if options:
            none = decide.none_score(s, i, sides[3], sure)
            found.append((i, options, [none, *[decide.reading_score(s, i, o, sure) for o in options]]))
    return found


def readings(s, i, sides, margin):
    """List of the Readings of word `i` within `margin` of the likeliest; `sides` of `side_chances`."""
    found, least = [], max(sides[:3]) - margin
    for side, chance in zip(SIDES, sides, strict=False):
        if chance < least:
            continue
        if side == "right":
            for begins, j in _begins(s, i, margin):
                ends = _ends(s, i, j, margin)
                found += [Reading(side, None, ((j, k),), (chance, begins, end)) for end, k in ends]
            continue
        source = source_of(s, i, side)
        tag = decide.tag_place(s, i, source)
        before = _begins_left(s, i, tag, margin)
        if side == "left":
            found += [Reading(side, source, ((j, tag),), (chance, begins, 0.0)) for begins, j in before]
            continue
        again = _goes_on(s, i, source)
        after = _ends(s, i, again, margin) if again else []
        for begins, j in before:
            found += [Reading(side, source, ((j, tag), (again, k)), (chance, begins, end)) for end, k in after]
            if not after or margin:
                found.append(Reading(side, source, ((j, tag),), (chance, begins, NO_END)))
    if len(found) < 2:
        return found
    least = max(sum(r.chances) for r in found) - margin
    return [r for r in found if sum(r.chances) >= least]


def _begins(s, i, margin):
    options = decide.start_options(s, i)
    if len(options) < 2:
        return [(0.0, option) for option in options]
    return best_options(options, decide.start_scores(s, i, options), margin)


def _ends(s, i, j, margin):
    options = decide.end_options(s, j)
    if len(options) < 2:
        return [(0.0, options[0])]
    return best_options(options, decide.end_scores(s, i, j, options), margin)


def _begins_left(s, i, tag, margin):
    options = decide.left_options(s, tag)
    if len(options) < 2:
        return [(0.0, option) for option in options]
    return best_options(options, decide.left_scores(s, i, tag, options), margin)


def _goes_on(s, i, source):
    """Place where a quotation that word `i` and its speaker interrupt goes on; None at the end of the sentence."""
    j = max(i + 1, source[1] if source else 0)
    j = s.tags.find("Q", j) if "Q" in s.tags[j:] else j
    while j < len(s.low) and s.tags[j] in ",YR":
        j += 1
    return j if j < len(s.low) else None


def source_of(s, i, side):
    """The noun phrase that names the speaker of what word `i` introduces, or None."""
    _, near = decide.phrase_before(s, i)
    if near and s.tags[i] == "V" and s.tags[near[0]] in "PN" and (not near[0] or s.tags[near[0] - 1] not in PLAIN):
        return near
    options = decide.source_options(s, i)
    if len(options) > 1:
        return _head(s, best_options(options, decide.source_scores(s, i, options, side))[0][1])
    return _head(s, options[0]) if options else None


def _head(s, option):
    """The noun phrase that a prepositional or bracketed one belongs to: "critics" for "critics in Rome"."""
    first = option[0]
    if first and s.low[first - 1] in TAIL:
        for phrase in s.phrases:
            if phrase[1] == first - 1 and s.tags[phrase[0]] not in "PW#":
                if s.low[first] in OFFICES and option[1] - first > 1:
                    return phrase[0], option[1]
                return _head(s, phrase)
    return option
