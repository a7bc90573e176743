"""Parameters of a notebook: defaults are read from its cell, values given are checked against them."""

import datetime
import json

import pytest

from monitor.errors import InputError
from monitor.parameters import check_parameters, parameter_defaults

DEFAULTS = {"batch": "", "as_of": 0, "outlets": [], "theme_names": {}}


@pytest.fixture
def notebook(tmp_path):
    """Function that writes a notebook whose parameters cell holds the code given."""

    def write(code):
        cells = [
            {"metadata": {}, "source": "unrelated = 1"},
            {"metadata": {"tags": ["parameters"]}, "source": code.splitlines(keepends=True)},
        ]
        path = tmp_path / "05_report.ipynb"
        path.write_text(json.dumps({"cells": cells}))
        return path

    return write


def test_defaults_are_the_literals_of_the_tagged_cell(notebook):
    path = notebook('batch = ""  # empty: all\nas_of = 0\noutlets = []\ntheme_names = {}\n')
    assert parameter_defaults(path) == DEFAULTS


@pytest.mark.parametrize("code", ["batch = open('x')", "batch = "])
def test_a_cell_that_is_not_of_literals_is_named(notebook, code):
    with pytest.raises(InputError, match=r"notebooks/05_report.ipynb cannot be run: .* literals"):
        parameter_defaults(notebook(code))


def test_values_take_the_kind_of_their_default():
    day = datetime.date(2025, 3, 31)
    values = check_parameters(DEFAULTS, {"batch": day, "outlets": "CNN, Vox", "as_of": 2})
    assert values == {"batch": "2025-03-31", "outlets": ["CNN", "Vox"], "as_of": 2}
    assert check_parameters(DEFAULTS, {"outlets": [2014, 2018]}) == {"outlets": ["2014", "2018"]}


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"bach": "1"}, "unknown parameter 'bach'; available: batch, as_of, outlets, theme_names"),
        ({"as_of": "two"}, "as_of: 'two' is not a whole number"),
        ({"as_of": True}, "as_of: True is not a whole number"),
        ({"theme_names": []}, r"theme_names: \[\] is not a set of names in braces"),
    ],
)
def test_an_unusable_value_is_named_with_what_is_allowed(parameters, message):
    with pytest.raises(InputError, match=message):
        check_parameters(DEFAULTS, parameters)
