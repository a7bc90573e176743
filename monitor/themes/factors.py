"""Weighted counts in, themes out: nonnegative matrix factorisation X ≈ W H that can start from earlier themes.

Shapes: X (articles, words), W (articles, themes), H (themes, words).
"""

import warnings

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.special import bdtrc
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize

FEWEST = 6  # articles (copies counted once) that make a new theme
GROUPS = 15  # most groups of new articles that are looked at
AGREED = 3  # bursting words that an article of a new theme holds
CHANCE = 1e-3
ALIKE = 0.4  # cosine of two groups from which they are one
WORTH = 0.2  # of what a theme explains on average: less makes no theme of what the others leave
SAMPLES, RESAMPLE = 4, 0.8  # of the articles, on which the number of themes is tried, and their share
SETTLED = 1e-3  # change of any entry of H below which an update is done


def weigh(counts, idf):
    """√count · idf, each row of unit length."""
    data = np.sqrt(counts.data) * idf.astype(np.float32)[counts.indices]
    X = sparse.csr_matrix((data, counts.indices, counts.indptr), counts.shape)
    return normalize(X, copy=False) if X.shape[0] else X


def factorise(X, n_themes, random_state=0, rounds=60):
    """H (unit rows) of a first fit, from the nonnegative double SVD (Boutsidis & Gallopoulos 2008)."""
    # It loads all linear models, for which an update that brings no theme need not wait.
    from sklearn.decomposition import NMF

    n_themes = min(n_themes, *X.shape)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        start = NMF(n_themes, init="nndsvda", random_state=random_state, max_iter=1).fit(X).components_
    H = refine(X, normalize(start[start.any(axis=1)]), rounds)
    return H[H.any(axis=1)]


def _descend(cross, gram, rows, sweeps=2):
    """Rows (themes, n), changed in place by `sweeps` of coordinate descent on ‖X − WH‖²."""
    for _ in range(sweeps):
        for k in range(len(rows)):
            np.maximum(0, rows[k] + (cross[k] - gram[k] @ rows) / max(gram[k, k], 1e-9), out=rows[k])
    return rows


def weights_of(fit, H, sweeps=40):
    """W for given X Hᵀ and H: nonnegative least squares, row by row the same whatever the other rows are."""
    cross = np.ascontiguousarray(fit.T)
    return _descend(cross, H @ H.T, cross / max(1, len(H)) ** 0.5, sweeps=sweeps).T


def refine(X, start, rounds, held=(), new=0):
    """H after alternating descent from `start` (Gillis & Glineur 2012).

    `held`: number of the theme of each article that has one, −1 of the others; their weight in it counts as at least
    halfway to their strongest, so that the themes keep their articles while their words may change. The last `new`
    themes are drawn back a quarter of the way to their start, so that they stay with what was announced.
    """
    X, H = X.astype(np.float32, copy=False), start.astype(np.float32)
    kept = len(H) - new
    fit = X @ H.T
    W = np.ascontiguousarray(weights_of(fit, H, 10).T)
    held = np.asarray(held, int)
    rows = np.flatnonzero(held >= 0)
    for turn in range(rounds):
        before, fit = H.copy(), X @ H.T if turn else fit
        W = _descend(np.ascontiguousarray(fit.T), H @ H.T, W)
        settled = settle(W.T.copy(), rows, held[rows]).T
        H = _descend(np.ascontiguousarray((X.T @ settled.T).T), settled @ settled.T, H)
        H[kept:] = 3 * normalize(H[kept:]) + start[kept:] if new else H[kept:]
        size = np.maximum(np.linalg.norm(H, axis=1, keepdims=True), 1e-12)
        H, W = H / size, W * size
        if np.abs(H - before).max() < SETTLED:
            break
    return H


def settle(W, rows, held):
    """`W` with the weight of each of the `rows` in its `held` theme halfway to its strongest one, the others less."""
    middle = (W[rows].max(axis=1) + W[rows, held]) / 2
    W[rows] = np.minimum(W[rows], middle[:, None] * (1 - 1e-6))
    W[rows, held] = middle
    return W


def explained(fit, W, H):
    """‖x‖² − ‖x − wH‖² of each row of X, given X Hᵀ: of a row of unit length, the share that the themes explain."""
    return 2 * np.sum(fit * W, axis=1) - np.sum((W @ (H @ H.T)) * W, axis=1)


def unexplained(X, H, rounds=15):
    """The theme (1, words) that explains most of what `H` leaves of all articles, sought from each theme of `H`.

    (0, words) where that is next to nothing.
    """
    fit = X @ H.T
    W, themes = weights_of(fit, H), normalize(H**2)  # H itself finds nothing where its themes share no word
    for _ in range(rounds):
        left = np.maximum(0, X @ themes.T - W @ (H @ themes.T))
        themes = normalize(np.maximum(0, (X.T @ left - H.T @ (W.T @ left)).T))
    gained = np.sum(np.maximum(0, X @ themes.T - W @ (H @ themes.T)) ** 2, axis=0)
    enough = gained >= WORTH * np.sum(fit * W) / len(H)
    return themes[[gained.argmax()]] if enough.any() else themes[:0]


