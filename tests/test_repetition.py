import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.repetition import SIGN, TOKEN, WordNumbers, find_repetition

LEAD = "The council met on Monday to settle how many ships the northern fleet should keep."
WORDS = ["Ministers left early.", "Rain fell on the square.", "A vote is due in May."]


def left(*texts):
    """The words of each text that are no repetition."""
    numbers = WordNumbers()
    read = [numbers.read(text) for text in texts]
    repetition = find_repetition(read)
    return [
        " ".join(numbers.names[word] for word in words[~repetition.mark(words)] if word > SIGN)
        for words in read
    ]


def words_of(text):
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def test_a_short_line_of_two_articles_is_masked():
    other = " ".join(WORDS)
    first, second = left(f"{LEAD}\nRead more on this", f"{other}\nREAD MORE ON THIS!")
    assert (first, second) == (words_of(LEAD), words_of(other))


def test_figures_do_not_set_lines_apart():
    first, second = left(f"{WORDS[0]}\n12 of 20 photos", f"{WORDS[1]}\n3 of 9 photos")
    assert (first, second) == (words_of(WORDS[0]), words_of(WORDS[1]))


def test_eight_words_in_a_row_of_a_sentence_are_masked():
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


@given(st.lists(st.text(alphabet="ab ß.İ\n!1@", max_size=60), max_size=5))
def test_each_token_of_a_text_is_marked_or_not(texts):
    numbers = WordNumbers()
    read = [numbers.read(text) for text in texts]
    repetition = find_repetition(read)
    for text, words in zip(texts, read, strict=True):
        assert len(repetition.mark(words)) == len(words) == len(TOKEN.findall(text))
