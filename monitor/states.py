"""Tables that look at all articles of a version, syndication and themes; each goes on from the version before."""

import copy
import os
import shutil
from zlib import crc32

import pandas as pd
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from monitor import syndication, themes
from monitor.errors import InputError
from monitor.parallel import begin, taken
from monitor.steps import READ_LANGUAGES
from monitor.store import Store, up_to
from monitor.tables import to_arrow

ARTICLES = "articles.txt"  # beside a model: the ids of its texts
PARTIAL = ".partial"
ORDER = [("version", "ascending"), ("article_id", "ascending")]
_begun = {}  # (store, code, version) → Future of what `ThemeStates.begin` has begun


def finished(store, name, code, version):
    """Whether the table's state of this version has been worked out by this code."""
    return store.finished(name, f"{name} {version}") == crc32(code.encode())


def keep(store, name, code, frame, version):
    """Add the state of one version to a table; one that older code worked out gives way."""
    rows, label = to_arrow(name, frame.assign(version=version)), f"{name} {version}"
    of_this = pc.field("version") == version
    if store.read(name, of_this, ["version"]).num_rows:
        store.replace(name, [store.read(name, ~of_this), rows], label, crc32(code.encode()))
    else:
        store.append(name, rows, label, crc32(code.encode()))


def unfinished(store, name, code, version):
    """(last finished version or 0, versions to be worked out): all that brought articles, and `version` itself."""
    brought = store.read("articles", up_to(version), ["version"])["version"].unique().to_pylist()
    todo = []
    for state in sorted({*brought, version}, reverse=True):
        if finished(store, name, code, state):
            return state, todo[::-1]
        todo.append(state)
    return 0, todo[::-1]


def group_copies(store, version):
    """Work out the table `syndication` up to a version: of each batch, only the new articles are compared."""
    name, code = "syndication", syndication.VERSION
    done, states = unfinished(store, name, code, version)
    signed = store.read("signatures", up_to(version)).sort_by(ORDER).to_pandas()
    dates = store.read("articles", up_to(version), ["article_id", "date"]).to_pandas().set_index("article_id")["date"]
    signed["date"] = signed["article_id"].map(dates)
    for state in states:
        found = store.read(name, pc.field("version") == done).to_pandas() if done else pd.DataFrame()
        groups = dict(zip(found["article_id"], found["group_id"], strict=True)) if len(found) else {}
        seen = signed[signed["version"] <= state]
        known = seen.assign(group_id=[groups.get(article_id, article_id) for article_id in seen["article_id"]])
        known.loc[known["version"] > done, "group_id"] = None
        keep(store, name, code, syndication.syndication_table(known), state)
        done = state


