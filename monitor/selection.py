"""A choice of articles by batch, version, period, outlets and language, and its tables."""

import datetime
import functools
import importlib.metadata
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from monitor import compare, stance, themes
from monitor.compare import events, language
from monitor.compare.families import FAMILIES, TERMS
from monitor.corpus import READ_LANGUAGES, Corpus
from monitor.errors import InputError
from monitor.tables import COLUMNS, label
from monitor.wording import counted, day, listed

PACKAGES = (
    "monitor-kit",
    "pandas",
    "scikit-learn",
    "matplotlib",
    "deltalake",
    "trafilatura",
    "papermill",
)
OF_CODINGS = ("codings", "stance", "shares", "changes", "agreement")


class Distinction(NamedTuple):
    """How groups of articles differ in language.

    articles: number compared, one a story and group; tested: all of `language.keyness`; terms: the
    strongest significant ones; sentences: `language.concordance`, with what the article is.
    """

    articles: int
    tested: pd.DataFrame
    terms: pd.DataFrame
    sentences: pd.DataFrame


@dataclass(frozen=True)
class Selection:
    """The tables of one choice of articles: what a notebook or a report reads.

    `batch`: one batch, or None for all; `since`, `until`: ISO days, both included, "" for no limit
    (an article without a date is left out where either is set); `outlets`: names, none for all;
    `counting`: one of `compare.COUNTING`; `language`: two letters, "" for all. Raises InputError
    for a choice that does not exist, with those that do.
    """

    corpus: Corpus
    batch: str | None
    as_of: int
    since: str = ""
    until: str = ""
    outlets: tuple[str, ...] = ()
    counting: str = "all"
    language: str = ""

    @functools.cached_property
    def articles(self):
        """The table `articles` of the choice, without the text.

        The texts of all articles may be more than memory holds; `texts` gives those that are shown.
        """
        if self.counting != "all":
            copies = self.corpus.table("syndication", self.as_of)
            return compare.count_reprints(self._every.articles, copies, self.counting).reset_index(
                drop=True
            )
        columns = [name for name in COLUMNS["articles"] if name != "text"]
        chosen = self.corpus.table("articles", self.as_of, self.batch, columns)
        if unknown := set(self.outlets) - set(chosen["outlet"]):
            known = ", ".join(sorted(name for name in chosen["outlet"].unique() if name)[:40])
            raise InputError(f"outlets: unknown outlet {min(unknown)!r}; available: {known}")
        if self.outlets:
            chosen = chosen[chosen["outlet"].isin(self.outlets)]
        if self.language:
            known = sorted(filter(None, chosen["language"].unique()))
            if self.language not in known:
                available = ", ".join(known) or "none detected"
                raise InputError(
                    f"language: no article is in {self.language!r}; available: {available}"
                )
            chosen = chosen[chosen["language"] == self.language]
        for name, text in (("since", self.since), ("until", self.until)):
            if text:
                limit = _day(name, text)
                chosen = chosen[
                    chosen["date"] >= limit if name == "since" else chosen["date"] <= limit
                ]
        return chosen.reset_index(drop=True)

    @functools.cached_property
    def _every(self):
        """The same choice with every printing counted."""
        return self if self.counting == "all" else replace(self, counting="all")

    @functools.cached_property
    def term_counts(self):
        """(Series of the titles and texts of the articles, their `language.TermCounts`)."""
        texts = self.articles["article_id"].map(self.texts(self.articles["article_id"]))
        texts = self.articles["title"] + "\n\n" + texts
        return texts, language.count_terms(texts)

    def distinctive(self, by):
        """The Distinction of the language of outlets, leans or periods (`by`)."""
        return self._language[by]

    def same_events(self):
        """`events.same_events` of the articles."""
        return self._language["events"]

    @functools.cached_property
    def _language(self):
        return _compare_language(self)

    def texts(self, article_ids):
        """Series of the texts of these articles, by article_id."""
        return self.corpus.texts(article_ids)

    def table(self, name):
        """DataFrame of the table for the articles of the choice; read once, and again after a
        coding by hand.
        """
        key = name, self.corpus.state if name in OF_CODINGS else None
        if key not in self._read:
            self._read[key] = self._table(name)
        return self._read[key].copy(deep=False)

    @functools.cached_property
    def _read(self):
        return {}

    def _table(self, name):
        if name == "articles":
            return self.articles
        if name == "agreement":
            return self._agreement()
        if name == "changes":
            whole, batches = self.until_now
            stance, book = whole.table("stance"), self.corpus.codebook
            return compare.changes(stance, whole.stories, batches, book, len(FAMILIES))
        if name == "shares":
            return compare.shares(self.table("stance"), self.articles, self.corpus.codebook)
        whole = self.counting == "all"
        table = (
            self.corpus.table(name, self.as_of, self.batch) if whole else self._every.table(name)
        )
        if "article_id" in table:
            # Many times as fast as isin, which makes a Python object of each id.
            kept = pd.Index(self.articles["article_id"]).get_indexer(table["article_id"]) >= 0
            table = table if kept.all() else table[kept].reset_index(drop=True)
        return table

    def comparison(self, family):
        """DataFrame of the tests of one of `compare.FAMILIES`, p corrected for all families."""
        key = family, self.corpus.state
        if key not in self._read:
            self._read[key] = self._comparison(family)
        return self._read[key]

    def _comparison(self, family):
        kind, test = family.rsplit("_", 1)
        if family in TERMS:
            language = self.distinctive(TERMS[family])
            return language.terms if len(language.terms) else language.tested
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
        book = self.corpus.codebook
        if family == "holder_differences":
            return compare.holder_outcomes(self.table("quotes"), book)
        if family == "speaker_trends":
            return compare.speaker_outcomes(self.table("quotes"))
        if family.startswith("theme"):
            weights, themes = self.table("theme_weights"), self.table("themes")
            return compare.theme_outcomes(weights, themes, self.articles)
        dimension = "tone" if family.startswith("tone") else "position"
        return compare.position_outcomes(self.table("stance"), book, dimension)

    def _theme_changes(self):
        """Which of the themes first seen in the newest batch have more room in it than before."""
        whole, batches = self.until_now
        themes = whole.table("themes")
        new = themes[themes["first_batch"] == self.newest] if len(batches) > 1 else themes[:0]
        group = whole.stories["batch"].eq(self.newest).map({True: "now", False: "before"})
        outcomes = compare.theme_outcomes(whole.table("theme_weights"), new, whole.stories)
        articles = whole.stories.assign(group=group)
        return compare.differences(outcomes, articles, len(FAMILIES), ["now"])

    @functools.cached_property
    def stories(self):
        """The articles with the `story` of each, which their reprints share."""
        reprints = self._every.table("syndication")
        return self.articles.assign(story=compare.story_ids(self.articles, reprints))

    def recounted(self, counting):
        """The same choice with another rule for counting copies; what the rules have in common is
        read once.
        """
        if counting == "all":
            return self._every
        other = replace(self, counting=counting)
        vars(other)["_every"] = self._every
        return other

    @functools.cached_property
    def _batches(self):
        return self.corpus.batches(self.as_of) if self.counting == "all" else self._every._batches

    @functools.cached_property
    def newest(self):
        """Name of the batch that the report is about: the chosen one, or the last that brought
        articles.
        """
        batches = self._batches
        return self.batch or next(iter(batches.loc[batches["articles"] > 0, "batch"][::-1]), "")

    @functools.cached_property
    def until_now(self):
        """(Selection, batches): the same choice of the newest batch and all earlier ones, and their
        names in order.
        """
        if not self.batch:
            batches = self._batches
            return self, list(batches.loc[batches["articles"] > 0, "batch"])
        order = list(self._batches["batch"])
        whole = replace(self, batch=None)
        earlier = order[: order.index(self.newest) + 1] if self.newest else []
        vars(whole)["articles"] = whole.articles[whole.articles["batch"].isin(earlier)]
        return whole, earlier

    def changes(self):
        """`compare.changes` of the newest batch against all earlier ones, by the same choice."""
        return self.table("changes")

    def agreement(self):
        """`stance.agreement` of every two people, and of each with what the model said before it
        learned from them.
        """
        return self.table("agreement")

    def _agreement(self):
        columns = ["passage_id", "coder", *stance.DIMENSIONS]
        by_hand = stance.latest(self.corpus.table("codings"))[columns]
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

    def grouped(self, by):
        """The articles with their `group`: the outlet, its lean (column of outlets.csv) or the
        period.

        Left out are articles of no group, and of outlets beyond the eight busiest.
        """
        if by == "period":
            table = compare.with_periods(self.articles).sort_values("period", kind="stable")
            return table.assign(group=compare.period_names(table))
        if by == "lean":
            table = self.articles.assign(
                group=self.articles["outlet"].map(self.corpus.outlets.leans)
            )
            return table.dropna(subset=["group"]).sort_values("group", kind="stable")
        table = compare.name_outlets(self.articles, most=9)
        table = table.assign(
            group=table["outlet"], busy=table["outlet"].map(table["outlet"].value_counts())
        )
        table = table.sort_values(["busy", "outlet"], ascending=[False, True], kind="stable")
        return table[~table["group"].isin([compare.OTHERS, compare.NO_OUTLET])]

    def heaviest_themes(self, articles=None):
        """Series of the label of the theme that weighs most in each article; missing where there is
        none.
        """
        weights = (
            self.table("theme_weights")
            .sort_values("weight")
            .drop_duplicates("article_id", keep="last")
        )
        labels = weights["theme_id"].map(
            self.table("themes").set_index("theme_id")["label"].to_dict()
        )
        themes = dict(zip(weights["article_id"], labels, strict=True))
        return (self.articles if articles is None else articles)["article_id"].map(themes)

    def labels(self, dimension):
        """Dict from the values of a dimension of the codebook to their readable names."""
        return {
            name: value.label for name, value in self.corpus.codebook.dimensions[dimension].items()
        }

    @property
    def about(self):
        """One line that names what is read: articles, period, batch, choice, version."""
        days = self.articles["date"].dropna()
        parts = [counted(len(self.articles), "article")]
        ends = sorted({days.min(), days.max()}) if len(days) else []
        parts += [" to ".join(map(day, ends))] if ends else []
        parts += [f"only {listed(self.outlets)}"] if self.outlets else []
        parts += [f"batch {self.batch}" if self.batch else "all batches"]
        parts += [f"language {self.language}"] if self.language else []
        parts += [compare.COUNTING[self.counting]]
        return f"{', '.join(parts)}; corpus version {self.as_of}"

    def enough_for_themes(self):
        """Whether the articles of the version are enough for themes; if not, `terms` stand in for
        them.
        """
        return len(self.corpus.table("themes", self.as_of)) > 0

    def terms(self, n=15):
        """DataFrame[term, weight]: the terms that mark the articles, strongest first, by TF-IDF."""
        texts = self.articles["article_id"].map(self.texts(self.articles["article_id"]))
        found = themes.top_terms(self.articles["title"] + "\n\n" + texts, n)
        ranked = (
            found.groupby("term", sort=False)["weight"]
            .sum()
            .sort_values(ascending=False, kind="stable")
        )
        return ranked.head(n).reset_index()

    def receipt(self, **parameters):
        """DataFrame[what, value]: what was read, kept and dropped, and why; the choice; software.

        `parameters`: what else a notebook was given, by name.
        """
        whole = self.corpus.table("articles", self.as_of, self.batch, ["article_id", "batch"])
        rejected, known = self.table("rejected"), int(self.table("ingests")["known"].sum())
        articles = self.articles
        batches = self._batches
        codebook = self.corpus.codebook
        copies = self.table("syndication")
        english = articles["language"].isin(READ_LANGUAGES)
        choice = {
            "since": self.since,
            "until": self.until,
            "outlets": listed(self.outlets),
            "language": self.language,
            "theme_names": listed(self.corpus.theme_names.values()),
            **parameters,
        }
        rows = [
            ("Corpus version", f"{self.as_of}"),
            ("Batches", ", ".join(batches["batch"]) if not self.batch else self.batch),
            ("Inputs", f"{len(whole) + known + len(rejected):,}"),
            ("Kept as articles", f"{len(whole):,}"),
            ("Already in the corpus", f"{known:,}"),
            ("Rejected", f"{len(rejected):,}"),
            *((f"– {reason}", f"{n:,}") for reason, n in rejected["reason"].value_counts().items()),
            *(
                [("Articles in this selection", f"{len(articles):,}")]
                if len(articles) < len(whole)
                else []
            ),
            ("Articles without a date", f"{articles['date'].isna().sum():,}"),
            ("Articles without an outlet", f"{(articles['outlet'].fillna('') == '').sum():,}"),
            (
                "Outlets missing from outlets.csv",
                listed(self.corpus.outlets.unknown(articles["outlet"])["outlet"], most=12)
                or "none",
            ),
            ("Not English, so without quotations, stance and themes", f"{(~english).sum():,}"),
            *(
                (f"Marked: {note}", f"{n:,}")
                for note, n in articles["note"].value_counts().items()
                if note
            ),
            ("Reprints", f"{(~copies['original'].astype(bool)).sum():,}"),
            ("Counting", compare.COUNTING[self.counting]),
            ("Codebook", f"{codebook.target.name} (version {codebook.version})"),
            *((label(name), f"{value}" if value != "" else "–") for name, value in choice.items()),
            (
                "Software",
                ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES),
            ),
        ]
        return pd.DataFrame(rows, columns=["what", "value"])


