"""How texts write the terms: Mitt Romney, not mitt romney."""

from collections import Counter

import numpy as np

from monitor.text.tokens import without_possessive
from monitor.themes.tokenization import word_of


def write_terms(terms, tokens):
    """Dict from each term, of one or two lower-case words, to how TokenizedTexts mostly write it.

    Terms that the texts do not hold are left out.
    """
    forms = list(tokens.forms)
    words = [word_of(form) for form in forms]
    parts = {word for term in terms for word in term.split()}
    is_part = np.array([word in parts for word in words])[tokens.numbers]
    pairs = np.flatnonzero(is_part[:-1] & is_part[1:])
    uses = Counter((form,) for form in tokens.numbers[is_part].tolist())
    first, second = tokens.numbers[pairs].tolist(), tokens.numbers[pairs + 1].tolist()
    uses.update(zip(first, second, strict=True))
    written = {}
    for use in sorted(uses, key=lambda use: (uses[use], use)):  # the most frequent comes last
        term = " ".join(words[form] for form in use)
        written[term] = " ".join(without_possessive(forms[form]) for form in use)
    return {term: written[term] for term in terms if term in written}
