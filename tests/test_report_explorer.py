"""The explorer: what an outlet, a theme and a period hold, chosen with the mouse."""

import datetime

import pytest
from conftest import article

from monitor.report import Explorer


@pytest.fixture
def explorer(workspace):
    days = [datetime.date(2023, 1, n) for n in range(1, 6)] + [datetime.date(2025, 3, 1), None]
    workspace.corpus().add([article(n, date=day) for n, day in enumerate(days)], batch="one")
    return Explorer(workspace.selection())


def shown(explorer):
    return "".join(output["data"]["text/html"] for output in explorer.shown.outputs)


def test_outlets_and_themes_are_offered_with_their_articles(explorer):
    assert [label for label, _ in explorer.outlet.options] == [
        "all outlets",
        "Harbour Courier (4)",
        "Veldmark Post (3)",
    ]
    assert explorer.theme.options[0] == ("all themes", "")


def test_a_choice_shows_what_it_holds(explorer):
    explorer.kind.value = "articles"
    assert "7 articles of 7 articles" in shown(explorer)
    explorer.outlet.value = "Veldmark Post"
    assert "3 articles of 3 articles" in shown(explorer)
    (_, first), *_, (_, last) = explorer.periods.options
    explorer.periods.value = (last, last)
    assert "1 article of 1 article" in shown(explorer)
    explorer.periods.value = (first, last)
    explorer.kind.value = "passages"
    assert 'class="cross"' in shown(explorer) and "Harbour Courier" not in shown(explorer)
    assert "https://courier.example/3" in shown(explorer)
    explorer.kind.value = "quotations"
    assert "Ida Brandt" in shown(explorer)


def test_articles_without_dates_or_none_at_all_can_be_looked_at(workspace):
    explorer = Explorer(workspace.selection())
    assert "0 passages of 0 articles: nothing yet" in shown(explorer)
    workspace.corpus().add([article(1, date=None)], batch="one")
    explorer = Explorer(workspace.selection())
    assert "of 1 article" in shown(explorer)
