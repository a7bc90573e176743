"""The corpus: articles in, every table out, as of any version; the one place that keeps state."""

import datetime
import functools
import itertools
import shutil
from dataclasses import dataclass, field

import joblib
import pandas as pd
import pyarrow.compute as pc

from monitor import compare, quotes, stance, syndication, themes
from monitor.article import Rejected
from monitor.errors import InputError
from monitor.outlets import Outlets
from monitor.store import Store, up_to
from monitor.tables import check_name, to_arrow, to_pandas

CHUNK = 500
PARALLEL_FROM = 1000
# Quotations, stance and themes are worked out for English; "" is a text too short to tell.
READ_LANGUAGES = ["en", ""]
LEARN_FROM, LEARN_EVERY = 40, 20


@dataclass(frozen=True)
class Receipt:
    """What became of one ingest: counts, and the inputs that were not taken."""

    batch: str
    version: int
    accepted: int = 0
    known: int = 0
    rejected: list[Rejected] = field(default_factory=list)


class Corpus:
    """The articles in one folder and everything derived from them.

    `path` is the folder of the store; it is made at the first ingest. `codebook` is the shipped one where none is
    given. `n_themes` fixes the number of themes; without it the corpus decides. `aliases` of
    `monitor.quotes.read_aliases` say which names are one speaker, `outlets` (an Outlets; default: the shipped list)
    which are one outlet; `theme_names` maps ids of themes to the analyst's names. All of them act when a table is
    read, so that an edited list needs no new ingest.
    """

    def __init__(self, path, codebook=None, n_themes=None, aliases=None, outlets=None, theme_names=None):
        self.store = Store(path)
        self.codebook = codebook or stance.Codebook.load()
        self.n_themes = n_themes
        self.aliases = aliases
        self.outlets = outlets or Outlets()
        self.theme_names = theme_names or {}
        self._learned, self._model = None, None

    @property
    def version(self):
        """Number of ingests that added something; 0 for an empty corpus."""
        return self.store.finished("articles", "ingest")

    @property
    def state(self):
        """Numbers that change with each ingest and each coding by hand."""
        codings = self.store.open("codings")
        return self.version, codings.version() if codings else None

    def add(self, articles, batch=None):
        """Add an iterable of Article and Rejected as one version; returns a Receipt.

        The same article twice is one article. All is added in one atomic commit, or nothing; where nothing is new,
        there is no new version. `batch` is today's date where none is given.
        """
        batch = batch or datetime.date.today().isoformat()
        with self.store.lock():
            version = self.version + 1
            known = set(self.store.read("articles", columns=["article_id"])["article_id"].to_pylist())
            intake = _Intake(batch, version, known)
            chunks = intake.tables(articles)
            first = list(itertools.islice(chunks, 1))
            refused = self._new_rejections(intake) if not first else None
            if not first and not refused:
                return Receipt(batch, self.version, 0, intake.known, intake.rejected)
            self.store.append("articles", itertools.chain(first, chunks), "ingest", version)
            refused = self._new_rejections(intake)
            if refused:
                rows = pd.DataFrame([(batch, r.source, r.reason, version) for r in refused])
                rows.columns = ["batch", "source", "reason", "version"]
                self.store.append("rejected", to_arrow("rejected", rows), "ingest", version)
        return Receipt(batch, version, intake.accepted, intake.known, intake.rejected)

    def _new_rejections(self, intake):
        stored = self.store.read("rejected", columns=["source", "reason"]).to_pylist()
        seen = {(row["source"], row["reason"]) for row in stored}
        return [r for r in dict.fromkeys(intake.rejected) if (r.source, r.reason) not in seen]

    def batches(self, as_of=None):
        """DataFrame[batch, version (its last), articles, rejected], in the order in which the batches came."""
        articles = self.table("articles", as_of)[["batch", "version"]]
        rejected = self.table("rejected", as_of)[["batch", "version"]]
        both = pd.concat([articles.assign(articles=1, rejected=0), rejected.assign(articles=0, rejected=1)])
        first = both.groupby("batch")["version"].min().sort_values(kind="stable").index
        counts = both.groupby("batch").agg(
            version=("version", "max"), articles=("articles", "sum"), rejected=("rejected", "sum")
        )
        return counts.loc[first].reset_index()

    def table(self, name, as_of=None, batch=None):
        """DataFrame of one of `monitor.tables`, as of a version (default: the newest), of one batch or of all.

        Raises InputError for a table, version or batch that does not exist.
        """
        check_name(name)
        version = self._check_version(as_of)
        if name == "shares":
            frame = compare.shares(self.table("stance", version), self.table("articles", version), self.codebook)
        elif name == "speakers":
            said = self.table("quotes", version, batch)
            return quotes.speakers_table(said, self.table("articles", version))
        elif name in ("articles", "rejected", "codings"):
            frame = to_pandas(name, self.store.read(name, up_to(version)))
            if name == "articles":
                frame["outlet"] = frame["outlet"].map(self.outlets.name_of)
        elif name in self._steps():
            self._derive(name, version)
            frame = to_pandas(name, self.store.read(name, up_to(version)))
            if name == "quotes":
                frame["speaker"] = quotes.name_speakers(frame, self.aliases)
            frame = self._with_hand_codes(frame, version) if name == "stance" else frame
        else:
            self._describe(name, version)
            frame = to_pandas(name, self.store.read(name, pc.field("version") == version))
            frame = themes.name_themes(frame, self.theme_names) if name == "themes" else frame
        return self._of_batch(frame, version, batch) if batch else frame

    def arrived(self, receipt):
        """Dict of what the articles of one ingest hold and lack: counts, and outlets that the list does not know."""
        new = self.table("articles", receipt.version)
        new = new[new["version"] == receipt.version] if receipt.accepted else new.iloc[:0]
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

    def _with_hand_codes(self, passages, version):
        """The passages with whose voice they are and with the hand codes: both may change while the text does not."""
        settled = self._settled(up_to(version)).set_index("passage_id")
        by_hand = settled.reindex(passages["passage_id"]).set_axis(passages.index)
        said = stance.voices(passages, self.table("quotes", version), self.codebook)
        return passages.assign(
            voice=said["voice"],
            holder=said["holder"].fillna(passages["holder"]),
            coded_by=by_hand["coded_by"].fillna("model"),
            probability=by_hand["probability"],
            **{f"hand_{dimension}": by_hand[dimension] for dimension in stance.DIMENSIONS},
        )

    def add_codings(self, codings):
        """Keep codings by hand, one atomic commit; nothing is ever overwritten.

        codings: DataFrame[passage_id, coder, position, holder, tone], and probability and stratum where they were
        drawn; a row without a code takes the coder's earlier one back. Raises InputError for a passage that the corpus
        does not hold, a value that the codebook does not know, or a coding without the coder's name.
        """
        rows = codings.reset_index(drop=True)
        named = rows["coder"].fillna("").astype(str).str.strip()
        if (named == "").any() or (named.str.lower() == "model").any():
            raise InputError("coder: name the person who codes, any name but 'model'")
        known = set(self.store.read("stance", columns=["passage_id"])["passage_id"].to_pylist())
        for passage_id in rows["passage_id"]:
            if passage_id not in known:
                raise InputError(f"passage {passage_id!r} is not in this corpus; export the sample again")
        for dimension in stance.DIMENSIONS:
            allowed = self.codebook.dimensions[dimension]
            for value in rows[dimension].dropna():
                if value not in allowed:
                    raise InputError(f"{dimension} {value!r} is not in the codebook; allowed are {', '.join(allowed)}")
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
        article_ids = rows["passage_id"].str.rpartition(":")[0]
        rows = rows.assign(
            coder=named, article_id=article_ids, codebook=self.codebook.version, coded_at=now, version=self.version
        )
        with self.store.lock():
            self.store.append("codings", to_arrow("codings", rows), f"codings {now}", 1)

    def _check_version(self, as_of):
        newest = self.version
        if as_of is None:
            return newest
        if not isinstance(as_of, int) or not 0 <= as_of <= newest:
            raise InputError(f"version {as_of!r} does not exist; the corpus holds the versions 0 to {newest}")
        return as_of

    def _of_batch(self, frame, version, batch):
        articles = to_pandas("articles", self.store.read("articles", up_to(version)))
        names = list(articles["batch"].unique()) + list(self.table("rejected", version)["batch"].unique())
        if batch not in names:
            known = ", ".join(dict.fromkeys(names)) or "none yet"
            raise InputError(f"no batch is called {batch!r} in version {version}; there are: {known}")
        if "batch" in frame:
            frame = frame[frame["batch"] == batch]
        elif "article_id" in frame:
            frame = frame[frame["article_id"].isin(articles.loc[articles["batch"] == batch, "article_id"])]
        return frame.reset_index(drop=True)

    def _steps(self):
        """Steps that look at one article at a time: name → (version of its code, function of the articles)."""
        learned = self._codings_learned()
        coded = f"{stance.VERSION}-{self.codebook.version}" + (f"-{learned}" if learned else "")
        return {
            "quotes": (quotes.VERSION, quotes.quotes_table),
            "stance": (coded, _coded_passages),
        }

    def _codings_learned(self):
        """How many hand-coded passages the model learns from: anew with each 20 more, so that not each click counts."""
        coded = stance.latest(self.store.read("codings").to_pandas())["passage_id"].nunique()
        return coded // LEARN_EVERY * LEARN_EVERY if coded >= LEARN_FROM else 0

    def _settled(self, where=None):
        """The settled codings; a code that the codebook of today lacks is missing."""
        settled = stance.settle(self.store.read("codings", where).to_pandas())
        for dimension, values in self.codebook.dimensions.items():
            settled[dimension] = settled[dimension].where(settled[dimension].isin(list(values)))
        return settled

    def stance_model(self):
        """The StanceModel that codes this corpus: from the codebook alone, or from the codings too where 40 are in."""
        learned = self._codings_learned()
        if self._learned != learned or self._model is None:
            self._learned, self._model = learned, stance.StanceModel(self.codebook)
            if learned:
                settled = self._settled()
                ids = settled["passage_id"].str.rpartition(":")[0].unique().tolist()
                articles = self.store.read("articles", pc.field("article_id").isin(ids)).to_pandas()
                found = stance.find_passages(articles, self.codebook).merge(settled, on="passage_id", how="inner")
                self._model.fit(found.set_index("passage_id"), found)
        return self._model

    def _derive(self, name, version):
        """Run a step for the articles that it has not seen; all of them where its code has changed."""
        code, _ = self._steps()[name]
        label = f"{name} {code}"
        if self.store.finished(name, label) >= version:
            return
        with self.store.lock():
            done = self.store.finished(name, label)
            if done >= version:
                return
            rows = self._results(name, up_to(version, done))
            (self.store.append if done else self.store.replace)(name, rows, label, version)

    def _results(self, name, where):
        columns = ["article_id", "title", "text", "version"]
        where &= pc.field("language").isin(READ_LANGUAGES)
        step = self._steps()[name][1]
        if name == "stance":
            # Learned here once: a step runs in other processes, and may not read the store while it is written.
            step = functools.partial(step, model=self.stance_model())
        chunks = [chunk.to_pandas() for chunk in self.store.stream("articles", where, columns, CHUNK)]
        workers = -1 if sum(map(len, chunks)) >= PARALLEL_FROM else 1
        results = joblib.Parallel(workers, return_as="generator")(
            joblib.delayed(_run_step)(step, chunk) for chunk in chunks
        )
        return (to_arrow(name, frame) for frame in results)

    def _describe(self, name, version):
        """Work out a table that looks at all articles of a version, and keep it."""
        if self.store.finished(name, self._state_label(name, version)):
            return
        with self.store.lock():
            if name == "syndication":
                articles = self.table("articles", version)
                self._keep(name, syndication.syndication_table(articles), version)
            else:
                self._describe_themes(version)

    def _state_label(self, name, version):
        code = syndication.VERSION if name == "syndication" else f"{themes.VERSION}-{self.n_themes or 'auto'}"
        return f"{name} {code} {version}"

    def _keep(self, name, frame, version):
        rows, label = to_arrow(name, frame.assign(version=version)), self._state_label(name, version)
        of_this = pc.field("version") == version
        if self.store.read(name, of_this, ["version"]).num_rows:
            # The state was worked out before, by code that has changed since.
            self.store.replace(name, [self.store.read(name, ~of_this), rows], label, 1)
        else:
            self.store.append(name, rows, label, 1)

    def _describe_themes(self, version):
        """Fit at the first version that holds articles and update at each later one, so that themes keep their ids."""
        articles = self.table("articles", version)
        states = sorted({*articles["version"], version})
        articles = articles[articles["language"].isin(READ_LANGUAGES)]
        done = [state for state in states if self._model_folder(state).exists() and self._has_themes(state)]
        fitted, first_batch = None, {}
        if done:
            fitted = themes.ThemeModel.load(self._model_folder(done[-1]))
            kept = self.store.read("themes", pc.field("version") == done[-1]).to_pandas()
            first_batch = dict(zip(kept["theme_id"], kept["first_batch"], strict=True))
        for state in states[len(done) :]:
            seen = articles[articles["version"] <= state]
            fitted = self._themes_after(fitted, seen, state)
            if fitted and fitted.enough_:
                first_batch = {t: first_batch.get(t, seen["batch"].iloc[-1]) for t in fitted.theme_ids_}
                weights = fitted.transform(_texts(seen))
                self._keep("themes", themes.themes_table(fitted, first_batch, weights), state)
                table = themes.theme_weights_table(fitted, seen["article_id"], weights)
                self._keep("theme_weights", table, state)
            else:
                self._keep("themes", pd.DataFrame(), state)
                self._keep("theme_weights", pd.DataFrame(), state)

    def _has_themes(self, version):
        return self.store.finished("theme_weights", self._state_label("theme_weights", version))

    def _themes_after(self, fitted, articles, version):
        """The ThemeModel brought up to the articles of a version; None where they hold no words."""
        if not len(articles):
            return None
        groups = self.table("syndication", version).set_index("article_id")["group_id"]
        copies = articles["article_id"].map(groups).tolist()
        try:
            if fitted and fitted.enough_:
                fitted.update(_texts(articles), groups=copies)
            else:
                names = sorted({*articles["outlet"], *articles["authors"]} - {""})
                # Choosing the number by stability takes minutes; the square root of the articles is a sound start.
                number = self.n_themes or min(30, max(3, round(len(articles) ** 0.5)))
                fitted = themes.ThemeModel(number, ignore=names).fit(_texts(articles), groups=copies)
        except InputError:
            return fitted
        _save_whole(fitted, self._model_folder(version))
        return fitted

    def _model_folder(self, version):
        code = f"{themes.VERSION}-{self.n_themes or 'auto'}"
        return self.store.path / "models" / f"themes-{code}" / str(version)

    def theme_changes(self, as_of=None):
        """`monitor.themes.changes_table` of what the last ingest of a version did to the themes; None for the first."""
        version = self._check_version(as_of)
        before, after = (self.theme_model(state) if state else None for state in (version - 1, version))
        if not (before and after and before.enough_ and after.enough_) or version == 0:
            return None
        names = self.table("themes", version).set_index("theme_id")["label"]
        table = themes.changes_table(before, after)
        return table.assign(theme=table["theme_id"].map(names), other=table["other_id"].map(names))

    def theme_model(self, as_of=None):
        """The ThemeModel of a version; None where it holds no articles."""
        version = self._check_version(as_of)
        self.table("themes", version)
        folder = self._model_folder(version)
        return themes.ThemeModel.load(folder) if folder.exists() else None


