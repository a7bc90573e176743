"""One event as several outlets tell it: alike, close in time, and no reprints."""

import pandas as pd
import pytest

from monitor.compare.events import same_events
from monitor.compare.language import count_terms

NO_COPIES = pd.DataFrame({"article_id": [], "group_id": []})


@pytest.fixture
def articles():
    days = pd.to_datetime(
        ["2025-01-01", "2025-01-03", "2025-01-20", "2025-01-02", None, "2025-01-02"]
    )
    return pd.DataFrame(
        {
            "article_id": list("abcdef"),
            "outlet": ["North Post", "Farm News", "Farm News", "North Post", "Farm News", ""],
            "title": "A day",
            "date": days,
            "url": "",
            "source": "",
        }
    )


@pytest.fixture
def texts():
    warship = "A warship sinks off the cape."
    farmers = "Farmers protest against low prices of wheat."
    told = [warship, warship, warship, farmers, warship, farmers]
    return pd.Series([f"{text} {number}" for number, text in enumerate(told)])


def test_one_event_is_paired_over_outlets_and_near_days_only(articles, texts):
    texts = pd.concat([texts, pd.Series(["Rain fell.", "Rain fell.", "Snow fell.", "Snow fell."])])
    more = articles.iloc[[0] * 4].assign(article_id=list("wxyz"))
    events = same_events(pd.concat([articles, more]), count_terms(texts), NO_COPIES)
    assert list(events["article_id"]) == ["a", "b"]
    assert events["likeness"].iloc[0] == pytest.approx(1)


def test_reprints_are_no_two_tellings(articles, texts):
    copies = pd.DataFrame({"article_id": ["a", "b"], "group_id": "a"})
    assert len(same_events(articles, count_terms(texts), copies)) == 0


def test_without_shared_words_there_is_none(articles):
    for texts in ([], ["Rain", "Snow"]):
        counts = count_terms(pd.Series(texts, dtype=str))
        assert len(same_events(articles[: len(texts)], counts, NO_COPIES)) == 0
