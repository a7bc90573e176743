"""The data receipt: what was read, what was dropped and why, and what made the figures."""

import importlib.metadata

import pandas as pd

from monitor import compare
from monitor.corpus import READ_LANGUAGES
from monitor.tables import label
from monitor.wording import listed

PACKAGES = "monitor-kit pandas scikit-learn matplotlib deltalake trafilatura".split()


def receipt_table(selection, **parameters):
    """DataFrame[what, value]: inputs, articles kept and rejected, the choice, the software.

    `parameters`: what else a notebook was given, by name.
    """
    articles, corpus = selection.articles, selection.corpus
    batches = selection.batches
    if selection.batch:
        batches = batches[batches["batch"] == selection.batch]
    counts = batches.drop(columns=["batch", "version"]).sum()
    kept = counts["articles"]
    rejected = selection.table("rejected")["reason"].value_counts()
    is_read = articles["language"].isin(READ_LANGUAGES)
    is_unreadable = articles["date"].isna() & articles["date_rule"].fillna("").ne("")
    unknown = corpus.outlets.unknown(articles["outlet"])["outlet"]
    notes = articles["note"].replace("", None).value_counts()
    is_original = selection.table("syndication")["original"].astype(bool)
    choice = {name: getattr(selection, name) for name in ("since", "until", "language", "about")}
    choice |= {"outlets": listed(selection.outlets), "against": selection.baseline}
    choice |= {"compare": selection.compare, "groups": listed(selection.groups)}
    choice |= {"theme_names": listed(corpus.theme_names.values()), **parameters}
    rows = {
        "Corpus version": selection.as_of,
        "Batches": selection.batch or ", ".join(selection.batches["batch"]),
        "Inputs": counts.sum(),
        "Kept as articles": kept,
        "Replaced by a correction": counts["corrected"],
        "Withdrawn": counts["withdrawn"],
        "Already in the corpus": counts["known"],
        "Rejected": rejected.sum(),
        **rejected.rename("– {}".format),
        **({"Articles in this selection": len(articles)} if len(articles) < kept else {}),
        "Articles without a date": articles["date"].isna().sum(),
        "– of them with a stated date that cannot be read": is_unreadable.sum(),
        "Articles without an outlet": articles["outlet"].fillna("").eq("").sum(),
        "Outlets missing from outlets.csv": listed(unknown, most=12) or "none",
        "Not English, so without quotations, stance and themes": (~is_read).sum(),
        **notes.rename("Marked: {}".format),
        "Reprints": (~is_original).sum(),
        "Counting": compare.COUNTING[selection.counting],
        "Codebook": f"{corpus.codebook.target.name} (version {corpus.codebook.version})",
        **{label(name): f"{value}" for name, value in choice.items() if value},
        "Software": ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES),
    }
    values = [value if isinstance(value, str) else f"{value:,}" for value in rows.values()]
    return pd.DataFrame({"what": list(rows), "value": values})
