"""Readings of a word that may introduce a quotation, and the likeliest of them."""

import math
import re
from typing import NamedTuple

from monitor.quotes.candidates import (
    cue_places,
    end_options,
    left_end,
    left_options,
    phrase_before,
    second_start,
    source_options,
    start_options,
)
from monitor.quotes.cue_words import cue_classes
from monitor.quotes.features import (
    end_features,
    left_features,
    none_features,
    reading_features,
    side_features,
    source_features,
    start_features,
)
from monitor.quotes.model import SIDES, best_options, log_probabilities, score, side_chances
from monitor.quotes.people import OFFICES

LEAST, LEAST_QUOTED = 0.5, 0.1
SELDOM = 0.2
MARGIN = 2.5
NO_END = -1.5
PLAIN = frozenset("IT(CDn")
LEFT = (-9.0, 0.0, -9.0, -9.0)
TAIL = frozenset(("of", "for", "in", "from", "at", "("))
# …, Secretary General Ida Brandt has stressed (told reporters in Oslo on Monday).
_SIGNED = re.compile(
    r"^[^SIEVvW:-][^Q]*[XEV][^Q]*,(?:P|D?[Nn#v]*[Nn])X*([Vv])[Nn]*(?:I(?:D?[Nn#v]+|Y)|Y|R)*\.?$"
)


class Reading(NamedTuple):
    """What a word may introduce.

    `source` and `spans` are (first, after last) of words; `chances` the log probabilities of side,
    begin and end.
    """

    side: str
    source: tuple | None
    spans: tuple
    chances: tuple


def read_cues(s):
    """List of (probability that a word introduces a quotation, its place, its likeliest Reading).

    Where nothing stands between quotation marks the first decisions do.
    """
    cues = likely_cues(s)
    if "Q" not in s.tags:
        return [(chance, i, options[0]) for chance, i, sides in cues if (options := readings(s, i, sides, 0.0))]
    result = []
    for i, options, features in weighed_readings(s, cues):
        chances = log_probabilities([score("reading", one) for one in features])
        chance = 1 - math.exp(chances[0])
        if chance >= LEAST_QUOTED:
            best = max(range(len(options)), key=chances[1:].__getitem__)
            result.append((chance, i, options[best]))
    return result


def likely_cues(s):
    """List of (probability that a word introduces a quotation, its place, `side_chances`)."""
    least = SELDOM if "Q" in s.tags else LEAST
    signed = _SIGNED.match(s.tags)
    result = []
    for i in cue_places(s):
        sides = side_chances(side_features(s, i))
        if signed and i == signed.start(1) and cue_classes()[s.low[i]] == "say":
            sides = LEFT
        chance = 1 - math.exp(sides[3])
        if chance >= least:
            result.append((chance, i, sides))
    return result


def weighed_readings(s, cues):
    """List of (place of a cue, its Readings, features of nothing and of each Reading)."""
    result, sure = [], [i for chance, i, _ in cues if chance > 0.5]
    for _, i, sides in cues:
        options = readings(s, i, sides, MARGIN)
        if options:
            none = none_features(s, i, sides[3], sure)
            result.append((i, options, [none, *(reading_features(s, i, o, sure) for o in options)]))
    return result


def readings(s, i, sides, margin):
    """List of the Readings of word `i` within `margin` of the likeliest; `sides` of `side_chances`."""
    found, least = [], max(sides[:3]) - margin
    for side, chance in zip(SIDES, sides[:3], strict=True):
        if chance < least:
            continue
        if side == "right":
            for begins, j in _starts(s, i, margin):
                found += [Reading(side, None, ((j, k),), (chance, begins, end)) for end, k in _ends(s, i, j, margin)]
            continue
        source = source_of(s, i, side)
        tag = left_end(s, i, source)
        before = _left_starts(s, i, tag, margin)
        if side == "left":
            found += [Reading(side, source, ((j, tag),), (chance, begins, 0.0)) for begins, j in before]
            continue
        again = second_start(s, i, source)
        after = _ends(s, i, again, margin) if again else []
        for begins, j in before:
            found += [Reading(side, source, ((j, tag), (again, k)), (chance, begins, end)) for end, k in after]
            if not after or margin:
                found.append(Reading(side, source, ((j, tag),), (chance, begins, NO_END)))
    if len(found) < 2:
        return found
    least = max(sum(r.chances) for r in found) - margin
    return [r for r in found if sum(r.chances) >= least]


def _starts(s, i, margin):
    options = start_options(s, i)
    return best_options("start", options, [start_features(s, i, j) for j in options], margin)


def _ends(s, i, j, margin):
    options = end_options(s, j)
    features = [end_features(s, i, j, k, len(options)) for k in options]
    return best_options("end", options, features, margin)


def _left_starts(s, i, tag, margin):
    options = left_options(s, tag)
    return best_options("left_start", options, [left_features(s, i, tag, j) for j in options], margin)


def source_of(s, i, side):
    """The noun phrase that names the speaker of what word `i` introduces, or None."""
    _, near = phrase_before(s, i)
    if near and s.tags[i] == "V" and s.tags[near[0]] in "PN" and (not near[0] or s.tags[near[0] - 1] not in PLAIN):
        return near
    options = source_options(s, i)
    if not options:
        return None
    features = [source_features(s, i, side, options, n) for n in range(len(options))]
    return _head(s, best_options("source", options, features, 0.0)[0][1])


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
