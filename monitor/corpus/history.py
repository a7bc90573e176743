"""Reprints and themes of a version, which continue from those of the version before."""

import copy
import shutil

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from monitor import syndication, themes
from monitor.corpus.derived import IS_READ, Derived, Signatures
from monitor.corpus.standing import read_standing
from monitor.corpus.store import of_articles, of_version
from monitor.errors import InputError

ARTICLES = "articles.txt"  # beside a model: the ids of its texts


def _standing_and_base(store, version):
    """(Standing of a version, Standing of the one that it continues)."""
    return read_standing(store, version), read_standing(store, version - 1)


class Reprints(Derived):
    """Which articles are reprints; only the new articles of a version are compared, with all."""

    names = ("syndication",)
    code = syndication.VERSION
    needs = (Signatures,)

    def compute(self, start, version):
        """Dict of the table for one version."""
        standing, base = _standing_and_base(self.store, version)
        columns = ["article_id", "date", "batch", "version"]
        articles = standing.name_batches(self.store.read("articles", standing.articles, columns))
        # Of several articles of one day, that of the earliest batch is the original.
        ingests = standing.name_batches(self.store.read("ingests", standing.in_versions))
        articles["batch"] = pd.Categorical(articles["batch"], ingests["batch"].unique())
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
    """The themes of each version: fitted at the first that holds articles, then updated.

    `n_themes` as of Corpus.
    """

    names = ("themes", "theme_weights", "theme_changes")
    needs = (Reprints,)

    def __init__(self, store, n_themes=None):
        super().__init__(store)
        self.n_themes = n_themes
        self.code = f"{themes.VERSION}-2-{n_themes or 'auto'}"
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
        base = of_version(read_standing(self.store, version - 1).content)
        before, model = self._continue(version)
        if model is not None and model.enough_:
            ids = self._ids(version)
            known = self.store.read("themes", base).set_index("theme_id")["first_version"]
            first = dict.fromkeys(model.theme_ids_, version) | known.to_dict()
            table = themes.themes_table(model, {}, model.weights_)
            tables["themes"] = table.assign(first_version=table["theme_id"].map(first))
            tables["theme_weights"] = themes.theme_weights_table(model, ids, model.weights_)
            if not len(self.store.read("ingests", of_version(version))):
                # They are what the last ingest changed.
                tables["theme_changes"] = self.store.read("theme_changes", base)
            elif before:
                tables["theme_changes"] = themes.changes_table(before, model)
        return {name: [frame.assign(version=version)] for name, frame in tables.items()}

    # On such small matrices threads cost time, and their number changes the last digits.
    @threadpool_limits.wrap(limits=1)
    def _continue(self, version):
        """(the ThemeModel before, that of a version), which is saved with the ids of its texts.

        Either is None where there are too few articles, or where they hold no words.
        """
        standing, base = _standing_and_base(self.store, version)
        where = standing.articles & IS_READ
        columns = ["article_id", "version", "outlet", "authors"]
        articles = self.store.read("articles", where, columns)
        names = {*articles["outlet"], *articles["authors"].str.split("; ").explode()}
        ignore = sorted(names - {""})
        before = self._load(base.content)
        ids = []
        if before is not None and not before.enough_:
            before = None
        if before is not None:
            ids = self._ids(base.content)
            is_kept = np.isin(ids, articles["article_id"])
            before.forget(~is_kept)
            ids = np.array(ids)[is_kept].tolist()
            new = articles[~articles["article_id"].isin(ids)]
            # The versions too, since only their files are then read.
            where &= of_articles(new["article_id"]) & pc.field("version").isin(
                new["version"].unique()
            )
        for chunk in self.store.stream("articles", where, ["article_id"]):
            ids += chunk["article_id"].tolist()
        reprints = self.store.read("syndication", of_version(version))
        groups = reprints.set_index("article_id")["group_id"].reindex(ids)
        texts = self._texts(where)
        try:
            if before is None:
                model = themes.ThemeModel(self.n_themes, ignore=ignore).fit(texts, groups=groups)
            else:
                model = copy.copy(before).set_params(ignore=ignore)
                model.update(texts, groups=groups, further=True)
        except InputError:
            return None, None
        self._save(model, ids, version)
        return before, model

    def _texts(self, where):
        for articles in self.store.stream("articles", where, ["title", "text"]):
            yield from articles["title"] + "\n\n" + articles["text"]

    def _save(self, model, ids, version):
        folder = self.folder / str(version)
        partial = folder.with_suffix(".partial")
        model.save(partial)
        (partial / ARTICLES).write_text("\n".join(ids), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)

    def _load(self, version):
        """ThemeModel of a version, made again if it is no longer kept; None if there is none."""
        folder = self.folder / str(version)
        if version and not folder.exists():
            return self._continue(version)[1]
        return themes.ThemeModel.load(folder) if version else None

    def _ids(self, version):
        """List of the ids of the texts of a model."""
        return (self.folder / str(version) / ARTICLES).read_text("ascii").split()
