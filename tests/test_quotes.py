"""Quotations: sentence in, who says what out; spans always quote the text."""

import json
import os
import subprocess
import sys
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import InputError
from monitor.loaders import load
from monitor.quotes import find_quotes, name_speakers, quotes_table, read_aliases, speakers_table
from monitor.quotes.marks import mask_quotations, paragraphs

CASES = {
    "“We will not send troops,” Ida Brandt said.": ("Ida Brandt", "said"),
    "Ida Brandt told reporters: “We will not send troops.”": ("Ida Brandt", "told"),
    '"We will not send troops," said Ida Brandt.': ("Ida Brandt", "said"),
    "''We will not send troops,'' said Ida Brandt.": ("Ida Brandt", "said"),
    "«We will not send troops», said Ida Brandt.": ("Ida Brandt", "said"),
    "“We will not send troops,” a NATO official said.": ("a NATO official", "said"),
    "Ida Brandt arrived late. “We will not send troops,” she said.": ("Ida Brandt", "said"),
    "Secretary General Ida Brandt arrived.\n\n“We will not send troops,” Brandt said.": (
        "Ida Brandt",
        "said",
    ),
}


def test_a_dateline_or_heading_in_capitals_is_no_speaker():
    text = """Fighting went on in eastern Ukraine. Ships left the port.

    EASTERN UKRAINE: "A rebel stands guard near the town."

    IDA BRANDT: "We will answer in kind."
    """
    assert [quote.speaker for quote in find_quotes(text)] == [None, "IDA BRANDT"]


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_the_speaker_is_found_and_resolved(text, expected):
    (quote,) = find_quotes(text)
    assert (quote.speaker, quote.cue) == expected


def test_a_quotation_that_its_tag_interrupts_is_one():
    text = "“We will act,” Ida Brandt said, “and we will do it soon.”"
    (quote,) = find_quotes(text)
    assert [text[start:end] for start, end in quote.spans] == [
        "“We will act,”",
        "“and we will do it soon.”",
    ]


def test_a_quotation_over_paragraphs_is_one_with_one_speaker():
    text = "“We will act soon,” Ida Brandt said. “It begins today.\n\n“And it goes on.\n\n“It ends in May.”"
    text += "\n\nThat was all."
    quotes = find_quotes(text)
    assert {quote.speaker for quote in quotes} == {"Ida Brandt"}
    assert quotes[-1].end == text.index("\n\nThat was all.")


@pytest.mark.parametrize(
    "text",
    [
        "«We will act soon», Ida Brandt said. «It begins today.\n\n«It ends in May.»\n\nShe left.",
        "« We will act soon », Ida Brandt said. « It begins today.\n\n« It ends in May. »\n\nShe left.",
        "„We will act soon“, Ida Brandt said. „It begins today.\n\n„It ends in May.“\n\nShe left.",
        '"We will act soon," Ida Brandt said. "It begins today.\n\n"It ends in May."\n\nShe left.',
        "''We will act soon,'' Ida Brandt said. ''It begins today.\n\n''It ends in May.''\n\nShe left.",
    ],
)
def test_every_house_style_takes_up_a_quotation_in_the_next_paragraph(text):
    (quote,) = find_quotes(text)
    assert (quote.speaker, quote.kind) == ("Ida Brandt", "direct")
    assert len(quote.spans) == 3
    assert quote.end == text.index("\n\nShe left.")


@pytest.mark.parametrize(
    "text",
    [
        "OSLO: The alliance has no direct role in the dispute, Secretary General Ida Brandt said.",
        "(Reuters) - The alliance has no direct role in the dispute, Ida Brandt said in a statement.",
        "OSLO (Reuters) - The alliance has no direct role in the dispute, Ida Brandt said on Monday.",
        "The meeting\n\nOSLO, May 3 (AFP) — The alliance has no direct role in the dispute, Ida Brandt told reporters.",
    ],
)
def test_the_dateline_belongs_to_no_quotation_and_a_date_after_the_verb_is_none(text):
    (quote,) = find_quotes(text)
    assert text[quote.start : quote.end] == "The alliance has no direct role in the dispute,"
    assert quote.speaker == "Ida Brandt"


