"""The choice at the top of a notebook: every cell follows it, alone or beside another one."""

import asyncio
import datetime
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import article

from monitor.errors import InputError
from monitor.report import Chooser, arrived, counts, receipt, rows, theme_map


@pytest.fixture
def drawn(monkeypatch):
    """List of the pages that cells show, each cell's newest last; what is shown anew is marked."""
    pages = []

    class Handle:
        def __init__(self, display_id):
            self.display_id = display_id

        def display(self, result):
            pages.append(("shown", result))

        def update(self, result):
            pages.append(("anew", result))

    monkeypatch.setattr("monitor.report.chooser.DisplayHandle", Handle)
    return pages


@pytest.fixture
def choose(workspace, monkeypatch):
    """Function that makes a Chooser in a workspace with two batches of articles."""
    workspace.corpus().add([article(n) for n in range(1, 7)], batch="first")
    workspace.corpus().add([article(n) for n in range(7, 10)], batch="second")
    monkeypatch.chdir(workspace.notebooks)
    return Chooser


def test_the_fields_show_the_choice_given_and_offer_what_there_is(choose):
    choice = choose(batch="second", since="2025-10-02", outlets=["Veldmark Post"], about="mentions")
    values = {name: field.value for name, field in choice.fields.items()}
    assert values == {
        "batch": "second",
        "since": datetime.date(2025, 10, 2),
        "until": None,
        "counting": "all",
        "about": "mentions",
        "compare": "outlet",
        "outlets": ("Veldmark Post",),
    }
    batches = [label for label, _ in choice.fields["batch"].options]
    assert batches == ["All batches", "first", "second"]
    assert choose().fields["batch"].label == "All batches"
    assert list(choice.fields["outlets"].options) == ["Veldmark Post", "Harbour Courier"]
    assert all(field.description for field in choice.fields.values())


def test_every_cell_follows_another_choice(choose, drawn):
    choice = choose()
    choice.show(counts)
    choice.show(rows, "articles", "Articles", "outlet", "title")
    assert "Articles: 9 (" in drawn[0][1].data and "Articles: 9<" in drawn[1][1].data
    choice.fields["batch"].value = "second"
    assert len(drawn) == 2
    choice.button.click()
    assert [when for when, _ in drawn[2:]] == ["anew", "anew"]
    assert "Articles: 3 (" in drawn[2][1].data and "Articles: 3<" in drawn[3][1].data
    assert "3 articles" in choice.line.value and "batch second" in choice.line.value


def test_a_choice_without_articles_is_told_and_the_cells_stay(choose, drawn):
    choice = choose()
    choice.show(counts)
    choice.fields["since"].value = datetime.date(2030, 1, 1)
    choice.button.click()
    assert "Not applied: no article matches since = 2030-01-01" in choice.line.value
    assert len(drawn) == 1 and len(choice.selection.articles) == 9
    with pytest.raises(InputError, match="no article matches since"):
        choose(since="2030-01-01")


def test_two_choices_stand_side_by_side(choose, drawn):
    choice = choose()
    other = choose(beside=choice)
    assert other.fields["batch"].value == "second"
    other.show(counts)
    page = drawn[-1][1].data
    assert page.index("Articles: 9 (") < page.index("Articles: 3 (")
    choice.fields["batch"].value = "first"
    choice.button.click()
    page = drawn[-1][1].data
    assert page.index("Articles: 6 (") < page.index("Articles: 3 (")
    other.fields["outlets"].value = ("Harbour Courier",)
    other.button.click()
    page = drawn[-1][1].data
    assert page.index("Articles: 6 (") < page.index("Articles: 1 (")


def test_where_widgets_do_not_work_the_choice_stands_in_words(choose, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "monitor.report.chooser.display", lambda data, raw=False: shown.append(data)
    )
    choose(batch="second")._ipython_display_()
    words = shown[-1]
    assert "application/vnd.jupyter.widget-view+json" in words
    for kind in ("text/html", "text/plain"):
        assert "3 articles" in words[kind] and "set the parameters in its first cell" in words[kind]


def test_a_cell_run_again_is_drawn_once(choose, drawn):
    choice = choose()
    choice.show(counts)
    choice.show(counts)
    choice.button.click()
    assert [when for when, _ in drawn] == ["shown", "shown", "anew"]


def test_after_codings_results_are_drawn_once_and_cells_with_controls_stay(
    choose, drawn, monkeypatch
):
    monkeypatch.setattr("monitor.report.chooser.PAUSE", 0.01)
    choice = choose()
    choice.show(counts)
    choice.show(lambda selection: Chooser(beside=choice))

    async def code_twice():
        choice.draw_results()
        choice.draw_results()
        assert [when for when, _ in drawn] == ["shown", "shown"]
        await asyncio.sleep(0.1)

    # A browser of other tests may keep an event loop of this thread running.
    with ThreadPoolExecutor() as pool:
        pool.submit(asyncio.run, code_twice()).result()
    assert [when for when, _ in drawn] == ["shown", "shown", "anew"]


def test_what_each_batch_brought_follows_the_choice(choose):
    names = arrived(choose(batch="second").selection).table["batch"]
    assert list(names) == ["second"]
    assert list(arrived(choose().selection).table["batch"]) == ["first", "second"]


def test_the_map_of_themes_counts_the_articles_of_the_choice(demo):
    for batch, n in (("1_october", 13), (None, 42)):
        assert theme_map(demo.selection(batch)).table["articles"].sum() == n


def test_the_receipt_says_the_choice_in_words(choose):
    page = receipt(choose(batch="first", about="mentions").selection, sample=100).data
    rows = dict(re.findall(r"<th[^>]*>(.+?)</th><td[^>]*>(.+?)</td>", page))
    assert rows["Centrality of the target"] == "only articles that name NATO"
    assert rows["Newest batch compared with"] == "the previous batch (none)"
    assert rows["Counting rule"] == "all articles, reprints included"
    assert rows["Passages to code"] == "100" and "Passages" not in rows
