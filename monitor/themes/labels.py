"""Chooses the terms of each theme, words that stand together in the texts, and its label."""

import numpy as np
from scipy import sparse

from monitor.themes.factorization import largest

CANDIDATES = 80  # words of the highest loading from which the terms of a theme are chosen
TERMS = 10  # of a theme that are chosen together; further ones follow by their loading
EXCHANGES = 100  # of a term of a theme, at most
REPEATED = 0.2  # less NPMI for a word, for each other theme that has it as a term
LOADING = 0.1  # weight of the logarithm of the loading against the NPMI with the other terms
FEW_TEXTS = 100  # below about so many, the loading weighs more
DISCOUNT = 0.6  # taken from the number of passages that hold two words
PHRASE = 0.4  # share of the rarer word's occurrences at which two words are a phrase
PHRASE_TIMES = 3  # fewest times that they stand side by side


def describe_themes(components, texts, words, n=TERMS):
    """(columns of the `n` terms of each theme, labels) of TokenizedTexts and their WordCounts."""
    starts, text_of = texts.passages()
    passages = words.vocabulary.count(texts, starts, words.kept)
    ranked = rank_terms(components, passages, words.weights[text_of], len(texts), n)
    columns = np.where(words.kept, words.vocabulary.columns_of(texts)[texts.numbers], -1)
    neighbours = count_neighbours(columns, starts, components.shape[1])
    totals = words.counts.sum(axis=0)
    return ranked, label_themes(ranked, neighbours, totals, words.vocabulary.shown)


def rank_terms(components, passages, weights, n_texts, n=TERMS):
    """List of arrays of the columns of the `n` terms of each theme, best first.

    Candidates are ranked by loading times the square root of their share across themes. The ten of
    the highest mean normalised PMI (Bouma 2009) and loading are chosen by exchange.
    `passages` (passages, words): counts; `weights` (passages): less than 1 in reprints.
    """
    scores = components * np.sqrt(components / np.maximum(components.sum(axis=0), 1e-12))
    n_candidates = max(CANDIDATES, 2 * n)
    candidates = [largest(row, min(n_candidates, np.count_nonzero(row))) for row in scores]
    together, total = _meetings(passages, weights, candidates)
    loading_weight = LOADING * (1 + FEW_TEXTS / max(1, n_texts))
    used = np.zeros(components.shape[1])
    themes = []
    for score, columns in zip(scores, candidates, strict=True):
        loading = loading_weight * np.log(score[columns] / score[columns].max())
        npmi = _expected_npmi(together[columns][:, columns].toarray(), total)
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


def _meetings(passages, weights, candidates):
    """(matrix (words, words) of how many passages hold two of the candidates, number of all)."""
    n_words = passages.shape[1]
    columns = np.unique(np.concatenate(candidates))
    is_candidate = np.bincount(columns, minlength=n_words).astype(np.float32)
    present = passages.sign()
    weights = np.where(np.diff(present.indptr) > 0, weights, 0)
    present = present @ sparse.diags_array(is_candidate)
    present.eliminate_zeros()
    return present.T @ sparse.diags_array(weights) @ present, weights.sum()


def _expected_npmi(together, total):
    """Normalised PMI (words, words) of standing in one passage, as expected in other texts.

    `together` (words, words): how many of the `total` passages hold both words. Two words that met
    in few may not meet at all in other texts (NPMI −1): Poisson with the discounted number.
    """
    alone = together.diagonal()
    expected = np.maximum(together - DISCOUNT, 1e-9)
    never = np.exp(-np.maximum(together - DISCOUNT, 0))
    pmi = np.log(expected * total / np.outer(alone, alone))
    npmi = pmi / -np.log(np.minimum(expected / total, 1 - 1e-9))
    npmi = np.clip(npmi, -1, 1) * (1 - never) - never
    np.fill_diagonal(npmi, 0)
    return npmi


def count_neighbours(columns, passage_starts, n_words):
    """Matrix (words, words) of how often one word stands right before another in a passage.

    `columns` (tokens): the word of each token, or −1.
    """
    before = columns[:-1]
    after = columns[1:]
    is_pair = (before >= 0) & (after >= 0)
    is_pair[passage_starts[1:-1] - 1] = False
    pairs = before[is_pair], after[is_pair]
    return sparse.csr_array((np.ones(len(pairs[0])), pairs), (n_words, n_words))


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
