"""Themes in, their terms and labels out: words that belong to the theme and stand together in the texts."""

import numpy as np
from scipy import sparse

CANDIDATES = 40  # words of highest loading from which a theme's terms are chosen
WINDOW = 10  # words within which two words stand together
SHARED = 0.15  # less NPMI for a word with each theme that has it as a term already
WEIGHT, FEW = 0.15, 100  # of the loading (log) against the NPMI with the other terms; more below so many texts
DISCOUNT = 0.5  # of a text's occasions is taken from each count of two words together
PHRASE, PHRASE_TIMES = 0.4, 3  # of the occasions of the rarer word, and occasions, on which two words are a phrase


def rank_terms(H, columns, rows, n=10, weights=None):
    """List of arrays: the columns of the `n` terms of each theme, best first.

    Candidates by loading times the square root of their share across themes; from them each theme in turn takes the
    one of the highest mean normalised PMI (Bouma 2009) with its terms so far, less where other themes have it too.
    `columns`, `rows`: the words of the texts in order.
    """
    scores = H * np.sqrt(H / np.maximum(H.sum(axis=0), 1e-12))
    candidates = [_best(row, max(CANDIDATES, 2 * n)) for row in scores]
    words = np.unique(np.concatenate([*candidates, np.empty(0, np.int64)]))
    npmi = _expected_npmi(columns, rows, words, H.shape[1], weights)
    weight = WEIGHT * (1 + FEW / len(np.unique(rows)))
    loading = [
        weight * np.log(score[found] / score[found].max()) for score, found in zip(scores, candidates, strict=True)
    ]
    places = [np.searchsorted(words, found) for found in candidates]
    agreement, taken, used = [np.zeros(len(found)) for found in places], [[] for _ in places], np.zeros(len(words))
    for step in range(n):
        for theme, found in enumerate(places):
            if step < len(found):
                score = agreement[theme] / max(1, step) + loading[theme] - SHARED * used[found]
                score[taken[theme]] = -np.inf
                best = int(np.argmax(score))
                taken[theme].append(best)
                used[found[best]] += 1
                agreement[theme] += npmi[found[best], found]
    return [found[chosen] for found, chosen in zip(candidates, taken, strict=True)]


def _best(row, n):
    order = np.argsort(-row, kind="stable")[:n]
    return order[row[order] > 0]


def _expected_npmi(columns, rows, words, width, weights=None):
    """NPMI of `words` (square matrix) to be expected in other texts of the same kind.

    Two words that met in few texts may not meet there at all (NPMI −1): Poisson with the discounted count.
    """
    seen = np.flatnonzero(columns >= 0)
    lookup = np.full(width, -1)
    lookup[words] = np.arange(len(words))
    places, texts, at = lookup[columns[seen]], rows[seen], np.arange(len(seen))
    weight = np.ones(len(seen)) if weights is None else weights[texts]
    kept = places >= 0
    places, texts, at, weight = places[kept], texts[kept], at[kept], weight[kept]
    alone = np.bincount(places, weight, len(words)) * WINDOW
    total = max(len(seen), 1)
    together = np.zeros(len(words) ** 2)
    for shift in range(1, WINDOW):
        near = WINDOW - (at[shift:] - at[:-shift])
        met = (near > 0) & (texts[shift:] == texts[:-shift])
        pair = places[:-shift][met] * len(words) + places[shift:][met]
        together += np.bincount(pair, near[met] * weight[shift:][met], len(together))
    together = together.reshape(len(words), -1)
    together = together + together.T
    holds = sparse.csr_matrix((np.ones(len(places)), (texts, places)), (texts.max(initial=0) + 1, len(words)))
    holds.data[:] = 1
    occasions = np.minimum(2 * together / WINDOW, (holds.T @ holds).toarray())
    never = np.exp(-np.maximum(occasions - DISCOUNT, 0))
    expected = np.maximum(together - DISCOUNT * WINDOW / 2, 1e-9)
    npmi = np.log(expected * total / np.outer(alone, alone)) / -np.log(np.minimum(expected / total, 1 - 1e-9))
    npmi = np.clip(npmi, -1, 1) * (1 - never) - never
    np.fill_diagonal(npmi, 0)
    return npmi


def label_themes(ranked, columns, rows, vocabulary, parts=3):
    """List of unique labels: the first terms of each theme as written, two that stand side by side as a phrase."""
    pairs = (columns[:-1] >= 0) & (columns[1:] >= 0) & (rows[:-1] == rows[1:])
    width = len(vocabulary.terms)
    ends = (columns[:-1][pairs], columns[1:][pairs])
    beside = sparse.csr_matrix((np.ones(pairs.sum()), ends), (width, width))
    alone = np.bincount(columns[columns >= 0], minlength=width)
    labels = []
    for terms in ranked:
        names = _phrases(terms, beside[terms][:, terms].toarray(), alone[terms], vocabulary.shown)
        label = ", ".join(names[:parts])
        while label in labels and len(names) > parts:
            label, names = f"{label}, {names[parts]}", names[:parts] + names[parts + 1 :]
        labels.append(label if label not in labels else f"{label} ({len(labels) + 1})")
    return labels


def _phrases(terms, beside, alone, shown):
    """The terms in order, each joined to the one that it mostly stands beside."""
    share = np.where(beside >= PHRASE_TIMES, beside / np.minimum.outer(alone, alone), 0)
    names, used = [], set()
    for place, term in enumerate(terms):
        if place in used:
            continue
        before, after = int(np.argmax(share[:, place])), int(np.argmax(share[place]))
        first, second = (before, place) if share[before, place] >= share[place, after] else (place, after)
        together = share[first, second] >= PHRASE and first != second and not {first, second} & used
        used |= {first, second} if together else {place}
        names.append(f"{shown[terms[first]]} {shown[terms[second]]}" if together else shown[term])
    return names
