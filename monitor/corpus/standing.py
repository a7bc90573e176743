"""What counts as of a version: every row stays on record, and the changes say which ones count."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from monitor.corpus.store import Store, of_articles

CONTENT_KEPT = ("rename", "code")  # changes that leave the articles as they are


@dataclass(frozen=True)
class Standing:
    """What counts as of a version.

    `store`: the Store of its rows. `versions`: those whose rows count, newest first. `gone`: dict
    from the id of each article that was withdrawn or corrected to that action. `changes`: the rows
    of the table that count. `content`: the version that last changed which articles count; what is
    derived from them is derived for it. `without_content`: versions that changed nothing of the
    kind, whether they count or not.
    """

    store: Store
    versions: list[int]
    gone: dict[str, str]
    changes: pd.DataFrame
    content: int
    without_content: set[int]

    @property
    def in_versions(self):
        """pyarrow expression: rows of the versions that count."""
        return pc.field("version").isin(pa.array(self.versions, pa.int64()))

    @property
    def articles(self):
        """pyarrow expression: rows of the articles that count."""
        return self.in_versions & ~of_articles(self.gone)

    @property
    def corrections(self):
        """The changes by which an article replaced another that no longer counts."""
        is_gone = self.changes["article_id"].isin(self.gone)
        return self.changes[is_gone & (self.changes["action"] == "correct")]

    def read(self, name, columns=None, where=None):
        """DataFrame of the rows of a table, with the batches by the names that they have now.

        `where`: pyarrow expression for the rows; by default those of the versions that count.
        """
        where = self.in_versions if where is None else where
        needed = list({*columns, "version"}) if columns else None
        rows = self.store.read(name, where, needed)
        renames = self.changes[self.changes["action"] == "rename"]
        for change in renames.itertuples() if "batch" in rows else ():
            is_meant = (rows["batch"] == change.batch) & (rows["version"] < change.version)
            rows["batch"] = rows["batch"].mask(is_meant, change.new_name)
        return rows[columns] if columns else rows


def read_standing(store, version=None):
    """The Standing of a version of the store, by default the newest.

    An undo or a restore sets aside what came after the version that it restores; so each version
    continues either that one or the one before.
    """
    changes = store.read("changes")
    version = store.version if version is None else version
    restored = changes.dropna(subset="restored").set_index("version")["restored"].astype(int)
    versions = []
    while version > 0:
        versions.append(version)
        version = int(restored.get(version, version - 1))
    kept = changes.loc[changes["action"].isin(CONTENT_KEPT), "version"]
    without_content = {*kept, *restored.index}
    changes = changes[changes["version"].isin(versions)]
    last = changes.dropna(subset="article_id").drop_duplicates("article_id", keep="last")
    gone = last[last["action"] != "restore"].set_index("article_id")["action"]
    return Standing(
        store,
        versions,
        gone=gone.to_dict(),
        changes=changes,
        content=next((number for number in versions if number not in without_content), 0),
        without_content=without_content,
    )


def read_steps(standing):
    """DataFrame of the articles that count, with the `step` of each: the version that it came with.

    A correction has the step of the article that it replaced.
    """
    columns = ["article_id", "version", "date", "language", "outlet", "authors"]
    articles = standing.read("articles", columns)
    older = standing.corrections.drop_duplicates("replaced_by")
    older = older.set_index("replaced_by")["article_id"]
    first = articles["article_id"]
    while first.isin(older.index).any():
        first = first.map(older).fillna(first)
    versions = articles.set_index("article_id")["version"]
    articles = articles.assign(step=first.map(versions))
    return articles[~articles["article_id"].isin(standing.gone)]
