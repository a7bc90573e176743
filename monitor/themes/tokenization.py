"""Reads texts into numbered tokens, each distinct text once."""

import functools
import hashlib
import re
from collections import defaultdict

import numpy as np
import pandas as pd

from monitor.errors import InputError

LONGEST = 40  # characters of a word
NAME = "\0"  # precedes a token that is part of a name of an outlet or author
BREAKS = ".!?\n"  # tokens that end a sentence; they have the lowest numbers
_TOKEN = re.compile(r"[A-Z]\.(?:[A-Z]\.)++|[^\W_]++(?:[-'’&][^\W_]++)*+|[.,;:!?()\n—–“”\"]")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")


class TokenizedTexts:
    """The tokens of many texts; a text is known by its digest, and the same text has one row.

    `forms`: dict from a token as written to its number; `rows`: dict from a digest to its row;
    `numbers` (tokens): the forms in order; `text_starts` (texts + 1): places in `numbers`.
    """

    def __init__(self, forms=BREAKS, rows=(), numbers=(), text_starts=(0,)):
        self.forms = {form: number for number, form in enumerate(forms)}
        self.rows = {digest: row for row, digest in enumerate(rows)}
        self.numbers = np.asarray(numbers, np.int32)
        self.text_starts = np.asarray(text_starts, int)

    def __len__(self):
        return len(self.rows)

    def add(self, texts, names=()):
        """Array of the row of each text; those not read before get the next rows.

        `names`: of outlets and authors, whose tokens are marked with NAME. Arrays are replaced, not
        changed, so that a shallow copy keeps its texts.
        """
        names = _index_names(names)
        digests = []
        new = {}
        for text in _checked(texts):
            digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
            digests.append(digest)
            if digest not in self.rows and digest not in new:
                tokens = _mark_names(_TOKEN.findall(text), names)
                numbers = [self.forms.setdefault(token, len(self.forms)) for token in tokens]
                new[digest] = np.array(numbers, np.int32)
        # Rows follow the digests, so that the order of the texts changes nothing.
        new = dict(sorted(new.items()))
        self.rows = self.rows | {digest: row for row, digest in enumerate(new, len(self))}
        self.numbers = np.concatenate([self.numbers, *new.values()])
        lengths = [len(numbers) for numbers in new.values()]
        ends = self.text_starts[-1] + np.cumsum(lengths, dtype=int)
        self.text_starts = np.append(self.text_starts, ends)
        return np.array([self.rows[digest] for digest in digests], int)

    def text_of_tokens(self):
        """Array of the row of the text of each token."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.text_starts))

    def sentences(self):
        """(places in `numbers` where each sentence starts, and the end; the text of each)."""
        is_start = np.append(True, self.numbers[:-1] < len(BREAKS))
        is_start[self.text_starts[:-1][np.diff(self.text_starts) > 0]] = True
        starts = np.flatnonzero(is_start[: len(self.numbers)])
        return np.append(starts, len(self.numbers)), self.text_of_tokens()[starts]


def _checked(texts):
    """Iterator of the texts, a missing one as an empty text."""
    if isinstance(texts, str) or not hasattr(texts, "__iter__"):
        raise InputError(f"texts must be a list or Series of texts; got {type(texts).__name__}.")
    for text in texts:
        if isinstance(text, str):
            yield text
        elif pd.api.types.is_scalar(text) and pd.isna(text):
            yield ""
        else:
            raise InputError(f"texts must be texts; got one with {type(text).__name__} in it.")


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


def _mark_names(tokens, names):
    """The tokens, with NAME before each that is part of one of the names."""
    if not names:
        return tokens
    words = [word_of(token) for token in tokens]
    marked = list(tokens)
    for start, word in enumerate(words):
        for name in names.get(word, ()):
            end = start + len(name)
            if words[start:end] == name:
                marked[start:end] = [NAME + token for token in tokens[start:end]]
    return marked
