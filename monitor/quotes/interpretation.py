"""Possible readings of each word that may introduce a quotation, and the likeliest of them."""

import math
from itertools import product
from typing import NamedTuple

from monitor.quotes import quote_features as features
from monitor.quotes.candidates import (
    cue_places,
    end_options,
    left_end,
    left_start_options,
    second_start,
    source_options,
    start_options,
)
from monitor.quotes.quote_weights import (
    MARGIN,
    SIDES,
    likely_options,
    log_probabilities,
    score,
    side_chances,
)

LIKELY = 0.5
POSSIBLE = 0.3


class Reading(NamedTuple):
    """What a word may introduce.

    `spans` are (first, after last) of words; `chances` are the log probabilities of the side, the
    start and the end.
    """

    side: str
    spans: tuple
    chances: tuple


def read_cues(s):
    """List of (place, likeliest Reading) of the words that probably introduce a quotation."""
    result = []
    for i, readings, of_readings in weighed_readings(s):
        none, *chances = log_probabilities([score("reading", names) for names in of_readings])
        if 1 - math.exp(none) >= LIKELY:
            result.append((i, readings[chances.index(max(chances))]))
    return result


def weighed_readings(s):
    """List of (place of a cue, its Readings, features of no reading and of each Reading)."""
    sides = {i: side_chances(features.side_features(s, i)) for i in cue_places(s)}
    chances = {i: 1 - math.exp(of_sides[-1]) for i, of_sides in sides.items()}
    likely = [i for i, chance in chances.items() if chance > LIKELY]
    result = []
    for i, chance in chances.items():
        readings = _readings(s, i, sides[i]) if chance >= POSSIBLE else []
        if readings:
            of_readings = [features.reading_features(s, i, reading, likely) for reading in readings]
            result.append((i, readings, [features.none_features(sides[i][-1]), *of_readings]))
    return result


def _readings(s, i, sides):
    """List of the Readings of word `i` within MARGIN of the likeliest."""
    least = max(sides[:-1]) - MARGIN
    readings = []
    for side, chance in zip(SIDES, sides[:-1], strict=True):
        if chance >= least:
            find = _right_readings if side == "right" else _left_readings
            readings += find(s, i, side, chance)
    least = max((sum(reading.chances) for reading in readings), default=0) - MARGIN
    return [reading for reading in readings if sum(reading.chances) >= least]


def _right_readings(s, i, side, chance):
    starts = {j: features.start_features(s, i, j) for j in start_options(s, i)}
    return [
        Reading(side, ((j, k),), (chance, start_chance, end_chance))
        for start_chance, j in likely_options("start", starts)
        for end_chance, k in _ends(s, i, j)
    ]


def _left_readings(s, i, side, chance):
    """List of the Readings of a quotation before word `i`; for side "both" it goes on after it."""
    source = source_of(s, i, side)
    end = left_end(s, i, source)
    second = second_start(s, i, source) if side == "both" else None
    starts = {j: features.left_start_features(s, i, j) for j in left_start_options(s, end)}
    ends = _ends(s, i, second) if second else [(0.0, None)]
    readings = []
    for (start_chance, j), (end_chance, k) in product(likely_options("left_start", starts), ends):
        spans = ((j, end), (second, k)) if second else ((j, end),)
        readings.append(Reading(side, spans, (chance, start_chance, end_chance)))
    return readings


def _ends(s, i, j):
    return likely_options("end", {k: features.end_features(s, i, j, k) for k in end_options(s, j)})


def source_of(s, i, side):
    """The noun phrase that names the speaker of what word `i` introduces, or None."""
    phrases = source_options(s, i)
    options = {p: features.source_features(s, i, side, p, phrases) for p in phrases}
    likeliest = likely_options("source", options, margin=0.0)
    return likeliest[0][1] if likeliest else None
