"""Sentences and tokens: text in, pieces out that quote the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.sentences import sentence_spans
from monitor.text.tokens import TOKEN, without_possessive


@pytest.mark.parametrize(
    "sentences",
    [
        ["Ida Brandt left.", "She was late."],
        ["Mr. Brandt met Gen. Olsen on Jan. 5 in St. Ives.", "They talked."],
        ["J.K. Brandt and Per N. Olsen left."],
        ["She lives in the U.S.", "He does not."],
        ["She lives in the U.S. Virgin Islands."],
        ["“We will act.”", "“It begins today.”"],
        ["Will it end?!", "Nobody knows …", "So it goes."],
        ["It rose by 3.5 percent.", "2019 was worse."],
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(sentences):
    text = " ".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_a_line_end_ends_a_sentence():
    assert sentence_spans("No troops\n\nThe council met") == [(0, 9), (11, 26)]


@given(st.text(alphabet='aB.!?…"“”’ \n\t1', max_size=80) | st.text(max_size=80))
def test_sentences_hold_all_letters_once_and_in_order(text):
    spans = sentence_spans(text)
    joined = "".join(text[start:end] for start, end in spans)
    assert "".join(joined.split()) == "".join(text.split())
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("U.S. troops don’t stay.", ["U.S.", "troops", "don’t", "stay", "."]),
        ("Ida K. Brandt’s co-chair", ["Ida", "K.", "Brandt’s", "co-chair"]),
        ("1,200 of 3.5% -- or so...", ["1,200", "of", "3.5", "%", "--", "or", "so", "..."]),
    ],
)
def test_tokens_are_words_numbers_and_runs_of_a_sign(text, tokens):
    assert [match.group() for match in TOKEN.finditer(text)] == tokens


def test_the_possessive_is_no_part_of_a_word():
    words = ["Brandt’s", "states'", "Brandt", "’s"]
    assert [without_possessive(word) for word in words] == ["Brandt", "states", "Brandt", "’s"]
