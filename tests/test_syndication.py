import random

import pandas as pd
import pytest

from monitor.syndication import group_copies, signatures, syndication_table

WORDS = [
    a + b + c
    for a in ("ba", "ke", "li", "mo", "su")
    for b in ("n", "r", "st", "v")
    for c in ("a", "er", "ing")
]


def story(seed, paragraphs=8, words=60):
    """An invented article of `paragraphs` paragraphs."""
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=words)).capitalize() + "." for _ in range(paragraphs)]


def table(*texts, **columns):
    return pd.DataFrame(
        {"article_id": [f"a{i}" for i in range(len(texts))], "text": texts, **columns}
    )


def groups(articles):
    return sorted(
        sorted(members) for _, members in group_copies(articles).groupby("group_id")["article_id"]
    )


STORY = story(1)


@pytest.mark.parametrize(
    "copy",
    [
        STORY[:3],
        STORY[::-1],
        STORY[:2] + STORY[3:5] + STORY[6:],
        [
            "Sign up for our newsletter.",
            *STORY[:4],
            "ADVERTISEMENT",
            *STORY[4:],
            "Share this article",
        ],
        [*STORY[:2], *story(2, paragraphs=1), *STORY[2:]],
        [line.upper().replace(" ", "  ") for line in STORY],
    ],
    ids=["cut", "swapped", "dropped", "promo", "new paragraph", "house style"],
)
def test_an_edited_reprint_is_found(copy):
    articles = table("\n\n".join(STORY), "\n".join(story(3)), "\n".join(copy))
    assert groups(articles) == [["a0", "a2"]]


def test_quote_marks_and_apostrophes_make_no_difference():
    text = " ".join(f"it's {word} “not” {word}" for word in story(4, 1, 80)[0].split())
    styled = text.replace("'", "’").replace("“", "‘").replace("”", "’")
    assert signatures([text]) == signatures([styled])


def test_a_digest_that_quotes_several_stories_does_not_join_them():
    stories = ["\n".join(story(seed)) for seed in range(20)]
    digest = "\n".join(text[:300] for text in stories)
    assert groups(table(*stories, digest)) == []


def test_a_shared_paragraph_makes_no_reprint():
    boilerplate = story(5, 2)
    assert groups(table(*["\n".join(story(seed) + boilerplate) for seed in range(6, 12)])) == []


@pytest.mark.parametrize("text", ["", "   ", None, float("nan"), "Watch the video here.", "12 34"])
def test_empty_and_short_texts_are_no_reprints(text):
    assert groups(table(text, text, "\n".join(STORY))) == []


def test_no_articles_give_no_groups():
    assert list(syndication_table(table()).columns) == ["article_id", "group_id", "original"]
    assert len(syndication_table(table())) == 0


def test_the_earliest_dated_is_the_original_then_the_first():
    text = "\n".join(STORY)
    dated = syndication_table(
        table(text, text, text, text, date=[None, "2024-05-03", "2024-05-02", "2024-05-02"])
    )
    assert dated.loc[dated["original"], "article_id"].tolist() == ["a2"]
    assert dated["group_id"].unique().tolist() == ["a2"]
    undated = syndication_table(table(text, text))
    assert undated["original"].tolist() == [True, False]


def test_years_apart_half_a_text_is_boilerplate():
    half = "\n".join(STORY[:4])
    first, second = half + "\n".join(story(8, 3)), half + "\n".join(story(9, 3))
    assert len(group_copies(table(first, second, date=["2024-05-01", "2024-05-04"]))) == 2
    assert len(group_copies(table(first, second, date=["2014-05-01", "2024-05-04"]))) == 0


def test_a_story_printed_by_more_outlets_than_a_shingle_may_propose():
    copies = ["\n".join(STORY[: 3 + i % 6]) for i in range(90)]
    assert len(groups(table(*copies, "\n".join(story(12))))) == 1
    assert len(group_copies(table(*copies))) == 90