def _compare_language(selection):
    """Dict of all that `Selection.distinctive` and `Selection.same_events` are asked for."""
    articles, reprints = selection.articles, selection.table("syndication")
    texts, counts = selection.term_counts
    place = pd.Index(articles["article_id"])
    results = {"events": events.same_events(articles, texts, reprints)}
    for by in TERMS.values():
        # A group that prints a story twice tells it once.
        grouped = selection.grouped(by)
        grouped = grouped.assign(story=compare.story_ids(grouped, reprints))
        grouped = grouped.drop_duplicates(["group", "story"])
        rows = place.get_indexer(grouped["article_id"])
        groups = pd.Categorical(grouped["group"], grouped["group"].unique())
        chosen = counts.select(rows)
        tested = language.compare_terms(chosen, groups, len(FAMILIES), grouped["outlet"])
        terms = language.strongest_terms(tested)
        sentences = language.concordance(
            terms, chosen, groups, grouped["article_id"], texts.iloc[rows]
        )
        about = grouped.set_index("article_id")[["outlet", "date", "title", "url", "source"]]
        sentences = sentences.join(about, on="article_id")
        results[by] = Distinction(len(grouped), tested, terms, sentences)
    return results


def _day(name, text):
    try:
        return pd.Timestamp(datetime.date.fromisoformat(text))
    except (TypeError, ValueError):
        raise InputError(
            f"{name}: {text!r} is not a date; use YYYY-MM-DD, such as 2025-03-31"
        ) from None
