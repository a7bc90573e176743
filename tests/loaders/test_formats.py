"""Another format is one module with its reader, as the one written here, and its test."""

import json

import pytest

from monitor.article import Rejected
from monitor.loaders import load, streams
from monitor.loaders.fields import make_article

TEXT = "The ferry leaves at dawn, the harbour master said on Monday, and the pier stays closed."


def read_harbour_api(stream, name, options):
    """Yield the articles of an answer of the Harbour API."""
    for number, story in enumerate(json.load(stream)["stories"], start=1):
        source = f"{name}, story {number}"
        if story.get("kind") == "advertisement":
            yield Rejected(source, "an advertisement, not an article")
            continue
        yield make_article(
            source,
            "Harbour API",
            options,
            title=story["head"],
            text=story["lines"],
            date=story["day"],
        )


@pytest.fixture
def harbour_api():
    """The reader among the others, as in a module of monitor/loaders with this line above it."""
    streams.reads(".json", rb'\{"api":\s*"harbour"')(read_harbour_api)
    yield
    streams.READERS.pop(0)


def test_a_loader_for_the_api_of_an_archive(harbour_api, tmp_path):
    story = {"head": "Ferry leaves", "lines": TEXT, "day": "2024-05-03"}
    answer = {"api": "harbour", "stories": [story, {"kind": "advertisement"}]}
    (tmp_path / "a.json").write_text(json.dumps(answer))
    article, refused = load(tmp_path / "a.json")
    assert (article.title, article.text, str(article.date)) == ("Ferry leaves", TEXT, "2024-05-03")
    assert (article.date_rule, article.language) == ("Harbour API", "en")
    assert refused == Rejected("a.json, story 2", "an advertisement, not an article")


def test_other_files_of_that_suffix_are_read_as_before(harbour_api, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([{"title": "Ferry leaves", "text": TEXT}]))
    (article,) = load(tmp_path / "a.json")
    assert article.text == TEXT


def test_what_a_reader_cannot_read_is_rejected_with_the_number_read_before(harbour_api, tmp_path):
    story = {"head": "Ferry leaves", "lines": TEXT, "day": "2024-05-03"}
    (tmp_path / "a.json").write_text(json.dumps({"api": "harbour", "stories": [story, {}]}))
    _, refused = load(tmp_path / "a.json")
    assert "1 item read before that" in refused.reason


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", "<html><h1>"), ("a.doc", "<!DOCTYPE html>")]
)
def test_a_page_may_have_the_suffix_of_a_text(tmp_path, name, content):
    (tmp_path / name).write_text(f"{content}<p>{TEXT}</p><p>{TEXT}</p>")
    (article,) = load(tmp_path / name)
    assert "<p>" not in article.text