class _Intake:
    """Tells new articles of one ingest from known ones and from rejected inputs, and counts them."""

    def __init__(self, batch, version, known):
        self.batch, self.version, self.ids = batch, version, known
        self.accepted, self.known, self.rejected = 0, 0, []

    def tables(self, inputs):
        """Iterator of pyarrow Tables of the new articles."""
        fresh = self._fresh(inputs)
        while rows := list(itertools.islice(fresh, CHUNK)):
            yield to_arrow("articles", pd.DataFrame(rows))

    def _fresh(self, inputs):
        for item in inputs:
            if isinstance(item, Rejected):
                self.rejected.append(item)
                continue
            article_id = item.article_id
            if article_id in self.ids:
                self.known += 1
                continue
            self.ids.add(article_id)
            self.accepted += 1
            yield {
                "article_id": article_id,
                "batch": self.batch,
                "source": item.source,
                "source_id": item.source_id,
                "outlet": item.outlet,
                "title": item.title,
                "authors": "; ".join(item.authors),
                "date": item.date,
                "date_rule": item.date_rule,
                "url": item.url,
                "language": item.language,
                "agency": item.agency,
                "note": item.note,
                "words": len(item.text.split()),
                "text": item.text,
                "version": self.version,
            }


def _coded_passages(articles, model):
    found = stance.find_passages(articles, model.codebook)
    coded = pd.concat([found, model.predict(found)], axis=1).assign(coded_by="model").set_index("passage_id")
    held_out = getattr(model, "cross_validated_", None)
    if held_out is not None:
        # Of the passages that it learned from, what it said before it saw them: only that shows how often it errs.
        coded.update(held_out[held_out.index.isin(coded.index)])
    return coded.reset_index()


def _run_step(step, articles):
    result = step(articles)
    versions = articles.set_index("article_id")["version"]
    return result.assign(version=result["article_id"].map(versions).astype("int64"))


def _texts(articles):
    return (articles["title"] + "\n\n" + articles["text"]).tolist()


def _save_whole(model, folder):
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    model.save(partial)
    partial.replace(folder)
