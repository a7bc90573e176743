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
from monitor.shipped import shipped

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-'’&][^\W_]+)*|[.,;:!?()\n—–“”\"]")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
LONGEST = 40
RUN, STORIES = 12, 5  # tokens of a run that so many stories hold: an outlet's own line
MOSTLY = 0.3  # share of a text in such runs that makes it a copy, and of a word in names that makes it a name

# Words of reporting and of dates, and the words of the page around an article, say nothing about its theme.
STOP_WORDS = ENGLISH_STOP_WORDS | frozenset(shipped("data/stop_words.txt").read_text(encoding="utf-8").split())


class _Numbering(dict):
    """A dict that gives each new key the next number."""

    def __missing__(self, key):
        self[key] = number = len(self)
        return number


class Tokens:
    """The tokens of many texts as numbers; each distinct text is read once and known by its digest."""

    def __init__(self, forms=(), parts=(), digests=(), words=()):
        self.forms = _Numbering(zip(forms, itertools.count()))
        self.words = list(words)
        self.parts = list(parts)
        self.rows = dict(zip(digests, itertools.count()))

    def __len__(self):
        return len(self.parts)

    def copy(self):
        """The same tokens, to which others can be added."""
        return Tokens(self.forms, self.parts, self.rows, self.words)

    def add(self, texts):
        """Array of the row of each text; those that are not known yet get the next rows, in the order of digests."""
        digests, new = [], {}
        for text in texts:
            digests.append(digest_of(text))
            if digests[-1] not in self.rows and digests[-1] not in new:
                tokens = _TOKEN.findall(text)
                new[digests[-1]] = np.fromiter(map(self.forms.__getitem__, tokens), np.int32, len(tokens))
        for digest in sorted(new):
            self.rows[digest] = len(self.parts)
            self.parts.append(new[digest])
        self.words += map(word_of, itertools.islice(self.forms, len(self.words), None))
        return np.array([self.rows[digest] for digest in digests], np.int64)

    def flat(self):
        """(numbers of all tokens, row of each)."""
        lengths = [len(part) for part in self.parts]
        return np.concatenate([np.empty(0, np.int32), *self.parts]), np.repeat(
            np.arange(len(lengths), dtype=np.int32), lengths
        )


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

    def count(self, tokens):
        """Counts (texts, columns) of the words of the texts of Tokens."""
        numbers, rows = tokens.flat()
        return _count(_columns(tokens, self.column_of)[numbers], rows, (len(tokens), len(self.terms)))


class Vocabulary(Words):
    """The Words of texts; plural and singular of a common noun share a column.

    `names`: of outlets and authors, whose words name no theme where they stand together, or at all if they mostly do.
    `stories`: number of the story of each text, the same for copies.
    `shown`: the terms as written most often; `columns`, `rows`: column (or −1) and text of each token in order;
    `counts`: (texts, columns).
    """

    def __init__(self, tokens, names=(), fewest=1, stories=None):
        numbers, self.rows = tokens.flat()
        stories = np.arange(len(tokens)) if stories is None else stories
        totals = np.bincount(numbers, minlength=len(tokens.words))
        named = _named(tokens, numbers, names)
        in_names = np.bincount(numbers[named], minlength=len(totals))
        forms = pd.DataFrame({"form": list(tokens.forms), "word": tokens.words, "times": totals, "named": in_names})
        forms = forms[(totals > 0) & (forms["word"] != "") & ~forms["word"].isin(STOP_WORDS)]
        forms["capital"] = forms["times"].where(forms["form"] != forms["form"].str.lower(), 0)
        seen = forms.groupby("word")[["times", "capital", "named"]].sum()
        seen = seen[(seen["times"] >= fewest) & (seen["named"] < MOSTLY * seen["times"])]
        common = (seen["capital"] <= seen["times"] / 2).to_dict()
        shown = forms.sort_values(["times", "form"], ascending=[False, True]).drop_duplicates("word")
        shown, seen = shown.set_index("word")["form"], seen["times"].to_dict()
        single = {word: _singular(word, common) for word in seen}
        groups = {}
        for word, base in single.items():
            groups.setdefault(base, []).append(word)
        of_form = {word: number for number, members in enumerate(groups.values()) for word in members}
        own = named | _repeated(tokens, numbers, self.rows, stories)
        columns = np.where(own, -1, _columns(tokens, of_form)[numbers])
        counts = _count(columns, self.rows, (len(tokens), len(groups)))
        articles = np.bincount(counts.indices, minlength=len(groups))
        kept = np.flatnonzero(articles >= fewest)
        best = [max(members, key=lambda word: (seen[word], word)) for members in groups.values()]
        place = {number: column for column, number in enumerate(kept.tolist())}
        super().__init__(
            [best[number] for number in kept],
            {word: place[number] for word, number in of_form.items() if number in place},
        )
        self.shown = [_POSSESSIVE.sub("", form) for form in shown[self.terms]]
        self.columns = np.array([place.get(number, -1) for number in range(len(groups))] + [-1], np.int32)[columns]
        self.counts = counts[:, kept]


