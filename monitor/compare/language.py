"""Distinctive language: the terms that set groups of articles apart, and sentences with them."""

import itertools
import re
import zlib
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import brentq
from scipy.stats import hypergeom, nchypergeom_fisher
from sklearn.feature_extraction.text import CountVectorizer

from monitor.compare.counting import UNNAMED
from monitor.repetition import LINE_END, TOKEN, WordNumbers, find_repetition
from monitor.text.sentences import sentence_spans
from monitor.themes import vocabulary

MIN_ARTICLES = 3
ALPHA = 0.05
SAMPLE = 5_000  # articles: the terms of 64,000 would fill the memory
MOSTLY = 0.7  # of the articles with a word: it mostly stands in a pair
COLUMNS = [
    *("group", "term", "group_per_10k", "rest_per_10k", "articles", "z", "p", "significant"),
    *("group_articles", "rest", "rest_articles"),
]
# Those of the themes, "don't" as two words.
STOP_WORDS = frozenset(part for word in vocabulary.STOP_WORDS for part in re.findall(r"\w+", word))


class Distinction(NamedTuple):
    """How groups of articles differ in language.

    tested: all rows of `compare_terms`; terms: the strongest significant ones; sentences:
    `concordance`, with what the article is.
    """

    tested: pd.DataFrame
    terms: pd.DataFrame
    sentences: pd.DataFrame


class TermReader:
    """Reads the terms of texts: words, but no stop words, and pairs of such words side by side.

    numbers: the WordNumbers that have read the sample, a list of texts. No term is in what the
    sample repeats, or has a word that is not in it.
    """

    def __init__(self, numbers, sample):
        self.read = numbers.read
        self._repetition = find_repetition(sample)
        self._words = np.array([name if _is_term(name) else "" for name in numbers.names], object)

    def words(self, numbers):
        """List of the words of a text of `read`; empty where there is none, or none of a term."""
        known = np.where(numbers < len(self._words), numbers, LINE_END)
        known[self._repetition.mark(numbers)] = LINE_END
        return self._words[known].tolist()

    def terms(self, numbers):
        """List of the terms of a text of `read`."""
        words = self.words(numbers)
        pairs = [f"{one} {other}" for one, other in itertools.pairwise(words) if one and other]
        return [*filter(None, words), *pairs]


def _is_term(word):
    return len(word) > 1 and word.isalpha() and word not in STOP_WORDS


@dataclass(frozen=True)
class TermCounts:
    """How often each of several articles holds each term.

    terms: array of words, and of pairs of neighbouring words. uses: sparse matrix (articles,
    terms). words: array of the number of all words of each article. reader: what read the texts.
    """

    terms: np.ndarray
    uses: sparse.csr_array
    words: np.ndarray
    reader: TermReader

    def select(self, rows):
        """The same of some articles, by the numbers of their rows."""
        return replace(self, uses=self.uses[rows], words=self.words[rows])


def count_terms(texts):
    """TermCounts of a Series of texts, by TermReader.

    Of more than 5,000 texts, the terms are those of a sample, drawn by a hash of the text so that
    their order changes nothing. Terms in fewer than three articles of it are left out.
    """
    texts = sample = texts.fillna("")
    if len(texts) > SAMPLE:
        hashes = [zlib.crc32(text.encode("utf-8", "replace")) for text in texts]
        sample = texts.iloc[np.argsort(hashes, kind="stable")[:SAMPLE]]
    numbers = WordNumbers()
    sample = [numbers.read(text) for text in sample]
    reader = TermReader(numbers, sample)
    words = texts.map(lambda text: len(text.split())).to_numpy(np.int64)
    vectorizer = CountVectorizer(analyzer=reader.terms, min_df=min(MIN_ARTICLES, len(sample)))
    try:
        uses = vectorizer.fit_transform(sample)
    except ValueError:  # no term is in so many articles
        nothing = sparse.csr_array((len(texts), 0), dtype=np.int64)
        return TermCounts(np.array([], object), nothing, words, reader)
    if len(sample) < len(texts):
        uses = vectorizer.transform(map(reader.read, texts))
    terms = vectorizer.get_feature_names_out()
    return TermCounts(terms, sparse.csr_array(uses), words, reader)


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
    tables = [_compare_group(group, counts, groups == group) for group in groups.categories]
    table = pd.concat(tables, ignore_index=True)
    tests = families * _number_of_tests(_least_p(table), ALPHA / families)
    own = {group: _own_words(outlets[groups == group]) for group in groups.categories}
    above = table["articles"] * table["rest_articles"] > table["rest"] * table["group_articles"]
    table = table[above & (table["articles"] >= MIN_ARTICLES)]
    named = [own[row.group].isdisjoint(row.term.split()) for row in table.itertuples()]
    table = table[np.array(named, bool)]
    chance = _hypergeometric(table, table["articles"] + table["rest"])
    single = chance.sf(table["articles"] - 1)
    for place in np.flatnonzero(tests * single < ALPHA):
        row = table.iloc[place]
        longer = _p_at_length(row, counts.words, groups == row["group"])
        single[place] = max(single[place], longer)
    p = np.minimum(1, tests * single)
    z = (table["articles"] - chance.mean()) / chance.std()
    order = pd.Categorical(table["group"], groups.categories)
    table = table.assign(z=z, p=p, significant=p < ALPHA, order=order, single=single)
    return table.sort_values(["order", "single", "term"], ignore_index=True)[COLUMNS]


