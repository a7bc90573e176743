"""Distinctive language: the terms that set groups of articles apart, and sentences with them."""

import itertools
import re
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import brentq
from scipy.stats import hypergeom, nchypergeom_fisher

from monitor.compare.counting import UNNAMED
from monitor.repetition import LINE_END, find_repetition, mark_repetition
from monitor.significance import LEVEL, MIN_ARTICLES
from monitor.text.sentences import sentence_spans
from monitor.themes.tokenization import LINE_END as LINE_SIGN
from monitor.themes.tokenization import TokenizedTexts, count_cells, tokens_of, word_of
from monitor.themes.vocabulary import STOP_WORDS

SAMPLE = 5_000  # articles: the terms of 64,000 would fill the memory
MOSTLY = 0.7  # of the articles with a word: it mostly stands in a pair
COLUMNS = [
    *("group", "term", "group_per_10k", "rest_per_10k", "articles", "z", "p", "significant"),
    *("group_articles", "rest", "rest_articles"),
]


class Distinction(NamedTuple):
    """How groups of articles differ in language.

    tested: all rows of `compare_terms`; terms: the strongest significant ones; sentences:
    `concordance`, with what the article is.
    """

    tested: pd.DataFrame
    terms: pd.DataFrame
    sentences: pd.DataFrame


class TermCounts(NamedTuple):
    """How often each of several articles holds each term.

    terms: array of words, and of pairs of neighbouring words. uses: sparse matrix (articles,
    terms). words: array of the number of all words of each article.
    """

    terms: np.ndarray
    uses: sparse.csr_array
    words: np.ndarray

    def select(self, rows):
        """The same of some articles, by the numbers of their rows."""
        return self._replace(uses=self.uses[rows], words=self.words[rows])


class TermReader:
    """Reads the terms of TokenizedTexts: words, but no stop words, and pairs of such words side by
    side.

    No term is in what the first texts, at most 5,000, repeat.
    """

    def __init__(self, tokens):
        self._tokens = tokens
        self._number_of, self._words = pd.factorize(np.array([*map(_word, tokens.forms)], object))
        self._number_of[tokens.forms[LINE_SIGN]] = LINE_END
        # What is no word has one of two negative numbers.
        is_term = [word not in STOP_WORDS for word in self._words]
        self._is_term = np.array([*is_term, False, False])
        self._repetition = find_repetition(*self._read(0))

    def _read(self, start):
        """(numbers of the words, row of the text of each) of 5,000 texts from a row on."""
        tokens = self._tokens.tokens_of_rows(start, SAMPLE)
        return self._number_of[self._tokens.numbers[tokens]], self._tokens.text_of[tokens]

    def read(self, start):
        """(numbers of the terms, row of the text of each) of 5,000 texts from a row on."""
        words, text_of = self._read(start)
        is_term = self._is_term[words] & ~mark_repetition(words, text_of, self._repetition)
        is_pair = is_term[:-1] & is_term[1:]
        pairs = (1 + words[:-1][is_pair]) * len(self._words) + words[1:][is_pair]
        terms = np.append(words[is_term], pairs)
        return terms, np.append(text_of[is_term], text_of[:-1][is_pair])

    def count_words(self):
        """Array of the number of words and figures of each text."""
        forms = [0 if form[:1].isalnum() else -1 for form in self._tokens.forms]
        columns = np.array(forms, np.int8)[self._tokens.numbers]
        return self._tokens.count(columns, 1).toarray()[:, 0].astype(int)

    def names(self, terms):
        """Array of the words, or pairs of words, with these numbers."""
        first, second = np.divmod(terms, len(self._words))
        names = self._words[second]
        return np.where(first > 0, self._words[first - 1] + " " + names, names)


def _word(form):
    """The word of a token; None for what is no term, such as a figure or a part of an address."""
    return None if "." in form else word_of(form) or None


def count_terms(texts, known=None):
    """TermCounts of an iterable of texts, by TermReader.

    known: TokenizedTexts that may hold the texts already. Of more than 5,000 texts, the terms are
    those of a sample, drawn by a hash of the text so that their order changes nothing. Terms in
    fewer than three articles of it are left out.
    """
    # Rows follow the hashes of the texts: the first ones are a sample.
    tokens = TokenizedTexts(texts, known)
    del known  # it may fill as much memory
    reader = TermReader(tokens)
    read, text_of = reader.read(0)
    terms, columns = np.unique(read, return_inverse=True)
    uses = count_cells(text_of, columns, (min(SAMPLE, len(tokens)), len(terms)))
    n_articles = np.bincount(uses.indices, minlength=len(terms))
    kept = np.flatnonzero(n_articles >= min(MIN_ARTICLES, len(tokens)))
    terms = pd.Index(terms[kept])
    parts = [uses[:, kept]]
    for start in range(SAMPLE, len(tokens), SAMPLE):
        read, text_of = reader.read(start)
        shape = min(SAMPLE, len(tokens) - start), len(terms)
        parts.append(count_cells(text_of - start, terms.get_indexer(read), shape))
    uses = sparse.vstack(parts, format="csr")[tokens.given]
    return TermCounts(reader.names(terms), uses, reader.count_words()[tokens.given])


