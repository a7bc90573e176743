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

    A feature is "family=value"; the file has the values of each family together. The decision
    "side" has a weight for each of SIDES.
    """
    decisions = json.loads(resource_path("data/quote_weights.json").read_text(encoding="utf-8"))
    return {
        decision: {
            f"{family}={value}": weight
            for family, values in families.items()
            for value, weight in values.items()
        }
        for decision, families in decisions.items()
    }


def score(decision, features):
    """Sum of the weights of `features` in a decision."""
    return sum(filter(None, map(weights()[decision].get, features)))


def side_chances(features):
    """Log probabilities that a quotation stands on each of SIDES, and of none."""
    of_sides = filter(None, map(weights()["side"].get, features))
    return log_probabilities([*map(sum, zip((0, 0, 0), *of_sides, strict=True)), 0])


def log_probabilities(scores):
    """List of the logarithms of the probabilities of options with these scores (log-softmax)."""
    highest = max(scores)
    total = highest + math.log(sum([math.exp(x - highest) for x in scores]))
    return [x - total for x in scores]


def likely_options(decision, features, margin=MARGIN):
    """List of (log probability, option) of those within `margin` of the likeliest.

    features: dict option → its features.
    """
    if len(features) < 2:
        return [(0, option) for option in features]
    chances = log_probabilities([score(decision, names) for names in features.values()])
    least = max(chances) - margin
    return [pair for pair in zip(chances, features, strict=True) if pair[0] >= least]
