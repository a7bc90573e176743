"""Two groups side by side: the choosers offer what the articles have, each choice is tested."""

import pytest
from conftest import article

from monitor.report import SideBySide

OUTLETS = "name,aliases,country,kind,agency\nHarbour Courier,,UK,,no\nVeldmark Post,,US,,no\n"


@pytest.fixture
def desk(workspace):
    (workspace.path / "outlets.csv").write_text(OUTLETS)
    workspace.corpus().add([article(n) for n in range(1, 13)], batch="one")
    return SideBySide(workspace.selection())


def shown(desk):
    return "".join(output["data"]["text/html"] for output in desk.shown.outputs)


def test_two_groups_are_compared_in_positions_tone_voices_themes_and_words(desk):
    assert [label for label, _ in desk.kind.options] == ["outlet", "country", "period"]
    page = shown(desk)
    for words in ("positions by outlet", "tone by outlet", "share of voice by", "themes by"):
        assert words in page
    assert "comparing Harbour Courier and Veldmark Post" in page
    desk.kind.value = "country"
    assert "positions by country" in shown(desk)


def test_the_same_group_twice_is_told(desk):
    desk.second.value = desk.first.value
    assert "Choose two different groups." in shown(desk)


def test_nothing_to_compare_is_told(workspace):
    workspace.corpus().add([article(1, date=None)], batch="one")
    assert "Choose two different groups." in shown(SideBySide(workspace.selection()))
