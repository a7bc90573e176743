"""Shares of small outlets, of which few passages were human-coded."""

import numpy as np
import pandas as pd
import pytest
from benchmarks import outlets

from monitor.stance import correct_codes


def test_three_codes_of_one_value_make_no_outlet_unanimous():
    model = pd.Series(["a", "b"] * 200)
    coded = pd.Series([None] * 400, dtype=object)
    coded[::20] = model[::20]
    small = np.arange(400) < 12
    coded[[0, 1, 2]] = "a"
    table = correct_codes(model, coded, values=["a", "b"]).shares(small)
    assert 0.5 < table["share"][0] < 0.7
    assert table["low"][0] < 0.5 < table["high"][0] < 1


def test_where_every_passage_is_coded_the_shares_are_those_of_the_codes():
    model = pd.Series(["a", "b", "a", "a"])
    coded = pd.Series(["b", "b", "b", "a"])
    table = correct_codes(model, coded, values=["a", "b"]).shares(slice(None))
    assert table["share"].tolist() == pytest.approx([0.25, 0.75])


def test_intervals_of_each_outlet_hold_and_errors_are_below_those_of_either_code_alone():
    """As tests/benchmarks/outlets.py measures with more simulations: .94 to .99 and .020."""
    rng = np.random.default_rng(0)
    runs = [outlets.simulate(rng, 100, uneven=0.45) for _ in range(40)]
    model, human, corrected = np.mean([errors for errors, _ in runs], axis=0)
    assert corrected < model < human
    hold = np.mean([hold for _, hold in runs], axis=(0, 2))
    assert hold.min() > 0.9
    assert 0.93 < hold.mean() < 0.985
