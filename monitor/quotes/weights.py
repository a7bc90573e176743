"""The learned weights of the decisions: the score of an option is a sum of weights, one a feature, in hundredths.

Features that the same few values decide are one part, so that their sum is looked up at once.
"""

import functools
import gc
import json
import math
import sys

from monitor.quotes.cues import cue_classes
from monitor.quotes.known import Known
from monitor.resources import resource_path

SIDES = ("right", "left", "both")
DIGIT = 20
HALF = 1 << DIGIT - 1
ZERO = HALF + (HALF << DIGIT) + (HALF << 2 * DIGIT)
# The features of each part by its values; None: its one feature is its value.
PARTS = {
    "side": (
        *[None] * 3,
        lambda kind, opened, after, verb: ((kind, opened, after), (kind, verb, after)),
        lambda kind, form, left, ahead, near: (
            (kind, left, ahead >= 0, near), (ahead if 0 < ahead < 5 else 0, kind, form),
        ),
        lambda head, opened, left, quoted, final: ((left, quoted, head, opened), (head, opened, final)),
        *[None] * 7,
    ),
    "start": (lambda gap, distance: (gap, distance), *[None] * 3),
    "left": (
        lambda first, inner, outer, length, start, opens, last, clause: (
            (first, inner, outer), (length, first), (start, opens, first, last), (clause, last, start),
        ),
        *[None] * 2,
    ),
    "end": (
        lambda tag, begun, left: ((begun, tag), (left, tag)),
        lambda tag, follow, close, kind, after, verb, quote, inside: (
            (tag, follow, close, kind), (tag, after, verb), (quote, tag, follow, inside),
        ),
        *[None] * 3,
        lambda word, tag, verb: (cue_classes()[word], (tag, cue_classes()[word]), verb, word),
        lambda length, commas, options: (length, commas, options),
        None,
    ),
    "source": (
        lambda way, commas, verb, auxiliary, quote, few, last: (
            (way, commas, verb, auxiliary, few), (way, last, quote),
        ),
        lambda way, kind, owner, side, few, ing, opened: (
            (way, owner, kind), (way, side, few), (way, ing, opened, few),
        ),
        lambda way, form, after, start: ((way, form), (way, after), (way, after, start, form)),
        *[None] * 3,
    ),
    "reading": (
        lambda side, before, first, last, edge, clause, headline, quoted, rest, spans: (
            (side, before, first, clause), (side, before == "^", edge == "$", headline, quoted > 0),
            (side, quoted, rest), (side, first == "Q", last == "Q", quoted, rest > 0, edge), (side, last, edge),
            (side, spans, edge, quoted > 0),
        ),
        lambda kind, side, within, others, quoted: (
            (kind, side), (side, within), (side, kind, within != "", others, quoted),
        ),
        None,
        lambda side, quoted, rest, chance: ((side, chance), (quoted, rest, chance)),
        *[lambda side, quoted, chance: ((side, chance), (quoted, chance))] * 2,
        lambda quoted, others, chance: ("none", (quoted, others), chance),
    ),
}  # fmt: skip


def sums(features, tables):
    """`Known` from the values that decide some features to the sum of their weights."""
    return Known(lambda values: sum(filter(None, map(dict.get, tables, features(*values)))))


@functools.cache
def weights():
    """Dict from each decision to its `sums` and tables, in the order of PARTS; `cues`: words that may introduce."""
    found = read_weights(json.loads(resource_path("data/quote_weights.json").read_text(encoding="utf-8")))
    # They stay: to look for rubbish among them again and again would take a tenth of the time of the first articles.
    gc.freeze()
    return found


def read_weights(lists):
    """The parts of `weights` from the tables of each part; a table is a list of [part of the value, …, weight]."""
    found = {"cues": frozenset(cue_classes()).difference(lists["skipped"])}
    for decision, parts in PARTS.items():
        tables = [[_table(rows) for rows in part] for part in lists.get(decision, ())]
        found[decision] = [sums(names, part) if names else part[0] for names, part in zip(parts, tables, strict=False)]
    return found


def _table(rows):
    rows = [[sys.intern(part) if isinstance(part, str) else part for part in row] for row in rows]
    return {tuple(row[:-1]) if len(row) > 2 else row[0]: _packed(row[-1]) for row in rows}


def _packed(weight):
    """The weights of the three sides as digits of one number: a sum of these sums all three at once."""
    if isinstance(weight, list):
        return sum(side << DIGIT * place for place, side in enumerate(weight))
    return weight


def log_chances(scores):
    """Logarithms of the probabilities of options with these scores in hundredths."""
    most = max(scores)
    total = most / 100 + math.log(sum([math.exp((x - most) / 100) for x in scores]))
    return [x / 100 - total for x in scores]


def best_options(options, scores, margin=0.0):
    """List of (log of its probability, option) of the likeliest option and those within `margin` of it.

    Without a margin it is the likeliest alone, and 0 for its logarithm.
    """
    most = max(scores)
    if not margin:
        return [(0.0, options[scores.index(most)])]
    total = most / 100 + math.log(sum([math.exp((x - most) / 100) for x in scores if x > most - 400]))
    least = most - 100 * margin
    return [(x / 100 - total, option) for x, option in zip(scores, options, strict=True) if x >= least]


def side_chances(packed):
    """Logarithms of the probabilities that a quotation stands on each of SIDES, and of none, by the packed score."""
    packed += ZERO
    right = (packed % (2 * HALF) - HALF) / 100
    left = ((packed >> DIGIT) % (2 * HALF) - HALF) / 100
    both = ((packed >> 2 * DIGIT) - HALF) / 100
    total = math.log(1 + math.exp(right) + math.exp(left) + math.exp(both))
    return right - total, left - total, both - total, -total
