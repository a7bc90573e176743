"""Corpus: the articles of one folder and every table derived from them, as of any version."""

import datetime

import pandas as pd
import pyarrow.compute as pc

from monitor import compare, quotes, stance, themes
from monitor.corpus.amendments import Amendments, read_log
from monitor.corpus.codings import Codings
from monitor.corpus.corrections import corrections_table
from monitor.corpus.derived import Quotes, Signatures
from monitor.corpus.history import Reprints, ThemeHistory
from monitor.corpus.ingest import gaps, ingest
from monitor.corpus.standing import read_standing
from monitor.corpus.store import Store, of_articles, of_version
from monitor.errors import InputError, check_name
from monitor.outlets import Outlets
from monitor.tables import COLUMNS

BATCHES = ["version", "articles", "corrected", "withdrawn", "known", "rejected"]


class Corpus(Amendments):
    """The articles in one folder and everything derived from them.

    `path`: folder of the store, created at the first ingest. `codebook`: default, the shipped one.
    `n_themes`: number of themes, by default chosen from the corpus. `aliases` (from
    `monitor.quotes.read_aliases`): which names mean one speaker. `outlets` (an Outlets; default,
    the shipped list): which names mean one outlet. `theme_names`: dict of theme ids and the
    analyst's names. `batch_order`: names of the first batches; the others follow in the order of
    their first ingests. All apply when a table is read, so that an edited list needs no new ingest.
    """

    def __init__(
        self,
        path,
        codebook=None,
        n_themes=None,
        aliases=None,
        outlets=None,
        theme_names=None,
        batch_order=(),
    ):
        self.store = Store(path)
        self.codebook = codebook or stance.Codebook.load()
        self.codings = Codings(self.store, self.codebook)
        self.themes = ThemeHistory(self.store, n_themes)
        self.derived = (
            Quotes(self.store),
            self.codings,
            Signatures(self.store),
            Reprints(self.store),
            self.themes,
        )
        self.aliases = aliases
        self.outlets = outlets or Outlets()
        self.theme_names = theme_names or {}
        self.batch_order = batch_order

    @property
    def version(self):
        """Number of changes so far: ingests that added something, codings, and what put it right.

        0 for an empty corpus.
        """
        return self.store.version

    def add(self, articles, batch=None):
        """Add an iterable of Article and Rejected as one version; returns a Receipt.

        An article that comes twice is one article. One with the address or source id of an earlier
        article, and half of its text, is a newer version of it and replaces it. Everything is added
        in one atomic commit; if nothing is new, there is no new version. `batch`: default, today's
        date; a batch that exists is added to.
        """
        batch = batch or datetime.date.today().isoformat()
        return ingest(self.store, articles, batch, self.outlets.name_of)

    def add_codings(self, codings):
        """Store human codings as one version; returns how many of them are new.

        Nothing is ever overwritten, and what a coder's last coding of a passage says already is not
        stored again.

        codings: DataFrame[passage_id, coder, position, holder, tone], with probability, stratum and
        drawn_from (the version) if the passages were sampled; a row without values withdraws the
        coder's earlier coding.
        Raises InputError for a passage that is not in the corpus, a value that is not in the
        codebook, or a coding without the coder's name.
        """
        return self.codings.add(codings)

    def last_coding(self, version):
        """The last version after this one before which only codings were added."""
        coded = self.store.read("changes", pc.field("action") == "code")["version"]
        while version + 1 in set(coded) and version < self.version:
            version += 1
        return version

    def table(self, name, as_of=None, batch=None, columns=None):
        """DataFrame of one of `monitor.tables`, as of a version (default: the newest).

        `batch`: of one alone. `columns` (names) omits all others, which saves much memory where
        these are the texts. Raises InputError for a table, version or batch that does not exist.
        """
        check_name("table", name, COLUMNS)
        version = self._check_version(as_of)
        if name in ("shares", "speakers", "log", "corrections"):
            frame = self._summary(name, version, batch)
        else:
            frame = self._finish(name, self._read(name, version, columns), version)
        return self._of_batch(frame, version, batch) if batch else frame

    def theme_changes(self, as_of=None):
        """`monitor.themes.changes_table` for the last ingest of a version; empty for the first."""
        version = self._check_version(as_of)
        labels = self.table("themes", version).set_index("theme_id")["label"]
        table = self._read("theme_changes", version)
        return table.assign(
            theme=table["theme_id"].map(labels), other=table["other_id"].map(labels)
        )

    def texts(self, article_ids, as_of=None):
        """Series of the texts of these articles, by article_id, as of a version."""
        standing = read_standing(self.store, self._check_version(as_of))
        where = standing.in_versions & of_articles(article_ids)
        rows = standing.read("articles", ["article_id", "text"], where)
        return rows.set_index("article_id")["text"]

    def batches(self, as_of=None):
        """DataFrame[batch, version, articles, corrected, withdrawn, known, rejected], in order.

        version: the last ingest; corrected and withdrawn: articles that no longer count for this.
        """
        version = self._check_version(as_of)
        standing = read_standing(self.store, version)
        rows = standing.read("articles", ["article_id", "batch"])
        actions = {"correct": "corrected", "withdraw": "withdrawn"}
        fate = rows["article_id"].map(standing.gone).map(actions).fillna("articles")
        rejected = standing.read("rejected", ["batch"]).assign(fate="rejected")
        rows = pd.concat([rows.assign(fate=fate), rejected])
        ingests = standing.read("ingests")
        batches = ingests.groupby("batch", sort=False).agg({"version": "max", "known": "sum"})
        counts = pd.crosstab(rows["batch"], rows["fate"])
        batches = batches.join(counts).reindex(columns=BATCHES).fillna(0).astype(int)
        order = dict.fromkeys([*self.batch_order, *batches.index])
        return batches.filter(list(order), axis="index").rename_axis("batch").reset_index()

    def describe_ingest(self, receipt):
        """Dict of what the articles of one ingest have and lack: counts, and unknown outlets."""
        columns = ["article_id", "date", "date_rule", "outlet", "language", "note"]
        version = receipt.version if receipt.accepted + receipt.corrected else 0
        new = self.store.read("articles", of_version(version), columns)
        reprints = self._read("syndication", receipt.version)
        reprints = reprints.loc[~reprints["original"].astype(bool), "article_id"]
        return gaps(new, self.outlets) | {"copies": int(new["article_id"].isin(reprints).sum())}

    def _check_version(self, as_of):
        newest = self.version
        if as_of is None:
            return newest
        if as_of not in range(newest + 1):
            raise InputError(f"unknown version {as_of!r}; available: 0 to {newest}")
        return as_of

    def _read(self, name, version, columns=None):
        """DataFrame of the rows of a version; a derived table is brought up to date before."""
        for derived in self.derived:
            if name in derived.names:
                return derived.read(name, version, columns)
        standing = read_standing(self.store, version)
        if name == "codings":
            return self.codings.select(standing)
        return standing.read(name, columns, standing.articles if name == "articles" else None)

    def _finish(self, name, frame, version):
        """The stored rows with all that applies when a table is read."""
        if "outlet" in frame:
            frame["outlet"] = self.outlets.names_of(frame["outlet"])
        if "about" in frame:
            columns = ["article_id", "start", "passage"]
            passages = self._read("stance", version, columns)
            frame["about"] = stance.relevance(frame, passages, self.codebook)
        if name == "quotes":
            frame["speaker"] = quotes.name_speakers(frame, self.aliases)
        if name == "stance":
            voices = stance.voices(frame, self.table("quotes", version), self.codebook)
            holders = voices["holder"].fillna(frame["holder"])
            frame = frame.assign(voice=voices["voice"], holder=holders)
            standing = read_standing(self.store, version)
            frame = self.codings.with_human_codes(frame, standing)
        if name == "themes":
            ingests = self._read("ingests", version).set_index("version")["batch"]
            frame["first_batch"] = frame["first_version"].map(ingests)
            frame = themes.name_themes(frame, self.theme_names)
        return frame

    def _summary(self, name, version, batch):
        """A table made of other tables."""
        if name == "log":
            return read_log(self.store, version).replace({"action": {"return": "restore"}})
        if name == "corrections":
            return self._corrections(version)
        about = self.table("articles", version, columns=["article_id", "outlet", "batch"])
        if name == "shares":
            return compare.shares(self.table("stance", version), about, self.codebook)
        return quotes.speakers_table(self.table("quotes", version, batch), about)

    def _corrections(self, version):
        standing = read_standing(self.store, version)
        replaced = standing.corrections[["article_id", "replaced_by", "version"]]
        both = of_articles([*replaced["article_id"], *replaced["replaced_by"]])
        articles = standing.read("articles", where=standing.in_versions & both)
        articles["outlet"] = self.outlets.names_of(articles["outlet"])
        return corrections_table(replaced, articles)

    def _of_batch(self, frame, version, batch):
        """The rows of a table that belong to a batch."""
        check_name("batch", batch, self.batches(version)["batch"].tolist())
        if "batch" in frame:
            frame = frame[frame["batch"] == batch]
        elif "article_id" in frame:
            articles = self._read("articles", version, ["article_id", "batch"])
            ids = articles.loc[articles["batch"] == batch, "article_id"]
            frame = frame[frame["article_id"].isin(ids)]
        return frame.reset_index(drop=True)