def test_the_names_of_a_dialogue_are_no_datelines():
    line = "BRANDT: We will act soon, and we will act together, as we have always done."
    assert paragraphs(line) == [(8, len(line))]
    assert paragraphs(
        line + "\n\nOLSEN: We will see, and we will act when it is time, not before."
    )[0] == (
        0,
        len(line),
    )


def test_a_spokesman_from_a_body_is_himself():
    (quote,) = find_quotes("A spokesman from Oxfam said that the ships would leave.")
    assert quote.speaker == "A spokesman from Oxfam"


@pytest.mark.parametrize(
    "phrase",
    [
        "The fact", "Some", "Administration", "Few dare", "Voice", "A quotation", "The tensions",
        "Ida Brandt’s justifications", "Indeed", "Specifically", "41 percent", "Asked", "It’s",
    ],
)  # fmt: skip
def test_words_that_name_nobody_are_no_speaker(phrase):
    quotes = find_quotes(f"{phrase} said that the ships would leave.")
    assert {quote.speaker for quote in quotes} <= {None}


@pytest.mark.parametrize(
    ("text", "spans", "speaker"),
    [
        (
            "‘Have you heard’, Ida Brandt said, ‘what “red mercury” is?’",
            ["‘Have you heard’,", "‘what “red mercury” is?’"],
            "Ida Brandt",
        ),
        (
            "'The ships' crews were tired,' Ida Brandt said.",
            ["'The ships' crews were tired,'"],
            "Ida Brandt",
        ),
        (
            "‘The masters’ orders were “quite clear” to us,’ said Ida Brandt.",
            ["‘The masters’ orders were “quite clear” to us,’"],
            "Ida Brandt",
        ),
        ("'We love ships' Ida Brandt said.", ["'We love ships'"], "Ida Brandt"),
        (
            "“We had no warning at all,” Karl “Kalle” Nyberg said.",
            ["“We had no warning at all,”"],
            "Karl Nyberg",
        ),
        (
            "\"We go now and we go together,\" said William ('Bill') Burns, the director.",
            ['"We go now and we go together,"'],
            "William Burns",
        ),
        (
            "“We heard nothing. Not a word,” said a sailor who goes by the name of “Lefty.”",
            ["“We heard nothing. Not a word,”"],
            "a sailor",
        ),
    ],
)
def test_marks_within_a_quotation_and_nicknames_in_marks(text, spans, speaker):
    (quote,) = find_quotes(text)
    assert [text[start:end] for start, end in quote.spans] == spans
    assert (quote.kind, quote.speaker) == ("direct", speaker)


def test_an_apostrophe_that_opens_a_word_costs_no_quotation():
    text = "In the '90s it was “great fun for all of us,” Ida Brandt said of the players' union."
    assert [text[slice(*quote.spans[0])] for quote in find_quotes(text) if quote.kind != "indirect"]


def test_part_of_a_sentence_is_mixed():
    (quote,) = find_quotes("Colonel Radek Orlo called it “a fleet in search of a fault” and left.")
    assert (quote.kind, quote.speaker) == ("mixed", "Radek Orlo")


@pytest.mark.parametrize(
    "text", ["The so-called “hawk” left.", "He read “War and Peace” twice.", "No marks at all."]
)
def test_scare_quotes_and_titles_are_no_quotations(text):
    assert find_quotes(text) == []


def test_a_mark_that_is_never_closed_costs_one_paragraph():
    text = "He called it “a day of\n\nThe ships left port.\n\n“We will be back,” Ida Brandt said."
    assert any(
        quote.speaker == "Ida Brandt" and text[quote.start :].startswith("“We")
        for quote in find_quotes(text)
    )


