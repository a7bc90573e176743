"""Chooses the terms of each theme, words that stand together in the texts, and its label."""

import numpy as np
from scipy import sparse

from monitor.themes.factorization import largest

CANDIDATES = 80  # words of the highest loading from which the terms of a theme are chosen
TERMS = 10  # of a theme that are chosen together; further ones follow by their loading
EXCHANGES = 100  # of a term of a theme, at most
WINDOW = 10  # tokens
REPEATED = 0.2  # less NPMI for a word, for each other theme that has it as a term
LOADING = 0.1  # weight of the logarithm of the loading against the NPMI with the other terms
FEW_TEXTS = 100  # below about so many, the loading weighs more
DISCOUNT = 0.5  # taken from the number of times that two words met
PHRASE = 0.4  # share of a word's occurrences beside another one, from which they are a phrase
PHRASE_TIMES = 3  # fewest times that they stand side by side
PARTS = 3  # of a label
STEM = 4  # letters that are the same in two forms of one word, such as Turkey and Turkish


def rank_terms(components, words, n):
    """List of arrays of the columns of the `n` terms of each theme, best first.

    Candidates are ranked by loading times the square root of their share across themes. The ten of
    the highest mean normalised PMI (Bouma 2009) and loading are chosen by exchange. `words`:
    WordCounts.
    """
    scores = components * np.sqrt(components / np.maximum(components.sum(axis=0), 1e-12))
    candidates = [largest(row, min(CANDIDATES, np.count_nonzero(row))) for row in scores]
    is_candidate = np.isin(words.columns, np.concatenate(candidates))
    columns = np.where(is_candidate, words.columns, -1)
    together = sum(
        (WINDOW - distance) * _count_pairs(columns, words, distance)
        for distance in range(1, WINDOW)
    )
    together = together + together.T
    loading_weight = LOADING * (1 + FEW_TEXTS / len(words.weights))
    n_uses = np.zeros(len(words.totals))
    for columns in candidates:
        n_uses[columns[:TERMS]] += 1
    ranked = []
    for score, columns in zip(scores, candidates, strict=True):
        n_uses[columns[:TERMS]] -= 1
        loading = loading_weight * np.log(score[columns] / score[columns].max())
        windows = together[columns][:, columns].toarray()
        npmi = _expected_npmi(windows, words.totals[columns], len(words.columns))
        chosen = _choose_terms(loading - REPEATED * n_uses[columns], npmi)
        n_uses[columns[chosen]] += 1
        ranked.append(np.append(columns[chosen], np.delete(columns, chosen))[:n])
    return ranked


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


def _expected_npmi(windows, totals, n_windows):
    """Normalised PMI (words, words) of standing in one window, as expected in other texts.

    `windows` (words, words): how many of all windows hold both words. Two words that met rarely may
    not meet at all in other texts (NPMI −1): Poisson with the discounted number of times.
    """
    meetings = windows * 2 / WINDOW  # at the average distance half of the windows hold both
    never = np.exp(-np.maximum(meetings - DISCOUNT, 0))
    joint = np.maximum(windows - DISCOUNT * WINDOW / 2, 1e-9) / n_windows
    alone = totals * WINDOW / n_windows
    pmi = np.log(joint / np.outer(alone, alone))
    npmi = np.clip(pmi / -np.log(np.minimum(joint, 1 - 1e-9)), -1, 1)
    npmi = npmi * (1 - never) - never
    np.fill_diagonal(npmi, 0)
    return npmi


def _count_pairs(columns, words, distance):
    """Matrix (words, words) of how often one word stands `distance` tokens before another."""
    before = columns[:-distance]
    after = columns[distance:]
    text_of = words.text_of[distance:]
    is_pair = (before >= 0) & (after >= 0) & (before != after)
    is_pair &= words.text_of[:-distance] == text_of
    weights = words.weights[text_of[is_pair]]
    n_words = len(words.terms)
    return sparse.csr_array((weights, (before[is_pair], after[is_pair])), (n_words, n_words))


def label_themes(ranked, words):
    """List of unique labels: the first terms of each theme, in the phrases that they are part of.

    A word of which the label has another form is left out. `ranked`: as returned by `rank_terms`.
    """
    neighbours = _count_pairs(words.columns, words, 1)
    labels = []
    for terms in ranked:
        parts = []
        stems = set()
        for term in terms:
            phrase = [words.shown[column] for column in _phrase(term, neighbours, words.totals)]
            new_stems = {word.lower()[:STEM] for word in phrase}
            if stems.isdisjoint(new_stems):
                stems |= new_stems
                parts.append(" ".join(phrase))
        label = ", ".join(parts[:PARTS])
        labels.append(label if label not in labels else f"{label} ({len(labels) + 1})")
    return labels


def _phrase(word, neighbours, totals):
    """List of the column of a word, and of that which it mostly stands beside."""
    before = neighbours[:, word].toarray()
    after = neighbours[word].toarray()
    if max(before.max(), after.max()) < max(PHRASE_TIMES, PHRASE * totals[word]):
        return [word]
    return [before.argmax(), word] if before.max() >= after.max() else [word, after.argmax()]
