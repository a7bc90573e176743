"""Reads texts into numbered tokens, each distinct text once."""

import copy
import functools
import hashlib
from collections import defaultdict

import numpy as np
import pandas as pd
from scipy import sparse

from monitor.errors import InputError
from monitor.text.tokens import TOKEN, without_possessive

LONGEST = 40  # characters of a word
LINE_END = "¶"
BREAKS = f".!?{LINE_END}"  # tokens that end a sentence; they have the lowest numbers


class TokenizedTexts:
    """The tokens of many texts; a text is known by its digest, and the same text has one row.

    `forms`: dict from a token as written to its number; `rows`: dict from a digest to its row;
    `numbers`, `text_of` (tokens): the form of each token in order, and the row of its text.
    """

    def __init__(self, known=None):
        """`known`: other TokenizedTexts, whose `forms` are shared."""
        self.forms = known.forms if known else {form: n for n, form in enumerate(BREAKS)}
        self.rows = {}
        self.numbers = np.array([], np.int32)
        self.text_of = np.array([], np.int32)

    def __len__(self):
        return len(self.rows)

    def add(self, texts, known=None):
        """Array of the row of each text; those not read before get the next rows.

        `known`: other TokenizedTexts with the same `forms`, whose texts need not be read again.
        Arrays are replaced, not changed, so that a shallow copy keeps its texts.
        """
        forms = self.forms
        numbers_of = known.split() if known else {}
        digests = []
        new = {}
        for text in _checked(texts):
            digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
            digests.append(digest)
            if digest in self.rows or digest in new:
                continue
            if digest not in numbers_of:
                numbers = [forms.setdefault(token, len(forms)) for token in tokens_of(text)]
                numbers_of[digest] = np.array(numbers, np.int32)
            new[digest] = numbers_of[digest]
        # Rows follow the digests, so that the order of the texts changes nothing.
        new = dict(sorted(new.items()))
        rows = np.arange(len(self), len(self) + len(new), dtype=np.int32)
        lengths = [len(numbers) for numbers in new.values()]
        self.numbers = np.concatenate([self.numbers, *new.values()])
        self.text_of = np.append(self.text_of, np.repeat(rows, lengths))
        self.rows = self.rows | dict(zip(new, rows.tolist(), strict=True))
        return np.array([self.rows[digest] for digest in digests], int)

    def split(self):
        """Dict from the digest of each text to the numbers of its tokens."""
        ends = np.flatnonzero(np.diff(self.text_of)) + 1
        return dict(zip(self.rows, np.split(self.numbers, ends), strict=True))

    def without(self, names):
        """The same texts without the names of outlets and authors: their tokens are empty."""
        others = copy.copy(self)
        others.numbers = self.numbers.copy()
        empty = self.forms.setdefault("", len(self.forms))
        others.numbers[_find_names(names, self.numbers, self.forms)] = empty
        return others

    def sentence_starts(self):
        """Array of the places in `numbers` where a sentence starts."""
        follows_break = np.append(True, self.numbers[:-1] < len(BREAKS))
        return np.flatnonzero(follows_break[: len(self.numbers)])

    def is_headline(self):
        """Mask of the tokens in the first line of each text."""
        ends = np.flatnonzero(self.numbers == self.forms[LINE_END])
        _, first = np.unique(self.text_of[ends], return_index=True)
        return np.arange(len(self.numbers)) < ends[first][self.text_of]

    def count(self, columns, n_columns):
        """Sparse counts (texts, columns); `columns` of the tokens, −1 for none."""
        is_term = columns >= 0
        ones = np.ones(np.sum(is_term), np.float32)
        cells = self.text_of[is_term], columns[is_term]
        return sparse.csr_array((ones, cells), (len(self), n_columns))


def tokens_of(text):
    """List of the tokens of a text, with a sign where a line ends."""
    return TOKEN.findall(text.replace("\n", LINE_END) + LINE_END)


def _checked(texts):
    """Iterator of the texts, a missing one as an empty text."""
    if isinstance(texts, str):
        raise InputError("texts must be a list or Series of texts; got a single text.")
    for text in texts:
        if not isinstance(text, str) and not pd.isna(text):
            raise InputError(f"texts must all be strings; got one of type {type(text).__name__}.")
        yield text if isinstance(text, str) else ""


@functools.lru_cache(maxsize=1 << 18)
def word_of(token):
    """The word of a token, in lower case without possessive and dots; empty where it is none.

    Numbers, punctuation and very long tokens are no words.
    """
    word = without_possessive(token.lower().replace("’", "'")).replace(".", "")
    return word if 2 <= len(word) <= LONGEST and word[0].isalpha() else ""


def _find_names(names, numbers, forms):
    """List of the places of the tokens (their numbers in `forms`) that are part of a name."""
    names_in_words = set()
    lengths = defaultdict(set)  # of the names that begin with a word
    for name in names:
        words = tuple(map(word_of, tokens_of(name.removeprefix("The "))[:-1]))
        if words and words[0]:
            names_in_words.add(words)
            lengths[words[0]].add(len(words))
    words = [word_of(form) for form in forms]

    def are_among(group):
        return np.array([word in group for word in words], bool)[numbers]

    single = {name[0] for name in names_in_words if len(name) == 1}
    second = {name[1] for name in names_in_words if len(name) > 1}
    # The next word rules out most places where a name may begin.
    goes_on = np.append(are_among(second)[1:], False)
    may_begin = are_among(single) | are_among(lengths) & goes_on
    places = []
    for start in np.flatnonzero(may_begin).tolist():
        for length in lengths[words[numbers[start]]]:
            end = start + length
            if tuple(words[number] for number in numbers[start:end]) in names_in_words:
                places += range(start, end)
    return places