def test_all_quotations_of_the_first_article_are_stoltenbergs(shared):
    (article,) = load(shared("seed/no_direct_nato_involvement.txt"))
    quotes = find_quotes(article.text)
    assert len(quotes) >= 6
    assert all(one.end <= other.start for one, other in pairwise(quotes))
    assert {quote.speaker for quote in quotes} == {"Jens Stoltenberg"}
    assert {quote.role for quote in quotes} == {"Secretary General"}


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Ida Brandt said that the ships would leave.", "that the ships would leave", "Ida Brandt"),
        ("The ships will leave, Ida Brandt said.", "The ships will leave,", "Ida Brandt"),
        ("According to Ida Brandt, the ships will leave.", "the ships will leave", "Ida Brandt"),
        (
            "A new poll shows that most voters want talks.",
            "that most voters want talks",
            "A new poll",
        ),
    ],
)
def test_indirect_quotations_hold_what_is_reported(text, content, speaker):
    (quote,) = find_quotes(text)
    assert (text[quote.start : quote.end], quote.speaker, quote.kind) == (
        content,
        speaker,
        "indirect",
    )


def test_a_quotation_may_be_signed():
    (quote,) = find_quotes("“We have waited for this day for many long years.” (Ida Brandt, mayor)")
    assert quote.speaker == "Ida Brandt"


UNITS = [
    '"',
    "“",
    "'",
    "’",
    "“a” ",
    "he said ",
    "“A b c,” he said. ",
    ".!? ",
    '"\n',
    "A b. ",
    "He said:\n",
    "Ida’s of ",
]


