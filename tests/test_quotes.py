"""Quotations: sentence in, who says what out; spans always quote the text."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.loaders import load
from monitor.quotes import find_quotes, quotes_table

CASES = {
    "“We will not send troops,” Ida Brandt said.": ("Ida Brandt", "said"),
    "Ida Brandt told reporters: “We will not send troops.”": ("Ida Brandt", "told"),
    '"We will not send troops," said Ida Brandt.': ("Ida Brandt", "said"),
    "''We will not send troops,'' said Ida Brandt.": ("Ida Brandt", "said"),
    "«We will not send troops», said Ida Brandt.": ("Ida Brandt", "said"),
    "“We will not send troops,” a NATO official said.": ("a NATO official", "said"),
    "Ida Brandt arrived late. “We will not send troops,” she said.": ("Ida Brandt", "said"),
    "Secretary General Ida Brandt arrived.\n\n“We will not send troops,” Brandt said.": ("Ida Brandt", "said"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_the_speaker_is_found_and_resolved(text, expected):
    (quote,) = find_quotes(text)
    assert (quote.speaker, quote.cue) == expected


def test_a_quotation_that_its_tag_interrupts_is_one():
    text = "“We will act,” Ida Brandt said, “and we will do it soon.”"
    (quote,) = find_quotes(text)
    assert [text[start:end] for start, end in quote.spans] == ["“We will act,”", "“and we will do it soon.”"]


def test_a_quotation_over_paragraphs_is_one_with_one_speaker():
    text = "“We will act soon,” Ida Brandt said. “It begins today.\n\n“And it goes on.\n\n“It ends in May.”"
    text += "\n\nThat was all."
    quotes = find_quotes(text)
    assert {quote.speaker for quote in quotes} == {"Ida Brandt"}
    assert quotes[-1].end == text.index("\n\nThat was all.")


def test_part_of_a_sentence_is_mixed():
    (quote,) = find_quotes("Colonel Radek Orlo called it “a fleet in search of a fault” and left.")
    assert (quote.kind, quote.speaker) == ("mixed", "Radek Orlo")


@pytest.mark.parametrize("text", ["The so-called “hawk” left.", "He read “War and Peace” twice.", "No marks at all."])
def test_scare_quotes_and_titles_are_no_quotations(text):
    assert find_quotes(text) == []


def test_a_mark_that_is_never_closed_costs_one_paragraph():
    text = "He called it “a day of\n\nThe ships left port.\n\n“We will be back,” Ida Brandt said."
    assert any(quote.speaker == "Ida Brandt" and text[quote.start :].startswith("“We") for quote in find_quotes(text))


def test_all_quotations_of_the_first_article_are_stoltenbergs(shared):
    (article,) = load(shared("seed/no_direct_nato_involvement.txt"))
    quotes = find_quotes(article.text)
    assert len(quotes) == 7
    assert {quote.speaker for quote in quotes} == {"Jens Stoltenberg"}


def test_the_table_quotes_the_text_and_keeps_its_columns_when_empty():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["“We will act now,” Ida Brandt said."]})
    (row,) = quotes_table(articles).to_dict("records")
    assert row["quote"] == articles["text"][0][row["start"] : row["end"]] == "“We will act now,”"
    assert list(quotes_table(articles.head(0)).columns) == list(quotes_table(articles).columns)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="“”\"'‘’«» abcAB.,\n", max_size=300) | st.text(max_size=100))
def test_no_text_raises_and_spans_lie_in_order(text):
    for quote in find_quotes(text):
        flat = [place for span in quote.spans for place in span]
        assert flat == sorted(flat)
        assert (quote.start, quote.end) == (flat[0], flat[-1])
        assert 0 <= quote.start < quote.end <= len(text)
