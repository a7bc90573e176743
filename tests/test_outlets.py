"""Outlets: one name for each, whatever a source writes, and the agency that is credited."""

import re
from pathlib import Path

import pandas as pd
import pytest
from conftest import article

from monitor.corpus import Corpus
from monitor.errors import InputError
from monitor.outlets import Outlets

HEADER = "name,aliases,country,kind,agency\n"


@pytest.mark.parametrize(
    "stated",
    [
        "The New York Times",
        "New York Times - News",
        "NYT",
        "nytimes.com",
        "THE NEW YORK TIMES (Online)",
        "New York Times Opinion",
        "By The New York Times",
    ],
)
def test_the_names_of_one_outlet(stated):
    assert Outlets().name_of(stated) == "The New York Times"


def test_an_unknown_outlet_keeps_its_name_and_is_listed():
    stated = ["Harbour Courier - News", "Harbour Courier", "Reuters", ""]
    unknown = Outlets().unknown(stated)
    assert unknown.to_numpy().tolist() == [["Harbour Courier", 2]]


@pytest.mark.parametrize(
    "other", ["TARN ST POST", "tarn st. post.", "Tarn-St Post", "The Tarn St. Post"]
)
def test_names_of_an_unlisted_outlet_that_differ_in_form_are_one(other):
    stated = pd.Series(["Tarn St. Post", "Tarn St. Post", other, "Tarn Times", None])
    assert Outlets().names_of(stated).tolist() == ["Tarn St. Post"] * 3 + ["Tarn Times", ""]


def test_the_shipped_list_is_sound():
    table = Outlets().table
    assert len(table) >= 150
    assert table[["country", "kind"]].all(axis=None)


def test_an_analysts_own_list(tmp_path):
    (tmp_path / "outlets.csv").write_text(
        f"{HEADER}Harbour Courier,HC; The Courier,XX,newspaper,no\n"
    )
    outlets = Outlets(tmp_path / "outlets.csv")
    assert outlets.name_of("the courier") == "Harbour Courier"
    assert not outlets.is_known("NYT")


def test_a_columnist_is_no_outlet_by_the_lines_of_the_how_to(tmp_path):
    how_to = (Path(__file__).parents[1] / "docs/how-to.md").read_text(encoding="utf-8")
    rows = re.search(r"```\n(name,aliases,.*?)```", how_to, re.S)[1]
    (tmp_path / "outlets.csv").write_text(rows)
    outlets = Outlets(tmp_path / "outlets.csv")
    stated = pd.Series(["Jane Roe", "John Doe", "wire desk", "", "Tarn Times"])
    assert outlets.names_of(stated).tolist() == ["The Hill", "", "", "", "Tarn Times"]
    assert not outlets.is_known("John Doe") and not outlets.is_known("")
    assert outlets.unknown(stated)["outlet"].tolist() == ["Tarn Times"]
    corpus = Corpus(tmp_path / "store", outlets=outlets)
    corpus.add([article(1, outlet="John Doe"), article(2, outlet="Jane Roe")], batch="one")
    assert sorted(corpus.table("articles")["outlet"]) == ["", "The Hill"]


MISTAKES = {
    "no name": ",,XX,agency,yes\n",
    "agency": "Courier,x,XX,agency,maybe\n",
    "claimed twice": "Courier,x,XX,agency,yes\nPost,X,XX,agency,yes\n",
}


@pytest.mark.parametrize("rows", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_the_list_is_named_with_its_row(tmp_path, rows):
    (tmp_path / "outlets.csv").write_text(HEADER + rows)
    with pytest.raises(InputError, match="row"):
        Outlets(tmp_path / "outlets.csv")


CREDITS = {
    "--(AFP/Reuter)": ("", "Agence France-Presse"),
    "Ann Lee, Associated Press": ("", "Associated Press"),
    "": ("BRUSSELS (AP) — NATO said on Monday that it", "Associated Press"),
    " ": ("WASHINGTON, Reuters - NATO said on Monday", "Reuters"),
    "  ": ("NATO said on Monday that it will.\n\n— Reuters", "Reuters"),
    "   ": ("He told the AP that the ships leave. It rains.", ""),
    "Ann Lee": ("(CNN) NATO said on Monday", ""),
}


@pytest.mark.parametrize(
    ("byline", "text", "agency"), [(byline, *rest) for byline, rest in CREDITS.items()]
)
def test_the_agency_credited(byline, text, agency):
    assert Outlets().agency_in(text, byline) == agency
