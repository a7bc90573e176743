"""How texts write the terms: Mitt Romney, not mitt romney."""

from collections import Counter, defaultdict

import numpy as np

from monitor.text.tokens import without_possessive
from monitor.themes.tokenization import word_of


def write_terms(terms, tokens):
    """Dict from each term, of one or two lower-case words, to how TokenizedTexts mostly write it.

    Terms that the texts do not hold are left out.
    """
    forms = list(tokens.forms)
    forms_of = defaultdict(list)
    for number, form in enumerate(forms):
        forms_of[word_of(form)].append(number)
    counts = np.bincount(tokens.numbers, minlength=len(forms))
    written = {}
    for term in filter(None, terms):
        first, *second = (forms_of[word] for word in term.split())
        uses = {(form,): counts[form] for form in first}
        if second:
            pairs = np.stack([tokens.numbers[:-1], tokens.numbers[1:]])
            is_term = np.isin(pairs[0], first) & np.isin(pairs[1], second[0])
            uses = Counter(map(tuple, pairs.T[is_term].tolist()))
        most = max(uses, key=lambda use: (uses[use], use), default=())
        if most:
            written[term] = " ".join(without_possessive(forms[form]) for form in most)
    return written
