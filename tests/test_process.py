import os
import sys

import pytest

from monitor.process import keep_memory, load_late


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


@pytest.mark.skipif(sys.platform != "linux", reason="the option is glibc's")
def test_memory_that_was_freed_is_kept_unless_the_analyst_says_how(monkeypatch):
    monkeypatch.setitem(os.environ, "ARROW_DEFAULT_MEMORY_POOL", "jemalloc")
    keep_memory()
    assert os.environ["ARROW_DEFAULT_MEMORY_POOL"] == "jemalloc"
    monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL")
    keep_memory()
    assert os.environ["ARROW_DEFAULT_MEMORY_POOL"] == "system"
