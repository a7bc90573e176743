"""Possible readings of each word that may introduce a quotation, and the likeliest of them."""

import functools
import math
from typing import NamedTuple

from monitor.quotes import candidates
from monitor.quotes import quote_features as features
from monitor.quotes.quote_weights import (
    MARGIN,
    SIDES,
    likely_options,
    log_probabilities,
    score,
    side_chances,
)

LIKELY = 0.5
POSSIBLE = 0.4


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
    sides = {i: side_chances(features.side_features(s, i)) for i in candidates.cue_places(s)}
    chances = {i: 1 - math.exp(none) for i, (*_, none) in sides.items()}
    likely = [i for i, chance in chances.items() if chance > LIKELY]
    result = []
    for i, chance in chances.items():
        if chance >= POSSIBLE:
            *of_sides, none = sides[i]
            readings = _readings(s, i, of_sides)
            of_readings = [features.reading_features(s, i, reading, likely) for reading in readings]
            result.append((i, readings, [features.none_features(none), *of_readings]))
    return result


def _readings(s, i, of_sides):
    """List of the Readings of word `i` within MARGIN of the likeliest."""
    readings = []
    for side, chance in zip(SIDES, of_sides, strict=True):
        if chance >= max(of_sides) - MARGIN:
            find = _right_readings if side == "right" else _left_readings
            readings += find(s, i, side, chance)
    totals = [sum(reading.chances) for reading in readings]
    least = max(totals, default=0) - MARGIN
    return [reading for reading, total in zip(readings, totals, strict=True) if total >= least]


def _right_readings(s, i, side, chance):
    starts = likely_options(
        candidates.start_options(s, i),
        lambda j: score("start", features.start_features(s, i, j)),
    )
    return [
        Reading(side, ((j, k),), (chance, start_chance, end_chance))
        for start_chance, j in starts
        for end_chance, k in _ends(s, i, j)
    ]


def _left_readings(s, i, side, chance):
    """List of the Readings of a quotation before word `i`; for side "both" it goes on after it."""
    source = source_of(s, i, side)
    end = candidates.left_end(s, i, source)
    second = candidates.second_start(s, i, source) if side == "both" else None
    starts = likely_options(
        candidates.left_start_options(s, end),
        lambda j: score("left_start", features.left_start_features(s, i, j)),
    )
    rests = [(0, ())]
    if second:
        rests = [(chance, ((second, k),)) for chance, k in _ends(s, i, second)]
    return [
        Reading(side, ((j, end), *rest), (chance, start_chance, end_chance))
        for start_chance, j in starts
        for end_chance, rest in rests
    ]


def _ends(s, i, j):
    """List of (log probability, place) of the likely ends of a quotation from word `j`."""
    return likely_options(
        candidates.end_options(s, j),
        lambda k: score("end", features.end_features(s, i, j, k)),
    )


@functools.lru_cache(64)
def source_of(s, i, side):
    """The noun phrase that names the speaker of what word `i` introduces, or None."""
    phrases = candidates.source_options(s, i)
    scores = [score("source", names) for names in features.source_features(s, i, side, phrases)]
    return phrases[scores.index(max(scores))] if phrases else None