def test_stored_signatures_stand_for_the_texts():
    articles = table("\n".join(STORY), "\n".join(story(3)), "\n".join(STORY[2:]))
    stored = articles[["article_id"]].assign(signature=signatures(articles["text"]))
    pd.testing.assert_frame_equal(syndication_table(stored), syndication_table(articles))


@pytest.mark.parametrize("batches", [2, 3, 7])
def test_batch_by_batch_finds_what_all_at_once_finds(batches):
    texts = ["\n".join(story(seed)[cut:]) for cut in (0, 3, 4) for seed in range(8)]
    articles = table(*texts, *["\n".join(STORY[: 3 + i % 6]) for i in range(60)])
    articles = articles.sample(frac=1, random_state=batches, ignore_index=True)
    seen, found = articles.head(0).assign(group_id=None), {}
    for start in range(0, len(articles), -(-len(articles) // batches)):
        batch = articles[start : start - (-len(articles) // batches)]
        seen = pd.concat([seen, batch.assign(group_id=None)], ignore_index=True)
        found = syndication_table(seen).set_index("article_id")["group_id"]
        seen["group_id"] = seen["article_id"].map(found).fillna(seen["article_id"])
    expected = syndication_table(articles).set_index("article_id")["group_id"]
    assert found.to_dict() == expected.to_dict()


def test_earlier_articles_are_not_compared_again():
    text = "\n".join(STORY)
    articles = table(text, text, "\n".join(story(3)), group_id=["a0", "a1", None])
    assert len(syndication_table(articles)) == 0


def test_the_order_of_the_table_does_not_change_the_groups():
    articles = table(*["\n".join(story(seed)[cut:]) for seed in range(10) for cut in (0, 3)])
    assert groups(articles) == groups(articles.sample(frac=1, random_state=0))


def test_texts_without_spaces_between_words():
    text = "".join(chr(0x4E00 + random.Random(1).randrange(2000) + i) for i in range(300))
    assert groups(table(text, text[:120], "".join(chr(0x5E00 + i) for i in range(300)))) == [
        ["a0", "a1"]
    ]


def test_real_articles_cut(shared):
    """The figures are in tests/benchmarks/themes.py."""
    articles = pd.read_json(shared("nato/2018.jsonl"), lines=True)
    cut = [text[: len(text) // 2] for text in articles["text"]]
    both = table(*articles["text"], *cut)
    found = group_copies(both)
    pairs = {tuple(sorted(members)) for _, members in found.groupby("group_id")["article_id"]}
    expected = {tuple(sorted((f"a{i}", f"a{i + len(cut)}"))) for i in range(len(cut))}
    assert len(pairs & expected) >= 0.97 * len(expected)


TEMPLATE = (
    "{0} on Thursday reported earnings of ${1} million in its first quarter. The company, which is "
    "based in {2}, said it had net income of {3} cents per share. The results topped the forecasts "
    "of {4} analysts surveyed for earnings of {5} cents per share. The company posted revenue of "
    "${6} million in the period. Its shares have risen {7} percent since the beginning of the year. "
    "In the final minutes of trading on Thursday the shares hit ${8}, a climb of {9} percent in the "
    "last 12 months."
)


def test_stories_of_one_template_with_other_figures_are_no_reprints():
    rng = random.Random(0)
    figures = [[rng.randint(13, 999) for _ in range(10)] for _ in range(4)]
    firms = ("Tarn Foods", "Sund Rail", "Holt Mining", "Vik Bank")
    texts = [
        TEMPLATE.format(*[firm, *row[1:2], firm.split()[0], *row[3:]])
        for firm, row in zip(firms, figures, strict=True)
    ]
    assert groups(table(*texts, texts[0].replace("Thursday", "Friday"))) == [["a0", "a4"]]


def test_short_texts_are_reprints_where_they_are_identical():
    brief = "The ferry to Sund will not run on Sunday, the port office said."
    other = "The ferry to Lofta will not run on Monday, the port office said."
    assert groups(table(brief, other, brief.upper(), "See more.", "See more.")) == [["a0", "a2"]]