def _named(tokens, numbers, names):
    """Mask of the tokens that make up one of the `names`."""
    codes, words = pd.factorize(np.array(tokens.words, dtype=object))
    code_of, starting = {word: code for code, word in enumerate(words)}, {}
    for name in {tuple(map(word_of, _TOKEN.findall(name.removeprefix("The ")))) for name in names}:
        if name and name[0] and all(word in code_of for word in name):
            starting.setdefault(code_of[name[0]], []).append([code_of[word] for word in name])
    longest = max((len(name) for same in starting.values() for name in same), default=1)
    sequence = np.append(codes[numbers], np.full(longest, -1))
    starts = np.flatnonzero(np.isin(np.arange(len(words)), list(starting))[sequence[: len(numbers)]])
    mask = np.zeros(len(sequence), bool)
    for code, places in pd.Series(starts).groupby(sequence[starts]).indices.items():
        for name in starting[code]:
            found = starts[places]
            for shift, word in enumerate(name[1:], 1):
                found = found[sequence[found + shift] == word]
            mask[found[:, None] + np.arange(len(name))] = True
    return mask[: len(numbers)]


def _repeated(tokens, numbers, rows, stories):
    """Mask of the tokens in runs that many stories hold: an outlet's own lines. Copies of a story keep theirs.

    Runs are compared by the hash of their tokens, those alone that begin with one of an eighth of all forms.
    """
    marks = np.array([zlib.crc32(form.encode("utf-8", "replace")) for form in tokens.forms], np.uint64)
    starts = np.flatnonzero((marks % 8 == 0)[numbers[: max(0, len(numbers) - RUN + 1)]])
    starts = starts[rows[starts] == rows[starts + RUN - 1]]
    keys = np.zeros(len(starts), np.uint64)
    for shift in range(RUN):
        keys = keys * np.uint64(0x9E3779B97F4A7C15) + marks[numbers[starts + shift]]
    _, run, times = np.unique(keys, return_inverse=True, return_counts=True)
    often = times[run] >= STORIES
    starts, run = starts[often], run[often]
    holders = np.unique(run * len(tokens) + stories[rows[starts]]) // max(1, len(tokens))
    starts = starts[np.bincount(holders, minlength=len(times))[run] >= STORIES]
    inside = np.zeros(len(numbers), bool)
    inside[np.unique(starts[:, None] + np.arange(RUN))] = True
    lengths = np.maximum(1, [len(part) for part in tokens.parts])
    copied = np.bincount(rows[inside], minlength=len(lengths)) / lengths >= MOSTLY
    return inside & ~copied[rows]


def _singular(word, common):
    """The singular if `word` is the plural of a common noun that the texts hold as well, else `word`.

    `common`: dict from each word to whether it is mostly written small.
    """
    if len(word) < 5 or word.endswith(("ss", "us", "is")) or not word.endswith("s") or not common[word]:
        return word
    endings = [(3, "y")] * word.endswith("ies") + [(1, "")] + [(2, "")] * word.endswith("es")
    return next((word[:-cut] + end for cut, end in endings if common.get(word[:-cut] + end)), word)


def _columns(tokens, column_of):
    return np.array([column_of.get(word, -1) for word in tokens.words] or [-1], np.int32)


def _count(columns, rows, shape):
    kept = columns >= 0
    return sparse.coo_matrix((np.ones(kept.sum()), (rows[kept], columns[kept])), shape).tocsr()
