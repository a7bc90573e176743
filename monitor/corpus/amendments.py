"""Changes to a corpus: undo, withdraw, restore and rename; and the log of all changes."""

from pathlib import Path

import pandas as pd

from monitor.corpus.standing import read_standing
from monitor.corpus.store import of_articles, up_to
from monitor.errors import InputError, check_name
from monitor.wording import counted

RETURNS = ("undo", "return")  # actions that went back to an earlier version
LOG = ["version", "changed_at", "action", "change", "reason"]


class Amendments:
    """The changes to a corpus, each a new version; a subclass has the `store`."""

    def undo(self):
        """Set aside the last change that counts, as a new version; returns its row of `log`.

        What counts from now on is what counted before it. Raises InputError where nothing is left.
        """
        with self.store.lock():
            log = read_log(self.store, self.store.version)
            counting = log[log["counts"] & ~log["action"].isin(RETURNS)]
            if counting.empty:
                raise InputError("there is nothing to undo")
            last = counting.iloc[-1]
            _go_back(self.store, "undo", int(last["version"]) - 1)
            return last

    def restore_version(self, version):
        """Return to what counted as of an earlier version, as a new version."""
        with self.store.lock():
            if version not in range(self.store.version):
                raise InputError(
                    f"version {version} cannot be restored; available: 0 to "
                    f"{self.store.version - 1}"
                )
            _go_back(self.store, "return", version)

    def withdraw(self, what="", batch="", reason=""):
        """Exclude articles from what counts, as a new version; returns their table.

        `what`: the id or address of an article, or the file it came from; `batch`: only articles of
        this batch. One of them may be empty. Raises InputError if no article matches.
        """
        with self.store.lock():
            now = read_standing(self.store)
            articles = _find(now, now.articles, what, batch)
            if articles.empty:
                raise InputError(
                    f"no article that counts matches {what or batch!r}; give its id, address or "
                    "file, or a batch; monitor log lists what was withdrawn"
                )
            rows = articles[["article_id"]].assign(action="withdraw", reason=reason)
            self.store.commit(changes=rows)
        return articles

    def restore(self, what="", batch=""):
        """Reinstate withdrawn articles, as a new version; parameters as for `withdraw`.

        An article that a correction replaced matches only by its id, and then counts beside it.
        """
        with self.store.lock():
            now = read_standing(self.store)
            where = now.in_versions & of_articles(now.gone)
            articles = _find(now, where, what, batch)
            is_withdrawn = articles["article_id"].map(now.gone) == "withdraw"
            articles = articles[is_withdrawn | (articles["article_id"] == what)]
            if articles.empty:
                raise InputError(
                    f"no withdrawn article matches {what or batch!r}; see: monitor log"
                )
            self.store.commit(changes=articles[["article_id"]].assign(action="restore"))
        return articles

    def rename_batch(self, old, new):
        """Rename a batch, as a new version; raises InputError for a name unknown or in use."""
        with self.store.lock():
            now = read_standing(self.store)
            names = now.read("ingests")["batch"].unique().tolist()
            check_name("batch", old, names)
            if not new or new in names:
                raise InputError(f"the name {new!r} is empty or in use; choose another")
            self.store.commit(changes=[{"action": "rename", "batch": old, "new_name": new}])


def _go_back(store, action, version):
    store.commit(changes=[{"action": action, "restored": version}])


def _find(now, where, what, batch):
    """The articles meant, of those that match a pyarrow expression."""
    columns = ["article_id", "batch", "version", "outlet", "title", "url", "source"]
    articles = now.read("articles", columns, where)
    if not what and not batch:
        raise InputError("give an article's id, address or file, or a batch")
    if batch:
        articles = articles[articles["batch"] == batch]
    return articles[_is_named(articles, what)] if what else articles


def _is_named(articles, what):
    """Mask of the articles with this id or address, or from this file."""
    is_named = articles[["article_id", "url"]].eq(what).any(axis=1)
    folders = Path(what).parts
    # A source is named from the folder that was read, so the longest part of the path counts.
    for start in range(len(folders)):
        file = "/".join(folders[start:])
        is_from = (articles["source"] + ", ").str.startswith(f"{file}, ")
        if is_from.any():
            return is_named | is_from
    return is_named


def read_log(store, version):
    """DataFrame[version, changed_at, action, change, reason, counts]: every version up to one.

    counts: whether it counts as of that version, and no undo or restore has set it aside.
    """
    rows = [
        (row.version, row.changed_at, "ingest", _describe_ingest(row), "")
        for row in store.read("ingests", up_to(version)).itertuples()
    ]
    changes = store.read("changes", up_to(version))
    for number, group in changes[changes["action"] != "correct"].groupby("version"):
        first = group.iloc[0]
        text = _describe_change(first, len(group))
        rows.append((number, first["changed_at"], first["action"], text, first["reason"]))
    log = pd.DataFrame(rows, columns=LOG).sort_values("version", ignore_index=True)
    counts = log["version"].isin(read_standing(store, version).versions)
    return log.fillna("").assign(counts=counts)


def _describe_ingest(row):
    corrected = f", {row.corrected:,.0f} corrected" if row.corrected > 0 else ""
    if not row.accepted and not corrected:
        return f"batch {row.batch}: nothing accepted, {row.rejected:,} rejected"
    return f"batch {row.batch}: {counted(row.accepted, 'article')}{corrected}"


def _describe_change(change, n_rows):
    if change["action"] in RETURNS:
        return f"back to version {change['restored']:.0f}"
    if change["action"] == "rename":
        return f"batch {change['batch']} is now called {change['new_name']}"
    return counted(n_rows, "article") if pd.notna(change["article_id"]) else change["new_name"]
