"""Dates as sources write them."""

import datetime

import pytest

from monitor.text.dates import (
    detect_day_first,
    find_date,
    find_date_in_path,
    match_date_line,
    may_be_either,
    parse_date,
)

DATES = {
    "2015-01-02T23:30:00-08:00": "2015-01-02",
    "03/04/2020": "2020-04-03",
    "October 9, 2023": "2023-10-09",
    "9. Oktober 2023": "2023-10-09",
    "9-Oct-2023 07:00AM": "2023-10-09",
    "09-Oct-23": "2023-10-09",
    "Mon Oct 09 07:00:00 2023": "2023-10-09",
    "2023. október 9.": "2023-10-09",
    "9 أكتوبر، 2023": "2023-10-09",
}


@pytest.mark.parametrize(("stated", "day"), DATES.items())
def test_dates_are_taken_as_written(stated, day):
    assert str(parse_date(stated)[0]) == day


@pytest.mark.parametrize(
    "stated", ["1066-01-01", "2999-01-01", "2020-02-31", "Tuesday", "October 2023"]
)
def test_what_is_no_date_stays_unknown_with_a_note(stated):
    day, note = parse_date(stated)
    assert day is None
    assert stated in note


def test_the_day_or_the_month_first():
    assert parse_date("3/4/2020", day_first=False)[0] == datetime.date(2020, 3, 4)
    assert parse_date("3/14/2020")[0] == datetime.date(2020, 3, 14)
    assert detect_day_first(["3/4/2020", "3/14/2020"]) is False
    assert detect_day_first(["3/4/2020", "no date"]) is None
    assert detect_day_first(["14.3.2020", "3/14/2020"]) is None


@pytest.mark.parametrize(
    ("value", "either"),
    [("3/4/2020", True), ("3/3/2020", False), ("3/14/2020", False), ("2020-03-04", False)],
)
def test_a_date_may_name_the_day_or_the_month_first(value, either):
    assert may_be_either(value) is either


@pytest.mark.parametrize(
    "number",
    [1678752000, 1678752000000, 1678752000.5, "1.678752E+12", "1678752000000000", "202303141200"],
)
def test_numbers_are_seconds_or_thousandths_of_them_or_a_time_stamp(number):
    assert parse_date(number)[0] == datetime.date(2023, 3, 14)


LINES = [
    "Friday, May 3, 2024, 9:05 AM GMT",
    "3 mai 2024",
    "2024 年 5 月 3 日",
    "Posted 2024-05-03 by Ann Lee",
]


@pytest.mark.parametrize("line", LINES)
def test_a_date_is_found_in_a_line(line):
    assert find_date(line) == datetime.date(2024, 5, 3)


def test_an_address_or_a_file_name_may_hold_a_date():
    assert str(find_date_in_path("https://courier.example/2024/05/03/ships")) == "2024-05-03"
    assert str(find_date_in_path("wash-post_2024-05-03_ships.txt")) == "2024-05-03"
    assert find_date_in_path("https://courier.example/article-123456789") is None


def test_a_line_that_holds_a_date_alone():
    assert match_date_line("Published: 3 May 2024, 10:15 GMT") == "3 May 2024"
    assert not match_date_line("3 May 2024 was a fine day for the fleet.")


def test_what_a_line_says_of_an_update_is_left_out():
    assert str(find_date("3 May 2024 | Updated 5 May 2024")) == "2024-05-03"
    assert str(find_date("Updated 5 May 2024, first published 3 May 2024")) == "2024-05-03"
    assert find_date("Updated 5 May 2024") is None
