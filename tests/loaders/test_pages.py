"""Saved pages: what the markup states and by which rule it was found, and what is less than a whole
article.
"""

import json

import pytest

from monitor.loaders import load

TEXT = (
    "NATO will patrol the strait from Monday, an official said. The ships leave the harbour at dawn. "
    * 12
)
LINKED = {
    "@type": "NewsArticle",
    "headline": "Ships leave",
    "datePublished": "2024-05-03T23:30:00-08:00",
}


def page(tmp_path, head="", before="", after="", text=TEXT, title="Ships leave"):
    (tmp_path / "a.html").write_text(
        f"<html lang='en'><head>{head}</head><body><nav>Home</nav><article>{before}<h1>{title}</h1>{after}<p>{text}</p>"
        "</article></body></html>"
    )
    (article,) = load(tmp_path / "a.html")
    return article


def script(data):
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def linked(**fields):
    return script({**LINKED, **fields})


DATES = {
    "JSON-LD": {"head": linked()},
    "meta article:published_time": {
        "head": '<meta property="article:published_time" content="2024-05-03T01:00:00Z">'
    },
    "address": {"head": '<link rel="canonical" href="https://courier.example/2024/05/03/ships">'},
    "line beside the title": {"after": "<div>Published 3 May 2024, 10:15</div>"},
    "time element": {"after": '<footer><time datetime="2024-05-03">yesterday</time></footer>'},
}


@pytest.mark.parametrize("rule", DATES)
def test_each_date_carries_the_rule_that_found_it(tmp_path, rule):
    article = page(tmp_path, **DATES[rule])
    assert (str(article.date), article.date_rule) == ("2024-05-03", rule)


def test_a_time_zone_does_not_move_the_day(tmp_path):
    stamp = linked(datePublished="2024-05-04T02:00:00Z")
    assert str(page(tmp_path, head=stamp, after="<div>May 3, 2024</div>").date) == "2024-05-03"


@pytest.mark.parametrize("stated", ["2999-01-01", "1066-10-14", "2024-02-31"])
def test_an_impossible_date_stays_unknown_with_a_note(tmp_path, stated):
    article = page(tmp_path, head=linked(datePublished=stated))
    assert article.date is None
    assert stated in article.date_rule


AUTHORS = {
    "linked": {"head": linked(author=[{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Ek"}])},
    "graph": {"head": linked(author={"@id": "#1"}, about={"@id": "#1", "name": "Ann Lee and Bo Ek"})},
    "meta": {"head": '<meta name="author" content="Ann Lee, Bo Ek">'},
    "class": {"after": '<div class="byline">By Ann Lee and Bo Ek</div>'},
    "line": {"after": "<div>3 May 2024 | By Ann Lee and Bo Ek</div>"},
}  # fmt: skip


@pytest.mark.parametrize("place", AUTHORS)
def test_authors(tmp_path, place):
    assert page(tmp_path, **AUTHORS[place]).authors == ("Ann Lee", "Bo Ek")


def test_the_title_is_the_heading_that_the_head_states_without_the_site(tmp_path):
    head = '<title>Ships leave at dawn | Courier</title><meta property="og:site_name" content="Courier">'
    assert (
        page(tmp_path, head=head, before="<h1>Courier</h1>", title="Ships leave at dawn").title
        == "Ships leave at dawn"
    )


NOTES = {
    "consent": (
        "To go on to the article, accept all cookies or choose which ones you allow us to set.",
        "",
    ),
    "teaser": (
        "The ministers met for a whole afternoon and said that " * 3,
        linked(isAccessibleForFree="False"),
    ),
    "subscribe": (
        "The ministers met for the whole afternoon. " * 4 + "Subscribe now to continue reading.",
        "",
    ),
    "short": ("The ministers met for a whole afternoon, and nobody said why they did.", ""),
}


@pytest.mark.parametrize("kind", NOTES)
def test_less_than_a_whole_article_is_marked(tmp_path, kind):
    text, head = NOTES[kind]
    assert page(tmp_path, text=text, head=head).note


def test_a_page_that_asks_for_consent_alone_is_rejected(tmp_path):
    wall = "We use cookies on this site. By continuing you agree to cookies."
    (tmp_path / "a.html").write_text(
        f"<html><body><h1>Before you continue</h1><p>{wall}</p></body></html>"
    )
    (refused,) = load(tmp_path / "a.html")
    assert "consent page" in refused.reason


def test_a_whole_article_has_no_note(tmp_path):
    assert page(tmp_path, head=linked()).note == ""


OTHERS = {
    "another article": linked(
        headline="Regatta in pictures", datePublished="2022-06-01", author={"name": "Karl Ek"}
    ),
    "a list": script({"itemListElement": [{"item": {**LINKED, "datePublished": "2022-06-01"}}]}),
    "a live blog": script({"liveBlogUpdate": [{**LINKED, "datePublished": "2024-05-06"}]}),
}


@pytest.mark.parametrize("other", OTHERS)
def test_what_json_ld_states_of_other_works_is_not_read(tmp_path, other):
    head = '<meta property="og:title" content="Ships leave"><meta name="author" content="Ann Lee">'
    article = page(
        tmp_path, head=OTHERS[other] + head + '<meta name="pubdate" content="2024-05-03">'
    )
    assert (str(article.date), article.authors) == ("2024-05-03", ("Ann Lee",))


def test_json_ld_of_the_page_goes_before_that_of_another(tmp_path):
    head = OTHERS["another article"] + '<meta property="og:title" content="Ships leave">' + linked()
    assert str(page(tmp_path, head=head).date) == "2024-05-03"


UPDATES = [
    "<p>Updated 16 May 2024, first published 3 May 2024</p>",
    "<p>Updated: <time>16 May 2024</time> First published: <time>3 May 2024</time></p>",
    '<p><time itemprop="dateModified" datetime="2024-05-16">03/05/2024 01:57 | Actualizado a 16/05/2024</time></p>',
]


@pytest.mark.parametrize("line", UPDATES)
def test_the_date_of_an_update_is_not_that_of_publication(tmp_path, line):
    assert str(page(tmp_path, after=line).date) == "2024-05-03"


def test_the_time_of_a_comment_is_not_that_of_the_article(tmp_path):
    comment = '<div class="comments"><p>Well said.</p><time datetime="2024-05-09">a day later</time></div>'
    assert page(tmp_path, after=comment).date_rule != "time element"
