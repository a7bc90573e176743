"""Texts in, counts of their words out: what is a word, and which words never name a theme."""

import hashlib
import itertools
import re
import zlib

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from monitor.errors import InputError
from monitor.resources import resource_path

_TOKEN = re.compile(r"[A-Z]\.(?:[A-Z]\.)++|[^\W_]++(?:[-'’&][^\W_]++)*+|[.,;:!?()\n—–“”\"]")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
LONGEST = 40
BLOCK = 1 << 20  # tokens that are looked at at once, so that no more memory is needed for many
RUN, STORIES = 12, 5  # tokens of a run that so many stories hold: an outlet's own line
MOSTLY = 0.3  # share of a text in such runs that makes it a copy, and of a word in names that makes it a name
FACTOR = np.uint64(0x9E3779B97F4A7C15)  # of the hash of a sequence of numbers

# Words of reporting and of dates, and the words of the page around an article, say nothing about its theme.
STOP_WORDS = ENGLISH_STOP_WORDS | frozenset(resource_path("data/stop_words.txt").read_text(encoding="utf-8").split())


class _Numbering(dict):
    """A dict that gives each new key the next number."""

    def __missing__(self, key):
        self[key] = number = len(self)
        return number


class Tokens:
    """The tokens of many texts as numbers; each distinct text is read once and known by its digest.

    `forms`, `words`, `rows`: numbers of the forms, of their words, and of the digests of the texts; `word_of`, `marks`:
    the word, and a hash, of each form; `numbers`: forms of all tokens in order; `bounds` (texts + 1): of each text.
    """

    def __init__(self, forms=(), words=(), rows=(), numbers=(), bounds=(0,), word_of=(), marks=()):
        self.forms, self.words, self.rows = (_Numbering(zip(of, itertools.count())) for of in (forms, words, rows))
        self.numbers, self.bounds = np.asarray(numbers, np.int32), np.asarray(bounds, np.int64)
        self.word_of, self.marks = np.asarray(word_of, np.int32), np.asarray(marks, np.uint64)

    def __len__(self):
        return len(self.rows)

    def copy(self):
        """The same tokens, to which others can be added."""
        return Tokens(**vars(self))

    def add(self, texts):
        """Array of the row of each text; those that are not known yet get the next rows, in the order of digests."""
        digests, new = [], {}
        for text in texts:
            digests.append(digest_of(text))
            if digests[-1] not in self.rows and digests[-1] not in new:
                tokens = _TOKEN.findall(text)
                new[digests[-1]] = np.fromiter(map(self.forms.__getitem__, tokens), np.int32, len(tokens))
        new = dict(sorted(new.items()))
        self.rows.update(zip(new, itertools.count(len(self))))
        self.numbers = np.concatenate([self.numbers, *new.values()])
        lengths = [len(numbers) for numbers in new.values()]
        self.bounds = np.append(self.bounds, self.bounds[-1] + np.cumsum(lengths, dtype=int))
        forms = list(itertools.islice(self.forms, len(self.marks), None))
        self.word_of = np.append(self.word_of, np.array([self.words[word_of(form)] for form in forms], np.int32))
        marks = [zlib.crc32(form.encode("utf-8", "replace")) for form in forms]
        self.marks = np.append(self.marks, np.array(marks, np.uint64))
        return np.array([self.rows[digest] for digest in digests], np.int64)

    def blocks(self, first=0):
        """Iterator, about a million tokens at a time, of (first text, bounds of the texts, numbers of their tokens)."""
        cuts = np.searchsorted(self.bounds, np.arange(self.bounds[first] + BLOCK, self.bounds[-1], BLOCK))
        for start, end in itertools.pairwise(np.unique([first, *cuts, len(self)])):
            bounds = self.bounds[start : end + 1]
            yield start, bounds, self.numbers[bounds[0] : bounds[-1]]

    def find(self, forms):
        """Places of the tokens whose form is in the mask `forms`."""
        found = [bounds[0] + np.flatnonzero(forms.take(numbers)) for _, bounds, numbers in self.blocks()]
        return np.concatenate([np.empty(0, int), *found])


