"""Reprints and themes of a version, which continue from those of the version before."""

import copy
import shutil

import pandas as pd
from threadpoolctl import threadpool_limits

from monitor import syndication, themes
from monitor.corpus.derived import IS_READ
from monitor.corpus.store import of_version, up_to
from monitor.errors import InputError

ARTICLES = "articles.txt"  # beside a model: the ids of its texts
ORDER = [("version", "ascending"), ("article_id", "ascending")]


def group_reprints(store, version):
    """Dict of the table `syndication` of a version; only its new articles are compared."""
    signed = store.read("signatures", up_to(version)).sort_by(ORDER).to_pandas()
    articles = store.read("articles", up_to(version), ["article_id", "date"]).to_pandas()
    before = store.read("syndication", of_version(version - 1)).to_pandas()
    ids = signed["article_id"]
    groups = before.set_index("article_id")["group_id"].reindex(ids)
    groups = groups.set_axis(ids.index).fillna(ids)
    signed["date"] = ids.map(articles.set_index("article_id")["date"])
    signed["group_id"] = groups.where(signed["version"] < version)
    return {"syndication": syndication.syndication_table(signed)}


class ThemeHistory:
    """The themes of each version: fitted at the first that holds articles, then updated.

    `n_themes` as of Corpus.
    """

    names = ("themes", "theme_weights", "theme_changes")

    def __init__(self, store, n_themes=None):
        self.store = store
        self.n_themes = n_themes

    @property
    def code(self):
        """Version of the code, and what else the themes depend on."""
        return f"{themes.VERSION}-{self.n_themes or 'auto'}"

    def model(self, version):
        """The ThemeModel of a version; None where it holds no articles or was never computed."""
        folder = self._folder(version)
        return themes.ThemeModel.load(folder) if folder.exists() else None

    # On such small matrices threads cost time, and their number changes the last digits.
    @threadpool_limits.wrap(limits=1)
    def tables_of(self, version):
        """Dict of the tables `names` of a version; its model is saved as well."""
        tables = dict.fromkeys(self.names, pd.DataFrame())
        before = self.model(version - 1)
        model, model_ids = self._continue(before, version)
        if model is None:
            return tables
        self._save(model, model_ids, version)
        if model.enough_:
            columns = ["article_id", "version", "batch"]
            articles = self._articles(version, columns).sort_by(ORDER).to_pandas()
            ids = articles["article_id"].tolist()
            kept = self.store.read("themes", of_version(version - 1)).to_pandas()
            first_batch = dict.fromkeys(model.theme_ids_, articles["batch"].iloc[-1])
            first_batch |= dict(zip(kept["theme_id"], kept["first_batch"], strict=True))
            weights = model.weights_[pd.Index(model_ids).get_indexer(ids)]
            tables["themes"] = themes.themes_table(model, first_batch, weights)
            tables["theme_weights"] = themes.theme_weights_table(model, ids, weights)
            if before and before.enough_:
                tables["theme_changes"] = themes.changes_table(before, model)
        return tables

    def _continue(self, before, version):
        """(the ThemeModel of a version, ids of its texts); (None, []) where they hold no words."""
        is_update = bool(before and before.enough_)
        ids, where = [], up_to(version) & IS_READ
        if is_update:
            ids = (self._folder(version - 1) / ARTICLES).read_text(encoding="ascii").split()
            where &= of_version(version)
        for chunk in self.store.stream("articles", where, ["article_id"]):
            ids += chunk["article_id"].to_pylist()
        groups = self.store.read("syndication", of_version(version)).to_pandas()
        stories = dict(zip(groups["article_id"], groups["group_id"], strict=True))
        named = self._articles(version, ["outlet", "authors"]).to_pandas()
        names = {*named["outlet"].dropna(), *named["authors"].dropna().str.split("; ").explode()}
        ignore = sorted(names - {""})
        texts = self._texts(where)
        groups = [stories.get(article_id) for article_id in ids]
        try:
            if is_update:
                model = copy.copy(before).set_params(ignore=ignore)
                return model.update(texts, groups=groups, further=True), ids
            return themes.ThemeModel(self.n_themes, ignore=ignore).fit(texts, groups=groups), ids
        except InputError:
            return None, []

    def _articles(self, version, columns):
        return self.store.read("articles", up_to(version) & IS_READ, columns)

    def _texts(self, where):
        for chunk in self.store.stream("articles", where, ["title", "text"]):
            for row in chunk.to_pylist():
                yield f"{row['title']}\n\n{row['text']}"

    def _save(self, model, ids, version):
        partial = self._folder(f"{version}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        model.save(partial)
        (partial / ARTICLES).write_text("\n".join(ids), encoding="ascii")
        shutil.rmtree(self._folder(version), ignore_errors=True)
        partial.replace(self._folder(version))

    def _folder(self, version):
        return self.store.path / "models" / f"themes-{self.code}" / str(version)
