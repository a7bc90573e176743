"""Nonnegative matrix factorisation X ≈ W H that can start from earlier themes.

Shapes: X (articles, words) weighted counts, W (articles, themes), H (themes, words) of unit rows.
"""

import warnings
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import non_negative_factorization
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize
from sklearn.utils import resample

EXPLAINED = 0.01  # share of an article that its themes explain at least; else it has none
SAMPLES = 4  # of the articles, on which a number of themes is tried
SAMPLE = 0.8  # share of the articles in each
MOST = 400  # articles in each
HEAVIEST = 1000  # words by which they are factorised
STABLE = 0.85  # of the highest stability, above which a larger number of themes is preferred
ROUNDS = 60
TOLERANCE = 3e-3  # of a fit, at which it ends
ROUGH = 3e-2  # of the fit of a sample


def factorize(X, n_themes, random_state=0, tolerance=TOLERANCE):
    """H of a first fit, from the nonnegative double SVD (Boutsidis & Gallopoulos 2008)."""
    n_themes = min(n_themes, *X.shape)
    options = {"init": "nndsvda", "max_iter": ROUNDS, "random_state": random_state}
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        # Not by the class NMF: it takes the root of an error that rounding may leave below 0.
        factors = non_negative_factorization(X, n_components=n_themes, tol=tolerance, **options)
    H = factors[1]
    return normalize(H[H.any(axis=1)])


def weights_of(X, H):
    """W by nonnegative least squares; no row depends on the others."""
    H = H.astype(X.dtype)
    return non_negative_factorization(X, H=H, update_H=False, max_iter=500, tol=TOLERANCE)[0]


def explain(X, H):
    """W, which is 0 where the themes explain next to nothing of a row of X."""
    W = weights_of(X, H)
    # Of rows of unit length: ‖x‖² − ‖x − wH‖², where w is the best.
    shares = np.sum(W * (X @ H.T), axis=1)
    W[shares < EXPLAINED] = 0
    return W


def strongest(W):
    """Array of the strongest theme of each row of W, −1 for none."""
    return np.where(W.any(axis=1), W.argmax(axis=1), -1)


def suggest_n_themes(X, random_state=0):
    """DataFrame[n_themes, stability, spread, chosen] for numbers up to √(articles / 2).

    Stability: mean cosine (0 to 1) of the themes of samples without replacement, paired at best
    (after Greene, O'Callaghan & Cunningham 2014); spread: its standard deviation over the pairs of
    samples. Chosen: the largest number that is at least 85% as stable as the most stable one.
    """
    usual = min(40, np.sqrt(X.shape[0] / 2))
    size = min(MOST, int(SAMPLE * X.shape[0]))
    X = X[:, largest(X.sum(axis=0), HEAVIEST)]
    samples = [
        resample(X, replace=False, n_samples=size, random_state=random_state + number)
        for number in range(SAMPLES)
    ]
    rows = []
    for n_themes in sorted({round(usual * factor) for factor in (0.5, 0.7, 1)}):
        themes = [factorize(sample, n_themes, tolerance=ROUGH) for sample in samples]
        scores = [_agreement(*pair) for pair in combinations(themes, 2)]
        rows.append((n_themes, np.mean(scores), np.std(scores)))
    table = pd.DataFrame(rows, columns=["n_themes", "stability", "spread"])
    is_stable = table["stability"] >= STABLE * table["stability"].max()
    return table.assign(chosen=table.index == is_stable[::-1].idxmax())


def _agreement(themes, others):
    """Mean cosine of themes (themes, words), each with its best partner among the others."""
    cosine = themes @ others.T
    return cosine[linear_sum_assignment(cosine, maximize=True)].mean()


def largest(values, n):
    """Places of the `n` largest of nonnegative values, largest first."""
    return np.argsort(-values, kind="stable")[:n]