def _compare_group(group, counts, mask):
    """DataFrame of how many articles of the mask, and of the rest, hold each term, how often."""
    here, rest = counts.select(mask), counts.select(~mask)
    return pd.DataFrame(
        {
            "group": group,
            "term": counts.terms,
            "group_per_10k": 1e4 * here.uses.sum(axis=0) / max(1, here.words.sum()),
            "rest_per_10k": 1e4 * rest.uses.sum(axis=0) / max(1, rest.words.sum()),
            "articles": (here.uses > 0).sum(axis=0),
            "group_articles": len(here.words),
            "rest": (rest.uses > 0).sum(axis=0),
            "rest_articles": len(rest.words),
        }
    )


def _least_p(table):
    """Array of the p of each term if as many articles of the group held it as is possible."""
    sizes = ["group_articles", "rest_articles", "holders"]
    table = table.assign(holders=table["articles"] + table["rest"])
    kinds = table.value_counts(sizes).reset_index()
    most = kinds[["group_articles", "holders"]].min(axis=1)
    least = _hypergeometric(kinds, kinds["holders"]).pmf(most)
    least = np.where(most < MIN_ARTICLES, 1.0, least)
    return np.repeat(least, kinds["count"])


def _hypergeometric(table, holders):
    """Distribution of a term's articles in the group if the groups were dealt out by chance."""
    size = table["group_articles"]
    return hypergeom(size + table["rest_articles"], holders, size)


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


def distinguish(articles, counts, families=1):
    """The Distinction of the language of groups.

    articles: DataFrame[article_id, group, text, outlet, date, title, url, source], the groups in
    order; counts: their TermCounts. The terms of UNNAMED groups are not tested.
    """
    names = articles["group"].where(~articles["group"].isin(UNNAMED))
    groups = pd.Categorical(names, names.dropna().unique())
    tested = compare_terms(counts, groups, families, articles["outlet"])
    terms = strongest_terms(tested)
    sentences = concordance(terms, counts, articles)
    about = articles.set_index("article_id")[["outlet", "date", "title", "url", "source"]]
    return Distinction(tested, terms, sentences.join(about, on="article_id"))


def concordance(table, counts, articles, most=2):
    """DataFrame[group, term, sentence, article_id]: sentences that hold each term of `keyness`.

    The first sentence of each of at most `most` articles. counts: as of `count_terms`, of
    articles: DataFrame[article_id, group, text].
    """
    column = {term: number for number, term in enumerate(counts.terms)}
    uses, rows = counts.uses.tocsc(), []
    for group, term in zip(table["group"], table["term"], strict=True):
        holders = articles.iloc[np.sort(uses[:, [column[term]]].indices)]
        for article in holders[holders["group"] == group].head(most).itertuples():
            sentence = _sentence(term, article.text, counts.reader)
            rows.append((group, term, sentence, article.article_id))
    return pd.DataFrame(rows, columns=["group", "term", "sentence", "article_id"])


def _sentence(term, text, reader):
    """The sentence of the text in which it first holds the term."""
    term = term.split()
    words = reader.words(reader.read(text))
    place = next(at for at in range(len(words)) if words[at : at + len(term)] == term)
    position = next(itertools.islice(TOKEN.finditer(text), place, None)).start()
    start = text.rfind("\n", 0, position) + 1
    line = text[start:].partition("\n")[0]
    return next(line[a:b] for a, b in sentence_spans(line) if start + b > position)
