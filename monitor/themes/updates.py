"""Finds the themes that an update needs: of new events, and of what no theme explains."""

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.special import bdtrc
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
    themes = pd.DataFrame(components, columns=terms)
    return normalize(themes.reindex(columns=vocabulary.terms, fill_value=0).to_numpy())


def emerging_themes(X, counts, weights, n_known, known, most):
    """(new themes (themes, words), theme of each article, −1 for none): groups that share a burst.

    The groups are themes of the bursting words; a theme is what the `known` themes leave of the
    articles of a group, and the `most` largest are kept. The first `n_known` rows of X and `counts`
    (articles, words) are earlier articles; `weights` (articles): less than 1 for reprints.
    """
    holds = counts.sign()
    bursting = _bursting_words(holds, weights, n_known)
    themes = []
    theme_of = np.full(X.shape[0], -1)
    for members in _groups(X, holds, weights, n_known, bursting):
        theme = _residual(X[members], known)
        if len(themes) < most and all(theme @ other < ALIKE for other in themes):
            theme_of[members] = len(known) + len(themes)
            themes.append(theme)
    return np.array(themes).reshape(-1, X.shape[1]), theme_of


def _bursting_words(holds, weights, n_known):
    """Columns of the words that many new articles hold and few earlier ones did.

    A word bursts when at least as many hold it as happens by chance in one of a thousand updates
    (binomial, Bonferroni), and three times the share before.
    """
    before = weights[:n_known] @ holds[:n_known]
    now = weights[n_known:] @ holds[n_known:]
    n_new = weights[n_known:].sum()
    usual = (before + 0.5) / (weights[:n_known].sum() + 1)
    chance = bdtrc(np.floor(now) - 1, int(np.ceil(n_new)), np.minimum(usual, 1))
    frequent = now >= FEWEST
    significant = chance * max(1, frequent.sum()) < CHANCE
    return np.flatnonzero(frequent & significant & (now > 3 * usual * n_new))


def _groups(X, holds, weights, n_known, bursting):
    """List of arrays of the rows of each group of articles with bursting words, largest first."""
    rows = n_known + np.flatnonzero(np.diff(holds[n_known:, bursting].indptr) >= SHARED)
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
        groups.append(rows[(n_shared >= SHARED) & (strongest == number)])
    sizes = [weights[members].sum() for members in groups]
    order = np.argsort(sizes)[::-1]
    return [groups[place] for place in order if sizes[place] >= FEWEST]


def _residual(X, themes):
    """What the themes leave of the mean article, of unit length."""
    centre = X.mean(axis=0)[None]
    residual = centre - weights_of(centre @ themes.T, themes) @ themes
    return normalize(np.maximum(0, residual))[0]


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


def keep_themes(X, H, anchors):
    """(W, share explained) as of `explain`, where an article moves only to a clearly better theme.

    `anchors`: the theme of each of the first rows of X, or −1.
    """
    W, shares = explain(X, H)
    rows = np.flatnonzero(anchors >= 0)
    themes = anchors[rows]
    cosine = X[rows] @ H.T
    row = np.arange(len(rows))
    stays = cosine[row, W[rows].argmax(axis=1)] <= BETTER * cosine[row, themes]
    return anchor(W, rows[stays], themes[stays]), shares
