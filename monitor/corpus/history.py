"""Reprints and themes of a version, which continue from those of the version before."""

import copy
import json
import shutil

import pandas as pd
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from monitor import syndication, themes
from monitor.corpus.derived import READ_LANGUAGES, Derived, Signatures
from monitor.corpus.standing import read_standing, read_steps
from monitor.corpus.store import of_articles, of_version
from monitor.errors import InputError

RECORD = "record.json"  # beside a model: the step of each of its texts, and of each theme


class Reprints(Derived):
    """Which articles are reprints; only the new articles of a version are compared, with all."""

    names = ("syndication",)
    code = syndication.VERSION
    needs = (Signatures,)

    def compute(self, start, version):
        """Dict of the table for one version."""
        standing, base = (read_standing(self.store, number) for number in (version, version - 1))
        columns = ["article_id", "date", "batch", "version"]
        articles = standing.read("articles", columns, standing.articles)
        # Of several articles of one day, that of the earliest batch is the original.
        batches = standing.read("ingests")["batch"].unique()
        articles["batch"] = pd.Categorical(articles["batch"], batches)
        articles = articles.sort_values(["batch", "article_id"])
        signed = self.store.read("signatures", standing.articles, ["article_id", "signature"])
        signed = articles.merge(signed, on="article_id")
        signed["group_id"] = signed["article_id"].map(self._known_groups(base, signed))
        table = syndication.syndication_table(signed)
        return {"syndication": [table.assign(version=version)]}

    def _known_groups(self, base, articles):
        """Series of the earlier group of articles, by article_id; missing where it lost a member.

        Without that one it may fall apart, so its articles are compared again as new ones are.
        """
        groups = self.store.read("articles", base.articles, ["article_id"])
        reprints = self.store.read("syndication", of_version(base.content))
        groups = groups.merge(reprints, "left", "article_id").set_index("article_id")["group_id"]
        groups = groups.fillna(groups.index.to_series())
        return groups[~groups.isin(groups[~groups.index.isin(articles["article_id"])])]


class ThemeHistory(Derived):
    """The themes of each version: fitted to the articles of its first step, then updated.

    A step is the articles of one ingest that count, each in the form that counts. So the themes of
    a corpus that was put right are those of one that never held what was wrong, but keep the ids
    that they had. `n_themes` as of Corpus.
    """

    names = ("themes", "theme_weights", "theme_changes")
    needs = (Reprints,)

    def __init__(self, store, n_themes=None):
        super().__init__(store)
        self.n_themes = n_themes
        self.code = f"{themes.VERSION}-4-{n_themes or 'auto'}"
        self.folder = store.path / "models" / f"themes-{self.code}"

    def model(self, version):
        """The ThemeModel of a version; None where its articles hold no words."""
        standing = read_standing(self.store, version)
        self.update(standing)
        with self.store.lock():
            return self._load(standing.content)

    def compute(self, start, version):
        """Dict of the tables for one version; its model is saved as well."""
        tables = dict.fromkeys(self.names, pd.DataFrame())
        before, model = self._make(version)
        if model is not None and model.enough_:
            steps, first = self._record(version)
            tables["themes"] = themes.themes_table(model).assign(first_version=first)
            tables["theme_weights"] = themes.theme_weights_table(model, [*steps])
            if before is not None:
                tables["theme_changes"] = themes.changes_table(before, model)
        return {name: [frame.assign(version=version)] for name, frame in tables.items()}

    # On such small matrices threads cost time, and their number changes the last digits.
    @threadpool_limits.wrap(limits=1)
    def _make(self, version):
        """(the ThemeModel before the last step, that of a version), which is saved with a record.

        Either is None where there are too few articles, or where they hold no words.
        """
        base = read_standing(self.store, version - 1).content
        articles = read_steps(read_standing(self.store, version))
        newest = articles["step"].max()
        articles = articles[articles["language"].isin(READ_LANGUAGES)]
        start = self._find_start(base, version, articles)
        before, model = None, self._load(start)
        known = self._load(base) if start != base else None
        steps, first = self._record(start)
        reprints = self.store.read("syndication", of_version(version), ["article_id", "group_id"])
        groups = reprints.set_index("article_id")["group_id"]
        missing = sorted(set(articles["step"]) - set(steps.values()))
        for step in missing:
            so_far = articles[articles["step"] <= step]
            before = model if model is not None and model.enough_ else None
            if before is None:
                steps, first = {}, []
            new = so_far[~so_far["article_id"].isin(steps)].set_index("article_id")
            # The versions too, since only their files are then read.
            where = of_articles(new.index) & pc.field("version").isin(new["version"].unique())
            for chunk in self.store.stream("articles", where, ["article_id"]):
                steps |= new["step"][chunk["article_id"]].to_dict()
            texts = self._texts(where)
            model = self._continue(before, known, so_far, texts, groups.reindex([*steps]))
            n_themes = len(model.theme_ids_) if model is not None else 0
            first += [step] * (n_themes - len(first))
        if known is not None and known.enough_ and model is not None:
            model.take_ids(known)
            if before is not None:
                before.theme_ids_ = model.theme_ids_[: len(before.theme_ids_)]
        self._save(model, [steps, first], version)
        return before if missing[-1:] == [newest] else None, model

    def _continue(self, model, known, articles, texts, groups):
        """The ThemeModel of one more step; None where no word could name a theme.

        `known`: a ThemeModel that has read many of the texts, or None.
        """
        names = {*articles["outlet"], *articles["authors"].str.split("; ").explode()}
        ignore = sorted(names - {""})
        try:
            if model is None:
                blank = themes.ThemeModel(self.n_themes) if known is None else copy.copy(known)
                return blank.set_params(ignore=ignore).fit(texts, groups=groups)
            model = copy.copy(model).set_params(ignore=ignore)
            return model.update(texts, groups=groups, further=True)
        except InputError:
            return None

    def _find_start(self, base, version, articles):
        """The version whose themes a version continues: the last that has some of its steps only.

        0 where there is none. `base`: the version before it, which is mostly the one.
        """
        steps = articles.set_index("article_id")["step"]
        kept = [int(path.name) for path in self.folder.glob("*") if path.name.isdecimal()]
        for number in [base, *sorted(kept, reverse=True)]:
            record, _ = self._record(number)
            last = max(record.values(), default=0)
            if number < version and last < steps.max() and record == steps[steps <= last].to_dict():
                return number
        return 0

    def _texts(self, where):
        for articles in self.store.stream("articles", where, ["title", "text"]):
            yield from articles["title"] + "\n\n" + articles["text"]

    def _save(self, model, record, version):
        folder = self.folder / str(version)
        partial = folder.with_suffix(".partial")
        partial.mkdir(parents=True, exist_ok=True)
        if model is not None:
            model.save(partial)
        (partial / RECORD).write_text(json.dumps(record), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)

    def _load(self, version):
        """ThemeModel of a version, made again if it is no longer kept; None if there is none."""
        folder = self.folder / str(version)
        if version and not folder.exists():
            return self._make(version)[1]
        # Where no word could name a theme, the record stands alone.
        return themes.ThemeModel.load(folder) if any(folder.glob("*.npz")) else None

    def _record(self, version):
        """(dict from the ids of the texts of a model to their steps, list of those of the themes).

        Both are empty where none is kept.
        """
        record = self.folder / str(version) / RECORD
        return json.loads(record.read_text("ascii")) if record.exists() else [{}, []]
