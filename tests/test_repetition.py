from hypothesis import given
from hypothesis import strategies as st

from monitor.repetition import find_repetition

LEAD = "The council met on Monday to settle how many ships the northern fleet should keep."
WORDS = ["Ministers left early.", "Rain fell on the square.", "A vote is due in May."]


def mask(*texts):
    repetition = find_repetition(texts)
    return [repetition.mask(text) for text in texts]


def words_of(text):
    return " ".join(text.split())


def test_a_short_line_of_two_articles_is_masked():
    first, second = mask(f"{WORDS[0]}\nRead more on this", f"{WORDS[1]}\nREAD MORE ON THIS!")
    assert words_of(first) == WORDS[0]
    assert words_of(second) == WORDS[1]


def test_figures_do_not_set_lines_apart():
    first, second = mask(f"{WORDS[0]}\n12 of 20 photos", f"{WORDS[1]}\n3 of 9 photos")
    assert (words_of(first), words_of(second)) == (WORDS[0], WORDS[1])


def test_eight_words_in_a_row_of_a_sentence_are_masked():
    tail = "the northern fleet should keep its ships in port"
    body = " ".join(WORDS)
    first, second = mask(
        f"{body} He said {tail}.", f"Others differ. {body[:30]} She denied that {tail}."
    )
    assert "He said" in first
    assert tail not in first
    assert tail not in second


def test_a_reprint_keeps_its_text():
    text = f"{LEAD} {' '.join(WORDS)}"
    assert mask(text, text) == [text, text]


def test_a_line_with_a_phrase_that_pages_repeat_is_masked():
    line = "Watch our daily briefing video {0} again: watch our daily briefing video {0}"
    texts = [
        f"{LEAD.replace('northern', name)}\n{line.format(name)}" for name in ("red", "blue", "old")
    ]
    assert all("briefing" not in text for text in mask(*texts))


def test_articles_with_nothing_in_common_stay_as_they_are():
    assert mask(*WORDS) == WORDS
    assert mask() == []


@given(st.lists(st.text(alphabet="ab ß.İ\n!", max_size=60), max_size=5))
def test_a_masked_text_is_as_long_and_differs_only_by_line_ends(texts):
    for text, masked in zip(texts, mask(*texts), strict=True):
        assert len(masked) == len(text)
        assert all(new in (old, "\n") for old, new in zip(text, masked, strict=True))
