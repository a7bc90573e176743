import sys

import pytest

from monitor.late import load_late


def test_a_module_loads_once_something_in_it_is_asked_for(monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    load_late("colorsys")
    import colorsys

    assert "rgb_to_hsv" not in vars(colorsys)
    assert colorsys.rgb_to_hsv(1, 1, 1) == (0, 0, 1)
    assert "rgb_to_hsv" in vars(sys.modules["colorsys"])
    with pytest.raises(ImportError, match="colorsys"):
        from colorsys import nothing  # noqa: F401


def test_what_is_loaded_stays(monkeypatch):
    before = sys.modules["sys"]
    load_late("sys")
    assert sys.modules["sys"] is before
