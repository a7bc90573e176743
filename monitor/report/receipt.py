"""The data receipt: what was read, what was dropped and why, and what made the figures."""

import importlib.metadata

import pandas as pd

from monitor import compare, stance
from monitor.corpus import READ_LANGUAGES, gaps
from monitor.tables import label
from monitor.wording import listed

PACKAGES = "monitor-kit pandas scikit-learn matplotlib deltalake trafilatura".split()


def chosen_batches(selection):
    """The rows of `Selection.batches` that the choice reads: one batch or all."""
    batches = selection.batches
    return batches[batches["batch"] == selection.batch] if selection.batch else batches


def receipt_table(selection, **parameters):
    """DataFrame[what, value]: inputs, articles kept and rejected, the choice, the software.

    `parameters`: what else a notebook was given, by name.
    """
    articles, corpus = selection.articles, selection.corpus
    batches = corpus.batches(selection.as_of)
    batches = batches[batches["batch"] == selection.batch] if selection.batch else batches
    counts = batches.drop(columns=["batch", "version"]).sum()
    kept = counts["articles"]
    rejected = selection.table("rejected")["reason"].value_counts()
    is_read = articles["language"].isin(READ_LANGUAGES)
    lacks = gaps(articles, corpus.outlets)
    is_original = selection.table("syndication")["original"].astype(bool)
    choice = {name: getattr(selection, name) for name in ("since", "until", "language", "compare")}
    choice |= {
        "about": stance.ABOUT[selection.about].format(target=selection.target),
        "outlets": listed(selection.outlets),
        "against": selection.baseline,
        "groups": listed(selection.groups),
        "theme_names": listed(corpus.theme_names.values()),
        **parameters,
    }
    rows = {
        "Corpus version": selection.as_of,
        "Batches": ", ".join(batches["batch"]),
        "Inputs": counts.sum(),
        "Kept as articles": kept,
        "Replaced by a correction": counts["corrected"],
        "Withdrawn": counts["withdrawn"],
        "Already in the corpus": counts["known"],
        "Rejected": rejected.sum(),
        **rejected.rename("– {}".format),
        **({"Articles in this selection": len(articles)} if len(articles) < kept else {}),
        "Articles without a date": lacks["without_date"],
        "– of which: date stated but unreadable": lacks["unreadable_dates"],
        "Articles without an outlet": lacks["without_outlet"],
        "Outlets missing from outlets.csv": listed(lacks["unknown_outlets"], most=12) or "none",
        "Not in English (no quotations, stance or themes)": (~is_read).sum(),
        **{f"Flagged: {note}": n for note, n in lacks["notes"].items()},
        "Reprints": (~is_original).sum(),
        label("counting"): compare.COUNTING[selection.counting],
        "Codebook": f"{selection.target} (version {selection.codebook.version})",
        **{label(name): f"{value}" for name, value in choice.items() if value},
        "Software": ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES),
    }
    values = [value if isinstance(value, str) else f"{value:,}" for value in rows.values()]
    return pd.DataFrame({"what": list(rows), "value": values})
