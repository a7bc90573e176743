import re

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from monitor.repetition import LINE_END, SIGN, find_repetition, mark_repetition

LEAD = "The council met on Monday to settle how many ships the northern fleet should keep."
WORDS = ["Ministers left early.", "Rain fell on the square.", "A vote is due in May."]


def read(texts):
    """(array of the words as tokens, array of their numbers, array of the text of each)."""
    tokens = [re.findall(r"[a-z]+|[^a-z ]", text.lower() + "\n") for text in texts]
    text_of = np.repeat(np.arange(len(tokens)), [len(each) for each in tokens])
    tokens = pd.Series(np.concatenate([[], *tokens]), dtype=object)
    words, _ = pd.factorize(tokens.where(tokens.str.isalpha().astype(bool)))
    words = np.where(tokens == "\n", LINE_END, np.where(words < 0, SIGN, words))
    return tokens.to_numpy(), words, text_of


def marks_of(words, text_of):
    return mark_repetition(words, text_of, find_repetition(words, text_of))


def left(*texts):
    """The words of each text that are no repetition."""
    tokens, words, text_of = read(texts)
    is_left = (words >= 0) & ~marks_of(words, text_of)
    return [" ".join(tokens[is_left & (text_of == text)]) for text in range(len(texts))]


def words_of(text):
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def test_a_short_line_of_two_articles_is_masked():
    other = " ".join(WORDS)
    first, second = left(f"{LEAD}\nRead more on this", f"{other}\nREAD MORE ON THIS!")
    assert (first, second) == (words_of(LEAD), words_of(other))


def test_figures_do_not_set_lines_apart():
    first, second = left(f"{WORDS[0]}\n12 of 20 photos", f"{WORDS[1]}\n3 of 9 photos")
    assert (first, second) == (words_of(WORDS[0]), words_of(WORDS[1]))


def test_eight_words_in_a_row_of_a_line_are_masked():
    tail = "the northern fleet should keep its ships in port"
    body = " ".join(WORDS)
    first, second = left(
        f"{body} He said {tail}.", f"Others differ. {body[:30]} She denied that {tail}."
    )
    assert "he said" in first
    assert tail not in first
    assert tail not in second


def test_a_reprint_keeps_its_text():
    text = f"{LEAD} {' '.join(WORDS)}"
    assert left(text, text) == [words_of(text)] * 2


def test_articles_with_nothing_in_common_stay_as_they_are():
    assert left(*WORDS) == [words_of(text) for text in WORDS]
    assert left() == []


@given(st.lists(st.text(alphabet="ab \n!1@", max_size=60), max_size=5))
def test_no_text_loses_more_than_half_of_its_words(texts):
    _, words, text_of = read(texts)
    marks = marks_of(words, text_of)
    assert len(marks) == len(words)
    for text in range(len(texts)):
        is_word = (words >= 0) & (text_of == text)
        assert marks[is_word].sum() <= is_word.sum() / 2