@pytest.mark.parametrize("unit", [*UNITS, "Ida N Brandt said so. "])
def test_time_is_linear_in_the_text(unit):
    calls = []
    for n in (4_000, 16_000):
        counter = [0]
        text = "".join(unit.replace("N", f"N{number}") for number in range(n // len(unit)))
        sys.setprofile(lambda *_, counter=counter: counter.__setitem__(0, counter[0] + 1))
        try:
            find_quotes(text)
        finally:
            sys.setprofile(None)
        calls.append(counter[0])
    assert calls[1] < 6 * calls[0] + 1000


@pytest.mark.parametrize("unit", ["‘“”", "'“ ", "'as' ", '‘"', "“", "« "])
def test_a_hundred_thousand_marks_are_read_to_the_end(unit):
    # Marks that nothing closes must not be looked for again from each of them: minutes long once.
    text = unit * (100_000 // len(unit))
    assert len(mask_quotations(text)) == len(text)


def test_joint_f1_on_the_annotated_articles(shared):
    rows = [
        json.loads(line)
        for line in shared("quotes/dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    found = right = true = 0
    for row in rows:
        quotes = [q for q in find_quotes(row["text"]) if q.kind != "indirect"]
        gold = {tuple(map(tuple, q["content"])) for q in row["quotes"] if q["kind"] != "indirect"}
        found, true = found + len(quotes), true + len(gold)
        right += sum(q.spans in gold for q in quotes)
    assert 2 * right / (found + true) > 0.55


def names(*speakers):
    return pd.DataFrame(
        {"article_id": [str(n) for n in range(len(speakers))], "speaker": list(speakers)}
    )


def test_one_speaker_has_one_name_over_all_articles():
    quotes = names(
        "Ida Brandt", "Brandt", "Secretary General Ida Brandt", "Ida K. Brandt", "Ida Brandt", None
    )
    assert name_speakers(quotes).tolist()[:5] == ["Ida Brandt"] * 5
    assert name_speakers(quotes).isna().tolist()[5]


def test_a_surname_that_two_people_bear_stays_by_itself():
    assert name_speakers(names("Ida Brandt", "Per Brandt", "Brandt")).tolist() == [
        "Ida Brandt",
        "Per Brandt",
        "Brandt",
    ]


def test_a_surname_means_who_bears_it_in_the_article_or_nearly_always():
    quotes = names(
        "Ida Brandt", "Ida Brandt", "Ida Brandt", "Ida Brandt", "Per Brandt", "Brandt", "Brandt"
    )
    quotes["article_id"] = ["a", "b", "c", "d", "e", "e", "f"]
    assert name_speakers(quotes).tolist()[5:] == ["Per Brandt", "Ida Brandt"]


def test_a_word_that_begins_a_sentence_and_is_small_elsewhere_is_no_name():
    text = "Debris suggested that the ship had sunk. More debris was seen."
    assert {quote.speaker for quote in find_quotes(text)} <= {None}


def test_a_headline_in_capitals_quotes_nobody():
    assert find_quotes("BRANDT SAYS SHIPS WILL LEAVE") == []


def test_a_short_quotation_without_a_speaker_is_not_the_last_speakers():
    text = "“We will act now,” said Ida Brandt.\n\nThe law of the town of Sund speaks of “a well-founded fear of persecution” in such cases."
    assert find_quotes(text)[-1].speaker is None


@pytest.mark.parametrize(
    "form",
    [
        "WATCH Brandt",
        "Harbour CEO Ida Brandt",
        "FILE Ida Brandt",
        "Brandt Brandt",
        "Corps Commander Ida Brandt",
        "IDA BRANDT",
    ],
)
def test_headings_and_captions_before_a_name_make_no_other_person(form):
    assert set(name_speakers(names("Ida Brandt", "Ida Brandt", form))) == {"Ida Brandt"}


@pytest.mark.parametrize(
    ("form", "person"),
    [
        ("Ida Brandt Jr", "Ida Brandt Jr"),
        ("Ida H.W. Brandt", "Ida H.W. Brandt"),
        ("Brandt", "Ida K. Brandt"),
    ],
)
def test_initials_and_additions_tell_two_people_apart(form, person):
    assert name_speakers(names("Ida K. Brandt", "Ida K. Brandt", form))[2] == person


def test_a_short_form_of_a_first_name_makes_no_other_person():
    forms = ["Jim Brandt", "James Brandt", "Jim Brandt"]
    assert name_speakers(names(*forms)).tolist() == ["Jim Brandt"] * 3


def test_a_description_with_a_name_in_it_is_not_its_bearer():
    form = "A spokesman for Ida Brandt"
    assert name_speakers(names("Ida Brandt", form)).tolist()[1] != "Ida Brandt"


def test_bodies_have_no_surnames():
    bodies = [
        "Energy Department",
        "State Department",
        "Foreign Ministry",
        "U.S. officials",
        "officials",
    ]
    assert name_speakers(names(*bodies)).tolist() == bodies


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        (
            "“We will act now,” Secretary of State Ida Brandt said.",
            "Ida Brandt",
            "Secretary of State",
        ),
        (
            "“We will act now,” said Ida Brandt, the mayor of Sund.",
            "Ida Brandt",
            "the mayor of Sund",
        ),
        ("“We will act now,” said Ida Brandt, who met the mayor.", "Ida Brandt", None),
        ("“We will act now,” said J.K. Brandt, a mayor.", "J.K. Brandt", "a mayor"),
        ("“We will act now,” the State Department said.", "State Department", None),
        ("One of the officials said: “We will act now.”", "One of the officials", None),
    ],
)
def test_the_role_is_what_the_article_states(text, speaker, role):
    (quote,) = find_quotes(text)
    assert (quote.speaker, quote.role) == (speaker, role)


def test_the_alias_file_of_the_analyst_decides(tmp_path):
    (tmp_path / "speakers.csv").write_text(
        "alias,speaker\nthe alliance chief,Ida Brandt\n", encoding="utf-8"
    )
    aliases = read_aliases(tmp_path / "speakers.csv")
    assert set(name_speakers(names("the alliance chief", "Ida Brandt"), aliases)) == {"Ida Brandt"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name\nx\n", "must name the columns"),
        ("alias,speaker\nx,\n", "needs both"),
        ("alias,speaker\nx,a\nx,b\n", "two speakers"),
    ],
)
def test_a_mistake_in_the_alias_file_names_its_line(tmp_path, content, message):
    (tmp_path / "speakers.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_aliases(tmp_path / "speakers.csv")


def test_the_table_of_speakers_counts_quotations_articles_and_outlets():
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["X", "Y"]})
    articles["text"] = [
        "“We will act now,” minister Ida Brandt said.",
        "“It begins today,” Ida Brandt said.",
    ]
    (row,) = speakers_table(quotes_table(articles), articles).to_dict("records")
    assert (row["speaker"], row["quotations"], row["articles"], row["outlets"]) == (
        "Ida Brandt",
        2,
        2,
        2,
    )


def test_the_table_quotes_the_text_and_keeps_its_columns_when_empty():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["“We will act now,” Ida Brandt said."]})
    (row,) = quotes_table(articles).to_dict("records")
    assert row["quote"] == articles["text"][0][row["start"] : row["end"]] == "“We will act now,”"
    assert list(quotes_table(articles.head(0)).columns) == list(quotes_table(articles).columns)


