"""The opening sentences: every number in them is worked out again here, from the tables alone."""

import re

import numpy as np
import pandas as pd
import pytest

from monitor import compare
from monitor.summary import findings


@pytest.fixture(scope="module")
def view(demo):
    return demo.view()


def told(view, topic):
    (sentence,) = [finding.sentence for finding in findings(view) if finding.topic == topic]
    return sentence


def numbers(sentence):
    return [float(n.replace(",", "").replace("−", "-")) for n in re.findall(r"(?<!\w)[−+]?\d[\d,]*", sentence)]


def test_what_arrived_is_counted_from_the_articles(view):
    articles = view.table("articles")
    newest = articles[articles["batch"] == view.newest]
    outlets = newest["outlet"].replace("", np.nan).nunique()
    assert told(view, "New articles") == (
        f"Batch {view.newest} brought {len(newest)} articles from {outlets} named outlets; "
        f"{len(articles) - len(newest)} articles came before it."
    )


def test_every_number_of_a_change_is_worked_out_again(view):
    """Shares and n from the passages; the interval from the spread of the articles' sums, as textbooks have it."""
    stance = view.table("stance").merge(view.table("articles")[["article_id", "batch"]], on="article_id")
    parts = [stance[(stance["batch"] == view.newest) == newest] for newest in (True, False)]
    labels = {d: {label: v for v, label in view.labels(d).items()} for d in ("position", "holder", "tone")}
    sentences = [f.sentence for f in findings(view) if "change" in f.topic.lower()]
    assert sentences
    for sentence in sentences:
        dimension, label = re.search(r"(position|holder|tone) “(.+?)”", sentence, re.I).groups()
        hits = [part[dimension.lower()] == labels[dimension.lower()][label] for part in parts]
        spread = 0
        for part, hit in zip(parts, hits, strict=True):
            sums = (hit - hit.mean()).groupby(part["article_id"]).sum()
            spread += (sums**2).sum() * len(sums) / (len(sums) - 1) / len(part) ** 2
        now, before = (hit.mean() for hit in hits)
        gap, half = now - before, 1.96 * spread**0.5
        shares = [100 * now, len(parts[0]), 100 * before, len(parts[1])]
        expected = [*shares, 100 * gap, 95, 100 * (gap - half), 100 * (gap + half)]
        assert numbers(sentence.partition("”")[2]) == [pytest.approx(value, abs=0.51) for value in expected]


def test_the_most_reported_positions_are_those_of_the_table(view):
    stance, labels = view.table("stance"), view.labels("position")
    shares = stance["position"].value_counts(normalize=True)
    sentence = told(view, "Stance")
    for value, share in shares.drop("none").head(2).items():
        assert f"{labels[value].lower()} ({share:.0%}, 95% interval" in sentence
    assert f"{shares['none']:.0%} report no position" in sentence
    assert f"Of {len(stance)} passages" in sentence
    for share, low, high in re.findall(r"\((\d+)%, 95% interval (\d+) to (\d+)\)", sentence):
        assert int(low) <= int(share) <= int(high)


def test_an_interval_of_articles_with_one_passage_each_is_that_of_wilson():
    """Wilson (1927) for 8 of 40, from his formula: 10.5 % to 34.8 %."""
    hits, ids = pd.Series([True] * 8 + [False] * 32), pd.Series(range(40))
    assert compare.clustered_interval(hits, ids) == pytest.approx((0.105, 0.348), abs=0.003)
    doubled = pd.concat([hits, hits], ignore_index=True), pd.concat([ids, ids], ignore_index=True)
    assert compare.clustered_interval(*doubled) == pytest.approx((0.105, 0.348), abs=0.003)


def test_the_most_heard_speaker_has_most_quotations(view):
    quotes = view.table("quotes").query("kind != 'indirect'")
    n = quotes["speaker"].value_counts().iloc[0]
    sentence = told(view, "Voices")
    assert f": {n} of {len(quotes)} direct or mixed quotations ({n / len(quotes):.0%}, 95%" in sentence


def test_the_conclusion_is_drawn_again_by_the_other_rules_of_counting(view):
    sentence = told(view, "Copies")
    copies = (~view.table("syndication")["original"].astype(bool)).sum()
    assert sentence.startswith(f"{copies} articles of {len(view.articles)} are copies.")
    for rule in ("one per group", "originals"):
        stance = view.recounted(rule).table("stance")
        lead = stance.loc[stance["position"] != "none", "position"].value_counts().iloc[0]
        assert f"With {compare.COUNTING[rule]}".lower() in sentence.lower()
        assert f"({lead / len(stance):.0%} of {len(stance)}; here" in sentence


def test_one_batch_alone_has_no_change_to_tell(demo):
    first = demo.view(batch=demo.corpus().batches()["batch"][0])
    assert "nothing came before it" in told(first, "New articles")
    assert not [finding for finding in findings(first) if "change" in finding.topic.lower()]


def test_every_finding_leads_to_as_many_rows_as_it_says(view):
    articles = view.table("articles")[["article_id", "batch"]]
    tables = {"articles": articles, "passages": view.table("stance").merge(articles, on="article_id")}
    tables["quotations"] = compare.spoken(view.table("quotes")).merge(articles, on="article_id")
    for finding in findings(view):
        if finding.sources and "theme" not in finding.choice:
            rows = tables[finding.sources]
            for column, value in finding.choice.items():
                if column in ("position", "holder", "tone"):
                    value = {label: code for code, label in view.labels(column).items()}[value]
                rows = rows[rows[column] == value]
            assert len(rows) == finding.n