def checked(texts, least=1):
    """Iterator of the texts, missing ones as empty; refuses a single text, what is not text, and fewer than `least`."""
    if isinstance(texts, str) or not hasattr(texts, "__iter__"):
        raise InputError(f"texts must be a list or Series of texts; got {type(texts).__name__}.")
    text = None
    for given in texts:
        text = "" if given is None or given is pd.NA or given != given else given
        if not isinstance(text, str):
            raise InputError(f"texts must be a list or Series of texts; got one with {type(text).__name__} in it.")
        yield text
    if text is None and least:
        raise InputError("There are no texts to find themes in; ingest some articles first.")


def digest_of(text):
    """32 hexadecimal digits that stand for `text`."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def word_of(form):
    """The word that a token is: lower case, no possessive, no dots; empty for numbers, marks and very long ones."""
    word = _POSSESSIVE.sub("", form.lower().replace("’", "'"))
    word = word.replace(".", "")
    return word if 2 <= len(word) <= LONGEST and not word[0].isdigit() else ""


class Words:
    """The words that may name a theme: `terms`, one lower-case word a column; `column_of`: word → column."""

    def __init__(self, terms, column_of):
        self.terms, self.column_of = terms, column_of

    def sequence(self, tokens, left_out=None, first=0, chosen=None):
        """Iterator, a block of texts at a time, of (first text, bounds of the texts, column or −1 of each token).

        `left_out`: mask of the tokens that count as none; `first`: text to begin with; `chosen`: columns in order, of
        which the places are given instead.
        """
        columns = np.full(len(tokens.words) + 1, -1, np.int32)
        columns[[tokens.words.get(word, -1) for word in self.column_of]] = list(self.column_of.values())
        if chosen is not None:
            columns = np.where(np.isin(columns, chosen), np.searchsorted(chosen, columns), -1).astype(np.int32)
        columns = columns[tokens.word_of]
        for start, bounds, numbers in tokens.blocks(first):
            found = columns.take(numbers)
            if left_out is not None:
                found[left_out[bounds[0] : bounds[-1]]] = -1
            yield start, bounds - bounds[0], found

    def count(self, tokens, left_out=None, first=0):
        """Counts (texts, columns) of the words of the texts of Tokens; arguments as of `sequence`."""
        parts = [sparse.csr_matrix((0, len(self.terms)), dtype=np.float32)]
        for _, bounds, columns in self.sequence(tokens, left_out, first):
            at = np.flatnonzero(columns >= 0)
            entries = np.ones(len(at), np.float32), columns[at], np.searchsorted(at, bounds)
            # There and back puts the columns of each text in order, which is quicker than to sort them.
            parts.append(sparse.csr_matrix(entries, (len(bounds) - 1, len(self.terms))).tocsc().tocsr())
            parts[-1].sum_duplicates()
        return sparse.vstack(parts, "csr")


class Vocabulary(Words):
    """The Words of texts; plural and singular of a common noun share a column.

    `names`: of outlets and authors, whose words name no theme where they stand together, or at all if they mostly do.
    `stories`: number of the story of each text, the same for copies.
    `shown`: the terms as written most often; `counts`: (texts, columns); `left_out`: mask of the tokens that are not
    counted.
    """

    def __init__(self, tokens, names=(), fewest=1, stories=None):
        self.tokens, self.left_out = tokens, _named(tokens, names)
        n_forms = len(tokens.forms)
        totals = sum((np.bincount(part, minlength=n_forms) for *_, part in tokens.blocks()), np.zeros(n_forms, int))
        in_names = np.bincount(tokens.numbers[self.left_out], minlength=n_forms)
        self.left_out[_repeated(tokens, np.arange(len(tokens)) if stories is None else stories)] = True
        times, named = (np.bincount(tokens.word_of, of, len(tokens.words)) for of in (totals, in_names))
        fit = (times >= fewest) & (named < MOSTLY * times)
        fit[[tokens.words[word] for word in ("", *STOP_WORDS) if word in tokens.words]] = False
        words, forms, capital, shown, most = list(tokens.words), list(tokens.forms), {}, {}, {}
        fitting = np.flatnonzero(fit[tokens.word_of])
        fitting = np.stack([fitting, tokens.word_of[fitting], totals[fitting]])
        for number, word, n in zip(*fitting.tolist(), strict=True):
            form, word = forms[number], words[word]
            if form != form.lower():
                capital[word] = capital.get(word, 0) + n
            if (-n, form) < (-most.get(word, 0), shown.get(word, "")):
                most[word], shown[word] = n, form
        seen = dict(sorted(zip(map(words.__getitem__, np.flatnonzero(fit).tolist()), times[fit].tolist(), strict=True)))
        common = {word: capital.get(word, 0) <= n / 2 for word, n in seen.items()}
        numbers, best = _Numbering(), {}
        group_of = {word: numbers[_singular(word, common)] for word in seen}
        for word, group in group_of.items():
            best[group] = max(word, best.get(group, word), key=seen.get)
        counts = Words(best, group_of).count(tokens, self.left_out)
        kept = np.flatnonzero(np.bincount(counts.indices, minlength=len(best)) >= fewest).tolist()
        column = dict(zip(kept, itertools.count()))
        column_of = {word: column[number] for word, number in group_of.items() if number in column}
        super().__init__([best[number] for number in kept], column_of)
        self.counts = counts[:, kept]
        self.shown = [_POSSESSIVE.sub("", shown[term]) for term in self.terms]


def _named(tokens, names):
    """Mask of the tokens that make up one of the `names`."""
    names = {tuple(map(word_of, _TOKEN.findall(name.removeprefix("The ")))) for name in names}
    names = [name for name in names if name and name[0] and tokens.words.keys() >= {*name}]
    starts = tokens.find(np.isin(tokens.word_of, [tokens.words[name[0]] for name in names]))
    mask = np.zeros(len(tokens.numbers), bool)
    for length in {len(name) for name in names}:
        found = np.array([[tokens.words[word] for word in name] for name in names if len(name) == length])
        places = starts[: np.searchsorted(starts, len(mask) - length, "right")]
        for shift in range(length):
            places = places[np.isin(tokens.word_of, found[:, shift]).take(tokens.numbers[places + shift])]
        spans, powers = places[:, None] + np.arange(length), FACTOR ** np.arange(length, dtype=np.uint64)
        said = tokens.word_of[tokens.numbers[spans]].astype(np.uint64) @ powers
        mask[spans[np.isin(said, found.astype(np.uint64) @ powers)]] = True
    return mask


def _repeated(tokens, stories):
    """Places of the tokens in runs that many stories hold: an outlet's own lines. Copies of a story keep theirs.

    Runs are compared by the hash of their tokens, those alone that begin with one of an eighth of all forms.
    """
    starts = tokens.find(tokens.marks % 8 == 0)
    starts = starts[: np.searchsorted(starts, len(tokens.numbers) - RUN, "right")]
    keys = np.zeros(len(starts), np.uint64)
    for shift in range(RUN):
        keys = keys * FACTOR + tokens.marks[tokens.numbers[starts + shift]]
        if shift % 4 == 3:  # most runs are rare, and need not be read to the end
            bucket = (keys >> np.uint64(64 - len(keys).bit_length())).astype(int)
            often = np.bincount(bucket)[bucket] >= STORIES
            starts, keys = starts[often], keys[often]
    texts = np.searchsorted(tokens.bounds, starts, "right") - 1
    within = starts + RUN <= tokens.bounds[texts + 1]
    runs, run = np.unique(keys[within], return_inverse=True)
    holders = np.unique(run * len(tokens) + stories[texts[within]]) // max(1, len(tokens))
    often = np.bincount(holders, minlength=len(runs))[run] >= STORIES
    inside = np.unique(starts[within][often][:, None] + np.arange(RUN))
    texts = np.searchsorted(tokens.bounds, inside, "right") - 1
    copied = np.bincount(texts, minlength=len(tokens)) >= MOSTLY * np.maximum(1, np.diff(tokens.bounds))
    return inside[~copied[texts]]


def _singular(word, common):
    """The singular if `word` is the plural of a common noun that the texts hold as well, else `word`.

    `common`: dict from each word to whether it is mostly written small.
    """
    if word[-1] != "s" or len(word) < 5 or word.endswith(("ss", "us", "is")) or not common[word]:
        return word
    endings = [(3, "y")] * word.endswith("ies") + [(1, "")] + [(2, "")] * word.endswith("es")
    return next((word[:-cut] + end for cut, end in endings if common.get(word[:-cut] + end)), word)
