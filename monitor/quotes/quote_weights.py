"""Learned weights of the decisions: an option scores the sum of the weights of its features."""

import functools
import json
import math

from monitor.resources import resource_path

SIDES = ("right", "left", "both")
MARGIN = 2.5


@functools.cache
def weights():
    """Dict decision → feature → weight, from `data/quote_weights.json`.

    A feature is a tuple of its family and values. The decision "side" has a weight for each of
    SIDES.
    """
    decisions = json.loads(resource_path("data/quote_weights.json").read_text(encoding="utf-8"))
    return {
        decision: {
            (family, *values): weight
            for family, rows in families.items()
            for *values, weight in rows
        }
        for decision, families in decisions.items()
    }


def score(decision, features):
    """Sum of the weights of `features` in a decision."""
    return sum(filter(None, map(weights()[decision].get, features)))


def side_chances(features):
    """Log probabilities that a quotation stands on each of SIDES, and of none."""
    right = left = both = 0
    for weight in filter(None, map(weights()["side"].get, features)):
        right += weight[0]
        left += weight[1]
        both += weight[2]
    return log_probabilities([right, left, both, 0])


def log_probabilities(scores):
    """List of the logarithms of the probabilities of options with these scores (log-softmax)."""
    highest = max(scores)
    total = highest + math.log(sum([math.exp(x - highest) for x in scores]))
    return [x - total for x in scores]


def likely_options(options, score_of):
    """List of (log probability, option) of those within MARGIN of the likeliest.

    score_of: function that gives the score of an option.
    """
    if len(options) < 2:
        return [(0, option) for option in options]
    chances = log_probabilities([score_of(option) for option in options])
    least = max(chances) - MARGIN
    return [pair for pair in zip(chances, options, strict=True) if pair[0] >= least]
