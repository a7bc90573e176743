"""Reprints and themes of a version, which continue from those of the version before."""

import copy

import pandas as pd
from threadpoolctl import threadpool_limits

from monitor import syndication, themes
from monitor.corpus.derived import IS_READ, Derived, Signatures
from monitor.corpus.store import of_version, up_to
from monitor.errors import InputError

ARTICLES = "articles.txt"  # beside a model: the ids of its texts


class Reprints(Derived):
    """Which articles are reprints; only the new articles of a version are compared, with all."""

    names = ("syndication",)
    code = syndication.VERSION
    needs = (Signatures,)

    def compute(self, start, version):
        """Dict of the table for one version."""
        dates = self.store.read("articles", up_to(version), ["article_id", "date"])
        before = self.store.read("syndication", of_version(start), ["article_id", "group_id"])
        signed = self.store.read("signatures", up_to(version))
        signed = signed.merge(dates, "left", "article_id").merge(before, "left", "article_id")
        groups = signed["group_id"].fillna(signed["article_id"])
        signed["group_id"] = groups.where(signed["version"] <= start)
        table = syndication.syndication_table(signed)
        return {"syndication": [table.assign(version=version)]}


class ThemeHistory(Derived):
    """The themes of each version: fitted at the first that holds articles, then updated.

    `n_themes` as of Corpus.
    """

    names = ("themes", "theme_weights", "theme_changes")
    needs = (Reprints,)

    def __init__(self, store, n_themes=None):
        super().__init__(store)
        self.n_themes = n_themes
        self.code = f"{themes.VERSION}-{n_themes or 'auto'}"
        self.folder = store.path / "models" / f"themes-{self.code}"

    def model(self, version):
        """The ThemeModel of a version; None where it holds no articles or is no longer kept."""
        self.update(version)
        return self._load(version)

    # On such small matrices threads cost time, and their number changes the last digits.
    @threadpool_limits.wrap(limits=1)
    def compute(self, start, version):
        """Dict of the tables for one version; its model is saved as well."""
        tables = dict.fromkeys(self.names, pd.DataFrame())
        before = self._load(start)
        model, ids = self._continue(before, version)
        if model is not None:
            # Nothing reads it before the tables of the version are there as well.
            folder = self.folder / str(version)
            model.save(folder)
            (folder / ARTICLES).write_text("\n".join(ids), encoding="ascii")
        if model is not None and model.enough_:
            (batch,) = self.store.read("ingests", of_version(version))["batch"]
            first_batch = dict.fromkeys(model.theme_ids_, batch)
            kept = self.store.read("themes", of_version(start)).set_index("theme_id")
            first_batch.update(kept["first_batch"])
            tables["themes"] = themes.themes_table(model, first_batch, model.weights_)
            tables["theme_weights"] = themes.theme_weights_table(model, ids, model.weights_)
            if before and before.enough_:
                tables["theme_changes"] = themes.changes_table(before, model)
        return {name: [frame.assign(version=version)] for name, frame in tables.items()}

    def _continue(self, before, version):
        """(the ThemeModel of a version, ids of its texts); (None, []) where they hold no words."""
        where = up_to(version) & IS_READ
        names = self.store.read("articles", where, ["outlet", "authors"])
        names = {*names["outlet"], *names["authors"].str.split("; ").explode()}
        ignore = sorted(names - {""})
        ids = []
        is_update = before and before.enough_
        if is_update:
            ids = (self.folder / str(version - 1) / ARTICLES).read_text(encoding="ascii").split()
            where &= of_version(version)
        for articles in self.store.stream("articles", where, ["article_id"]):
            ids += articles["article_id"].tolist()
        reprints = self.store.read("syndication", of_version(version))
        groups = reprints.set_index("article_id")["group_id"].reindex(ids)
        texts = self._texts(where)
        try:
            if is_update:
                model = copy.copy(before).set_params(ignore=ignore)
                return model.update(texts, groups=groups, further=True), ids
            return themes.ThemeModel(self.n_themes, ignore=ignore).fit(texts, groups=groups), ids
        except InputError:
            return None, []

    def _texts(self, where):
        for articles in self.store.stream("articles", where, ["title", "text"]):
            yield from articles["title"] + "\n\n" + articles["text"]

    def _load(self, version):
        folder = self.folder / str(version)
        return themes.ThemeModel.load(folder) if folder.exists() else None
