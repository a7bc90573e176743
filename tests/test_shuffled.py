"""Shuffled articles: where nothing can differ, no page says that anything does."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from monitor import findings
from monitor.compare.families import FAMILIES
from monitor.workspace import Workspace

CHOSEN = [name for name in FAMILIES if name.endswith(("_changes", "_differences", "group_terms"))]


def shuffled(selection, seed):
    """The same selection, its batches, outlets and dates dealt out anew to the articles."""
    labels = selection.articles[["batch", "outlet", "date"]]
    order = np.random.default_rng(seed).permutation(len(labels))
    other = replace(selection)
    vars(other)["articles"] = selection.articles.assign(**labels.iloc[order].set_axis(labels.index))
    vars(other)["term_counts"] = selection.term_counts
    return other


@pytest.fixture(scope="module")
def real(tmp_path_factory, shared):
    from monitor.loaders import load

    workspace = Workspace.create(tmp_path_factory.mktemp("real") / "watch")
    files = [pd.read_json(path, lines=True) for path in shared("nato").glob("*.jsonl")]
    leans = pd.concat(files).drop_duplicates("outlet").set_index("outlet")["lean"]
    outlets = pd.read_csv(workspace.path / "outlets.csv")
    outlets.assign(lean=outlets["name"].map(leans)).to_csv(workspace.path / "outlets.csv")
    corpus = workspace.corpus()
    for path in sorted(shared("nato").glob("*.jsonl")):
        corpus.add(load(path), batch=path.stem)
    return workspace.selection()


def test_a_page_of_shuffled_articles_states_no_significant_finding(real):
    """At most one page in ten: the same statements head the charts (see test_findings)."""
    pages = [findings.significant(shuffled(real, seed)) for seed in range(10)]
    assert sum(not page for page in pages) >= 9


@pytest.mark.parametrize(
    "choice",
    [
        {"compare": "lean", "against": "earlier"},
        {"compare": "period", "groups": ("2014", "2018"), "against": "2014"},
    ],
    ids=str,
)
def test_whatever_is_compared_shuffled_articles_state_nothing(real, choice):
    pages = []
    for seed in range(8):
        mixed = shuffled(real, seed)
        selection = replace(mixed, **choice)
        vars(selection).update(articles=mixed.articles, term_counts=real.term_counts)
        pages.append(
            [found for name in CHOSEN for found in findings.significant_in(selection, name)]
        )
    assert sum(not page for page in pages) >= 7


def test_the_articles_as_they_are_do_show_findings(real):
    families = {finding.family for finding in findings.significant(real)}
    assert {"position_trends", "speaker_trends", "theme_trends", "period_terms"} <= families


def test_shuffled_articles_of_the_sample_state_none_either(demo):
    pages = [findings.significant(shuffled(demo.selection(), seed)) for seed in range(10)]
    assert sum(not page for page in pages) >= 9
