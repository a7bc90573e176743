"""Nonnegative matrix factorisation X ≈ W H that can start from earlier themes.

Shapes: X (articles, words) weighted counts, W (articles, themes), H (themes, words) of unit rows.
"""

import warnings

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import NMF, non_negative_factorization
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize
from sklearn.utils import resample

EXPLAINED = 0.01  # share of an article that its themes explain at least; else it has none
SAMPLES = 4  # of the articles, on which a number of themes is tried
SAMPLE = 0.8  # share of the articles in each
RANKED = 20  # words by which themes of two samples are compared
ROUNDS = 60
TOLERANCE = 1e-3


def factorize(X, n_themes, random_state=0, rounds=ROUNDS):
    """H of a first fit, from the nonnegative double SVD (Boutsidis & Gallopoulos 2008)."""
    n_themes = min(n_themes, *X.shape)
    model = NMF(n_themes, init="nndsvda", max_iter=rounds, tol=TOLERANCE, random_state=random_state)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        H = model.fit(X).components_
    return normalize(H[H.any(axis=1)])


def weights_of(X, H):
    """W by nonnegative least squares; no row depends on the others."""
    if not X.shape[0]:
        return np.empty((0, len(H)))
    H = H.astype(X.dtype)
    return non_negative_factorization(X, H=H, update_H=False, max_iter=500, tol=TOLERANCE)[0]


def explain(X, H):
    """(W, share explained of each row of X); W is 0 where the themes explain next to nothing."""
    W = weights_of(X, H)
    # Of rows of unit length: ‖x‖² − ‖x − wH‖², where w is the best.
    shares = np.sum(W * (X @ H.T), axis=1)
    W[shares < EXPLAINED] = 0
    return W, shares


def strongest(W):
    """Array of the strongest theme of each row of W, −1 for none."""
    return np.where(W.any(axis=1), W.argmax(axis=1), -1)


def suggest_n_themes(X, random_state=0, most=800):
    """DataFrame[n_themes, stability, spread, chosen] for numbers around √(articles / 2).

    Tried on `most` articles. Stability: mean agreement (0 to 1) of the themes' words with those of
    samples without replacement, by the average Jaccard of ranked words, themes paired at best
    (Greene, O'Callaghan & Cunningham 2014); spread: its standard deviation over the samples. The
    largest number within the spread of the most stable one is chosen.
    """
    usual = min(40, np.sqrt(X.shape[0] / 2))
    X = resample(X, replace=False, n_samples=min(most, X.shape[0]), random_state=random_state)
    X = X[:, np.bincount(X.indices, minlength=X.shape[1]) >= 3]
    size = int(SAMPLE * X.shape[0])
    samples = [
        resample(X, replace=False, n_samples=size, random_state=random_state + number)
        for number in range(SAMPLES)
    ]
    rows = []
    for n_themes in sorted({round(usual * factor) for factor in (0.5, 0.7, 1, 1.4)}):
        themes = factorize(X, n_themes, random_state, rounds=15)
        others = [factorize(sample, n_themes, random_state, rounds=15) for sample in samples]
        scores = [_agreement(themes, other) for other in others]
        rows.append((n_themes, np.mean(scores), np.std(scores)))
    table = pd.DataFrame(rows, columns=["n_themes", "stability", "spread"])
    best = table.loc[table["stability"].idxmax()]
    stable = table.loc[table["stability"] >= best["stability"] - best["spread"], "n_themes"]
    return table.assign(chosen=table["n_themes"] == stable.max())


def _agreement(themes, others):
    """Mean average Jaccard (0 to 1) of the ranked words of themes, each with its best partner."""
    ranks, other_ranks = (np.argsort(np.argsort(-H, kind="stable")) for H in (themes, others))
    jaccard = 0
    for depth in range(1, RANKED + 1):
        shared = (ranks < depth).astype(float) @ (other_ranks < depth).T
        jaccard += shared / (2 * depth - shared) / RANKED
    pairs = linear_sum_assignment(jaccard, maximize=True)
    return jaccard[pairs].sum() / len(themes)


def largest(values, n):
    """Places of the `n` largest of nonnegative values, largest first."""
    return np.argsort(-values, kind="stable")[:n]
