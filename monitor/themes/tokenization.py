"""Reads texts into numbered tokens, each distinct text once."""

import functools
import hashlib
import re
from collections import defaultdict

import numpy as np
import pandas as pd

from monitor.errors import InputError

LONGEST = 40  # characters of a word
BREAKS = ".!?\n"  # tokens that end a sentence; they have the lowest numbers
_TOKEN = re.compile(r"[A-Z]\.(?:[A-Z]\.)++|[^\W_]++(?:[-'’&][^\W_]++)*+|[.,;:!?()\n—–“”\"]")
_POSSESSIVE = re.compile(r"['’]s?$")


class _Numbers(dict):
    """Numbers what it is asked for, in order."""

    def __missing__(self, key):
        return self.setdefault(key, len(self))


class TokenizedTexts:
    """The tokens of many texts; a text is known by its digest, and the same text has one row.

    `forms`: dict from a token as written to its number; `rows`: dict from a digest to its row;
    `numbers`, `text_of` (tokens): the form of each token in order, and the row of its text.
    """

    def __init__(self, forms=None, rows=None, numbers=(), text_of=()):
        self.forms = _Numbers(forms or {form: number for number, form in enumerate(BREAKS)})
        self.rows = rows or {}
        self.numbers = np.asarray(numbers, np.int32)
        self.text_of = np.asarray(text_of, np.int32)

    def __len__(self):
        return len(self.rows)

    def add(self, texts, names=()):
        """Array of the row of each text; those not read before get the next rows.

        `names`: of outlets and authors, which are left out of the texts. Arrays are replaced, not
        changed, so that a shallow copy keeps its texts.
        """
        digests = []
        new = {}
        for text in _checked(texts):
            digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
            digests.append(digest)
            if digest not in self.rows and digest not in new:
                numbers = [self.forms[token] for token in _TOKEN.findall(text)]
                new[digest] = np.array(numbers, np.int32)
        # Rows follow the digests, so that the order of the texts changes nothing.
        new = dict(sorted(new.items()))
        rows = np.arange(len(self), len(self) + len(new), dtype=np.int32)
        text_of = np.repeat(rows, [len(numbers) for numbers in new.values()])
        numbers = np.concatenate([self.numbers[:0], *new.values()])
        numbers[self._find_names(names, numbers, text_of)] = self.forms[""]
        self.numbers = np.append(self.numbers, numbers)
        self.text_of = np.append(self.text_of, text_of)
        self.rows = self.rows | dict(zip(new, rows.tolist(), strict=True))
        return np.array([self.rows[digest] for digest in digests], int)

    def select(self, rows):
        """TokenizedTexts of the texts in some rows, which are numbered anew in their order."""
        digests = np.array(list(self.rows))[rows]
        is_kept = np.isin(self.text_of, rows)
        numbers = dict(zip(digests.tolist(), range(len(rows)), strict=True))
        text_of = np.searchsorted(rows, self.text_of[is_kept])
        return TokenizedTexts(self.forms, numbers, self.numbers[is_kept], text_of)

    def _find_names(self, names, numbers, text_of):
        """Mask of the tokens that are part of one of the names."""
        index = _index_names(names)
        words = [word_of(form) for form in self.forms]
        is_first = np.array([word in index for word in words])
        is_name = np.zeros(len(numbers), bool)
        sequence = numbers.tolist()
        for start in np.flatnonzero(is_first[numbers]):
            for name in index[words[sequence[start]]]:
                end = start + len(name)
                is_same = [words[number] for number in sequence[start:end]] == name
                if is_same and text_of[start] == text_of[end - 1]:
                    is_name[start:end] = True
        return is_name

    def sentence_starts(self):
        """Array of the places in `numbers` where a sentence starts."""
        follows_break = np.append(True, self.numbers[:-1] < len(BREAKS))
        starts_text = np.diff(self.text_of, prepend=-1) > 0
        return np.flatnonzero(follows_break[: len(starts_text)] | starts_text)


def _checked(texts):
    """Iterator of the texts, a missing one as an empty text."""
    if isinstance(texts, str):
        raise InputError("texts must be a list or Series of texts; got a single text.")
    for text in texts:
        if not isinstance(text, str) and not pd.isna(text):
            raise InputError(f"texts must be texts; got one with {type(text).__name__} in it.")
        yield text if isinstance(text, str) else ""


@functools.lru_cache(maxsize=1 << 18)
def word_of(token):
    """The word of a token, in lower case without possessive and dots; empty where it is none.

    Numbers, punctuation and very long tokens are no words.
    """
    word = without_possessive(token.lower().replace("’", "'")).replace(".", "")
    return word if 2 <= len(word) <= LONGEST and not word[0].isdigit() else ""


def without_possessive(token):
    """`token` without ’s or a closing apostrophe."""
    return _POSSESSIVE.sub("", token)


def _index_names(names):
    """Dict from the first word of a name to the names (lists of words) that begin with it."""
    index = defaultdict(list)
    for name in names:
        words = [word_of(token) for token in _TOKEN.findall(name.removeprefix("The "))]
        if words and words[0]:
            index[words[0]].append(words)
    return index
