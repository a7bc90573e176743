"""A choice of articles by batch, version, period, outlets and so on, and its tables."""

import functools
from dataclasses import dataclass, replace

import pandas as pd

from monitor import compare, comparisons, stance, themes
from monitor.compare import events, language
from monitor.corpus import Corpus
from monitor.errors import InputError, check_name
from monitor.quotes import speakers_table
from monitor.tables import COLUMNS
from monitor.wording import counted, day, listed

OF_CODINGS = ("codings", "stance", "shares")
AGAINST = ("previous", "earlier")
TEXTS = 5000  # that are read at a time
NO_BATCH = "the previous batch (none)"


@dataclass(frozen=True)
class Selection:
    """The tables of one choice of articles: what a notebook or a report reads.

    `batch`: one batch, or None for all; `since`, `until`: ISO days or years, included, "" for none
    (an article without a date is left out where either is set); `outlets`: names, none for all;
    `counting`: one of `compare.COUNTING`; `language`: two letters, "" for all; `about`: one of
    `stance.ABOUT`, how central the target has to be.

    What is compared: the newest batch `against` the one before it ("previous"), all before it
    ("earlier"), a batch or a period, by name; and the articles by what `compare` says, one of
    `compare.GROUPS`: each group with all others, or those named in `groups` with each other, which
    leaves out the articles of all others.
    `live`: whether codings made since `as_of` count too, as long as nothing else has changed.
    Raises InputError for a choice that does not exist, with those that do.
    """

    corpus: Corpus
    batch: str | None
    as_of: int
    since: str = ""
    until: str = ""
    outlets: tuple[str, ...] = ()
    counting: str = "all"
    language: str = ""
    about: str = "all"
    against: str = "previous"
    compare: str = "outlet"
    groups: tuple[str, ...] = ()
    live: bool = False

    def check(self):
        """Raise InputError unless the choice exists, and what it is to compare.

        A wrong name is found before anything has to be derived.
        """
        check_name("value for about:", self.about, stance.ABOUT)
        check_name("counting rule", self.counting, compare.COUNTING)
        if len(self.groups) == 1:
            raise InputError(
                f"groups: only {self.groups[0]!r} is named; name two, such as groups=CNN,Vox"
            )
        periods = [self.against] if compare.days_of(self.against) else []
        batches = [name for name in self.batches["batch"] if name != self.newest]
        check_name("value for against:", self.against, [*AGAINST, *batches, *periods])
        self._group(self._shared._listed)
        if len(self.articles) and not len(self.grouped):
            name = compare.GROUPS[self.compare]["name"]
            advice = "" if self.compare == "period" else f"; fill in {self.compare} in outlets.csv"
            raise InputError(f"compare: no {name} is known for these articles{advice}")
        is_alone = len(self.articles) and not self.changed["group"].eq("before").any()
        if is_alone and self.against not in AGAINST:
            raise InputError(f"against: this selection has no other article in {self.against!r}")

    @functools.cached_property
    def articles(self):
        """The table `articles` of the choice, without the text.

        The texts of all articles may be more than memory holds; `Corpus.texts` gives those of some.
        """
        if self._shared is not self:
            return self._shared.articles.loc[self._rows].reset_index(drop=True)
        if self.counting != "all":
            reprints = self.corpus.table("syndication", self.as_of)
            every = self.other(counting="all").articles
            articles = compare.count_reprints(every, reprints, self.counting)
            return articles.reset_index(drop=True)
        articles = self._listed
        known = ["article_id", "title", "words", "about"]
        about = self.corpus.table("articles", self.as_of, self.batch, known).set_index("article_id")
        articles = articles.assign(about=articles["article_id"].map(about["about"]))
        if self.about == stance.MENTIONS:
            articles = articles[articles["about"] != ""]
        elif self.about == stance.MAIN:
            articles = articles[articles["about"] == stance.MAIN]
        return articles.reset_index(drop=True)

    @functools.cached_property
    def _listed(self):
        """The articles of the choice by all that is known before any passage has been found."""
        columns = [name for name in COLUMNS["articles"] if name not in ("text", "about")]
        articles = self.corpus.table("articles", self.as_of, self.batch, columns)
        if self.outlets:
            articles = _choose(articles, "outlet", self.outlets)
        if self.language:
            articles = _choose(articles, "language", [self.language])
        if self.since:
            articles = articles[articles["date"] >= _days("since", self.since)[0]]
        if self.until:
            articles = articles[articles["date"] <= _days("until", self.until)[1]]
        return articles

    def table(self, name):
        """DataFrame of the table for the articles of the choice; read once, and again after a
        human coding.
        """
        return self.once(Selection._table, name).copy(deep=False)

    @property
    def coded_as_of(self):
        """The version whose codings count."""
        # Nothing has been coded since the newest version, as it mostly is.
        is_newest = self.as_of == self.corpus.version
        return self.corpus.last_coding(self.as_of) if self.live and not is_newest else self.as_of

    def comparison(self, family):
        """DataFrame of the tests of one of `compare.FAMILIES`, p corrected for all families."""
        return self.once(comparisons.comparison, family)

    def distinctive(self, by=""):
        """The `language.Distinction` of the groups that are compared, or of periods (`by`)."""
        return self.once(comparisons.distinction, by or self.compare)

    def outcomes(self, column, unit):
        """`comparisons.outcomes` of a column of passages, quotations or articles."""
        return self.once(comparisons.outcomes, column, unit)

    def shares(self, family, by):
        """DataFrame of the shares that a family compares, by "group" or "period"."""
        return self.once(comparisons.shares, family, by)

    def once(self, function, *names):
        """function(selection, *names), computed once, and again after a human coding."""
        key = self.coded_as_of, function, *names
        if key not in self._results:
            self._results[key] = function(self, *names)
        return self._results[key]

    @functools.cached_property
    def _results(self):
        return {}

    def _table(self, name):
        if name == "articles":
            return self.articles
        if name == "shares":
            return compare.shares(self.table("stance"), self.articles, self.codebook)
        if name == "speakers":
            return speakers_table(self.table("quotes"), self.articles)
        if self._unfiltered is not self:
            table = self._unfiltered.table(name)
        else:
            version = self.coded_as_of if name in OF_CODINGS else self.as_of
            table = self.corpus.table(name, version, self.batch)
            if name == "quotes":
                table["holder"] = stance.holders(table, self.codebook, stance.UNKNOWN)
        if "article_id" not in table or name == "corrections":
            return table
        # Many times as fast as isin, which makes a Python object of each id.
        kept = pd.Index(self.articles["article_id"]).get_indexer(table["article_id"]) >= 0
        return table if kept.all() else table[kept].reset_index(drop=True)

    def other(self, **changes):
        """The same choice with other values of some fields; made once, and so are its tables."""
        return self._once_made(replace(self, **changes))

    def _once_made(self, selection):
        vars(selection)["_others"] = self._others
        return self._others.setdefault(selection, selection)

    @functools.cached_property
    def _others(self):
        return {self: self}

    @functools.cached_property
    def _shared(self):
        """The Selection that reads the tables for all that compare the same articles otherwise."""
        return self.other(against=AGAINST[0], compare="outlet", groups=())

    @functools.cached_property
    def _unfiltered(self):
        """The Selection of all articles of the batch, which reads the tables for all others."""
        return self._once_made(Selection(self.corpus, self.batch, self.as_of, live=self.live))

    @functools.cached_property
    def _rows(self):
        """Rows of the `articles` of `_shared` in the groups that are named, or all of them."""
        articles = self._shared.articles
        if self.groups:
            # A named group may have no article of those that count here.
            chosen = self._group(self._shared._listed)
            articles = articles[articles["article_id"].isin(chosen["article_id"])]
        return articles.index

    def _group(self, articles):
        """Some articles with the `group` of each, as of `compare.group_articles`."""
        return compare.group_articles(articles, self.compare, self.corpus.outlets, self.groups)

    @functools.cached_property
    def batches(self):
        """`Corpus.batches` of the version, without those that brought corrections alone: these
        count in the batches of the articles that they correct.
        """
        batches = self.corpus.batches(self.as_of)
        return batches[batches[["articles", "withdrawn", "rejected"]].any(axis=1)]

    @functools.cached_property
    def newest(self):
        """Name of the batch that the report is about: the chosen one, or the last that brought
        articles.
        """
        filled = self.batches.loc[self.batches["articles"] > 0, "batch"]
        return self.batch or (filled.iloc[-1] if len(filled) else "")

    @property
    def whole(self):
        """The same choice of all batches."""
        return self.other(batch=None)

    @functools.cached_property
    def earlier(self):
        """Names of the batches before the newest with articles of the choice, in order."""
        names = self.batches["batch"].tolist()
        before = names[: names.index(self.newest)] if self.newest else []
        filled = set(self.whole.articles["batch"])
        return [name for name in before if name in filled]

    @property
    def baseline(self):
        """What the newest batch is compared with, in words."""
        if self.against == "earlier":
            return "all earlier batches"
        name = [NO_BATCH, *self.earlier][-1] if self.against == "previous" else self.against
        is_batch = name in set(self.batches["batch"])
        return f"batch {name}" if is_batch else name

    @functools.cached_property
    def changed(self):
        """The `stories` of the newest batch (`group` now) and of what it is compared with (before).

        Of all batches, even where the choice is of one.
        """
        articles = self.whole.stories
        batches = {"earlier": self.earlier, "previous": self.earlier[-1:]}
        before = articles["batch"].isin(batches.get(self.against, [self.against]))
        if not before.any() and (days := compare.days_of(self.against)):
            before = articles["date"].between(*days)
        now = articles["batch"] == self.newest
        return articles.assign(group=now.map({True: "now", False: "before"}))[now | before]

    @property
    def by(self):
        """The column of `grouped`, and of tables made of it, that names the groups."""
        return "outlet" if self.compare == "outlet" else "group"

    @functools.cached_property
    def grouped(self):
        """The `stories` with the `group` of each."""
        articles = self._group(self.stories)
        return articles.assign(**{self.by: articles["group"]})

    @functools.cached_property
    def stories(self):
        """The articles with the `story` of each, which their reprints share."""
        reprints = self.other(counting="all").table("syndication")
        return self.articles.assign(story=compare.story_ids(self.articles, reprints))

    @functools.cached_property
    def term_counts(self):
        """The `language.TermCounts` of the articles."""
        if self._shared is not self:
            return self._shared.term_counts.select(self._rows)
        return language.count_terms(self._stream_texts(), self._known_tokens())

    def _known_tokens(self):
        """The TokenizedTexts of the themes, or None."""
        model = self.corpus.themes.model(self.as_of)
        return model and model.tokens_

    def _stream_texts(self):
        """Iterator of the texts of all articles; only some of them are in memory at a time."""
        for start in range(0, len(self.articles), TEXTS):
            yield from self.texts(self.articles[start : start + TEXTS])

    def as_written(self, lists):
        """Series of lists of terms, separated by commas, with each term as the texts write it."""
        known = self._known_tokens()
        terms = lists.str.split(", ")
        written = themes.write_terms(set(terms.explode()), known) if known else {}
        return terms.map(lambda row: ", ".join(written.get(term, term) for term in row))

    def texts(self, articles):
        """Series of the title and text of each of some articles."""
        texts = self.corpus.texts(articles["article_id"], self.as_of)
        return articles["title"] + "\n\n" + articles["article_id"].map(texts)

    def same_events(self):
        """`events.same_events` of the articles."""
        return events.same_events(self.articles, self.term_counts, self.table("syndication"))

    def agreement(self):
        """`stance.agreement` of every two people, and of each with what the model said before it
        learned from them.
        """
        return self.once(_agreement)

    def reliability(self, dimension):
        """What the agreement on a dimension allows, in words for the charts of it; "" without
        human codings.
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
        return self.codebook.labels(dimension)

    @property
    def codebook(self):
        """The Codebook by which the passages are coded."""
        return self.corpus.codebook

    @property
    def target(self):
        """Name of whom the passages are about."""
        return self.codebook.target.name

    @property
    def period(self):
        """The first and the last day of the articles in words; "" where none has a date."""
        days = self.articles["date"].dropna()
        return " to ".join(map(day, sorted({days.min(), days.max()}))) if len(days) else ""

    @property
    def description(self):
        """One line that names what is read: articles, period, batch, choice, version."""
        parts = [
            counted(len(self.articles), "article"),
            self.period,
            f"only {listed(self.outlets)}" if self.outlets not in ((), self.groups) else "",
            stance.ABOUT[self.about].format(target=self.target) if self.about != "all" else "",
            f"comparing {listed(self.groups)}" if self.groups else "",
            f"batch {self.batch}" if self.batch else "all batches",
            f"language {self.language}" if self.language else "",
        ]
        counted_as = f"{compare.COUNTING[self.counting]}; corpus version {self.as_of}"
        return f"{', '.join(filter(None, parts))}; {counted_as}"

    def terms(self):
        """`themes.top_terms` of the articles."""
        return themes.top_terms(self.texts(self.articles))


def _agreement(selection):
    columns = ["passage_id", "coder", *stance.DIMENSIONS]
    codings = selection.table("codings")
    # Those chosen to teach the model are the ones it finds hardest.
    by_hand = stance.latest(codings[codings["probability"] != 0])[columns]
    predicted = selection.table("stance").assign(coder="model")[columns]
    shown = set(predicted["passage_id"]) & set(by_hand["passage_id"])
    both = pd.concat([by_hand, predicted], ignore_index=True)
    return stance.agreement(both[both["passage_id"].isin(shown)], stance.DIMENSIONS)


def _choose(articles, column, values):
    """The articles with one of the values; raises InputError for a value that none has."""
    existing = sorted(filter(None, articles[column].unique()))
    for value in values:
        check_name(column, value, existing)
    return articles[articles[column].isin(values)]


def _days(name, text):
    """(first, last) moment of a day, month or year."""
    days = compare.days_of(text)
    if not days or " to " in text:
        advice = "use YYYY-MM-DD, such as 2025-03-31"
        raise InputError(f"{name}: {text!r} is not a date; {advice}")
    return days
