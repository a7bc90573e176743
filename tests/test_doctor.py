"""The doctor says what a machine lacks, and what to do about it."""

import pytest

from monitor import doctor
from monitor.cli import main


def test_each_thing_has_words_and_what_was_found():
    found = {what: value for what, value, _ in doctor.examine()}
    assert list(found) == ["memory", "font for charts", "Chromium or Chrome", "JupyterLab"]
    assert found["font for charts"]


@pytest.mark.parametrize(("programs", "exit_code"), [({}, 1), ({"chromium", "jupyter-lab"}, 0)])
def test_what_is_missing_has_advice_and_an_exit_code(monkeypatch, capsys, programs, exit_code):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: name if name in programs else None)
    fonts = ["Liberation Sans", "DejaVu Sans"]
    monkeypatch.setattr(doctor.font_manager, "get_font_names", lambda: fonts)
    assert main(["doctor"]) == exit_code
    missing = "Chromium or Chrome: not found; install Chromium"
    assert (missing in capsys.readouterr().out) == bool(exit_code)
