"""Bylines as sources write and nest them."""

import pytest

from monitor.text.bylines import (
    author_text,
    find_byline,
    find_people,
    match_byline,
    split_authors,
)


def test_authors_are_parted():
    assert split_authors("By ANN LEE and Bo Ek, Courier")[:2] == ("ANN LEE", "Bo Ek")
    assert split_authors("Ann Lee in Oslo, Bergen and Bodø and Bo Ek in Rome") == (
        "Ann Lee",
        "Bo Ek",
    )
    assert split_authors("Ann Lee Defence and security editor") == ("Ann Lee",)
    assert split_authors("Rechtsanwältin Ann Lee") == ("Ann Lee",)


NESTED = [
    ["Ann Lee", "Bo Ek"],
    [{"name": "Ann Lee"}, {"name": "Bo Ek"}],
    [{"display_name": "Ann Lee"}, {"fullName": "Bo Ek"}],
    "['Ann Lee', 'Bo Ek']",
    "By Ann Lee and Bo Ek",
]


@pytest.mark.parametrize("value", NESTED)
def test_authors_as_data_nests_them(value):
    assert split_authors(author_text(value)) == ("Ann Lee", "Bo Ek")


def test_a_line_that_is_a_byline_and_nothing_else():
    assert match_byline("Written by Ann Lee and Bo Ek") == "Ann Lee and Bo Ek"
    assert match_byline("By noon the ships had left the harbour.") == ""


def test_a_byline_in_a_line_that_holds_more():
    assert find_byline("3 May 2024 | By Ann Lee and Bo Ek").startswith("Ann Lee and Bo Ek")
    assert find_people("By Ann Lee @annlee") == ("Ann Lee",)
    assert find_people("https://courier.example/ann") == ()
