"""The data receipt: what was read, what was dropped and why, and what made the figures."""

import importlib.metadata

import pandas as pd

from monitor import compare
from monitor.corpus import READ_LANGUAGES
from monitor.tables import label
from monitor.wording import listed

PACKAGES = (
    "monitor-kit",
    "pandas",
    "scikit-learn",
    "matplotlib",
    "deltalake",
    "trafilatura",
    "papermill",
)


def receipt_table(selection, **parameters):
    """DataFrame[what, value]: inputs, articles kept and rejected, the choice, the software.

    `parameters`: what else a notebook was given, by name.
    """
    articles, corpus = selection.articles, selection.corpus
    columns = ["article_id"]
    kept = len(corpus.table("articles", selection.as_of, selection.batch, columns))
    known = int(selection.table("ingests")["known"].sum())
    rejected = selection.table("rejected")["reason"]
    unknown = corpus.outlets.unknown(articles["outlet"])["outlet"]
    rows = {
        "Corpus version": selection.as_of,
        "Batches": selection.batch or ", ".join(selection.batches["batch"]),
        "Inputs": kept + known + len(rejected),
        "Kept as articles": kept,
        "Already in the corpus": known,
        "Rejected": len(rejected),
    }
    rows |= {f"– {reason}": n for reason, n in rejected.value_counts().items()}
    if len(articles) < kept:
        rows["Articles in this selection"] = len(articles)
    rows |= {
        "Articles without a date": articles["date"].isna().sum(),
        "Articles without an outlet": articles["outlet"].fillna("").eq("").sum(),
        "Outlets missing from outlets.csv": listed(unknown, most=12) or "none",
        "Not English, so without quotations, stance and themes": (
            ~articles["language"].isin(READ_LANGUAGES)
        ).sum(),
    }
    notes = articles["note"].replace("", None).value_counts()
    rows |= {f"Marked: {note}": n for note, n in notes.items()}
    rows |= {
        "Reprints": (~selection.table("syndication")["original"].astype(bool)).sum(),
        "Counting": compare.COUNTING[selection.counting],
        "Codebook": f"{corpus.codebook.target.name} (version {corpus.codebook.version})",
    }
    choice = {name: getattr(selection, name) for name in ("since", "until", "language")}
    choice |= {"outlets": listed(selection.outlets)}
    choice |= {"theme_names": listed(corpus.theme_names.values()), **parameters}
    rows |= {label(name): "–" if value == "" else f"{value}" for name, value in choice.items()}
    software = (f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    rows["Software"] = ", ".join(software)
    values = [value if isinstance(value, str) else f"{value:,}" for value in rows.values()]
    return pd.DataFrame({"what": list(rows), "value": values})
