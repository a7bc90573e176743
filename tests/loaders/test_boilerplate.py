"""Lines and words that a page adds to its article go; what only looks like them stays."""

import json
import re

import pytest

from monitor.loaders import load
from monitor.loaders.boilerplate import without_boilerplate

BOILERPLATE = """
MUST WATCH
JUST WATCHED Ships leave the port Replay More Videos ... MUST WATCH Ships leave the port 02:11
Hide Caption 5 of 6 Photos
Photos: Photos: The spring exercise The spring exercise – Sailors on deck. Hide Caption 3 of 21
Replay
Read more: Bridge closed for another month
Sign up to receive the top stories every morning
Newsletter Sign Up Please enter your address. You can unsubscribe at any time.
Read more on the escalating conflict
Click here for the full analysis
Chat with us in Facebook Messenger. Find out what's happening in the world as it unfolds.
Story highlights
Watch the video above
Image copyright Getty Images
Advertisement
( PHOTOS: Scenes from the port)
Skip to content
""".strip().splitlines()
PROSE = """
You must watch this closely, she said, or you will miss it.
Photos showed two ships at the quay; a caption named them.
The replay was shown three times on Saturday.
“Photos: none. Hide nothing. Caption it,” the editor said.
He asked readers to sign up for the reserve before the autumn.
Sign up now, the minister told them, and they did.
Read more closely, the paper says that the ships will stay.
Watch the harbour, he said, and you will see why the ships are late.
A newsletter of the navy had listed the ships in March.
Advertisement of the posts will begin in May, the office said.
Click by click, the lock gave way, the report says.
Play resumed at noon after the rain had stopped.
More than 40 of 60 seats went to the party.
“Story highlights how slow we were,” Mayor Ida Brandt said.
Follow the money, she told the committee.
""".strip().splitlines()


@pytest.mark.parametrize("line", BOILERPLATE)
def test_boilerplate_is_left_out_as_a_line_and_inside_one(line):
    assert without_boilerplate([line]) == []


@pytest.mark.parametrize("line", PROSE)
def test_prose_that_looks_like_it_stays(line):
    assert without_boilerplate([line]) == [line]


def test_players_and_galleries_leave_running_text():
    inside = [line for line in BOILERPLATE if re.search("WATCHED|Hide|PHOTOS|Sign Up", line)]
    text = " ".join([PROSE[0], *inside, PROSE[1]])
    assert len(inside) == 5
    assert without_boilerplate([text]) == [f"{PROSE[0]} {PROSE[1]}"]


def test_nothing_that_a_person_says_is_lost(shared):
    """Of every real article: each quotation of five words or more is still there."""
    path = shared("nato/2014.jsonl")
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    texts = [" ".join(item.text.split()) for item in load(path) if hasattr(item, "text")]
    whole = " ".join(texts)
    quotations = [
        " ".join(quotation.split())
        for row in rows
        for quotation in re.findall(r'“([^“”"]{30,300})”|"([^“”"\n]{30,300})"', row["text"])
        for quotation in quotation
        # Between two quotations may stand what belongs to a gallery.
        if len(quotation.split()) > 4 and not re.search("Photos:|Hide Caption", quotation)
    ]
    lost = [quotation for quotation in quotations if quotation not in whole]
    assert len(quotations) > 300
    assert lost == []
    assert not re.search("JUST WATCHED|Replay More Videos", whole)