def keyness(texts, groups, random_state=0, families=1):
    """The terms that more articles of a group hold than chance explains.

    texts: Series; groups: Series of the group of each text, missing for none. The same text twice
    in a group is one article. → DataFrame, the groups in order, their strongest terms first:
    group, term; group_per_10k, rest_per_10k: uses in 10,000 of all words; articles: of the group
    that hold the term, of group_articles; rest: others that hold it, of rest_articles; z: articles
    above those expected, in standard deviations; p; significant (p < .05).

    Articles are the units: p is that of Fisher's exact test, thus of all ways to deal the groups
    out to the articles, corrected for all terms and groups by Bonferroni with Tarone's (1990,
    Biometrics 46) exclusion of what cannot become significant, and for as many `families` of tests
    as are read together. A term that long articles hold by their length alone is not significant.
    Rows are the terms that three articles of the group hold, and a larger share of them than of
    the rest; but neither the page around the articles nor words of the group's name. No random
    numbers are drawn: `random_state` changes nothing.
    """
    table = pd.DataFrame({"text": list(texts), "group": list(groups)}).drop_duplicates()
    table = table.dropna(subset="group")
    return compare_terms(count_terms(table["text"]), table["group"], families)


def compare_terms(counts, groups, families=1, outlets=None):
    """`keyness` of TermCounts. Categorical groups keep their order.

    outlets: the outlet of each article, whose names are no finding; without it, groups are outlets.
    """
    groups = pd.Categorical(groups)
    outlets = np.asarray(groups if outlets is None else outlets)
    members = sparse.csr_array(pd.get_dummies(groups, dtype=int).to_numpy().T)
    tests = families * _number_of_tests(counts, members, LEVEL / families)
    table = _count_by_group(counts, members)
    table["group"] = groups.categories[table["order"]]
    own = {group: _own_words(outlets[groups == group]) for group in groups.categories}
    pairs = zip(table["group"], table["term"], strict=True)
    table = table[np.array([own[group].isdisjoint(term.split()) for group, term in pairs], bool)]
    holders = table["articles"] + table["rest"]
    chance = hypergeom(len(counts.words), holders, table["group_articles"])
    single = chance.sf(table["articles"] - 1)
    lengths, length_of = np.unique(np.maximum(1, counts.words), return_inverse=True)
    for place in np.flatnonzero(tests * single < LEVEL):
        row = table.iloc[place]
        longer = _p_at_length(row, lengths, length_of, groups == row["group"])
        single[place] = max(single[place], longer)
    p = np.minimum(1, tests * single)
    z = (table["articles"] - chance.mean()) / chance.std()
    table = table.assign(z=z, p=p, significant=p < LEVEL, single=single)
    return table.sort_values(["order", "single", "term"], ignore_index=True)[COLUMNS]


def _number_of_tests(counts, members, alpha):
    """The least number n such that at most n tests can reach p = alpha / n (Tarone 1990).

    The p that a term can reach in a group is that if as many of its articles as is possible held
    it. members: sparse matrix (groups, articles) of 0 and 1.
    """
    holders, n_terms = np.unique(counts.uses.sign().sum(axis=0), return_counts=True)
    size = members.sum(axis=1)[:, None]
    most = np.minimum(size, holders)
    least = hypergeom(len(counts.words), holders, size).pmf(most)
    least = np.where(most < MIN_ARTICLES, 1.0, least)
    least = np.sort(np.repeat(least, n_terms, axis=1), axis=None)
    following = np.append(least[1:], np.inf)
    return 1 + int(np.argmax(following * np.arange(1, len(following) + 1) > alpha))


