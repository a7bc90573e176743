"""Learned decisions on each word that may introduce a quotation: the likeliest of its readings.

A decision is a conditional logit: an option scores the sum of the learned weights of its features.
"""

import functools
import json
import math
from typing import NamedTuple

from monitor.quotes import candidates
from monitor.quotes import quote_features as features
from monitor.resources import resource_path

SIDES = ("right", "left", "both")
LIKELY = 0.4
MARGIN = 2.4
# A reading may be this much less likely than none (log odds): more recall, and a higher F1.
LENIENCE = 0.4


class Reading(NamedTuple):
    """What a word may introduce.

    `source` is the noun phrase (first, after last) of the speaker or None, `spans` are those of the
    quotation; `chances` are the log probabilities of the side, the start and the end.
    """

    side: str
    source: tuple | None
    spans: tuple
    chances: tuple


def read_cues(s):
    """List of (place, likeliest Reading) of the words that probably introduce a quotation."""
    result = []
    for i, readings, options in weighed_readings(s):
        scores = scores_of("reading", options)
        scores[0] -= LENIENCE
        best = scores.index(max(scores))
        if best:
            result.append((i, readings[best - 1]))
    return result


def weighed_readings(s):
    """List of (place of a cue, its Readings, features of no reading and of each Reading)."""
    chances = {}
    for i in candidates.cue_places(s):
        (score,) = scores_of("cue", [features.cue_features(s, i)])
        chance = -math.log1p(math.exp(-score))
        if chance >= math.log(LIKELY):
            chances[i] = chance
    result = []
    for i, chance in chances.items():
        readings = _readings(s, i)
        options = [features.reading_features(s, i, reading, chances) for reading in readings]
        result.append((i, readings, [[("none", features.level(chance))], *options]))
    return result


def _readings(s, i):
    """List of the Readings of word `i`."""
    source = source_of(s, i)
    return [
        Reading(side, source, spans, (chance, *chances))
        for chance, side in _likely("side", SIDES, side_features(s, i))
        for spans, chances in _spans(s, i, side, source)
    ]


def side_features(s, i):
    """List of the features of each of SIDES of word `i` as that on which a quotation stands."""
    names = features.cue_features(s, i)
    return [[(side, *name) for name in names] for side in SIDES]


def _spans(s, i, side, source):
    """List of (spans of a quotation, log probabilities of its start and end)."""
    if side == "right":
        options = candidates.start_options(s, i)
        starts = _likely("start", options, (features.start_features(s, i, j) for j in options))
        return [
            (((j, k),), (start_chance, end_chance))
            for start_chance, j in starts
            for end_chance, k in _ends(s, i, j)
        ]
    end = candidates.left_end(s, i, source)
    if not end:
        return []
    if side == "left":
        return [(((0, end),), (0, 0))]
    # It goes on after the cue and its speaker.
    second = candidates.second_start(s, i, source)
    ends = _ends(s, i, second) if second else []
    return [(((0, end), (second, k)), (0, chance)) for chance, k in ends]


def _ends(s, i, j):
    """List of (log probability, place) of the likely ends of a quotation from word `j`."""
    options = candidates.end_options(s, j)
    return _likely("end", options, (features.end_features(s, i, j, k) for k in options))


def source_of(s, i):
    """The noun phrase that names the speaker of what word `i` introduces, or None."""
    phrases = candidates.source_options(s, i)
    scores = scores_of("source", features.source_features(s, i, phrases))
    sources = [candidates.speaking_part(s, *phrase) for phrase in phrases]
    speaking = [pair for pair in zip(scores, sources, strict=True) if pair[1]]
    return max(speaking, default=(0, None))[1]


def _likely(decision, options, features_of_options):
    """List of (log probability, option) of those within MARGIN of the likeliest (log-softmax)."""
    if len(options) < 2:
        return [(0, option) for option in options]
    scores = scores_of(decision, features_of_options)
    total = math.log(sum(map(math.exp, scores)))
    least = max(scores) - MARGIN
    pairs = zip(scores, options, strict=True)
    return [(score - total, option) for score, option in pairs if score >= least]


def scores_of(decision, options):
    """List of the sums of the weights of the features of each option."""
    weight = weights()[decision].get
    return [sum(filter(None, map(weight, option))) for option in options]


@functools.cache
def weights():
    """Dict decision → feature (a tuple) → weight, from `data/quote_weights.json`."""
    decisions = json.loads(resource_path("data/quote_weights.json").read_text(encoding="utf-8"))
    return {
        decision: {tuple(feature): weight for *feature, weight in rows}
        for decision, rows in decisions.items()
    }
