"""Shuffled articles: where nothing can differ, no page says that anything does."""

from dataclasses import replace

import numpy as np
import pytest

from monitor import findings
from monitor.workspace import Workspace


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
    corpus = workspace.corpus()
    for path in sorted(shared("nato").glob("*.jsonl")):
        corpus.add(load(path), batch=path.stem)
    return workspace.selection()


def test_a_page_of_shuffled_articles_states_no_significant_finding(real):
    """At least 19 of 20 pages: the same statements head the charts (see test_findings)."""
    pages = [findings.significant(shuffled(real, seed)) for seed in range(20)]
    assert sum(not page for page in pages) >= 19


def test_the_articles_as_they_are_do_show_findings(real):
    families = {finding.family for finding in findings.significant(real)}
    assert {"position_trends", "speaker_trends", "theme_trends", "period_terms"} <= families


def test_shuffled_articles_of_the_sample_state_none_either(demo):
    pages = [findings.significant(shuffled(demo.selection(), seed)) for seed in range(20)]
    assert sum(not page for page in pages) >= 19
