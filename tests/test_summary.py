"""The opening sentences: every number in them is worked out again here, from the tables alone."""

import re

import numpy as np
import pytest

from monitor.summary import findings


@pytest.fixture(scope="module")
def view(demo):
    return demo.view()


def sentences(view):
    return [finding.sentence for finding in findings(view)]


def test_what_arrived_is_counted_from_the_articles(view):
    articles = view.table("articles")
    newest = articles[articles["batch"] == view.newest]
    before = len(articles) - len(newest)
    outlets = newest["outlet"].replace("", np.nan).nunique()
    assert sentences(view)[0] == (
        f"Batch {view.newest} brought {len(newest)} articles from {outlets} named outlets; "
        f"{before} articles came before it."
    )


def test_each_change_is_the_difference_of_two_shares(view):
    stance = view.table("stance").merge(view.table("articles")[["article_id", "batch"]], on="article_id")
    now, before = (stance[(stance["batch"] == view.newest) == newest] for newest in (True, False))
    labels = {d: {label: v for v, label in view.labels(d).items()} for d in ("position", "holder", "tone")}
    changes = view.changes()
    assert len(changes)
    for row in changes.itertuples():
        assert row.now == pytest.approx((now[row.dimension] == row.value).mean())
        assert row.before == pytest.approx((before[row.dimension] == row.value).mean())
        assert row.low <= row.difference <= row.high
        assert (row.passages_now, row.passages_before) == (len(now), len(before))
    for sentence in sentences(view):
        if told := re.match(
            r"(\w+) “(.+?)” is (more|less) frequent .*?: (\d+)% of (\d+) .*? (\d+)% of ([\d,]+)", sentence
        ):
            dimension, label, way, *numbers = told.groups()
            code = labels[dimension.lower()][label]
            shares = [(part[dimension.lower()] == code).mean() for part in (now, before)]
            assert (way == "more") == (shares[0] > shares[1])
            assert [int(n.replace(",", "")) for n in numbers] == [
                round(100 * shares[0]), len(now), round(100 * shares[1]), len(before),
            ]  # fmt: skip


def test_the_most_reported_positions_are_those_of_the_table(view):
    shares = view.table("stance")["position"].value_counts(normalize=True)
    labels = view.labels("position")
    (told,) = [sentence for sentence in sentences(view) if sentence.startswith("Of all")]
    for value, share in shares.drop("none").head(2).items():
        assert f"{labels[value].lower()} ({share:.0%}" in told
    assert f"{shares['none']:.0%} report no position" in told


def test_the_most_heard_speaker_has_most_quotations(view):
    quotes = view.table("quotes")
    counts = quotes["speaker"].value_counts()
    (told,) = [sentence for sentence in sentences(view) if sentence.startswith("Most heard")]
    assert f"{counts.iloc[0]} of {len(quotes)} quotations" in told


def test_one_batch_alone_has_no_change_to_tell(demo):
    first = demo.view(batch=demo.corpus().batches()["batch"][0])
    assert "nothing came before it" in sentences(first)[0]
    assert not [sentence for sentence in sentences(first) if "before" in sentence][1:]


def test_every_finding_leads_to_rows_that_exist(view):
    known = {"articles": ["outlet", "batch", "theme"], "passages": ["position", "holder", "tone", "batch", "outlet"]}
    for finding in findings(view):
        assert set(finding.choice) <= set(known.get(finding.sources, ["speaker"]))
