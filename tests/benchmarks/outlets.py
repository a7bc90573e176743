"""Shares by outlet from few human codes: python tests/benchmarks/outlets.py [SIMULATIONS].

Twelve outlets of 20 to 900 passages differ in what they report; the model errs more in some than
in others, and confuses some values for others. People code 50, 100 or 200 passages at random. For
each number: mean error of the shares by the model's codes, by the human codes of the outlet alone
(of all outlets where it has none), and as corrected; and how often the 95% intervals hold the share
that people would find, on average and in the outlet where they hold least and most often.
"""

import sys

import numpy as np
import pandas as pd

from monitor.stance import correct_codes

SIZES = np.array([900, 500, 350, 250, 180, 130, 100, 80, 60, 45, 30, 20])
COMMON = np.array([0.38, 0.16, 0.12, 0.08, 0.07, 0.05, 0.04, 0.04, 0.03, 0.02, 0.01])
RIGHT = 0.66  # of the model's codes
OUTLET = np.repeat(np.arange(len(SIZES)), SIZES)
PASSAGES_EACH = 2.5  # of an article


def draw(rng, uneven):
    """(human, model): numbers of the values of all passages; `uneven`: how much accuracy varies."""
    article = OUTLET * 1000 + rng.integers(0, np.maximum(1, SIZES / PASSAGES_EACH)[OUTLET])
    article = np.unique(article, return_inverse=True)[1]
    chances = _spread(rng, np.tile(COMMON, (len(SIZES), 1)), 0.35)[OUTLET]
    tilt = np.exp(0.6 * rng.standard_normal((article.max() + 1, len(COMMON))))
    human = _choose(rng, chances * tilt[article])
    odds = np.log(RIGHT / (1 - RIGHT)) + uneven * rng.standard_normal(len(SIZES))
    wrong = _spread(rng, np.tile(COMMON, (len(COMMON), 1)), 1.2)
    is_right = rng.random(len(human)) < 1 / (1 + np.exp(-odds))[OUTLET]
    return human, np.where(is_right, human, _choose(rng, wrong[human]))


def _spread(rng, chances, by):
    return chances * np.exp(by * rng.standard_normal(chances.shape))


def _choose(rng, chances):
    chances = chances / chances.sum(axis=1, keepdims=True)
    chosen = (chances.cumsum(axis=1) < rng.random((len(chances), 1))).sum(axis=1)
    return np.minimum(chosen, len(COMMON) - 1)


def shares_by_outlet(codes, among=True):
    """(outlets, values) shares of the codes; nan in an outlet that is not among them."""
    table = pd.crosstab(OUTLET[among], codes[among], normalize="index")
    return table.reindex(range(len(SIZES)), columns=range(len(COMMON))).fillna(0).to_numpy()


def simulate(rng, n_coded, uneven):
    """(errors of model, human and corrected shares; whether each interval holds: (outlets, values))."""
    human, model = draw(rng, uneven)
    truth = shares_by_outlet(human)
    coded = np.isin(np.arange(len(human)), rng.choice(len(human), n_coded, replace=False))
    alone = np.array(shares_by_outlet(human, coded))
    of_all = np.bincount(human[coded], minlength=len(COMMON)) / n_coded
    alone[~np.isin(np.arange(len(SIZES)), OUTLET[coded])] = of_all
    codes = pd.Series(human.astype(object)).where(coded)
    corrected = correct_codes(pd.Series(model), codes, values=list(range(len(COMMON))))
    tables = [corrected.shares(place == OUTLET) for place in range(len(SIZES))]
    share, low, high = (
        np.array([table[name] for table in tables]) for name in ("share", "low", "high")
    )
    guesses = (shares_by_outlet(model), alone, share)
    errors = [np.abs(guess - truth).mean() for guess in guesses]
    return errors, (low <= truth) & (truth <= high)


def main(simulations=300):
    """Print a line for each number of human codes and unevenness of the model."""
    for uneven in (0, 0.45, 1.8):
        for n_coded in (50, 100, 200):
            rng = np.random.default_rng(n_coded)
            runs = [simulate(rng, n_coded, uneven) for _ in range(simulations)]
            errors = np.mean([errors for errors, _ in runs], axis=0)
            hold = np.mean([hold for _, hold in runs], axis=(0, 2))
            print(
                f"accuracy uneven by {uneven:.2f}, {n_coded:3} codes: error of model, human alone, "
                f"corrected {' '.join(f'{error:.4f}' for error in errors)}; intervals hold "
                f"{hold.mean():.3f} (outlets {hold.min():.3f} to {hold.max():.3f})"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
