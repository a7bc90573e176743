"""Wording: the same forms for counts, shares, intervals, dates and lists in every message."""

import datetime

import pandas as pd
import pytest

from monitor.wording import (
    counted,
    day,
    interval,
    listed,
    p_value,
    percent,
    period,
    points,
    sentence,
)


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (1234, "1,234 articles")],
)
def test_one_is_singular_and_thousands_have_a_comma(n, words):
    assert counted(n, "article") == words


def test_an_irregular_plural_is_given():
    assert counted(2, "person", "people") == "2 people"
    assert counted(1, "person", "people") == "1 person"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0%"),
        (0.0001, "<1%"),
        (0.0049, "<1%"),
        (0.005, "<1%"),
        (0.006, "1%"),
        (0.12, "12%"),
        (0.994, "99%"),
        (0.999, ">99%"),
        (1, "100%"),
    ],
)
def test_a_share_is_in_whole_percent_and_never_rounded_to_none_or_all(share, words):
    assert percent(share) == words


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (-0.03, "−3 points"),
        (0.15, "+15 points"),
        (0.01, "+1 point"),
        (-0.01, "−1 point"),
        (0, "0 points"),
        (-0.001, "0 points"),
    ],
)
def test_a_difference_has_a_true_sign(difference, words):
    assert points(difference) == words


def test_an_interval_of_a_share_and_of_a_difference():
    assert interval(0.08, 0.17) == "95% CI 8–17"
    assert interval(0, 1) == "95% CI 0–100"
    assert interval(-0.38, 0.08, difference=True) == "95% CI −38 to +8"
    assert interval(-0.001, 0.02, difference=True) == "95% CI −0.1 to +2.0"


def test_a_day_has_its_month_in_words():
    assert day(datetime.date(2023, 3, 14)) == "14 March 2023"
    assert day(pd.Timestamp("2025-10-01")) == "1 October 2025"


@pytest.mark.parametrize(
    ("first_day", "unit", "words"),
    [
        (datetime.date(2023, 3, 14), "day", "14 March 2023"),
        (datetime.date(2025, 10, 6), "week", "the week of 6 October 2025"),
        (datetime.date(2023, 3, 1), "month", "March 2023"),
        (datetime.date(2023, 1, 1), "quarter", "Q1 2023"),
        (datetime.date(2023, 10, 1), "quarter", "Q4 2023"),
        (datetime.date(2023, 1, 1), "year", "2023"),
    ],
)
def test_a_period_is_named_by_its_unit(first_day, unit, words):
    assert period(first_day, unit) == words


def test_another_unit_is_an_error():
    with pytest.raises(KeyError):
        period(datetime.date(2023, 1, 1), "decade")


@pytest.mark.parametrize(
    ("names", "most", "words"),
    [
        ([], None, ""),
        (["CNN"], None, "CNN"),
        (["CNN", "Vox"], None, "CNN and Vox"),
        (["CNN", "Vox", "NPR"], None, "CNN, Vox and NPR"),
        (["CNN", "Vox", "NPR", "AP", "BBC"], 2, "CNN, Vox and 3 more"),
        (["CNN", "Vox", "NPR"], 1, "CNN and 2 more"),
        (["CNN", "Vox"], 2, "CNN and Vox"),
    ],
)
def test_names_are_listed_as_in_a_sentence(names, most, words):
    assert listed(names, most) == words


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest():
    assert sentence("no change in NATO’s stance") == "No change in NATO’s stance"
    assert sentence("NPR and Vox") == "NPR and Vox"
    assert sentence("") == ""


def test_an_end_of_an_interval_shows_on_which_side_of_0_it_is():
    assert interval(-0.025, -0.0002, difference=True, with_decimal=True) == "95% CI −2.5 to −0.02"
    assert interval(-0.3, 0.002, difference=True) == "95% CI −30.0 to +0.2"


def test_a_p_is_never_nothing():
    assert p_value(0.016) == "0.016"
    assert p_value(0.00001) == "<0.001"
