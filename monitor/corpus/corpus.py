"""Corpus: the articles of one folder and every table derived from them, as of any version."""

import datetime

import pandas as pd

from monitor import compare, quotes, stance, themes
from monitor.corpus.codings import Codings
from monitor.corpus.derived import Quotes, Signatures
from monitor.corpus.history import Reprints, ThemeHistory
from monitor.corpus.ingest import ingest
from monitor.corpus.store import Store, of_articles, of_version, up_to
from monitor.errors import InputError, check_name
from monitor.outlets import Outlets
from monitor.tables import COLUMNS


class Corpus:
    """The articles in one folder and everything derived from them.

    `path`: folder of the store, created at the first ingest. `codebook`: default, the shipped one.
    `n_themes`: number of themes, by default chosen from the corpus. `aliases` (from
    `monitor.quotes.read_aliases`): which names mean one speaker. `outlets` (an Outlets; default,
    the shipped list): which names mean one outlet. `theme_names`: dict of theme ids and the
    analyst's names. All apply when a table is read, so that an edited list needs no new ingest.
    """

    def __init__(
        self,
        path,
        codebook=None,
        n_themes=None,
        aliases=None,
        outlets=None,
        theme_names=None,
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

    @property
    def version(self):
        """Number of ingests that added something; 0 for an empty corpus."""
        return self.store.finished("articles", "ingest")

    @property
    def state(self):
        """Numbers that change with each ingest and each human coding."""
        codings = self.store.open("codings")
        return self.version, codings.version() if codings else None

    def add(self, articles, batch=None):
        """Add an iterable of Article and Rejected as one version; returns a Receipt.

        An article that comes twice is one article. Everything is added in one atomic commit; if
        nothing is new, there is no new version. `batch`: default, today's date.
        """
        return ingest(self.store, articles, batch or datetime.date.today().isoformat())

    def add_codings(self, codings):
        """Store human codings in one atomic commit; nothing is ever overwritten.

        codings: DataFrame[passage_id, coder, position, holder, tone], with probability and stratum
        if the passages were sampled; a row without values withdraws the coder's earlier coding.
        Raises InputError for a passage that is not in the corpus, a value that is not in the
        codebook, or a coding without the coder's name.
        """
        self.codings.add(codings, self.version)

    def table(self, name, as_of=None, batch=None, columns=None):
        """DataFrame of one of `monitor.tables`, as of a version (default: the newest).

        `batch`: of one alone. `columns` (names) omits all others, which saves much memory where
        these are the texts. Raises InputError for a table, version or batch that does not exist.
        """
        check_name("table", name, COLUMNS)
        version = self._check_version(as_of)
        if name in ("shares", "speakers"):
            frame = self._summary(name, version, batch)
        else:
            frame = self._finish(name, self._read(name, version, columns), version)
        return self._of_batch(frame, version, batch) if batch else frame

    def theme_changes(self, as_of=None):
        """`monitor.themes.changes_table` for the last ingest of a version; empty for the first."""
        version = self._check_version(as_of)
        labels = self.table("themes", version).set_index("theme_id")["label"]
        changes = self._read("theme_changes", version)
        return changes.assign(
            theme=changes["theme_id"].map(labels), other=changes["other_id"].map(labels)
        )

    def texts(self, article_ids):
        """Series of the texts of these articles, by article_id."""
        rows = self.store.read("articles", of_articles(article_ids), ["article_id", "text"])
        return rows.set_index("article_id")["text"]

    def batches(self, as_of=None):
        """DataFrame[batch, version (its last), articles, known, rejected], by order of arrival."""
        where = up_to(self._check_version(as_of))
        ingests = self.store.read("ingests", where)
        batches = ingests.groupby("batch", sort=False).agg(
            version=("version", "max"), articles=("accepted", "sum"), known=("known", "sum")
        )
        # The receipts also count what an earlier ingest had rejected already.
        rejected = self.store.read("rejected", where)["batch"]
        counts = rejected.value_counts().reindex(batches.index, fill_value=0)
        return batches.assign(rejected=counts).reset_index()

    def describe_ingest(self, receipt):
        """Dict of what the articles of one ingest have and lack: counts, and unknown outlets."""
        columns = ["article_id", "date", "outlet", "language", "agency", "note"]
        version = receipt.version if receipt.accepted else 0
        new = self.store.read("articles", of_version(version), columns)
        reprints = self._read("syndication", receipt.version)
        reprints = reprints.loc[~reprints["original"].astype(bool), "article_id"]
        languages = new["language"].replace("", "unknown").value_counts()
        return {
            "without_date": int(new["date"].isna().sum()),
            "without_outlet": int((new["outlet"] == "").sum()),
            "unknown_outlets": self.outlets.unknown(new["outlet"])["outlet"].tolist(),
            "languages": languages.to_dict(),
            "agencies": new["agency"].replace("", None).value_counts().to_dict(),
            "notes": new["note"].replace("", None).value_counts().to_dict(),
            "copies": int(new["article_id"].isin(reprints).sum()),
        }

    def name_version(self, report, version):
        """Record that a report names a version, so that nothing of it is ever deleted."""
        with self.store.lock():
            row = pd.DataFrame({"report": [report], "version": [version]})
            self.store.write("reports", row, {})

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
        return self.store.read(name, up_to(version), columns)

    def _finish(self, name, frame, version):
        """The stored rows with all that applies when a table is read."""
        if "outlet" in frame:
            frame["outlet"] = frame["outlet"].map(self.outlets.name_of)
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
            frame = self.codings.with_human_codes(frame, version)
        if name == "themes":
            frame = themes.name_themes(frame, self.theme_names)
        return frame

    def _summary(self, name, version, batch):
        """The table `shares` or `speakers`, made of other tables."""
        about = self.table("articles", version, columns=["article_id", "outlet", "batch"])
        if name == "shares":
            return compare.shares(self.table("stance", version), about, self.codebook)
        return quotes.speakers_table(self.table("quotes", version, batch), about)

    def _of_batch(self, frame, version, batch):
        """The rows of a table that belong to a batch."""
        batches = self.batches(version)["batch"].tolist()
        check_name("batch", batch, batches)
        if "batch" in frame:
            frame = frame[frame["batch"] == batch]
        elif "article_id" in frame:
            articles = self.store.read("articles", up_to(version), ["article_id", "batch"])
            ids = articles.loc[articles["batch"] == batch, "article_id"]
            frame = frame[frame["article_id"].isin(ids)]
        return frame.reset_index(drop=True)
