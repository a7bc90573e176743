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
PHRASE = 0.4  # share of the rarer word's occurrences at which two words are a phrase
PHRASE_TIMES = 3  # fewest times that they stand side by side


def describe_themes(components, texts, words, n=TERMS):
    """(columns of the `n` terms of each theme, labels) of TokenizedTexts and their WordCounts."""
    columns = words.vocabulary.columns_of(texts, words.kept)
    text_of = texts.text_of_tokens()
    totals = words.weights @ words.counts
    ranked = rank_terms(components, columns, text_of, words.weights, totals, n)
    neighbours = _count_pairs(columns, text_of, words.weights, len(totals), 1)
    return ranked, label_themes(ranked, neighbours, totals, words.vocabulary.shown)


def rank_terms(components, columns, text_of, weights, totals, n=TERMS):
    """List of arrays of the columns of the `n` terms of each theme, best first.

    Candidates are ranked by loading times the square root of their share across themes. The ten of
    the highest mean normalised PMI (Bouma 2009) and loading are chosen by exchange. `columns`,
    `text_of` (tokens): the word, or −1, and the text of each token; `weights` (texts): less than 1
    for reprints; `totals` (words): occurrences.
    """
    scores = components * np.sqrt(components / np.maximum(components.sum(axis=0), 1e-12))
    n_candidates = max(CANDIDATES, 2 * n)
    candidates = [largest(row, min(n_candidates, np.count_nonzero(row))) for row in scores]
    is_candidate = np.isin(np.arange(len(totals)), np.concatenate(candidates))
    columns = np.where(is_candidate[columns], columns, -1)
    # Each pair counts in as many windows as hold both.
    together = sum(
        (WINDOW - distance) * _count_pairs(columns, text_of, weights, len(totals), distance)
        for distance in range(1, WINDOW)
    )
    together = together + together.T
    loading_weight = LOADING * (1 + FEW_TEXTS / len(weights))
    used = np.zeros(components.shape[1])
    themes = []
    for score, columns in zip(scores, candidates, strict=True):
        loading = loading_weight * np.log(score[columns] / score[columns].max())
        windows = together[columns][:, columns].toarray()
        npmi = _expected_npmi(windows, totals[columns], len(text_of))
        themes.append((columns, loading, npmi))
        used[columns[:TERMS]] += 1
    return [_choose_terms(*theme, used)[:n] for theme in themes]


def _choose_terms(columns, loading, npmi, used):
    """The columns of the candidates, the chosen terms first, each part by its loading.

    Begins with those of the highest loading, and exchanges terms as long as that gains. `used`
    (words), changed in place: how many themes have each word as a term.
    """
    n_terms = min(TERMS, len(columns))
    chosen = np.arange(n_terms)
    used[columns[chosen]] -= 1
    alone = loading - REPEATED * used[columns]
    agreement = 2 / max(1, n_terms - 1) * npmi
    for _ in range(EXCHANGES):
        value = alone + agreement[:, chosen].sum(axis=1)
        gain = value[:, None] - value[chosen] - agreement[:, chosen]
        gain[chosen] = 0
        new, old = np.unravel_index(np.argmax(gain), gain.shape)
        if gain[new, old] < 1e-9:
            break
        chosen[old] = new
    used[columns[chosen]] += 1
    chosen.sort()
    return np.append(columns[chosen], np.delete(columns, chosen))


def _count_pairs(columns, text_of, weights, n_words, distance):
    """Matrix (words, words) of how often one word stands `distance` tokens before another."""
    before = columns[:-distance]
    after = columns[distance:]
    is_pair = (before >= 0) & (after >= 0) & (text_of[:-distance] == text_of[distance:])
    cells = weights[text_of[distance:][is_pair]], (before[is_pair], after[is_pair])
    return sparse.csr_array(cells, (n_words, n_words))


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


def label_themes(ranked, neighbours, totals, shown, n_parts=3):
    """List of unique labels: the first terms of each theme, neighbours joined as a phrase.

    `ranked`: as returned by `rank_terms`; `totals` (words): occurrences of each; `shown`: the words
    as written.
    """
    labels = []
    for terms in ranked:
        times = neighbours[terms][:, terms].toarray()
        rarer = np.minimum.outer(totals[terms], totals[terms])
        share = np.where(times >= PHRASE_TIMES, times / np.maximum(rarer, 1), 0)
        names = _phrases(share, [shown[term] for term in terms])
        label = ", ".join(names[:n_parts])
        for name in names[n_parts:]:
            if label not in labels:
                break
            label = f"{label}, {name}"
        labels.append(label if label not in labels else f"{label} ({len(labels) + 1})")
    return labels


def _phrases(share, words):
    """The words in order, each joined to the one that it mostly stands beside.

    `share` (words, words): how much of the rarer word's occurrences the one is before the other.
    """
    phrases = []
    used = set()
    for place, word in enumerate(words):
        if place in used:
            continue
        before = int(np.argmax(share[:, place]))
        after = int(np.argmax(share[place]))
        if share[before, place] >= share[place, after]:
            first, second = before, place
        else:
            first, second = place, after
        is_phrase = share[first, second] >= PHRASE and first != second
        if is_phrase and first not in used and second not in used:
            used |= {first, second}
            phrases.append(f"{words[first]} {words[second]}")
        else:
            used.add(place)
            phrases.append(word)
    return phrases