PIECES = [
    "Ida Brandt",
    "Per Olsen",
    "he",
    "who",
    "the minister",
    " said",
    " called it",
    " according to ",
    "that ",
    "“",
    "”",
]
PIECES += [
    '"',
    "''",
    "‘",
    "’",
    "«",
    "»",
    ", ",
    ". ",
    ": ",
    "\n\n",
    " a day of rest",
    "We will act now",
    "2019",
    "U.S. ",
    "of ",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_quotations_quote_the_text_and_stand_once(text):
    quotes = find_quotes(text)
    assert len({quote.spans for quote in quotes}) == len(quotes)
    for quote in quotes:
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in quote.spans)
        assert quote.speaker_text is None or quote.speaker_text in text
        assert quote.kind in ("direct", "mixed", "indirect")


def test_what_stands_in_a_quotation_is_no_other_one():
    (quote,) = find_quotes(
        "“He called it ‘a mistake’ and said ‘we shall see’ to all of us,” Ida Brandt said."
    )
    assert (quote.kind, quote.speaker) == ("direct", "Ida Brandt")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="“”\"'‘’«» abcAB.,\n", max_size=300) | st.text(max_size=100))
def test_no_text_raises_and_spans_lie_in_order(text):
    for quote in find_quotes(text):
        flat = [place for span in quote.spans for place in span]
        assert flat == sorted(flat)
        assert (quote.start, quote.end) == (flat[0], flat[-1])
        assert 0 <= quote.start < quote.end <= len(text)


def test_a_sentence_that_its_speaker_signs_after_a_comma_is_hers():
    text = (
        "The alliance has no direct role in the dispute, Secretary General Ida Brandt has stressed."
    )
    (quote,) = find_quotes(text)
    assert (quote.kind, quote.speaker) == ("indirect", "Ida Brandt")
    assert text[slice(*quote.spans[0])] == "The alliance has no direct role in the dispute,"


