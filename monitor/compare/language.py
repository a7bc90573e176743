"""Distinctive language: the terms that set groups of articles apart, and sentences with them."""

import copy
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
from monitor.text.sentences import sentence_spans
from monitor.text.tokens import TOKEN
from monitor.themes.tokenization import LINE_END as LINE_SIGN
from monitor.themes.tokenization import TokenizedTexts, word_of
from monitor.themes.vocabulary import STOP_WORDS

MIN_ARTICLES = 3
ALPHA = 0.05
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

    No term is in what the texts of a sample, the numbers of their rows, repeat.
    """

    def __init__(self, tokens, sample):
        self._tokens = tokens
        self._number_of, self._words = pd.factorize(np.array([*map(_word, tokens.forms)], object))
        self._number_of[tokens.forms[LINE_SIGN]] = LINE_END
        # What is no word has one of two negative numbers.
        is_term = [word not in STOP_WORDS for word in self._words]
        self._is_term = np.array([*is_term, False, False])
        self._repetition = find_repetition(*self._read(sample))

    def _read(self, rows):
        """(numbers of the words, row of the text of each) of the texts at some rows."""
        is_read = np.isin(self._tokens.text_of, rows)
        return self._number_of[self._tokens.numbers[is_read]], self._tokens.text_of[is_read]

    def read(self, rows):
        """(numbers of the terms, row of the text of each) of the texts at some rows."""
        words, text_of = self._read(rows)
        is_term = self._is_term[words] & ~mark_repetition(words, text_of, self._repetition)
        is_pair = is_term[:-1] & is_term[1:]
        pairs = (1 + words[:-1][is_pair]) * len(self._words) + words[1:][is_pair]
        terms = np.append(words[is_term], pairs)
        return terms, np.append(text_of[is_term], text_of[:-1][is_pair])

    def names(self, terms):
        """Array of the words, or pairs of words, with these numbers."""
        first, second = np.divmod(terms, len(self._words))
        names = self._words[second]
        return np.where(first > 0, self._words[first - 1] + " " + names, names)


def _word(form):
    """The word of a token; None for what is no term, such as a figure or a part of an address."""
    return None if "." in form else word_of(form) or None


def count_terms(texts, tokens=None):
    """TermCounts of a Series of texts, by TermReader.

    tokens: TokenizedTexts that may hold the texts already. Of more than 5,000 texts, the terms are
    those of a sample, drawn by a hash of the text so that their order changes nothing. Terms in
    fewer than three articles of it are left out.
    """
    tokens = copy.copy(tokens or TokenizedTexts())
    rows = tokens.add(texts)
    distinct = np.unique(rows)
    distinct = distinct[np.argsort(np.array(list(tokens.rows))[distinct])]
    sample, *others = np.split(distinct, range(SAMPLE, len(distinct), SAMPLE))
    reader = TermReader(tokens, sample)
    read = reader.read(sample)
    used = pd.MultiIndex.from_arrays(read).unique()
    terms, n_articles = np.unique(used.get_level_values(0), return_counts=True)
    terms = terms[n_articles >= min(MIN_ARTICLES, len(sample))]
    readings = itertools.chain([read], map(reader.read, others))
    uses = sum(_count(*reading, terms, len(tokens)) for reading in readings)
    is_word = np.array([form[:1].isalnum() for form in tokens.forms])
    words = np.bincount(tokens.text_of, is_word[tokens.numbers], len(tokens))
    return TermCounts(reader.names(terms), uses[rows], words[rows])


def _count(read, text_of, terms, n_texts):
    """Sparse matrix (rows of all texts, terms) of how often each text uses each term.

    `read`, `text_of`: as returned by `TermReader.read`.
    """
    columns = pd.Index(terms).get_indexer(read)
    cells = text_of[columns >= 0], columns[columns >= 0]
    return sparse.csr_array((np.ones(len(cells[0])), cells), (n_texts, len(terms)))


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
    if not len(groups.categories):
        return pd.DataFrame(columns=COLUMNS).astype({"significant": bool})
    members = sparse.csr_array(
        groups.codes == np.arange(len(groups.categories))[:, None], dtype=int
    )
    tests = families * _number_of_tests(_least_p(counts, members), ALPHA / families)
    table = _count_by_group(counts, members)
    table["group"] = groups.categories[table["order"]]
    own = {group: _own_words(outlets[groups == group]) for group in groups.categories}
    pairs = zip(table["group"], table["term"], strict=True)
    table = table[np.array([own[group].isdisjoint(term.split()) for group, term in pairs], bool)]
    holders = table["articles"] + table["rest"]
    chance = hypergeom(len(counts.words), holders, table["group_articles"])
    single = chance.sf(table["articles"] - 1)
    for place in np.flatnonzero(tests * single < ALPHA):
        row = table.iloc[place]
        longer = _p_at_length(row, counts.words, groups == row["group"])
        single[place] = max(single[place], longer)
    p = np.minimum(1, tests * single)
    table["z"] = (table["articles"] - chance.mean()) / chance.std()
    table = table.assign(p=p, significant=p < ALPHA, single=single)
    return table.sort_values(["order", "single", "term"], ignore_index=True)[COLUMNS]


def _least_p(counts, members):
    """Array of the p of each term in each group if as many of its articles held it as is possible.

    members: sparse matrix (groups, articles) of 0 and 1.
    """
    holders, n_terms = np.unique(counts.uses.sign().sum(axis=0), return_counts=True)
    size = members.sum(axis=1)[:, None]
    most = np.minimum(size, holders)
    least = hypergeom(len(counts.words), holders, size).pmf(most)
    least = np.where(most < MIN_ARTICLES, 1.0, least)
    return np.repeat(least, n_terms, axis=1).ravel()


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
            "group_per_10k": 1e4 * uses / np.maximum(1, words)[group],
            "rest_per_10k": 1e4 * rest_uses / np.maximum(1, rest_words)[group],
            "articles": articles[group, term],
            "group_articles": size[group],
            "rest": rest[group, term],
            "rest_articles": rest_size[group],
        }
    )


def _number_of_tests(least, alpha):
    """The least number n such that at most n tests can reach p = alpha / n (Tarone 1990)."""
    following = np.append(np.sort(least)[1:], np.inf)
    return 1 + int(np.argmax(following * np.arange(1, len(following) + 1) > alpha))


def _p_at_length(row, words, is_inside):
    """p of a term if each word of every article, long or short, were it with the same chance.

    Fisher's noncentral hypergeometric distribution, its odds those of the articles' lengths.
    """
    n_holders = row["articles"] + row["rest"]

    def shares(rate):
        return -np.expm1(-rate * np.maximum(1, words))

    share = shares(brentq(lambda rate: shares(rate).sum() - n_holders, 0, n_holders))
    here, rest = share[is_inside].mean(), share[~is_inside].mean()
    odds = here / (1 - here) / (rest / (1 - rest))
    size = row["group_articles"]
    return nchypergeom_fisher.sf(row["articles"] - 1, len(words), n_holders, size, odds)


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
        pairs = [term for term in articles if " " in term]
        inside = {
            word
            for pair in pairs
            for word in pair.split()
            if articles[pair] >= MOSTLY * articles.get(word, 0)
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
    words = []
    for match in TOKEN.finditer(text.replace("\n", LINE_SIGN)):
        words = [*words, _word(match.group())][-len(term.split()) :]
        if words == term.split():
            break
    return next(text[start:end] for start, end in sentence_spans(text) if end > match.start())
