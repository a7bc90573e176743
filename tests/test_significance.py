"""Tests and intervals: what holds for shuffled data, and what is found in data that differ."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import significance
from monitor.significance import compare_groups, compare_times, compare_within, share_interval


def passages(rng, articles, shares):
    """(passages of each value (articles, values), passages (articles,)); the values of one article
    are alike.
    """
    sizes = rng.integers(1, 8, articles)
    own = rng.dirichlet(2 * np.array(shares), articles)
    return np.array([rng.multinomial(n, p) for n, p in zip(sizes, own, strict=True)]), sizes


SHARES = [0.45, 0.25, 0.15, 0.1, 0.03, 0.02]


@pytest.mark.parametrize("newest", [8, 17, 40])
def test_batches_that_do_not_differ_are_called_different_in_one_of_twenty_at_most(newest):
    significant, inside = 0, []
    for draw in range(60):
        rng = np.random.default_rng(draw)
        counts, sizes = passages(rng, 150, SHARES)
        groups = np.where(np.arange(150) < newest, "now", "before")
        result = compare_groups(counts, sizes, groups, ["now"])
        significant += (result["p"] < significance.LEVEL).any()
        inside += list((result["low"][0, :4] <= 0) & (result["high"][0, :4] >= 0))
    assert significant <= 6
    assert np.mean(inside) >= 0.95


@pytest.mark.parametrize(("articles", "enough"), [(12, False), (400, True)])
def test_few_articles_could_not_have_shown_a_difference_of_20_points(articles, enough):
    counts, sizes = passages(np.random.default_rng(0), articles, SHARES)
    groups = np.where(np.arange(articles) < articles / 2, "one", "other")
    result = compare_groups(counts, sizes, groups, ["one"])
    ends = {"low": result["low"][0], "high": result["high"][0], "articles": articles // 2}
    assert significance.could_show(pd.DataFrame(ends)).all() == enough


def test_articles_that_are_all_alike_or_were_not_tested_could_not_have_shown_it_either():
    alike = pd.DataFrame({"low": 0.0, "high": 0.0, "articles": [15, 14], "rest_articles": 100})
    assert significance.could_show(alike).tolist() == [True, False]
    untested = pd.DataFrame({"low": [np.nan], "high": [np.nan], "articles": [100]})
    assert significance.could_show(untested).tolist() == [False]


def test_words_of_few_articles_could_not_have_shown_a_difference():
    tests = pd.DataFrame({"group_articles": [40, 39, 200], "rest_articles": [60, 60, 39]})
    assert significance.could_show(tests).tolist() == [True, False, False]


def test_a_real_difference_is_found_in_forty_articles():
    found = 0
    for draw in range(20):
        rng = np.random.default_rng(draw)
        counts, sizes = passages(rng, 200, SHARES)
        counts[:40], sizes[:40] = passages(rng, 40, [0.2, 0.5, 0.15, 0.1, 0.03, 0.02])
        groups = np.where(np.arange(200) < 40, "now", "before")
        found += compare_groups(counts, sizes, groups, ["now"])["p"][0, 1] < significance.LEVEL
    assert found >= 17


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), newest=st.integers(3, 30), families=st.sampled_from([1, 4, 16]))
def test_an_interval_leaves_out_0_exactly_where_the_difference_is_significant(
    seed, newest, families
):
    rng = np.random.default_rng(seed)
    counts, sizes = passages(rng, 60, SHARES)
    counts[:newest], sizes[:newest] = passages(rng, newest, SHARES[::-1])
    groups = np.where(np.arange(60) < newest, "now", "before")
    result = compare_groups(counts, sizes, groups, ["now", "before"], families)
    without = (result["low"] > 0) | (result["high"] < 0)
    assert (without == (result["p"] < significance.LEVEL)).all()
    assert (
        (result["low"] <= result["difference"]) & (result["difference"] <= result["high"])
    ).all()


def test_a_value_that_the_newest_batch_lacks_has_an_interval_that_knows_so():
    """None of 35 passages in 8 articles, where 15% would be usual, is no proof of a change."""
    counts = np.array([[0, 5]] * 7 + [[0, 0]] + [[1, 5], [1, 4], [0, 6]] * 30)
    sizes = counts.sum(axis=1)
    kept = sizes > 0
    groups = np.array(["now"] * 8 + ["before"] * 90)
    result = compare_groups(counts[kept], sizes[kept], groups[kept], ["now"])
    assert result["share"][0, 0] == 0
    assert result["low"][0, 0] < result["difference"][0, 0] < 0
    assert result["high"][0, 0] - result["low"][0, 0] > 0.05


def test_fewer_than_three_articles_are_not_tested():
    counts, sizes = passages(np.random.default_rng(0), 20, SHARES)
    result = compare_groups(counts, sizes, ["now"] * 2 + ["before"] * 18, ["now"])
    assert np.isnan(result["p"]).all()
    assert not np.isnan(result["share"]).any()


def test_the_same_data_give_the_same_figures_and_more_families_a_larger_p():
    counts, sizes = passages(np.random.default_rng(1), 50, SHARES)
    groups = ["now"] * 20 + ["before"] * 30
    first, again = (compare_groups(counts, sizes, groups, ["now"]) for _ in range(2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    together = compare_groups(counts, sizes, groups, ["now"], families=10)
    assert together["p"] == pytest.approx(np.minimum(1, 10 * first["p"]))
    assert (together["high"] - together["low"] >= first["high"] - first["low"]).all()


def test_a_trend_is_found_and_none_where_days_are_shuffled():
    rng = np.random.default_rng(0)
    days = np.arange(200.0)
    sizes = rng.integers(1, 6, 200)
    hits = rng.binomial(sizes, 0.1 + 0.002 * days)
    counts = np.column_stack([hits, sizes - hits])
    result = compare_times(counts, sizes, days)
    assert result["p"][0] < significance.LEVEL
    assert result["slope"] == pytest.approx([0.002, -0.002], rel=0.3)
    assert result["low"][0] > 0
    significant = 0
    for draw in range(40):
        shuffled = np.random.default_rng(draw).permutation(days)
        significant += compare_times(counts, sizes, shuffled)["p"][0] < significance.LEVEL
    assert significant <= 5


def test_own_words_and_quotations_are_compared_within_the_articles():
    rng = np.random.default_rng(3)
    own = passages(rng, 80, [0.3, 0.7])
    quoted = passages(rng, 80, [0.6, 0.4])
    assert compare_within(own, quoted)["p"][0] < significance.LEVEL
    alike = compare_within(own, passages(rng, 80, [0.3, 0.7]))
    assert alike["p"][0] > significance.LEVEL
    assert alike["low"][0] < 0 < alike["high"][0]
    nothing = np.zeros_like(own[0]), np.zeros(80)
    assert np.isnan(compare_within(own, nothing)["p"]).all()


def test_an_interval_of_articles_with_one_passage_each_is_nearly_that_of_wilson():
    """Wilson (1927) for 8 of 40, from his formula: 10.5% to 34.8%; ours is a little wider."""
    low, high = share_interval(0.2, 0.2 * 0.8 / 40, 40)
    assert (low, high) == pytest.approx((0.105, 0.348), abs=0.01)


def test_no_share_is_certain_after_a_few_observations():
    low, high = share_interval(np.array([0.0, 1.0]), np.array([0.0, 0.0]), 5)
    assert low[0] == 0
    assert high[0] > 0.3
    assert low[1] < 0.7
    assert high[1] == 1
