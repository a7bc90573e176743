"""Weighted counts in, themes out: nonnegative matrix factorisation X ≈ W H that can start from earlier themes.

Shapes: X (articles, words), W (articles, themes), H (themes, words).
"""

import warnings

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.stats import binom
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize

FEWEST = 6  # articles (copies counted once) that make a new theme
AGREED = 3  # bursting words that an article of a new theme holds
CHANCE = 1e-3
SETTLED = 1e-3  # change of any entry of H below which an update is done


def weigh(counts, idf):
    """√count · idf, each row of unit length."""
    X = counts.sqrt()
    X.data *= idf[X.indices]
    return normalize(X, copy=False) if X.shape[0] else X


def factorise(X, n_themes, random_state=0, max_iter=100):
    """H (unit rows) of a first fit, from the nonnegative double SVD (Boutsidis & Gallopoulos 2008)."""
    n_themes = min(n_themes, *X.shape)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        model = NMF(n_themes, init="nndsvda", random_state=random_state, max_iter=max_iter, tol=2e-4).fit(X)
    return normalize(model.components_[model.components_.any(axis=1)])


def _descend(cross, gram, start, anchor=0.0, pull=0.0, sweeps=1):
    """Rows of `start` (themes, n) after coordinate descent on ‖X − WH‖² + pull · ‖rows − anchor‖²."""
    rows, anchor, pull = start.copy(), np.broadcast_to(anchor, start.shape), np.broadcast_to(pull, len(start))
    for _ in range(sweeps):
        for k in range(len(rows)):
            slope = cross[k] - gram[k] @ rows + pull[k] * (anchor[k] - rows[k])
            rows[k] = np.maximum(0, rows[k] + slope / max(gram[k, k] + pull[k], 1e-12))
    return rows


def weights_of(X, H, sweeps=40):
    """W for given H: nonnegative least squares, row by row the same whatever the other rows are."""
    cross = np.ascontiguousarray((X @ H.T).T)
    return _descend(cross, H @ H.T, cross / max(1, len(H)) ** 0.5, sweeps=sweeps).T


def refine(X, start, pull, max_iter):
    """H after alternating descent from `start`; `pull` (themes,): force that draws each theme back to its start."""
    H, W = start, weights_of(X, start, 10).T
    for _ in range(max_iter):
        before = H
        W = _descend((X @ H.T).T, H @ H.T, W, sweeps=2)
        gram = W @ W.T
        H = _descend((X.T @ W.T).T, gram, H, start, pull * np.diag(gram).mean())
        size = np.maximum(np.linalg.norm(H, axis=1, keepdims=True), 1e-12)
        H, W = H / size, W * size
        if np.abs(H - before).max() < SETTLED:
            break
    return H


def explained_variance(X, W, H):
    """1 − ‖X − WH‖² / ‖X‖²."""
    total = X.multiply(X).sum()
    fitted = np.sum((W.T @ W) * (H @ H.T))
    return float((2 * np.sum((X @ H.T) * W) - fitted) / total) if total else 0.0


def suggest_n_themes(X, random_state=0, most=1000):
    """DataFrame[n_themes, stability] for numbers of themes around √(articles / 2), on a sample of `most` articles."""
    middle = min(40, (X.shape[0] / 2) ** 0.5)
    order = np.random.default_rng(random_state)
    X = X[np.sort(order.choice(X.shape[0], min(most, X.shape[0]), replace=False))]
    X = X[:, np.bincount(X.indices, minlength=X.shape[1]) >= 3]
    tried = [round(middle * share) for share in (0.5, 0.7, 1, 1.4)]
    return pd.DataFrame({"n_themes": tried, "stability": [stability(X, n, random_state) for n in tried]})


def stability(X, n_themes, random_state=0, resamples=3, share=0.8, depth=20):
    """Mean agreement (0 to 1) of the themes' terms with those found on resamples without replacement.

    Average Jaccard of ranked terms, themes paired at best (Greene, O'Callaghan & Cunningham 2014).
    """
    order = np.random.default_rng(random_state)
    whole = _ranking(factorise(X, n_themes, random_state, 60), depth)
    scores = []
    for _ in range(resamples):
        rows = np.sort(order.choice(X.shape[0], max(1, int(share * X.shape[0])), replace=False))
        part = _ranking(factorise(X[rows], n_themes, random_state, 60), depth)
        alike = np.array([[_average_jaccard(a, b) for b in part] for a in whole])
        scores.append(alike[linear_sum_assignment(-alike)].sum() / len(whole))
    return float(np.mean(scores))


def _ranking(H, depth):
    return np.argsort(-H, axis=1, kind="stable")[:, :depth]


def _average_jaccard(a, b):
    first, second = np.nonzero(a[:, None] == b[None, :])
    both = np.cumsum(np.bincount(np.maximum(first, second), minlength=len(a)))
    return np.mean(both / (2 * np.arange(1, len(a) + 1) - both))


def emerging(X, present, new, weights, H, most=3):
    """Rows of new themes: groups of new articles that share words which burst, that is, were rare in all earlier ones.

    `present`: counts (articles, words); `new`: mask of the articles that have come in. A word bursts when so many new
    articles hold it as by chance in one of a thousand updates (binomial, Bonferroni), and three times the share before.
    """
    holds = sparse.csr_matrix((np.ones(present.nnz), present.indices, present.indptr), present.shape)
    before, now = (holds[rows].T @ weights[rows] for rows in (~new, new))
    usual = (before + 0.5) / (weights[~new].sum() + 1)
    total = weights[new].sum()
    chance = binom.sf(np.floor(now) - 1, int(np.ceil(total)), np.minimum(usual, 1)) * max(1, np.sum(now >= FEWEST))
    burst = (now >= FEWEST) & (now > 3 * usual * total) & (chance < CHANCE)
    rows, found = np.flatnonzero(new), []
    while burst.sum() >= AGREED and len(found) < most:
        inside = X[rows].multiply(burst).tocsr()
        axis = np.asarray(inside.sum(axis=0)).ravel()
        for _ in range(50):
            axis = inside.T @ (inside @ axis)
            axis /= max(np.linalg.norm(axis), 1e-12)
        words = np.argsort(-axis, kind="stable")[:10]
        words = words[axis[words] > 0]
        if not len(words):
            break
        members = rows[np.asarray(holds[rows][:, words].sum(axis=1)).ravel() >= AGREED]
        burst[words] = False
        if weights[members].sum() >= FEWEST:
            centre = np.asarray(X[members].mean(axis=0)).ravel()
            found.append(np.maximum(0, centre - weights_of(sparse.csr_matrix(centre), H)[0] @ H))
            rows = np.setdiff1d(rows, members)
    return normalize(np.array(found)) if found else np.empty((0, X.shape[1]))
