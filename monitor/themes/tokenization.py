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
PART = 5000  # texts whose words are counted at a time
LINE_END = "¶"
BREAKS = f".!?{LINE_END}"  # tokens that end a sentence; they have the lowest numbers


class TokenizedTexts:
    """The tokens of texts, each distinct text once, known by its digest.

    `forms`: dict from a token as written to its number; `rows`: dict from a digest to the row of
    its text; `numbers`, `text_of` (tokens): the form of each token in order, and the row of its
    text; `given`: the row of each text given, in the order given.
    """

    def __init__(self, texts=(), known=None, keep=False):
        """`known`: other TokenizedTexts, whose texts need not be read again.

        Where `keep`, they come first, whether they are given again or not.
        """
        self.forms = known.forms if known else {form: n for n, form in enumerate(BREAKS)}
        read = known.split() if known else {}
        kept = dict(read) if keep else {}
        digests = []
        for text in _checked(texts):
            digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
            digests.append(digest)
            if digest not in read:
                forms = [self.forms.setdefault(t, len(self.forms)) for t in tokens_of(text)]
                read[digest] = np.array(forms, np.int32)
        # Rows follow the digests, so that the order of the texts changes nothing.
        tokens = kept | {digest: read[digest] for digest in sorted(digests)}
        lengths = np.array([len(numbers) for numbers in tokens.values()], int)
        self.rows = {digest: row for row, digest in enumerate(tokens)}
        self.numbers = np.concatenate([np.array([], np.int32), *tokens.values()])
        self.text_of = np.repeat(np.arange(len(tokens), dtype=np.int32), lengths)
        self.given = np.array([self.rows[digest] for digest in digests], int)

    def __len__(self):
        return len(self.rows)

    def split(self):
        """Dict from the digest of each text to the numbers of its tokens."""
        ends = np.flatnonzero(np.diff(self.text_of)) + 1
        return dict(zip(self.rows, np.split(self.numbers, ends), strict=True))

    def tokens_of_rows(self, start, n):
        """The slice of the tokens of `n` texts from a row on."""
        rows = np.array([start, start + n], self.text_of.dtype)
        return slice(*np.searchsorted(self.text_of, rows))

    def without(self, names):
        """The same texts without the names of outlets and authors: their tokens are empty."""
        names = {_name_words(name) for name in names}
        lengths = defaultdict(set)  # of the names that begin with a word
        for name in names:
            if any(name[:1]):
                lengths[name[0]].add(len(name))
        words = [word_of(form) for form in self.forms]
        may_begin = np.array([word in lengths for word in words], bool)[self.numbers]
        others = copy.copy(self)
        others.numbers = self.numbers.copy()
        empty = self.forms.setdefault("", len(self.forms))
        for start in np.flatnonzero(may_begin):
            for length in lengths[words[self.numbers[start]]]:
                place = slice(start, start + length)
                if tuple(words[number] for number in self.numbers[place]) in names:
                    others.numbers[place] = empty
        return others

    def sentence_starts(self):
        """Array of the places in `numbers` where a sentence starts."""
        follows_break = np.append(True, self.numbers < len(BREAKS))[:-1]
        return np.flatnonzero(follows_break)

    def is_headline(self):
        """Mask of the tokens in the first line of each text."""
        ends_line = self.numbers == self.forms[LINE_END]
        line_of = np.cumsum(ends_line, dtype=np.int32) - ends_line
        first_line = line_of[np.diff(self.text_of, prepend=np.int32(-1)) > 0]
        return line_of == first_line[self.text_of]

    def count(self, columns, n_columns):
        """Sparse counts (texts, columns); `columns` of the tokens, −1 for none."""
        parts = []
        # A part at a time: on the way, a count takes many times the memory of its result.
        for start in range(0, max(1, len(self)), PART):
            tokens = self.tokens_of_rows(start, PART)
            shape = min(PART, len(self) - start), n_columns
            parts.append(count_cells(self.text_of[tokens] - start, columns[tokens], shape))
        return sparse.vstack(parts, format="csr")


def count_cells(rows, columns, shape):
    """Sparse matrix of how often each cell occurs; those of a negative column are left out."""
    is_cell = columns >= 0
    ones = np.ones(np.sum(is_cell), np.float32)
    return sparse.csr_array((ones, (rows[is_cell], columns[is_cell])), shape)


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


def _name_words(name):
    """Tuple of the words of the name of an outlet or author, without its article."""
    return tuple(map(word_of, tokens_of(name.removeprefix("The "))[:-1]))
