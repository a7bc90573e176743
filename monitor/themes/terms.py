"""Themes in, their terms and labels out: words that belong to the theme and stand together in the texts."""

import numpy as np

from monitor.themes.factors import largest

CANDIDATES = 80  # words of highest loading from which a theme's terms are chosen
TERMS = 10  # of a theme that are chosen together; further ones follow in turn
PASSES = 3  # over all themes, exchanging a term for a better one
WINDOW = 10  # tokens within which two words stand together
SHARED = 0.2  # less NPMI for a word with each other theme that has it as a term
WEIGHT, FEW = 0.15, 100  # of the loading (log) against the NPMI with the other terms; more below so many texts
DISCOUNT = 0.5  # of a text's occasions is taken from each count of two words together
PHRASE, PHRASE_TIMES = 0.4, 3  # of the occasions of the rarer word, and occasions, on which two words are a phrase


def rank_terms(H, vocabulary, weights, n=TERMS):
    """List of (columns of the `n` terms, best first; how often each stands right before another), one a theme.

    Candidates by loading times the square root of their share across themes; from them the ten of highest mean
    normalised PMI (Bouma 2009) and loading, less where other themes have them too, by greedy choice and exchange.
    `weights`: of each text of the Vocabulary.
    """
    scores = H * np.sqrt(H / np.maximum(H.sum(axis=0), 1e-12))
    candidates = [largest(row, min(max(CANDIDATES, 2 * n), np.sum(row > 0))) for row in scores]
    weight = WEIGHT * (1 + FEW / max(1, vocabulary.counts.shape[0]))
    themes, used = [], np.zeros(H.shape[1])
    pairs = list(_expected_npmi(vocabulary, candidates, weights))
    for score, found, (npmi, _) in zip(scores, candidates, pairs, strict=True):
        themes.append((found, weight * np.log(score[found] / score[found].max()), npmi, []))
    for _ in range(min(n, TERMS)):
        for theme in themes:
            _take(*theme, used)
    for _ in range(PASSES):
        for theme in themes:
            _exchange(*theme, used)
    for _ in range(TERMS, n):
        for theme in themes:
            _take(*theme, used)
    both = zip(themes, pairs, strict=True)
    return [(found[taken], beside[np.ix_(taken, taken)]) for (found, *_, taken), (_, beside) in both]


def _take(found, loading, npmi, taken, used):
    """Add the best candidate to the places `taken`."""
    if len(taken) < len(found):
        score = npmi[:, taken].sum(axis=1) / max(1, len(taken)) + loading - SHARED * used[found]
        score[taken] = -np.inf
        taken.append(int(np.argmax(score)))
        used[found[taken[-1]]] += 1


def _exchange(found, loading, npmi, taken, used):
    """Exchange terms as long as that gains, then put them in the order of their loading."""
    for _ in range(len(taken) if len(taken) > 1 else 0):
        used[found[taken]] -= 1
        alone, agreement = loading - SHARED * used[found], npmi[:, taken].sum(axis=1)
        used[found[taken]] += 1
        value = alone + 2 / (len(taken) - 1) * agreement
        gain = value[:, None] - value[taken] - 2 / (len(taken) - 1) * npmi[:, taken]
        gain[taken] = 0
        new, old = np.unravel_index(np.argmax(gain), gain.shape)
        if gain[new, old] < 1e-9:
            break
        used[found[[new, taken[old]]]] += 1, -1
        taken[old] = int(new)
    taken.sort()


def _expected_npmi(vocabulary, candidates, weights):
    """Iterator of each theme's (NPMI to be expected in other texts, times one is right before) of its candidates.

    Two words that met in few texts may not meet there at all (NPMI −1): Poisson with the discounted count.
    """
    words, counts = np.unique(np.concatenate([*candidates, np.empty(0, int)])), vocabulary.counts
    total, (times, beside) = len(vocabulary.tokens.numbers), np.zeros((2, len(words), len(words)))
    for texts, one, other, apart in _meetings(vocabulary, words):
        pairs = one * len(words) + other
        np.add.at(times.ravel(), pairs, (WINDOW - apart) * weights[texts])
        np.add.at(beside.ravel(), pairs[apart == 1], 1)
    counts = counts[:, words].tocsc()
    alone, counts.data[:] = counts.T @ weights * WINDOW, 1
    for columns in candidates:
        at = np.searchsorted(words, columns)
        together = times[np.ix_(at, at)] + times[np.ix_(at, at)].T
        held = counts[:, at].toarray()
        occasions = np.minimum(2 * together / WINDOW, held.T @ held)
        never = np.exp(-np.maximum(occasions - DISCOUNT, 0))
        expected = np.maximum(together - DISCOUNT * WINDOW / 2, 1e-9)
        pmi = np.log(expected * total / np.outer(alone[at], alone[at]))
        npmi = np.clip(pmi / -np.log(np.minimum(expected / total, 1 - 1e-9)), -1, 1) * (1 - never) - never
        np.fill_diagonal(npmi, 0)
        yield npmi, beside[np.ix_(at, at)]


def _meetings(vocabulary, words):
    """Iterator of arrays (text, place in `words` of one, of the other, tokens from one to the other), a part at a time.

    All pairs of the `words` (columns in order) that stand less than WINDOW tokens from each other in a text.
    """
    for first, bounds, places in vocabulary.sequence(vocabulary.tokens, vocabulary.left_out, chosen=words):
        at = np.flatnonzero(places >= 0)
        texts = np.repeat(np.arange(len(bounds) - 1), np.diff(np.searchsorted(at, bounds)))
        places, left = places[at].astype(int), np.arange(len(at))
        at += WINDOW * texts
        for shift in range(1, WINDOW):
            left = left[: np.searchsorted(left, len(at) - shift)]
            left = left[at[left + shift] - at[left] < WINDOW]
            yield first + texts[left], places[left], places[left + shift], at[left + shift] - at[left]


def label_themes(ranked, vocabulary, parts=3):
    """List of unique labels: the first terms of each theme as written, two that stand side by side as a phrase."""
    alone = np.asarray(vocabulary.counts.sum(axis=0, dtype=float)).ravel()
    labels = []
    for terms, beside in ranked:
        names = _phrases(terms, beside, alone[terms], vocabulary.shown)
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
