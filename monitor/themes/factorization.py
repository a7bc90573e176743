"""Nonnegative matrix factorisation X ≈ W H that can start from earlier themes.

Shapes: X (articles, words) weighted counts, W (articles, themes), H (themes, words) of unit rows.
"""

import warnings

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import NMF
from sklearn.preprocessing import normalize

EXPLAINED = 0.01  # share of an article that its themes explain at least; else it has none
CONVERGED = 1e-3  # change of any entry of H below which a factorisation is done
SAMPLES = 4  # of the articles, on which a number of themes is tried
SAMPLE = 0.8  # share of the articles in each
RANKED = 20  # words by which themes of two samples are compared


def factorize(X, n_themes, random_state=0, rounds=60):
    """H of a first fit, from the nonnegative double SVD (Boutsidis & Gallopoulos 2008)."""
    start = NMF(min(n_themes, *X.shape), init="nndsvda", random_state=random_state, max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one iteration does not converge, and is not meant to
        H = start.fit(X).components_
    H = refine(X, normalize(H[H.any(axis=1)]), rounds)
    return H[H.any(axis=1)]


def refine(X, start, rounds, anchors=None, n_new=0):
    """H after alternating coordinate descent from `start` (Gillis & Glineur 2012).

    `anchors` (articles): the theme of each article, which keeps it while its words may change; −1
    for none. The last `n_new` themes are drawn back a quarter of the way to their start, so that
    they stay with what was announced.
    """
    X = X.astype(np.float32, copy=False)
    H = start.astype(np.float32)
    first_new = len(H) - n_new
    anchors = np.full(X.shape[0], -1) if anchors is None else anchors
    rows = np.flatnonzero(anchors >= 0)
    W = np.ascontiguousarray(weights_of(X @ H.T, H, sweeps=10).T)
    for _ in range(rounds):
        before = H.copy()
        W = _descend(np.ascontiguousarray((X @ H.T).T), H @ H.T, W)
        anchored = anchor(W.T.copy(), rows, anchors[rows]).T
        H = _descend(np.ascontiguousarray((X.T @ anchored.T).T), anchored @ anchored.T, H)
        if n_new:
            H[first_new:] = 3 * normalize(H[first_new:]) + start[first_new:]
        length = np.maximum(np.linalg.norm(H, axis=1, keepdims=True), 1e-12)
        H = H / length
        W = W * length
        if np.abs(H - before).max() < CONVERGED:
            break
    return H


def _descend(cross, gram, rows, sweeps=2):
    """`rows` (themes, n), changed in place by coordinate descent on ‖X − WH‖²."""
    for _ in range(sweeps):
        for k in range(len(rows)):
            step = (cross[k] - gram[k] @ rows) / max(gram[k, k], 1e-9)
            np.maximum(0, rows[k] + step, out=rows[k])
    return rows


def weights_of(fit, H, sweeps=40):
    """W by nonnegative least squares for `fit` = X Hᵀ; no row depends on the others."""
    cross = np.ascontiguousarray(fit.T)
    return _descend(cross, H @ H.T, cross / np.sqrt(max(1, len(H))), sweeps).T


def explain(X, H):
    """(W, share explained of each row of X); W is 0 where the themes explain next to nothing."""
    fit = X @ H.T
    W = weights_of(fit, H)
    # ‖x‖² − ‖x − wH‖², of a row of unit length
    shares = 2 * np.sum(fit * W, axis=1) - np.sum((W @ (H @ H.T)) * W, axis=1)
    W[shares < EXPLAINED] = 0
    return W, shares


def strongest(W):
    """Array of the strongest theme of each row of W, −1 for none."""
    return np.where(W.any(axis=1), W.argmax(axis=1), -1)


def anchor(W, rows, themes):
    """`W` with the weight of each of `rows` in its theme halfway to its strongest, others less."""
    halfway = (W[rows].max(axis=1) + W[rows, themes]) / 2
    W[rows] = np.minimum(W[rows], halfway[:, None] * (1 - 1e-6))
    W[rows, themes] = halfway
    return W


def suggest_n_themes(X, random_state=0, most=800):
    """DataFrame[n_themes, stability, spread, chosen] for numbers around √(articles / 2).

    Tried on `most` articles. Stability: mean agreement (0 to 1) of the themes' words with those of
    samples without replacement, by the average Jaccard of ranked words, themes paired at best
    (Greene, O'Callaghan & Cunningham 2014); spread: its standard deviation over the samples. The
    largest number within the spread of the most stable one is chosen.
    """
    usual = min(40, np.sqrt(X.shape[0] / 2))
    generator = np.random.default_rng(random_state)

    def draw(rows, size):
        return rows[np.sort(generator.choice(rows.shape[0], size, replace=False))]

    X = draw(X, min(most, X.shape[0]))
    X = X[:, np.bincount(X.indices, minlength=X.shape[1]) >= 3]
    samples = [draw(X, max(1, int(SAMPLE * X.shape[0]))) for _ in range(SAMPLES)]
    rows = []
    for n_themes in sorted({round(usual * factor) for factor in (0.5, 0.7, 1, 1.4)}):
        whole, *others = (
            [largest(theme, RANKED) for theme in factorize(part, n_themes, random_state, rounds=15)]
            for part in (X, *samples)
        )
        scores = [_agreement(np.array(whole), np.array(other)) for other in others]
        rows.append((n_themes, np.mean(scores), np.std(scores)))
    table = pd.DataFrame(rows, columns=["n_themes", "stability", "spread"])
    best = table.loc[table["stability"].idxmax()]
    stable = table.loc[table["stability"] >= best["stability"] - best["spread"], "n_themes"]
    return table.assign(chosen=table["n_themes"] == stable.max())


def _agreement(themes, others):
    """Mean average Jaccard (0 to 1) of rankings (themes, RANKED), each with its best partner."""
    equal = themes[:, None, :, None] == others[None, :, None, :]
    places = np.nonzero(equal)
    shared = np.zeros((len(themes), len(others), themes.shape[1]))
    np.add.at(shared, (*places[:2], np.maximum(*places[2:])), 1)
    shared = np.cumsum(shared, axis=2)
    depths = np.arange(1, themes.shape[1] + 1)
    jaccard = np.mean(shared / (2 * depths - shared), axis=2)
    pairs = linear_sum_assignment(jaccard, maximize=True)
    return jaccard[pairs].sum() / len(themes)


def largest(values, n):
    """Places of the `n` largest of nonnegative values, largest first."""
    return np.argsort(-values, kind="stable")[:n]