def suggest_n_themes(X, random_state=0, most=800):
    """DataFrame[n_themes, stability, spread, chosen] for numbers around √(articles / 2), tried on `most` articles.

    Stability: mean agreement (0 to 1) of the themes' terms with those found on resamples without replacement, by the
    average Jaccard of ranked terms, themes paired at best (Greene, O'Callaghan & Cunningham 2014); spread: its standard
    deviation over the resamples. Chosen is the largest number within the spread of the stablest one.
    """
    middle = min(40, (X.shape[0] / 2) ** 0.5)
    generator = np.random.default_rng(random_state)
    X = X[np.sort(generator.choice(X.shape[0], min(most, X.shape[0]), replace=False))]
    X = X[:, np.bincount(X.indices, minlength=X.shape[1]) >= 3]
    parts = [
        np.sort(generator.choice(X.shape[0], max(1, int(RESAMPLE * X.shape[0])), replace=False)) for _ in range(SAMPLES)
    ]
    found = []
    for n_themes in sorted({round(middle * share) for share in (0.5, 0.7, 1, 1.4)}):
        themes = (factorise(some, n_themes, random_state, 15) for some in (X, *(X[part] for part in parts)))
        whole, *others = (np.array([largest(row, 20) for row in H]) for H in themes)
        alike = [_average_jaccard(whole, other) for other in others]
        scores = [agreed[linear_sum_assignment(-agreed)].sum() / len(whole) for agreed in alike]
        found.append((n_themes, np.mean(scores), np.std(scores)))
    table = pd.DataFrame(found, columns=["n_themes", "stability", "spread"])
    best = table.loc[table["stability"].idxmax()]
    stable = table.loc[table["stability"] >= best["stability"] - best["spread"], "n_themes"]
    return table.assign(chosen=table["n_themes"] == stable.max())


def largest(row, n):
    """Places of the `n` largest of nonnegative values, largest first."""
    held = np.flatnonzero(row)
    return np.append(held[np.argsort(-row[held], kind="stable")], np.flatnonzero(row == 0))[:n]


def _average_jaccard(a, b):
    """(rows of a, rows of b): how far each two rankings agree."""
    one, other, first, second = np.nonzero(a[:, None, :, None] == b[None, :, None, :])
    both = np.zeros((len(a), len(b), a.shape[1]))
    np.add.at(both, (one, other, np.maximum(first, second)), 1)
    both = np.cumsum(both, axis=2)
    return np.mean(both / (2 * np.arange(1, a.shape[1] + 1) - both), axis=2)


def emerging(X, present, new, weights, H, most=3):
    """(rows of new themes, number of the new theme of each article or −1): groups of new articles that share words
    which burst, that is, were rare in all earlier ones.

    `present`: counts (articles, words); `new`: mask of the articles that have come in. A word bursts when so many new
    articles hold it as by chance in one of a thousand updates (binomial, Bonferroni), and three times the share before.
    The groups are themes of the bursting words; the `most` that explain most of what `H` leaves of them are kept.
    """
    holds = sparse.csr_matrix((np.ones(present.nnz), present.indices, present.indptr), present.shape)
    before, now = (holds.T @ np.where(of, weights, 0) for of in (~new, new))
    usual = (before + 0.5) / (weights[~new].sum() + 1)
    total = weights[new].sum()
    chance = bdtrc(np.floor(now) - 1, int(np.ceil(total)), np.minimum(usual, 1)) * max(1, np.sum(now >= FEWEST))
    burst = np.flatnonzero((now >= FEWEST) & (now > 3 * usual * total) & (chance < CHANCE))
    rows = np.flatnonzero(new)
    rows = rows[np.diff(holds[rows][:, burst].indptr) >= AGREED]
    groups = min(GROUPS, len(burst) // AGREED, int(weights[rows].sum() / FEWEST))
    if not groups:
        return np.empty((0, X.shape[1])), np.full(X.shape[0], -1)
    themes = factorise(X[rows][:, burst], groups)
    strongest, offered = weights_of(X[rows][:, burst] @ themes.T, themes).argmax(axis=1), []
    for number, theme in enumerate(themes):
        words = burst[largest(theme, min(10, np.sum(theme > 0)))]
        agreed = np.asarray(holds[rows][:, words].sum(axis=1)).ravel() >= AGREED
        members = rows[agreed & (strongest == number)]
        if weights[members].sum() >= FEWEST:
            centre = sparse.csr_matrix(X[members].mean(axis=0))
            offered.append((members, normalize(np.maximum(0, centre.toarray() - weights_of(centre @ H.T, H) @ H))[0]))
    found, held = H, np.full(X.shape[0], -1)
    while offered and len(found) < len(H) + most:
        left = [X[of] @ rest - weights_of(X[of] @ found.T, found) @ (found @ rest) for of, rest in offered]
        best = int(np.argmax([np.sum(np.maximum(0, rests) ** 2) for rests in left]))
        members, rest = offered.pop(best)
        held[members] = len(found)
        found = np.vstack([found, rest])
        offered = [(of, other) for of, other in offered if other @ rest < ALIKE]
    return found[len(H) :], held
