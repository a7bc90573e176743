"""A choice of articles by batch, version, period, outlets and language, and its tables."""

import datetime
import functools
from dataclasses import dataclass, replace

import pandas as pd

from monitor import compare, stance, themes
from monitor.compare import events, language
from monitor.compare.families import FAMILIES, FORMS, TERMS
from monitor.corpus import Corpus
from monitor.errors import InputError, check_name
from monitor.tables import COLUMNS
from monitor.wording import counted, day, listed

OF_CODINGS = ("codings", "stance", "shares", "changes", "agreement")


@dataclass(frozen=True)
class Selection:
    """The tables of one choice of articles: what a notebook or a report reads.

    `batch`: one batch, or None for all; `since`, `until`: ISO days, both included, "" for no limit
    (an article without a date is left out where either is set); `outlets`: names, none for all;
    `counting`: one of `compare.COUNTING`; `language`: two letters, "" for all; `live`: whether
    codings made since `as_of` count too, as long as nothing else has changed. Raises InputError for
    a choice that does not exist, with those that do.
    """

    corpus: Corpus
    batch: str | None
    as_of: int
    since: str = ""
    until: str = ""
    outlets: tuple[str, ...] = ()
    counting: str = "all"
    language: str = ""
    live: bool = False

    @functools.cached_property
    def articles(self):
        """The table `articles` of the choice, without the text.

        The texts of all articles may be more than memory holds; `Corpus.texts` gives those of some.
        """
        if self.counting != "all":
            reprints = self.corpus.table("syndication", self.as_of)
            articles = compare.count_reprints(self._every.articles, reprints, self.counting)
            return articles.reset_index(drop=True)
        columns = [name for name in COLUMNS["articles"] if name != "text"]
        articles = self.corpus.table("articles", self.as_of, self.batch, columns)
        if self.outlets:
            articles = _choose(articles, "outlet", self.outlets)
        if self.language:
            articles = _choose(articles, "language", [self.language])
        if self.since:
            articles = articles[articles["date"] >= _day("since", self.since)]
        if self.until:
            articles = articles[articles["date"] <= _day("until", self.until)]
        return articles.reset_index(drop=True)

    def table(self, name):
        """DataFrame of the table for the articles of the choice; read once, and again after a
        coding by hand.
        """
        state = self._coded_as_of if name in OF_CODINGS else None
        return self._once(self._table, name, state).copy(deep=False)

    @property
    def _coded_as_of(self):
        """The version whose codings count."""
        return self.corpus.last_coding(self.as_of) if self.live else self.as_of

    def comparison(self, family):
        """DataFrame of the tests of one of `compare.FAMILIES`, p corrected for all families."""
        return self._once(self._comparison, family, self._coded_as_of)

    def distinctive(self, by):
        """The `language.Distinction` of outlets, leans or periods (`by`)."""
        return self._once(self._distinguish, by)

    @functools.cached_property
    def _results(self):
        return {}

    def _once(self, function, name, state=None):
        """What a function returns for a name; computed again where the state is another."""
        key = function.__name__, name, state
        if key not in self._results:
            self._results[key] = function(name)
        return self._results[key]

    def _table(self, name):
        if name == "articles":
            return self.articles
        if name == "agreement":
            return self._agreement()
        if name == "changes":
            whole, batches = self.until_now
            passages, book = whole.table("stance"), self.corpus.codebook
            return compare.changes(passages, whole.stories, batches, book, len(FAMILIES))
        if name == "shares":
            return compare.shares(self.table("stance"), self.articles, self.corpus.codebook)
        if self.counting != "all":
            table = self._every.table(name)
        else:
            version = self._coded_as_of if name in OF_CODINGS else self.as_of
            table = self.corpus.table(name, version, self.batch)
            if name == "quotes":
                table["holder"] = stance.holders(table, self.corpus.codebook, stance.UNKNOWN)
        if "article_id" not in table:
            return table
        # Many times as fast as isin, which makes a Python object of each id.
        kept = pd.Index(self.articles["article_id"]).get_indexer(table["article_id"]) >= 0
        return table if kept.all() else table[kept].reset_index(drop=True)

    @functools.cached_property
    def _every(self):
        """The same choice with every reprint counted."""
        return self if self.counting == "all" else replace(self, counting="all")

    def recounted(self, counting):
        """The same choice with another rule for counting reprints."""
        if counting == "all":
            return self._every
        other = replace(self, counting=counting)
        # What the rules have in common is read once.
        vars(other)["_every"] = self._every
        return other

    @functools.cached_property
    def batches(self):
        """`Corpus.batches` of the version."""
        return self.corpus.batches(self.as_of)

    @functools.cached_property
    def newest(self):
        """Name of the batch that the report is about: the chosen one, or the last that brought
        articles.
        """
        filled = self.batches.loc[self.batches["articles"] > 0, "batch"]
        return self.batch or (filled.iloc[-1] if len(filled) else "")

    @functools.cached_property
    def until_now(self):
        """(Selection, batches): the same choice of the newest batch and all earlier ones, and their
        names in order.
        """
        batches = list(self.batches["batch"])
        if not self.batch:
            return self, [name for name in batches if name in set(self.articles["batch"])]
        batches = batches[: batches.index(self.batch) + 1]
        whole = replace(self, batch=None)
        vars(whole)["articles"] = whole.articles[whole.articles["batch"].isin(batches)]
        return whole, batches

    @functools.cached_property
    def stories(self):
        """The articles with the `story` of each, which their reprints share."""
        reprints = self._every.table("syndication")
        return self.articles.assign(story=compare.story_ids(self.articles, reprints))

    def _comparison(self, family):
        kind, test = family.rsplit("_", 1)
        if family in TERMS:
            distinction = self.distinctive(TERMS[family])
            return distinction.terms if len(distinction.terms) else distinction.tested
        if family == "theme_changes":
            return self._theme_changes()
        if test == "changes":
            changes = self.table("changes")
            return changes[changes["dimension"] == kind].reset_index(drop=True)
        outcomes = self._outcomes(family)
        if test == "trends":
            return compare.trends(outcomes, self.stories, len(FAMILIES))
        if family == "voice_differences":
            return compare.voice_differences(outcomes, self.stories, len(FAMILIES))
        return compare.differences(outcomes, compare.by_outlet(self.stories), len(FAMILIES))

    def _outcomes(self, family):
        """The `compare.Outcomes` that a family of comparisons is about."""
        column, book = FORMS[family]["column"], self.corpus.codebook
        if column == "holder":
            return compare.holder_outcomes(self.table("quotes"), book)
        if column == "speaker":
            return compare.speaker_outcomes(self.table("quotes"))
        if column == "theme":
            weights, names = self.table("theme_weights"), self.table("themes")
            return compare.theme_outcomes(weights, names, self.articles)
        return compare.coded_outcomes(self.table("stance"), book, column)

    def _theme_changes(self):
        """Which of the themes first seen in the newest batch have more room in it than before."""
        whole, _ = self.until_now
        names = whole.table("themes")
        new = names[names["first_batch"] == self.newest]
        group = whole.stories["batch"].eq(self.newest).map({True: "now", False: "before"})
        outcomes = compare.theme_outcomes(whole.table("theme_weights"), new, whole.stories)
        articles = whole.stories.assign(group=group)
        return compare.differences(outcomes, articles, len(FAMILIES), ["now"])

    def grouped(self, by):
        """`stories` with the `group` of each: the outlet, its lean (column of outlets.csv, else of
        the articles' own table) or the period.

        Left out are articles of no group, and of outlets beyond the eight busiest.
        """
        articles = self.stories
        if by == "period":
            articles = compare.with_periods(articles)
            group = compare.period_names(articles)
        elif by == "lean":
            stated = articles["lean"].replace("", None)
            group = articles["outlet"].map(self.corpus.outlets.leans).fillna(stated)
        else:
            outlets = compare.frequencies(articles["outlet"]).drop("", errors="ignore")
            articles = articles[articles["outlet"].isin(outlets.index[:8])]
            group = pd.Categorical(articles["outlet"], outlets.index[:8])
        articles = articles.assign(group=group).dropna(subset="group")
        return articles.sort_values("group", kind="stable").astype({"group": object})

    @functools.cached_property
    def term_counts(self):
        """(Series of the titles and texts of the articles, their `language.TermCounts`)."""
        texts = self._titles_and_texts()
        return texts, language.count_terms(texts)

    def _titles_and_texts(self):
        ids = self.articles["article_id"]
        texts = ids.map(self.corpus.texts(ids, self.as_of))
        return self.articles["title"] + "\n\n" + texts

    def _distinguish(self, by):
        # A group that prints a story twice tells it once.
        grouped = self.grouped(by).drop_duplicates(["group", "story"])
        texts, counts = self.term_counts
        rows = pd.Index(self.articles["article_id"]).get_indexer(grouped["article_id"])
        grouped = grouped.assign(text=texts.to_numpy()[rows])
        return language.distinguish(grouped, counts.select(rows), len(FAMILIES))

    def same_events(self):
        """`events.same_events` of the articles."""
        return events.same_events(self.articles, self.term_counts[0], self.table("syndication"))

    def agreement(self):
        """`stance.agreement` of every two people, and of each with what the model said before it
        learned from them.
        """
        return self.table("agreement")

    def _agreement(self):
        columns = ["passage_id", "coder", *stance.DIMENSIONS]
        codings = self.corpus.table("codings", self._coded_as_of)
        # Those chosen to teach the model are the ones it finds hardest.
        by_hand = stance.latest(codings[codings["probability"] != 0])[columns]
        predicted = self.table("stance").assign(coder="model")[columns]
        shown = set(predicted["passage_id"]) & set(by_hand["passage_id"])
        both = pd.concat([by_hand, predicted], ignore_index=True)
        return stance.agreement(both[both["passage_id"].isin(shown)], stance.DIMENSIONS)

    def reliability(self, dimension):
        """What the agreement on a dimension allows, in words for the charts of it; "" without
        codings by hand.
        """
        return stance.reliability(self.agreement(), dimension)

    def agreement_in_words(self):
        """List of `reliability` for each dimension that people coded."""
        return list(filter(None, map(self.reliability, stance.DIMENSIONS)))

    def heaviest_themes(self):
        """Series of the label of the theme that weighs most in each article; missing where there is
        none.
        """
        weights = self.table("theme_weights").sort_values("weight")
        heaviest = weights.drop_duplicates("article_id", keep="last").set_index("article_id")
        labels = self.table("themes").set_index("theme_id")["label"]
        return self.articles["article_id"].map(heaviest["theme_id"].map(labels))

    def labels(self, dimension):
        """Dict from the values of a dimension of the codebook to their readable names."""
        return self.corpus.codebook.labels(dimension)

    @property
    def about(self):
        """One line that names what is read: articles, period, batch, choice, version."""
        days = self.articles["date"].dropna()
        ends = sorted({days.min(), days.max()}) if len(days) else []
        parts = [
            counted(len(self.articles), "article"),
            " to ".join(map(day, ends)),
            f"only {listed(self.outlets)}" if self.outlets else "",
            f"batch {self.batch}" if self.batch else "all batches",
            f"language {self.language}" if self.language else "",
            compare.COUNTING[self.counting],
        ]
        return f"{', '.join(filter(None, parts))}; corpus version {self.as_of}"

    def enough_for_themes(self):
        """Whether the articles of the version are enough for themes; if not, `terms` stand in for
        them.
        """
        return len(self.corpus.table("themes", self.as_of)) > 0

    def terms(self, n=15):
        """DataFrame[term, weight]: the terms that mark the articles, strongest first, by TF-IDF."""
        terms = themes.top_terms(self._titles_and_texts(), n)
        weights = terms.groupby("term", sort=False)["weight"].sum()
        weights = weights.sort_values(ascending=False, kind="stable")
        return weights.head(n).reset_index()


def _choose(articles, column, values):
    """The articles with one of the values; raises InputError for a value that none has."""
    existing = sorted(filter(None, articles[column].unique()))
    for value in values:
        check_name(column, value, existing)
    return articles[articles[column].isin(values)]


def _day(name, text):
    try:
        return pd.Timestamp(datetime.date.fromisoformat(text))
    except (TypeError, ValueError):
        advice = "use YYYY-MM-DD, such as 2025-03-31"
        raise InputError(f"{name}: {text!r} is not a date; {advice}") from None
