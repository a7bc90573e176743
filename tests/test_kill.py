"""Killed at any moment: the corpus opens, holds no ingest in part, and the same command again completes it."""

import random

import pytest
from benchmarks import kills


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kills")
    return folder, kills.prepare(folder)


@pytest.mark.parametrize("action", kills.ACTIONS)
def test_a_kill_loses_nothing(prepared, action):
    """200 of them: python tests/benchmarks/kills.py."""
    folder, seconds = prepared
    moment = random.Random(0).uniform(0, seconds[action])
    assert kills.kill_once(folder, action, moment) == []
