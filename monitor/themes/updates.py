"""Finds the themes that an update of a model needs: of new events, and of what no theme explains."""

import numpy as np
from scipy import sparse
from scipy.special import bdtrc
from scipy.optimize import linear_sum_assignment
from sklearn.preprocessing import normalize

from monitor.themes.factorization import anchor, explain, factorize, largest, weights_of

FEWEST = 6  # articles, one per story, that make a new theme
GROUPS = 15  # most groups of new articles that are looked at
SHARED = 3  # bursting words that an article of a new theme holds
CHANCE = 1e-3  # of a burst in an update in which nothing happened
ALIKE = 0.4  # cosine of two groups from which they are one
WORTH = 0.2  # of what a theme explains on average: less makes no theme of the unexplained
BETTER = 2.5  # times the cosine with its theme, from which an article moves to another one


def carry_over(components, terms, vocabulary):
    """The themes (themes, words) in the columns of a new Vocabulary; `terms`: the old columns."""
    columns = np.array([vocabulary.columns.get(term, -1) for term in terms])
    kept = np.flatnonzero(columns >= 0)
    cells = np.ones(len(kept), np.float32), (kept, columns[kept])
    moved = sparse.csr_array(cells, (len(terms), len(vocabulary.terms)))
    return normalize(components @ moved)


def emerging_themes(X, counts, weights, is_new, known, most):
    """(new themes (themes, words), theme of each article, −1 for none): groups that share a burst.

    The groups are themes of the bursting words; the `most` that explain most of what the `known`
    themes leave of their articles are kept. `weights` (articles): less than 1 for reprints;
    `is_new`: mask of the articles that have come in.
    """
    holds = counts.sign()
    bursting = _bursting_words(holds, weights, is_new)
    rows = np.flatnonzero(is_new)
    rows = rows[np.diff(holds[rows][:, bursting].indptr) >= SHARED]
    groups = _groups(X, holds, weights, rows, bursting)
    residuals = [_residual(X[members], known) for members in groups]
    themes = known
    theme_of = np.full(X.shape[0], -1)
    while groups and len(themes) < len(known) + most:
        gains = [
            _gain(X[members], residual, themes)
            for members, residual in zip(groups, residuals, strict=True)
        ]
        best = int(np.argmax(gains))
        theme_of[groups[best]] = len(themes)
        chosen = residuals[best]
        themes = np.vstack([themes, chosen])
        apart = [
            place
            for place, residual in enumerate(residuals)
            if place != best and residual @ chosen < ALIKE
        ]
        groups = [groups[place] for place in apart]
        residuals = [residuals[place] for place in apart]
    return themes[len(known) :], theme_of


def _bursting_words(holds, weights, is_new):
    """Columns of the words that many new articles hold and few earlier ones did.

    A word bursts when at least as many hold it as happens by chance in one of a thousand updates
    (binomial, Bonferroni), and three times the share before.
    """
    before = holds.T @ np.where(is_new, 0, weights)
    now = holds.T @ np.where(is_new, weights, 0)
    n_new = weights[is_new].sum()
    usual = (before + 0.5) / (weights[~is_new].sum() + 1)
    chance = bdtrc(np.floor(now) - 1, int(np.ceil(n_new)), np.minimum(usual, 1))
    frequent = now >= FEWEST
    significant = chance * max(1, frequent.sum()) < CHANCE
    return np.flatnonzero(frequent & significant & (now > 3 * usual * n_new))


def _groups(X, holds, weights, rows, bursting):
    """List of arrays of the rows of each group of articles that share bursting words."""
    n_groups = min(GROUPS, len(bursting) // SHARED, int(weights[rows].sum() / FEWEST))
    if not n_groups:
        return []
    X = X[rows][:, bursting]
    themes = factorize(X, n_groups)
    strongest = weights_of(X @ themes.T, themes).argmax(axis=1)
    groups = []
    for number, theme in enumerate(themes):
        words = bursting[largest(theme, min(10, np.count_nonzero(theme)))]
        n_shared = np.diff(holds[rows][:, words].indptr)
        members = rows[(n_shared >= SHARED) & (strongest == number)]
        if weights[members].sum() >= FEWEST:
            groups.append(members)
    return groups


def _residual(X, themes):
    """What the themes leave of the mean article, of unit length."""
    centre = X.mean(axis=0)[None]
    residual = centre - weights_of(centre @ themes.T, themes) @ themes
    return normalize(np.maximum(0, residual))[0]


def _gain(X, theme, themes):
    """How much of X one more theme explains."""
    left = X @ theme - weights_of(X @ themes.T, themes) @ (themes @ theme)
    return np.sum(np.maximum(0, left) ** 2)


def unexplained_theme(X, H, rounds=15):
    """The theme (1, words) that explains most of what `H` leaves, sought from each theme of `H`.

    (0, words) where that is next to nothing.
    """
    fit = X @ H.T
    W = weights_of(fit, H)

    def left_for(themes):
        return np.maximum(0, X @ themes.T - W @ (H @ themes.T))

    themes = normalize(H**2)  # H itself finds nothing where its themes share no word
    for _ in range(rounds):
        left = left_for(themes)
        themes = normalize(np.maximum(0, (X.T @ left - H.T @ (W.T @ left)).T))
    gains = np.sum(left_for(themes) ** 2, axis=0)
    is_enough = gains.max() >= WORTH * np.sum(fit * W) / len(H)
    return themes[[gains.argmax()]] if is_enough else themes[:0]


def missing_themes(themes, H):
    """Those of `themes` that are not paired at best with a theme of `H`."""
    paired, _ = linear_sum_assignment(themes @ H.T, maximize=True)
    return np.delete(themes, paired, axis=0)


def keep_themes(X, H, before):
    """(W, shares) as of `explain`, where an article moves only to a clearly better theme.

    `before` (articles, themes): weights of the articles that were known.
    """
    W, shares = explain(X, H)
    rows = np.flatnonzero(before.any(axis=1))
    themes = before[rows].argmax(axis=1)
    cosine = X[rows] @ H.T
    row = np.arange(len(rows))
    stays = cosine[row, W[rows].argmax(axis=1)] <= BETTER * cosine[row, themes]
    return anchor(W, rows[stays], themes[stays]), shares