class ThemeStates:
    """The themes of each version: fitted at the first that holds articles, updated at each later one.

    `n_themes` as of Corpus.
    """

    def __init__(self, store, n_themes=None):
        self.store, self.n_themes = store, n_themes

    @property
    def code(self):
        """Version of the code, and what else the themes depend on."""
        return f"{themes.VERSION}-{self.n_themes or 'auto'}"

    def begin(self, version):
        """Begin what `describe` will need, within `parallel.beside` in another process.

        Any ThemeStates of this store and version takes it up.
        """
        done, states = unfinished(self.store, "theme_changes", self.code, version)
        if states:
            _begun[self._key(version)] = begin(_worked_out, self.store.path, self.n_themes, done, states)

    def describe(self, version):
        """Work out the tables `themes`, `theme_weights` and `theme_changes` up to a version."""
        done, states = unfinished(self.store, "theme_changes", self.code, version)
        begun = _begun.pop(self._key(version), None)
        for state, tables, made in taken(begun) if begun else self._work_out(done, states):
            if state in states and made:
                shutil.rmtree(self._folder(state), ignore_errors=True)
                made.replace(self._folder(state))
            for name, table in tables.items() if state in states else ():
                keep(self.store, name, self.code, table, state)

    def is_ready(self, version):
        """Whether `describe` has nothing to wait for."""
        begun = _begun.get(self._key(version))
        return not begun or begun.done()

    def _key(self, version):
        return self.store.path, self.code, version

    def _work_out(self, done, states):
        """Yield (version, its tables, folder of its model or None), in order; nothing of the store is changed."""
        fitted, first_batch = self.model(done) if done else None, {}
        known = (self._folder(done) / ARTICLES).read_text(encoding="ascii").split() if fitted else []
        if done:
            kept = self.store.read("themes", pc.field("version") == done).to_pandas()
            first_batch = dict(zip(kept["theme_id"], kept["first_batch"], strict=True))
        for state in states:
            rows = self.store.read("articles", self._where(state), ["article_id", "version", "batch"]).sort_by(ORDER)
            ids = rows["article_id"].to_pylist()
            before, (fitted, known) = copy.copy(fitted), self._after(fitted, known, done, state)
            made = self._save(fitted, known, state) if fitted else None
            tables = dict.fromkeys(("themes", "theme_weights", "theme_changes"), pd.DataFrame())
            if fitted and fitted.enough_:
                batch = rows["batch"][-1].as_py()
                first_batch = {theme: first_batch.get(theme, batch) for theme in fitted.theme_ids_}
                weights = fitted.weights_[pd.Index(known).get_indexer(ids)]
                tables["themes"] = themes.themes_table(fitted, first_batch, weights)
                tables["theme_weights"] = themes.theme_weights_table(fitted, ids, weights)
                if before and before.enough_:
                    tables["theme_changes"] = themes.changes_table(before, fitted)
            yield state, tables, made
            done = state

    def _after(self, fitted, known, since, version):
        """(the ThemeModel brought from one version up to another, ids of its texts); None where they hold no words.

        `known`: ids of the texts that it was `fitted` on. Only the texts of the others are read.
        """
        groups = self.store.read("syndication", pc.field("version") == version).to_pandas()
        story = dict(zip(groups["article_id"], groups["group_id"], strict=True))
        rows = self.store.read("articles", self._where(version), ["outlet", "authors"]).to_pandas()
        names = sorted({*rows["outlet"].dropna(), *rows["authors"].dropna().str.split("; ").explode()} - {""})
        further = bool(fitted and fitted.enough_)
        ids = list(known) if further else []
        texts = self._texts(version, since if further else 0, ids)
        # They are looked up once the texts, and with them the ids, have been read.
        copies = (story.get(article_id) for article_id in ids)
        try:
            if further:
                fitted.set_params(ignore=names).update(texts, groups=copies, further=True)
            else:
                fitted = themes.ThemeModel(self.n_themes, ignore=names).fit(texts, groups=copies)
        except InputError:
            return None, []
        return fitted, ids

    def _save(self, fitted, ids, version):
        """A new folder with the model and the ids of its texts."""
        made = self._folder(f"{version}.{os.getpid()}{PARTIAL}")
        shutil.rmtree(made, ignore_errors=True)
        fitted.save(made)
        (made / ARTICLES).write_text("\n".join(ids), encoding="ascii")
        return made

    def _texts(self, version, since, ids):
        """Iterator of the texts of the articles after one version and up to another; appends their ids to `ids`."""
        where = self._where(version) & up_to(version, since)
        for chunk in self.store.stream("articles", where, ["article_id", "title", "text"]):
            for row in chunk.to_pylist():
                ids.append(row["article_id"])
                yield f"{row['title']}\n\n{row['text']}"

    def model(self, version):
        """The ThemeModel of a version that is described; None where it holds no articles."""
        folder = self._folder(version)
        return themes.ThemeModel.load(folder) if folder.exists() else None

    def _folder(self, version):
        return self.store.path / "models" / f"themes-{self.code}" / str(version)

    def _where(self, version):
        return up_to(version) & pc.field("language").isin(READ_LANGUAGES)


def _worked_out(path, n_themes, done, states):
    with threadpool_limits(1):
        return list(ThemeStates(Store(path), n_themes)._work_out(done, states))
