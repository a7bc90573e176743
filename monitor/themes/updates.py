"""Updates themes with new articles: adds those of new events, and holds articles in their theme."""

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.stats import binom
from sklearn.decomposition import non_negative_factorization
from sklearn.preprocessing import normalize

from monitor.themes.factorization import factorize, largest, strongest, weights_of

FEWEST = 6  # articles, one per story, that make a new theme
MOST = 3  # themes that an update may bring for new events
GROUPS = 15  # most groups of new articles that are looked at
SHARED = 3  # bursting words that an article of a new theme holds
CHANCE = 1e-3  # of a burst in an update in which nothing happened
ALIKE = 0.4  # cosine of two groups from which they are one
BETTER = 4  # times the cosine with its theme, from which an article moves to another one


def carry_over(components, terms, new_terms):
    """The themes (themes, terms) in the columns of the new terms."""
    themes = pd.DataFrame(components, columns=terms)
    return normalize(themes.reindex(columns=new_terms, fill_value=0).to_numpy())


def refine(X, themes, rounds):
    """H after `rounds` of coordinate descent from `themes`."""
    H = themes.astype(X.dtype)
    W = weights_of(X, H)
    result = non_negative_factorization(X, W, H, init="custom", max_iter=rounds, tol=0)
    return normalize(result[1])


def emerging_themes(words, n_known, known):
    """New themes (themes, words): groups of articles that share a burst of words.

    A theme is what the `known` themes leave of the articles of a group, and the three largest are
    kept. The first `n_known` texts of the WordCounts `words` are earlier ones.
    """
    themes = np.empty((0, known.shape[1]))
    for members in _groups(words.tfidf, words.counts.sign(), words.weights, n_known):
        centre = words.tfidf[members].mean(axis=0)[None]
        residual = np.maximum(0, centre - weights_of(centre, known) @ known)
        theme = normalize(residual)
        if len(themes) < MOST and np.all(themes @ theme.T < ALIKE):
            themes = np.vstack([themes, theme])
    return themes


def _groups(X, holds, weights, n_known):
    """List of arrays of rows: groups of new articles with bursting words, largest first.

    The groups are themes of the bursting words.
    """
    bursting = _bursting_words(holds, weights, n_known)
    rows = n_known + np.flatnonzero(np.diff(holds[n_known:, bursting].indptr) >= SHARED)
    n_groups = min(GROUPS, len(bursting) // SHARED, int(weights[rows].sum() / FEWEST))
    if not n_groups:
        return []
    X = X[rows][:, bursting]
    themes = factorize(X, n_groups)
    theme_of = strongest(weights_of(X, themes))
    groups = []
    for number, theme in enumerate(themes):
        first_words = bursting[largest(theme, min(10, np.count_nonzero(theme)))]
        n_shared = np.diff(holds[rows][:, first_words].indptr)
        groups.append(rows[(n_shared >= SHARED) & (theme_of == number)])
    groups = [members for members in groups if weights[members].sum() >= FEWEST]
    return sorted(groups, key=lambda members: -weights[members].sum())


def _bursting_words(holds, weights, n_known):
    """Columns of the words that many new articles hold and few earlier ones did.

    A word bursts when at least as many hold it as happens by chance in one of a thousand updates
    (binomial, Bonferroni), and three times the share before.
    """
    before = weights[:n_known] @ holds[:n_known]
    now = weights[n_known:] @ holds[n_known:]
    n_new = weights[n_known:].sum()
    usual = (before + 0.5) / (weights[:n_known].sum() + 1)
    chance = binom.sf(np.floor(now) - 1, np.ceil(n_new), usual)
    frequent = now >= FEWEST
    significant = chance * frequent.sum() < CHANCE
    return np.flatnonzero(frequent & significant & (now > 3 * usual * n_new))


def closest(themes, known):
    """Array of the place of the `known` theme that each of `themes` is paired with at best.

    −1 where they are not alike.
    """
    cosine = themes @ known.T
    pairs = linear_sum_assignment(cosine, maximize=True)
    places = np.full(len(themes), -1)
    places[pairs[0]] = np.where(cosine[pairs] >= ALIKE, pairs[1], -1)
    return places


def missing_themes(themes, known):
    """Those of `themes` that are not paired at best with one of the `known` ones."""
    paired, _ = linear_sum_assignment(themes @ known.T, maximize=True)
    return np.delete(themes, paired, axis=0)


def keep_themes(weights, cosine, before):
    """`weights` (articles, themes), where an article moves only to a clearly better theme.

    `cosine` (articles, themes): of each article with each theme; `before`: the theme of each of the
    first articles, or −1.
    """
    weights = weights.copy()
    for row, theme in enumerate(before):
        if theme >= 0 and cosine[row].max() <= BETTER * cosine[row, theme]:
            weights[row, theme] = max(weights[row, theme], 1.000001 * weights[row].max())
    return weights