def _count_by_group(counts, members):
    """DataFrame of how many articles of a group, and of the rest, hold a term, and how often.

    Rows are the terms that three articles of the group hold, and a larger share of them than of the
    rest; `order` is the number of the group.
    """
    holds = counts.uses.sign().astype(int)
    articles = (members @ holds).toarray()
    rest = holds.sum(axis=0) - articles
    size = members.sum(axis=1)
    rest_size = len(counts.words) - size
    is_more = articles * rest_size[:, None] > rest * size[:, None]
    group, term = np.nonzero(is_more & (articles >= MIN_ARTICLES))
    uses = (members @ counts.uses).toarray()[group, term]
    rest_uses = counts.uses.sum(axis=0)[term] - uses
    words = members @ counts.words
    rest_words = counts.words.sum() - words
    return pd.DataFrame(
        {
            "order": group,
            "term": counts.terms[term],
            "group_per_10k": 1e4 * uses / words[group],
            "rest_per_10k": 1e4 * rest_uses / np.maximum(1, rest_words)[group],
            "articles": articles[group, term],
            "group_articles": size[group],
            "rest": rest[group, term],
            "rest_articles": rest_size[group],
        }
    )


def _p_at_length(row, lengths, length_of, is_inside):
    """p of a term if each word of every article, long or short, were it with the same chance.

    Fisher's noncentral hypergeometric distribution, its odds those of the articles' lengths:
    `lengths` in words, in order, and `length_of` each article the place of its own.
    """
    n_holders = row["articles"] + row["rest"]
    n = np.bincount(length_of)

    def shares(rate):
        return -np.expm1(-rate * lengths)

    share = shares(brentq(lambda rate: shares(rate) @ n - n_holders, 0, n_holders))[length_of]
    here, rest = share[is_inside].mean(), share[~is_inside].mean()
    odds = here / (1 - here) / (rest / (1 - rest))
    size = row["group_articles"]
    return nchypergeom_fisher.sf(row["articles"] - 1, len(length_of), n_holders, size, odds)


def _own_words(names):
    """Set of what an outlet is called by: the words of its name, their initials, all in one."""
    result = set()
    for name in set(names):
        words = [word for word in re.findall(r"\w+", str(name).lower()) if word != "the"]
        initials = itertools.accumulate(word[0] for word in words)
        result.update(words, initials, ["".join(words)])
    return result


def strongest_terms(table, n=8):
    """The significant rows of `keyness`, at most n a group and no word twice.

    A pair stands for a word that is mostly, in 70% of the group's articles with it, in the pair.
    """
    rows = []
    for _, group in table[table["significant"]].groupby("group", sort=False):
        articles = dict(zip(group["term"], group["articles"], strict=True))
        inside = {
            word
            for term in articles
            for word in term.split()
            if word != term and articles[term] >= MOSTLY * articles.get(word, 0)
        }
        seen, terms = set(), []
        for row, term in group["term"].items():
            if term not in inside and seen.isdisjoint(term.split()):
                seen.update(term.split())
                terms.append(row)
        rows += terms[:n]
    return table.loc[rows].reset_index(drop=True)


def distinguish(articles, counts, texts, families=1):
    """The Distinction of the language of groups.

    articles: DataFrame[article_id, group, outlet, date, title, url, source], the groups in order;
    counts: their TermCounts; texts: as for `concordance`. The terms of UNNAMED groups are not
    tested.
    """
    names = articles["group"].where(~articles["group"].isin(UNNAMED))
    groups = pd.Categorical(names, names.dropna().unique())
    tested = compare_terms(counts, groups, families, articles["outlet"])
    terms = strongest_terms(tested)
    return Distinction(tested, terms, concordance(terms, counts, articles, texts))


def concordance(table, counts, articles, texts, most=2):
    """DataFrame[group, term, sentence, …]: sentences that hold each term of `keyness`.

    The first sentence of each of at most `most` articles, with the columns of the article. counts:
    as of `count_terms`, of articles: DataFrame[article_id, group, …]; texts: function from rows of
    the articles to the Series of their texts.
    """
    columns = pd.Index(counts.terms).get_indexer(table["term"])
    article, place = counts.uses[:, columns].nonzero()
    rows = articles.iloc[article].assign(term=table["term"].to_numpy()[place], place=place)
    rows = rows[rows["group"].to_numpy() == table["group"].to_numpy()[place]]
    rows = rows.sort_values("place", kind="stable").groupby("place").head(most)
    pairs = zip(rows["term"], texts(rows), strict=True)
    return rows.assign(sentence=[_sentence(term, text) for term, text in pairs])


def _sentence(term, text):
    """The sentence of the text in which it first holds the term."""
    for start, end in sentence_spans(text):
        words = [_word(token) or "" for token in tokens_of(text[start:end])]
        if f" {term} " in f" {' '.join(words)} ":
            return text[start:end]
