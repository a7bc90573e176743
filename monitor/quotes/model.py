"""Learned weights of the decisions: an option scores the sum of the weights of its features."""

import functools
import json
import math

from monitor.shipped import shipped

SIDES = ("right", "left", "both")


@functools.cache
def weights():
    """Dict decision → feature → weight in hundredths, from `data/quote_weights.json`."""
    return json.loads(shipped("data/quote_weights.json").read_text(encoding="utf-8"))


def unlikely_cues():
    """Dict whose keys are the cue words that almost never introduce a quotation."""
    return weights()["unlikely"]


def score(decision, features):
    """Sum of the weights of `features` in a decision."""
    table = weights()[decision]
    return sum(table.get(feature, 0) for feature in features) / 100


def log_probabilities(scores):
    """List of the logarithms of the probabilities of options with these scores (log-softmax)."""
    highest = max(scores)
    total = highest + math.log(sum(math.exp(x - highest) for x in scores))
    return [x - total for x in scores]


def best_options(decision, options, features, margin):
    """List of (log probability, option) of the likeliest option and of those within `margin` of it."""
    if len(options) < 2:
        return [(0.0, option) for option in options]
    chances = log_probabilities([score(decision, of_option) for of_option in features])
    least = max(chances) - margin
    return [pair for pair in zip(chances, options, strict=True) if pair[0] >= least]


def side_chances(features):
    """Log probabilities that a quotation stands on each of SIDES, and of none."""
    return log_probabilities([*(score(side, features) for side in SIDES), 0.0])