def test_two_words_for_a_sex_beside_a_name_give_the_same_speaker_in_every_process():
    """The later word counts, whatever order Python gives a set in this process."""
    text = "Then Mr. and Miss Ida Brandt arrived. She was late. “We begin now,” she said."
    program = (
        "import sys; from monitor.quotes import find_quotes as f; print(f(sys.argv[1])[-1].speaker)"
    )
    speakers = {
        subprocess.run(
            [sys.executable, "-c", program, text],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert speakers == {"Ida Brandt\n"}


def test_a_transcript_has_the_words_of_each_speaker_but_the_reporter():
    text = (
        "ANN LEE, HOST: The ships left today. Our reporter has more.\n\n"
        "BO EK, BYLINE: The minister had promised ten ships.\n\n"
        "(SOUNDBITE OF RECORDING)\n\n"
        "MINISTER IDA BRANDT: We send what we have, and no more than that.\n\n"
        "EK: Others doubt it.\n\n"
        "BRANDT: They may doubt it.\n\nShe left the hall."
    )
    turns = [
        (quote.speaker, text[quote.start : quote.end])
        for quote in find_quotes(text)
        if quote.cue == ":"
    ]
    assert turns == [
        ("Ida Brandt", "We send what we have, and no more than that."),
        ("Ida Brandt", "They may doubt it."),
    ]


def test_a_guest_who_speaks_more_often_than_the_host_is_heard():
    text = (
        "ANN LEE, HOST: Good morning.\n\nIDA BRANDT: We keep our word.\n\nLEE: Will you?\n\n"
        "BRANDT: We will.\n\nBRANDT: Nobody doubts it."
    )
    turns = [quote.speaker for quote in find_quotes(text) if quote.cue == ":"]
    assert turns == ["Ida Brandt"] * 3


def test_labels_in_capitals_alone_are_no_transcript():
    text = (
        "STAT OF THE WEEK: Ten ships left.\n\nSHORT READS: The fleet is small.\n\nMORE: See inside."
    )
    assert "direct" not in {quote.kind for quote in find_quotes(text)}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Whom a sentence is about is whom the next one means.
        (
            "Ida Brandt met Ada Moss. “Fine,” Moss said of it.\n\nMr. Ek has doubts. He said the ships are too old for this.",
            "Ek",
        ),
        (
            "Mayor Ida Brandt avoided any criticism, but she said the ships are too old for this.",
            "Ida Brandt",
        ),
        # The role says who is meant, of several that have it.
        (
            "French President Ida Brandt met Russian President Ada Moss. Moss left. The French president said the ships are too old for this.",
            "Ida Brandt",
        ),
        ("Prime Minister Ida May said the ships are too old for this.", "Ida May"),
        # A line announces it, or signs it.
        (
            "A NATO official put it like this:\n\n“The ships are too old for this, and we know it well.”",
            "A NATO official",
        ),
        (
            "It is late.\n\n“The ships are too old for this, and we know it well.”\n\nIda Brandt, The Courier",
            "Ida Brandt",
        ),
        ("Mayor Ida Brandt left. She’s said that the ships would leave.", "Ida Brandt"),
        ("41 percent of voters said that the ships would leave.", "voters"),
        ("Sen. Ida Brandt, R-Fla., said that the ships would leave.", "Ida Brandt"),
        ("Officials familiar with the plan said that the ships would leave.", "Officials"),
        # Who is named more often bears the surname, unless the title speaks against it.
        (
            "Ida Brandt came. Ida Brandt had left Bo Brandt. Brandt said the ships would leave.",
            "Ida Brandt",
        ),
        (
            "Mr. Bo Brandt and Mrs. Ida Brandt came. Mr. Brandt said the ships would leave.",
            "Bo Brandt",
        ),
        # Not Ada Brandt, who is first named in full long after "President Brandt".
        (
            "In the town hall President Brandt met two sailors. Then Mr. Brandt sat down with them for a while, but in the end Mr. Brandt had to leave, as Mr. Brandt had been late. His wife was Ada Brandt. Brandt said the ships would leave.",
            "Brandt",
        ),
        # No list of links, and nobody who is only named with the speaker.
        (
            "Mayor Ida Brandt Ida Karin BrandtMinister leaves Oslo Ships sail MORE (D-Oslo) said that the ships would leave.",
            "Ida Brandt",
        ),
        (
            "In addition to Bo Ek, Mayor Ida Brandt, a sailor, said that the ships would leave.",
            "Ida Brandt",
        ),
    ],
)
def test_the_words_around_a_quotation_tell_who_speaks(text, speaker):
    assert find_quotes(text)[-1].speaker == speaker


def test_a_place_takes_no_longer_name_from_another_article():
    # Of a person many articles give the full name.
    speakers = ["Moravia"] * 9 + ["Eternal Moravia"] + ["Brandt"] * 2 + ["Ida Brandt"] * 2
    quotes = pd.DataFrame({"article_id": range(len(speakers)), "speaker": speakers})
    named = name_speakers(quotes).value_counts()
    assert named.to_dict() == {"Moravia": 9, "Eternal Moravia": 1, "Ida Brandt": 4}


def test_words_that_a_speaker_says_once_are_counted_once():
    text = "Ida Brandt said the ships are “too old” and that she called them “a joke” in May."
    quotes = [quote for quote in find_quotes(text) if quote.kind != "indirect"]
    bounds = [(quote.start, quote.end) for quote in quotes if quote.speaker == "Ida Brandt"]
    assert all(one[1] <= other[0] for one, other in pairwise(bounds)), bounds


def test_a_word_of_saying_in_capitals_is_no_speaker():
    text = "MAYOR, IDA BRANDT, SAYING: “The ships are too old for this, and we know it well.”"
    assert find_quotes(text)[0].speaker != "SAYING"
