"""Chooses the terms of each theme: words of high loading that stand together in the texts."""

import numpy as np
from scipy import sparse

from monitor.themes.factorization import largest
from monitor.themes.tokenization import count_cells

CANDIDATES = 80  # words of the highest loading from which the terms of a theme are chosen
TERMS = 10  # of a theme that are chosen together; further ones follow by their loading
EXCHANGES = 100  # of a term of a theme, at most
WINDOW = 10  # tokens
REPEATED = 0.3  # less NPMI for a word, for each theme before that has it as a term
LOADING = 0.1  # weight of the logarithm of the loading against the NPMI with the other terms
FEW_TEXTS = 100  # below about so many, the loading weighs more
DISCOUNT = 0.5  # taken from the number of windows that hold two words


def rank_terms(components, windows, n_texts, n):
    """List of arrays of the columns of the `n` terms of each theme, best first.

    Candidates are ranked by loading times the square root of their share across themes. The ten of
    the highest mean normalised PMI (Bouma 2009) and loading are chosen by exchange. `components`
    (themes, words); `windows` (windows, words): as returned by `token_windows`.
    """
    scores = components * np.sqrt(shares_across(components))
    loading_weight = LOADING * (1 + FEW_TEXTS / n_texts)
    n_uses = np.zeros(components.shape[1])
    ranked = []
    for score in scores:
        columns = largest(score, min(CANDIDATES, np.count_nonzero(score)))
        loading = loading_weight * np.log(score[columns] / score[columns[0]])
        npmi = _expected_npmi(windows[:, columns], windows.shape[0])
        chosen = _choose_terms(loading - REPEATED * n_uses[columns], npmi)
        n_uses[columns[chosen]] += 1
        ranked.append(np.append(columns[chosen], np.delete(columns, chosen))[:n])
    return ranked


def shares_across(components):
    """The share (0 to 1) of each theme in the loadings of each word."""
    return components / np.maximum(components.sum(axis=0), 1e-12)


def token_windows(columns, text_of, weights, n_words):
    """Sparse (windows, words): the root of a window's weight where it holds the word, else 0.

    A window is ten tokens of a text in a row; each token is in two, which begin five tokens apart.
    `columns`, `text_of` (tokens): the word of each token, −1 for none, and its text; `weights`
    (texts).
    """
    parts = []
    for shift in (0, WINDOW // 2):
        begins = (np.arange(len(columns)) + shift) % WINDOW == 0
        begins |= np.diff(text_of, prepend=-1) > 0
        roots = np.sqrt(weights[text_of[begins]], dtype=np.float32)
        window_of = np.cumsum(begins, dtype=np.int32) - 1
        holds = count_cells(window_of, columns, (len(roots), n_words)).sign()
        parts.append(sparse.diags_array(roots) @ holds)
    return sparse.vstack(parts).tocsc()


def _choose_terms(alone, npmi):
    """Places of the terms of the highest mean value `alone` and NPMI among them, in order.

    Begins with the first, and exchanges terms as long as that gains.
    """
    chosen = np.arange(min(TERMS, len(alone)))
    agreement = 2 / max(1, len(chosen) - 1) * npmi
    for _ in range(EXCHANGES):
        value = alone + agreement[:, chosen].sum(axis=1)
        gain = value[:, None] - value[chosen] - agreement[:, chosen]
        gain[chosen] = 0
        new, old = np.unravel_index(np.argmax(gain), gain.shape)
        if gain[new, old] < 1e-9:
            break
        chosen[old] = new
    return np.sort(chosen)


def _expected_npmi(windows, n_windows):
    """Normalised PMI (words, words) of standing in one window, as expected in other texts.

    Two words that met rarely may not meet at all in other texts (NPMI −1): Poisson with the
    discounted number of windows that hold both.
    """
    both = (windows.T @ windows).toarray()
    alone = both.diagonal() / n_windows
    meetings = np.maximum(both - DISCOUNT, 1e-9)
    joint = meetings / n_windows
    npmi = np.clip(np.log(joint / np.outer(alone, alone)) / -np.log(joint), -1, 1)
    never = np.exp(-meetings)
    npmi = npmi * (1 - never) - never
    np.fill_diagonal(npmi, 0)
    return npmi
