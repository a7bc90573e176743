"""The corpus: its articles and every table derived from them, as of any version."""

import datetime
import itertools

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from monitor import compare, quotes, stance, syndication, themes
from monitor.errors import InputError
from monitor.handcoding import HandCoding
from monitor.intake import Intake, Receipt
from monitor.outlets import Outlets
from monitor.states import ThemeStates, finished, group_copies
from monitor.steps import derive, steps
from monitor.store import Store, up_to
from monitor.tables import COLUMNS, check_name, to_arrow, to_pandas

MANY = 20_000  # articles beyond which, to save memory, work in other processes is awaited first
OF_THEMES = ("themes", "theme_weights", "theme_changes")


class Corpus:
    """The articles in one folder and everything derived from them.

    `path`: folder of the store, created at the first ingest. `codebook`: default, the shipped one.
    `n_themes`: number of themes, by default chosen from the corpus. `aliases` (from
    `monitor.quotes.read_aliases`): which names mean one speaker. `outlets` (an Outlets; default, the
    shipped list): which names mean one outlet. `theme_names`: dict of theme ids and the analyst's
    names. All apply when a table is read, so that an edited list needs no new ingest.
    """

    def __init__(self, path, codebook=None, n_themes=None, aliases=None, outlets=None, theme_names=None):
        self.store = Store(path)
        self.codebook = codebook or stance.Codebook.load()
        self.coding = HandCoding(self.store, self.codebook)
        self.themes = ThemeStates(self.store, n_themes)
        self.aliases = aliases
        self.outlets = outlets or Outlets()
        self.theme_names = theme_names or {}
        self._named = None, None  # the newest version whose speakers were named, and its quotations

    def __getstate__(self):
        return {**vars(self), "_named": (None, None)}

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
        batch = batch or datetime.date.today().isoformat()
        with self.store.lock():
            version = self.version + 1
            known = set(self.store.read("articles", columns=["article_id"])["article_id"].to_pylist())
            intake = Intake(batch, version, known)
            stored = self.store.read("rejected", up_to(self.version), ["source", "reason"])
            chunks = intake.tables(articles)
            first = list(itertools.islice(chunks, 1))
            if not first and not intake.refused(stored):
                return Receipt(batch, self.version, 0, intake.known, intake.rejected)
            # The articles are committed last: without that commit nothing of the ingest counts.
            self.store.append(
                "articles", itertools.chain(first, chunks, self._noted(intake, stored)), "ingest", version
            )
        return Receipt(batch, version, intake.accepted, intake.known, intake.rejected)

    def _noted(self, intake, stored):
        """Store the counts and rejected inputs once everything has been read; yields no rows."""
        counts = [(intake.batch, intake.accepted, intake.known, len(intake.rejected), intake.version)]
        noted = {
            "rejected": intake.refused(stored),
            "ingests": to_arrow("ingests", pd.DataFrame(counts, columns=COLUMNS["ingests"])),
        }
        for name, rows in noted.items():
            if self.store.read(name, pc.field("version") == intake.version, ["version"]).num_rows:
                # Left behind by an ingest that was killed.
                self.store.replace(name, self.store.read(name, up_to(self.version)), "ingest", self.version)
            if rows:
                self.store.append(name, rows, "ingest", intake.version)
        yield from ()

    def batches(self, as_of=None):
        """DataFrame[batch, version (its last), articles, known, rejected], in the order of arrival."""
        where, columns = up_to(self._check_version(as_of)), ["batch", "version"]
        came = [
            self.store.read(name, where, columns).to_pandas().assign(**{name: 1}).sort_values("version", kind="stable")
            for name in ("articles", "rejected")
        ]
        every = pd.concat([*came, self.store.read("ingests", where, [*columns, "known"]).to_pandas()]).fillna(0)
        first = every.groupby("batch")["version"].min().sort_values(kind="stable").index
        counts = every.groupby("batch").agg({"version": "max", "articles": "sum", "known": "sum", "rejected": "sum"})
        return counts.loc[first].astype("int64").reset_index()

    def table(self, name, as_of=None, batch=None, columns=None):
        """DataFrame of one of `monitor.tables`, as of a version (default: the newest), of one batch or of all.

        `columns` (names) omits all others, which saves much memory where these are the texts. Raises
        InputError for a table, version or batch that does not exist.
        """
        check_name(name)
        version = self._check_version(as_of)
        if name in ("shares", "speakers"):
            about = self.table("articles", version, columns=["article_id", "outlet", "batch"])
            if name == "speakers":
                return quotes.speakers_table(self.table("quotes", version, batch), about)
            frame = compare.shares(self.table("stance", version), about, self.codebook)
        elif name in ("articles", "rejected", "ingests", "codings"):
            frame = to_pandas(name, self.store.read(name, up_to(version), columns))
            if "outlet" in frame:
                frame["outlet"] = frame["outlet"].map(self.outlets.name_of)
        elif name in ("quotes", "stance"):
            frame = self._of_step(name, version)
        else:
            self._describe(name, version)
            frame = to_pandas(name, self.store.read(name, pc.field("version") == version))
            frame = themes.name_themes(frame, self.theme_names) if name == "themes" else frame
        return self._of_batch(frame, version, batch) if batch else frame

    def texts(self, article_ids):
        """Series of the texts of these articles, by article_id."""
        wanted = pc.field("article_id").isin(pa.array(article_ids, pa.string()))
        tables = self.store.stream("articles", wanted, ["article_id", "text"])
        found = [pair for table in tables for pair in zip(*table.to_pydict().values(), strict=True)]
        return pd.Series(dict(found), name="text", dtype="str").rename_axis("article_id")

    def _of_step(self, name, version):
        derive(self.store, name, self.coding, version)
        if name == "quotes" and self._named[0] == version:
            return self._named[1].copy(deep=False)
        frame = to_pandas(name, self.store.read(name, up_to(version)))
        if name == "quotes":
            frame["speaker"] = quotes.name_speakers(frame, self.aliases)
            self._named = version, frame
        if name == "stance":
            said = self.table("quotes", version) if len(frame) else pd.DataFrame(columns=list(COLUMNS["quotes"]))
            voices = stance.voices(frame, said, self.codebook)
            frame = frame.assign(voice=voices["voice"], holder=voices["holder"].fillna(frame["holder"]))
            frame = self.coding.with_human_codes(frame, version)
        return frame

    def arrived(self, receipt):
        """Dict of what the articles of one ingest have and lack: counts, and outlets not in the list."""
        where = up_to(receipt.version, receipt.version - bool(receipt.accepted))
        columns = ["article_id", "date", "outlet", "language", "agency", "note"]
        new = to_pandas("articles", self.store.read("articles", where, columns))
        copies = self.table("syndication", receipt.version) if len(new) else pd.DataFrame({"article_id": []})
        copied = copies[copies["article_id"].isin(new["article_id"])]
        return {
            "without_date": int(new["date"].isna().sum()),
            "without_outlet": int((new["outlet"] == "").sum()),
            "unknown_outlets": self.outlets.unknown(new["outlet"])["outlet"].tolist(),
            "languages": {code or "unknown": int(n) for code, n in new["language"].value_counts().items()},
            "agencies": {name: int(n) for name, n in new["agency"].value_counts().items() if name},
            "notes": {note: int(n) for note, n in new["note"].value_counts().items() if note},
            "copies": int((~copied["original"].astype(bool)).sum()) if len(copied) else 0,
        }

    def add_codings(self, codings):
        """Store human codings in one atomic commit; nothing is ever overwritten.

        codings: DataFrame[passage_id, coder, position, holder, tone], with probability and stratum if
        the passages were sampled; a row without values withdraws the coder's earlier coding. Raises
        InputError for a passage that is not in the corpus, a value that is not in the codebook, or a
        coding without the coder's name.
        """
        self.coding.add(codings, self.version)

    def _check_version(self, as_of):
        newest = self.version
        if as_of is None:
            return newest
        if not isinstance(as_of, int) or not 0 <= as_of <= newest:
            raise InputError(f"unknown version {as_of!r}; available: 0 to {newest}")
        return as_of

    def _of_batch(self, frame, version, batch):
        articles = self.table("articles", version, columns=["article_id", "batch", "version"])
        names = list(articles["batch"].unique()) + list(self.table("rejected", version)["batch"].unique())
        if batch not in names:
            known = ", ".join(dict.fromkeys(names)) or "none yet"
            raise InputError(f"unknown batch {batch!r} in version {version}; available: {known}")
        if "batch" in frame:
            frame = frame[frame["batch"] == batch]
        elif "article_id" in frame:
            frame = frame[frame["article_id"].isin(articles.loc[articles["batch"] == batch, "article_id"])]
        return frame.reset_index(drop=True)

    def _describe(self, name, version):
        """Compute and store a table about all articles of a version."""
        table, code = ("theme_changes", self.themes.code) if name in OF_THEMES else (name, syndication.VERSION)
        if finished(self.store, table, code, version):
            return
        with self.store.lock():
            if name in OF_THEMES:
                self._describe("syndication", version)
                # On such small matrices threads cost time, and their number changes the last digits.
                with threadpool_limits(1):
                    self.themes.describe(version)
            else:
                derive(self.store, "signatures", self.coding, version)
                group_copies(self.store, version)

    def work_out(self, as_of=None):
        """Compute every table of a version; within `parallel.beside`, themes in another process."""
        version = self._check_version(as_of)
        with self.store.lock():
            self._describe("syndication", version)
            self.themes.begin(version)
            for name in steps(self.coding):
                derive(self.store, name, self.coding, version)
            n = self.store.read("articles", up_to(version), ["version"]).num_rows
            if n > MANY or self.themes.is_ready(version):
                self._describe("themes", version)

    def name_version(self, report, version):
        """Record that a report names a version, so that nothing of that version is ever deleted."""
        label = f"{report} {version}"
        with self.store.lock():
            if not self.store.finished("reports", label):
                row = pd.DataFrame({"report": [report], "version": [version]})
                self.store.append("reports", to_arrow("reports", row), label, 1)

    def named_versions(self):
        """Set of the versions named by reports."""
        return set(self.store.read("reports")["version"].to_pylist())

    def theme_changes(self, as_of=None):
        """`monitor.themes.changes_table` for the last ingest of a version; empty for the first one."""
        version = self._check_version(as_of)
        names = self.table("themes", version).set_index("theme_id")["label"]
        table = self.store.read("theme_changes", pc.field("version") == version).to_pandas()
        return table.assign(theme=table["theme_id"].map(names), other=table["other_id"].map(names))
